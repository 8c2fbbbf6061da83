//! Operations from within the process, as a client would call them: for the scenarios.

use serde_json::Value;

use super::{
    auth,
    call::{Call, Handler, Reply},
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
    let Some(Handler::Signed(run)) = table().find(named).map(|route| route.handler) else {
        return Err(format!("there is no operation {operation}"));
    };
    let answer =
        auth::holder(world, key).and_then(|who| run(&mut Call::of_holder(world, who, id, body)));
    answer
        .map(Reply::into_body)
        .map_err(|refusal| format!("{}: {}", refusal.code.1, refusal.message))
}
