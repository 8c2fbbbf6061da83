//! Transit gateways and what is attached to them: seeded, and only read.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::describe::{Kind, Resource, kept_in};
use crate::{
    aws::tags::{self, Tags},
    world::World,
};

/// A transit gateway.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransitGateway {
    pub transit_gateway_id: String,
    pub owner_id: String,
    pub region: String,
    pub amazon_side_asn: u32,
    /// The default table for associations and propagations.
    pub route_table_id: String,
    pub tags: Tags,
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

    fn view(&self, _: &World) -> Value {
        let (region, owner, id) = (&self.region, &self.owner_id, &self.transit_gateway_id);
        json!({
            "transitGatewayId": id,
            "transitGatewayArn": format!("arn:aws:ec2:{region}:{owner}:transit-gateway/{id}"),
            "ownerId": owner,
            "state": "available",
            "options": {
                "amazonSideAsn": self.amazon_side_asn,
                "autoAcceptSharedAttachments": "disable",
                "defaultRouteTableAssociation": "enable",
                "associationDefaultRouteTableId": self.route_table_id,
                "defaultRouteTablePropagation": "enable",
                "propagationDefaultRouteTableId": self.route_table_id,
                "dnsSupport": "enable",
                "vpnEcmpSupport": "enable",
            },
            "tagSet": tags::view(&self.tags),
        })
    }
}

/// What can be attached to a transit gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttachedResource {
    Vpc,
    DirectConnectGateway,
}

/// A VPC or a Direct Connect gateway on a transit gateway.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransitGatewayAttachment {
    pub transit_gateway_attachment_id: String,
    pub transit_gateway_id: String,
    pub owner_id: String,
    pub region: String,
    pub resource_type: AttachedResource,
    pub resource_id: String,
    /// The table that decides where its packets go.
    pub route_table_id: String,
    /// The tables that learn its routes.
    pub propagates_to: Vec<String>,
    pub tags: Tags,
}

impl TransitGatewayAttachment {
    /// The VPC, if one is attached.
    pub fn vpc_id(&self) -> Option<&str> {
        (self.resource_type == AttachedResource::Vpc).then_some(self.resource_id.as_str())
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

    fn view(&self, _: &World) -> Value {
        json!({
            "transitGatewayAttachmentId": self.transit_gateway_attachment_id,
            "transitGatewayId": self.transit_gateway_id,
            "transitGatewayOwnerId": self.owner_id,
            "resourceOwnerId": self.owner_id,
            "resourceType": self.resource_type,
            "resourceId": self.resource_id,
            "state": "available",
            "association": {"transitGatewayRouteTableId": self.route_table_id, "state": "associated"},
            "tagSet": tags::view(&self.tags),
        })
    }
}
