//! Operations from within the process, as a client would call them: for the scenarios.

use serde_json::Value;

use super::{
    accounts, auth,
    call::{Answer, Call, Reply},
    connections, networks,
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
    let run: fn(&mut Call) -> Answer = match operation {
        "findAllAccounts" => accounts::list,
        "findNetworks" => networks::list,
        "addConnection" => connections::create,
        "getConnection" => connections::get,
        "deleteConnection" => connections::delete,
        other => return Err(format!("no scenario calls {other}")),
    };
    let answer =
        auth::holder(world, key).and_then(|who| run(&mut Call::of_holder(world, who, id, body)));
    answer
        .map(Reply::into_body)
        .map_err(|refusal| format!("{}: {}", refusal.code.1, refusal.message))
}
