//! The seeded world, line by line of sandbox.md ("Seeded world").

use std::collections::BTreeSet;

use ipnet::Ipv4Net;
use sandbox::{Pace, control, world::World};
use serde_json::{Value, json};

use crate::{
    look::{account, ec2, ec2_at, name, network, vpc, word},
    support::{EAST, ELSEWHERE, Identity, Lab, OPERATOR, WEST},
    xml,
};

const REGIONS: [&str; 4] = [EAST, "us-east-2", "us-west-1", WEST];

#[tokio::test]
async fn each_location_stands_at_its_city() {
    let lab = Lab::new();
    let locations = lab.pureport("GET", "/locations", None).await;
    let seen: Vec<_> = xml::list(&locations)
        .iter()
        .map(|one| {
            let at = &one["geoCoordinates"];
            let rounded = |member: &str| at[member].as_f64().map(f64::round);
            (word(&one["id"]), rounded("latitude"), rounded("longitude"))
        })
        .collect();
    let city = |id, latitude, longitude| (id, Some(latitude), Some(longitude));
    assert_eq!(
        seen,
        [
            city("us-chi", 42.0, -88.0),
            city("us-dal", 33.0, -97.0),
            city("us-sea", 48.0, -122.0),
            city("us-sjc", 37.0, -122.0),
            city("us-wdc", 39.0, -77.0),
        ]
    );
}

#[tokio::test]
async fn each_region_and_its_coordinates_are_listed() {
    let lab = Lab::new();
    let regions = lab.pureport("GET", "/cloudRegions", None).await;
    let placed = |one: &&Value| one["geoCoordinates"]["latitude"].is_number();
    assert!(xml::list(&regions).iter().all(|one| placed(&one)));
    let ids: Vec<_> = xml::list(&regions)
        .iter()
        .map(|one| word(&one["id"]))
        .collect();
    for region in REGIONS {
        assert!(ids.contains(&format!("aws-{region}").as_str()), "{region}");
    }
    let answer = lab.ec2("DescribeRegions", &[]).await.expect("a list");
    let answer = xml::members(&answer);
    let at_aws: BTreeSet<_> = xml::list(&answer["regionInfo"])
        .iter()
        .map(|one| word(&one["regionName"]))
        .collect();
    assert_eq!(at_aws, BTreeSet::from(REGIONS));
}

#[tokio::test]
async fn every_peering_has_a_price_at_every_speed_for_one_gateway_and_two() {
    let lab = Lab::new();
    let path = format!("/accounts/{}/supportedConnections", account(&lab).await);
    let offers = lab.pureport("GET", &path, None).await;
    let mut seen = BTreeSet::new();
    for offer in xml::list(&offers) {
        let plans = xml::list(&offer["billingPlans"]);
        assert_eq!(plans.len(), 4, "{offer}");
        assert!(plans.iter().all(|plan| plan["amount"].as_u64() > Some(0)));
        seen.insert((
            word(&offer["location"]["id"]),
            word(&offer["peeringType"]),
            offer["speed"].as_u64().expect("a speed"),
            offer["highAvailability"] == true,
        ));
    }
    for location in ["us-chi", "us-sea", "us-sjc", "us-wdc"] {
        for peering in ["PRIVATE", "PUBLIC", "TRANSIT"] {
            for speed in [50, 100, 200, 300, 400, 500, 1_000, 10_000] {
                for pair in [true, false] {
                    let line = (location, peering, speed, pair);
                    assert!(seen.contains(&line), "{line:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn acme_production_is_the_one_network_and_has_no_connection() {
    let lab = Lab::new();
    let path = format!("/accounts/{}/networks", account(&lab).await);
    let networks = lab.pureport("GET", &path, None).await;
    assert_eq!(xml::list(&networks).len(), 1);
    let path = format!("/networks/{}/connections", network(&lab).await);
    assert_eq!(lab.pureport("GET", &path, None).await, json!([]));
}

#[test]
fn a_customer_site_announces_two_private_prefixes_clear_of_every_vpc() {
    for seed in 0..50 {
        let world = control::world(&World::new(seed, Pace::Instant));
        let nets = |list: &Value| -> Vec<Ipv4Net> {
            let list = xml::list(list).iter();
            list.map(|cidr| word(cidr).parse().expect("a CIDR"))
                .collect()
        };
        let vpcs = world["aws"]["vpcs"].as_object().expect("VPCs");
        let taken: Vec<_> = vpcs.values().flat_map(|vpc| nets(&vpc["cidrs"])).collect();
        for network in xml::list(&world["pureport"]["networks"]) {
            let site = nets(&network["site"]);
            assert_eq!(site.len(), 2);
            for (prefix, within) in site.iter().zip(["192.168.0.0/16", "172.16.0.0/12"]) {
                let within: Ipv4Net = within.parse().expect("a CIDR");
                assert!(within.contains(prefix), "{prefix}");
                let free = |cidr: &Ipv4Net| !cidr.contains(prefix) && !prefix.contains(cidr);
                assert!(taken.iter().all(free), "{prefix}");
            }
        }
    }
}

/// The VPCs of an account in a region: name, CIDRs, number of route tables.
async fn vpcs(lab: &Lab, who: Identity, region: &str) -> Vec<(String, Vec<String>, usize)> {
    let ask = async |action: &str, parameters: &[(&str, &str)]| {
        let answer = lab.query_as(who, region, "ec2", action, parameters).await;
        xml::members(&answer.expect("a list"))
    };
    let mut seen = vec![];
    for vpc in xml::list(&ask("DescribeVpcs", &[]).await["vpcSet"]) {
        let of_vpc = [
            ("Filter.1.Name", "vpc-id"),
            ("Filter.1.Value.1", word(&vpc["vpcId"])),
        ];
        let tables = ask("DescribeRouteTables", &of_vpc).await;
        let tables = xml::list(&tables["routeTableSet"]);
        let main = |table: &&Value| table["associationSet"][0]["main"] == "true";
        assert_eq!(tables.iter().filter(main).count(), 1, "{vpc}");
        let subnets = ask("DescribeSubnets", &of_vpc).await;
        let subnets = xml::list(&subnets["subnetSet"]);
        // One for the main table, without an association, and one for each other.
        assert_eq!(subnets.len(), tables.len(), "{vpc}");
        for table in tables.iter().filter(|table| !main(table)) {
            let its = &table["associationSet"][0]["subnetId"];
            assert!(subnets.iter().any(|subnet| subnet["subnetId"] == *its));
        }
        let cidrs = xml::list(&vpc["cidrBlockAssociationSet"]).iter();
        let cidrs = cidrs.map(|one| word(&one["cidrBlock"]).to_owned());
        seen.push((name(vpc).to_owned(), cidrs.collect(), tables.len()));
    }
    seen.sort();
    seen
}

#[tokio::test]
async fn each_account_has_the_default_vpc_and_others_with_two_or_three_tables() {
    let lab = Lab::new();
    for who in [OPERATOR, ELSEWHERE] {
        for region in REGIONS {
            let vpcs = vpcs(&lab, who, region).await;
            assert_eq!(vpcs[0], (String::new(), vec!["172.31.0.0/16".into()], 2));
            assert!(vpcs.len() > 1, "{region}");
            assert!(vpcs.iter().all(|(.., tables)| (2..=3).contains(tables)));
        }
    }
}

#[tokio::test]
async fn the_payments_world_has_its_vpcs_by_name_and_cidr() {
    let lab = Lab::new();
    let west = vpcs(&lab, OPERATOR, WEST).await;
    let east = vpcs(&lab, OPERATOR, EAST).await;
    for (seen, vpc, cidrs) in [
        (&west, "payments", &["10.20.0.0/16"][..]),
        (&west, "analytics", &["10.30.0.0/16"]),
        (&west, "lab", &["10.20.128.0/17"]),
        (&west, "twin", &["10.22.0.0/16", "10.23.0.0/16"]),
        (&east, "payments-dr", &["10.21.0.0/16"]),
        (&east, "old-dr", &["10.20.0.0/16"]),
    ] {
        let found = seen.iter().find(|(name, ..)| name == vpc);
        assert_eq!(
            found.map(|(_, cidrs, _)| cidrs.as_slice()).expect("a VPC"),
            cidrs,
            "{vpc}"
        );
    }
}

#[tokio::test]
async fn payments_and_payments_dr_have_no_vpn_gateway_and_analytics_has_one() {
    let lab = Lab::new();
    assert_eq!(
        attached(&lab, WEST, &vpc(&lab, "payments").await).await,
        Value::Null
    );
    let dr = ec2_at(&lab, EAST, "DescribeVpcs", &[("tag:Name", "payments-dr")]).await;
    let dr = word(&dr["vpcSet"][0]["vpcId"]);
    assert_eq!(attached(&lab, EAST, dr).await, Value::Null);
    let analytics = attached(&lab, WEST, &vpc(&lab, "analytics").await).await;
    assert_eq!(analytics["attachments"][0]["state"], "attached");
    let input = json!({"associatedGatewayId": analytics["vpnGatewayId"]});
    let on = lab
        .dx("DescribeDirectConnectGatewayAssociations", input)
        .await;
    assert_eq!(
        on.expect("a list")["directConnectGatewayAssociations"],
        json!([])
    );
}

async fn attached(lab: &Lab, region: &str, vpc: &str) -> Value {
    let found = ec2_at(
        lab,
        region,
        "DescribeVpnGateways",
        &[("attachment.vpc-id", vpc)],
    )
    .await;
    found["vpnGatewaySet"][0].clone()
}

#[tokio::test]
async fn one_vpn_gateway_has_amazons_old_asn() {
    let lab = Lab::new();
    let found = ec2(&lab, "DescribeVpnGateways", &[("amazon-side-asn", "7224")]).await;
    assert_eq!(xml::list(&found["vpnGatewaySet"]).len(), 1);
}

#[tokio::test]
async fn two_transit_gateways_in_us_west_2_each_have_a_vpc() {
    let lab = Lab::new();
    let all = ec2(&lab, "DescribeTransitGateways", &[]).await;
    let mut asns = vec![];
    for gateway in xml::list(&all["transitGatewaySet"]) {
        asns.push(word(&gateway["options"]["amazonSideAsn"]).to_owned());
        let filters = [
            ("transit-gateway-id", word(&gateway["transitGatewayId"])),
            ("resource-type", "vpc"),
        ];
        let vpcs = ec2(&lab, "DescribeTransitGatewayAttachments", &filters).await;
        assert_eq!(xml::list(&vpcs["transitGatewayAttachments"]).len(), 1);
    }
    asns.sort();
    assert_eq!(asns, ["64512", "64532"]);
}

#[tokio::test]
async fn legacy_dxgw_is_bare_and_core_dxgw_has_one_vpn_gateway() {
    let lab = Lab::new();
    let all = lab
        .dx("DescribeDirectConnectGateways", json!({}))
        .await
        .expect("a list");
    let mut seen = vec![];
    for gateway in xml::list(&all["directConnectGateways"]) {
        let id = &gateway["directConnectGatewayId"];
        let count = async |operation: &str, list: &str| {
            let answer = lab
                .dx(operation, json!({"directConnectGatewayId": id}))
                .await;
            xml::list(&answer.expect("a list")[list]).len()
        };
        seen.push((
            word(&gateway["directConnectGatewayName"]).to_owned(),
            gateway["amazonSideAsn"].as_u64(),
            count(
                "DescribeDirectConnectGatewayAssociations",
                "directConnectGatewayAssociations",
            )
            .await,
            count(
                "DescribeDirectConnectGatewayAttachments",
                "directConnectGatewayAttachments",
            )
            .await,
        ));
    }
    seen.sort();
    assert_eq!(
        seen,
        [
            ("core-dxgw".to_owned(), Some(65_010), 1, 0),
            ("legacy-dxgw".to_owned(), Some(64_512), 0, 0),
        ]
    );
}

#[tokio::test]
async fn another_partners_connection_waits_in_us_west_2_to_be_taken_over() {
    let lab = Lab::new();
    for (region, count) in [(WEST, 1), (EAST, 0), ("us-east-2", 0), ("us-west-1", 0)] {
        let all = lab
            .dx_as(OPERATOR, region, "DescribeConnections", json!({}))
            .await;
        let all = all.expect("a list");
        let connections = xml::list(&all["connections"]);
        assert_eq!(connections.len(), count, "{region}");
        for one in connections {
            assert_eq!(one["connectionState"], "ordering");
            assert_ne!(one["partnerName"], "Pureport");
        }
    }
}

#[test]
fn two_seeded_worlds_have_the_same_ids_under_one_seed_only() {
    let ids = |seed| {
        let world = control::world(&World::new(seed, Pace::Instant));
        let vpcs = world["aws"]["vpcs"].as_object().expect("VPCs");
        vpcs.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(ids(5), ids(5));
    assert_ne!(ids(5), ids(6));
}
