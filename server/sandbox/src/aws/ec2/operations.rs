//! The operations, each with the parameters that it knows.

use super::{
    CustomerGateway, InternetGateway, RouteTable, Subnet, TransitGateway, TransitGatewayAttachment,
    TransitGatewayRouteTable, Vpc, VpnConnection, VpnGateway,
};
use super::{
    Deed, customer_gateways, describe::describe, edit_route_tables, edit_routes, propagation,
    regions, subnets, tagging, transit, transit_joins, transit_route_tables, transit_routes,
    transit_vpc_attachments, vpcs, vpn_attachments, vpn_connections, vpn_gateways,
};
use crate::{
    aws::{AwsError, Caller, form::Form},
    world::World,
};

/// One operation.
pub struct Operation {
    name: &'static str,
    /// As on the wire: `VpcId`, a list `VpcId.N`, a structure `Options.*`. `DryRun` is everywhere.
    parameters: &'static [&'static str],
    pub run: fn(&World, &Caller, &Form) -> Result<Deed, AwsError>,
}

macro_rules! operations {
    ($($name:literal [$($parameter:literal)*] $run:expr;)*) => {
        &[$(Operation { name: $name, parameters: &[$($parameter),*], run: $run }),*]
    };
}

const OPERATIONS: &[Operation] = operations! {
    "DescribeRegions" ["AllRegions" "RegionName.N" "Filter.N"] regions::describe;

    "DescribeVpcs" ["VpcId.N" "Filter.N" "MaxResults" "NextToken"] describe::<Vpc>;
    "CreateVpc" ["CidrBlock" "InstanceTenancy" "TagSpecification.N"] vpcs::create;
    "DeleteVpc" ["VpcId"] vpcs::delete;
    "DescribeSubnets" ["SubnetId.N" "Filter.N" "MaxResults" "NextToken"] describe::<Subnet>;
    "CreateSubnet" ["VpcId" "CidrBlock" "AvailabilityZone" "TagSpecification.N"] subnets::create;
    "DeleteSubnet" ["SubnetId"] subnets::delete;
    "DescribeInternetGateways" ["InternetGatewayId.N" "Filter.N" "MaxResults" "NextToken"]
        describe::<InternetGateway>;

    "DescribeRouteTables" ["RouteTableId.N" "Filter.N" "MaxResults" "NextToken"]
        describe::<RouteTable>;
    "CreateRouteTable" ["VpcId" "ClientToken" "TagSpecification.N"] edit_route_tables::create;
    "DeleteRouteTable" ["RouteTableId"] edit_route_tables::delete;
    "AssociateRouteTable" ["RouteTableId" "SubnetId" "GatewayId"] edit_route_tables::associate;
    "DisassociateRouteTable" ["AssociationId"] edit_route_tables::disassociate;
    "ReplaceRouteTableAssociation" ["AssociationId" "RouteTableId"] edit_route_tables::replace;
    "CreateRoute" [
        "RouteTableId" "DestinationCidrBlock" "GatewayId" "TransitGatewayId" "NatGatewayId"
        "VpcPeeringConnectionId" "NetworkInterfaceId" "InstanceId"
    ] edit_routes::create;
    "ReplaceRoute" [
        "RouteTableId" "DestinationCidrBlock" "GatewayId" "TransitGatewayId" "NatGatewayId"
        "VpcPeeringConnectionId" "NetworkInterfaceId" "InstanceId"
    ] edit_routes::replace;
    "DeleteRoute" ["RouteTableId" "DestinationCidrBlock"] edit_routes::delete;
    "EnableVgwRoutePropagation" ["GatewayId" "RouteTableId"] propagation::enable;
    "DisableVgwRoutePropagation" ["GatewayId" "RouteTableId"] propagation::disable;

    "DescribeVpnGateways" ["VpnGatewayId.N" "Filter.N"] describe::<VpnGateway>;
    "CreateVpnGateway" ["Type" "AmazonSideAsn" "AvailabilityZone" "TagSpecification.N"]
        vpn_gateways::create;
    "DeleteVpnGateway" ["VpnGatewayId"] vpn_gateways::delete;
    "AttachVpnGateway" ["VpnGatewayId" "VpcId"] vpn_attachments::attach;
    "DetachVpnGateway" ["VpnGatewayId" "VpcId"] vpn_attachments::detach;

    "DescribeCustomerGateways" ["CustomerGatewayId.N" "Filter.N"] describe::<CustomerGateway>;
    "CreateCustomerGateway" [
        "Type" "BgpAsn" "BgpAsnExtended" "PublicIp" "IpAddress" "DeviceName" "TagSpecification.N"
    ] customer_gateways::create;
    "DeleteCustomerGateway" ["CustomerGatewayId"] customer_gateways::delete;
    "DescribeVpnConnections" ["VpnConnectionId.N" "Filter.N"] describe::<VpnConnection>;
    "CreateVpnConnection" [
        "Type" "CustomerGatewayId" "VpnGatewayId" "TransitGatewayId" "Options.*" "TagSpecification.N"
    ] vpn_connections::create;
    "DeleteVpnConnection" ["VpnConnectionId"] vpn_connections::delete;
    "CreateVpnConnectionRoute" ["VpnConnectionId" "DestinationCidrBlock"]
        vpn_connections::create_route;
    "DeleteVpnConnectionRoute" ["VpnConnectionId" "DestinationCidrBlock"]
        vpn_connections::delete_route;

    "DescribeTransitGateways" ["TransitGatewayIds.N" "Filter.N" "MaxResults" "NextToken"]
        describe::<TransitGateway>;
    "CreateTransitGateway" ["Description" "Options.*" "TagSpecification.N"] transit::create;
    "DeleteTransitGateway" ["TransitGatewayId"] transit::delete;
    "DescribeTransitGatewayAttachments" [
        "TransitGatewayAttachmentIds.N" "Filter.N" "MaxResults" "NextToken"
    ] describe::<TransitGatewayAttachment>;
    "DescribeTransitGatewayVpcAttachments" [
        "TransitGatewayAttachmentIds.N" "Filter.N" "MaxResults" "NextToken"
    ] transit_vpc_attachments::describe;
    "CreateTransitGatewayVpcAttachment" [
        "TransitGatewayId" "VpcId" "SubnetIds.N" "Options.*" "TagSpecifications.N"
    ] transit_vpc_attachments::create;
    "DeleteTransitGatewayVpcAttachment" ["TransitGatewayAttachmentId"]
        transit_vpc_attachments::delete;
    "DescribeTransitGatewayRouteTables" [
        "TransitGatewayRouteTableIds.N" "Filter.N" "MaxResults" "NextToken"
    ] describe::<TransitGatewayRouteTable>;
    "CreateTransitGatewayRouteTable" ["TransitGatewayId" "TagSpecifications.N"]
        transit_route_tables::create;
    "DeleteTransitGatewayRouteTable" ["TransitGatewayRouteTableId"] transit_route_tables::delete;
    "AssociateTransitGatewayRouteTable" [
        "TransitGatewayRouteTableId" "TransitGatewayAttachmentId"
    ] transit_joins::associate;
    "DisassociateTransitGatewayRouteTable" [
        "TransitGatewayRouteTableId" "TransitGatewayAttachmentId"
    ] transit_joins::disassociate;
    "EnableTransitGatewayRouteTablePropagation" [
        "TransitGatewayRouteTableId" "TransitGatewayAttachmentId"
    ] transit_joins::enable;
    "DisableTransitGatewayRouteTablePropagation" [
        "TransitGatewayRouteTableId" "TransitGatewayAttachmentId"
    ] transit_joins::disable;
    "GetTransitGatewayRouteTableAssociations" [
        "TransitGatewayRouteTableId" "Filter.N" "MaxResults" "NextToken"
    ] transit_route_tables::associations;
    "GetTransitGatewayRouteTablePropagations" [
        "TransitGatewayRouteTableId" "Filter.N" "MaxResults" "NextToken"
    ] transit_route_tables::propagations;
    "GetTransitGatewayAttachmentPropagations" [
        "TransitGatewayAttachmentId" "Filter.N" "MaxResults" "NextToken"
    ] transit_route_tables::attachment_propagations;
    "SearchTransitGatewayRoutes" [
        "TransitGatewayRouteTableId" "Filter.N" "MaxResults" "NextToken"
    ] transit_routes::search;

    "CreateTags" ["ResourceId.N" "Tag.N"] tagging::create;
    "DeleteTags" ["ResourceId.N" "Tag.N"] tagging::delete;
    "DescribeTags" ["Filter.N" "MaxResults" "NextToken"] tagging::describe;
};

/// The names of all operations.
pub fn names() -> impl Iterator<Item = &'static str> {
    OPERATIONS.iter().map(|one| one.name)
}

/// The operation of this name.
pub fn find(name: &str) -> Result<&'static Operation, AwsError> {
    let found = OPERATIONS.iter().find(|one| one.name == name);
    found.ok_or_else(|| {
        let message = format!("The action {name} is not valid for this web service.");
        AwsError::new("InvalidAction", message)
    })
}

impl Operation {
    /// Refuses what the operation does not know, where a query service must not guess.
    pub fn check_parameters(&self, form: &Form) -> Result<(), AwsError> {
        let everywhere = ["Action", "Version", "DryRun"];
        let knows = |name: &str| {
            let mut all = everywhere.iter().chain(self.parameters);
            all.any(|known| is(known, name))
        };
        match form.names().find(|name| !knows(name)) {
            None => Ok(()),
            Some(unknown) => Err(AwsError::new(
                "UnknownParameter",
                format!("The parameter {unknown} is not recognized"),
            )),
        }
    }
}

/// Whether `name` is a form of the parameter `known`.
fn is(known: &str, name: &str) -> bool {
    if let Some(list) = known.strip_suffix(".N") {
        let index = name
            .strip_prefix(list)
            .and_then(|rest| rest.strip_prefix('.'));
        return index
            .and_then(|rest| rest.split('.').next())
            .is_some_and(|index| index.parse::<u32>().is_ok_and(|index| index > 0));
    }
    match known.strip_suffix('*') {
        Some(structure) => name.starts_with(structure),
        None => name == known,
    }
}

#[cfg(test)]
mod tests {
    use super::is;

    #[test]
    fn a_list_has_an_index_and_a_plain_parameter_has_none() {
        assert!(is("VpcId.N", "VpcId.1") && is("Filter.N", "Filter.2.Value.1"));
        assert!(!is("VpcId.N", "VpcId") && !is("VpcId.N", "VpcId.0") && !is("VpcId.N", "VpcIds.1"));
        assert!(is("VpcId", "VpcId") && !is("VpcId", "VpcId.1"));
        assert!(is("Options.*", "Options.StaticRoutesOnly"));
    }
}
