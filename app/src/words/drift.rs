//! What is not as a finished run left it.

use domain::{
    run::{Changed, Drift, Plan, StepKind},
    values::Cidr,
};

use super::run_step;

/// The first line.
pub fn drift_head(count: usize) -> String {
    match count {
        1 => "Something was changed since the run".to_owned(),
        count => format!("{count} things were changed since the run"),
    }
}

/// Who has to act.
pub const DRIFT_LEFT: &str = "It is not as the run left it, and Onramp has changed nothing about it. If it is meant to be so, leave it: the next run goes by a plan of its own.";

/// The thing, by its step's title.
pub fn drift_title(drift: &Drift, plan: &Plan) -> String {
    run_step(&drift.key, plan)
}

/// What is so now, what follows, and the mend.
pub fn drift_text(drift: &Drift) -> String {
    match &drift.what {
        Changed::Gone => gone(drift.key.kind).to_owned(),
        Changed::OtherGateway { planned, now } if planned.is_empty() => format!(
            "{now} is attached to the VPC in place of the gateway that the run made, so this connection does not reach the VPC through it. Detach it in AWS, then attach again."
        ),
        Changed::OtherGateway { planned, now } => format!(
            "{now} stands where the plan has {planned}, so traffic takes another way than planned. Put {planned} back in AWS, or plan with {now}."
        ),
        Changed::Mtu { planned, now } => format!(
            "Its MTU is {now} bytes, the plan has {planned}. With different MTUs on the legs large packets get lost. Change it back in AWS: the interface is away for some seconds meanwhile."
        ),
        Changed::AllowedPrefixes(found) => format!(
            "The allowed prefixes are {}, the plan has {}. AWS advertises to your network what is allowed, and nothing else. This line changes them back:",
            list(&found.now),
            list(&found.planned)
        ),
        Changed::PropagationOff { table, .. } => format!(
            "Propagation is off in {table}, so your network’s routes do not come into that table. Enable it again."
        ),
        Changed::TableGone { table } => format!(
            "The route table {table} is not there any more. If another one has taken its place, enable propagation there."
        ),
    }
}

fn gone(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Accept => {
            "AWS does not have this hosted connection any more, so nothing flows over this leg. Only Pureport can order it again: ask its support, or delete this connection and order a new one."
        }
        StepKind::Gateway => {
            "It was deleted, so nothing that ends on it carries traffic. Create one again; interfaces and associations follow."
        }
        StepKind::Interface => {
            "It was deleted, so nothing flows over this leg. Create it again: the values are known."
        }
        StepKind::Attach => {
            "No gateway is attached to the VPC any more, so nothing reaches it over this connection. Attach one again."
        }
        _ => {
            "It was removed, so nothing reaches the VPC over this connection. Associate the gateways again."
        }
    }
}

fn list(cidrs: &[Cidr]) -> String {
    let all: Vec<String> = cidrs.iter().map(ToString::to_string).collect();
    all.join(", ")
}
