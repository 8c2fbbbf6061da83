//! EC2's answers as JSON: elements are members, `item`s are lists.

use quick_xml::{Reader, events::Event};
use serde_json::{Map, Value};

/// The members of the answer.
pub fn members(text: &str) -> Value {
    let mut reader = Reader::from_str(text);
    let root = element(&mut reader);
    let response = root.as_object().and_then(|root| root.values().next());
    response.expect("an answer").clone()
}

/// What stands up to the end of the element whose start was just read.
fn element(reader: &mut Reader<&[u8]>) -> Value {
    let (mut items, mut members, mut text) = (vec![], Map::new(), String::new());
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                match (name.as_str(), element(reader)) {
                    ("item", value) => items.push(value),
                    (_, value) => {
                        members.insert(name, value);
                    }
                }
            }
            Event::Empty(empty) => {
                let name = empty.name().as_ref().to_owned();
                members.insert(name, Value::Null);
            }
            Event::Text(part) => text.push_str(&part),
            Event::End(_) | Event::Eof => break,
            _ => {}
        }
    }
    match (items.is_empty(), members.is_empty()) {
        (false, _) => items.into(),
        (true, false) => members.into(),
        (true, true) if text.trim().is_empty() => Value::Null,
        (true, true) => text.into(),
    }
}

/// The items of a list, which is nothing when it is empty.
pub fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
