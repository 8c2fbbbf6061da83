//! Route tables of transit gateways: which attachments use them and which fill them.

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Deed, TransitGatewayAttachment, answer,
    describe::{Kind, Resource, existing, find, kept_in, page},
    filter::{self, Filters},
};
use crate::{
    aws::{
        AwsError, Caller,
        form::Form,
        tags::{self, Tags},
    },
    world::World,
};

/// A static route of a transit gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransitRoute {
    pub destination: Ipv4Net,
    /// Without one it is a blackhole.
    pub attachment_id: Option<String>,
}

/// A route table of a transit gateway.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransitGatewayRouteTable {
    pub transit_gateway_route_table_id: String,
    pub transit_gateway_id: String,
    pub owner_id: String,
    pub region: String,
    /// New attachments are associated with it and propagate into it.
    pub is_default: bool,
    pub routes: Vec<TransitRoute>,
    pub tags: Tags,
}

impl Resource for TransitGatewayRouteTable {
    const KIND: Kind = Kind {
        prefix: "tgw-rtb-",
        ids: "TransitGatewayRouteTableIds",
        malformed: "InvalidTransitGatewayRouteTableId.Malformed",
        not_found: "InvalidRouteTableID.NotFound",
        noun: "transitGatewayRouteTable ID",
        list: "transitGatewayRouteTables",
        resource_type: "transit-gateway-route-table",
        filters: &[
            (
                "transit-gateway-route-table-id",
                "transitGatewayRouteTableId",
            ),
            ("transit-gateway-id", "transitGatewayId"),
            ("state", "state"),
            (
                "default-association-route-table",
                "defaultAssociationRouteTable",
            ),
            (
                "default-propagation-route-table",
                "defaultPropagationRouteTable",
            ),
        ],
    };
    kept_in!(transit_gateway_route_tables, transit_gateway_route_table_id);

    fn view(&self, _: &World) -> Value {
        json!({
            "transitGatewayRouteTableId": self.transit_gateway_route_table_id,
            "transitGatewayId": self.transit_gateway_id,
            "state": "available",
            "defaultAssociationRouteTable": self.is_default,
            "defaultPropagationRouteTable": self.is_default,
            "tagSet": tags::view(&self.tags),
        })
    }
}

/// The filters of both lists of attachments.
const ATTACHED: Filters = &[
    ("resource-id", "resourceId"),
    ("resource-type", "resourceType"),
    (
        "transit-gateway-attachment-id",
        "transitGatewayAttachmentId",
    ),
];

pub fn associations(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let table = named(world, caller, form)?;
    let id = &table.transit_gateway_route_table_id;
    let uses = |one: &TransitGatewayAttachment| one.route_table_id == *id;
    attached(world, caller, form, ("associations", "associated"), uses)
}

pub fn propagations(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let table = named(world, caller, form)?;
    let id = &table.transit_gateway_route_table_id;
    let fills = |one: &TransitGatewayAttachment| one.propagates_to.contains(id);
    let list = ("transitGatewayRouteTablePropagations", "enabled");
    attached(world, caller, form, list, fills)
}

/// The table that the request names.
pub fn named<'w>(
    world: &'w World,
    caller: &Caller,
    form: &Form,
) -> Result<&'w TransitGatewayRouteTable, AwsError> {
    find(world, caller, form.required("TransitGatewayRouteTableId")?)
}

fn attached(
    world: &World,
    caller: &Caller,
    form: &Form,
    (list, state): (&str, &str),
    belongs: impl Fn(&TransitGatewayAttachment) -> bool,
) -> Result<Deed, AwsError> {
    let all = existing::<TransitGatewayAttachment>(world, caller).filter(|one| belongs(one));
    let views = all.map(|one| {
        let mut view = one.name();
        view["state"] = json!(state);
        view
    });
    filtered(list, views.collect(), ATTACHED, form)
}

pub fn attachment_propagations(
    world: &World,
    caller: &Caller,
    form: &Form,
) -> Result<Deed, AwsError> {
    let id = form.required("TransitGatewayAttachmentId")?;
    let attachment = find::<TransitGatewayAttachment>(world, caller, id)?;
    let view = |table: &String| json!({"transitGatewayRouteTableId": table, "state": "enabled"});
    let views = attachment.propagates_to.iter().map(view).collect();
    let known = &[(
        "transit-gateway-route-table-id",
        "transitGatewayRouteTableId",
    )];
    filtered("transitGatewayAttachmentPropagations", views, known, form)
}

/// One page of the views that fit the request's filters.
fn filtered(list: &str, views: Vec<Value>, known: Filters, form: &Form) -> Result<Deed, AwsError> {
    let filters = form.filters();
    filter::check(known, &filters)?;
    let mut fitting = vec![];
    for view in views {
        if filter::fits(known, &filters, &view, &Tags::new())? {
            fitting.push(view);
        }
    }
    page(list, fitting, form).map(answer)
}
