//! Rules of hosted connections (aws.md §2.1).

use crate::{
    made::{MINUTE, accepted, create, order, refused, wait},
    support::{EAST, ELSEWHERE, Lab, OPERATOR, WEST},
};
use sandbox::Pace;
use serde_json::{Value, json};

#[tokio::test]
async fn an_order_is_listed_in_its_own_region_only() {
    let lab = Lab::new();
    let west = lab
        .dx("DescribeConnections", json!({}))
        .await
        .expect("a list");
    assert_eq!(west["connections"][0]["connectionState"], "ordering");
    assert_eq!(west["connections"][0]["vlan"], 312);
    let east = lab
        .dx_as(OPERATOR, EAST, "DescribeConnections", json!({}))
        .await
        .expect("a list");
    assert_eq!(east["connections"], json!([]));
}

#[tokio::test]
async fn ids_that_are_malformed_or_unknown_have_their_own_texts() {
    let lab = Lab::new();
    for (id, text) in [
        ("bogus", "ConnectionID bogus has an invalid format."),
        (
            "dxcon-00000000",
            "Could not find Connection with ID dxcon-00000000",
        ),
    ] {
        let refusal = lab
            .dx("DescribeConnections", json!({"connectionId": id}))
            .await
            .expect_err("refused");
        assert_eq!(refusal.message, text);
    }
    let refusal = lab
        .dx(
            "DeleteVirtualInterface",
            json!({"virtualInterfaceId": "dxvif-00000000"}),
        )
        .await
        .expect_err("refused");
    assert!(refusal.message.contains("does not exist"));
}

#[tokio::test]
async fn a_connection_is_accepted_once() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    assert!(
        lab.dx("ConfirmConnection", json!({"connectionId": id}))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn an_unaccepted_order_that_is_deleted_is_rejected() {
    let lab = Lab::new();
    let id = lab.named("connections", "northwind-order-1");
    let answer = lab
        .dx("DeleteConnection", json!({"connectionId": id}))
        .await
        .expect("rejected");
    assert_eq!(answer["connectionState"], "rejected");
}

async fn connection_state(lab: &Lab, id: &str) -> Value {
    let listed = lab
        .dx("DescribeConnections", json!({}))
        .await
        .expect("a list");
    let connections = listed["connections"].as_array().expect("connections");
    let found = connections.iter().find(|one| one["connectionId"] == id);
    found.map_or(Value::Null, |one| one["connectionState"].clone())
}

#[tokio::test]
async fn a_connection_is_ordered_then_pending_then_available() {
    let lab = Lab::at(Pace::Demo);
    let id = lab.named("connections", "northwind-order-1");
    assert_eq!(connection_state(&lab, &id).await, "ordering");
    let answer = lab
        .dx("ConfirmConnection", json!({"connectionId": id}))
        .await
        .expect("accepted");
    assert_eq!(answer, json!({"connectionState": "pending"}));
    assert_eq!(connection_state(&lab, &id).await, "pending");
    wait(&lab, 10);
    assert_eq!(connection_state(&lab, &id).await, "available");
}

#[tokio::test]
async fn an_order_waits_for_ever_to_be_accepted() {
    let lab = Lab::new();
    let id = lab.named("connections", "northwind-order-1");
    wait(&lab, 366 * 24 * 60 * MINUTE);
    assert_eq!(connection_state(&lab, &id).await, "ordering");
    accepted(&lab).await;
}

#[tokio::test]
async fn a_location_takes_ten_connections_of_an_account_in_a_region() {
    let lab = Lab::new();
    let confirm = async |location: &str, vlan: u16| {
        let id = order(&lab, location, vlan);
        let input = json!({"connectionId": id});
        (id, lab.dx("ConfirmConnection", input).await)
    };
    let mut first = String::new();
    for vlan in 1..=10 {
        let (id, answer) = confirm("EqSe2", vlan).await;
        answer.expect("room");
        first = id;
    }
    let (eleventh, answer) = confirm("EqSe2", 11).await;
    let text = answer.expect_err("full").message;
    assert!(
        text.contains("maximum number of connections (10)"),
        "{text}"
    );
    confirm("EqPO1", 12).await.1.expect("another location");
    let input = json!({"connectionId": first});
    lab.dx("DeleteConnection", input).await.expect("deleted");
    let input = json!({"connectionId": eleventh});
    lab.dx("ConfirmConnection", input)
        .await
        .expect("room again");
}

#[tokio::test]
async fn a_connection_is_renamed_and_never_encrypted() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    let input = json!({"connectionId": id, "connectionName": "Payments, primary"});
    let renamed = lab.dx("UpdateConnection", input).await.expect("renamed");
    assert_eq!(renamed["connectionName"], "Payments, primary");
    for (change, text) in [
        (json!({"encryptionMode": "must_encrypt"}), "MACsec"),
        (json!({"connectionName": ""}), "1 to 100"),
        (json!({"connectionName": "x".repeat(101)}), "1 to 100"),
    ] {
        let mut input = change;
        input["connectionId"] = json!(id);
        let said = refused(&lab, "UpdateConnection", input).await;
        assert!(said.contains(text), "{said}");
    }
}

#[tokio::test]
async fn a_connection_that_has_left_stays_listed_for_a_quarter_of_an_hour_and_unchanged() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    let input = json!({"connectionId": id});
    let answer = lab.dx("DeleteConnection", input.clone()).await;
    assert_eq!(answer.expect("accepted")["connectionState"], "deleting");
    assert_eq!(connection_state(&lab, &id).await, "deleted");
    let again = lab.dx("DeleteConnection", input.clone()).await;
    assert_eq!(again.expect("no harm")["connectionState"], "deleted");
    let rename = json!({"connectionId": id, "connectionName": "late"});
    let not_available = "The specified Connection ID is not available";
    assert_eq!(
        refused(&lab, "UpdateConnection", rename).await,
        not_available
    );
    assert_eq!(
        create(&lab, &id, json!({})).await,
        Err(not_available.into())
    );
    refused(&lab, "ConfirmConnection", input.clone()).await;
    wait(&lab, 15 * MINUTE);
    assert_eq!(connection_state(&lab, &id).await, Value::Null);
    let unknown = format!("Could not find Connection with ID {id}");
    assert_eq!(refused(&lab, "DeleteConnection", input).await, unknown);
}

#[tokio::test]
async fn a_connection_with_an_interface_can_not_be_deleted() {
    let lab = Lab::at(Pace::Demo);
    let id = accepted(&lab).await;
    wait(&lab, 10);
    let made = create(&lab, &id, json!({})).await.expect("made");
    let delete = json!({"connectionId": id});
    let in_use = format!("Connection {id} still has virtual interfaces.");
    assert_eq!(
        refused(&lab, "DeleteConnection", delete.clone()).await,
        in_use
    );
    let interface = json!({"virtualInterfaceId": made["virtualInterfaceId"]});
    lab.dx("DeleteVirtualInterface", interface)
        .await
        .expect("deleting");
    // On its way out it still holds the connection.
    assert_eq!(
        refused(&lab, "DeleteConnection", delete.clone()).await,
        in_use
    );
    wait(&lab, 10);
    lab.dx("DeleteConnection", delete).await.expect("free");
}

#[tokio::test]
async fn a_connection_is_nobody_elses_and_in_no_other_region() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    let operations = [
        "DescribeConnections",
        "ConfirmConnection",
        "UpdateConnection",
        "DeleteConnection",
    ];
    for (who, region) in [(ELSEWHERE, WEST), (OPERATOR, EAST)] {
        for operation in operations {
            let input = json!({"connectionId": id});
            let refusal = lab.dx_as(who, region, operation, input).await;
            let message = refusal.expect_err("not there").message;
            let unknown = format!("Could not find Connection with ID {id}");
            assert_eq!(message, unknown, "{operation}");
        }
    }
}

#[tokio::test]
async fn a_hosted_connection_says_what_a_customer_needs_to_know() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    let input = json!({"connectionId": id});
    let listed = lab.dx("DescribeConnections", input).await.expect("one");
    let connection = &listed["connections"][0];
    for (member, value) in [
        ("ownerAccount", json!("123456789012")),
        ("region", json!(WEST)),
        ("location", json!("EqSe2")),
        ("bandwidth", json!("500Mbps")),
        ("vlan", json!(312)),
        ("partnerName", json!("Northwind Exchange")),
        ("hasLogicalRedundancy", json!("unknown")),
        ("jumboFrameCapable", json!(true)),
        ("macSecCapable", json!(false)),
    ] {
        assert_eq!(connection[member], value, "{member}");
    }
    assert!(
        connection["loaIssueTime"].is_null(),
        "hosted ones have none"
    );
}
