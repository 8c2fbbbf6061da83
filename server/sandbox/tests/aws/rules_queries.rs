//! What all of EC2's calls share: parameters, ids, filters, pages, dry runs, tags.

use crate::{
    ec2::{code, count, done, lab, vpn_gateway},
    support::{ADMINISTRATOR, Lab, OPERATOR, READER, WEST, tag},
};
use serde_json::Value;

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

/// Everything but the times and the log.
fn world(lab: &Lab) -> Value {
    lab.world()
}

#[tokio::test]
async fn a_dry_run_says_what_would_happen_and_does_nothing() {
    let lab = lab();
    let (payments, analytics) = (
        lab.named("vpcs", "payments"),
        lab.named("vpcs", "analytics"),
    );
    let (vgw, table) = (
        vpn_gateway(&lab).await,
        lab.named("routeTables", "payments-app"),
    );
    let taken = lab.named("vpnGateways", "analytics-vgw");
    let theirs = lab.named("routeTables", "analytics-workers");
    let before = world(&lab);
    for (action, parameters, expected) in [
        (
            "CreateVpnGateway",
            vec![("Type", "ipsec.1")],
            "DryRunOperation",
        ),
        (
            "CreateVpnGateway",
            vec![("Type", "bogus")],
            "InvalidParameterValue",
        ),
        (
            "DeleteVpnGateway",
            vec![("VpnGatewayId", vgw.as_str())],
            "DryRunOperation",
        ),
        (
            "DeleteVpnGateway",
            vec![("VpnGatewayId", taken.as_str())],
            "IncorrectState",
        ),
        (
            "AttachVpnGateway",
            vec![("VpnGatewayId", vgw.as_str()), ("VpcId", &payments)],
            "DryRunOperation",
        ),
        (
            "AttachVpnGateway",
            vec![("VpnGatewayId", vgw.as_str()), ("VpcId", &analytics)],
            "InvalidVpcState",
        ),
        (
            "AttachVpnGateway",
            vec![("VpnGatewayId", taken.as_str()), ("VpcId", &payments)],
            "VpnGatewayAttachmentLimitExceeded",
        ),
        (
            "AttachVpnGateway",
            vec![("VpnGatewayId", vgw.as_str())],
            "MissingParameter",
        ),
        (
            "DetachVpnGateway",
            vec![("VpnGatewayId", taken.as_str()), ("VpcId", &analytics)],
            "DryRunOperation",
        ),
        (
            "EnableVgwRoutePropagation",
            vec![("GatewayId", taken.as_str()), ("RouteTableId", &theirs)],
            "DryRunOperation",
        ),
        (
            "EnableVgwRoutePropagation",
            vec![("GatewayId", taken.as_str()), ("RouteTableId", &table)],
            "Gateway.NotAttached",
        ),
        (
            "CreateTags",
            vec![
                ("ResourceId.1", vgw.as_str()),
                ("Tag.1.Key", "a"),
                ("Tag.1.Value", "b"),
            ],
            "DryRunOperation",
        ),
        (
            "CreateTags",
            vec![
                ("ResourceId.1", "vgw-0123456789abcdef0"),
                ("Tag.1.Key", "a"),
            ],
            "InvalidVpnGatewayID.NotFound",
        ),
        (
            "CreateRouteTable",
            vec![("VpcId", payments.as_str())],
            "DryRunOperation",
        ),
        (
            "CreateVpc",
            vec![("CidrBlock", "10.99.0.0/16")],
            "DryRunOperation",
        ),
        ("DescribeVpcs", vec![], "DryRunOperation"),
        (
            "DescribeVpcs",
            vec![("VpcId.1", "vpc-12345678")],
            "InvalidVpcID.NotFound",
        ),
    ] {
        let mut parameters = parameters;
        parameters.push(("DryRun", "true"));
        assert_eq!(
            code(&lab, action, &parameters).await,
            expected,
            "{action} {parameters:?}"
        );
    }
    assert_eq!(world(&lab), before);
    let refusal = lab
        .ec2("DescribeVpcs", &[("DryRun", "true")])
        .await
        .expect_err("dry");
    assert_eq!(refusal.status, 412);
    assert_eq!(
        refusal.message,
        "Request would have succeeded, but DryRun flag is set."
    );
    assert_eq!(
        code(&lab, "DescribeVpcs", &[("DryRun", "maybe")]).await,
        "InvalidParameterValue"
    );
}

#[tokio::test]
async fn a_dry_run_without_the_right_is_unauthorized_whatever_the_parameters() {
    let lab = lab();
    for parameters in [
        vec![("Type", "ipsec.1"), ("DryRun", "true")],
        vec![("DryRun", "true")],
    ] {
        let answer = lab
            .query_as(READER, WEST, "ec2", "CreateVpnGateway", &parameters)
            .await;
        let refusal = answer.expect_err("no right");
        assert_eq!(
            (refusal.status, refusal.code.as_str()),
            (403, "UnauthorizedOperation")
        );
    }
}

#[tokio::test]
async fn tags_are_given_to_all_named_things_or_to_none() {
    let lab = lab();
    let (vpc, table) = (
        lab.named("vpcs", "payments"),
        lab.named("routeTables", "payments-app"),
    );
    let both = [
        ("ResourceId.1", vpc.as_str()),
        ("ResourceId.2", &table),
        ("Tag.1.Key", "env"),
        ("Tag.1.Value", "test"),
    ];
    done(&lab, "CreateTags", &both).await;
    let half = [
        ("ResourceId.1", vpc.as_str()),
        ("ResourceId.2", "vpc-12345678"),
        ("Tag.1.Key", "no"),
        ("Tag.1.Value", "no"),
    ];
    assert_eq!(
        code(&lab, "CreateTags", &half).await,
        "InvalidVpcID.NotFound"
    );
    let by_key = [
        ("Filter.1.Name", "key"),
        ("Filter.1.Value.1", "env"),
        ("Filter.1.Value.2", "no"),
    ];
    let xml = done(&lab, "DescribeTags", &by_key).await;
    assert_eq!(count(&xml, "resourceId"), 2);
    assert!(xml.contains("<resourceType>route-table</resourceType>"));
    let other_value = [
        ("ResourceId.1", vpc.as_str()),
        ("Tag.1.Key", "env"),
        ("Tag.1.Value", "prod"),
    ];
    done(&lab, "DeleteTags", &other_value).await;
    assert_eq!(
        count(&done(&lab, "DescribeTags", &by_key).await, "resourceId"),
        2
    );
    done(&lab, "DeleteTags", &other_value[..2]).await;
    assert_eq!(
        count(&done(&lab, "DescribeTags", &by_key).await, "resourceId"),
        1
    );
    done(&lab, "DeleteTags", &[("ResourceId.1", &table)]).await;
    assert_eq!(
        lab.world()["routeTables"][&table]["tags"],
        serde_json::json!({})
    );
}

#[tokio::test]
async fn tags_have_limits() {
    let lab = lab();
    let vpc = lab.named("vpcs", "payments");
    let long = "k".repeat(129);
    for (key, expected) in [
        ("aws:mine", "InvalidParameterValue"),
        (long.as_str(), "InvalidParameterValue"),
        ("", "MissingParameter"),
    ] {
        let parameters = [("ResourceId.1", vpc.as_str()), ("Tag.1.Key", key)];
        assert_eq!(
            code(&lab, "CreateTags", &parameters).await,
            expected,
            "{key}"
        );
    }
    let tags: Vec<_> = (1..=50)
        .map(|at| (format!("Tag.{at}.Key"), format!("key-{at}")))
        .collect();
    let mut parameters = vec![("ResourceId.1", vpc.as_str())];
    parameters.extend(tags.iter().map(|(name, key)| (name.as_str(), key.as_str())));
    assert_eq!(
        code(&lab, "CreateTags", &parameters).await,
        "TagLimitExceeded",
        "its Name is the 51st"
    );
    parameters.pop();
    assert_eq!(code(&lab, "CreateTags", &parameters).await, "");
    let wrong = [
        ("Type", "ipsec.1"),
        ("TagSpecification.1.ResourceType", "vpc"),
        ("TagSpecification.1.Tag.1.Key", "a"),
    ];
    assert_eq!(
        code(&lab, "CreateVpnGateway", &wrong).await,
        "InvalidParameterValue"
    );
}

#[tokio::test]
async fn regions_are_those_of_the_account_unless_all_are_asked_for() {
    let lab = lab();
    let xml = done(&lab, "DescribeRegions", &[]).await;
    assert_eq!(count(&xml, "regionName"), 4);
    assert!(xml.contains("<regionEndpoint>ec2.us-west-2.amazonaws.com</regionEndpoint>"));
    let all = done(&lab, "DescribeRegions", &[("AllRegions", "true")]).await;
    assert!(
        count(&all, "regionName") > 4 && all.contains("<optInStatus>not-opted-in</optInStatus>")
    );
    let one = done(&lab, "DescribeRegions", &[("RegionName.1", "us-east-1")]).await;
    assert_eq!(count(&one, "regionName"), 1);
    assert_eq!(
        code(&lab, "DescribeRegions", &[("RegionName.1", "mars-1")]).await,
        "InvalidParameterValue"
    );
    let west = [
        ("Filter.1.Name", "region-name"),
        ("Filter.1.Value.1", "us-west-*"),
    ];
    assert_eq!(
        count(&done(&lab, "DescribeRegions", &west).await, "regionName"),
        2
    );
}

#[tokio::test]
async fn a_vpc_comes_with_its_main_table_and_goes_last() {
    let lab = lab();
    for (cidr, expected) in [
        ("10.99.0.0/15", "InvalidVpc.Range"),
        ("10.99.0.0/29", "InvalidVpc.Range"),
        ("10.99", "InvalidParameterValue"),
    ] {
        assert_eq!(
            code(&lab, "CreateVpc", &[("CidrBlock", cidr)]).await,
            expected,
            "{cidr}"
        );
    }
    let made = done(&lab, "CreateVpc", &[("CidrBlock", "10.99.0.0/16")]).await;
    assert!(made.contains("<state>pending</state>"));
    let vpc = tag(&made, "vpcId");
    let tables = [
        ("Filter.1.Name", "vpc-id"),
        ("Filter.1.Value.1", vpc.as_str()),
    ];
    assert_eq!(
        tag(&done(&lab, "DescribeRouteTables", &tables).await, "main"),
        "true"
    );
    let subnet = |cidr| [("VpcId", vpc.as_str()), ("CidrBlock", cidr)];
    let made = done(&lab, "CreateSubnet", &subnet("10.99.1.0/24")).await;
    assert_eq!(tag(&made, "availabilityZoneId"), "usw2-az1");
    for (cidr, expected) in [
        ("10.99.1.128/25", "InvalidSubnet.Conflict"),
        ("10.98.1.0/24", "InvalidSubnet.Range"),
    ] {
        assert_eq!(
            code(&lab, "CreateSubnet", &subnet(cidr)).await,
            expected,
            "{cidr}"
        );
    }
    assert_eq!(
        code(&lab, "DeleteVpc", &[("VpcId", &vpc)]).await,
        "DependencyViolation"
    );
    done(
        &lab,
        "DeleteSubnet",
        &[("SubnetId", &tag(&made, "subnetId"))],
    )
    .await;
    assert_eq!(code(&lab, "DeleteVpc", &[("VpcId", &vpc)]).await, "");
    assert_eq!(
        count(
            &done(&lab, "DescribeRouteTables", &tables).await,
            "routeTableId"
        ),
        0
    );
    let seeded = lab.named("vpcs", "analytics");
    assert_eq!(
        code(&lab, "DeleteVpc", &[("VpcId", &seeded)]).await,
        "DependencyViolation"
    );
}

#[tokio::test]
async fn every_change_needs_its_right() {
    let lab = Lab::new();
    let beyond_the_operator = [
        "CreateVpc",
        "DeleteVpc",
        "CreateSubnet",
        "DeleteSubnet",
        "CreateRouteTable",
        "DeleteRouteTable",
        "AssociateRouteTable",
        "DisassociateRouteTable",
        "ReplaceRouteTableAssociation",
        "CreateRoute",
        "ReplaceRoute",
        "DeleteRoute",
        "CreateCustomerGateway",
        "DeleteCustomerGateway",
        "CreateVpnConnection",
        "DeleteVpnConnection",
        "CreateVpnConnectionRoute",
        "DeleteVpnConnectionRoute",
    ];
    for action in beyond_the_operator {
        for who in [READER, OPERATOR] {
            let answer = lab.query_as(who, WEST, "ec2", action, &[]).await;
            let refusal = answer.expect_err("no right");
            let seen = (refusal.status, refusal.code.as_str());
            assert_eq!(seen, (403, "UnauthorizedOperation"), "{action}");
        }
        let answer = lab.query_as(ADMINISTRATOR, WEST, "ec2", action, &[]).await;
        assert_eq!(
            answer.expect_err("empty").code,
            "MissingParameter",
            "{action}"
        );
    }
}
