//! "Run all steps".

use domain::{
    ports::Actor,
    preflight::is_blocking,
    run::{Run, Started, facts},
    setup::{Notice, Reach, Refusal},
};
use leptos::prelude::*;

use super::{
    FORM, findings,
    read::{Typed, changed},
};
use crate::{
    answer::{AppError, Stop, post as answer},
    context::UserCx,
    form::Form,
    paths,
    setup::load::load,
    words,
};

/// Starts a run of the plan that was chosen.
#[server(endpoint = "start_run", prefix = "/api")]
pub async fn start_run(
    connection: String,
    #[server(default)] target: String,
    #[server(default)] vpcs: Vec<String>,
    #[server(default)] tables: Vec<String>,
    #[server(default)] prefixes: String,
    #[server(default)] mtu: String,
    #[server(default)] seen: String,
) -> Result<(), AppError> {
    answer(|ux| async move {
        let typed = Typed {
            target,
            vpcs,
            tables,
            prefixes,
            mtu,
        };
        start(&ux, &connection, &typed, &seen).await
    })
    .await
}

async fn start(ux: &UserCx, id: &str, typed: &Typed, written: &str) -> Result<String, Stop> {
    let here = paths::setup(id);
    let at = load(ux, id, here.clone(), Reach::Everywhere).await?;
    if let Err(refusal) = possible(&at.seen) {
        return refuse(ux, id, form(typed).refused("", words::refusal(&refusal))).await;
    }
    let plan = match typed.plan(&at.seen) {
        Ok(plan) => plan,
        Err(wrong) => {
            let why = words::plan_wrong(&wrong.why);
            return refuse(ux, id, form(typed).refused(wrong.field, why)).await;
        }
    };
    let changed = changed(written, &facts(&plan, &at.seen));
    if !changed.is_empty() {
        return refuse(ux, id, form(typed).refused("", words::plan_stale(&changed))).await;
    }
    let found = findings(ux, &at.seen, &plan).await;
    if is_blocking(&found) {
        let form = form(typed).refused("", words::PLAN_BLOCKED).notice(FORM);
        return Ok(ux
            .tell(&paths::with_query(&here, &[("check", "1")]), form)
            .await);
    }
    let token = (ux.cx.services.token)();
    let by = ux.user_id().clone();
    let run = Run::new(
        token,
        ux.account_of(&at.seen.connection.id),
        by,
        plan,
        &at.seen,
        at.now,
    );
    let actor = Actor {
        user: ux.user_id().clone(),
        session: ux.user.vault_key.clone(),
        connection: id.to_owned(),
    };
    let started = ux.cx.services.engine.start(actor, run).await;
    told(ux, id, typed, started).await
}

/// What no run can begin without.
fn possible(seen: &domain::setup::Observation) -> Result<(), Refusal> {
    let cloud = seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    cloud.is_account_ordered(&seen.connection)
}

async fn told(ux: &UserCx, id: &str, typed: &Typed, started: Started) -> Result<String, Stop> {
    let why = match started {
        Started::Run { .. } => return Ok(paths::run(id)),
        Started::Already { by, .. } => {
            let notice = Notice::Plain {
                code: "run_already".to_owned(),
                values: vec![by.0],
            };
            return Ok(ux.tell(&paths::run(id), notice).await);
        }
        Started::Refused(refusal) => words::refusal(&refusal),
        Started::Stale { changed } => words::plan_stale(&changed),
        Started::NotRecorded => return Err(Stop::Store),
    };
    refuse(ux, id, form(typed).refused("", why)).await
}

fn form(typed: &Typed) -> Form {
    let (vpcs, tables) = (typed.vpcs.join(" "), typed.tables.join(" "));
    Form::typed_in([
        ("target", &typed.target),
        ("vpcs", &vpcs),
        ("tables", &tables),
        ("prefixes", &typed.prefixes),
        ("mtu", &typed.mtu),
    ])
}

async fn refuse(ux: &UserCx, id: &str, form: Form) -> Result<String, Stop> {
    Ok(ux.tell(&paths::setup(id), form.notice(FORM)).await)
}
