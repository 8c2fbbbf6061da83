//! How accounts, networks and connections are answered. What is not set is left out, never filled in:
//! Ansible and Terraform compare the answer with what they sent.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::clock::Millis;

use super::{
    PUREPORT_ASN,
    call::link,
    catalogue, offers,
    state::{
        Account, BgpState, Circuit, Connection, ConnectionState, Gateway, Nat, Network, State,
    },
};

/// The gateways' software. There is one version, so that "latest" means nothing here.
const VERSION: &str = "1.0.0";

/// For example `2020-08-14T15:40:32.000Z`.
pub(super) fn time(at: Millis) -> Value {
    let stamp = Timestamp::from_millisecond(at).unwrap_or_default();
    json!(stamp.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string())
}

/// The object without its nulls.
pub(super) fn present(value: Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .collect(),
        ),
        other => other,
    }
}

/// A link to an account.
pub(super) fn account_link(state: &State, id: &str) -> Value {
    let name = state.account(id).map_or("", |account| &account.name);
    link("accounts", id, name)
}

/// The first account above every tree has itself as parent: a client reads `parent.id` of each.
pub(super) fn account_json(state: &State, account: &Account) -> Value {
    let above = account.parent.as_deref().and_then(|id| state.account(id));
    let parent = above.unwrap_or(account);
    json!({
        "id": account.id,
        "href": format!("/accounts/{}", account.id),
        "name": account.name,
        "description": account.description,
        "parent": link("accounts", &parent.id, &parent.name),
        "hasChildren": state.accounts.iter().any(|child| child.parent.as_ref() == Some(&account.id)),
        "verified": account.verified,
        "demo": account.demo,
        "pricingHidden": above.is_some_and(|above| !above.show_child_account_pricing),
        "showChildAccountPricing": account.show_child_account_pricing,
        "supportedConnectionGroups": [link("supportedConnections/groups", "default", "default")],
        "technicalContactEmails": account.technical_contact_emails,
        "tags": account.tags,
    })
}

pub(super) fn network_json(state: &State, network: &Network) -> Value {
    present(json!({
        "id": network.id,
        "href": format!("/networks/{}", network.id),
        "name": network.name,
        "description": network.description,
        "account": account_link(state, &network.account),
        "state": network.state,
        "testNetwork": false,
        "tags": network.tags,
    }))
}

pub(super) fn connection_json(state: &State, connection: &Connection) -> Value {
    let order = &connection.order;
    let network = state
        .network(&connection.network)
        .map_or("", |network| &network.name);
    let services: Vec<Value> = order
        .cloud_services
        .iter()
        .map(|id| catalogue::service_link(id))
        .collect();
    let networks = order.customer_networks.iter();
    let networks: Vec<Value> = networks.map(|network| present(json!(network))).collect();
    present(json!({
        "id": connection.id,
        "href": format!("/connections/{}", connection.id),
        "type": "AWS_DIRECT_CONNECT",
        "name": order.name,
        "description": order.description,
        "network": link("networks", &connection.network, network),
        "location": catalogue::find_location(&order.location).map(catalogue::location_link),
        "speed": order.speed,
        "highAvailability": order.high_availability,
        "billingTerm": order.billing_term,
        "billingPlan": plan(connection),
        "billingProvider": "STRIPE",
        "awsAccountId": order.aws_account_id,
        "awsRegion": order.region,
        "cloudRegion": catalogue::region_link(&order.region),
        "cloudServices": services,
        "cloudServicesPrefixWhitelist": order.whitelist,
        "peering": present(json!(order.peering)),
        "customerASN": order.customer_asn,
        "customerNetworks": networks,
        "nat": nat_json(&connection.nat),
        "bgpPasswordConfiguration": order.passwords.as_ref().map(|asked| present(json!(asked))),
        "bfd": order.bfd.as_ref().map(|bfd| present(json!(bfd))),
        "bgpMaximumPrefix": order.bgp_maximum_prefix,
        "bgpAlertPercent": order.bgp_alert_percent,
        "bgpRestartInterval": order.bgp_restart_interval,
        "primaryVlan": order.vlans[0],
        "secondaryVlan": order.vlans[1],
        "advertiseInternalRoutes": order.advertise_internal_routes,
        "tags": order.tags,
        "state": connection.state,
        "errorCode": connection.failure.as_ref().map(|failure| &failure.code),
        "errorMessage": connection.failure.as_ref().map(|failure| &failure.message),
        "createdAt": time(connection.created_at),
        "activeAt": connection.active_at.map(time),
        "primaryGateway": gateway_json(connection, 0),
        "secondaryGateway": gateway_json(connection, 1),
    }))
}

fn plan(connection: &Connection) -> Option<Value> {
    let order = &connection.order;
    let offer = offers::offers().find(|offer| {
        offer.location.id == order.location
            && offer.speed == order.speed
            && offer.peering == order.peering.kind
            && offer.high_availability == order.high_availability
    })?;
    offer.plan(&order.billing_term)
}

fn nat_json(nat: &Nat) -> Value {
    present(json!(nat))
}

/// A leg's gateway; null where there is none.
pub(super) fn gateway_json(connection: &Connection, leg: usize) -> Option<Value> {
    let gateway = connection.gateways.get(leg)?;
    let (word, domain) = if leg == 0 {
        ("Primary", "PRIMARY")
    } else {
        ("Secondary", "SECONDARY")
    };
    let circuit = gateway.circuit.as_ref();
    let failure = gateway.failure.as_ref();
    Some(present(json!({
        "type": "STANDARD",
        "id": gateway.id,
        "href": format!("/gateways/{}", gateway.id),
        "name": gateway_name(connection, leg),
        "description": format!("{word} gateway"),
        "availabilityDomain": domain,
        "connection": link("connections", &connection.id, &connection.order.name),
        "state": gateway_state(connection.state, gateway),
        "errorCode": failure.map(|failure| &failure.code),
        "errorMessage": failure.map(|failure| &failure.message),
        "remoteId": circuit.map(|circuit| &circuit.remote_id),
        "vlan": circuit.map(|circuit| circuit.vlan),
        "bgpConfig": circuit.map(|circuit| bgp_json(connection, circuit)),
        "version": circuit.map(|_| VERSION),
        "vrrpStatus": circuit.map(|circuit| vrrp_json(connection, leg, circuit)),
    })))
}

/// For example `AWS us-west-2 - 50Mbps - HA - Primary`; the hosted connection has the same name.
pub(super) fn gateway_name(connection: &Connection, leg: usize) -> String {
    let word = if leg == 0 { "Primary" } else { "Secondary" };
    format!("{} - {word}", connection.order.name)
}

/// A gateway knows no INITIALIZING and no approval.
fn gateway_state(state: ConnectionState, gateway: &Gateway) -> ConnectionState {
    use ConnectionState as S;
    match state {
        S::Initializing | S::PendingApproval | S::Approved => S::WaitingToProvision,
        S::Active if gateway.changing => S::Updating,
        S::Active if !gateway.running => S::Down,
        other => other,
    }
}

/// The first gateway that runs is the one that traffic of the network goes to.
fn vrrp_json(connection: &Connection, leg: usize, circuit: &Circuit) -> Value {
    let master = connection
        .gateways
        .iter()
        .position(|gateway| gateway.running);
    let hop = circuit.customer_ip.split('/').next();
    let good = circuit.bgp == BgpState::Up;
    json!({
        "state": if master == Some(leg) { "MASTER" } else { "BACKUP" },
        "priority": if leg == 0 { 200 } else { 100 },
        "nextHops": [{"nextHopIp": hop, "status": if good { "GOOD" } else { "BAD" }}],
    })
}

fn bgp_json(connection: &Connection, circuit: &Circuit) -> Value {
    let public = connection.order.peering.is_public();
    present(json!({
        "pureportASN": PUREPORT_ASN,
        "customerASN": circuit.customer_asn,
        "pureportIP": circuit.pureport_ip,
        "customerIP": circuit.customer_ip,
        "peeringSubnet": circuit.peering_subnet,
        "password": circuit.password,
        "publicNatIp": public.then_some(""),
        "state": if connection.state.carries_traffic() { circuit.bgp } else { BgpState::Down },
    }))
}
