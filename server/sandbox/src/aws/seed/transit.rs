//! Transit gateways, each with a VPC attached.

use std::collections::BTreeMap;

use crate::{
    aws::{
        caller::ACCOUNT,
        ec2::{
            AttachedResource, Switches, TRANSIT_ATTACHMENT_OPTIONS, TRANSIT_GATEWAY_OPTIONS,
            TableAssociation, TableAssociationState, TransitAttachmentState, TransitGateway,
            TransitGatewayAttachment, TransitGatewayRouteTable, TransitState,
        },
        ids,
        tags::Tags,
    },
    world::World,
};

/// A transit gateway whose default table has been used by its VPC for long.
pub fn transit_gateway(world: &mut World, region: &str, name: &str, asn: u32, vpc_id: &str) {
    let mut gateway = TransitGateway {
        transit_gateway_id: ids::long(world, "tgw-"),
        owner_id: ACCOUNT.into(),
        region: region.into(),
        state: TransitState::Available,
        description: String::new(),
        amazon_side_asn: asn,
        options: Switches::of(&TRANSIT_GATEWAY_OPTIONS),
        route_table_id: None,
        created_at: world.now,
        tags: Tags::from([("Name".into(), name.into())]),
        deleted_at: None,
    };
    let mut table = TransitGatewayRouteTable::of(world, &gateway);
    table.state = TransitState::Available;
    let table_id = table.transit_gateway_route_table_id.clone();
    gateway.route_table_id = Some(table_id.clone());
    attach(world, &gateway, &table_id, vpc_id);
    let aws = &mut world.aws;
    aws.transit_gateway_route_tables.insert(table_id, table);
    let id = gateway.transit_gateway_id.clone();
    aws.transit_gateways.insert(id, gateway);
}

fn attach(world: &mut World, gateway: &TransitGateway, table_id: &str, vpc_id: &str) {
    let (kind, resource) = (AttachedResource::Vpc, (vpc_id.into(), ACCOUNT.into()));
    let mut attachment = TransitGatewayAttachment::of(world, gateway, kind, resource);
    attachment.state = TransitAttachmentState::Available;
    attachment.subnet_ids = one_in_each_zone(world, vpc_id);
    attachment.options = Switches::of(&TRANSIT_ATTACHMENT_OPTIONS);
    attachment.association = Some(TableAssociation {
        transit_gateway_route_table_id: table_id.into(),
        state: TableAssociationState::Associated,
    });
    attachment.propagates_to = vec![table_id.into()];
    let id = attachment.transit_gateway_attachment_id.clone();
    let attachments = &mut world.aws.transit_gateway_attachments;
    attachments.insert(id, attachment);
}

fn one_in_each_zone(world: &World, vpc_id: &str) -> Vec<String> {
    let subnets = world.aws.subnets.values();
    let of_vpc = subnets.filter(|one| one.vpc_id == vpc_id);
    let by_zone: BTreeMap<_, _> = of_vpc
        .map(|one| (&one.availability_zone, &one.subnet_id))
        .collect();
    by_zone.into_values().cloned().collect()
}
