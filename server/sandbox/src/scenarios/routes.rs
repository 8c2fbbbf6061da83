//! What is wrong with the routes, while every session is up.

use ipnet::Ipv4Net;
use serde_json::{Value, json};

use super::{
    Built,
    client::{Client, items, text},
    setup::{self, Setup},
};
use crate::control::Refused;

/// One less than an interface takes (aws.md §2.2).
const NEARLY_ALL: u8 = 99;

/// The route leads to the internet gateway of the table `payments-app`, as the table's default does.
pub fn static_shadow(client: Client<'_>) -> Built {
    let mut setup = Setup::complete(client)?;
    let table = setup
        .tables()?
        .into_iter()
        .find(|table| items(table, "tagSet").any(|tag| tag["value"] == "payments-app"))
        .ok_or_else(|| Refused("payments has no table app".into()))?;
    let route = |member: &str, is: &str, wanted: &str| {
        let found = items(&table, "routeSet").find(|route| route[member] == is);
        text(found.unwrap_or(&Value::Null), wanted)
    };
    let internet = route("destinationCidrBlock", "0.0.0.0/0", "/gatewayId")?;
    let shadowed = route(
        "origin",
        "EnableVgwRoutePropagation",
        "/destinationCidrBlock",
    )?;
    let id = text(&table, "/routeTableId")?;
    let parameters = [
        ("RouteTableId", id.as_str()),
        ("DestinationCidrBlock", shadowed.as_str()),
        ("GatewayId", internet.as_str()),
    ];
    setup.client.ec2("CreateRoute", &parameters)?;
    Ok(())
}

pub fn default_route(client: Client<'_>) -> Built {
    announcing(client, "0.0.0.0/0")
}

pub fn overlap_onprem(client: Client<'_>) -> Built {
    announcing(client, "10.20.64.0/18")
}

/// A complete world whose customer site announces one prefix more.
fn announcing(mut client: Client<'_>, prefix: &str) -> Built {
    let network = setup::network(&mut client)?;
    let mut site = client.site(&network);
    if let Value::Array(prefixes) = &mut site {
        prefixes.push(prefix.into());
    }
    client.patch(&network, &json!({"site": site}))?;
    Setup::complete(client).map(drop)
}

pub fn quota_routes(mut client: Client<'_>) -> Built {
    let network = setup::network(&mut client)?;
    let prefixes = (0..NEARLY_ALL).map(|third| Ipv4Net::new([192, 168, third, 0].into(), 24));
    let site: Vec<_> = prefixes.flatten().collect();
    client.patch(&network, &json!({"site": site}))?;
    Setup::complete(client).map(drop)
}
