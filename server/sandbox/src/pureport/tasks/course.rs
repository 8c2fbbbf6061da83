//! The course of a task: created, running, over.

use crate::{
    pureport::{
        ids,
        json::gateway_name,
        state::{About, BgpState, Connection, Failure, Named, State, Task, TaskKind, TaskState},
    },
    world::World,
};

/// Writes down a task that was asked for just now; gives its id.
pub fn begin(world: &mut World, kind: TaskKind, about: About, parent: Option<&str>) -> String {
    let id = ids::new(world, "task");
    let now = world.now;
    world.pureport.tasks.push(Task {
        id: id.clone(),
        kind,
        state: TaskState::Created,
        about,
        parent: parent.map(str::to_owned),
        children: Vec::new(),
        result: None,
        created_at: now,
        started_at: None,
        updated_at: now,
        completed_at: None,
    });
    id
}

/// The task of an order, a change or a delete.
pub fn begin_connection(world: &mut World, connection: &str, kind: TaskKind) {
    let state = &world.pureport;
    let about = state
        .connection(connection)
        .map(|found| about_connection(state, found));
    if let Some(about) = about {
        begin(world, kind, about, None);
    }
}

/// The open task of an order, a change or a delete goes on.
pub fn run_connection(world: &mut World, connection: &str) {
    if let Some(id) = open_of(world, connection) {
        run(world, &id);
    }
}

/// The open task of an order, a change or a delete is over.
pub fn end_connection(world: &mut World, connection: &str, failure: Option<&Failure>) {
    let Some(id) = open_of(world, connection) else {
        return;
    };
    match failure {
        None => close(world, &id, TaskState::Completed, None),
        Some(failure) => {
            let said = format!("{}: {}", failure.code, failure.message);
            close(world, &id, TaskState::Failed, Some(said));
        }
    }
}

fn open_of(world: &World, connection: &str) -> Option<String> {
    let lifecycle = |task: &&Task| {
        let kinds = [
            TaskKind::CreateOrUpdateConnection,
            TaskKind::DeleteConnection,
        ];
        kinds.contains(&task.kind) && task.is_open() && task.is_of_connection(connection)
    };
    let found = world.pureport.tasks.newest().find(lifecycle);
    found.map(|task| task.id.clone())
}

/// CREATED is over.
pub fn run(world: &mut World, id: &str) {
    let now = world.now;
    let task = world.pureport.tasks.find_mut(id);
    if let Some(task) = task.filter(|task| task.state == TaskState::Created) {
        task.state = TaskState::Running;
        task.started_at = Some(now);
        task.updated_at = now;
    }
}

fn close(world: &mut World, id: &str, state: TaskState, result: Option<String>) {
    let now = world.now;
    if let Some(task) = world.pureport.tasks.find_mut(id) {
        task.state = state;
        task.result = result;
        task.started_at.get_or_insert(now);
        task.updated_at = now;
        task.completed_at = Some(now);
    }
}

/// RUNNING is over: what the task was for is done now.
pub fn end(world: &mut World, id: &str) {
    let found = world.pureport.tasks.find(id).cloned();
    let Some(task) = found.filter(Task::is_open) else {
        return;
    };
    match effect(world, &task) {
        Some(result) => close(world, id, TaskState::Completed, Some(result)),
        None => close(world, id, TaskState::Deleted, None),
    }
    if let Some(parent) = task.parent {
        end_parent(world, &parent);
    }
}

/// What the task says at its end; nothing when what it is about is gone.
fn effect(world: &mut World, task: &Task) -> Option<String> {
    if task.kind == TaskKind::Ping {
        return ping(&world.pureport, task);
    }
    let Some(connection) = &task.about.connection else {
        return Some("No gateway to respawn".to_owned());
    };
    let connection = world.pureport.connection_mut(&connection.id)?;
    let gateways = connection.gateways.iter_mut().filter(|gateway| {
        gateway.changing && (task.about.gateway.is_none() || task.is_of_gateway(&gateway.id))
    });
    for gateway in gateways {
        gateway.changing = false;
        gateway.running = task.kind != TaskKind::StopGateway;
    }
    Some("Done".to_owned())
}

/// Three packets a gateway, which the other end answers while the session is up.
fn ping(state: &State, task: &Task) -> Option<String> {
    let connection = state.connection(&task.about.connection.as_ref()?.id)?;
    let gateways = connection.gateways.iter();
    let asked =
        gateways.filter(|gateway| task.about.gateway.is_none() || task.is_of_gateway(&gateway.id));
    let lines = asked.filter_map(|gateway| {
        let circuit = gateway.circuit.as_ref()?;
        let up = circuit.bgp == BgpState::Up && gateway.running;
        let (received, loss) = if up { (3, 0) } else { (0, 100) };
        let address = circuit.customer_ip.split('/').next().unwrap_or_default();
        Some(format!(
            "{address}: 3 packets transmitted, {received} received, {loss}% packet loss"
        ))
    });
    Some(lines.collect::<Vec<_>>().join("\n"))
}

fn end_parent(world: &mut World, id: &str) {
    let tasks = &world.pureport.tasks;
    let Some(parent) = tasks.find(id).filter(|parent| parent.is_open()) else {
        return;
    };
    let open = |child: &String| tasks.find(child).is_some_and(Task::is_open);
    if !parent.children.iter().any(open) {
        let result = format!("{} connections respawned", parent.children.len());
        close(world, id, TaskState::Completed, Some(result));
    }
}

/// A connection as what a task is about.
pub fn about_connection(state: &State, connection: &Connection) -> About {
    About {
        connection: Some(Named {
            id: connection.id.clone(),
            name: connection.order.name.clone(),
        }),
        ..about_network(state, &connection.network)
    }
}

/// A leg of a connection as what a task is about.
pub fn about_gateway(state: &State, connection: &Connection, leg: usize) -> About {
    let gateway = connection.gateways.get(leg).map(|gateway| Named {
        id: gateway.id.clone(),
        name: gateway_name(connection, leg),
    });
    About {
        gateway,
        ..about_connection(state, connection)
    }
}

/// A network as what a task is about.
pub fn about_network(state: &State, id: &str) -> About {
    let network = state.network(id);
    About {
        account: network.map_or(String::new(), |network| network.account.clone()),
        network: network.map(|network| Named {
            id: network.id.clone(),
            name: network.name.clone(),
        }),
        ..About::default()
    }
}
