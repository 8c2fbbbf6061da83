//! The buttons of a run.

use domain::{
    ports::Actor,
    run::{Command, Run, Started},
    setup::Notice,
};
use leptos::prelude::*;

use crate::{
    answer::{AppError, Stop, post},
    context::UserCx,
    paths, words,
};

/// No further call after the one that is under way.
#[server(endpoint = "pause_run", prefix = "/api")]
pub async fn pause_run(run: String) -> Result<(), AppError> {
    post(|ux| async move { tell(&ux, &run, Command::Pause).await }).await
}

/// Goes on with this session's credentials.
#[server(endpoint = "resume_run", prefix = "/api")]
pub async fn resume_run(run: String) -> Result<(), AppError> {
    post(|ux| async move { tell(&ux, &run, Command::Resume).await }).await
}

/// Tries a failed step again, with this session's credentials.
#[server(endpoint = "retry_step", prefix = "/api")]
pub async fn retry_step(run: String, step: String) -> Result<(), AppError> {
    post(|ux| async move { tell(&ux, &run, Command::Retry { step }).await }).await
}

/// Gives the failed leg up.
#[server(endpoint = "keep_single", prefix = "/api")]
pub async fn keep_single(run: String) -> Result<(), AppError> {
    post(|ux| async move { tell(&ux, &run, Command::KeepSingle).await }).await
}

/// Ends the run; what it made is what the next page begins with.
#[server(endpoint = "end_run", prefix = "/api")]
pub async fn end_run(run: String) -> Result<(), AppError> {
    post(|ux| async move {
        let known = own(&ux, &run).await?;
        tell(&ux, &run, Command::End).await?;
        Ok(paths::teardown(&known.connection))
    })
    .await
}

async fn own(ux: &UserCx, id: &str) -> Result<Run, Stop> {
    let run = ux.cx.services.runs.run(id).await?;
    let own = run.filter(|run| run.account == ux.account_of(&run.connection));
    own.ok_or(Stop::NotFound)
}

async fn tell(ux: &UserCx, id: &str, command: Command) -> Result<String, Stop> {
    let run = own(ux, id).await?;
    let here = paths::run(&run.connection);
    let actor = Actor {
        user: ux.user_id().clone(),
        session: ux.user.vault_key.clone(),
        connection: run.connection,
    };
    match ux.cx.services.engine.command(actor, id, command).await {
        Started::Refused(why) => {
            let notice = Notice::Plain {
                code: "run_refused".to_owned(),
                values: vec![words::refusal(&why)],
            };
            Ok(ux.tell(&here, notice).await)
        }
        Started::NotRecorded => Err(Stop::Store),
        _ => Ok(here),
    }
}
