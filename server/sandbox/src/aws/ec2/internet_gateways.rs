//! Internet gateways: seeded, and only read. Default routes lead to them.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::describe::{Kind, Resource, kept_in};
use crate::{
    aws::tags::{self, Tags},
    world::World,
};

/// An internet gateway on its VPC.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InternetGateway {
    pub internet_gateway_id: String,
    pub owner_id: String,
    pub region: String,
    pub vpc_id: String,
    pub tags: Tags,
}

impl Resource for InternetGateway {
    const KIND: Kind = Kind {
        prefix: "igw-",
        ids: "InternetGatewayId",
        malformed: "InvalidInternetGatewayId.Malformed",
        not_found: "InvalidInternetGatewayID.NotFound",
        noun: "internetGateway ID",
        list: "internetGatewaySet",
        resource_type: "internet-gateway",
        filters: &[
            ("internet-gateway-id", "internetGatewayId"),
            ("owner-id", "ownerId"),
            ("attachment.vpc-id", "attachmentSet.vpcId"),
            ("attachment.state", "attachmentSet.state"),
        ],
    };
    kept_in!(internet_gateways, internet_gateway_id);

    fn view(&self, _: &World) -> Value {
        json!({
            "internetGatewayId": self.internet_gateway_id,
            "ownerId": self.owner_id,
            "attachmentSet": [{"vpcId": self.vpc_id, "state": "available"}],
            "tagSet": tags::view(&self.tags),
        })
    }
}
