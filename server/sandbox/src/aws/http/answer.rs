//! Answers in each service's form.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::Response,
};
use serde_json::{Value, json};

use super::Target;
use crate::{
    aws::{AwsError, sigv4::Service, xml},
    serve::BODY_LIMIT,
};

const JSON: &str = "application/x-amz-json-1.1";
const XML: &str = "text/xml;charset=UTF-8";

/// The answer of an operation.
pub fn render(target: &Target, result: Result<Value, AwsError>, request_id: &str) -> Response {
    let mut response = match (target.service, result) {
        (Service::DirectConnect, Ok(value)) => respond(200, JSON, value.to_string()),
        (Service::DirectConnect, Err(error)) => json_error(&error),
        (Service::Ec2, Ok(value)) => respond(200, XML, ec2(&target.operation, value, request_id)),
        (Service::Ec2, Err(error)) => respond(error.status, XML, ec2_error(&error, request_id)),
        (Service::Sts, Ok(value)) => respond(200, XML, sts(&target.operation, value, request_id)),
        (Service::Sts, Err(error)) => respond(error.status, XML, sts_error(&error, request_id)),
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

/// An error of a JSON service (aws.md §0).
pub fn json_error(error: &AwsError) -> Response {
    respond(
        error.status,
        JSON,
        json!({"__type": error.code, "message": error.message}).to_string(),
    )
}

fn ec2(operation: &str, value: Value, request_id: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <{operation}Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">\
         <requestId>{request_id}</requestId>{}</{operation}Response>",
        xml::members(&value)
    )
}

fn ec2_error(error: &AwsError, request_id: &str) -> String {
    let errors = json!({"Errors": {"Error": {"Code": error.code, "Message": error.message}}, "RequestID": request_id});
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}",
        xml::element("Response", &errors)
    )
}

fn sts(operation: &str, value: Value, request_id: &str) -> String {
    format!(
        "<{operation}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">{}\
         <ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{operation}Response>",
        xml::element(&format!("{operation}Result"), &value)
    )
}

fn sts_error(error: &AwsError, request_id: &str) -> String {
    let members = json!({
        "Error": {"Type": "Sender", "Code": error.code, "Message": error.message},
        "RequestId": request_id,
    });
    format!(
        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">{}</ErrorResponse>",
        xml::members(&members)
    )
}

fn respond(status: u16, content_type: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
