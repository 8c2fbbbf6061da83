//! The XML answers of the query protocols, from the values that operations return.

use std::fmt::Write;

use quick_xml::escape::escape;
use serde_json::Value;

/// `value` as the element `name`: members become elements, list items `<item>`, nulls nothing.
pub fn element(name: &str, value: &Value) -> String {
    let mut text = String::new();
    write(&mut text, name, value);
    text
}

/// The members of `value` one after another, without an element around them.
pub fn members(value: &Value) -> String {
    let mut text = String::new();
    write_members(&mut text, value);
    text
}

fn write(text: &mut String, name: &str, value: &Value) {
    if value.is_null() {
        return;
    }
    // Writing to a string can't fail.
    let _ = write!(text, "<{name}>");
    match value {
        Value::Object(_) => write_members(text, value),
        Value::Array(items) => items.iter().for_each(|item| write(text, "item", item)),
        Value::String(plain) => text.push_str(&escape(printable(plain))),
        other => text.push_str(&other.to_string()),
    }
    let _ = write!(text, "</{name}>");
}

fn write_members(text: &mut String, value: &Value) {
    for (name, member) in value.as_object().into_iter().flatten() {
        write(text, name, member);
    }
}

/// XML 1.0 has no way to write control characters.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'))
        .collect()
}
