//! Operations from within the process, as a client would call them: for the scenarios.

use axum::http::{HeaderMap, Method};
use serde_json::Value;

use super::{
    auth,
    call::{Handler, Reply},
    exchange::{Received, obey},
    routes::{Route, table},
};
use crate::world::World;

/// Runs an operation of the specification as the holder of `key`; `id` is the one in its path. The
/// error is the refusal's code and message.
pub fn call_within(
    world: &mut World,
    key: &str,
    operation: &str,
    id: &str,
    body: &Value,
) -> Result<Value, String> {
    let named = |route: &&Route| route.operation == operation;
    let Some(route) = table().find(named) else {
        return Err(format!("there is no operation {operation}"));
    };
    let Handler::Signed(run) = route.handler else {
        return Err(format!("{operation} is for those who sign in"));
    };
    let received = received(route, id, body);
    auth::holder(world, key)
        .and_then(|who| obey(world, operation, run, &received, who))
        .map(Reply::into_body)
        .map_err(|refusal| format!("{}: {}", refusal.code.1, refusal.message))
}

/// The request as HTTP would have brought it.
fn received(route: &Route, id: &str, body: &Value) -> Received {
    let parts = route.path.split('/');
    let parts: Vec<_> = parts
        .map(|part| if part.starts_with('{') { id } else { part })
        .collect();
    Received {
        method: Method::from_bytes(route.method.name().as_bytes()).unwrap_or_default(),
        path: parts.join("/"),
        ids: vec![id.to_owned()],
        query: vec![],
        headers: HeaderMap::new(),
        body: body.to_string().into(),
        from: None,
    }
}
