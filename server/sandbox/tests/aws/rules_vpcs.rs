//! Regions, VPCs and subnets.

use crate::{
    ec2::{code, count, done, lab},
    support::tag,
};

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
