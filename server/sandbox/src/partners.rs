//! Partners other than Pureport. Nobody answers an API for them; their ends of the BGP sessions
//! exist, so that a hosted connection of theirs can be taken over and proven.

use std::collections::BTreeMap;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{faults, pureport::BgpEnd, secret::Secret, world::World};

/// The partners' ends by hosted connection (`dxcon-…`).
pub type Partners = BTreeMap<String, PartnerEnd>;

/// What a partner has set up on its router for one hosted connection, and has told its customer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartnerEnd {
    pub partner_name: String,
    /// 1–4094, the hosted connection's.
    pub vlan: u16,
    pub partner_asn: u32,
    /// What the partner expects at Amazon's end.
    pub amazon_asn: u32,
    /// Both with prefix length.
    pub partner_ip: Ipv4Net,
    pub amazon_ip: Ipv4Net,
    pub bgp_key: Secret,
    /// What the customer's site announces.
    pub prefixes: Vec<Ipv4Net>,
}

/// The partner's end of the session on `connection_id`, whoever the partner is.
pub fn bgp_end(world: &World, connection_id: &str) -> Option<BgpEnd> {
    let end = world.partners.get(connection_id)?;
    Some(BgpEnd {
        vlan: end.vlan,
        pureport_asn: end.partner_asn,
        customer_asn: end.amazon_asn,
        pureport_ip: end.partner_ip.to_string(),
        customer_ip: end.amazon_ip.to_string(),
        password: end.bgp_key.expose().to_owned(),
        prefixes: faults::announced(world, connection_id, end.prefixes.clone()),
        running: true,
    })
}

/// `GET /_sandbox/partner`: the letter in which each partner told its values, key and all. It is
/// the one answer of the control interface with a secret in it, which no other thing depends on.
pub fn letters(world: &World) -> Value {
    let letters = world.partners.iter().map(|(connection, end)| {
        let mut letter = json!(end);
        letter["connectionId"] = json!(connection);
        letter
    });
    Value::Array(letters.collect())
}

/// The same for the view of the world: without the keys.
pub fn world_view(world: &World) -> Value {
    let mut view = json!(world.partners);
    for end in view.as_object_mut().into_iter().flatten() {
        if let Some(end) = end.1.as_object_mut() {
            end.remove("bgpKey");
        }
    }
    view
}
