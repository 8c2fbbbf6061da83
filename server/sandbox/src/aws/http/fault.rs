//! Faults of the plan in AWS's words.

use serde_json::{Value, json};

use super::Target;
use crate::{
    aws::{
        AwsError,
        sigv4::{self, Service},
    },
    faults::{self, Asked, Kind},
    world::World,
};

/// The fault that strikes a request.
pub fn strike(world: &mut World, target: &Target) -> Option<Kind> {
    let field = |name: &str| field(target, name);
    let asked = Asked {
        service: target.service.scope(),
        operation: &target.operation,
        field: &field,
    };
    faults::strike(world, &asked)
}

/// A parameter of a form, or a member of a JSON body.
fn field(target: &Target, name: &str) -> Option<Value> {
    let parameter = target.form.get(name).map(|text| json!(text));
    parameter.or_else(|| faults::member(&target.input, name))
}

/// What is refused instead of done.
pub fn refusal(target: &Target, fault: &Kind) -> Option<AwsError> {
    match fault {
        Kind::Status {
            code,
            error,
            message,
        } => Some(AwsError::new(error.clone(), message).with_status(*code)),
        Kind::Throttle { .. } => Some(throttled(target.service)),
        Kind::ExpireToken {} => Some(sigv4::Refusal::Expired.at(target.protocol)),
        // Nobody reads it: the connection is closed.
        Kind::DropBefore {} => Some(AwsError::new("", "")),
        _ => None,
    }
}

/// EC2's code is documented, those of the others are what the SDKs retry on (aws.md §2.6).
fn throttled(service: Service) -> AwsError {
    match service {
        Service::Ec2 => {
            AwsError::new("RequestLimitExceeded", "Request limit exceeded.").with_status(503)
        }
        Service::DirectConnect => AwsError::new("ThrottlingException", "Rate exceeded"),
        Service::Sts | Service::Iam | Service::CloudWatch => {
            AwsError::new("Throttling", "Rate exceeded")
        }
    }
}
