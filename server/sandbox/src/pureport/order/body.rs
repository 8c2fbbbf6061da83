//! Orders as clients send them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::pureport::{
    nat::NatBody,
    state::{Bfd, Passwords},
};

/// A connection as clients send it. Read-only and unknown fields are ignored.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pureport) struct Body {
    pub id: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub network: Option<Link>,
    pub nat: Option<NatBody>,
    pub name: Option<String>,
    pub description: Option<String>,
    pub location: Option<Link>,
    pub speed: Option<i64>,
    pub high_availability: Option<bool>,
    pub billing_term: Option<String>,
    #[serde(rename = "customerASN")]
    pub customer_asn: Option<i64>,
    pub customer_networks: Option<Vec<Customer>>,
    pub advertise_internal_routes: Option<bool>,
    pub aws_account_id: Option<String>,
    pub aws_region: Option<String>,
    pub cloud_region: Option<Link>,
    pub cloud_services: Option<Vec<Link>>,
    pub cloud_services_prefix_whitelist: Option<Vec<String>>,
    pub peering: Option<PeeringBody>,
    pub bgp_password_configuration: Option<Passwords>,
    pub bfd: Option<Bfd>,
    pub bgp_maximum_prefix: Option<u32>,
    pub bgp_alert_percent: Option<u32>,
    pub bgp_restart_interval: Option<u32>,
    pub primary_vlan: Option<i64>,
    pub secondary_vlan: Option<i64>,
    pub tags: Option<BTreeMap<String, String>>,
}

/// A link: clients send `href` only.
#[derive(Deserialize)]
pub(in crate::pureport) struct Link {
    pub href: Option<String>,
}

#[derive(Deserialize)]
pub(in crate::pureport) struct Customer {
    pub address: Option<String>,
    pub name: Option<String>,
}

#[derive(Deserialize)]
pub(in crate::pureport) struct PeeringBody {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    #[serde(rename = "primaryPureportBgpIP")]
    pub primary_pureport: Option<String>,
    #[serde(rename = "primaryRemoteBgpIP")]
    pub primary_remote: Option<String>,
    #[serde(rename = "secondaryPureportBgpIP")]
    pub secondary_pureport: Option<String>,
    #[serde(rename = "secondaryRemoteBgpIP")]
    pub secondary_remote: Option<String>,
}
