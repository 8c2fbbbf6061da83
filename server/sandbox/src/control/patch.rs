//! Changes behind everyone's back, on any stored thing.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::Refused;

/// Changes `thing` as a JSON merge patch (RFC 7386): objects are merged, null takes a member away. A
/// member that the thing does not have, or a value that it can't have, refuses the whole change.
pub fn change<T: Serialize + DeserializeOwned>(
    thing: &mut T,
    set: &Map<String, Value>,
) -> Result<(), Refused> {
    let refused = |error: serde_json::Error| Refused(error.to_string());
    let before = serde_json::to_value(&*thing).map_err(refused)?;
    let mut after = before.clone();
    merge(&mut after, set);
    let changed: T = serde_json::from_value(after).map_err(refused)?;
    let after = serde_json::to_value(&changed).map_err(refused)?;
    if let Some(name) = lost(set, &before, &after) {
        return Err(Refused(format!("there is no \"{name}\" in it")));
    }
    *thing = changed;
    Ok(())
}

fn merge(thing: &mut Value, set: &Map<String, Value>) {
    if !thing.is_object() {
        *thing = Value::Object(Map::new());
    }
    let Some(members) = thing.as_object_mut() else {
        return;
    };
    for (name, new) in set {
        match new {
            Value::Null => drop(members.remove(name)),
            Value::Object(new) => merge(members.entry(name.clone()).or_insert(Value::Null), new),
            new => drop(members.insert(name.clone(), new.clone())),
        }
    }
}

/// The name of a member that is neither in the thing before the change nor after it.
fn lost<'s>(set: &'s Map<String, Value>, before: &Value, after: &Value) -> Option<&'s str> {
    set.iter().find_map(|(name, new)| {
        let (was, is) = (before.get(name), after.get(name));
        match (new, was.or(is)) {
            (_, None) => Some(name.as_str()),
            (Value::Object(new), _) => {
                let nothing = Value::Null;
                lost(new, was.unwrap_or(&nothing), is.unwrap_or(&nothing))
            }
            _ => None,
        }
    })
}
