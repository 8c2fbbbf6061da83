//! Tasks: what goes on by itself, asked for or not (pureport.md §2).

mod actions;
mod course;

use serde::Deserialize;
use serde_json::{Value, json};

pub(super) use self::{
    actions::{respawn_gateway, respawn_network, start_gateway, stop_gateway},
    course::{begin_connection, end, end_connection, run, run_connection},
};
use super::{
    call::{Answer, Call, Reply, link, missing, need},
    error::{code, refuse},
    json::{present, time},
    page::Page,
    state::{Named, State, Task, TaskKind, TaskState},
};

/// `GET /tasks?state&pageNumber&pageSize`: the newest first.
pub(super) fn list(call: &mut Call) -> Answer {
    need(call.who.networks.read, "networks.read")?;
    let wanted = wanted_state(call)?;
    let page = Page::asked(call)?;
    let state = &call.world.pureport;
    let found: Vec<&Task> = state
        .tasks
        .newest()
        .filter(|task| call.within(&task.about.account).is_ok())
        .filter(|task| wanted.is_none_or(|wanted| task.state == wanted))
        .collect();
    let sort = ("createdAt", "DESC");
    Ok(Reply::ok(
        page.of(&found, sort, |task| task_json(state, task)),
    ))
}

fn wanted_state(call: &Call) -> Answer<Option<TaskState>> {
    let Some(name) = call.query("state").first().copied() else {
        return Ok(None);
    };
    serde_json::from_value(json!(name)).or_else(|_| {
        refuse(
            code::VALIDATION_ERROR,
            "state must be one of the states of a task",
        )
    })
}

/// `GET /tasks/{taskId}`
pub(super) fn get(call: &mut Call) -> Answer {
    need(call.who.networks.read, "networks.read")?;
    let state = &call.world.pureport;
    let Some(task) = state.tasks.find(&call.id) else {
        return missing("task", &call.id);
    };
    call.within(&task.about.account)?;
    Ok(Reply::ok(task_json(state, task)))
}

/// `GET /connections/{connectionId}/tasks`
pub(super) fn of_connection(call: &mut Call) -> Answer {
    need(call.who.networks.read, "networks.read")?;
    let id = &call.connection()?.id;
    Ok(list_where(call, |task| task.is_of_connection(id)))
}

/// `GET /gateways/{gatewayId}/tasks`
pub(super) fn of_gateway(call: &mut Call) -> Answer {
    need(call.who.networks.read, "networks.read")?;
    call.gateway()?;
    Ok(list_where(call, |task| task.is_of_gateway(&call.id)))
}

fn list_where(call: &Call, wanted: impl Fn(&Task) -> bool) -> Reply {
    let state = &call.world.pureport;
    let found = state.tasks.newest().filter(|task| wanted(task));
    Reply::ok(json!(
        found.map(|task| task_json(state, task)).collect::<Vec<_>>()
    ))
}

/// A task as clients send it: only its type says anything.
#[derive(Deserialize)]
struct Body {
    #[serde(rename = "type")]
    kind: Option<String>,
}

fn wanted_kind(call: &Call) -> Answer<TaskKind> {
    let Some(name) = call.json::<Body>()?.kind else {
        return refuse(code::VALIDATION_ERROR, "type must be given");
    };
    serde_json::from_value(json!(name))
        .or_else(|_| refuse(code::UNSUPPORTED_TASK_NAME, "There is no task of this type"))
}

/// `POST /connections/{connectionId}/tasks`
pub(super) fn create_on_connection(call: &mut Call) -> Answer {
    call.connection()?;
    need(call.who.networks.update, "networks.update")?;
    let kind = wanted_kind(call)?;
    let task = match kind {
        TaskKind::Ping => actions::ping_connection(call)?,
        TaskKind::RespawnGateways | TaskKind::RespawnWithCloudServices => {
            actions::respawn_connection(call, kind)?
        }
        _ => return unsupported("connection"),
    };
    created(call, &task)
}

/// `POST /gateways/{gatewayId}/tasks`
pub(super) fn create_on_gateway(call: &mut Call) -> Answer {
    call.gateway()?;
    need(call.who.networks.update, "networks.update")?;
    let task = match wanted_kind(call)? {
        TaskKind::Ping => actions::ping_gateway(call)?,
        kind @ (TaskKind::StartGateway | TaskKind::StopGateway | TaskKind::RespawnGateways) => {
            actions::change_gateway(call, kind)?
        }
        _ => return unsupported("gateway"),
    };
    created(call, &task)
}

fn unsupported<T>(what: &str) -> Answer<T> {
    refuse(
        code::UNSUPPORTED_TASK_FOR_RESOURCE,
        format!("This task cannot be started on a {what} of AWS Direct Connect"),
    )
}

fn created(call: &Call, id: &str) -> Answer {
    let state = &call.world.pureport;
    match state.tasks.find(id) {
        Some(task) => Ok(Reply::created(task_json(state, task))),
        None => missing("task", id),
    }
}

fn task_json(state: &State, task: &Task) -> Value {
    let account = state.account(&task.about.account);
    let to_task = |id: &String| link("tasks", id, id);
    present(json!({
        "id": task.id,
        "href": format!("/tasks/{}", task.id),
        "type": task.kind,
        "state": task.state,
        "account": link("accounts", &task.about.account, account.map_or("", |found| &found.name)),
        "network": named("networks", task.about.network.as_ref()),
        "connection": named("connections", task.about.connection.as_ref()),
        "gateway": named("gateways", task.about.gateway.as_ref()),
        "parent": task.parent.as_ref().map(to_task),
        "children": task.children.iter().map(to_task).collect::<Vec<_>>(),
        "description": describe(task),
        "result": task.result,
        "createdAt": time(task.created_at),
        "startedAt": task.started_at.map(time),
        "updatedAt": time(task.updated_at),
        "completedAt": task.completed_at.map(time),
    }))
}

fn named(collection: &str, named: Option<&Named>) -> Option<Value> {
    named.map(|named| link(collection, &named.id, &named.name))
}

/// In words what is done, for example `Stop gateway “AWS - Primary”`.
fn describe(task: &Task) -> String {
    let about = &task.about;
    let subject = about
        .gateway
        .as_ref()
        .or(about.connection.as_ref())
        .or(about.network.as_ref());
    let what = match task.kind {
        TaskKind::IpsecRestart => "Restart IPsec of",
        TaskKind::Ping => "Ping from",
        TaskKind::ChangeConnectionSpeed => "Change speed of",
        TaskKind::CreateOrUpdateConnection => "Create or update connection",
        TaskKind::DeleteConnection => "Delete connection",
        TaskKind::StopGateway => "Stop gateway",
        TaskKind::StartGateway => "Start gateway",
        TaskKind::DeleteGateway => "Delete gateway",
        TaskKind::RespawnGateways => "Respawn gateways of",
        TaskKind::RespawnNetwork => "Respawn network",
        TaskKind::RespawnWithCloudServices => "Respawn with cloud services",
    };
    format!("{what} “{}”", subject.map_or("", |named| &named.name))
}
