//! Which service and operation a request means.

use axum::{
    body::Bytes,
    http::{Method, header, request::Parts},
    response::Response,
};
use serde_json::{Value, json};

use super::answer;
use crate::aws::{AwsError, caller, form::Form, sigv4::Service};

/// A request, before its signature is looked at.
#[derive(Debug)]
pub struct Target {
    pub service: Service,
    pub operation: String,
    /// The body of a JSON service.
    pub input: Value,
    /// The body of a query service.
    pub form: Form,
}

impl Target {
    /// Whether the operation leaves the world as it is.
    pub fn reads(&self) -> bool {
        caller::reads(&self.operation)
    }

    /// By `X-Amz-Target`, or by the form's `Action` and `Version`.
    pub fn of(parts: &Parts, body: &Bytes) -> Result<Self, Box<Response>> {
        if parts.method != Method::POST || parts.uri.path() != "/" {
            return Err(Box::new(answer::unknown()));
        }
        let text = |name| {
            parts
                .headers
                .get(name)
                .and_then(|value: &header::HeaderValue| value.to_str().ok())
        };
        match text("x-amz-target") {
            Some(target) => Self::json(target, body),
            None => Self::query(body),
        }
    }

    fn json(target: &str, body: &[u8]) -> Result<Self, Box<Response>> {
        let Some(operation) = target.strip_prefix("OvertureService.") else {
            return Err(Box::new(answer::unknown()));
        };
        let input = if body.is_empty() {
            Ok(json!({}))
        } else {
            serde_json::from_slice(body)
        };
        let target = |input| Self {
            service: Service::DirectConnect,
            operation: operation.into(),
            input,
            form: Form::default(),
        };
        input.map(target).map_err(|error| {
            Box::new(answer::json_error(&AwsError::new(
                "SerializationException",
                error.to_string(),
            )))
        })
    }

    fn query(body: &[u8]) -> Result<Self, Box<Response>> {
        let form = Form::parse(&String::from_utf8_lossy(body));
        let service = match form.get("Version") {
            Some("2011-06-15") => Service::Sts,
            _ => Service::Ec2,
        };
        let operation = form.get("Action").unwrap_or_default().to_owned();
        let target = Self {
            service,
            operation,
            input: Value::Null,
            form,
        };
        if target.operation.is_empty() {
            let error = AwsError::new(
                "MissingAction",
                "The request is missing an action parameter.",
            );
            return Err(Box::new(answer::render(&target, Err(error), "")));
        }
        Ok(target)
    }
}
