//! The two legs, from Pureport's gateway to AWS's interface.

use serde_json::{Value, json};

use crate::{
    look::{CIDR, word},
    support::Lab,
    xml,
};

/// One leg from both sides; null where there is nothing.
pub struct Leg {
    /// Pureport's gateway.
    gateway: Value,
    hosted: Value,
    interface: Value,
    /// Routes on the interface, and Pureport's.
    pub accepted: Vec<String>,
    advertised: Vec<String>,
    learned: Vec<String>,
}

/// Looks at the leg that ends at this gateway.
pub async fn see(lab: &Lab, gateway: &Value) -> Leg {
    let id = &gateway["remoteId"];
    let all = lab
        .dx("DescribeConnections", json!({}))
        .await
        .expect("a list");
    let hosted = xml::list(&all["connections"])
        .iter()
        .find(|one| id.is_string() && one["connectionId"] == *id);
    let interface = match hosted {
        None => Value::Null,
        Some(_) => interface(lab, id).await,
    };
    let path = format!("/gateways/{}/bgpRoutes", word(&gateway["id"]));
    let learned = lab.pureport("GET", &path, None).await;
    Leg {
        gateway: gateway.clone(),
        hosted: hosted.cloned().unwrap_or_default(),
        accepted: routes(lab, &interface, "accepted").await,
        advertised: routes(lab, &interface, "advertised").await,
        learned: cidrs(&learned, "network"),
        interface,
    }
}

async fn interface(lab: &Lab, connection: &Value) -> Value {
    let input = json!({"connectionId": connection});
    let all = lab.dx("DescribeVirtualInterfaces", input).await;
    all.expect("a list")["virtualInterfaces"][0].clone()
}

async fn routes(lab: &Lab, interface: &Value, direction: &str) -> Vec<String> {
    if interface.is_null() {
        return vec![];
    }
    let input = json!({
        "virtualInterfaceId": interface["virtualInterfaceId"],
        "filters": {"routeDirection": direction},
    });
    let listed = lab.dx("ListVirtualInterfaceRoutes", input).await;
    cidrs(&listed.expect("routes")["routes"], "cidr")
}

/// A member of each item of a list.
pub fn cidrs(list: &Value, member: &str) -> Vec<String> {
    let list = xml::list(list).iter();
    list.map(|route| word(&route[member]).to_owned()).collect()
}

/// What is not as it should be on one leg.
pub fn leg_wrong(leg: &Leg) -> Vec<String> {
    let (hosted, interface, ends) = (&leg.hosted, &leg.interface, &leg.gateway["bgpConfig"]);
    if hosted.is_null() {
        return vec!["the account has no hosted connection".into()];
    }
    if hosted["connectionState"] != "available" {
        return vec![format!(
            "the hosted connection is {}",
            word(&hosted["connectionState"])
        )];
    }
    if interface.is_null() {
        return vec!["there is no interface".into()];
    }
    let pairs = [
        ("the VLAN", &interface["vlan"], &leg.gateway["vlan"]),
        (
            "the customer's ASN",
            &interface["asnLong"],
            &ends["pureportASN"],
        ),
        (
            "Amazon's ASN",
            &interface["amazonSideAsn"],
            &ends["customerASN"],
        ),
        (
            "Amazon's address",
            &interface["amazonAddress"],
            &ends["customerIP"],
        ),
        (
            "the customer's address",
            &interface["customerAddress"],
            &ends["pureportIP"],
        ),
        ("the key", &interface["authKey"], &ends["password"]),
    ];
    let differ = pairs.into_iter().filter(|(_, one, other)| one != other);
    let mut wrong: Vec<_> = differ.map(|(what, ..)| format!("{what} differs")).collect();
    let status = &interface["bgpPeers"][0]["bgpStatus"];
    if interface["virtualInterfaceState"] != "available" || status != "up" {
        let state = word(&interface["virtualInterfaceState"]);
        wrong.push(format!("AWS says {state}, BGP {}", word(status)));
    }
    if ends["state"] != "UP" {
        wrong.push(format!("Pureport says BGP {}", word(&ends["state"])));
    }
    let routes = [
        ("AWS accepts nothing", !leg.accepted.is_empty()),
        (
            "AWS does not advertise the VPC",
            leg.advertised.iter().any(|cidr| cidr == CIDR),
        ),
        (
            "Pureport does not learn the VPC",
            leg.learned.iter().any(|cidr| cidr == CIDR),
        ),
    ];
    // Routes can't be there without a session.
    if wrong.is_empty() {
        let missing = routes.iter().filter(|(_, there)| !there);
        wrong.extend(missing.map(|(what, _)| (*what).to_owned()));
    }
    wrong
}

/// What is not as it should be between the two.
pub fn pair_wrong(legs: &[Leg]) -> Vec<String> {
    let same = |what: fn(&Leg) -> &Value| {
        let seen: Vec<_> = legs.iter().map(what).filter(|one| !one.is_null()).collect();
        (seen.len() == 2).then(|| seen[0] == seen[1])
    };
    let mut wrong = vec![];
    if same(|leg| &leg.hosted["awsDeviceV2"]) == Some(true) {
        wrong.push("both legs end on one device".to_owned());
    }
    if same(|leg| &leg.interface["directConnectGatewayId"]) == Some(false) {
        wrong.push("the legs are on two Direct Connect gateways".to_owned());
    }
    wrong
}
