//! Faults of the plan in Pureport's words.

use axum::{body::Bytes, response::Response};
use serde_json::{Value, json};

use crate::{
    faults::{self, Asked, Kind},
    world::World,
};

use super::error::{Code, code, refused};

/// What is answered to too many requests. No document has this code: it is ours.
const TOO_MANY_REQUESTS: Code = Code(429, "TOO_MANY_REQUESTS");
/// When to come again, unless the plan says, in seconds.
const RETRY_AFTER: u32 = 1;

/// What a fault may look at of a request.
pub(super) struct Input<'r> {
    /// The id in the path.
    pub id: &'r str,
    pub query: &'r [(String, String)],
    pub body: &'r Bytes,
}

impl Input<'_> {
    fn field(&self, name: &str) -> Option<Value> {
        if name == "id" && !self.id.is_empty() {
            return Some(json!(self.id));
        }
        let body = serde_json::from_slice(self.body).ok();
        let member = body.and_then(|body: Value| faults::member(&body, name));
        let named = || self.query.iter().find(|(key, _)| key == name);
        member.or_else(|| named().map(|(_, value)| json!(value)))
    }
}

/// The fault that strikes a request.
pub(super) fn strike(world: &mut World, operation: &str, input: &Input) -> Option<Kind> {
    let field = |name: &str| input.field(name);
    let asked = Asked {
        service: "pureport",
        operation,
        field: &field,
    };
    let fault = faults::strike(world, &asked)?;
    Some(match fault {
        Kind::Throttle { retry_after } => Kind::Throttle {
            retry_after: retry_after.or(Some(RETRY_AFTER)),
        },
        other => other,
    })
}

/// What is refused instead of done: the error's code, and the answer.
pub(super) fn refusal(fault: &Kind) -> Option<(String, Response)> {
    let known = |Code(number, code): Code, message: &str| {
        Some((code.to_owned(), refused(number, code, message)))
    };
    match fault {
        Kind::Status {
            code: number,
            error,
            message,
        } => Some((error.clone(), refused(*number, error, message))),
        Kind::Throttle { .. } => known(TOO_MANY_REQUESTS, "Too many requests"),
        Kind::ExpireToken {} => known(code::ACCESS_TOKEN_EXPIRED, "The token has expired"),
        // Nobody reads it: the connection is closed.
        Kind::DropBefore {} => known(code::BAD_REQUEST, ""),
        _ => None,
    }
}
