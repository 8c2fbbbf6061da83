//! Transit gateways.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Deed, Switches, TransitGatewayAttachment, TransitGatewayRouteTable, VpnConnection,
    describe::{Kind, Resource, existing, find, kept_in},
    invalid, new_tags, time,
    transit_attachments::AttachedResource,
    transit_events::{TransitEvent, begin},
};
use crate::{
    aws::{
        AwsError, Caller, asn,
        form::Form,
        ids,
        tags::{self, Tags},
    },
    clock::Millis,
    pace::Transition,
    world::World,
};

/// Transit gateways per region and account (AWS Transit Gateway quotas).
const PER_REGION: usize = 5;

/// New attachments are associated with the default route table.
pub const ASSOCIATION: &str = "defaultRouteTableAssociation";
/// New attachments propagate into the default route table.
pub const PROPAGATION: &str = "defaultRouteTablePropagation";

/// The options of a transit gateway that are on or off (EC2 API reference).
pub const OPTIONS: [(&str, bool); 7] = [
    (ASSOCIATION, true),
    (PROPAGATION, true),
    ("autoAcceptSharedAttachments", false),
    ("dnsSupport", true),
    ("multicastSupport", false),
    ("securityGroupReferencingSupport", false),
    ("vpnEcmpSupport", true),
];

/// The states of a transit gateway, and of a route table of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TransitState {
    Pending,
    Available,
    Deleting,
    Deleted,
}

/// A transit gateway.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransitGateway {
    pub transit_gateway_id: String,
    pub owner_id: String,
    pub region: String,
    pub state: TransitState,
    pub description: String,
    pub amazon_side_asn: u32,
    pub options: Switches,
    /// The default route table, where there is one.
    pub route_table_id: Option<String>,
    pub created_at: Millis,
    pub tags: Tags,
    pub deleted_at: Option<Millis>,
}

impl TransitGateway {
    /// The default route table, if new attachments use it in this way.
    pub fn default_table(&self, way: &str) -> Option<&String> {
        let table = self.route_table_id.as_ref();
        table.filter(|_| self.options.is_on(way))
    }
}

impl Resource for TransitGateway {
    const KIND: Kind = Kind {
        prefix: "tgw-",
        ids: "TransitGatewayIds",
        malformed: "InvalidTransitGatewayID.Malformed",
        not_found: "InvalidTransitGatewayID.NotFound",
        noun: "transitGateway ID",
        list: "transitGatewaySet",
        resource_type: "transit-gateway",
        filters: &[
            ("transit-gateway-id", "transitGatewayId"),
            ("owner-id", "ownerId"),
            ("state", "state"),
            ("options.amazon-side-asn", "options.amazonSideAsn"),
            (
                "options.association-default-route-table-id",
                "options.associationDefaultRouteTableId",
            ),
            (
                "options.propagation-default-route-table-id",
                "options.propagationDefaultRouteTableId",
            ),
            (
                "options.auto-accept-shared-attachments",
                "options.autoAcceptSharedAttachments",
            ),
            (
                "options.default-route-table-association",
                "options.defaultRouteTableAssociation",
            ),
            (
                "options.default-route-table-propagation",
                "options.defaultRouteTablePropagation",
            ),
            ("options.dns-support", "options.dnsSupport"),
            ("options.vpn-ecmp-support", "options.vpnEcmpSupport"),
        ],
    };
    kept_in!(transit_gateways, transit_gateway_id);

    fn deleted_at(&self) -> Option<Millis> {
        self.deleted_at
    }

    fn view(&self, _: &World) -> Value {
        let (region, owner, id) = (&self.region, &self.owner_id, &self.transit_gateway_id);
        let mut options = self.options.view();
        options["amazonSideAsn"] = json!(self.amazon_side_asn);
        options["associationDefaultRouteTableId"] = json!(self.default_table(ASSOCIATION));
        options["propagationDefaultRouteTableId"] = json!(self.default_table(PROPAGATION));
        json!({
            "transitGatewayId": id,
            "transitGatewayArn": format!("arn:aws:ec2:{region}:{owner}:transit-gateway/{id}"),
            "ownerId": owner,
            "state": self.state,
            "description": self.description,
            "creationTime": time(self.created_at),
            "options": options,
            "tagSet": tags::view(&self.tags),
        })
    }
}

/// A default route table comes along, unless nothing would use it.
pub fn create(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let asked = form.number("Options.AmazonSideAsn")?;
    let amazon_side_asn = asn::amazon_side(asked)
        .ok_or_else(|| invalid("Value for parameter amazonSideAsn is invalid."))?;
    let options = Switches::read(form, &OPTIONS)?;
    if existing::<TransitGateway>(world, caller).count() >= PER_REGION {
        let message = "The maximum number of transit gateways has been reached.";
        return Err(AwsError::new("TransitGatewayLimitExceeded", message));
    }
    let mut gateway = TransitGateway {
        transit_gateway_id: String::new(),
        owner_id: caller.account.clone(),
        region: caller.region.clone(),
        state: TransitState::Pending,
        description: form.get("Description").unwrap_or_default().to_owned(),
        amazon_side_asn,
        options,
        route_table_id: None,
        created_at: world.now,
        tags: new_tags::<TransitGateway>(form)?,
        deleted_at: None,
    };
    Ok(Box::new(move |world| {
        let id = ids::long(world, TransitGateway::KIND.prefix);
        gateway.transit_gateway_id.clone_from(&id);
        if gateway.options.is_on(ASSOCIATION) || gateway.options.is_on(PROPAGATION) {
            let table = TransitGatewayRouteTable::of(world, &gateway);
            let table_id = table.transit_gateway_route_table_id.clone();
            gateway.route_table_id = Some(table_id.clone());
            let tables = &mut world.aws.transit_gateway_route_tables;
            tables.insert(table_id, table);
        }
        let view = gateway.view(world);
        world.aws.transit_gateways.insert(id.clone(), gateway);
        let transition = Transition::TransitGatewayAvailable;
        begin(world, transition, TransitEvent::GatewayAvailable(id));
        json!({"transitGateway": view})
    }))
}

/// The gateway with this id, if something can be done with it.
pub fn usable<'w>(
    world: &'w World,
    caller: &Caller,
    id: &str,
) -> Result<&'w TransitGateway, AwsError> {
    let gateway = find::<TransitGateway>(world, caller, id)?;
    if gateway.state == TransitState::Available {
        return Ok(gateway);
    }
    Err(in_invalid_state(id))
}

/// EC2's refusal of a thing of a transit gateway that comes or goes.
pub fn in_invalid_state(id: &str) -> AwsError {
    AwsError::new("IncorrectState", format!("{id} is in invalid state"))
}

/// What is attached must go before (aws.md §2.3); the route tables go along.
pub fn delete(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let id = form.required("TransitGatewayId")?;
    let gateway = usable(world, caller, id)?;
    let mut attachments = existing::<TransitGatewayAttachment>(world, caller)
        .filter(|one| one.transit_gateway_id == id);
    let on_it = |one: &TransitGatewayAttachment| {
        let kind = match one.resource_type {
            AttachedResource::Vpc => "VPC Attachments",
            AttachedResource::DirectConnectGateway => "DirectConnect Gateway Attachments",
        };
        (kind, one.transit_gateway_attachment_id.clone())
    };
    let vpn = |one: &&VpnConnection| one.transit_gateway_id.as_deref() == Some(id);
    let left = attachments.next().map(on_it).or_else(|| {
        let vpn = existing(world, caller).find(vpn)?;
        Some(("VPN Attachments", vpn.vpn_connection_id.clone()))
    });
    if let Some((kind, other)) = left {
        let message = format!("{id} has non-deleted {kind}: {other}.");
        return Err(AwsError::new("IncorrectState", message));
    }
    let mut gateway = gateway.clone();
    Ok(Box::new(move |world| {
        gateway.state = TransitState::Deleting;
        let (id, view) = (gateway.transit_gateway_id.clone(), gateway.view(world));
        world.aws.transit_gateways.insert(id.clone(), gateway);
        let transition = Transition::TransitGatewayDeleted;
        begin(world, transition, TransitEvent::GatewayDeleted(id));
        json!({"transitGateway": view})
    }))
}
