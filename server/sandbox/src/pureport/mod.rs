//! Pureport's half: accounts, networks, connections, gateways.
//!
//! Written from Pureport's published API description and the behaviour of its public clients.

mod accounts;
mod api_keys;
mod audit;
mod auth;
mod bgp;
mod billing;
mod call;
mod catalogue;
mod circuit;
mod connections;
mod consent;
mod csv;
mod error;
mod exchange;
mod facilities;
mod fault;
mod fields;
mod gateways;
mod ids;
mod invites;
mod json;
mod lifecycle;
mod members;
mod metrics;
mod nat;
mod networks;
mod notifications;
mod offers;
mod openapi;
mod options;
mod order;
mod page;
mod public;
mod record;
mod reference;
mod reply;
mod roles;
mod routes;
mod seed;
mod state;
mod tasks;
mod usage;
mod users;
mod view;
mod within;

pub use audit::apply;
pub use bgp::{BgpEnd, bgp_end, has_connection, leg_of, set_bgp};
pub use circuit::{drift_key, rename};
pub use lifecycle::Event;
pub use openapi::openapi;
pub use routes::router;
pub use seed::seed;
pub use state::State;
pub use view::{patch, world_view};
pub(crate) use within::call_within;

/// Pureport's own ASN (the specification's example).
pub const PUREPORT_ASN: u32 = 394_351;
/// The same, as numbers of requests are read.
const PUREPORT_ASN_WIDE: i64 = PUREPORT_ASN as i64;
