//! What an operation can answer.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::pureport::{
    call::Handler,
    routes::{Method, Route},
};

use super::{
    placeholders,
    words::{Operation, Words, reference},
};

/// Every status with its schema.
pub fn responses(route: &Route, said: &Operation, words: &Words) -> Value {
    let status = if said.created { "201" } else { "200" };
    let mut responses = json!({});
    responses["default"] = success(said, schema(said, reference));
    responses[status] = success(said, schema(said, |name| strict(name, words)));
    if said.created {
        responses[status]["headers"] = json!({"Location": {
            "description": "The path of what was created.",
            "schema": {"type": "string"},
        }});
    }
    for status in refusals(route, said) {
        responses[status.to_string()] = json!({"$ref": "#/components/responses/Refusal"});
    }
    responses
}

fn success(said: &Operation, schema: Value) -> Value {
    let kind = said.text.as_deref().unwrap_or("application/json");
    let mut content = json!({kind: {"schema": schema}});
    if said.csv {
        content["text/csv"] = json!({"schema": {"type": "string"}});
    }
    json!({"description": said.summary, "content": content})
}

/// `Network`, `Network[]`, or a schema as it is.
fn schema(said: &Operation, of: impl Fn(&str) -> Value) -> Value {
    match &said.answer {
        Value::String(name) => match name.strip_suffix("[]") {
            Some(item) => json!({"type": "array", "items": of(item)}),
            None => of(name),
        },
        Value::Null => json!({}),
        schema => schema.clone(),
    }
}

/// The schema with what an answer always has.
fn strict(name: &str, words: &Words) -> Value {
    match words.always(name) {
        Value::Null => reference(name),
        always => json!({"allOf": [reference(name), {"required": always}]}),
    }
}

fn refusals(route: &Route, said: &Operation) -> BTreeSet<u16> {
    let mut statuses: BTreeSet<u16> = said.refusals.iter().copied().collect();
    if matches!(route.handler, Handler::Signed(_)) {
        statuses.insert(401);
    }
    if placeholders(route.path).next().is_some() {
        // A path that is not UTF-8, and an id of nothing.
        statuses.extend([400, 404]);
    }
    if said.body.is_some() {
        // Not JSON, too long, not what the operation takes.
        statuses.extend([400, 413, 422]);
    } else if route.method == Method::Post {
        statuses.insert(413);
    }
    statuses
}

/// The form of every refusal.
pub fn refusal() -> Value {
    json!({
        "description": "Refused",
        "content": {"application/json": {"schema": reference("Refusal")}},
    })
}
