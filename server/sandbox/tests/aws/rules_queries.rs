//! What all of EC2's lists share: parameters, ids, filters, pages.

use crate::{
    ec2::{code, count, done, lab},
    support::tag,
};

#[tokio::test]
async fn an_unknown_parameter_is_refused_by_name() {
    let lab = lab();
    for parameter in ["Colour", "VpcId", "VpcId.0", "MaxResult", "Filters.1.Name"] {
        let refusal = lab
            .ec2("DescribeVpcs", &[(parameter, "1")])
            .await
            .expect_err("unknown");
        assert_eq!(refusal.code, "UnknownParameter");
        assert_eq!(
            refusal.message,
            format!("The parameter {parameter} is not recognized")
        );
    }
    let paged = [("MaxResults", "5")];
    assert_eq!(
        code(&lab, "DescribeVpnGateways", &paged).await,
        "UnknownParameter",
        "has no pages"
    );
    assert_eq!(code(&lab, "DescribeSnapshots", &[]).await, "InvalidAction");
}

#[tokio::test]
async fn ids_are_looked_up_one_by_one() {
    let lab = lab();
    let vpc = lab.named("vpcs", "payments");
    for (action, parameter, id, expected) in [
        (
            "DescribeVpcs",
            "VpcId.2",
            "vpc-0123456789abcdef0",
            "InvalidVpcID.NotFound",
        ),
        (
            "DescribeVpcs",
            "VpcId.2",
            "vpc-xyz",
            "InvalidVpcID.Malformed",
        ),
        ("DescribeVpcs", "VpcId.2", "", "InvalidVpcID.Malformed"),
        (
            "DescribeSubnets",
            "SubnetId.1",
            "subnet-0123456789abcdef0",
            "InvalidSubnetID.NotFound",
        ),
        (
            "DescribeRouteTables",
            "RouteTableId.1",
            "rtb-12345678",
            "InvalidRouteTableID.NotFound",
        ),
        (
            "DescribeVpnGateways",
            "VpnGatewayId.1",
            "vgw-12345678",
            "InvalidVpnGatewayID.NotFound",
        ),
        (
            "DescribeTransitGateways",
            "TransitGatewayIds.1",
            "tgw-12345678",
            "InvalidTransitGatewayID.NotFound",
        ),
        (
            "DescribeTransitGateways",
            "TransitGatewayIds.1",
            "tgw-x",
            "InvalidTransitGatewayID.Malformed",
        ),
        (
            "DescribeTransitGatewayAttachments",
            "TransitGatewayAttachmentIds.1",
            "tgw-attach-12345678",
            "InvalidTransitGatewayAttachmentID.NotFound",
        ),
        (
            "DescribeCustomerGateways",
            "CustomerGatewayId.1",
            "cgw-12345678",
            "InvalidCustomerGatewayID.NotFound",
        ),
        (
            "DescribeVpnConnections",
            "VpnConnectionId.1",
            "vpn-12345678",
            "InvalidVpnConnectionID.NotFound",
        ),
        (
            "DescribeInternetGateways",
            "InternetGatewayId.1",
            "igw-12345678",
            "InvalidInternetGatewayID.NotFound",
        ),
    ] {
        let mut parameters = vec![(parameter, id)];
        if parameter == "VpcId.2" {
            parameters.push(("VpcId.1", &vpc));
        }
        assert_eq!(
            code(&lab, action, &parameters).await,
            expected,
            "{action} {id}"
        );
    }
}

#[tokio::test]
async fn each_list_refuses_a_filter_that_it_does_not_have() {
    let lab = lab();
    for action in [
        "DescribeRegions",
        "DescribeVpcs",
        "DescribeSubnets",
        "DescribeRouteTables",
        "DescribeVpnGateways",
        "DescribeCustomerGateways",
        "DescribeVpnConnections",
        "DescribeTransitGateways",
        "DescribeTransitGatewayAttachments",
        "DescribeTransitGatewayRouteTables",
        "DescribeTags",
        "DescribeInternetGateways",
    ] {
        let filter = [("Filter.1.Name", "colour"), ("Filter.1.Value.1", "red")];
        assert_eq!(
            code(&lab, action, &filter).await,
            "InvalidParameterValue",
            "{action}"
        );
    }
}

#[tokio::test]
async fn values_of_a_filter_are_alternatives_and_filters_add_up() {
    let lab = lab();
    let filters = [
        ("Filter.1.Name", "tag:Name"),
        ("Filter.1.Value.1", "payments"),
        ("Filter.1.Value.2", "t?in"),
        ("Filter.2.Name", "cidr-block-association.cidr-block"),
        ("Filter.2.Value.1", "10.23.*"),
    ];
    let xml = done(&lab, "DescribeVpcs", &filters[..3]).await;
    assert_eq!(count(&xml, "dhcpOptionsId"), 2);
    let xml = done(&lab, "DescribeVpcs", &filters).await;
    assert_eq!(tag(&xml, "vpcId"), lab.named("vpcs", "twin"));
    let literal = [
        ("Filter.1.Name", "tag:Name"),
        ("Filter.1.Value.1", r"pay\*"),
    ];
    assert_eq!(
        count(&done(&lab, "DescribeVpcs", &literal).await, "vpcId"),
        0
    );
    let case = [
        ("Filter.1.Name", "tag:Name"),
        ("Filter.1.Value.1", "Payments"),
    ];
    assert_eq!(count(&done(&lab, "DescribeVpcs", &case).await, "vpcId"), 0);
}

#[tokio::test]
async fn two_hundred_filter_values_are_the_most() {
    let lab = lab();
    let names: Vec<_> = (1..=201).map(|at| format!("Filter.1.Value.{at}")).collect();
    let mut filter = vec![("Filter.1.Name", "vpc-id")];
    filter.extend(names.iter().map(|name| (name.as_str(), "vpc-1")));
    assert_eq!(
        code(&lab, "DescribeVpcs", &filter).await,
        "FilterLimitExceeded"
    );
    filter.pop();
    assert_eq!(code(&lab, "DescribeVpcs", &filter).await, "");
}

#[tokio::test]
async fn pages_have_five_to_a_thousand_and_a_token_of_their_own_list() {
    let lab = lab();
    for (size, expected) in [
        ("4", "InvalidParameterValue"),
        ("1001", "InvalidParameterValue"),
        ("many", "InvalidParameterValue"),
        ("5", ""),
        ("1000", ""),
    ] {
        assert_eq!(
            code(&lab, "DescribeSubnets", &[("MaxResults", size)]).await,
            expected,
            "{size}"
        );
    }
    let mut ids = vec![];
    let mut token = String::new();
    loop {
        let xml = done(
            &lab,
            "DescribeSubnets",
            &[("MaxResults", "5"), ("NextToken", &token)],
        )
        .await;
        ids.extend(
            xml.split("<subnetId>")
                .skip(1)
                .map(|rest| rest[..24].to_owned()),
        );
        token = tag(&xml, "nextToken");
        if token.is_empty() {
            break;
        }
        assert_eq!(
            code(&lab, "DescribeRouteTables", &[("NextToken", &token)]).await,
            "InvalidNextToken"
        );
    }
    let all = done(&lab, "DescribeSubnets", &[]).await;
    assert_eq!(ids.len(), count(&all, "subnetId"));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count(&all, "subnetId"), "no subnet twice");
    assert_eq!(
        code(&lab, "DescribeSubnets", &[("NextToken", "x")]).await,
        "InvalidNextToken"
    );
    let both = [("SubnetId.1", ids[0].as_str()), ("MaxResults", "5")];
    assert_eq!(
        code(&lab, "DescribeSubnets", &both).await,
        "InvalidParameterCombination"
    );
}
