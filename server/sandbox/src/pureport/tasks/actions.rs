//! Tasks that somebody asks for: gateways started, stopped and respawned, and pings.

use crate::{
    pace::Transition,
    pureport::{
        call::{Answer, Call, Reply, missing, need},
        error::{code, refuse},
        json::{gateway_json, network_json},
        lifecycle::Event,
        state::{About, Connection, ConnectionState, NetworkState, Task, TaskKind, TaskState},
    },
    timers,
    world::World,
};

use super::course::{about_connection, about_gateway, about_network, begin};

/// `POST /gateways/{gatewayId}/start`
pub fn start_gateway(call: &mut Call) -> Answer {
    act(call, TaskKind::StartGateway)
}

/// `POST /gateways/{gatewayId}/stop`
pub fn stop_gateway(call: &mut Call) -> Answer {
    act(call, TaskKind::StopGateway)
}

/// `POST /gateways/{gatewayId}/respawn?latest`
pub fn respawn_gateway(call: &mut Call) -> Answer {
    act(call, TaskKind::RespawnGateways)
}

fn act(call: &mut Call, kind: TaskKind) -> Answer {
    call.gateway()?;
    need(call.who.networks.update, "networks.update")?;
    change_gateway(call, kind)?;
    let (connection, leg) = call.gateway()?;
    gateway_json(connection, leg).map_or_else(
        || missing("gateway", &call.id),
        |gateway| Ok(Reply::ok(gateway)),
    )
}

/// Starts, stops or respawns the gateway in the path; gives the task.
pub fn change_gateway(call: &mut Call, kind: TaskKind) -> Answer<String> {
    let (connection, leg) = call.gateway()?;
    let Some(gateway) = connection.gateways.get(leg) else {
        return missing("gateway", &call.id);
    };
    let (conflict, needs_running) = match kind {
        TaskKind::StartGateway => (code::GATEWAY_START_STATE_CONFLICT, false),
        TaskKind::StopGateway => (code::GATEWAY_STOP_STATE_CONFLICT, true),
        _ => (code::GATEWAY_RESPAWN_STATE_CONFLICT, true),
    };
    let settled = connection.state == ConnectionState::Active && !gateway.changing;
    if !settled || gateway.running != needs_running {
        return refuse(conflict, "The gateway is not in a state for this");
    }
    let about = about_gateway(&call.world.pureport, connection, leg);
    let (connection, gateway) = (connection.id.clone(), gateway.id.clone());
    unsettle(call.world, &connection, |id| id == gateway);
    let task = begin(call.world, kind, about, None);
    schedule(call.world, &task);
    Ok(task)
}

/// The gateways are on their way: none of them carries traffic meanwhile.
fn unsettle(world: &mut World, connection: &str, wanted: impl Fn(&str) -> bool) {
    let connection = world.pureport.connection_mut(connection);
    let gateways = connection.into_iter().flat_map(|found| &mut found.gateways);
    for gateway in gateways.filter(|gateway| wanted(&gateway.id)) {
        gateway.changing = true;
        gateway.running = false;
    }
}

fn schedule(world: &mut World, task: &str) {
    let event = Event::TaskStarted {
        task: task.to_owned(),
    };
    world.after(Transition::TaskStarted, timers::Event::Pureport(event));
}

/// Pings the other ends of a connection.
pub fn ping_connection(call: &mut Call) -> Answer<String> {
    let connection = call.connection()?;
    let id = connection.id.clone();
    let about = about_connection(&call.world.pureport, connection);
    ping(call, about, |task| task.is_of_connection(&id))
}

/// Pings the other end of a gateway.
pub fn ping_gateway(call: &mut Call) -> Answer<String> {
    let (connection, leg) = call.gateway()?;
    let about = about_gateway(&call.world.pureport, connection, leg);
    let id = call.id.clone();
    ping(call, about, |task| task.is_of_gateway(&id))
}

fn ping(call: &mut Call, about: About, same: impl Fn(&Task) -> bool) -> Answer<String> {
    let open = |task: &Task| task.kind == TaskKind::Ping && task.is_open() && same(task);
    if call.world.pureport.tasks.newest().any(open) {
        return refuse(code::TASK_TYPE_IN_PROGRESS, "A ping is under way");
    }
    let task = begin(call.world, TaskKind::Ping, about, None);
    schedule(call.world, &task);
    Ok(task)
}

/// Respawns every running gateway of the connection in the path; gives the task.
pub fn respawn_connection(call: &mut Call, kind: TaskKind) -> Answer<String> {
    let connection = call.connection()?;
    let public = connection.order.peering.is_public();
    if kind == TaskKind::RespawnWithCloudServices && !public {
        return refuse(
            code::INVALID_PEERING_TYPE_FOR_OPERATION,
            "Only a public connection has cloud services",
        );
    }
    if !can_respawn(connection) {
        return refuse(
            code::CONNECTION_RESPAWN_STATE_CONFLICT,
            "The connection cannot be respawned in its state",
        );
    }
    let id = connection.id.clone();
    Ok(respawn(call.world, &id, kind, None))
}

fn can_respawn(connection: &Connection) -> bool {
    let changing = connection.gateways.iter().any(|gateway| gateway.changing);
    connection.state == ConnectionState::Active && !changing
}

fn respawn(world: &mut World, id: &str, kind: TaskKind, parent: Option<&str>) -> String {
    let state = &world.pureport;
    let connection = state.connection(id);
    let about = connection.map(|found| about_connection(state, found));
    let running: Vec<String> = connection
        .into_iter()
        .flat_map(|found| &found.gateways)
        .filter(|gateway| gateway.running)
        .map(|gateway| gateway.id.clone())
        .collect();
    unsettle(world, id, |gateway| running.iter().any(|id| id == gateway));
    let task = begin(world, kind, about.unwrap_or_default(), parent);
    schedule(world, &task);
    task
}

/// `POST /networks/{networkId}/respawn`: a task for the network, and one for each connection that runs.
pub fn respawn_network(call: &mut Call) -> Answer {
    let network = call.network()?;
    let (id, state) = (network.id.clone(), network.state);
    need(call.who.networks.update, "networks.update")?;
    let connections = call.world.pureport.connections.iter();
    let of_network: Vec<&Connection> = connections.filter(|one| one.network == id).collect();
    let ready = of_network
        .iter()
        .all(|one| can_respawn(one) || is_failed(one));
    if state != NetworkState::Active || !ready {
        return refuse(
            code::NETWORK_RESPAWN_STATE_CONFLICT,
            "The network, or one of its connections, is not in a state for this",
        );
    }
    let running = of_network.into_iter().filter(|one| can_respawn(one));
    let running: Vec<String> = running.map(|one| one.id.clone()).collect();
    let about = about_network(&call.world.pureport, &id);
    let parent = begin(call.world, TaskKind::RespawnNetwork, about, None);
    if running.is_empty() {
        schedule(call.world, &parent);
    } else {
        aggregate(call.world, &parent, &running);
    }
    Ok(Reply::ok(network_json(
        &call.world.pureport,
        call.network()?,
    )))
}

fn is_failed(connection: &Connection) -> bool {
    use ConnectionState as S;
    matches!(
        connection.state,
        S::FailedToProvision | S::FailedToUpdate | S::FailedToDelete
    )
}

fn aggregate(world: &mut World, parent: &str, connections: &[String]) {
    let children: Vec<String> = connections
        .iter()
        .map(|id| respawn(world, id, TaskKind::RespawnGateways, Some(parent)))
        .collect();
    let now = world.now;
    if let Some(task) = world.pureport.tasks.find_mut(parent) {
        task.state = TaskState::Aggregate;
        task.started_at = Some(now);
        task.children = children;
    }
}
