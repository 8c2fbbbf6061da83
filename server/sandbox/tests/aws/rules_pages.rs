//! Rules of lists: pages and filters.

use crate::{
    made::{gateway, refused},
    support::{Lab, tag},
};
use serde_json::{Value, json};

#[tokio::test]
async fn lists_come_in_pages_and_by_filter() {
    let lab = Lab::new();
    let first = lab
        .ec2("DescribeRouteTables", &[("MaxResults", "5")])
        .await
        .expect("a page");
    assert_eq!(
        first.matches("<routeTableId>rtb-").count() - first.matches("<associationState>").count(),
        5
    );
    let token = tag(&first, "nextToken");
    let second = lab
        .ec2(
            "DescribeRouteTables",
            &[("MaxResults", "1000"), ("NextToken", &token)],
        )
        .await
        .expect("the rest");
    assert!(!second.contains("<nextToken>"));
    assert_eq!(
        lab.ec2("DescribeRouteTables", &[("MaxResults", "4")])
            .await
            .expect_err("too few")
            .code,
        "InvalidParameterValue"
    );
    let payments = lab
        .ec2(
            "DescribeVpcs",
            &[("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "pay*")],
        )
        .await
        .expect("one");
    assert_eq!(payments.matches("<vpcId>").count(), 1);
    assert_eq!(
        lab.ec2(
            "DescribeVpcs",
            &[("Filter.1.Name", "colour"), ("Filter.1.Value.1", "red")]
        )
        .await
        .expect_err("unknown")
        .code,
        "InvalidParameterValue"
    );
    let page = lab
        .dx("DescribeDirectConnectGateways", json!({"maxResults": 1}))
        .await
        .expect("a page");
    let rest = lab
        .dx(
            "DescribeDirectConnectGateways",
            json!({"maxResults": 1, "nextToken": page["nextToken"]}),
        )
        .await
        .expect("the rest");
    assert_ne!(page["directConnectGateways"], rest["directConnectGateways"]);
    assert_eq!(rest["nextToken"], Value::Null);
}

#[tokio::test]
async fn more_than_a_hundred_results_are_a_hundred_and_tokens_are_checked() {
    let lab = Lab::new();
    for _ in 0..110 {
        gateway(&lab, json!(64_600)).await.expect("room");
    }
    let operation = "DescribeDirectConnectGateways";
    let mut asked = json!({"maxResults": 5000});
    let mut sizes = vec![];
    loop {
        let page = lab.dx(operation, asked.clone()).await.expect("a page");
        sizes.push(page["directConnectGateways"].as_array().map(Vec::len));
        if page["nextToken"].is_null() {
            break;
        }
        asked["nextToken"] = page["nextToken"].clone();
    }
    assert_eq!(sizes, [Some(100), Some(12)]);
    for asked in [
        json!({"maxResults": 0}),
        json!({"maxResults": -1}),
        json!({"nextToken": "made up"}),
    ] {
        refused(&lab, operation, asked).await;
    }
    // A token is good for its own list.
    let token = lab.dx(operation, json!({"maxResults": 1})).await;
    let input = json!({"nextToken": token.expect("a page")["nextToken"]});
    refused(&lab, "DescribeConnections", input).await;
}
