//! Locations, regions, services, supported connections.

use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::Api;

#[tokio::test]
async fn the_five_locations_are_a_full_mesh_of_1000_mbps() {
    let api = Api::new(Pace::Instant).await;
    let locations = api.get("/locations").await.body;
    let ids: Vec<&str> = locations
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["us-chi", "us-dal", "us-sea", "us-sjc", "us-wdc"]);
    let seattle = api.get("/locations/us-sea").await.body;
    assert_eq!(seattle["name"], "Seattle, WA");
    let links = seattle["locationLinks"].as_array().unwrap();
    let linked: Vec<&str> = links
        .iter()
        .map(|link| link["location"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(linked, ["us-wdc", "us-sjc", "us-chi", "us-dal"]);
    assert!(links.iter().all(|link| link["speed"] == 1000));
    assert_eq!(
        api.get("/locations/us-ral").await.refusal(),
        (404, "NOT_FOUND")
    );
}

#[tokio::test]
async fn regions_are_sorted_and_two_are_us_east() {
    let api = Api::new(Pace::Instant).await;
    let regions = api.get("/cloudRegions").await.body;
    assert_eq!(regions[0]["displayName"], "Asia Pacific (Tokyo)");
    let east = regions.as_array().unwrap().iter();
    let east = east.filter(|region| {
        region["displayName"]
            .as_str()
            .unwrap()
            .starts_with("US East")
    });
    assert_eq!(east.count(), 2);
    let oregon = api.get("/cloudRegions/aws-us-west-2").await.body;
    assert_eq!(oregon["providerAssignedId"], "us-west-2");
    assert_eq!(api.get("/cloudRegions/us-west-2").await.status, 404);
}

#[tokio::test]
async fn there_are_eight_cloud_services() {
    let api = Api::new(Pace::Instant).await;
    let services = api.get("/cloudServices").await.body;
    assert_eq!(services.as_array().unwrap().len(), 8);
    assert_eq!(services[0]["name"], "AWS Dynamodb us-east-1");
    let s3 = api.get("/cloudServices/aws-s3-us-west-2").await.body;
    assert_eq!(s3["service"], "S3");
    assert_eq!(s3["cloudRegion"]["id"], "aws-us-west-2");
    assert_eq!(
        api.get("/cloudServices/aws-ec2-us-west-2").await.status,
        404
    );
}

async fn offers(api: &Api) -> Vec<Value> {
    let path = format!("/accounts/{}/supportedConnections", api.account().await);
    api.get(&path).await.body.as_array().unwrap().clone()
}

#[tokio::test]
async fn each_location_reaches_its_own_region_and_dallas_none() {
    let api = Api::new(Pace::Instant).await;
    for offer in offers(&api).await {
        let region = match offer["location"]["id"].as_str().unwrap() {
            "us-wdc" => "aws-us-east-1",
            "us-chi" => "aws-us-east-2",
            "us-sjc" => "aws-us-west-1",
            "us-sea" => "aws-us-west-2",
            other => panic!("{other} reaches a region"),
        };
        let reached = offer["reachableCloudRegions"].as_array().unwrap();
        assert_eq!(reached.len(), 1);
        assert_eq!(reached[0]["id"], region);
    }
}

#[tokio::test]
async fn every_peering_speed_and_availability_is_sold_once_at_each_location() {
    let api = Api::new(Pace::Instant).await;
    let offers = offers(&api).await;
    assert_eq!(offers.len(), 4 * 3 * 8 * 2);
    let mut ids: Vec<&str> = offers
        .iter()
        .map(|offer| offer["id"].as_str().unwrap())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), offers.len());
    for id in [
        "us-sea-awsdx-private-50-ha",
        "us-wdc-awsdx-transit-10000-noha",
        "us-sjc-awsdx-public-500-ha",
    ] {
        let one = api.get(&format!("/supportedConnections/{id}")).await;
        assert_eq!((one.status, one.id()), (200, id.to_owned()));
    }
    assert_eq!(
        api.get("/supportedConnections/us-dal-awsdx-private-50-ha")
            .await
            .status,
        404
    );
}

fn hourly(offer: &Value) -> u64 {
    let plans = offer["billingPlans"].as_array().unwrap();
    plans.iter().find(|plan| plan["term"] == "HOURLY").unwrap()["amount"]
        .as_u64()
        .unwrap()
}

#[tokio::test]
async fn prices_grow_with_the_speed_and_a_pair_costs_more_than_one_and_less_than_two() {
    let api = Api::new(Pace::Instant).await;
    let offers = offers(&api).await;
    let price = |peering: &str, speed: u64, pair: bool| {
        let wanted = json!([{"id": "us-sea"}, peering, speed, pair]);
        let found = offers.iter().find(|offer| {
            let id = json!({"id": offer["location"]["id"]});
            json!([
                id,
                offer["peeringType"],
                offer["speed"],
                offer["highAvailability"]
            ]) == wanted
        });
        hourly(found.unwrap())
    };
    for peering in ["PRIVATE", "PUBLIC", "TRANSIT"] {
        let speeds = [50, 100, 200, 300, 400, 500, 1000, 10000];
        let prices = speeds.map(|speed| price(peering, speed, false));
        assert!(prices.is_sorted_by(|one, next| one < next), "{prices:?}");
        for speed in speeds {
            let (one, pair) = (price(peering, speed, false), price(peering, speed, true));
            assert!(one < pair && pair < 2 * one);
        }
    }
}

#[tokio::test]
async fn a_longer_term_is_cheaper() {
    let api = Api::new(Pace::Instant).await;
    for offer in offers(&api).await {
        let plans = offer["billingPlans"].as_array().unwrap();
        let terms: Vec<&str> = plans
            .iter()
            .map(|plan| plan["term"].as_str().unwrap())
            .collect();
        assert_eq!(terms, ["HOURLY", "MONTHLY", "ONE_YEAR", "TWO_YEAR"]);
        let amounts: Vec<u64> = plans
            .iter()
            .map(|plan| plan["amount"].as_u64().unwrap())
            .collect();
        assert!(amounts.is_sorted_by(|one, next| one > next), "{amounts:?}");
    }
}
