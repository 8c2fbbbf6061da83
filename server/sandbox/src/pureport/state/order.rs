//! An order as it is stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::secret::Secret;

/// What was ordered, echoed as it was given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pureport) struct Order {
    pub name: String,
    pub description: Option<String>,
    pub location: String,
    /// In AWS's words: `us-west-2`.
    pub region: String,
    /// Megabits per second.
    pub speed: u32,
    pub high_availability: bool,
    pub billing_term: String,
    pub aws_account_id: String,
    pub peering: Peering,
    pub customer_asn: Option<u32>,
    pub customer_networks: Vec<CustomerNetwork>,
    pub cloud_services: Vec<String>,
    pub whitelist: Vec<String>,
    pub passwords: Option<Passwords>,
    pub bfd: Option<Bfd>,
    pub bgp_maximum_prefix: Option<u32>,
    pub bgp_alert_percent: Option<u32>,
    pub bgp_restart_interval: Option<u32>,
    pub vlans: [Option<u16>; 2],
    pub advertise_internal_routes: Option<bool>,
    pub tags: BTreeMap<String, String>,
}

/// `PRIVATE`, `TRANSIT` or `PUBLIC`, with the addresses that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pureport) struct Peering {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(rename = "primaryPureportBgpIP")]
    pub primary_pureport: Option<String>,
    #[serde(rename = "primaryRemoteBgpIP")]
    pub primary_remote: Option<String>,
    #[serde(rename = "secondaryPureportBgpIP")]
    pub secondary_pureport: Option<String>,
    #[serde(rename = "secondaryRemoteBgpIP")]
    pub secondary_remote: Option<String>,
}

impl Peering {
    /// With what AWS serves everybody, rather than with VPCs.
    pub fn is_public(&self) -> bool {
        self.kind == "PUBLIC"
    }

    /// Pureport's address and the other side's, as asked for on a leg.
    pub fn addresses(&self, leg: usize) -> (Option<&str>, Option<&str>) {
        match leg {
            0 => (
                self.primary_pureport.as_deref(),
                self.primary_remote.as_deref(),
            ),
            _ => (
                self.secondary_pureport.as_deref(),
                self.secondary_remote.as_deref(),
            ),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pureport) struct CustomerNetwork {
    pub address: String,
    pub name: Option<String>,
}

/// `bgpPasswordConfiguration`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pureport) struct Passwords {
    pub enabled: Option<bool>,
    #[serde(rename = "primaryBGPPassword")]
    pub primary: Option<Secret>,
    #[serde(rename = "secondaryBGPPassword")]
    pub secondary: Option<Secret>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pureport) struct Bfd {
    pub detect_multiplier: Option<u32>,
    pub receive_interval: Option<u32>,
    pub transmit_interval: Option<u32>,
}
