//! What only a Direct Connect Partner may do. No account of the sandbox is one: the partners of the
//! world are simulated.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    aws::{AwsError, Caller, tags::Tag},
    world::World,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Describe {
    /// Of an interconnect or a LAG.
    connection_id: String,
}

/// `DescribeHostedConnections`, in the words of aws.md §2.1.
pub fn describe(_: &mut World, caller: &Caller, input: Describe) -> Result<Value, AwsError> {
    Err(AwsError::client(format!(
        "{} DescribeHostedConnections failed for connection {} doesn't exist.",
        caller.account, input.connection_id
    )))
}

/// Read whole, so that what is missing is found before who asks.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    dead_code,
    reason = "a request is checked for form, then refused for its sender"
)]
pub struct Allocate {
    connection_id: String,
    owner_account: String,
    bandwidth: String,
    connection_name: String,
    vlan: i64,
    tags: Option<Vec<Tag>>,
}

/// `AllocateHostedConnection`.
pub fn allocate(_: &mut World, caller: &Caller, _: Allocate) -> Result<Value, AwsError> {
    Err(AwsError::client(format!(
        "Account {} is not a Direct Connect Partner.",
        caller.account
    )))
}

/// `DescribeCustomerMetadata`: an ordinary customer without agreements.
#[expect(clippy::unnecessary_wraps, reason = "every operation has this form")]
pub fn metadata(_: &mut World, _: &Caller, _: Value) -> Result<Value, AwsError> {
    Ok(json!({"agreements": [], "nniPartnerType": "nonPartner"}))
}
