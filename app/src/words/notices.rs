use domain::setup::{Goal, Notice};
use leptos::prelude::*;

use super::{port_error, refusal, task_title, wait};
use crate::components::{Notice as Banner, Tone};

/// What the request before this one had to say.
pub fn notice_view(notice: &Notice) -> AnyView {
    let (tone, title, text) = told(notice);
    let text = (!text.is_empty()).then(|| view! { <p>{text}</p> });
    view! { <Banner tone title alert=is_refusal(notice)>{text}</Banner> }.into_any()
}

/// What was asked for was not done.
pub fn is_refusal(notice: &Notice) -> bool {
    match notice {
        Notice::Form { .. } => true,
        Notice::Plain { code, .. } => matches!(
            code.as_str(),
            "order_failed"
                | "not_pinged"
                | "test_not_stopped"
                | "not_restarted"
                | "target_refused"
                | "run_refused"
                | "not_deleted"
                | "not_found"
                | "store"
                | "port"
        ),
        goal => goal.undone().is_some(),
    }
}

/// The banner of an instance that is served in clear.
pub fn plain_http_banner() -> AnyView {
    view! {
        <Banner tone=Tone::Warning title="Not encrypted">
            <p>"This instance is served in clear. Anyone on the way can read what you type."</p>
        </Banner>
    }
    .into_any()
}

fn told(notice: &Notice) -> (Tone, String, String) {
    match notice {
        Notice::Reached { goal, already: false } => (Tone::Good, done(goal), String::new()),
        Notice::Reached { goal, already: true } => {
            (Tone::Good, done(goal), "It was there already, so nothing was sent again.".to_owned())
        }
        Notice::Waiting { goal, wait: for_what } => (
            Tone::Running,
            format!("{}: in progress", task_title(goal.task())),
            format!("{}. The usual wait is {}. Onramp goes on by itself; the page may be closed.", wait(*for_what), super::usual(*for_what)),
        ),
        Notice::Refused { goal, refusal: why, begun } => (Tone::Warning, not_done(goal, *begun), refusal(why)),
        Notice::Failed { goal, error, begun } => (Tone::Bad, not_done(goal, *begun), port_error(error)),
        Notice::NotRecorded { goal } => (
            Tone::Bad,
            not_done(goal, false),
            "The journal could not be written, so nothing was sent. Tell the operator of this instance.".to_owned(),
        ),
        // Its own page shows it at its fields.
        Notice::Form { .. } => (Tone::Bad, "There is a problem".to_owned(), String::new()),
        Notice::Plain { code, values } => plain(code, values),
    }
}

fn done(goal: &Goal) -> String {
    match goal {
        Goal::Accept { legs } if legs.len() > 1 => "The connections are accepted".to_owned(),
        Goal::Accept { .. } => "The connection is accepted".to_owned(),
        Goal::CreateGateway { .. } => "The Direct Connect gateway is there".to_owned(),
        Goal::CreateInterface { .. } => "The virtual interface is there".to_owned(),
        Goal::Attach { .. } => "The virtual private gateway is attached".to_owned(),
        Goal::Associate { .. } => "The gateways are associated".to_owned(),
        Goal::Propagate { .. } => "Route propagation is on".to_owned(),
        Goal::Remove(removal) => super::removed(removal).to_owned(),
    }
}

/// `begun`: a part of it was sent before, so that it may be there.
fn not_done(goal: &Goal, begun: bool) -> String {
    let text = match (goal, begun) {
        (Goal::Accept { .. }, false) => "Nothing was accepted",
        (Goal::Accept { .. }, true) => "Not everything was accepted",
        (Goal::CreateGateway { .. }, false) => "No Direct Connect gateway was created",
        (Goal::CreateGateway { .. }, true) => "The Direct Connect gateway is not ready",
        (Goal::CreateInterface { .. }, false) => "No virtual interface was created",
        (Goal::CreateInterface { .. }, true) => "The virtual interface is not ready",
        (Goal::Attach { .. }, false) => "No virtual private gateway was attached",
        (Goal::Attach { .. }, true) => {
            "The virtual private gateway was created or sent for, but not attached"
        }
        (Goal::Associate { .. }, false) => "Nothing was associated",
        (Goal::Associate { .. }, true) => "The gateways are not associated",
        (Goal::Propagate { .. }, false) => "Route propagation was not switched on",
        (Goal::Propagate { .. }, true) => "Route propagation was not switched on everywhere",
        (Goal::Remove(removal), begun) => super::not_removed(removal, begun),
    };
    text.to_owned()
}

fn plain(code: &str, values: &[String]) -> (Tone, String, String) {
    let value = values.first().cloned().unwrap_or_default();
    match code {
        "aws_connected" => (
            Tone::Good,
            format!("AWS account {value} is connected"),
            values.get(1).map(|arn| format!("Signed in as {arn}.")).unwrap_or_default(),
        ),
        "aws_long_lived" => (
            Tone::Warning,
            format!("AWS account {value} is connected with a long-lived key"),
            "A key that begins with AKIA works until somebody deletes it. Temporary credentials (ASIA…) are safer. \
             Onramp forgets this key when you sign out."
                .to_owned(),
        ),
        "run_already" => (
            Tone::Warning,
            format!("A run of this connection was started by {value} already"),
            "No second one was started: this is it.".to_owned(),
        ),
        "run_refused" => (Tone::Warning, "The run was left as it is".to_owned(), value),
        "grant_revoked" => (
            Tone::Good,
            format!("The run of {value} has your credentials no more"),
            "It waits until somebody of the same AWS account resumes it.".to_owned(),
        ),
        "aws_forgotten" => (Tone::Good, "The AWS credentials are forgotten".to_owned(), String::new()),
        "signed_out" => (Tone::Good, "You are signed out".to_owned(), String::new()),
        "taken_over" => (
            Tone::Good,
            format!("{value} is taken over"),
            "Its values are kept, the BGP key for this session only. Everything from here on is the same as for a \
             connection that was ordered with Onramp."
                .to_owned(),
        ),
        "let_go" => (
            Tone::Good,
            format!("The values of {value} are forgotten"),
            "Nothing was changed in AWS or at the partner: what stands there goes on, and costs.".to_owned(),
        ),
        "network_created" => (Tone::Good, "Pureport has taken the new network on".to_owned(), String::new()),
        "ordered" => (
            Tone::Good,
            "The connection is ordered".to_owned(),
            "Pureport is building it now. This usually takes 1–3 minutes; the page may be closed.".to_owned(),
        ),
        "ordered_before" => (
            Tone::Warning,
            "An earlier try was ordered after all".to_owned(),
            "This is the connection, as it was when you first pressed the button. What you changed afterwards was not \
             ordered; check the values below."
                .to_owned(),
        ),
        "order_failed" => (Tone::Bad, "Nothing was ordered".to_owned(), value),
        "target_saved" => (Tone::Good, "The target is chosen".to_owned(), String::new()),
        "target_refused" => (Tone::Warning, "The target was not changed".to_owned(), value),
        "asn_changed" => (
            Tone::Good,
            format!("The order was changed to ASN {value}"),
            "Pureport is updating its side; this usually takes a minute.".to_owned(),
        ),
        "not_deleted" => (Tone::Bad, "The connection was not deleted".to_owned(), value),
        "ping_started" => (
            Tone::Running,
            "The gateway is pinging the Amazon address".to_owned(),
            "What came of it stands in the leg’s table in some seconds.".to_owned(),
        ),
        "not_pinged" => (Tone::Bad, "Nothing was pinged".to_owned(), value),
        "test_stopped" => (
            Tone::Good,
            "The failover test is stopped".to_owned(),
            "BGP comes back by itself; that usually takes a minute at most.".to_owned(),
        ),
        "test_not_stopped" => (Tone::Bad, "The failover test was not stopped".to_owned(), value),
        "restart_started" => (
            Tone::Running,
            "The gateway is being restarted".to_owned(),
            "Its BGP session is down until it is back.".to_owned(),
        ),
        "not_restarted" => (Tone::Bad, "The gateway was not restarted".to_owned(), value),
        "deleting" => (Tone::Running, "The connection is being deleted at Pureport".to_owned(), String::new()),
        "location_gone" => (Tone::Warning, "Some answers no longer fit".to_owned(), value),
        "not_found" => (Tone::Bad, "It is not there (any more)".to_owned(), "Nothing was changed.".to_owned()),
        "store" => (
            Tone::Bad,
            "Nothing was saved".to_owned(),
            "This instance’s database did not answer. Tell its operator; what you typed can be sent again.".to_owned(),
        ),
        "port" => (Tone::Bad, "That did not work".to_owned(), value),
        _ => (Tone::Good, "Done".to_owned(), value),
    }
}
