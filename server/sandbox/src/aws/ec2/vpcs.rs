//! VPCs.

use ipnet::Ipv4Net;
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

/// A VPC.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Vpc {
    pub vpc_id: String,
    pub owner_id: String,
    pub region: String,
    /// The first is the primary one.
    pub cidrs: Vec<Ipv4Net>,
    pub is_default: bool,
    pub tags: Tags,
}

impl Vpc {
    fn view(&self) -> Value {
        let association = |cidr: &Ipv4Net| {
            json!({
                "associationId": format!("vpc-cidr-assoc-{}", self.vpc_id.trim_start_matches("vpc-")),
                "cidrBlock": cidr,
                "cidrBlockState": {"state": "associated"},
            })
        };
        json!({
            "vpcId": self.vpc_id,
            "ownerId": self.owner_id,
            "state": "available",
            "cidrBlock": self.cidrs.first(),
            "cidrBlockAssociationSet": self.cidrs.iter().map(association).collect::<Value>(),
            "dhcpOptionsId": "dopt-0a1b2c3d4e5f60718",
            "instanceTenancy": "default",
            "isDefault": self.is_default,
            "tagSet": tags::view(&self.tags),
        })
    }
}

impl Resource for Vpc {
    const PREFIX: &'static str = "vpc-";
    const PARAMETER: &'static str = "VpcId";
    const INVALID: &'static str = "InvalidVpcID";
    const NOUN: &'static str = "vpc ID";

    fn id(&self) -> &str {
        &self.vpc_id
    }

    fn owner(&self) -> (&str, &str) {
        (&self.owner_id, &self.region)
    }

    fn tags(&self) -> &Tags {
        &self.tags
    }

    fn field(&self, filter: &str) -> Option<Vec<String>> {
        Some(match filter {
            "vpc-id" => vec![self.vpc_id.clone()],
            "owner-id" => vec![self.owner_id.clone()],
            "state" => vec!["available".into()],
            "is-default" | "isDefault" => vec![self.is_default.to_string()],
            "cidr" | "cidr-block" => self
                .cidrs
                .first()
                .map(ToString::to_string)
                .into_iter()
                .collect(),
            "cidr-block-association.cidr-block" => {
                self.cidrs.iter().map(ToString::to_string).collect()
            }
            _ => return None,
        })
    }
}

pub fn describe(world: &mut World, caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let vpcs = select(&world.aws.vpcs, caller, form)?;
    page("vpcSet", vpcs.into_iter().map(Vpc::view).collect(), form)
}
