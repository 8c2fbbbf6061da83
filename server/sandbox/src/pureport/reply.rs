//! A successful answer.

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;

use crate::faults::Content;

/// A successful answer.
#[derive(Debug)]
pub(super) struct Reply {
    status: StatusCode,
    body: Value,
    /// The content type where it is not JSON: the body is a string then.
    text: Option<&'static str>,
    location: Option<String>,
    principal: Option<String>,
}

impl Reply {
    /// 200.
    pub fn ok(body: Value) -> Self {
        Self {
            status: StatusCode::OK,
            body,
            text: None,
            location: None,
            principal: None,
        }
    }

    /// 200 with something else than JSON, for example `text/csv`.
    pub fn text(content_type: &'static str, text: String) -> Self {
        Self {
            text: Some(content_type),
            ..Self::ok(text.into())
        }
    }

    /// 201 with the object's own `href` as `Location`: Terraform takes the id from there.
    pub fn created(body: Value) -> Self {
        Self {
            status: StatusCode::CREATED,
            location: body.get("href").and_then(Value::as_str).map(str::to_owned),
            ..Self::ok(body)
        }
    }

    /// What is answered.
    pub fn into_body(self) -> Value {
        self.body
    }

    /// 200 with the object's own `href` as `Location`.
    pub fn located(body: Value) -> Self {
        Self {
            status: StatusCode::OK,
            ..Self::created(body)
        }
    }

    /// 200 to somebody who signed in by this very request.
    pub fn signed_in(body: Value, key: String) -> Self {
        Self {
            principal: Some(key),
            ..Self::ok(body)
        }
    }

    /// Who signed in by this request.
    pub fn principal(&self) -> Option<&str> {
        self.principal.as_deref()
    }

    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The body, where it is JSON.
    pub fn json(&self) -> Option<&Value> {
        self.text.is_none().then_some(&self.body)
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let content = match (self.text, self.body) {
            (Some(kind), Value::String(text)) => {
                ([(header::CONTENT_TYPE, kind)], text).into_response()
            }
            (_, body) => Json(body).into_response(),
        };
        match self.location {
            Some(href) => (self.status, [(header::LOCATION, href)], content).into_response(),
            None => (self.status, content).into_response(),
        }
    }
}

impl Content for Reply {
    fn content(&mut self) -> &mut Value {
        &mut self.body
    }
}
