//! What a call of EC2 may do, and what it would do.

use crate::{
    ec2::{code, lab, vpn_gateway},
    support::{ADMINISTRATOR, Lab, OPERATOR, READER, WEST},
};

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
    let before = lab.world();
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
    assert_eq!(lab.world(), before);
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
        "ReplaceRoute",
        "CreateTransitGatewayRouteTable",
        "DeleteTransitGatewayRouteTable",
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
