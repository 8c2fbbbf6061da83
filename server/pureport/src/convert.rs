//! Pureport's words into the domain's. `None` means: not something that this release can show.

use domain::{
    ports::{
        BgpState, CloudRegion, Connection, ConnectionState, FabricRoute, Leg, LegRole, Location,
        Nat, Network, NetworkState, Offer, Peering, Price, Timestamp,
    },
    values::{Asn, AwsAccountId, BgpKey, Cidr, PeerAddress, RegionName, Speed, Vlan},
};

use crate::wire::{self, AWS_DIRECT_CONNECT, Link};

pub(crate) fn location(said: wire::Location) -> Location {
    Location {
        id: said.id,
        name: said.name,
        latitude: said.geo_coordinates.latitude,
        longitude: said.geo_coordinates.longitude,
    }
}

pub(crate) fn region(said: wire::CloudRegion) -> Option<CloudRegion> {
    if said.provider != "AWS" {
        return None;
    }
    Some(CloudRegion {
        name: RegionName::parse(&said.provider_assigned_id)?,
        id: said.id,
        display_name: said.display_name,
    })
}

/// An offer that is still pending can't be ordered (`SUPPORTED_CONNECTION_IS_PENDING`).
pub(crate) fn offer(said: wire::SupportedConnection) -> Option<Offer> {
    if said.kind != AWS_DIRECT_CONNECT || said.pending {
        return None;
    }
    let regions = said.reachable_cloud_regions.iter();
    Some(Offer {
        id: said.id,
        location: id_of(&said.location),
        speed: Speed::from_mbps(said.speed)?,
        peering: peering(said.peering_type.as_deref()?)?,
        high_availability: said.high_availability,
        regions: regions.map(id_of).collect(),
        requires_approval: said.requires_approval,
        price: price(&said.billing_plans),
    })
}

/// The hourly plan, which is the only term that can be ordered everywhere, else the first.
fn price(plans: &[wire::BillingPlan]) -> Option<Price> {
    let hourly = plans.iter().find(|plan| plan.term == "HOURLY");
    let plan = hourly.or(plans.first())?;
    Some(Price {
        term: plan.term.clone(),
        interval: plan.billing_interval.clone(),
        amount_cents: cents(plan.amount)?,
        setup_cents: cents(plan.setup_amount)?,
    })
}

/// No price is better than a wrong one.
fn cents(amount: f64) -> Option<u64> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be in range"
    )]
    (0.0..1e15).contains(&amount).then(|| amount.round() as u64)
}

pub(crate) fn network(said: wire::Network) -> Network {
    Network {
        id: said.id,
        name: said.name,
        description: said.description.unwrap_or_default(),
        account: said.account.as_ref().map(id_of).unwrap_or_default(),
        state: network_state(said.state.as_deref().unwrap_or_default()),
    }
}

fn network_state(word: &str) -> NetworkState {
    match word {
        "ACTIVE" => NetworkState::Active,
        "DELETING" | "DELETING_CONTROLLERS" | "DELETED" => NetworkState::Deleting,
        "ERROR" => NetworkState::Failed,
        _ => NetworkState::Pending,
    }
}

pub(crate) fn connection(said: wire::Connection) -> Option<Connection> {
    let legs = [
        (LegRole::Primary, said.primary_gateway),
        (LegRole::Secondary, said.secondary_gateway),
    ];
    let networks = said.customer_networks.unwrap_or_default();
    Some(Connection {
        network: said.network.id()?.to_owned(),
        network_name: title(&said.network),
        state: state(&said.state),
        failure: failure(said.error_code, said.error_message),
        location: said.location.id()?.to_owned(),
        location_name: title(&said.location),
        region: region_name(said.aws_region.as_deref(), said.cloud_region.as_ref())?,
        account: AwsAccountId::parse(&said.aws_account_id).ok()?,
        speed: Speed::from_mbps(said.speed)?,
        high_availability: said.high_availability,
        peering: peering(&said.peering.kind)?,
        ordered_asn: asn(said.customer_asn),
        customer_networks: networks.into_iter().filter_map(customer_network).collect(),
        nat: nat(said.nat.unwrap_or_default()),
        legs: legs
            .into_iter()
            .filter_map(|(role, gateway)| Some(leg(role, gateway?)))
            .collect(),
        tags: said.tags.unwrap_or_default().into_iter().collect(),
        created: said.created_at.as_deref().and_then(time),
        id: said.id,
        partner: "Pureport".to_owned(),
        capabilities: crate::client::CAPABILITIES,
        name: said.name,
        description: said.description.unwrap_or_default(),
    })
}

fn title(link: &Link) -> String {
    link.title.clone().unwrap_or_else(|| id_of(link))
}

fn id_of(link: &Link) -> String {
    link.id().unwrap_or_default().to_owned()
}

fn failure(code: Option<String>, message: Option<String>) -> Option<(String, String)> {
    let code = code.filter(|code| !code.is_empty())?;
    Some((code, message.unwrap_or_default()))
}

/// `awsRegion`, else the id of `cloudRegion` without its provider: `aws-us-west-2`.
fn region_name(aws_region: Option<&str>, cloud_region: Option<&Link>) -> Option<RegionName> {
    let from_link = || cloud_region?.id()?.strip_prefix("aws-");
    RegionName::parse(aws_region.or_else(from_link)?)
}

fn customer_network(said: wire::CustomerNetwork) -> Option<(String, Cidr)> {
    let cidr = Cidr::reported(&said.address)?;
    Some((said.name.unwrap_or_default(), cidr))
}

fn nat(said: wire::Nat) -> Nat {
    let mappings = said.mappings.unwrap_or_default();
    Nat {
        enabled: said.enabled,
        mappings: mappings.iter().filter_map(mapping).collect(),
        blocks: said.blocks.unwrap_or_default(),
        pnat: filled(said.pnat_cidr),
    }
}

fn mapping(said: &wire::Mapping) -> Option<(Cidr, Option<Cidr>)> {
    let native = Cidr::reported(&said.native_cidr)?;
    Some((native, said.nat_cidr.as_deref().and_then(Cidr::reported)))
}

fn leg(role: LegRole, said: wire::Gateway) -> Leg {
    let bgp = said.bgp_config.unwrap_or_default();
    Leg {
        role,
        gateway: said.id,
        gateway_name: said.name.unwrap_or_default(),
        state: state(said.state.as_deref().unwrap_or_default()),
        aws_connection: filled(said.remote_id),
        vlan: said.vlan.and_then(Vlan::new),
        partner_asn: asn(bgp.pureport_asn),
        aws_asn: asn(bgp.customer_asn),
        partner_ip: bgp.pureport_ip.as_deref().and_then(PeerAddress::reported),
        aws_ip: bgp.customer_ip.as_deref().and_then(PeerAddress::reported),
        peering_subnet: filled(bgp.peering_subnet),
        bgp_key: filled(bgp.password).map(BgpKey::reported),
        bgp: bgp.state.as_deref().and_then(bgp_state),
    }
}

/// A word of another time means that something is under way: nothing may be built on it yet.
pub(crate) fn state(word: &str) -> ConnectionState {
    match word {
        "PENDING_APPROVAL" => ConnectionState::AwaitingApproval,
        "FAILED_TO_PROVISION" => ConnectionState::FailedToProvision,
        "ACTIVE" => ConnectionState::Active,
        "DOWN" => ConnectionState::Down,
        "UPDATING" => ConnectionState::Updating,
        "FAILED_TO_UPDATE" => ConnectionState::FailedToUpdate,
        "DELETING" => ConnectionState::Deleting,
        "FAILED_TO_DELETE" => ConnectionState::FailedToDelete,
        "DELETED" => ConnectionState::Deleted,
        // INITIALIZING, WAITING_TO_PROVISION, APPROVED, PROVISIONING
        _ => ConnectionState::Provisioning,
    }
}

pub(crate) fn bgp_state(word: &str) -> Option<BgpState> {
    match word {
        "UP" => Some(BgpState::Up),
        "DOWN" => Some(BgpState::Down),
        "PENDING" => Some(BgpState::Pending),
        _ => None,
    }
}

fn peering(word: &str) -> Option<Peering> {
    [Peering::Private, Peering::Transit, Peering::Public]
        .into_iter()
        .find(|peering| peering_word(*peering) == word)
}

pub(crate) fn peering_word(peering: Peering) -> &'static str {
    match peering {
        Peering::Private => "PRIVATE",
        Peering::Transit => "TRANSIT",
        Peering::Public => "PUBLIC",
    }
}

pub(crate) fn route(said: wire::BgpRoute) -> Option<FabricRoute> {
    let path = said.path.into_iter();
    Some(FabricRoute {
        prefix: Cidr::reported(&said.network)?,
        as_path: path.filter_map(|asn| asn.try_into().ok()).collect(),
        best: said.best,
    })
}

fn asn(number: Option<i64>) -> Option<Asn> {
    let number = u32::try_from(number?).ok()?;
    (number != 0).then_some(Asn(number))
}

/// Pureport sends an empty text where it has nothing.
fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

pub(crate) fn time(text: &str) -> Option<Timestamp> {
    let at: jiff::Timestamp = text.parse().ok()?;
    Some(Timestamp(at.as_millisecond()))
}

#[cfg(test)]
mod tests;
