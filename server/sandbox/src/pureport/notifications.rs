//! Notifications: incidents and maintenance that Pureport announces.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::clock::Millis;

use super::{
    call::{Answer, Call, Reply, link, missing},
    fields::{instant, word},
    json::{present, time},
    state::{Action, Resource, State},
};

/// An announced window; `connections` are those that it touches.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Notification {
    /// `nx-…`
    pub id: String,
    #[serde(rename = "type")]
    pub kind: NotificationType,
    pub description: String,
    pub impacted_services: Vec<ImpactedService>,
    /// Ids of locations; none when it is about no place.
    pub locations: Vec<String>,
    pub start: Millis,
    pub end: Millis,
    pub created_at: Millis,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum NotificationType {
    Incident,
    MaintenanceWindow,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) enum ImpactedService {
    #[serde(rename = "PUREPORT_CONSOLE")]
    Console,
    #[serde(rename = "PUREPORT_API")]
    Api,
    #[serde(rename = "PUREPORT_CONNECTIONS")]
    Connections,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Status {
    Read,
    Unread,
}

/// `GET /accounts/{accountId}/notifications?startTime=&endTime=&status=`: those whose window touches
/// that time.
pub(super) fn list(call: &mut Call) -> Answer {
    let account = call.account()?.id.clone();
    call.need(Resource::Accounts, Action::Read)?;
    let from = instant(call, "startTime")?.unwrap_or(Millis::MIN);
    let to = instant(call, "endTime")?.unwrap_or(Millis::MAX);
    let status: Option<Status> = word(call, "status")?;
    let state = &call.world.pureport;
    let found = state.notifications.iter().filter(|found| {
        found.end >= from
            && found.start <= to
            && status.is_none_or(|status| status == status_of(call, &found.id))
    });
    let found: Vec<Value> = found.map(|found| shown(state, &account, found)).collect();
    Ok(Reply::ok(json!(found)))
}

fn status_of(call: &Call, id: &str) -> Status {
    let read = (call.who.user_id.clone(), id.to_owned());
    if call.world.pureport.read.contains(&read) {
        Status::Read
    } else {
        Status::Unread
    }
}

/// `POST /accounts/{accountId}/notifications`: `{"nx-…":"READ"}` for the user behind the key.
pub(super) fn mark(call: &mut Call) -> Answer {
    call.account()?;
    call.need(Resource::Accounts, Action::Read)?;
    let marks: BTreeMap<String, Status> = call.json()?;
    let known = &call.world.pureport.notifications;
    let stranger = marks
        .keys()
        .find(|id| known.iter().all(|one| one.id != **id));
    if let Some(stranger) = stranger {
        return missing("notification", stranger);
    }
    for (id, status) in marks {
        let mark = (call.who.user_id.clone(), id);
        let read = &mut call.world.pureport.read;
        let _ = match status {
            Status::Read => read.insert(mark),
            Status::Unread => read.remove(&mark),
        };
    }
    Ok(Reply::ok(json!({})))
}

fn shown(state: &State, account: &str, found: &Notification) -> Value {
    let touched = state.connections.iter().filter(|connection| {
        let network = state.network(&connection.network);
        network.is_some_and(|network| network.account == account)
            && found
                .impacted_services
                .contains(&ImpactedService::Connections)
            && found.locations.contains(&connection.order.location)
    });
    let connections: Vec<Value> = touched
        .map(|connection| link("connections", &connection.id, &connection.order.name))
        .collect();
    json!({"connections": connections, "notification": notification_json(found)})
}

fn notification_json(found: &Notification) -> Value {
    let locations: Vec<Value> = found
        .locations
        .iter()
        .filter_map(|id| super::catalogue::find_location(id))
        .map(super::catalogue::location_link)
        .collect();
    present(json!({
        "id": found.id,
        "type": found.kind,
        "state": "PUBLISHED",
        "description": found.description,
        "impactedServices": found.impacted_services,
        "locations": locations,
        "start": time(found.start),
        "end": time(found.end),
        "createdAt": time(found.created_at),
        "updatedAt": time(found.created_at),
    }))
}
