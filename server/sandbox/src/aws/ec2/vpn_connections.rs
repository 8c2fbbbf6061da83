//! Site-to-Site VPN connections, as far as a VPN beside Direct Connect on the same gateway goes.
//! Nobody is behind the customer gateway: the tunnels stay down and carry no route.

mod tunnels;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use self::tunnels::Tunnel;
use super::{
    CustomerGateway, Deed, TransitGateway, VpnGateway, VpnGatewayState, answer, cidr,
    describe::{Kind, Resource, existing, find, kept_in},
    exclusive, invalid, new_tags, vpn_gateways,
};
use crate::{
    aws::{
        AwsError, Caller, Event,
        form::Form,
        ids,
        tags::{self, Tags},
    },
    clock::Millis,
    pace::Transition,
    timers,
    world::World,
};

/// Connections per VPN gateway (Site-to-Site VPN quotas).
const PER_GATEWAY: usize = 10;

/// The states of a VPN connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VpnConnectionState {
    Pending,
    Available,
    Deleting,
    Deleted,
}

/// A VPN connection.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VpnConnection {
    pub vpn_connection_id: String,
    pub owner_id: String,
    pub region: String,
    pub state: VpnConnectionState,
    pub customer_gateway_id: String,
    pub vpn_gateway_id: Option<String>,
    pub transit_gateway_id: Option<String>,
    pub static_routes_only: bool,
    /// Static routes.
    pub routes: Vec<Ipv4Net>,
    pub tunnels: Vec<Tunnel>,
    pub tags: Tags,
    pub deleted_at: Option<Millis>,
}

impl Resource for VpnConnection {
    const KIND: Kind = Kind {
        prefix: "vpn-",
        ids: "VpnConnectionId",
        malformed: "InvalidVpnConnectionID",
        not_found: "InvalidVpnConnectionID.NotFound",
        noun: "vpnConnection ID",
        list: "vpnConnectionSet",
        resource_type: "vpn-connection",
        filters: &[
            ("vpn-connection-id", "vpnConnectionId"),
            ("vpn-gateway-id", "vpnGatewayId"),
            ("transit-gateway-id", "transitGatewayId"),
            ("customer-gateway-id", "customerGatewayId"),
            (
                "customer-gateway-configuration",
                "customerGatewayConfiguration",
            ),
            ("state", "state"),
            ("type", "type"),
            ("option.static-routes-only", "options.staticRoutesOnly"),
            (
                "route.destination-cidr-block",
                "routes.destinationCidrBlock",
            ),
        ],
    };
    kept_in!(vpn_connections, vpn_connection_id);

    fn deleted_at(&self) -> Option<Millis> {
        self.deleted_at
    }

    fn view(&self, world: &World) -> Value {
        let gateway = self
            .vpn_gateway_id
            .as_ref()
            .or(self.transit_gateway_id.as_ref());
        let route = |cidr: &Ipv4Net| json!({"destinationCidrBlock": cidr, "source": "Static", "state": "available"});
        json!({
            "vpnConnectionId": self.vpn_connection_id,
            "state": self.state,
            "type": "ipsec.1",
            "category": "VPN",
            "customerGatewayId": self.customer_gateway_id,
            "customerGatewayConfiguration": self.configuration(world),
            "vpnGatewayId": self.vpn_gateway_id,
            "transitGatewayId": self.transit_gateway_id,
            "gatewayAssociationState": if gateway.is_some() { "associated" } else { "not-associated" },
            "options": {
                "enableAcceleration": false,
                "staticRoutesOnly": self.static_routes_only,
                "localIpv4NetworkCidr": "0.0.0.0/0",
                "remoteIpv4NetworkCidr": "0.0.0.0/0",
                "outsideIpAddressType": "PublicIpv4",
                "tunnelInsideIpVersion": "ipv4",
                "tunnelOptionSet": self.tunnels.iter().map(Tunnel::options).collect::<Value>(),
            },
            "routes": self.routes.iter().map(route).collect::<Value>(),
            "vgwTelemetry": self.tunnels.iter().map(Tunnel::telemetry).collect::<Value>(),
            "tagSet": tags::view(&self.tags),
        })
    }
}

impl VpnConnection {
    /// Only a living connection shows it (EC2 API reference); it carries the keys.
    fn configuration(&self, world: &World) -> Option<String> {
        let gateway = world.aws.customer_gateways.get(&self.customer_gateway_id)?;
        let alive = matches!(
            self.state,
            VpnConnectionState::Pending | VpnConnectionState::Available
        );
        alive.then(|| tunnels::configuration(self, gateway))
    }
}

/// The same request again gives the connection that is there (EC2 API reference).
pub fn create(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    vpn_gateways::check_type(form)?;
    let customer = find::<CustomerGateway>(world, caller, form.required("CustomerGatewayId")?)?;
    let mut connection = VpnConnection {
        vpn_connection_id: String::new(),
        owner_id: caller.account.clone(),
        region: caller.region.clone(),
        state: VpnConnectionState::Pending,
        customer_gateway_id: customer.customer_gateway_id.clone(),
        vpn_gateway_id: vpn_gateway(world, caller, form)?,
        transit_gateway_id: transit_gateway(world, caller, form)?,
        static_routes_only: form.boolean("Options.StaticRoutesOnly")?.unwrap_or(false),
        routes: vec![],
        tunnels: vec![],
        tags: new_tags::<VpnConnection>(form)?,
        deleted_at: None,
    };
    let living = |one: &&VpnConnection| one.state != VpnConnectionState::Deleting;
    let mut others = existing(world, caller).filter(living);
    if let Some(same) = others.find(|one| one.joins_the_same(&connection)) {
        return Ok(answer(json!({"vpnConnection": same.view(world)})));
    }
    check_quota(world, caller, &connection)?;
    Ok(Box::new(move |world| {
        connection.vpn_connection_id = ids::long(world, VpnConnection::KIND.prefix);
        connection.tunnels = vec![Tunnel::new(world), Tunnel::new(world)];
        let (id, view) = (connection.vpn_connection_id.clone(), connection.view(world));
        world.aws.vpn_connections.insert(id.clone(), connection);
        let event = timers::Event::Aws(Event::VpnConnectionAvailable(id));
        world.after(Transition::VpnConnectionAvailable, event);
        json!({"vpnConnection": view})
    }))
}

impl VpnConnection {
    fn joins_the_same(&self, other: &Self) -> bool {
        self.customer_gateway_id == other.customer_gateway_id
            && self.vpn_gateway_id == other.vpn_gateway_id
            && self.transit_gateway_id == other.transit_gateway_id
            && self.static_routes_only == other.static_routes_only
    }
}

fn vpn_gateway(world: &World, caller: &Caller, form: &Form) -> Result<Option<String>, AwsError> {
    let Some(id) = form.get("VpnGatewayId") else {
        return Ok(None);
    };
    if form.get("TransitGatewayId").is_some() {
        return Err(exclusive("vpnGatewayId", "transitGatewayId"));
    }
    let gateway = find::<VpnGateway>(world, caller, id)?;
    if gateway.state != VpnGatewayState::Available {
        let message = format!("The vpnGateway '{id}' is not available.");
        return Err(AwsError::new("InvalidVpnGatewayState", message));
    }
    Ok(Some(id.to_owned()))
}

fn transit_gateway(
    world: &World,
    caller: &Caller,
    form: &Form,
) -> Result<Option<String>, AwsError> {
    let id = form.get("TransitGatewayId");
    id.map(|id| find::<TransitGateway>(world, caller, id).map(|one| one.transit_gateway_id.clone()))
        .transpose()
}

fn check_quota(world: &World, caller: &Caller, new: &VpnConnection) -> Result<(), AwsError> {
    let on_gateway = existing(world, caller)
        .filter(|one: &&VpnConnection| one.vpn_gateway_id == new.vpn_gateway_id);
    if new.vpn_gateway_id.is_some() && on_gateway.count() >= PER_GATEWAY {
        let message = "The maximum number of VPN connections has been reached.";
        return Err(AwsError::new("VpnConnectionLimitExceeded", message));
    }
    Ok(())
}

pub fn delete(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let id = form.required("VpnConnectionId")?.to_owned();
    find::<VpnConnection>(world, caller, &id)?;
    Ok(Box::new(move |world| {
        if let Some(connection) = world.aws.vpn_connections.get_mut(&id)
            && connection.state != VpnConnectionState::Deleting
        {
            connection.state = VpnConnectionState::Deleting;
            let event = timers::Event::Aws(Event::VpnConnectionDeleted(id));
            world.after(Transition::VpnConnectionDeleted, event);
        }
        json!({"return": true})
    }))
}

/// Only a connection without BGP has static routes.
pub fn create_route(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let connection = find::<VpnConnection>(world, caller, form.required("VpnConnectionId")?)?;
    let destination = cidr(form, "DestinationCidrBlock")?;
    if !connection.static_routes_only {
        return Err(invalid(format!(
            "The VPN connection '{}' does not use static routes.",
            connection.vpn_connection_id
        )));
    }
    Ok(edit_routes(connection, move |routes| {
        if !routes.contains(&destination) {
            routes.push(destination);
        }
    }))
}

pub fn delete_route(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let connection = find::<VpnConnection>(world, caller, form.required("VpnConnectionId")?)?;
    let destination = cidr(form, "DestinationCidrBlock")?;
    if !connection.routes.contains(&destination) {
        let id = &connection.vpn_connection_id;
        let message =
            format!("no route with destination-cidr-block {destination} in VPN connection {id}");
        return Err(AwsError::new("InvalidRoute.NotFound", message));
    }
    Ok(edit_routes(connection, move |routes| {
        routes.retain(|one| *one != destination);
    }))
}

fn edit_routes(
    connection: &VpnConnection,
    change: impl FnOnce(&mut Vec<Ipv4Net>) + 'static,
) -> Deed {
    let id = connection.vpn_connection_id.clone();
    Box::new(move |world| {
        if let Some(connection) = world.aws.vpn_connections.get_mut(&id) {
            change(&mut connection.routes);
        }
        json!({"return": true})
    })
}
