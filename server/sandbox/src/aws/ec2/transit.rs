//! Transit gateways: seeded, and only read.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::describe::{Resource, page, select};
use crate::{
    aws::{
        AwsError, Caller,
        form::Form,
        tags::{self, Tags},
    },
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
    pub route_table_id: String,
    pub tags: Tags,
}

impl Resource for TransitGateway {
    const PREFIX: &'static str = "tgw-";
    const PARAMETER: &'static str = "TransitGatewayIds";
    const INVALID: &'static str = "InvalidTransitGatewayID";
    const NOUN: &'static str = "transitGateway ID";

    fn id(&self) -> &str {
        &self.transit_gateway_id
    }

    fn owner(&self) -> (&str, &str) {
        (&self.owner_id, &self.region)
    }

    fn tags(&self) -> &Tags {
        &self.tags
    }

    fn field(&self, filter: &str) -> Option<Vec<String>> {
        Some(vec![match filter {
            "transit-gateway-id" => self.transit_gateway_id.clone(),
            "owner-id" => self.owner_id.clone(),
            "state" => "available".into(),
            "options.amazon-side-asn" => self.amazon_side_asn.to_string(),
            _ => return None,
        }])
    }
}

pub fn describe_gateways(
    world: &mut World,
    caller: &Caller,
    form: &Form,
) -> Result<Value, AwsError> {
    let gateways = select(&world.aws.transit_gateways, caller, form)?;
    let view = |one: &TransitGateway| {
        json!({
            "transitGatewayId": one.transit_gateway_id,
            "transitGatewayArn": format!("arn:aws:ec2:{}:{}:transit-gateway/{}", one.region, one.owner_id, one.transit_gateway_id),
            "ownerId": one.owner_id,
            "state": "available",
            "options": {
                "amazonSideAsn": one.amazon_side_asn,
                "autoAcceptSharedAttachments": "disable",
                "defaultRouteTableAssociation": "enable",
                "associationDefaultRouteTableId": one.route_table_id,
                "defaultRouteTablePropagation": "enable",
                "propagationDefaultRouteTableId": one.route_table_id,
                "dnsSupport": "enable",
                "vpnEcmpSupport": "enable",
            },
            "tagSet": tags::view(&one.tags),
        })
    };
    page(
        "transitGatewaySet",
        gateways.into_iter().map(view).collect(),
        form,
    )
}

/// A VPC on a transit gateway.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransitGatewayAttachment {
    pub transit_gateway_attachment_id: String,
    pub transit_gateway_id: String,
    pub owner_id: String,
    pub region: String,
    pub vpc_id: String,
    pub route_table_id: String,
    pub tags: Tags,
}

impl Resource for TransitGatewayAttachment {
    const PREFIX: &'static str = "tgw-attach-";
    const PARAMETER: &'static str = "TransitGatewayAttachmentIds";
    const INVALID: &'static str = "InvalidTransitGatewayAttachmentID";
    const NOUN: &'static str = "transitGatewayAttachment ID";

    fn id(&self) -> &str {
        &self.transit_gateway_attachment_id
    }

    fn owner(&self) -> (&str, &str) {
        (&self.owner_id, &self.region)
    }

    fn tags(&self) -> &Tags {
        &self.tags
    }

    fn field(&self, filter: &str) -> Option<Vec<String>> {
        Some(vec![match filter {
            "transit-gateway-attachment-id" => self.transit_gateway_attachment_id.clone(),
            "transit-gateway-id" => self.transit_gateway_id.clone(),
            "transit-gateway-owner-id" | "resource-owner-id" => self.owner_id.clone(),
            "resource-type" => "vpc".into(),
            "resource-id" => self.vpc_id.clone(),
            "state" => "available".into(),
            "association.state" => "associated".into(),
            "association.transit-gateway-route-table-id" => self.route_table_id.clone(),
            _ => return None,
        }])
    }
}

pub fn describe_attachments(
    world: &mut World,
    caller: &Caller,
    form: &Form,
) -> Result<Value, AwsError> {
    let attachments = select(&world.aws.transit_gateway_attachments, caller, form)?;
    let view = |one: &TransitGatewayAttachment| {
        json!({
            "transitGatewayAttachmentId": one.transit_gateway_attachment_id,
            "transitGatewayId": one.transit_gateway_id,
            "transitGatewayOwnerId": one.owner_id,
            "resourceOwnerId": one.owner_id,
            "resourceType": "vpc",
            "resourceId": one.vpc_id,
            "state": "available",
            "association": {"transitGatewayRouteTableId": one.route_table_id, "state": "associated"},
            "tagSet": tags::view(&one.tags),
        })
    };
    page(
        "transitGatewayAttachments",
        attachments.into_iter().map(view).collect(),
        form,
    )
}
