//! Route tables of transit gateways: which attachments use them and which fill them.

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Deed, TransitGateway, TransitGatewayAttachment, answer,
    describe::{Kind, Resource, existing, find, kept_in, page},
    filter::{self, Filters},
    new_tags, time,
    transit::{self, ASSOCIATION, PROPAGATION, TransitState},
    transit_events::{TransitEvent, begin},
};
use crate::{
    aws::{
        AwsError, Caller,
        form::Form,
        ids,
        tags::{self, Tags},
    },
    clock::Millis,
    pace::Transition,
    world::World,
};

/// Route tables per transit gateway (AWS Transit Gateway quotas).
const PER_GATEWAY: usize = 20;

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
    pub state: TransitState,
    pub routes: Vec<TransitRoute>,
    pub created_at: Millis,
    pub tags: Tags,
    pub deleted_at: Option<Millis>,
}

impl TransitGatewayRouteTable {
    /// A new, empty one, `pending`.
    pub fn of(world: &mut World, gateway: &TransitGateway) -> Self {
        Self {
            transit_gateway_route_table_id: ids::long(world, Self::KIND.prefix),
            transit_gateway_id: gateway.transit_gateway_id.clone(),
            owner_id: gateway.owner_id.clone(),
            region: gateway.region.clone(),
            state: TransitState::Pending,
            routes: vec![],
            created_at: world.now,
            tags: Tags::new(),
            deleted_at: None,
        }
    }

    /// Whether new attachments of its transit gateway use it in this way.
    fn is_default(&self, world: &World, way: &str) -> bool {
        let gateway = world.aws.transit_gateways.get(&self.transit_gateway_id);
        let table = gateway.and_then(|gateway| gateway.default_table(way));
        table == Some(&self.transit_gateway_route_table_id)
    }
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

    fn deleted_at(&self) -> Option<Millis> {
        self.deleted_at
    }

    fn view(&self, world: &World) -> Value {
        json!({
            "transitGatewayRouteTableId": self.transit_gateway_route_table_id,
            "transitGatewayId": self.transit_gateway_id,
            "state": self.state,
            "defaultAssociationRouteTable": self.is_default(world, ASSOCIATION),
            "defaultPropagationRouteTable": self.is_default(world, PROPAGATION),
            "creationTime": time(self.created_at),
            "tagSet": tags::view(&self.tags),
        })
    }
}

pub fn create(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let gateway = transit::usable(world, caller, form.required("TransitGatewayId")?)?.clone();
    let on_it =
        |one: &&TransitGatewayRouteTable| one.transit_gateway_id == gateway.transit_gateway_id;
    if existing(world, caller).filter(on_it).count() >= PER_GATEWAY {
        let message = "The maximum number of transit gateway route tables has been reached.";
        let code = "TransitGatewayRouteTableLimitExceeded";
        return Err(AwsError::new(code, message));
    }
    let tags = new_tags::<TransitGatewayRouteTable>(form)?;
    Ok(Box::new(move |world| {
        let mut table = TransitGatewayRouteTable::of(world, &gateway);
        table.tags = tags;
        let (id, view) = (table.id().to_owned(), table.view(world));
        let tables = &mut world.aws.transit_gateway_route_tables;
        tables.insert(id.clone(), table);
        let transition = Transition::TransitTableAvailable;
        begin(world, transition, TransitEvent::TableAvailable(id));
        json!({"transitGatewayRouteTable": view})
    }))
}

/// Neither a default table nor one that an attachment is associated with.
pub fn delete(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let table = named(world, caller, form)?;
    let id = &table.transit_gateway_route_table_id;
    if table.state != TransitState::Available {
        return Err(transit::in_invalid_state(id));
    }
    let uses = |one: &TransitGatewayAttachment| {
        let association = one.association.as_ref();
        association.is_some_and(|one| one.transit_gateway_route_table_id == *id)
    };
    let is_default = [ASSOCIATION, PROPAGATION]
        .iter()
        .any(|way| table.is_default(world, way));
    let why = if is_default {
        "is a default route table of its transit gateway"
    } else if existing(world, caller).any(uses) {
        "has associations"
    } else {
        ""
    };
    if !why.is_empty() {
        let message = format!("{id} {why} and can't be deleted.");
        return Err(AwsError::new("IncorrectState", message));
    }
    let mut table = table.clone();
    Ok(Box::new(move |world| {
        table.state = TransitState::Deleting;
        let (id, view) = (table.id().to_owned(), table.view(world));
        let tables = &mut world.aws.transit_gateway_route_tables;
        tables.insert(id.clone(), table);
        let transition = Transition::TransitTableDeleted;
        begin(world, transition, TransitEvent::TableDeleted(id));
        json!({"transitGatewayRouteTable": view})
    }))
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
    attached(world, caller, form, "associations", |one| {
        let association = one.association.as_ref()?;
        (association.transit_gateway_route_table_id == *id).then(|| json!(association.state))
    })
}

pub fn propagations(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let table = named(world, caller, form)?;
    let id = &table.transit_gateway_route_table_id;
    let list = "transitGatewayRouteTablePropagations";
    attached(world, caller, form, list, |one| {
        one.propagates_to.contains(id).then(|| json!("enabled"))
    })
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
    list: &str,
    state: impl Fn(&TransitGatewayAttachment) -> Option<Value>,
) -> Result<Deed, AwsError> {
    let all = existing::<TransitGatewayAttachment>(world, caller);
    let views = all.filter_map(|one| {
        let mut view = one.name();
        view["state"] = state(one)?;
        Some(view)
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
