//! What is wrong with the routes, while every session is up.

use ipnet::Ipv4Net;
use serde_json::{Value, json};

use super::{
    Built,
    client::Client,
    setup::{self, Setup},
};

/// One less than an interface takes (aws.md §2.2).
const NEARLY_ALL: u8 = 99;

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
