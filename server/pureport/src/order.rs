//! Placing an order so that placing it twice makes one connection.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    order::{Order, Parts},
    ports::{Connection, FabricKey, PortError},
};
use reqwest::Method;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::{
    client::Client, connection::understood, convert::peering_word, wire::AWS_DIRECT_CONNECT,
};

/// Pureport's code for an id that is taken.
const CONFLICT: &str = "CONFLICT";
/// "Only HOURLY supported" (pureport.md §3), unless the offer's price says otherwise.
const DEFAULT_TERM: &str = "HOURLY";

impl Client {
    /// The id comes from the order's reference, so that Pureport itself refuses a second one.
    pub(crate) async fn place(
        &self,
        key: &FabricKey,
        order: &Order,
    ) -> Result<Connection, PortError> {
        let parts = order.parts();
        let operation = "addConnection";
        let path = ["networks", parts.network.as_str(), "connections"];
        let answer = self
            .change(key, operation, Method::POST, &path, &body(parts))
            .await
            .and_then(|value| understood(operation, value));
        match answer {
            Err(failure) if may_exist(&failure) => self.placed(key, parts, failure).await,
            answer => answer,
        }
    }

    /// The connection that an order with this reference made, perhaps with other values, else
    /// `failure` as it was.
    async fn placed(
        &self,
        key: &FabricKey,
        parts: &Parts,
        failure: PortError,
    ) -> Result<Connection, PortError> {
        match self.get_connection(key, &id(&parts.reference)).await {
            Ok(found) if found.network == parts.network => Ok(found),
            _ => Err(failure),
        }
    }
}

fn may_exist(failure: &PortError) -> bool {
    match failure {
        PortError::Refused { code, .. } => code == CONFLICT,
        other => !other.is_definite(),
    }
}

/// `conn-` and 22 characters of base64url, 16 bytes of the reference's hash (pureport.md §2:
/// "id (client may supply)").
fn id(reference: &str) -> String {
    let hash: [u8; 32] = Sha256::digest(reference.as_bytes()).into();
    let (half, _) = hash.split_at(16);
    format!("conn-{}", URL_SAFE_NO_PAD.encode(half))
}

fn body(parts: &Parts) -> Value {
    let term = parts.price.as_ref().map(|price| price.term.as_str());
    let networks = parts.customer_networks.iter();
    let networks: Vec<Value> = networks
        .map(|(name, cidr)| json!({ "name": name, "address": cidr }))
        .collect();
    let tags: Map<String, Value> = parts
        .tags
        .iter()
        .map(|(key, value)| (key.clone(), value.as_str().into()))
        .collect();
    json!({
        "id": id(&parts.reference),
        "type": AWS_DIRECT_CONNECT,
        "name": parts.name,
        "description": parts.description,
        "speed": parts.speed.mbps(),
        "highAvailability": parts.high_availability,
        "billingTerm": term.unwrap_or(DEFAULT_TERM),
        "location": { "href": format!("/locations/{}", parts.location) },
        "awsAccountId": parts.account,
        // Deprecated, but every known client sends it beside `cloudRegion`.
        "awsRegion": parts.region,
        "cloudRegion": { "href": format!("/cloudRegions/{}", parts.cloud_region) },
        "peering": { "type": peering_word(parts.peering) },
        "customerASN": parts.asn,
        "customerNetworks": networks,
        "cloudServices": [],
        "nat": nat(parts),
        "tags": tags,
    })
}

fn nat(parts: &Parts) -> Value {
    let native = parts.nat.iter();
    let mappings: Vec<Value> = native.map(|cidr| json!({ "nativeCidr": cidr })).collect();
    json!({ "enabled": !mappings.is_empty(), "mappings": mappings })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_follows_from_the_reference_alone() {
        assert_eq!(id("draft-1"), id("draft-1"));
        assert_ne!(id("draft-1"), id("draft-2"));
        assert_eq!(id("draft-1").len(), "conn-".len() + 22);
    }

    #[test]
    fn only_a_taken_id_or_an_unknown_outcome_is_looked_up() {
        let refused = |code: &str| PortError::Refused {
            code: code.into(),
            message: String::new(),
        };
        assert!(may_exist(&refused("CONFLICT")));
        assert!(may_exist(&PortError::Unknown));
        assert!(!may_exist(&refused("VALIDATION_ERROR")));
        assert!(!may_exist(&PortError::Unreachable));
    }
}
