//! Refusals: `{"status":422,"code":"VALIDATION_ERROR","message":"…"}` (pureport.md §3, "Error body").

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// An error code with its HTTP status (the specification's enum is ordered by status).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code(pub u16, pub &'static str);

/// The codes that this sandbox answers.
pub(super) mod code {
    use super::Code;

    pub const BAD_REQUEST: Code = Code(400, "BAD_REQUEST");
    pub const JSON_PROCESSING_ERROR: Code = Code(400, "JSON_PROCESSING_ERROR");
    pub const UNAUTHORIZED: Code = Code(401, "UNAUTHORIZED");
    pub const ACCESS_TOKEN_MISSING: Code = Code(401, "ACCESS_TOKEN_MISSING");
    pub const ACCESS_TOKEN_EXPIRED: Code = Code(401, "ACCESS_TOKEN_EXPIRED");
    pub const ACCESS_TOKEN_INVALID_SIGNATURE: Code = Code(401, "ACCESS_TOKEN_INVALID_SIGNATURE");
    pub const ACCESS_TOKEN_DECODE_ERROR: Code = Code(401, "ACCESS_TOKEN_DECODE_ERROR");
    pub const API_KEY_NOT_FOUND: Code = Code(401, "API_KEY_NOT_FOUND");
    pub const PAYMENT_REQUIRED: Code = Code(402, "PAYMENT_REQUIRED");
    pub const FORBIDDEN: Code = Code(403, "FORBIDDEN");
    pub const NOT_FOUND: Code = Code(404, "NOT_FOUND");
    pub const METHOD_NOT_ALLOWED: Code = Code(405, "METHOD_NOT_ALLOWED");
    pub const CONFLICT: Code = Code(409, "CONFLICT");
    pub const AWS_CONNECTION_HAS_ACTIVE_VIFS: Code = Code(409, "AWS_CONNECTION_HAS_ACTIVE_VIFS");
    pub const ADMIN_ACCESS_MUST_EXIST: Code = Code(409, "ADMIN_ACCESS_MUST_EXIST");
    pub const CONNECTION_UPDATE_STATE_CONFLICT: Code =
        Code(409, "CONNECTION_UPDATE_STATE_CONFLICT");
    pub const CONNECTION_DELETE_STATE_CONFLICT: Code =
        Code(409, "CONNECTION_DELETE_STATE_CONFLICT");
    pub const NETWORK_DELETE_NON_DELETED_CONNECTION_STATE_CONFLICT: Code =
        Code(409, "NETWORK_DELETE_NON_DELETED_CONNECTION_STATE_CONFLICT");
    pub const CONNECTION_RESPAWN_STATE_CONFLICT: Code =
        Code(409, "CONNECTION_RESPAWN_STATE_CONFLICT");
    pub const NETWORK_RESPAWN_STATE_CONFLICT: Code = Code(409, "NETWORK_RESPAWN_STATE_CONFLICT");
    pub const GATEWAY_RESPAWN_STATE_CONFLICT: Code = Code(409, "GATEWAY_RESPAWN_STATE_CONFLICT");
    pub const GATEWAY_STOP_STATE_CONFLICT: Code = Code(409, "GATEWAY_STOP_STATE_CONFLICT");
    pub const GATEWAY_START_STATE_CONFLICT: Code = Code(409, "GATEWAY_START_STATE_CONFLICT");
    pub const CONSENT_REQUIRED: Code = Code(409, "CONSENT_REQUIRED");
    pub const ACCOUNT_ALREADY_CONSENTED: Code = Code(409, "ACCOUNT_ALREADY_CONSENTED");
    pub const ACCOUNT_MEMBER_ALREADY_EXISTS: Code = Code(409, "ACCOUNT_MEMBER_ALREADY_EXISTS");
    pub const ACCOUNT_HAS_CHILD_ACCOUNTS: Code = Code(409, "ACCOUNT_HAS_CHILD_ACCOUNTS");
    pub const BILLING_CANNOT_BE_REMOVED: Code = Code(409, "BILLING_CANNOT_BE_REMOVED");
    pub const REQUEST_ENTITY_TOO_LARGE: Code = Code(413, "REQUEST_ENTITY_TOO_LARGE");
    pub const VALIDATION_ERROR: Code = Code(422, "VALIDATION_ERROR");
    pub const INVALID_LINK: Code = Code(422, "INVALID_LINK");
    pub const INVALID_SORT: Code = Code(422, "INVALID_SORT");
    pub const INVALID_AWS_REGION: Code = Code(422, "INVALID_AWS_REGION");
    pub const INVALID_WHITELIST_PREFIXES: Code = Code(422, "INVALID_WHITELIST_PREFIXES");
    pub const CONNECTION_CONFIGURATION_NOT_SUPPORTED: Code =
        Code(422, "CONNECTION_CONFIGURATION_NOT_SUPPORTED");
    pub const SUPPORTED_CONNECTION_IS_PENDING: Code = Code(422, "SUPPORTED_CONNECTION_IS_PENDING");
    pub const NETWORK_NAME_UNIQUE: Code = Code(422, "NETWORK_NAME_UNIQUE");
    pub const BILLING_CONFIGURATION_CHILD_ACCOUNTS_INVALID_STATE: Code =
        Code(422, "BILLING_CONFIGURATION_CHILD_ACCOUNTS_INVALID_STATE");
    pub const ACCOUNT_VERIFICATION_REQUIRED: Code = Code(422, "ACCOUNT_VERIFICATION_REQUIRED");
    pub const BILLING_VERIFICATION_FAILED: Code = Code(422, "BILLING_VERIFICATION_FAILED");
    pub const MODIFICATION_NOT_ALLOWED: Code = Code(422, "MODIFICATION_NOT_ALLOWED");
    pub const AWS_CONNECTION_SPEED_IMMUTABLE: Code = Code(422, "AWS_CONNECTION_SPEED_IMMUTABLE");
    pub const INVALID_VLAN_RANGE: Code = Code(422, "INVALID_VLAN_RANGE");
    pub const VLAN_IN_USE: Code = Code(422, "VLAN_IN_USE");
    pub const INVALID_CUSTOMER_ASN: Code = Code(422, "INVALID_CUSTOMER_ASN");
    pub const INVALID_NAT_OVERLAPPING_NATIVE_CIDRS: Code =
        Code(422, "INVALID_NAT_OVERLAPPING_NATIVE_CIDRS");
    pub const PEERING_TYPE_CHANGE_NOT_ALLOWED: Code = Code(422, "PEERING_TYPE_CHANGE_NOT_ALLOWED");
    pub const CONNECTION_BILLING_TERM_CHANGE_NOT_ALLOWED: Code =
        Code(422, "CONNECTION_BILLING_TERM_CHANGE_NOT_ALLOWED");
    pub const INVALID_NAT_NO_MORE_AVAILABLE_BLOCKS: Code =
        Code(422, "INVALID_NAT_NO_MORE_AVAILABLE_BLOCKS");
    pub const INVALID_NAT_CIDR_ALLOCATION: Code = Code(422, "INVALID_NAT_CIDR_ALLOCATION");
    pub const INVALID_NAT_OVERLAPPING_NAT_CIDRS: Code =
        Code(422, "INVALID_NAT_OVERLAPPING_NAT_CIDRS");
    pub const UNSUPPORTED_TASK_FOR_RESOURCE: Code = Code(422, "UNSUPPORTED_TASK_FOR_RESOURCE");
    pub const UNSUPPORTED_TASK_NAME: Code = Code(422, "UNSUPPORTED_TASK_NAME");
    pub const TASK_TYPE_IN_PROGRESS: Code = Code(422, "TASK_TYPE_IN_PROGRESS");
    pub const INVALID_PEERING_TYPE_FOR_OPERATION: Code =
        Code(422, "INVALID_PEERING_TYPE_FOR_OPERATION");
    pub const INVALID_BILLING_CONFIGURATION: Code = Code(422, "INVALID_BILLING_CONFIGURATION");
    pub const INSUFFICIENT_CAPACITY: Code = Code(503, "INSUFFICIENT_CAPACITY");
    pub const NO_MORE_PUBLIC_PEERING_SUBNETS_AVAILABLE: Code =
        Code(503, "NO_MORE_PUBLIC_PEERING_SUBNETS_AVAILABLE");
}

/// A refused request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub code: Code,
    pub message: String,
}

/// A refusal as the failure of anything.
pub(super) fn refuse<T>(code: Code, message: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal {
        code,
        message: message.into(),
    })
}

impl Refusal {
    /// `{"status","code","message"}`
    pub fn json(&self) -> Value {
        refusal_json(self.code.0, self.code.1, &self.message)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        refused(self.code.0, self.code.1, &self.message)
    }
}

/// The error body.
pub(super) fn refused(number: u16, code: &str, message: &str) -> Response {
    let status = StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(refusal_json(number, code, message))).into_response()
}

fn refusal_json(number: u16, code: &str, message: &str) -> Value {
    json!({"status": number, "code": code, "message": message})
}
