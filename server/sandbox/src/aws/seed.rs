//! The seeded AWS world (sandbox.md, "Seeded world").

mod network;
mod transit;

use ipnet::Ipv4Net;

use self::{
    network::{VpcPlan, vpc, vpn_gateway},
    transit::transit_gateway,
};
use super::{
    HostedOrder, allocate_hosted_connection,
    caller::{ACCOUNT, OTHER_ACCOUNT, renew_temporary_credentials},
    directconnect::{Association, AssociationState, DirectConnectGateway, GatewayState},
    ids, regions,
    tags::Tags,
};
use crate::{partners::PartnerEnd, secret::Secret, world::World};

const MAIN: &str = "main";

/// Seeds accounts, VPCs, gateways and the other partner's hosted connection.
pub fn seed(world: &mut World) {
    renew_temporary_credentials(world);
    for account in [ACCOUNT, OTHER_ACCOUNT] {
        for region in regions::SEEDED {
            let plan = VpcPlan {
                name: "",
                cidrs: &["172.31.0.0/16"],
                tables: &[MAIN, "private"],
                is_default: true,
            };
            vpc(world, account, region, plan);
        }
    }
    west(world);
    east(world);
    for (region, name, cidr) in [
        ("us-east-2", "reporting", "10.41.0.0/16"),
        ("us-west-1", "edge", "10.42.0.0/16"),
    ] {
        vpc(
            world,
            ACCOUNT,
            region,
            named(name, &[cidr], &[MAIN, "private"]),
        );
    }
    for (region, name, cidr) in [
        ("us-east-1", "billing", "10.60.0.0/16"),
        ("us-east-2", "archive", "10.61.0.0/16"),
        ("us-west-1", "mobile", "10.62.0.0/16"),
        ("us-west-2", "crm", "10.63.0.0/16"),
    ] {
        vpc(
            world,
            OTHER_ACCOUNT,
            region,
            named(name, &[cidr], &[MAIN, "private"]),
        );
    }
    gateway(world, "legacy-dxgw", 64512);
    other_partner(world);
}

/// The scenario `empty`: VPCs and nothing else.
pub fn keep_only_vpcs(world: &mut World) {
    world.partners.clear();
    let aws = &mut world.aws;
    aws.connections.clear();
    aws.virtual_interfaces.clear();
    aws.proposals.clear();
    aws.direct_connect_gateways.clear();
    aws.associations.clear();
    aws.vpn_gateways.clear();
    aws.transit_gateways.clear();
    aws.transit_gateway_attachments.clear();
    aws.transit_gateway_route_tables.clear();
}

fn named<'p>(name: &'p str, cidrs: &'p [&'p str], tables: &'p [&'p str]) -> VpcPlan<'p> {
    VpcPlan {
        name,
        cidrs,
        tables,
        is_default: false,
    }
}

fn west(world: &mut World) {
    let region = "us-west-2";
    let payments = vpc(
        world,
        ACCOUNT,
        region,
        named("payments", &["10.20.0.0/16"], &[MAIN, "app", "data"]),
    );
    let analytics = vpc(
        world,
        ACCOUNT,
        region,
        named("analytics", &["10.30.0.0/16"], &[MAIN, "workers"]),
    );
    vpc(
        world,
        ACCOUNT,
        region,
        named("lab", &["10.20.128.0/17"], &[MAIN, "bench"]),
    );
    let twin = vpc(
        world,
        ACCOUNT,
        region,
        named("twin", &["10.22.0.0/16", "10.23.0.0/16"], &[MAIN, "app"]),
    );
    vpn_gateway(world, region, "analytics-vgw", 64512, &analytics);
    vpn_gateway(world, region, "twin-vgw", 7224, &twin);
    transit_gateway(world, region, "backbone", 64512, &payments);
    transit_gateway(world, region, "partners", 64532, &analytics);
}

fn east(world: &mut World) {
    let region = "us-east-1";
    vpc(
        world,
        ACCOUNT,
        region,
        named("payments-dr", &["10.21.0.0/16"], &[MAIN, "app", "data"]),
    );
    vpc(
        world,
        ACCOUNT,
        region,
        named("old-dr", &["10.20.0.0/16"], &[MAIN, "app"]),
    );
    let core = vpc(
        world,
        ACCOUNT,
        region,
        named("core", &["10.40.0.0/16"], &[MAIN, "app"]),
    );
    let vgw = vpn_gateway(world, region, "core-vgw", 64512, &core);
    let dxgw = gateway(world, "core-dxgw", 65010);
    let association = Association {
        association_id: ids::uuid(world),
        association_state: AssociationState::Associated,
        direct_connect_gateway_id: dxgw,
        direct_connect_gateway_owner_account: ACCOUNT.into(),
        virtual_gateway_id: vgw,
        virtual_gateway_owner_account: ACCOUNT.into(),
        virtual_gateway_region: region.into(),
        allowed_prefixes: world
            .aws
            .vpcs
            .get(&core)
            .map(|vpc| vpc.cidrs.clone())
            .unwrap_or_default(),
        next_prefixes: None,
        deleted_at: None,
    };
    world
        .aws
        .associations
        .insert(association.association_id.clone(), association);
}

fn gateway(world: &mut World, name: &str, asn: u32) -> String {
    let gateway = DirectConnectGateway {
        direct_connect_gateway_id: ids::uuid(world),
        direct_connect_gateway_name: name.into(),
        owner_account: ACCOUNT.into(),
        amazon_side_asn: asn,
        direct_connect_gateway_state: GatewayState::Available,
        state_change_error: None,
        tags: Tags::new(),
    };
    let id = gateway.direct_connect_gateway_id.clone();
    world
        .aws
        .direct_connect_gateways
        .insert(id.clone(), gateway);
    id
}

/// An order of somebody else, so that taking over an existing one can be tried.
fn other_partner(world: &mut World) {
    let order = HostedOrder {
        region: "us-west-2".into(),
        owner_account: ACCOUNT.into(),
        name: "northwind-order-1".into(),
        bandwidth_mbps: 500,
        vlan: 312,
        location: "EqSe2".into(),
        partner_name: "Northwind Exchange".into(),
        device: 1,
    };
    let (vlan, partner_name) = (order.vlan, order.partner_name.clone());
    let connection = allocate_hosted_connection(world, order);
    let end = PartnerEnd {
        partner_name,
        vlan,
        partner_asn: 65100,
        amazon_asn: 64512,
        partner_ip: net([169, 254, 96, 1], 30),
        amazon_ip: net([169, 254, 96, 2], 30),
        bgp_key: Secret::new("northwind-demo-key"),
        prefixes: vec![net([192, 168, 240, 0], 24), net([172, 16, 240, 0], 24)],
    };
    world.partners.insert(connection, end);
}

fn net(address: [u8; 4], length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(address.into(), length)
}
