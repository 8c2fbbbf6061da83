//! The audit log: every change that somebody asked for, every sign-in, every change of a state.

mod entry;
mod query;
mod states;
mod subject;
mod trail;

use serde_json::json;

use crate::world::World;

pub(super) use self::{entry::Entry, query::list, states::States, trail::Trail};
use self::{
    entry::{Request, Source, correlation, record},
    subject::{Subject, SubjectType},
};
use super::{
    api_keys::key_json,
    call::{Answer, Reply, parse},
    exchange::Received,
    lifecycle::{self, Event},
    state::BgpState,
};

/// Makes an event true, and writes down which states it changed.
pub fn apply(world: &mut World, event: Event) {
    let before = match event.connection(&world.pureport) {
        Some(connection) => States::of_connection(&world.pureport, connection),
        None => States::default(),
    };
    lifecycle::apply(world, event);
    let changes = before.changes(&world.pureport);
    if changes.is_empty() {
        return;
    }
    let correlation = correlation(world);
    for change in changes {
        record(world, Entry::of_state(change, Source::System, &correlation));
    }
}

/// A sign-in with a known key; one with an unknown key is no account's matter.
pub(super) fn login(world: &mut World, operation: &str, received: &Received, outcome: &Answer) {
    let key = parse(&received.body)
        .ok()
        .and_then(|body: serde_json::Value| {
            let key = body.get("key")?.as_str()?;
            world.pureport.key(key).cloned()
        });
    let Some(key) = key.filter(|_| operation == "login") else {
        return;
    };
    let subject = key_json(&world.pureport, &key);
    let subject = Subject::of(&world.pureport, SubjectType::ApiKey, &subject);
    let mut entry = Entry::new("API_LOGIN", SubjectType::ApiKey, subject.as_ref());
    entry.source = Source::Api;
    entry.principal = subject.map(|subject| subject.link);
    entry.account = key.account;
    entry.correlation = correlation(world);
    // The body is the secret.
    entry.answered(&Request::without_body(received), outcome);
    record(world, entry);
}

/// A session between the providers came up or went down.
pub(super) fn session_changed(
    world: &mut World,
    remote_id: &str,
    before: BgpState,
    after: BgpState,
) {
    let Some(change) = states::session(&world.pureport, remote_id) else {
        return;
    };
    let mut entry = Entry::new(
        "GATEWAY_BGP_STATUS_CHANGE",
        SubjectType::Gateway,
        Some(&change),
    );
    entry.changed("bgpConfig.state", Some(json!(before)), Some(json!(after)));
    entry.correlation = correlation(world);
    record(world, entry);
}

/// The status of a reply or of a refusal.
fn status(outcome: &Answer) -> u16 {
    match outcome {
        Ok(reply) => reply.status(),
        Err(refusal) => refusal.code.0,
    }
}

/// The JSON of a reply.
fn body(outcome: &Answer) -> Option<&serde_json::Value> {
    outcome.as_ref().ok().and_then(Reply::json)
}
