//! Identity and Access Management, as far as asking ahead goes (aws.md §1.4, §5): what a user or
//! role may do, and which role stands behind a session. The decisions are those of [`Caller::may`].

mod simulate;

use serde_json::{Value, json};

use super::{
    AwsError, Caller,
    caller::{self, Principal},
    form::Form,
};

/// When the users and roles were made: nobody knows, so a fixed day.
const CREATED: &str = "2026-01-01T00:00:00Z";

/// Runs one operation.
pub fn call(caller: &Caller, operation: &str, form: &Form) -> Result<Value, AwsError> {
    match operation {
        "SimulatePrincipalPolicy" => simulate::call(caller, form),
        "GetRole" => role(caller, form),
        "GetUser" => user(caller, form),
        other => Err(AwsError::new(
            "InvalidAction",
            format!("Could not find operation {other} for version 2010-05-08"),
        )),
    }
}

fn role(caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let role = named(caller, form, "RoleName", "role", "GetRole")?;
    let trust = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": {"AWS": format!("arn:aws:iam::{}:root", caller.account)},
            "Action": "sts:AssumeRole",
        }],
    });
    let trust = trust.to_string();
    let escaped = percent_encoding::utf8_percent_encode(&trust, percent_encoding::NON_ALPHANUMERIC);
    Ok(json!({"Role": {
        "Path": role.path(),
        "RoleName": role.name(),
        "RoleId": role.id,
        "Arn": role.arn,
        "CreateDate": CREATED,
        "AssumeRolePolicyDocument": escaped.to_string(),
        "MaxSessionDuration": 43_200,
    }}))
}

/// Without a name it is the caller, who must be a user then.
fn user(caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let user = match form.get("UserName") {
        Some(_) => named(caller, form, "UserName", "user", "GetUser")?,
        None => {
            may(caller, "GetUser", &caller.arn)?;
            caller::principal(&caller.arn).ok_or_else(|| {
                validation("Must specify userName when calling with non-User credentials")
            })?
        }
    };
    Ok(json!({"User": {
        "Path": user.path(),
        "UserName": user.name(),
        "UserId": user.id,
        "Arn": user.arn,
        "CreateDate": CREATED,
    }}))
}

fn named(
    caller: &Caller,
    form: &Form,
    parameter: &str,
    kind: &str,
    operation: &str,
) -> Result<Principal, AwsError> {
    let name = form.get(parameter).ok_or_else(|| required(parameter))?;
    let arn = format!("arn:aws:iam::{}:{kind}/{name}", caller.account);
    may(caller, operation, &arn)?;
    caller::principal(&arn)
        .ok_or_else(|| no_such_entity(format!("The {kind} with name {name} cannot be found.")))
}

fn may(caller: &Caller, operation: &str, resource: &str) -> Result<(), AwsError> {
    let allowed = caller.may("iam", operation, resource);
    allowed.map_err(caller::access_denied)
}

fn no_such_entity(message: String) -> AwsError {
    AwsError::new("NoSuchEntity", message).with_status(404)
}

fn validation(message: impl Into<String>) -> AwsError {
    AwsError::new("ValidationError", message)
}

fn required(parameter: &str) -> AwsError {
    let name = parameter.get(..1).unwrap_or_default().to_lowercase();
    let name = name + parameter.get(1..).unwrap_or_default();
    validation(format!(
        "1 validation error detected: Value at '{name}' failed to satisfy constraint: Member must not be null"
    ))
}
