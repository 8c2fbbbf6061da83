//! Which service and operation a request means.

use axum::{
    body::Bytes,
    http::{HeaderValue, Method, request::Parts},
    response::Response,
};
use serde_json::{Value, json};

use super::{answer, cbor};
use crate::aws::{
    AwsError, caller,
    form::Form,
    protocol::{JSON_1_0, JSON_1_1, Protocol},
    sigv4::Service,
};

/// What stands before the operation in `X-Amz-Target`, and in the path of RPC v2.
const DIRECT_CONNECT: &str = "OvertureService";
const CLOUDWATCH: &str = "GraniteServiceVersion20100801";

/// A request, before its signature is looked at.
#[derive(Debug)]
pub struct Target {
    pub service: Service,
    pub operation: String,
    pub protocol: Protocol,
    /// The input of a service that knows structures.
    pub input: Value,
    /// The form of a query service.
    pub form: Form,
}

impl Target {
    /// Whether the operation leaves the world as it is.
    pub fn reads(&self) -> bool {
        caller::reads(&self.operation)
    }

    /// By `X-Amz-Target`, by the path of RPC v2, or by the form's `Action` and `Version`.
    pub fn of(parts: &Parts, body: &Bytes) -> Result<Self, Box<Response>> {
        let text = |name| {
            parts
                .headers
                .get(name)
                .and_then(|value: &HeaderValue| value.to_str().ok())
        };
        if parts.method != Method::POST {
            return Err(Box::new(answer::unknown()));
        }
        match (
            parts.uri.path(),
            text("x-amz-target"),
            text("smithy-protocol"),
        ) {
            ("/", Some(target), _) => Self::json(target, body),
            ("/", None, _) => Self::query(body),
            (path, _, Some("rpc-v2-cbor")) => Self::cbor(path, body),
            _ => Err(Box::new(answer::unknown())),
        }
    }

    fn json(target: &str, body: &[u8]) -> Result<Self, Box<Response>> {
        let (service, protocol, operation) = match target.split_once('.') {
            Some((DIRECT_CONNECT, operation)) => {
                (Service::DirectConnect, Protocol::Json(JSON_1_1), operation)
            }
            Some((CLOUDWATCH, operation)) => {
                (Service::CloudWatch, Protocol::Json(JSON_1_0), operation)
            }
            _ => return Err(Box::new(answer::unknown())),
        };
        let target = Self::new(service, protocol, operation);
        let input = if body.is_empty() {
            Ok(json!({}))
        } else {
            serde_json::from_slice(body)
        };
        target.with_input(input.map_err(|error| error.to_string()))
    }

    fn cbor(path: &str, body: &[u8]) -> Result<Self, Box<Response>> {
        let operation = path
            .strip_prefix("/service/")
            .and_then(|path| path.strip_prefix(CLOUDWATCH))
            .and_then(|path| path.strip_prefix("/operation/"))
            .ok_or_else(|| Box::new(answer::unknown()))?;
        Self::new(Service::CloudWatch, Protocol::Cbor, operation).with_input(cbor::read(body))
    }

    fn query(body: &[u8]) -> Result<Self, Box<Response>> {
        let form = Form::parse(&String::from_utf8_lossy(body));
        let (service, protocol) = match form.get("Version") {
            Some("2011-06-15") => (Service::Sts, Protocol::STS),
            Some("2010-05-08") => (Service::Iam, Protocol::IAM),
            Some("2010-08-01") => (Service::CloudWatch, Protocol::CLOUDWATCH),
            _ => (Service::Ec2, Protocol::Ec2),
        };
        let target = Self::new(service, protocol, form.get("Action").unwrap_or_default());
        if target.operation.is_empty() {
            return Err(Box::new(target.refused(
                "MissingAction",
                "The request is missing an action parameter.",
            )));
        }
        let input = match service {
            Service::CloudWatch => form.tree(),
            _ => Ok(Value::Null),
        };
        Self { form, ..target }.with_input(input)
    }

    fn new(service: Service, protocol: Protocol, operation: &str) -> Self {
        Self {
            service,
            operation: operation.into(),
            protocol,
            input: Value::Null,
            form: Form::default(),
        }
    }

    fn with_input(self, input: Result<Value, String>) -> Result<Self, Box<Response>> {
        match input {
            Ok(input) => Ok(Self { input, ..self }),
            Err(message) => Err(Box::new(self.refused("SerializationException", &message))),
        }
    }

    fn refused(&self, code: &'static str, message: &str) -> Response {
        let error = AwsError::new(code, message);
        answer::render(self, Err(error), "")
    }
}
