//! Subnets.

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Deed, TransitGatewayAttachment, Vpc, cidr,
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

/// Subnets per VPC (Amazon VPC quotas).
const PER_VPC: usize = 200;

/// The zones of every region.
const ZONES: [&str; 3] = ["a", "b", "c"];

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
    /// AWS keeps five addresses of each subnet.
    fn free_addresses(&self) -> u64 {
        let all = 2_u64.pow(u32::from(32 - self.cidr_block.prefix_len()));
        all.saturating_sub(5)
    }

    fn arn(&self) -> String {
        let (region, owner, id) = (&self.region, &self.owner_id, &self.subnet_id);
        format!("arn:aws:ec2:{region}:{owner}:subnet/{id}")
    }

    /// For example `usw2-az1` of `us-west-2a`.
    fn zone_id(&self) -> String {
        let zone = self.availability_zone.as_str();
        let letter = zone.strip_prefix(&self.region).unwrap_or_default();
        let number = ZONES
            .iter()
            .position(|one| *one == letter)
            .map_or(1, |at| at + 1);
        let mut parts = self.region.split('-');
        let (land, side, count) = (parts.next(), parts.next(), parts.next());
        let side = match side.unwrap_or_default() {
            "northeast" => "ne",
            "southeast" => "se",
            other => other.get(..1).unwrap_or_default(),
        };
        let (land, count) = (land.unwrap_or_default(), count.unwrap_or_default());
        format!("{land}{side}{count}-az{number}")
    }
}

impl Resource for Subnet {
    const KIND: Kind = Kind {
        prefix: "subnet-",
        ids: "SubnetId",
        malformed: "InvalidSubnetID.Malformed",
        not_found: "InvalidSubnetID.NotFound",
        noun: "subnet ID",
        list: "subnetSet",
        resource_type: "subnet",
        filters: &[
            ("subnet-id", "subnetId"),
            ("subnet-arn", "subnetArn"),
            ("vpc-id", "vpcId"),
            ("owner-id", "ownerId"),
            ("state", "state"),
            ("cidr-block", "cidrBlock"),
            ("cidr", "cidrBlock"),
            ("cidrBlock", "cidrBlock"),
            ("availability-zone", "availabilityZone"),
            ("availabilityZone", "availabilityZone"),
            ("availability-zone-id", "availabilityZoneId"),
            ("available-ip-address-count", "availableIpAddressCount"),
            ("default-for-az", "defaultForAz"),
            ("defaultForAz", "defaultForAz"),
            ("map-public-ip-on-launch", "mapPublicIpOnLaunch"),
            (
                "map-customer-owned-ip-on-launch",
                "mapCustomerOwnedIpOnLaunch",
            ),
            ("enable-dns64", "enableDns64"),
            ("ipv6-native", "ipv6Native"),
            (
                "private-dns-name-options-on-launch.hostname-type",
                "privateDnsNameOptionsOnLaunch.hostnameType",
            ),
            (
                "private-dns-name-options-on-launch.enable-resource-name-dns-a-record",
                "privateDnsNameOptionsOnLaunch.enableResourceNameDnsARecord",
            ),
            (
                "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record",
                "privateDnsNameOptionsOnLaunch.enableResourceNameDnsAAAARecord",
            ),
            ("customer-owned-ipv4-pool", ""),
            ("enable-lni-at-device-index", ""),
            ("outpost-arn", ""),
            ("ipv6-cidr-block-association.ipv6-cidr-block", ""),
            ("ipv6-cidr-block-association.association-id", ""),
            ("ipv6-cidr-block-association.state", ""),
        ],
    };
    kept_in!(subnets, subnet_id);

    fn view(&self, _: &World) -> Value {
        json!({
            "subnetId": self.subnet_id,
            "subnetArn": self.arn(),
            "ownerId": self.owner_id,
            "vpcId": self.vpc_id,
            "state": "available",
            "cidrBlock": self.cidr_block,
            "availableIpAddressCount": self.free_addresses(),
            "availabilityZone": self.availability_zone,
            "availabilityZoneId": self.zone_id(),
            "defaultForAz": self.is_default,
            "mapPublicIpOnLaunch": self.is_default,
            "mapCustomerOwnedIpOnLaunch": false,
            "assignIpv6AddressOnCreation": false,
            "ipv6CidrBlockAssociationSet": [],
            "ipv6Native": false,
            "enableDns64": false,
            "privateDnsNameOptionsOnLaunch": {
                "hostnameType": "ip-name",
                "enableResourceNameDnsARecord": false,
                "enableResourceNameDnsAAAARecord": false,
            },
            "tagSet": tags::view(&self.tags),
        })
    }
}

pub fn create(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let vpc = find::<Vpc>(world, caller, form.required("VpcId")?)?;
    let block = cidr(form, "CidrBlock")?;
    check_block(world, caller, vpc, block)?;
    let availability_zone = zone(caller, form)?;
    let tags = new_tags::<Subnet>(form)?;
    let mut subnet = Subnet {
        subnet_id: String::new(),
        owner_id: caller.account.clone(),
        region: caller.region.clone(),
        vpc_id: vpc.vpc_id.clone(),
        cidr_block: block,
        availability_zone,
        is_default: false,
        tags,
    };
    Ok(Box::new(move |world| {
        subnet.subnet_id = ids::long(world, Subnet::KIND.prefix);
        let view = subnet.view(world);
        world.aws.subnets.insert(subnet.subnet_id.clone(), subnet);
        json!({"subnet": view})
    }))
}

fn check_block(world: &World, caller: &Caller, vpc: &Vpc, block: Ipv4Net) -> Result<(), AwsError> {
    let inside = vpc.cidrs.iter().any(|cidr| cidr.contains(&block));
    if !inside || !(16..=28).contains(&block.prefix_len()) {
        let message = format!("The CIDR '{block}' is invalid.");
        return Err(AwsError::new("InvalidSubnet.Range", message));
    }
    let others: Vec<&Subnet> = existing(world, caller)
        .filter(|one: &&Subnet| one.vpc_id == vpc.vpc_id)
        .collect();
    let overlaps =
        |one: &&Subnet| one.cidr_block.contains(&block) || block.contains(&one.cidr_block);
    if others.iter().any(overlaps) {
        let message = format!("The CIDR '{block}' conflicts with another subnet");
        return Err(AwsError::new("InvalidSubnet.Conflict", message));
    }
    if others.len() >= PER_VPC {
        let message = "The maximum number of subnets has been reached.";
        return Err(AwsError::new("SubnetLimitExceeded", message));
    }
    Ok(())
}

fn zone(caller: &Caller, form: &Form) -> Result<String, AwsError> {
    let zones = ZONES.map(|letter| format!("{}{letter}", caller.region));
    let [first, ..] = &zones;
    let asked = form.get("AvailabilityZone").unwrap_or(first);
    if !zones.iter().any(|zone| zone == asked) {
        return Err(invalid(format!(
            "Value ({asked}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: {}.",
            zones.join(", ")
        )));
    }
    Ok(asked.to_owned())
}

/// A route table that served the subnet lets it go; an attachment to a transit gateway does not.
pub fn delete(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let id = form.required("SubnetId")?.to_owned();
    find::<Subnet>(world, caller, &id)?;
    let uses = |one: &TransitGatewayAttachment| one.subnet_ids.contains(&id);
    if existing(world, caller).any(uses) {
        let message = format!("The subnet '{id}' has dependencies and cannot be deleted.");
        return Err(AwsError::new("DependencyViolation", message));
    }
    Ok(Box::new(move |world| {
        world.aws.subnets.remove(&id);
        for table in world.aws.route_tables.values_mut() {
            let serves = |subnet: &Option<String>| subnet.as_ref() == Some(&id);
            table.associations.retain(|(_, subnet)| !serves(subnet));
        }
        json!({"return": true})
    }))
}
