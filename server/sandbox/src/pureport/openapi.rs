//! `GET /openapi.json`: our own document of exactly what is served.
//!
//! Paths, methods, path parameters and what every operation of a kind refuses come from the table of
//! routes; what only words can say comes from `openapi/…json`, one file for each subject:
//!
//! ```text
//! "operations": {"addNetwork": {            the operation's name in the table
//!     "summary": "Creates a network",
//!     "body": "Network",                    schema of the request
//!     "example": {"name": "Berlin"},
//!     "answer": "Network",                  or "Network[]", or a schema; nothing: any JSON
//!     "created": true,                      201 with a Location, else 200
//!     "csv": true,                          also answered as text/csv
//!     "text": "text/plain",                 answered as this, not as JSON
//!     "query": [{"name": …, "schema": …}],
//!     "refusals": [403, 409]                beside what its kind refuses anyway
//! }},
//! "schemas": {"Network": {…, "x-always": ["id", …]}}
//! ```
//!
//! `required` of a schema is what a client must send, since Pureport's own clients build requests and
//! answers from the same schema; `x-always` is what an answer always has beside it.
//!
//! An operation answers nothing but the statuses that are listed. The `default` beside them has the
//! schema of the success: Pureport's SDK looks for it there, as in Pureport's own document.

mod response;
mod words;

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use self::{
    response::responses,
    words::{Operation, Words},
};
use super::{
    call::{Answer, Call, Handler, Reply},
    routes::{Route, table},
};

static DOCUMENT: LazyLock<Value> = LazyLock::new(document);

/// What `GET /openapi.json` answers.
pub fn openapi() -> &'static Value {
    &DOCUMENT
}

/// `GET /openapi.json`
#[expect(
    clippy::unnecessary_wraps,
    reason = "it cannot fail, but has the type of every operation"
)]
pub(super) fn get(_: &mut Call) -> Answer {
    Ok(Reply::ok(DOCUMENT.clone()))
}

fn document() -> Value {
    let words = Words::read();
    let mut paths: Map<String, Value> = Map::new();
    for route in table() {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.name().to_lowercase()] = operation(route, &words);
    }
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": "Pureport in the sandbox",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What the sandbox serves of Pureport's API.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": words.schemas(),
            "responses": {"Refusal": response::refusal()},
            "securitySchemes": {"accessToken": {
                "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                "description": "The access_token that POST /login answers.",
            }},
        },
    })
}

fn operation(route: &Route, words: &Words) -> Value {
    let unknown = Operation::default();
    let said = words.operations.get(route.operation).unwrap_or(&unknown);
    let signed = matches!(route.handler, Handler::Signed(_));
    let mut operation = json!({
        "operationId": route.operation,
        "summary": said.summary,
        "parameters": parameters(route, said),
        "responses": responses(route, said, words),
        "security": if signed { json!([{"accessToken": []}]) } else { json!([]) },
    });
    if let Some(body) = &said.body {
        let mut content = json!({"schema": words::reference(body)});
        if let Some(example) = &said.example {
            content["example"] = example.clone();
        }
        operation["requestBody"] = json!({
            "required": true,
            "content": {"application/json": content},
        });
    }
    operation
}

fn parameters(route: &Route, said: &Operation) -> Vec<Value> {
    let in_path = placeholders(route.path).map(
        |name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}),
    );
    let in_query = said.query.iter().map(|parameter| {
        let mut parameter = parameter.clone();
        parameter["in"] = json!("query");
        parameter
    });
    in_path.chain(in_query).collect()
}

/// `networkId` of `/networks/{networkId}`.
fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::{DOCUMENT, Words, table};

    #[test]
    fn every_operation_that_is_served_has_its_words_and_no_others_have() {
        let served: BTreeSet<&str> = table().map(|route| route.operation).collect();
        let words = Words::read();
        let told: BTreeSet<&str> = words.operations.keys().map(String::as_str).collect();
        assert_eq!(served, told, "served and told in openapi/…json");
        assert_eq!(served.len(), table().count(), "each name once");
    }

    #[test]
    fn every_path_and_method_that_is_served_is_in_the_document_and_no_others_are() {
        let served: BTreeSet<(String, String)> = table()
            .map(|route| (route.path.to_owned(), route.method.name().to_lowercase()))
            .collect();
        let paths = DOCUMENT["paths"].as_object().unwrap();
        let told = paths.iter().flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().keys();
            methods.map(|method| (path.clone(), method.clone()))
        });
        assert_eq!(served, told.collect());
    }

    #[test]
    fn every_file_of_words_is_read_and_every_reference_leads_somewhere() {
        assert_eq!(words_that_cannot_be_read(), Vec::<String>::new());
        let mut references = BTreeSet::new();
        collect(&DOCUMENT, &mut references);
        for reference in references {
            let pointer = reference.trim_start_matches('#');
            assert!(DOCUMENT.pointer(pointer).is_some(), "{reference}");
        }
    }

    fn words_that_cannot_be_read() -> Vec<String> {
        let files = super::words::FILES.iter();
        files
            .filter_map(|text| Some(super::words::parse(text).err()?.to_string()))
            .collect()
    }

    fn collect(value: &Value, references: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(reference)) = fields.get("$ref") {
                    references.insert(reference.clone());
                }
                let mapping = fields.get("mapping").and_then(Value::as_object);
                let mapped = mapping.into_iter().flat_map(|mapping| mapping.values());
                references.extend(mapped.filter_map(Value::as_str).map(str::to_owned));
                fields.values().for_each(|value| collect(value, references));
            }
            Value::Array(items) => items.iter().for_each(|value| collect(value, references)),
            _ => {}
        }
    }
}
