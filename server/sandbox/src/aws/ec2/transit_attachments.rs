//! What is attached to a transit gateway: VPCs, by their owner's wish, and Direct Connect gateways, by
//! their associations.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Switches, TransitGateway,
    describe::{Kind, Resource, find, kept_in},
    time, transit,
};
use crate::{
    aws::{
        AwsError, Caller, ids,
        tags::{self, Tags},
    },
    clock::Millis,
    world::World,
};

/// What can be attached to a transit gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttachedResource {
    Vpc,
    DirectConnectGateway,
}

/// The states of an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TransitAttachmentState {
    Pending,
    Available,
    Deleting,
    Deleted,
}

/// The table that decides where an attachment's packets go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TableAssociation {
    pub transit_gateway_route_table_id: String,
    pub state: TableAssociationState,
}

/// The states of an association with a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TableAssociationState {
    Associating,
    Associated,
    Disassociating,
}

/// A VPC or a Direct Connect gateway on a transit gateway.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransitGatewayAttachment {
    pub transit_gateway_attachment_id: String,
    pub transit_gateway_id: String,
    pub owner_id: String,
    pub region: String,
    pub state: TransitAttachmentState,
    pub resource_type: AttachedResource,
    pub resource_id: String,
    pub resource_owner_id: String,
    /// Of a VPC, one in each zone.
    pub subnet_ids: Vec<String>,
    /// Of a VPC.
    pub options: Switches,
    pub association: Option<TableAssociation>,
    /// The tables that learn its routes.
    pub propagates_to: Vec<String>,
    pub created_at: Millis,
    pub tags: Tags,
    pub deleted_at: Option<Millis>,
}

impl TransitGatewayAttachment {
    /// A new one, `pending`.
    pub fn of(
        world: &mut World,
        gateway: &TransitGateway,
        resource_type: AttachedResource,
        (resource_id, resource_owner_id): (String, String),
    ) -> Self {
        Self {
            transit_gateway_attachment_id: ids::long(world, Self::KIND.prefix),
            transit_gateway_id: gateway.transit_gateway_id.clone(),
            owner_id: gateway.owner_id.clone(),
            region: gateway.region.clone(),
            state: TransitAttachmentState::Pending,
            resource_type,
            resource_id,
            resource_owner_id,
            subnet_ids: vec![],
            options: Switches::default(),
            association: None,
            propagates_to: vec![],
            created_at: world.now,
            tags: Tags::new(),
            deleted_at: None,
        }
    }

    /// The VPC, if one is attached.
    pub fn vpc_id(&self) -> Option<&str> {
        (self.resource_type == AttachedResource::Vpc).then_some(self.resource_id.as_str())
    }

    /// Packets pass: neither coming nor going.
    pub fn is_available(&self) -> bool {
        self.state == TransitAttachmentState::Available
    }

    /// The table that its packets are looked up in.
    pub fn associated_table(&self) -> Option<&str> {
        let association = self.association.as_ref()?;
        let is_through = association.state == TableAssociationState::Associated;
        is_through.then_some(association.transit_gateway_route_table_id.as_str())
    }

    /// How lists that are about something else name it.
    pub fn name(&self) -> Value {
        json!({
            "transitGatewayAttachmentId": self.transit_gateway_attachment_id,
            "resourceId": self.resource_id,
            "resourceType": self.resource_type,
        })
    }
}

impl Resource for TransitGatewayAttachment {
    const KIND: Kind = Kind {
        prefix: "tgw-attach-",
        ids: "TransitGatewayAttachmentIds",
        malformed: "InvalidTransitGatewayAttachmentID.Malformed",
        not_found: "InvalidTransitGatewayAttachmentID.NotFound",
        noun: "transitGatewayAttachment ID",
        list: "transitGatewayAttachments",
        resource_type: "transit-gateway-attachment",
        filters: &[
            (
                "transit-gateway-attachment-id",
                "transitGatewayAttachmentId",
            ),
            ("transit-gateway-id", "transitGatewayId"),
            ("transit-gateway-owner-id", "transitGatewayOwnerId"),
            ("resource-owner-id", "resourceOwnerId"),
            ("resource-type", "resourceType"),
            ("resource-id", "resourceId"),
            ("state", "state"),
            ("association.state", "association.state"),
            (
                "association.transit-gateway-route-table-id",
                "association.transitGatewayRouteTableId",
            ),
        ],
    };
    kept_in!(transit_gateway_attachments, transit_gateway_attachment_id);

    fn deleted_at(&self) -> Option<Millis> {
        self.deleted_at
    }

    fn view(&self, _: &World) -> Value {
        json!({
            "transitGatewayAttachmentId": self.transit_gateway_attachment_id,
            "transitGatewayId": self.transit_gateway_id,
            "transitGatewayOwnerId": self.owner_id,
            "resourceOwnerId": self.resource_owner_id,
            "resourceType": self.resource_type,
            "resourceId": self.resource_id,
            "state": self.state,
            "association": self.association,
            "creationTime": time(self.created_at),
            "tagSet": tags::view(&self.tags),
        })
    }
}

/// The attachment with this id, if something can be done with it.
pub fn usable<'w>(
    world: &'w World,
    caller: &Caller,
    id: &str,
) -> Result<&'w TransitGatewayAttachment, AwsError> {
    let attachment = find::<TransitGatewayAttachment>(world, caller, id)?;
    if attachment.is_available() {
        return Ok(attachment);
    }
    Err(transit::in_invalid_state(id))
}
