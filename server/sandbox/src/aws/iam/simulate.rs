//! SimulatePrincipalPolicy.

use serde_json::{Value, json};

use super::{may, no_such_entity, required, validation};
use crate::aws::{
    AwsError, Caller,
    caller::{self, Principal},
    form::Form,
    page,
    policy::Decision,
};

/// Results on one page when nothing is said.
const PAGE: i64 = 100;

pub fn call(caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let arn = form
        .get("PolicySourceArn")
        .ok_or_else(|| required("PolicySourceArn"))?;
    may(caller, "SimulatePrincipalPolicy", arn)?;
    let principal = source(caller, arn)?;
    let actions = form.members("ActionNames");
    if actions.is_empty() {
        return Err(required("ActionNames"));
    }
    if let Some(wrong) = actions.iter().find(|action| !is_action(action)) {
        return Err(invalid(format!("Invalid action: {wrong}")));
    }
    if form.names().any(|name| name.starts_with("PolicyInputList")) {
        return Err(invalid(
            "The sandbox simulates the principal's own policies only.",
        ));
    }
    let mut resources = form.members("ResourceArns");
    if resources.is_empty() {
        resources.push("*".into());
    }
    let results = actions.iter().flat_map(|action| {
        resources
            .iter()
            .map(|resource| view(&principal, action, resource))
    });
    cut(results.collect(), form)
}

/// The user or role itself: a session's ARN does not tell which it is.
fn source(caller: &Caller, arn: &str) -> Result<Principal, AwsError> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", _, "iam", _, account, entity] = parts.as_slice() else {
        return Err(invalid(format!(
            "Invalid Entity Arn: {arn} does not clearly define entity type and name."
        )));
    };
    let Some((kind @ ("user" | "role" | "group"), name)) = entity.split_once('/') else {
        return Err(invalid(format!(
            "Invalid Entity Arn: {arn} does not clearly define entity type and name."
        )));
    };
    caller::principal(arn)
        .filter(|_| *account == caller.account)
        .ok_or_else(|| no_such_entity(format!("The {kind} with name {name} cannot be found.")))
}

fn is_action(action: &str) -> bool {
    let known = |one: char| one.is_ascii_alphanumeric() || one == '-';
    action.split_once(':').is_some_and(|(service, name)| {
        !service.is_empty() && !name.is_empty() && service.chars().chain(name.chars()).all(known)
    })
}

fn view(principal: &Principal, action: &str, resource: &str) -> Value {
    let decision = match principal.rights.policy().decide(action, resource) {
        Decision::Allowed => "allowed",
        Decision::ExplicitDeny => "explicitDeny",
        Decision::ImplicitDeny => "implicitDeny",
    };
    json!({
        "EvalActionName": action,
        "EvalResourceName": resource,
        "EvalDecision": decision,
        "MatchedStatements": [],
        "MissingContextValues": [],
    })
}

fn cut(results: Vec<Value>, form: &Form) -> Result<Value, AwsError> {
    let size = form.number("MaxItems")?.unwrap_or(PAGE);
    let mut answer = page::cut(
        "EvaluationResults",
        results,
        Some(size),
        form.get("Marker"),
        1..=1000,
    )
    .map_err(validation)?;
    let marker = answer
        .as_object_mut()
        .and_then(|answer| answer.remove("nextToken"));
    answer["IsTruncated"] = json!(marker.is_some());
    answer["Marker"] = marker.unwrap_or_default();
    Ok(answer)
}

fn invalid(message: impl Into<String>) -> AwsError {
    AwsError::new("InvalidInput", message)
}
