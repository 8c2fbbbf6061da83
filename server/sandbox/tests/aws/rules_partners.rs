//! What ordinary customers may not do, and what they are told of themselves (aws.md §1.2, §2.1).

use crate::{
    made::{accepted, create, refused, state},
    support::{Lab, WEST},
};
use serde_json::json;

#[tokio::test]
async fn hosted_connections_are_listed_for_partners_only() {
    let lab = Lab::new();
    let input = json!({"connectionId": "dxcon-fg5pmr7l"});
    assert_eq!(
        refused(&lab, "DescribeHostedConnections", input).await,
        "123456789012 DescribeHostedConnections failed for connection dxcon-fg5pmr7l doesn't exist."
    );
}

#[tokio::test]
async fn hosted_connections_are_ordered_by_partners_only() {
    let lab = Lab::administered();
    let whole = json!({
        "connectionId": "dxcon-fg5pmr7l", "ownerAccount": "123456789012", "bandwidth": "50Mbps",
        "connectionName": "mine", "vlan": 101,
    });
    let said = refused(&lab, "AllocateHostedConnection", whole.clone()).await;
    assert!(said.contains("is not a Direct Connect Partner"), "{said}");
    for member in ["connectionId", "ownerAccount", "bandwidth", "vlan"] {
        let mut input = whole.clone();
        input.as_object_mut().expect("members").remove(member);
        let refusal = lab.dx("AllocateHostedConnection", input).await;
        let code = refusal.expect_err("not whole").code;
        assert_eq!(code, "SerializationException", "without {member}");
    }
    assert_eq!(
        lab.world()["connections"]
            .as_object()
            .map(serde_json::Map::len),
        Some(1)
    );
}

#[tokio::test]
async fn a_customer_is_no_partner_and_has_no_agreements() {
    let answer = Lab::new().dx("DescribeCustomerMetadata", json!({})).await;
    let expected = json!({"agreements": [], "nniPartnerType": "nonPartner"});
    assert_eq!(answer, Ok(expected));
}

#[tokio::test]
async fn locations_are_those_of_the_endpoints_region() {
    let answer = Lab::new().dx("DescribeLocations", json!({})).await;
    let answer = answer.expect("a list");
    let locations = answer["locations"].as_array().expect("locations");
    assert!(!locations.is_empty());
    for location in locations {
        assert_eq!(location["region"], WEST);
        assert!(location["locationCode"].is_string() && location["locationName"].is_string());
    }
}

#[tokio::test]
async fn vpn_gateways_are_still_listed_in_the_old_way() {
    let lab = Lab::new();
    let answer = lab.dx("DescribeVirtualGateways", json!({})).await;
    let answer = answer.expect("a list");
    let gateways = answer["virtualGateways"].as_array().expect("gateways");
    for name in ["analytics-vgw", "twin-vgw"] {
        let id = lab.named("vpnGateways", name);
        let expected = json!({"virtualGatewayId": id, "virtualGatewayState": "available"});
        assert!(gateways.contains(&expected), "{name}");
    }
    assert_eq!(gateways.len(), 2, "of this region only");
}

#[tokio::test]
async fn the_other_partners_letter_brings_its_session_up() {
    let lab = Lab::new();
    let connection = accepted(&lab).await;
    let letters = sandbox::partners::letters(&lab.shared.lock());
    let letter = &letters[0];
    assert_eq!(letter["connectionId"], connection);
    let values = json!({
        "vlan": letter["vlan"], "asnLong": letter["partnerAsn"], "authKey": letter["bgpKey"],
        "customerAddress": letter["partnerIp"], "amazonAddress": letter["amazonIp"],
    });
    let interface = create(&lab, &connection, values).await.expect("made");
    let id = interface["virtualInterfaceId"].as_str().expect("an id");
    assert_eq!(state(&lab, id).await, "available");
    let input = json!({"virtualInterfaceId": id, "filters": {"routeDirection": "accepted"}});
    let routes = lab
        .dx("ListVirtualInterfaceRoutes", input)
        .await
        .expect("a list");
    let prefixes = letter["prefixes"].as_array().map(Vec::len);
    assert_eq!(routes["routes"].as_array().map(Vec::len), prefixes);
}

#[tokio::test]
async fn the_other_partners_key_is_in_its_letter_only() {
    let lab = Lab::new();
    let world = sandbox::control::world(&lab.shared.read());
    let ends = world["partners"].as_object().expect("ends");
    assert!(ends.values().all(|end| end["partnerAsn"] == 65100));
    assert!(!world.to_string().contains("northwind-demo-key"));
    assert!(!format!("{:?}", *lab.shared.lock()).contains("northwind-demo-key"));
}
