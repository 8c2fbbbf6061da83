//! `GET /openapi.json`, which every answer of these tests is held against.

use sandbox::{Pace, pureport::openapi};
use serde_json::Value;

use crate::support::{Api, order};

/// Panics unless the document has this status for the operation, and this code among its codes.
pub fn allows(method: &str, path: &str, status: u16, body: &Value) {
    let document = openapi();
    let Some(operation) = operation(document, method, path) else {
        assert!([404, 405].contains(&status), "{method} {path}: {status}");
        return;
    };
    let responses = operation["responses"].as_object().unwrap();
    assert!(
        responses.contains_key(&status.to_string()),
        "{method} {path} answers {status}, which its document does not have: {body}"
    );
    if status >= 400 {
        let codes = &document["components"]["schemas"]["ErrorCode"]["enum"];
        let codes = codes.as_array().unwrap();
        assert!(
            codes.contains(&body["code"]),
            "{} is no ErrorCode",
            body["code"]
        );
    }
}

fn operation<'a>(document: &'a Value, method: &str, path: &str) -> Option<&'a Value> {
    let path = path.split('?').next()?;
    let paths = document["paths"].as_object()?;
    let mut fitting: Vec<_> = paths
        .iter()
        .filter(|(template, _)| fits(template, path))
        .collect();
    // `/facilities/kml` before `/facilities/{facilityId}`.
    fitting.sort_by_key(|(template, _)| template.matches('{').count());
    fitting.first()?.1.get(method.to_lowercase())
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path) = (template.split('/'), path.split('/'));
    template.clone().count() == path.clone().count()
        && template
            .zip(path)
            .all(|(named, given)| named == given || (named.starts_with('{') && !given.is_empty()))
}

#[tokio::test]
async fn the_document_needs_a_token_like_everything_else() {
    let api = Api::anonymous(Pace::Instant);
    let refused = api.get("/openapi.json").await;
    assert_eq!(refused.refusal(), (401, "ACCESS_TOKEN_MISSING"));
    let api = api.sign_in("viewer").await;
    let answer = api.get("/openapi.json").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body["openapi"], "3.0.3");
}

#[tokio::test]
async fn every_path_of_the_document_is_served() {
    let api = Api::new(Pace::Instant).await;
    for (path, methods) in openapi()["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let kinds = &operation["responses"]["200"]["content"];
            if !kinds.is_null() && kinds["application/json"].is_null() {
                api.get_as("*/*", path).await;
                continue;
            }
            let answer = api
                .send(&method.to_uppercase(), path, "{}".to_owned())
                .await;
            let message = answer.body["message"].as_str().unwrap_or_default();
            assert_ne!(answer.status, 405, "{method} {path}");
            assert!(!message.starts_with("There is nothing"), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_body_with_get_or_delete_is_not_looked_at() {
    let api = Api::new(Pace::Instant).await;
    let endless = "x".repeat(2 << 20);
    assert_eq!(
        api.send("GET", "/locations", endless.clone()).await.status,
        200
    );
    let network = format!("/networks/{}", api.network().await);
    assert_eq!(api.send("DELETE", &network, endless).await.status, 200);
}

#[tokio::test]
async fn every_example_of_a_request_is_accepted() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    let ids = [
        ("{accountId}", api.account().await),
        ("{networkId}", api.network().await),
        ("{connectionId}", connection.id()),
        (
            "{gatewayId}",
            text(&connection.body["primaryGateway"]["id"]),
        ),
    ];
    for (path, methods) in openapi()["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let example = &operation["requestBody"]["content"]["application/json"]["example"];
            let fill = |path: String, (name, id): &(&str, String)| path.replace(name, id);
            let path = ids.iter().fold(path.clone(), fill);
            if example.is_null() || path.contains('{') {
                continue;
            }
            let answer = api
                .send(&method.to_uppercase(), &path, example.to_string())
                .await;
            assert!(answer.status < 300, "{method} {path}: {}", answer.body);
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

#[test]
fn every_schema_can_be_made_into_a_model_by_pureports_sdk() {
    let schemas = openapi()["components"]["schemas"].as_object().unwrap();
    let keywords = [
        "class", "def", "from", "global", "import", "in", "is", "lambda", "not", "pass", "with",
    ];
    for (name, schema) in schemas {
        let parts = schema["allOf"].as_array();
        let properties =
            parts.and_then(|parts| parts.iter().find_map(|part| part.get("properties")));
        let properties = properties.or(schema.get("properties"));
        assert!(
            properties.is_some() || schema["enum"].is_array(),
            "{name} is neither an object nor an enumeration"
        );
        let names = properties.and_then(Value::as_object).into_iter().flatten();
        for (field, _) in names {
            assert!(
                !keywords.contains(&field.as_str()),
                "{name}.{field} is a keyword of Python"
            );
        }
    }
}
