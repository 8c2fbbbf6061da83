//! Answers in each protocol's form.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::Response,
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Target, cbor};
use crate::{
    aws::{
        AwsError,
        cloudwatch::TIMES,
        protocol::{JSON_1_0, JSON_1_1, Protocol},
        sigv4::Service,
        xml::Items,
    },
    serve::BODY_LIMIT,
};

const XML: &str = "text/xml;charset=UTF-8";

/// The answer of an operation.
pub fn render(target: &Target, result: Result<Value, AwsError>, request_id: &str) -> Response {
    let operation = target.operation.as_str();
    let mut response = match (target.protocol, result) {
        (Protocol::Json(media), Ok(value)) => respond(200, media, value.to_string()),
        (Protocol::Cbor, Ok(value)) => {
            rpc_v2(respond(200, "application/cbor", cbor::write(&value)))
        }
        (Protocol::Ec2, Ok(value)) => respond(200, XML, ec2(operation, &value, request_id)),
        (Protocol::Query(namespace), Ok(value)) => {
            respond(200, XML, query(operation, namespace, value, request_id))
        }
        (Protocol::Json(_) | Protocol::Cbor, Err(error)) => structured_error(target, &error),
        (Protocol::Ec2, Err(error)) => respond(error.status, XML, ec2_error(&error, request_id)),
        (Protocol::Query(namespace), Err(error)) => respond(
            error.status,
            XML,
            query_error(&error, namespace, request_id),
        ),
    };
    if let Ok(id) = HeaderValue::from_str(request_id) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}

/// A path or target that belongs to no service here.
pub fn unknown() -> Response {
    json_error(
        &AwsError::new(
            "UnknownOperationException",
            "The sandbox has no such operation.",
        )
        .with_status(404),
    )
}

/// A body above the limit, in the form of the service that was probably meant.
pub fn too_large(parts: &Parts) -> Response {
    let message = format!("The request body is larger than {BODY_LIMIT} bytes.");
    let error = AwsError::new("RequestEntityTooLarge", message).with_status(413);
    if parts.headers.contains_key("x-amz-target") {
        return json_error(&error);
    }
    respond(413, XML, ec2_error(&error, ""))
}

/// An error of Direct Connect (aws.md §0).
pub fn json_error(error: &AwsError) -> Response {
    respond(error.status, JSON_1_1, body(&error.code, error).to_string())
}

fn body(kind: &str, error: &AwsError) -> Value {
    json!({"__type": kind, "message": error.message})
}

/// CloudWatch once spoke the query protocol alone. Its other protocols have shapes for errors, and
/// a header with the code of old.
fn structured_error(target: &Target, error: &AwsError) -> Response {
    if target.service != Service::CloudWatch {
        return json_error(error);
    }
    let body = body(shape(&error.code), error);
    // Not 403, which only the query protocol has.
    let status = if error.status == 403 {
        400
    } else {
        error.status
    };
    let mut response = match target.protocol {
        Protocol::Cbor => rpc_v2(respond(status, "application/cbor", cbor::write(&body))),
        _ => respond(status, JSON_1_0, body.to_string()),
    };
    if let Ok(code) = HeaderValue::from_str(&format!("{};Sender", error.code)) {
        response.headers_mut().insert("x-amzn-query-error", code);
    }
    response
}

fn shape(code: &str) -> &str {
    match code {
        "AccessDenied" => "AccessDeniedException",
        "InvalidAction" => "UnknownOperationException",
        "InvalidParameterCombination" => "InvalidParameterCombinationException",
        "InvalidParameterValue" => "InvalidParameterValueException",
        "MissingParameter" => "MissingRequiredParameterException",
        other => other,
    }
}

fn rpc_v2(mut response: Response) -> Response {
    let value = HeaderValue::from_static("rpc-v2-cbor");
    response.headers_mut().insert("smithy-protocol", value);
    response
}

fn ec2(operation: &str, value: &Value, request_id: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <{operation}Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">\
         <requestId>{request_id}</requestId>{}</{operation}Response>",
        Items::Item.members(value)
    )
}

fn ec2_error(error: &AwsError, request_id: &str) -> String {
    let errors = json!({"Errors": {"Error": {"Code": error.code, "Message": error.message}}, "RequestID": request_id});
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}",
        Items::Item.element("Response", &errors)
    )
}

fn query(operation: &str, namespace: &str, mut value: Value, request_id: &str) -> String {
    write_times(&mut value);
    format!(
        "<{operation}Response xmlns=\"{namespace}\">{}\
         <ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{operation}Response>",
        Items::Member.element(&format!("{operation}Result"), &value)
    )
}

/// XML has times as text.
fn write_times(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(write_times),
        Value::Object(members) => {
            for (name, member) in members {
                if let (true, Value::Array(times)) = (TIMES.contains(&name.as_str()), &mut *member)
                {
                    times.iter_mut().for_each(write_time);
                } else {
                    write_times(member);
                }
            }
        }
        _ => {}
    }
}

fn write_time(time: &mut Value) {
    let read = time
        .as_i64()
        .and_then(|seconds| Timestamp::from_second(seconds).ok());
    if let Some(stamp) = read {
        *time = stamp.to_string().into();
    }
}

fn query_error(error: &AwsError, namespace: &str, request_id: &str) -> String {
    let members = json!({
        "Error": {"Type": "Sender", "Code": error.code, "Message": error.message},
        "RequestId": request_id,
    });
    format!(
        "<ErrorResponse xmlns=\"{namespace}\">{}</ErrorResponse>",
        Items::Member.members(&members)
    )
}

fn respond(status: u16, content_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
