//! Runs, their plans and their steps.

use domain::{
    ports::{Measured, PortError, Timestamp},
    run::{Fact, Fate, Item, Plan, Run, RunState, StepKey, StepKind, StepView, Told, Unseen},
    setup::{Observation, Wait},
    values::name_or_id,
};

use crate::setup::plan::WrongPlan;

use super::{duration, issue, leg_title, port_error, port_hours, refusal, run_head, usual, wait};

/// The first line of the run's page.
pub fn run_state(state: RunState) -> &'static str {
    match state {
        RunState::Running => "The run is at work",
        RunState::Paused => "The run is paused",
        RunState::WaitingForCredentials => "The run waits for credentials",
        RunState::NeedsYou => "The run needs you",
        RunState::Degraded => "One connection is proven, the other failed",
        RunState::Done => "Done: all checks passed",
        RunState::Ended => "The run was ended",
    }
}

/// What the state means, and what to do.
pub fn run_advice(state: RunState) -> &'static str {
    match state {
        RunState::Running => {
            "The page may be closed: the run goes on, and its title says when it ends or needs you."
        }
        RunState::Paused => "Nothing more is sent. What AWS is at work on goes on there.",
        RunState::WaitingForCredentials => {
            "The credentials that it was granted are gone or have expired. Connect AWS with the same account, then resume. Nothing is lost: it goes on from what is there."
        }
        RunState::NeedsYou => {
            "It cannot go on by itself. Mend what it says, then retry; what is done stays done."
        }
        RunState::Degraded => {
            "Traffic runs on one connection. Retry the failed step, keep the single connection, or roll back. The healthy one is not touched."
        }
        RunState::Done => "Routes have reached the tables that you chose.",
        RunState::Ended => {
            "What it made stays as it is. Tear down removes it; another run goes on from it."
        }
    }
}

/// What the webhook is told of a run. The connection's name is somebody's text: in it no chat finds
/// a mention, a link or an end of the code span.
pub fn webhook_text(run: &Run, page: &str) -> String {
    let plain = |letter: &char| !letter.is_control() && *letter != '`';
    let name: String = run.connection_name.chars().filter(plain).collect();
    let name = name
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    format!("{} (connection `{name}`): {page}", run_head(run).0)
}

/// The title of a step.
pub fn run_step(key: &StepKey, plan: &Plan) -> String {
    let leg = key
        .leg
        .map(|leg| leg_title(leg).to_lowercase())
        .unwrap_or_default();
    let vpc = key
        .vpc
        .as_deref()
        .map(|id| vpc_name(id, plan))
        .unwrap_or_default();
    match key.kind {
        StepKind::Accept => format!("Accept the {leg} connection"),
        StepKind::Gateway => "Direct Connect gateway".to_owned(),
        StepKind::Interface => format!("Virtual interface, {leg}"),
        StepKind::Attach => format!("Virtual private gateway at {vpc}"),
        StepKind::Associate => format!("Association of {vpc}"),
        StepKind::Propagate => format!("Route propagation in {vpc}"),
        StepKind::Prove => "Proof that routes flow".to_owned(),
        kind => {
            let what = if leg.is_empty() { vpc } else { leg };
            super::removal_step(kind, &what)
        }
    }
}

fn vpc_name(id: &str, plan: &Plan) -> String {
    let Plan::SetUp(set_up) = plan else {
        return id.to_owned();
    };
    let found = set_up.vpcs.iter().find(|vpc| vpc.id == id);
    found
        .map_or(id, |vpc| name_or_id(&vpc.name, &vpc.id))
        .to_owned()
}

/// A step that needed no call.
pub fn step_found(plan: &Plan) -> &'static str {
    match plan {
        Plan::SetUp(_) => "It was there already.",
        Plan::TearDown(_) => "It was gone already.",
    }
}

/// Why a step stands still, what was not done, and the mend.
pub fn told(told: &Told) -> String {
    match told {
        Told::Refused(why) => format!("Nothing was sent. {}", refusal(why)),
        Told::Failed(error) => format!("It was not done. {}", port_error(error)),
        Told::Gone => "It was there and is not any more: somebody removed it. Nothing was made in its place; “Retry” makes it again.".to_owned(),
        Told::Late => "This takes longer than it ever should. It may still come: “Retry” waits on. If it stays, ask AWS’s or Pureport’s support, with the ids on the Health page.".to_owned(),
        Told::Unseen => "A provider did not answer as it should for half an hour, so nothing was done here. “Retry” looks again.".to_owned(),
        Told::Broken => "The proof below says which check fails, and why.".to_owned(),
    }
}

/// What a running step waits for.
pub fn step_wait(view: &StepView) -> String {
    view.wait.map_or_else(
        || "Looking again.".to_owned(),
        |what| format!("{}.", wait(what)),
    )
}

/// Why the last look is not complete, how old what is shown is, and what was not done.
pub fn unseen(run: &Run, unseen: &Unseen, now: Timestamp) -> String {
    let what = match unseen.what.as_str() {
        "" => "The last look did not succeed".to_owned(),
        what => format!("{what} did not succeed"),
    };
    let next = if run.state == RunState::Running {
        "It is tried again by itself."
    } else {
        "“Resume” tries again."
    };
    format!(
        "{what}: {}. What depends on it is {} old, and nothing was sent for it since. {next} In the log: {}.",
        why_unseen(&unseen.error),
        elapsed(unseen.since, now),
        run.id
    )
}

fn why_unseen(error: &PortError) -> String {
    match error {
        PortError::Throttled { .. } => "the provider takes no more calls just now".to_owned(),
        PortError::Failing { .. } => {
            "the provider failed five times in a row, and is asked only every 15 seconds until it answers".to_owned()
        }
        PortError::Unreachable => "the provider could not be reached".to_owned(),
        PortError::Unknown => "no clear answer came back".to_owned(),
        PortError::Contract { what } => format!("the answer to {what} was not understood"),
        other => port_error(other).trim_end_matches('.').to_owned(),
    }
}

/// How long a wait took here, or the documented range while too few are known.
pub fn usual_here(what: Wait, measured: Measured) -> String {
    if measured.count < 5 {
        return usual(what);
    }
    format!(
        "{}, {} at the slowest (measured {} times here)",
        duration(measured.median),
        duration(measured.slowest),
        measured.count
    )
}

/// "2 min 10 s" since then.
pub fn elapsed(since: Timestamp, now: Timestamp) -> String {
    duration(now.seconds_since(since))
}

/// What a run does about one thing.
pub fn fate(item: &Item, seen: &Observation) -> String {
    match (&item.fate, item.key.kind) {
        (Fate::Refused(why), _) => refusal(why),
        (Fate::Adopt, _) => "It is used as it is.".to_owned(),
        (_, StepKind::Accept) => format!(
            "Accepted. From then on AWS bills its port-hours to account {}.",
            seen.connection.account
        ),
        (_, StepKind::Gateway) => format!(
            "With ASN {}, as ordered. It costs nothing.",
            seen.ordered_asn()
        ),
        (_, StepKind::Interface) => {
            "A private virtual interface with Pureport’s values. It costs nothing by itself."
                .to_owned()
        }
        (_, StepKind::Attach) => "Created and attached. It costs nothing.".to_owned(),
        (_, StepKind::Associate) => {
            "Associated with the Direct Connect gateway; AWS takes 5–20 minutes.".to_owned()
        }
        (_, StepKind::Propagate) => "Switched on in the chosen route tables.".to_owned(),
        _ => String::new(),
    }
}

/// What the whole costs, and from when.
pub fn plan_cost(seen: &Observation) -> String {
    let legs = u64::try_from(seen.connection.legs.len()).unwrap_or(2);
    format!(
        "AWS charges from acceptance on: {}.",
        port_hours(seen.connection.speed, legs)
    )
}

/// The preflight found what would make the run fail.
pub const PLAN_BLOCKED: &str =
    "Nothing was started: a check below says what would go wrong. Mend it first.";

/// The plan was made with other facts.
pub fn plan_stale(changed: &[(Fact, Fact)]) -> String {
    let list: Vec<String> = changed
        .iter()
        .map(|(before, now)| {
            let or_none = |value: &str| {
                if value.is_empty() {
                    "none".to_owned()
                } else {
                    value.to_owned()
                }
            };
            format!(
                "{}: {} before, {} now",
                before.name,
                or_none(&before.value),
                or_none(&now.value)
            )
        })
        .collect();
    format!(
        "Nothing was started: something has changed since this plan was shown ({}). Look at the new plan and start it again.",
        list.join("; ")
    )
}

/// Why a field of the plan can't be taken, and the mend.
pub fn plan_wrong(why: &WrongPlan) -> String {
    match why {
        WrongPlan::NoVpc => "Choose at least one VPC".to_owned(),
        WrongPlan::OneVpc => {
            "A virtual private gateway serves one VPC of the connection’s region: choose exactly that one, or a Direct Connect gateway as target".to_owned()
        }
        WrongPlan::Prefix(raw, why) => format!("{raw}: {}", issue("prefix", why)),
        WrongPlan::Narrow(raw) => format!(
            "{raw} covers no CIDR of a chosen VPC, so nothing would be advertised for it: enter a prefix that is equal or wider"
        ),
        WrongPlan::Mtu => "Choose 1500 or 8500".to_owned(),
    }
}
