//! Answers whose content is not what was promised.

use std::collections::BTreeSet;

use rand::RngExt;
use serde_json::{Map, Value};

use super::{Kind, Variant};
use crate::world::World;

/// Markup, quotes, a bell, a terminal's escape, an override of the writing direction, a blank of no
/// width.
const HOSTILE: &str =
    "<script>alert(1)</script>\"'&\u{7}\u{1b}[31m\u{202e}\u{200b}<img src=x onerror=alert(2)>";

/// A value that no document lists, in the case of the one that it replaces.
const UNHEARD_OF: &str = "unheard_of";

/// Spoils a body as the fault has it; faults of another sort leave it alone.
pub fn alter(world: &mut World, fault: &Kind, body: &mut Value) {
    match fault {
        Kind::HostileText {} => each_member(body, &mut |name, value| {
            if is_text(name) {
                add_hostile(value);
            }
            if name == "tags" {
                value
                    .as_object_mut()
                    .into_iter()
                    .flat_map(Map::values_mut)
                    .for_each(add_hostile);
            }
        }),
        Kind::WrongBody {
            variant: Variant::ExtraEnum,
            ..
        } => each_member(body, &mut |name, value| {
            if is_enum(name) {
                make_unheard_of(value);
            }
        }),
        Kind::WrongBody {
            variant: Variant::MissingField,
            field,
        } => {
            if let Some(field) = field.clone().or_else(|| any_member(world, body)) {
                remove(body, &field);
            }
        }
        _ => {}
    }
}

/// Every member at every depth, an object's own before those within it.
fn each_member(value: &mut Value, change: &mut dyn FnMut(&str, &mut Value)) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                change(name, member);
                each_member(member, change);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_member(item, change)),
        _ => {}
    }
}

/// Names that people give, and texts that they write. A region's name is no such thing.
fn is_text(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let texts = ["description", "title", "value", "message", "errormessage"];
    name != "regionname" && (name.ends_with("name") || texts.contains(&name.as_str()))
}

fn add_hostile(value: &mut Value) {
    if let Value::String(text) = value {
        text.push_str(HOSTILE);
    }
}

fn is_enum(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["state", "status", "type"]
        .iter()
        .any(|word| name.ends_with(word))
}

fn make_unheard_of(value: &mut Value) {
    if let Value::String(text) = value {
        let upper = text.chars().any(|letter| letter.is_ascii_uppercase());
        *text = if upper {
            UNHEARD_OF.to_ascii_uppercase()
        } else {
            UNHEARD_OF.to_owned()
        };
    }
}

/// The name of one member, drawn from the seed.
fn any_member(world: &mut World, body: &mut Value) -> Option<String> {
    let mut names = BTreeSet::new();
    each_member(body, &mut |name, _| {
        names.insert(name.to_owned());
    });
    let at = (!names.is_empty()).then(|| world.rng().random_range(0..names.len()))?;
    names.into_iter().nth(at)
}

fn remove(value: &mut Value, field: &str) {
    match value {
        Value::Object(members) => {
            members.remove(field);
            members
                .values_mut()
                .for_each(|member| remove(member, field));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| remove(item, field)),
        _ => {}
    }
}
