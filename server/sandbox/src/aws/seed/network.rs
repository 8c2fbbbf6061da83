//! VPCs with their route tables and subnets, and VPN gateways attached to them.

use ipnet::Ipv4Net;

use crate::{
    aws::{
        caller::ACCOUNT,
        ec2::{
            AttachmentState, InternetGateway, Route, RouteTable, Subnet, Vpc, VpnGateway,
            VpnGatewayAttachment, VpnGatewayState,
        },
        ids,
        tags::Tags,
    },
    world::World,
};

/// A VPC to be.
#[derive(Clone, Copy)]
pub struct VpcPlan<'p> {
    /// Empty: no `Name` tag.
    pub name: &'p str,
    pub cidrs: &'p [&'p str],
    /// The first is the main one.
    pub tables: &'p [&'p str],
    pub is_default: bool,
}

/// Makes a VPC and returns its id. Each table has a subnet; the main one's uses it implicitly.
pub fn vpc(world: &mut World, account: &str, region: &str, plan: VpcPlan<'_>) -> String {
    let vpc = Vpc {
        vpc_id: ids::long(world, "vpc-"),
        owner_id: account.into(),
        region: region.into(),
        cidrs: plan
            .cidrs
            .iter()
            .filter_map(|cidr| cidr.parse().ok())
            .collect(),
        is_default: plan.is_default,
        tags: name(plan.name),
    };
    let id = vpc.vpc_id.clone();
    let internet = internet_gateway(world, &vpc);
    let length = if plan.is_default { 20 } else { 24 };
    let blocks: Vec<_> = vpc
        .cidrs
        .first()
        .and_then(|cidr| cidr.subnets(length).ok())
        .into_iter()
        .flatten()
        .take(plan.tables.len())
        .collect();
    for (at, (table, block)) in plan.tables.iter().zip(blocks).enumerate() {
        let zone = if at % 2 == 0 { "a" } else { "b" };
        let subnet = subnet(world, &vpc, table, block, &format!("{region}{zone}"));
        // Only the default VPC's main table and each table called "app" lead to the internet.
        let leads_out = (plan.is_default && at == 0) || *table == "app";
        table_of(
            world,
            &vpc,
            table,
            (at > 0).then_some(subnet),
            leads_out.then_some(internet.as_str()),
        );
    }
    world.aws.vpcs.insert(id.clone(), vpc);
    id
}

fn internet_gateway(world: &mut World, vpc: &Vpc) -> String {
    let gateway = InternetGateway {
        internet_gateway_id: ids::long(world, "igw-"),
        owner_id: vpc.owner_id.clone(),
        region: vpc.region.clone(),
        vpc_id: vpc.vpc_id.clone(),
        tags: Tags::new(),
    };
    let id = gateway.internet_gateway_id.clone();
    world.aws.internet_gateways.insert(id.clone(), gateway);
    id
}

fn subnet(world: &mut World, vpc: &Vpc, table: &str, block: Ipv4Net, zone: &str) -> String {
    let subnet = Subnet {
        subnet_id: ids::long(world, "subnet-"),
        owner_id: vpc.owner_id.clone(),
        region: vpc.region.clone(),
        vpc_id: vpc.vpc_id.clone(),
        cidr_block: block,
        availability_zone: zone.into(),
        is_default: vpc.is_default,
        tags: name(&label(vpc, table)),
    };
    let id = subnet.subnet_id.clone();
    world.aws.subnets.insert(id.clone(), subnet);
    id
}

fn table_of(
    world: &mut World,
    vpc: &Vpc,
    table: &str,
    subnet: Option<String>,
    internet: Option<&str>,
) {
    let mut made = RouteTable::of(world, vpc);
    made.main = subnet.is_none();
    made.associations = vec![(ids::long(world, "rtbassoc-"), subnet)];
    made.routes.extend(internet.map(|gateway| Route {
        destination: Ipv4Net::default(),
        gateway_id: gateway.into(),
        origin: "CreateRoute".into(),
    }));
    made.tags = name(&label(vpc, table));
    world
        .aws
        .route_tables
        .insert(made.route_table_id.clone(), made);
}

/// A gateway that has been on its VPC for long; returns its id.
pub fn vpn_gateway(
    world: &mut World,
    region: &str,
    called: &str,
    asn: u32,
    vpc_id: &str,
) -> String {
    let gateway = VpnGateway {
        vpn_gateway_id: ids::long(world, "vgw-"),
        owner_id: ACCOUNT.into(),
        region: region.into(),
        state: VpnGatewayState::Available,
        amazon_side_asn: asn,
        attachment: Some(VpnGatewayAttachment {
            vpc_id: vpc_id.into(),
            state: AttachmentState::Attached,
        }),
        tags: name(called),
        deleted_at: None,
    };
    let id = gateway.vpn_gateway_id.clone();
    world.aws.vpn_gateways.insert(id.clone(), gateway);
    id
}

fn label(vpc: &Vpc, table: &str) -> String {
    match vpc.tags.get("Name") {
        Some(name) => format!("{name}-{table}"),
        None => format!("default-{table}"),
    }
}

fn name(name: &str) -> Tags {
    let tag = (!name.is_empty()).then(|| ("Name".to_owned(), name.to_owned()));
    tag.into_iter().collect()
}
