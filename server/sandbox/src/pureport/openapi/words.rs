//! What `openapi/…json` says.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

/// The files, one for each subject.
pub const FILES: [&str; 9] = [
    include_str!("session.json"),
    include_str!("accounts.json"),
    include_str!("billing.json"),
    include_str!("audit.json"),
    include_str!("people.json"),
    include_str!("networks.json"),
    include_str!("connections.json"),
    include_str!("gateways.json"),
    include_str!("catalogue.json"),
];

/// All files together.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub operations: BTreeMap<String, Operation>,
    schemas: BTreeMap<String, Value>,
}

/// What is said of an operation.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Operation {
    pub summary: String,
    /// The schema of the request's body.
    pub body: Option<String>,
    /// A request that is accepted in the seeded world.
    pub example: Option<Value>,
    pub answer: Value,
    pub created: bool,
    pub csv: bool,
    /// The content type where it is not JSON.
    pub text: Option<String>,
    pub query: Vec<Value>,
    pub refusals: Vec<u16>,
}

impl Words {
    /// A file that cannot be read is left out, which a test would not let pass.
    pub fn read() -> Self {
        let mut all = Self::default();
        for words in FILES.iter().filter_map(|text| parse(text).ok()) {
            all.operations.extend(words.operations);
            all.schemas.extend(words.schemas);
        }
        all
    }

    /// `components/schemas`
    pub fn schemas(&self) -> Value {
        let mut schemas = json!(self.schemas);
        let all = schemas.as_object_mut().into_iter().flatten();
        for (_, schema) in all {
            if let Some(schema) = schema.as_object_mut() {
                schema.remove(ALWAYS);
            }
        }
        schemas
    }

    /// The fields that an answer of this schema always has.
    pub fn always(&self, schema: &str) -> Value {
        let schema = self.schemas.get(schema);
        let always = schema.and_then(|schema| schema.get(ALWAYS));
        always.cloned().unwrap_or_default()
    }
}

const ALWAYS: &str = "x-always";

/// One file.
pub fn parse(text: &str) -> serde_json::Result<Words> {
    serde_json::from_str(text)
}

/// A reference to a schema.
pub fn reference(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{schema}")})
}
