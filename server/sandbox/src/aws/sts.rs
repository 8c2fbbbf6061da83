//! Security Token Service.

use serde_json::{Value, json};

use super::{AwsError, Caller};

/// Runs one operation.
pub fn call(caller: &Caller, operation: &str) -> Result<Value, AwsError> {
    match operation {
        "GetCallerIdentity" => {
            Ok(json!({"Arn": caller.arn, "UserId": caller.user_id, "Account": caller.account}))
        }
        other => Err(AwsError::new(
            "InvalidAction",
            format!("Could not find operation {other} for version 2011-06-15"),
        )),
    }
}
