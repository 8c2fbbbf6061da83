//! Rules of BGP failover tests (aws.md §1.2).

use crate::{
    made::{DAY, MINUTE, interface_on, refused, wait},
    order::{Order, down, up},
    support::{EAST, ELSEWHERE, Lab, OPERATOR, WEST},
};
use serde_json::{Value, json};

async fn start(lab: &Lab, interface: &str, minutes: Value) -> Value {
    let input = json!({"virtualInterfaceId": interface, "testDurationInMinutes": minutes});
    let answer = lab.dx("StartBgpFailoverTest", input).await;
    answer.expect("started")["virtualInterfaceTest"].clone()
}

async fn history(lab: &Lab, asked: Value) -> Vec<Value> {
    let listed = lab.dx("ListVirtualInterfaceTestHistory", asked).await;
    let listed = listed.expect("a list");
    let tests = listed["virtualInterfaceTestHistory"].as_array();
    tests.expect("tests").clone()
}

fn testing() -> (String, String) {
    ("testing".into(), "down".into())
}

#[tokio::test]
async fn a_test_holds_the_session_down_and_ends_by_itself() {
    let order = Order::new().await;
    let interface = order.interface("primaryGateway", json!({})).await;
    let other = order.interface("secondaryGateway", json!({})).await;
    order.reach(WEST, "payments").await;
    let test = start(&order.lab, &interface, json!(10)).await;
    assert_eq!(test["status"], "In progress");
    assert_eq!(order.status(&interface).await, testing());
    assert_eq!(order.bgp_state("primaryGateway").await, "DOWN");
    let nothing: [Value; 0] = [];
    assert_eq!(order.routes(&interface, "accepted").await, nothing);
    assert_eq!(order.status(&other).await, up(), "the other leg carries on");
    assert_eq!(order.propagated(WEST, "payments").await, [2, 2, 2]);
    wait(&order.lab, 9 * MINUTE);
    assert_eq!(order.status(&interface).await, testing());
    wait(&order.lab, MINUTE);
    assert_eq!(order.status(&interface).await, up());
    assert_eq!(order.bgp_state("primaryGateway").await, "UP");
    let asked = json!({"testId": test["testId"]});
    let over = &history(&order.lab, asked).await[0];
    assert_eq!(over["status"], "Completed");
    let seconds = |name: &str| over[name].as_i64().expect("seconds");
    assert_eq!(seconds("endTime") - seconds("startTime"), 600);
}

#[tokio::test]
async fn a_test_is_stopped_before_its_time() {
    let order = Order::new().await;
    let interface = order.interface("primaryGateway", json!({})).await;
    start(&order.lab, &interface, json!(10)).await;
    wait(&order.lab, MINUTE);
    let input = json!({"virtualInterfaceId": interface});
    let answer = order.lab.dx("StopBgpFailoverTest", input.clone()).await;
    let test = answer.expect("stopped")["virtualInterfaceTest"].clone();
    assert_eq!(test["status"], "Cancelled");
    assert_eq!(order.status(&interface).await, up());
    let said = refused(&order.lab, "StopBgpFailoverTest", input).await;
    assert!(said.contains("No failover test is in progress"), "{said}");
    wait(&order.lab, 20 * MINUTE);
    let asked = json!({"testId": test["testId"]});
    let later = history(&order.lab, asked).await;
    assert_eq!(later, [test], "its time changes nothing more");
}

#[tokio::test]
async fn a_test_lasts_three_hours_unless_told_and_three_days_at_most() {
    let order = Order::new().await;
    let interface = order.interface("primaryGateway", json!({})).await;
    for minutes in [0, -1, 4321] {
        let input = json!({"virtualInterfaceId": interface, "testDurationInMinutes": minutes});
        let said = refused(&order.lab, "StartBgpFailoverTest", input).await;
        assert!(said.contains("1 to 4320 minutes"), "{said}");
    }
    assert_eq!(order.status(&interface).await, up());
    let input = json!({"virtualInterfaceId": interface});
    for (minutes, lasts) in [(json!(null), 180), (json!(1), 1), (json!(4320), 4320)] {
        let test = start(&order.lab, &interface, minutes).await;
        assert_eq!(test["testDurationInMinutes"], lasts);
        let stopped = order.lab.dx("StopBgpFailoverTest", input.clone()).await;
        stopped.expect("stopped");
    }
}

#[tokio::test]
async fn an_interface_is_under_one_test_and_only_when_its_session_is_up() {
    let lab = Lab::new();
    let unmatched = interface_on(&lab, json!({})).await;
    let input = json!({"virtualInterfaceId": unmatched});
    let said = refused(&lab, "StartBgpFailoverTest", input).await;
    let text = format!("Virtual Interface {unmatched} is not available");
    assert_eq!(said, text);

    let order = Order::new().await;
    let interface = order.interface("primaryGateway", json!({})).await;
    start(&order.lab, &interface, json!(10)).await;
    let input = json!({"virtualInterfaceId": interface});
    let said = refused(&order.lab, "StartBgpFailoverTest", input).await;
    assert!(said.contains("already in progress"), "{said}");
}

#[tokio::test]
async fn a_test_names_the_peers_of_its_interface() {
    let order = Order::new().await;
    let interface = order.interface("primaryGateway", json!({})).await;
    let stranger = json!({"virtualInterfaceId": interface, "bgpPeers": ["dxpeer-00000000"]});
    let said = refused(&order.lab, "StartBgpFailoverTest", stranger).await;
    assert!(said.contains("no BGP peer dxpeer-00000000"), "{said}");
    let peer = order.lab.world()["virtualInterfaces"][&interface]["bgpPeerId"].clone();
    let own = json!({"virtualInterfaceId": interface, "bgpPeers": [peer]});
    let answer = order.lab.dx("StartBgpFailoverTest", own).await;
    let test = answer.expect("started")["virtualInterfaceTest"].clone();
    assert_eq!(test["bgpPeers"], json!([peer]));
    assert_eq!(test["ownerAccount"], "123456789012");
}

#[tokio::test]
async fn an_interface_under_test_can_be_deleted_and_not_changed() {
    let order = Order::new().await;
    let interface = order.interface("primaryGateway", json!({})).await;
    let test = start(&order.lab, &interface, json!(10)).await;
    let mtu = json!({"virtualInterfaceId": interface, "mtu": 8500});
    let said = refused(&order.lab, "UpdateVirtualInterfaceAttributes", mtu).await;
    assert!(said.contains("is not available"), "{said}");
    let input = json!({"virtualInterfaceId": interface});
    let deleted = order.lab.dx("DeleteVirtualInterface", input).await;
    deleted.expect("deleting");
    let asked = json!({"testId": test["testId"]});
    let over = history(&order.lab, asked).await;
    assert_eq!(over[0]["status"], "Failed");
    wait(&order.lab, 10 * MINUTE);
    let state = order.lab.world()["virtualInterfaces"][&interface]["virtualInterfaceState"].clone();
    assert_eq!(state, "deleted", "the end of the test brings nothing back");
}

#[tokio::test]
async fn a_session_that_no_longer_fits_stays_down_after_the_test() {
    let order = Order::new().await;
    let interface = order.interface("primaryGateway", json!({})).await;
    start(&order.lab, &interface, json!(10)).await;
    order
        .lab
        .patch(&interface, &json!({"authKey": "drifted-key"}));
    wait(&order.lab, 10 * MINUTE);
    assert_eq!(order.status(&interface).await, down());
}

#[tokio::test]
async fn the_history_is_filtered_ordered_and_kept_for_a_year() {
    let order = Order::new().await;
    let lab = &order.lab;
    let first = order.interface("primaryGateway", json!({})).await;
    let second = order.interface("secondaryGateway", json!({})).await;
    start(lab, &first, json!(10)).await;
    wait(lab, 11 * MINUTE);
    let later = start(lab, &second, json!(10)).await;
    let peer = lab.world()["virtualInterfaces"][&first]["bgpPeerId"].clone();
    for (asked, found) in [
        (json!({}), 2),
        (json!({"virtualInterfaceId": first}), 1),
        (json!({"testId": later["testId"]}), 1),
        (json!({"testId": "nobody"}), 0),
        (json!({"status": "In progress"}), 1),
        (json!({"status": "Completed"}), 1),
        (json!({"status": "Failed"}), 0),
        (json!({"bgpPeers": [peer]}), 1),
        (
            json!({"virtualInterfaceId": first, "status": "In progress"}),
            0,
        ),
        (json!({"maxResults": 1}), 1),
    ] {
        assert_eq!(history(lab, asked.clone()).await.len(), found, "{asked}");
    }
    let newest = &history(lab, json!({})).await[0];
    assert_eq!(newest["testId"], later["testId"]);
    wait(lab, 365 * DAY);
    assert_eq!(history(lab, json!({})).await.len(), 1);
    wait(lab, DAY);
    assert_eq!(history(lab, json!({})).await.len(), 0);
}

#[tokio::test]
async fn the_history_is_nobody_elses_and_of_one_region() {
    let order = Order::new().await;
    let interface = order.interface("primaryGateway", json!({})).await;
    start(&order.lab, &interface, json!(10)).await;
    for (who, region) in [(ELSEWHERE, WEST), (OPERATOR, EAST)] {
        let operation = "ListVirtualInterfaceTestHistory";
        let seen = order.lab.dx_as(who, region, operation, json!({})).await;
        let seen = seen.expect("a list");
        assert_eq!(seen["virtualInterfaceTestHistory"], json!([]));
    }
}
