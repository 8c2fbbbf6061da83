//! VPCs.

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Deed, InternetGateway, RouteTable, Subnet, TransitGatewayAttachment, VpnGateway, cidr,
    describe::{Kind, Resource, existing, find, kept_in},
    invalid, new_tags,
};
use crate::{
    aws::{
        AwsError, Caller,
        form::Form,
        ids,
        tags::{self, Tags},
    },
    world::World,
};

/// VPCs per region and account: a raised quota, since the seeded world fills AWS's default of 5.
const PER_REGION: usize = 50;

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
    /// Each CIDR has an id of its own, made of the VPC's.
    fn association(&self, at: usize, cidr: Ipv4Net) -> Value {
        let digits = self.vpc_id.trim_start_matches("vpc-");
        let (head, tail) = digits.split_at_checked(at).unwrap_or((digits, ""));
        json!({
            "associationId": format!("vpc-cidr-assoc-{tail}{head}"),
            "cidrBlock": cidr,
            "cidrBlockState": {"state": "associated"},
        })
    }
}

impl Resource for Vpc {
    const KIND: Kind = Kind {
        prefix: "vpc-",
        ids: "VpcId",
        malformed: "InvalidVpcID.Malformed",
        not_found: "InvalidVpcID.NotFound",
        noun: "vpc ID",
        list: "vpcSet",
        resource_type: "vpc",
        filters: &[
            ("vpc-id", "vpcId"),
            ("owner-id", "ownerId"),
            ("state", "state"),
            ("is-default", "isDefault"),
            ("isDefault", "isDefault"),
            ("cidr", "cidrBlock"),
            ("cidr-block", "cidrBlock"),
            ("cidrBlock", "cidrBlock"),
            (
                "cidr-block-association.cidr-block",
                "cidrBlockAssociationSet.cidrBlock",
            ),
            (
                "cidr-block-association.association-id",
                "cidrBlockAssociationSet.associationId",
            ),
            (
                "cidr-block-association.state",
                "cidrBlockAssociationSet.cidrBlockState.state",
            ),
            ("dhcp-options-id", "dhcpOptionsId"),
            ("ipv6-cidr-block-association.ipv6-cidr-block", ""),
            ("ipv6-cidr-block-association.ipv6-pool", ""),
            ("ipv6-cidr-block-association.association-id", ""),
            ("ipv6-cidr-block-association.state", ""),
        ],
    };
    kept_in!(vpcs, vpc_id);

    fn view(&self, _: &World) -> Value {
        let cidrs = self.cidrs.iter().enumerate();
        json!({
            "vpcId": self.vpc_id,
            "ownerId": self.owner_id,
            "state": "available",
            "cidrBlock": self.cidrs.first(),
            "cidrBlockAssociationSet": cidrs.map(|(at, cidr)| self.association(at, *cidr)).collect::<Value>(),
            "dhcpOptionsId": "dopt-0a1b2c3d4e5f60718",
            "instanceTenancy": "default",
            "isDefault": self.is_default,
            "tagSet": tags::view(&self.tags),
        })
    }
}

/// A VPC comes with its main route table.
pub fn create(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let block = cidr(form, "CidrBlock")?;
    if !(16..=28).contains(&block.prefix_len()) {
        let message = format!("The CIDR '{block}' is invalid.");
        return Err(AwsError::new("InvalidVpc.Range", message));
    }
    if form
        .get("InstanceTenancy")
        .is_some_and(|tenancy| tenancy != "default")
    {
        return Err(invalid("The sandbox has VPCs of the tenancy default only."));
    }
    if existing::<Vpc>(world, caller).count() >= PER_REGION {
        let message = "The maximum number of VPCs has been reached.";
        return Err(AwsError::new("VpcLimitExceeded", message));
    }
    let tags = new_tags::<Vpc>(form)?;
    let (owner_id, region) = (caller.account.clone(), caller.region.clone());
    Ok(Box::new(move |world| {
        let vpc = Vpc {
            vpc_id: ids::long(world, Vpc::KIND.prefix),
            owner_id,
            region,
            cidrs: vec![block],
            is_default: false,
            tags,
        };
        let mut view = vpc.view(world);
        view["state"] = json!("pending");
        let mut table = RouteTable::of(world, &vpc);
        table.main = true;
        table.associations = vec![(ids::long(world, "rtbassoc-"), None)];
        world
            .aws
            .route_tables
            .insert(table.route_table_id.clone(), table);
        world.aws.vpcs.insert(vpc.vpc_id.clone(), vpc);
        json!({"vpc": view})
    }))
}

/// The main route table goes along; everything else must be gone before.
pub fn delete(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let id = form.required("VpcId")?;
    find::<Vpc>(world, caller, id)?;
    let in_use = existing(world, caller).any(|one: &Subnet| one.vpc_id == id)
        || existing(world, caller).any(|one: &RouteTable| one.vpc_id == id && !one.main)
        || existing(world, caller).any(|one: &InternetGateway| one.vpc_id == id)
        || existing(world, caller).any(|one: &TransitGatewayAttachment| one.vpc_id() == Some(id))
        || existing(world, caller)
            .any(|one: &VpnGateway| one.holds().is_some_and(|held| held.vpc_id == id));
    if in_use {
        let message = format!("The vpc '{id}' has dependencies and cannot be deleted.");
        return Err(AwsError::new("DependencyViolation", message));
    }
    let id = id.to_owned();
    Ok(Box::new(move |world| {
        world.aws.vpcs.remove(&id);
        world.aws.route_tables.retain(|_, table| table.vpc_id != id);
        json!({"return": true})
    }))
}
