//! The XML answers of the query protocols, from the values that operations return.

use std::fmt::Write;

use quick_xml::escape::escape;
use serde_json::Value;

/// How a service writes the items of a list.
#[derive(Debug, Clone, Copy)]
pub enum Items {
    /// EC2.
    Item,
    /// The others.
    Member,
}

impl Items {
    fn name(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Member => "member",
        }
    }

    /// `value` as the element `name`: members become elements, nulls nothing.
    pub fn element(self, name: &str, value: &Value) -> String {
        let mut text = String::new();
        self.write(&mut text, name, value);
        text
    }

    /// The members of `value` one after another, without an element around them.
    pub fn members(self, value: &Value) -> String {
        let mut text = String::new();
        self.write_members(&mut text, value);
        text
    }

    fn write(self, text: &mut String, name: &str, value: &Value) {
        if value.is_null() {
            return;
        }
        // Writing to a string can't fail.
        let _ = write!(text, "<{name}>");
        match value {
            Value::Object(_) => self.write_members(text, value),
            Value::Array(items) => {
                for item in items {
                    self.write(text, self.name(), item);
                }
            }
            Value::String(plain) => text.push_str(&escape(printable(plain))),
            other => text.push_str(&other.to_string()),
        }
        let _ = write!(text, "</{name}>");
    }

    fn write_members(self, text: &mut String, value: &Value) {
        for (name, member) in value.as_object().into_iter().flatten() {
            self.write(text, name, member);
        }
    }
}

/// XML 1.0 has no way to write control characters.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'))
        .collect()
}
