//! Rows of the fault table (design/reliability.md), each through a run: the sandbox breaks, time
//! stands still unless it is let pass, and the run ends as it should.

#[path = "faults/drift.rs"]
mod drift;
#[path = "faults/lost.rs"]
mod lost;
#[path = "faults/slow.rs"]
mod slow;
#[path = "faults/storm.rs"]
mod storm;
#[path = "faults/undone.rs"]
mod undone;

use domain::{
    ports::Attempt,
    run::{Run, RunState},
};

use crate::{
    runs::{SESSION, ordered},
    support::{Browser, TestSite},
    whole_run::{connected, plan},
};

/// A connection, somebody who looks at its plan, and what "Run all steps" would post.
async fn ready(site: &TestSite) -> (String, Browser, Vec<(String, String)>) {
    let id = ordered(site).await;
    let mut browser = connected(site).await;
    let form = plan(&mut browser, &id, "payments,").await;
    (id, browser, form)
}

async fn run(site: &TestSite, id: &str) -> Run {
    let runs = &site.site.services.runs;
    runs.run_of(id).await.unwrap().unwrap()
}

async fn state(site: &TestSite, id: &str) -> RunState {
    run(site, id).await.state
}

/// The journal's rows of one operation.
async fn rows(site: &TestSite, id: &str, operation: &str) -> Vec<Attempt> {
    let attempts = site.site.services.runs.attempts(id).await.unwrap();
    let of = |attempt: &Attempt| attempt.intent.operation.ends_with(operation);
    attempts.into_iter().filter(of).collect()
}

/// The hosted connection of a leg.
async fn hosted(site: &TestSite, id: &str, leg: usize) -> String {
    let partners = &site.site.services.partners;
    let partner = partners.of_session(SESSION).await.unwrap();
    let connection = partner.fabric.connection(&partner.key, id).await.unwrap();
    connection.legs[leg].aws_connection.clone().unwrap()
}
