//! Subnets.

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

/// A subnet.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subnet {
    pub subnet_id: String,
    pub owner_id: String,
    pub region: String,
    pub vpc_id: String,
    pub cidr_block: Ipv4Net,
    pub availability_zone: String,
    pub is_default: bool,
    pub tags: Tags,
}

impl Subnet {
    fn view(&self) -> Value {
        // AWS keeps five addresses of each subnet.
        let hosts = 2_u64
            .pow(u32::from(32 - self.cidr_block.prefix_len()))
            .saturating_sub(5);
        json!({
            "subnetId": self.subnet_id,
            "subnetArn": format!("arn:aws:ec2:{}:{}:subnet/{}", self.region, self.owner_id, self.subnet_id),
            "ownerId": self.owner_id,
            "vpcId": self.vpc_id,
            "state": "available",
            "cidrBlock": self.cidr_block,
            "availableIpAddressCount": hosts,
            "availabilityZone": self.availability_zone,
            "defaultForAz": self.is_default,
            "mapPublicIpOnLaunch": self.is_default,
            "tagSet": tags::view(&self.tags),
        })
    }
}

impl Resource for Subnet {
    const PREFIX: &'static str = "subnet-";
    const PARAMETER: &'static str = "SubnetId";
    const INVALID: &'static str = "InvalidSubnetID";
    const NOUN: &'static str = "subnet ID";

    fn id(&self) -> &str {
        &self.subnet_id
    }

    fn owner(&self) -> (&str, &str) {
        (&self.owner_id, &self.region)
    }

    fn tags(&self) -> &Tags {
        &self.tags
    }

    fn field(&self, filter: &str) -> Option<Vec<String>> {
        Some(vec![match filter {
            "subnet-id" => self.subnet_id.clone(),
            "vpc-id" => self.vpc_id.clone(),
            "owner-id" => self.owner_id.clone(),
            "state" => "available".into(),
            "cidr-block" | "cidr" | "cidrBlock" => self.cidr_block.to_string(),
            "availability-zone" | "availabilityZone" => self.availability_zone.clone(),
            "default-for-az" | "defaultForAz" => self.is_default.to_string(),
            _ => return None,
        }])
    }
}

pub fn describe(world: &mut World, caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let subnets = select(&world.aws.subnets, caller, form)?;
    page(
        "subnetSet",
        subnets.into_iter().map(Subnet::view).collect(),
        form,
    )
}
