//! CloudWatch's measurements of interfaces.

use domain::{
    ports::{Cloud, Held, Interface, LegRole, Metrics, PortError, Target, Timestamp},
    values::RegionName,
};
use sandbox::control::ClockChange;
use serde_json::json;
use tests::{
    Flow, keys,
    peer::{Peer, answer},
    world,
};

use crate::denied;

const HOUR: i64 = 3_600_000;

/// A pair with its interfaces up for an hour.
async fn running() -> (Flow, Vec<Interface>) {
    let flow = Flow::ordered().await;
    flow.accept().await;
    let gateway = flow.gateway().await;
    let target = Target::DirectConnectGateway(gateway.id.clone());
    let interfaces = flow.interfaces(&target).await;
    flow.world.sandbox.clock(&hour()).unwrap();
    (flow, interfaces)
}

fn hour() -> ClockChange {
    serde_json::from_value(json!({ "advance_seconds": 3600 })).unwrap()
}

fn now(flow: &Flow) -> Timestamp {
    Timestamp(flow.world.sandbox.world()["now"].as_i64().unwrap())
}

async fn read(flow: &Flow, of: &[Interface]) -> Vec<Metrics> {
    let until = now(flow);
    let from = Timestamp(until.0 - HOUR);
    let cloud = &flow.world.cloud;
    let reader = keys::cloud_reader();
    let read = cloud.metrics(&reader, &flow.region, of, from, until);
    read.await.unwrap()
}

#[tokio::test]
async fn both_legs_are_told_by_one_call_in_the_order_asked() {
    let (flow, interfaces) = running().await;
    let before = flow.world.asked("GetMetricData");
    let told = read(&flow, &interfaces).await;
    assert_eq!(flow.world.asked("GetMetricData"), before + 1);
    let ids = |told: &[Metrics]| {
        told.iter()
            .map(|one| one.interface.clone())
            .collect::<Vec<_>>()
    };
    let asked: Vec<String> = interfaces.iter().map(|one| one.id.clone()).collect();
    assert_eq!(ids(&told), asked);
    for one in &told {
        assert!((11..=13).contains(&one.spans.len()), "{one:?}");
        assert!(one.spans.is_sorted_by_key(|span| span.at));
        assert!(one.spans.iter().all(|span| span.at.0 % 300_000 == 0));
        let span = one.spans[5];
        assert_eq!(span.bgp, Some(Held::Up), "{one:?}");
        // Nothing leads into a VPC yet.
        assert_eq!((span.bits_in, span.bits_out), (Some(0), Some(0)));
        assert_eq!((span.accepted, span.advertised), (Some(2), Some(0)));
    }
}

#[tokio::test]
async fn a_session_that_is_lost_is_seen_in_the_periods() {
    let (flow, interfaces) = running().await;
    let fault = json!({"faults": [{"kind": {"bgp_down": {"leg": "primary"}}}]});
    let fault = serde_json::from_value(fault).unwrap();
    flow.world.sandbox.put_faults(&fault).unwrap();
    flow.world.sandbox.clock(&hour()).unwrap();
    let told = read(&flow, &interfaces).await;
    let primary = flow.hosted_id(LegRole::Primary);
    for (one, interface) in told.iter().zip(&interfaces) {
        let lost = interface.connection == primary;
        let held = if lost { Held::Down } else { Held::Up };
        assert_eq!(one.spans[8].bgp, Some(held), "{one:?}");
    }
}

#[tokio::test]
async fn what_cloudwatch_does_not_know_has_no_periods() {
    let (flow, mut interfaces) = running().await;
    interfaces[0].id = "dxvif-fffffff1".to_owned();
    let told = read(&flow, &interfaces).await;
    assert_eq!(told[0].spans, []);
    assert!(!told[1].spans.is_empty());
}

#[tokio::test]
async fn without_the_right_nothing_is_told() {
    let (flow, interfaces) = running().await;
    let fault = json!({"faults": [{"service": "monitoring", "operation": "GetMetricData", "times": null, "kind": {"status":
        {"code": 400, "error": "AccessDeniedException", "message": "no"}}}]});
    let fault = serde_json::from_value(fault).unwrap();
    flow.world.sandbox.put_faults(&fault).unwrap();
    let (cloud, key) = (&flow.world.cloud, keys::cloud_operator());
    let until = now(&flow);
    let read = cloud.metrics(&key, &flow.region, &interfaces, Timestamp(0), until);
    assert_eq!(read.await, Err(denied("cloudwatch:GetMetricData")));
}

#[tokio::test]
async fn it_is_spoken_to_in_cbor_and_what_is_none_is_not_understood() {
    let (_, interfaces) = running().await;
    let page = "content-type: application/cbor\r\nsmithy-protocol: rpc-v2-cbor\r\n";
    let peer = Peer::answering(answer("200 OK", page, "<html>maintenance</html>")).await;
    let west = RegionName::parse("us-west-2").unwrap();
    let client = world::cloud(&peer.url, None);
    let (key, until) = (keys::cloud_operator(), Timestamp(HOUR));
    let read = client.metrics(&key, &west, &interfaces, Timestamp(0), until);
    let what = "cloudwatch:GetMetricData".to_owned();
    assert_eq!(read.await, Err(PortError::Contract { what }));
    let heard = peer.heard();
    let path = "/service/GraniteServiceVersion20100801/operation/GetMetricData";
    assert!(heard.contains(path), "{heard}");
    assert!(
        heard.contains("/us-west-2/monitoring/aws4_request"),
        "{heard}"
    );
}
