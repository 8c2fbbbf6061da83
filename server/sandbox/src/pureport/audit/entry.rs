//! One line of the audit log.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{clock::Millis, world::World};

use super::{
    body,
    states::StateChange,
    status,
    subject::{Subject, SubjectType},
};
use crate::pureport::{
    call::Answer,
    exchange::Received,
    json::{account_link, present, time},
    state::State,
    view::hide,
};

/// How many entries are kept.
const KEPT: usize = 1_000;
/// Bodies above this are left out, bytes.
const LONGEST: usize = 16 * 1024;

/// One line of the audit log, without secrets.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::pureport) struct Entry {
    pub timestamp: Millis,
    pub event_type: String,
    pub subject_type: SubjectType,
    /// Nothing when it was refused before there was one.
    pub subject: Option<Value>,
    /// The ids of what the subject is part of.
    pub above: Vec<String>,
    pub account: String,
    /// Nobody where something happened by itself.
    pub principal: Option<Value>,
    pub user_id: Option<String>,
    pub source: Source,
    pub result: AuditResult,
    pub correlation: String,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
    /// `request`, `response` and `changes`, as text: it takes a fraction of the room.
    pub(super) details: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(in crate::pureport) enum Source {
    Api,
    System,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(in crate::pureport) enum AuditResult {
    Success,
    Failure,
}

/// What of a request is written down.
pub(super) struct Request {
    pub shown: Value,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
}

impl Request {
    pub fn new(received: &Received) -> Self {
        let mut request = Self::without_body(received);
        if let Some(body) = readable(&received.body) {
            request.shown["body"] = json!(body);
        }
        request
    }

    pub fn without_body(received: &Received) -> Self {
        let mut query: Map<String, Value> = Map::new();
        for (name, value) in &received.query {
            let values = query.entry(name).or_insert_with(|| json!([]));
            if let Some(values) = values.as_array_mut() {
                values.push(json!(value));
            }
        }
        let agent = received.headers.get("user-agent");
        Self {
            shown: json!({
                "method": received.method.as_str(),
                "url": received.path,
                "queryParameters": query,
            }),
            ip_address: received.from.map(|address| address.to_string()),
            user_agent: agent
                .and_then(|agent| agent.to_str().ok())
                .map(str::to_owned),
        }
    }
}

/// A body that is JSON and not too long, without its secrets. What is no JSON is left out: it may be
/// a secret.
fn readable(body: &[u8]) -> Option<String> {
    let mut body: Value = serde_json::from_slice(body).ok()?;
    shortened(&mut body)
}

fn shortened(body: &mut Value) -> Option<String> {
    hide(body);
    Some(body.to_string()).filter(|text| text.len() <= LONGEST)
}

impl Entry {
    pub(super) fn new(event: &str, kind: SubjectType, subject: Option<&Subject>) -> Self {
        Self {
            timestamp: 0,
            event_type: event.to_owned(),
            subject_type: kind,
            subject: subject.map(|subject| subject.link.clone()),
            above: subject
                .map(|subject| subject.above.clone())
                .unwrap_or_default(),
            account: subject
                .map(|subject| subject.account.clone())
                .unwrap_or_default(),
            principal: None,
            user_id: None,
            source: Source::System,
            result: AuditResult::Success,
            correlation: String::new(),
            ip_address: None,
            user_agent: None,
            details: String::new(),
        }
    }

    /// A state that changed.
    pub(super) fn of_state(change: StateChange, source: Source, correlation: &str) -> Self {
        let event = match change.kind {
            SubjectType::Gateway => "GATEWAY_STATE_CHANGE",
            _ => "CONNECTION_STATE_CHANGE",
        };
        let mut entry = Self::new(event, change.kind, Some(&change.subject));
        entry.changed("state", Some(change.previous), Some(change.current));
        entry.source = source;
        correlation.clone_into(&mut entry.correlation);
        entry
    }

    /// Writes down who asked for what and what was answered.
    pub(super) fn answered(&mut self, request: &Request, outcome: &Answer) {
        let status = status(outcome);
        if outcome.is_err() {
            self.result = AuditResult::Failure;
        }
        self.ip_address.clone_from(&request.ip_address);
        self.user_agent.clone_from(&request.user_agent);
        let answer = body(outcome).filter(|_| self.event_type != "API_LOGIN");
        let response = json!({
            "statusCode": status,
            "statusCodeFamily": family(status),
            "body": answer.and_then(|body| shortened(&mut body.clone())),
        });
        self.add("request", request.shown.clone());
        self.add("response", present(response));
    }

    /// Adds a property's change to the details.
    pub fn changed(&mut self, property: &str, previous: Option<Value>, current: Option<Value>) {
        let change = json!({"property": property, "previous": previous, "current": current});
        self.add("changes", json!([present(change)]));
    }

    pub fn add(&mut self, name: &str, value: Value) {
        let mut details = self.details();
        details.insert(name.to_owned(), value);
        self.details = Value::Object(details).to_string();
    }

    fn details(&self) -> Map<String, Value> {
        serde_json::from_str(&self.details).unwrap_or_default()
    }

    /// As the API answers it.
    pub fn json(&self, state: &State) -> Value {
        let mut shown = present(json!({
            "timestamp": time(self.timestamp),
            "eventType": self.event_type,
            "subjectType": self.subject_type,
            "subject": self.subject,
            "principal": self.principal,
            "account": account_link(state, &self.account),
            "source": self.source,
            "result": self.result,
            "correlationId": self.correlation,
            "ipAddress": self.ip_address,
            "userAgent": self.user_agent,
        }));
        if let Some(shown) = shown.as_object_mut() {
            shown.extend(self.details());
        }
        shown
    }
}

fn family(status: u16) -> &'static str {
    match status / 100 {
        2 => "SUCCESSFUL",
        3 => "REDIRECTION",
        4 => "CLIENT_ERROR",
        5 => "SERVER_ERROR",
        _ => "OTHER",
    }
}

/// Keeps an entry, now; the oldest goes when there are too many.
pub(super) fn record(world: &mut World, mut entry: Entry) {
    entry.timestamp = world.now;
    let audit = &mut world.pureport.audit;
    if audit.len() >= KEPT {
        audit.pop_front();
    }
    audit.push_back(entry);
}

/// A new id that ties entries together, in the form of a UUID.
pub(super) fn correlation(world: &mut World) -> String {
    let hex = world.hex(32);
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-4{}-a{}-{}",
        part(0, 8),
        part(8, 12),
        part(13, 16),
        part(17, 20),
        part(20, 32)
    )
}
