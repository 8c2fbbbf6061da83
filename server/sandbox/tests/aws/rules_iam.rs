//! Asking ahead: what a principal may do, and which principal stands behind a session.

use crate::support::{
    ADMINISTRATOR, ELSEWHERE, Identity, Lab, OPERATOR, READER, Refusal, TEMPORARY, WEST, tag,
};

const OPERATOR_ARN: &str = "arn:aws:iam::123456789012:user/operator";
const SESSION_ARN: &str = "arn:aws:sts::123456789012:assumed-role/Operator/sandbox";

async fn iam(
    lab: &Lab,
    who: Identity,
    action: &str,
    parameters: &[(&str, &str)],
) -> Result<String, Refusal> {
    lab.query_as(who, "us-east-1", "iam", action, parameters)
        .await
}

async fn simulated(lab: &Lab, arn: &str, action: &str) -> String {
    let parameters = [("PolicySourceArn", arn), ("ActionNames.member.1", action)];
    let answer = iam(lab, ADMINISTRATOR, "SimulatePrincipalPolicy", &parameters).await;
    tag(&answer.expect("an answer"), "EvalDecision")
}

#[tokio::test]
async fn a_simulation_decides_as_the_services_do() {
    let lab = Lab::new();
    for (arn, action, expected) in [
        (OPERATOR_ARN, "directconnect:ConfirmConnection", "allowed"),
        (OPERATOR_ARN, "ec2:AttachVpnGateway", "allowed"),
        (OPERATOR_ARN, "ec2:ReplaceRoute", "implicitDeny"),
        (OPERATOR_ARN, "cloudwatch:GetMetricData", "allowed"),
        (
            "arn:aws:iam::123456789012:user/reader",
            "ec2:DescribeVpcs",
            "allowed",
        ),
        (
            "arn:aws:iam::123456789012:user/reader",
            "ec2:AttachVpnGateway",
            "implicitDeny",
        ),
        (
            "arn:aws:iam::123456789012:role/Operator",
            "ec2:AttachVpnGateway",
            "allowed",
        ),
    ] {
        assert_eq!(
            simulated(&lab, arn, action).await,
            expected,
            "{arn} {action}"
        );
    }
    let denied = lab
        .query_as(
            READER,
            WEST,
            "ec2",
            "AttachVpnGateway",
            &[("DryRun", "true")],
        )
        .await;
    assert_eq!(
        denied.expect_err("as simulated").code,
        "UnauthorizedOperation"
    );
}

#[tokio::test]
async fn each_action_is_decided_on_each_resource_page_by_page() {
    let lab = Lab::new();
    let mut parameters = vec![
        ("PolicySourceArn", OPERATOR_ARN),
        ("ActionNames.member.1", "ec2:CreateTags"),
        ("ActionNames.member.2", "ec2:ReplaceRoute"),
        (
            "ResourceArns.member.1",
            "arn:aws:ec2:us-west-2:123456789012:vpc/a",
        ),
        (
            "ResourceArns.member.2",
            "arn:aws:ec2:us-west-2:123456789012:vpc/b",
        ),
        ("MaxItems", "3"),
    ];
    let first = iam(&lab, OPERATOR, "SimulatePrincipalPolicy", &parameters)
        .await
        .expect("a page");
    assert_eq!(first.matches("<EvalDecision>").count(), 3);
    assert_eq!(tag(&first, "IsTruncated"), "true");
    assert_eq!(
        tag(&first, "EvalResourceName"),
        "arn:aws:ec2:us-west-2:123456789012:vpc/a"
    );
    let marker = tag(&first, "Marker");
    parameters.push(("Marker", &marker));
    let rest = iam(&lab, OPERATOR, "SimulatePrincipalPolicy", &parameters)
        .await
        .expect("the rest");
    assert_eq!(
        rest.matches("<EvalDecision>implicitDeny</EvalDecision>")
            .count(),
        1
    );
    assert_eq!(tag(&rest, "IsTruncated"), "false");
}

#[tokio::test]
async fn a_sessions_arn_is_refused_and_its_role_can_be_looked_up() {
    let lab = Lab::new();
    let parameters = [
        ("PolicySourceArn", SESSION_ARN),
        ("ActionNames.member.1", "ec2:CreateTags"),
    ];
    let refusal = iam(&lab, TEMPORARY, "SimulatePrincipalPolicy", &parameters)
        .await
        .expect_err("a session");
    assert_eq!(refusal.code, "InvalidInput");
    assert_eq!(
        refusal.message,
        format!("Invalid Entity Arn: {SESSION_ARN} does not clearly define entity type and name.")
    );
    let role = iam(&lab, TEMPORARY, "GetRole", &[("RoleName", "Operator")])
        .await
        .expect("a role");
    let arn = tag(&role, "Arn");
    assert_eq!(
        (arn.as_str(), tag(&role, "Path")),
        ("arn:aws:iam::123456789012:role/Operator", "/".into())
    );
    assert_eq!(simulated(&lab, &arn, "ec2:CreateTags").await, "allowed");
    let user = iam(&lab, OPERATOR, "GetUser", &[]).await.expect("oneself");
    assert_eq!(tag(&user, "Arn"), OPERATOR_ARN);
    let refusal = iam(&lab, TEMPORARY, "GetUser", &[])
        .await
        .expect_err("no user");
    assert_eq!(refusal.code, "ValidationError");
}

#[tokio::test]
async fn who_is_not_there_is_no_entity_and_other_accounts_are_closed() {
    let lab = Lab::new();
    for (action, parameters) in [
        ("GetRole", vec![("RoleName", "Nobody")]),
        ("GetUser", vec![("UserName", "Nobody")]),
        (
            "SimulatePrincipalPolicy",
            vec![
                ("PolicySourceArn", "arn:aws:iam::123456789012:user/nobody"),
                ("ActionNames.member.1", "ec2:CreateTags"),
            ],
        ),
        (
            "SimulatePrincipalPolicy",
            vec![
                ("PolicySourceArn", "arn:aws:iam::210987654321:user/operator"),
                ("ActionNames.member.1", "ec2:CreateTags"),
            ],
        ),
    ] {
        let refusal = iam(&lab, ADMINISTRATOR, action, &parameters)
            .await
            .expect_err("nobody");
        assert_eq!(
            (refusal.status, refusal.code.as_str()),
            (404, "NoSuchEntity"),
            "{action}"
        );
    }
    let theirs = iam(&lab, ELSEWHERE, "GetRole", &[("RoleName", "Operator")]).await;
    assert_eq!(theirs.expect_err("another account").code, "NoSuchEntity");
}

#[tokio::test]
async fn simulating_takes_a_right_of_its_own() {
    let lab = Lab::new();
    let parameters = [
        ("PolicySourceArn", OPERATOR_ARN),
        ("ActionNames.member.1", "ec2:CreateTags"),
    ];
    let refusal = iam(&lab, READER, "SimulatePrincipalPolicy", &parameters)
        .await
        .expect_err("no right");
    assert_eq!(
        (refusal.status, refusal.code.as_str()),
        (403, "AccessDenied")
    );
    assert!(
        refusal
            .message
            .contains("iam:SimulatePrincipalPolicy on resource: arn:aws:iam::")
    );
    for (parameters, code) in [
        (vec![], "ValidationError"),
        (vec![("PolicySourceArn", OPERATOR_ARN)], "ValidationError"),
        (
            vec![
                ("PolicySourceArn", OPERATOR_ARN),
                ("ActionNames.member.1", "nonsense"),
            ],
            "InvalidInput",
        ),
        (
            vec![
                ("PolicySourceArn", "nonsense"),
                ("ActionNames.member.1", "ec2:CreateTags"),
            ],
            "InvalidInput",
        ),
    ] {
        let refusal = iam(&lab, ADMINISTRATOR, "SimulatePrincipalPolicy", &parameters).await;
        assert_eq!(refusal.expect_err("refused").code, code, "{parameters:?}");
    }
}
