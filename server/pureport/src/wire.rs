//! What Pureport says, in its own words: the part of its OpenAPI document that is used. Enum words
//! stay texts, so that a new one does not break a list. Nothing here can be printed, because
//! gateways hold BGP passwords.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The only type of connection that this adapter orders.
pub(crate) const AWS_DIRECT_CONNECT: &str = "AWS_DIRECT_CONNECT";

/// `{href, id, title}`; only `href` is sure.
#[derive(Deserialize)]
pub(crate) struct Link {
    pub href: String,
    pub id: Option<String>,
    pub title: Option<String>,
}

impl Link {
    /// The id, else the last segment of the address.
    pub fn id(&self) -> Option<&str> {
        let last = || self.href.rsplit('/').next();
        let id = self.id.as_deref().or_else(last);
        id.filter(|id| !id.is_empty())
    }
}

#[derive(Deserialize)]
pub(crate) struct Account {
    pub id: String,
    pub name: String,
    pub parent: Option<Link>,
}

/// Resource, then action.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct Permissions(BTreeMap<String, BTreeMap<String, bool>>);

impl Permissions {
    /// By the resource's own switches, which are what is left after every limit of the key; by
    /// those of `all` only where it has none. `all` among the switches is each of them.
    pub fn allows(&self, resource: &str, action: &str) -> bool {
        let switches = self.0.get(resource).or_else(|| self.0.get("all"));
        let is_on = |action: &str| switches.and_then(|all| all.get(action)) == Some(&true);
        is_on(action) || is_on("all")
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Location {
    pub id: String,
    pub name: String,
    pub geo_coordinates: Coordinates,
}

#[derive(Deserialize)]
pub(crate) struct Coordinates {
    pub latitude: f64,
    pub longitude: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CloudRegion {
    pub id: String,
    pub provider: String,
    pub provider_assigned_id: String,
    pub display_name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SupportedConnection {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub location: Link,
    pub speed: u32,
    /// Absent where a type has none.
    pub peering_type: Option<String>,
    #[serde(default)]
    pub high_availability: bool,
    #[serde(default)]
    pub pending: bool,
    #[serde(default)]
    pub requires_approval: bool,
    #[serde(default)]
    pub reachable_cloud_regions: Vec<Link>,
    #[serde(default)]
    pub billing_plans: Vec<BillingPlan>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BillingPlan {
    pub term: String,
    pub billing_interval: String,
    /// Cents.
    #[serde(default)]
    pub amount: f64,
    /// Cents.
    #[serde(default)]
    pub setup_amount: f64,
}

#[derive(Deserialize)]
pub(crate) struct Network {
    pub id: String,
    pub name: String,
    pub description: Option<String>,
    pub account: Option<Link>,
    pub state: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Connection {
    pub id: String,
    pub name: String,
    pub description: Option<String>,
    pub network: Link,
    pub location: Link,
    pub state: String,
    pub error_code: Option<String>,
    pub error_message: Option<String>,
    pub speed: u32,
    pub high_availability: bool,
    pub aws_account_id: String,
    pub aws_region: Option<String>,
    pub cloud_region: Option<Link>,
    pub peering: Peering,
    #[serde(rename = "customerASN")]
    pub customer_asn: Option<i64>,
    pub customer_networks: Option<Vec<CustomerNetwork>>,
    pub nat: Option<Nat>,
    pub primary_gateway: Option<Gateway>,
    pub secondary_gateway: Option<Gateway>,
    pub tags: Option<BTreeMap<String, String>>,
    pub created_at: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Peering {
    #[serde(rename = "type")]
    pub kind: String,
}

#[derive(Deserialize)]
pub(crate) struct CustomerNetwork {
    pub address: String,
    pub name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Nat {
    #[serde(default)]
    pub enabled: bool,
    pub blocks: Option<Vec<String>>,
    pub pnat_cidr: Option<String>,
    pub mappings: Option<Vec<Mapping>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Mapping {
    pub native_cidr: String,
    pub nat_cidr: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Gateway {
    pub id: String,
    pub name: Option<String>,
    pub state: Option<String>,
    /// The hosted connection, `dxcon-…`.
    pub remote_id: Option<String>,
    pub vlan: Option<i64>,
    pub bgp_config: Option<BgpConfig>,
}

/// `customerIP` is Amazon's end and `pureportIP` Pureport's (pureport.md §2a, "Which value goes
/// into the AWS VIF").
#[derive(Default, Deserialize)]
pub(crate) struct BgpConfig {
    #[serde(rename = "pureportASN")]
    pub pureport_asn: Option<i64>,
    #[serde(rename = "customerASN")]
    pub customer_asn: Option<i64>,
    #[serde(rename = "pureportIP")]
    pub pureport_ip: Option<String>,
    #[serde(rename = "customerIP")]
    pub customer_ip: Option<String>,
    #[serde(rename = "peeringSubnet")]
    pub peering_subnet: Option<String>,
    pub password: Option<String>,
    pub state: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct BgpRoute {
    pub network: String,
    #[serde(default)]
    pub path: Vec<i64>,
    #[serde(default)]
    pub best: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Measured {
    pub time: Option<Span>,
    /// Milliseconds.
    pub average: Option<f64>,
    /// 0 to 1.
    pub loss_rate: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Span {
    pub end_inclusive: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Task {
    #[serde(rename = "type")]
    pub kind: String,
    pub state: String,
    pub result: Option<String>,
    pub created_at: Option<String>,
    pub completed_at: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct AuditPage {
    #[serde(default)]
    pub content: Vec<AuditEntry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuditEntry {
    pub timestamp: String,
    pub event_type: String,
    pub subject: Option<Link>,
    #[serde(default)]
    pub changes: Vec<Change>,
}

#[derive(Deserialize)]
pub(crate) struct Change {
    pub current: Option<serde_json::Value>,
}
