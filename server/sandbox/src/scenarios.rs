//! Worlds that are wrong, or half made, in exactly one way (sandbox.md, "Scenarios").
//!
//! A scenario is the seeded world in which a client set up a private connection of two legs as far
//! as the scenario needs. It is built by the operations that clients call, so that it can't drift
//! away from them; only the one wrong thing is written behind everyone's back, and only where no
//! client could do it.

mod client;
mod gateways;
mod orders;
mod quotas;
mod routes;
mod sessions;
mod setup;

use serde_json::{Value, json};

use self::client::Client;
use crate::{aws, clock::Clock, control::Refused, pace::Pace, world::World};

type Built = Result<(), Refused>;

/// A world that is wrong in one way.
struct Scenario {
    name: &'static str,
    /// What is wrong in it, in one sentence.
    wrong: &'static str,
    build: fn(Client<'_>) -> Built,
}

const fn scenario(
    name: &'static str,
    wrong: &'static str,
    build: fn(Client<'_>) -> Built,
) -> Scenario {
    Scenario { name, wrong, build }
}

/// Every scenario, in the order of sandbox.md.
const SCENARIOS: [Scenario; 30] = [
    scenario("empty", "AWS holds VPCs and nothing else.", orders::empty),
    scenario(
        "asn-mismatch",
        "The Direct Connect gateway has another ASN than the one that was ordered at Pureport.",
        sessions::asn_mismatch,
    ),
    scenario(
        "swapped-ips",
        "Both interfaces have Amazon's and the customer's address the wrong way round.",
        sessions::swapped_ips,
    ),
    scenario(
        "key-blank",
        "The BGP key of the primary interface ends with a blank.",
        sessions::key_blank,
    ),
    scenario(
        "key-mismatch",
        "The secondary interface has the primary's BGP key.",
        sessions::key_mismatch,
    ),
    scenario(
        "wrong-account",
        "The connection was ordered for another AWS account.",
        orders::wrong_account,
    ),
    scenario(
        "same-device",
        "Both hosted connections end on the same AWS device.",
        sessions::same_device,
    ),
    scenario(
        "one-vif",
        "Only the primary hosted connection has a virtual interface.",
        sessions::one_vif,
    ),
    scenario(
        "legs-on-two-gateways",
        "The interfaces are on two Direct Connect gateways, and only the primary's reaches the VPC.",
        gateways::legs_on_two_gateways,
    ),
    scenario(
        "propagation-on-unassociated",
        "The route tables propagate from a VPN gateway that is on no Direct Connect gateway yet.",
        gateways::propagation_on_unassociated,
    ),
    scenario(
        "narrow-prefixes",
        "The association allows a prefix that is narrower than the VPC's CIDR.",
        gateways::narrow_prefixes,
    ),
    scenario(
        "drill-left-running",
        "A BGP failover test of three days was left running on the primary interface.",
        sessions::drill_left_running,
    ),
    scenario(
        "failed-to-delete",
        "The connection was deleted at Pureport while AWS still had its virtual interfaces.",
        orders::failed_to_delete,
    ),
    scenario(
        "vgw-on-other-dxgw",
        "The VPC's VPN gateway is on another Direct Connect gateway than the interfaces.",
        gateways::vgw_on_other_dxgw,
    ),
    scenario(
        "dxgw-has-tgw",
        "The Direct Connect gateway has a transit gateway, so it takes neither a VPN gateway nor a private interface.",
        gateways::dxgw_has_tgw,
    ),
    scenario(
        "vpn-on-vgw",
        "The VPC's VPN gateway also carries a Site-to-Site VPN connection.",
        gateways::vpn_on_vgw,
    ),
    scenario(
        "static-shadow",
        "A static route in one route table wins over the propagated one.",
        routes::static_shadow,
    ),
    scenario(
        "default-route",
        "The customer's site announces a default route.",
        routes::default_route,
    ),
    scenario(
        "overlap-onprem",
        "The customer's site announces a prefix that lies inside the VPC's CIDR.",
        routes::overlap_onprem,
    ),
    scenario(
        "quota-interfaces",
        "The Direct Connect gateway already has its 30 virtual interfaces.",
        quotas::interfaces,
    ),
    scenario(
        "quota-vgws",
        "The region already has its five VPN gateways, and the VPC has none of them.",
        quotas::vpn_gateways,
    ),
    scenario(
        "quota-connections",
        "The Direct Connect location already has its ten connections, so the order can't be accepted.",
        quotas::connections,
    ),
    scenario(
        "quota-routes",
        "The customer's site announces 99 of the 100 prefixes that an interface takes.",
        routes::quota_routes,
    ),
    scenario(
        "proposal-requested",
        "Another account proposes its VPN gateway for the Direct Connect gateway, and nobody has answered.",
        gateways::proposal_requested,
    ),
    scenario(
        "proposal-expired",
        "Another account's proposal ran out after seven days without an answer.",
        gateways::proposal_expired,
    ),
    scenario(
        "no-billing",
        "The Pureport account has no billing set up, so it can't order.",
        orders::no_billing,
    ),
    scenario(
        "no-consent",
        "Nobody has accepted the terms for the Pureport account, so it can't order.",
        orders::no_consent,
    ),
    scenario(
        "create-without-update",
        "The operator may create networks and connections at Pureport, but not update them.",
        orders::create_without_update,
    ),
    scenario(
        "pending-approval",
        "The order waits for Pureport's approval.",
        orders::pending_approval,
    ),
    scenario(
        "insufficient-capacity",
        "Pureport has no capacity left at the location.",
        orders::insufficient_capacity,
    ),
];

/// Name and sentence of each scenario, as `GET /_sandbox/scenarios` lists them.
pub fn list() -> Value {
    let lines = SCENARIOS
        .iter()
        .map(|one| json!({"name": one.name, "wrong": one.wrong}));
    json!({"scenarios": lines.collect::<Value>()})
}

/// The world of a scenario: set up the day before, and left alone since. Refused when there is no
/// such scenario.
pub fn world(name: &str, seed: u64, pace: Pace) -> Result<World, Refused> {
    let scenario = SCENARIOS
        .iter()
        .find(|one| one.name == name)
        .ok_or_else(|| Refused(format!("there is no scenario \"{name}\"")))?;
    let mut world = World::new(seed, Pace::Instant);
    (scenario.build)(Client::yesterday(&mut world)?).map_err(|Refused(why)| {
        Refused(format!("the scenario \"{name}\" can't be built: {why}"))
    })?;
    world.clock = Clock::default();
    world.settle();
    world.pace = pace;
    aws::renew_temporary_credentials(&mut world);
    Ok(world)
}
