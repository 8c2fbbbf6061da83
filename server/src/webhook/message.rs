//! What the webhook is told.

use app::{paths, words};
use domain::run::{Run, RunState};
use serde::Serialize;

/// The body: nothing that the run's page does not show, no account and no secret.
#[derive(Debug, Serialize)]
pub(super) struct Message {
    /// The same when it is told again.
    id: String,
    /// What the run became: [`RunState::word`].
    state: &'static str,
    run: String,
    /// The connection's name.
    connection: String,
    /// The run's page.
    page: String,
    /// RFC 3339, UTC.
    at: String,
    /// All of it in a sentence, as Slack, Mattermost and others show it.
    text: String,
}

impl Message {
    /// `None`: nobody needs to know.
    pub fn of(run: &Run, pages: &str) -> Option<Self> {
        let worth_telling = matches!(
            run.state,
            RunState::Done
                | RunState::Degraded
                | RunState::NeedsYou
                | RunState::WaitingForCredentials
        );
        if !worth_telling {
            return None;
        }
        let page = format!("{pages}{}", paths::run(&run.connection));
        Some(Self {
            id: format!("{}:{}:{}", run.id, run.state.word(), run.looked.0),
            state: run.state.word(),
            run: run.id.clone(),
            connection: run.connection_name.clone(),
            at: words::rfc3339(run.looked),
            text: words::webhook_text(run, &page),
            page,
        })
    }
}
