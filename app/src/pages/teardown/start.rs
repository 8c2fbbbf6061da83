//! The button "Tear down".

use domain::{
    ports::Actor,
    run::{Plan, Run, Started, TearDown, facts, fingerprint},
    setup::{Notice, Refusal},
};
use leptos::prelude::*;

use super::{FORM, dry_run, look};
use crate::{
    answer::{AppError, Stop, post},
    context::UserCx,
    form::Form,
    paths,
    setup::Loaded,
    words,
};

/// What was typed.
struct Typed {
    name: String,
    /// The connection itself goes, too.
    whole: String,
    /// The dry run that the page showed.
    seen: String,
}

/// Starts the run that takes away what the page showed.
#[server(endpoint = "tear_down", prefix = "/api")]
pub async fn start_teardown(
    connection: String,
    #[server(default)] name: String,
    #[server(default)] whole: String,
    #[server(default)] seen: String,
) -> Result<(), AppError> {
    let typed = Typed { name, whole, seen };
    post(|ux| async move { start(&ux, &connection, &typed).await }).await
}

/// The dry run of this look, short enough for a form.
pub(super) fn written(at: &Loaded) -> String {
    let plan = plan(at, true);
    fingerprint(&plan, &facts(&plan, &at.seen))
}

fn plan(at: &Loaded, whole: bool) -> Plan {
    Plan::TearDown(TearDown::of(&dry_run(at, whole), &at.seen))
}

async fn start(ux: &UserCx, id: &str, typed: &Typed) -> Result<String, Stop> {
    let at = look(ux, id).await?;
    let whole = !typed.whole.is_empty() && super::barred(ux, &at).is_none();
    let plan = plan(&at, whole);
    if let Err((field, why)) = possible(&at, typed, &plan) {
        return refuse(ux, id, typed, field, &why).await;
    }
    let token = (ux.cx.services.token)();
    let by = ux.user_id().clone();
    let run = Run::new(token, ux.account_of(id), by, plan, &at.seen, at.now);
    let actor = Actor {
        user: ux.user_id().clone(),
        session: ux.user.vault_key.clone(),
        connection: id.to_owned(),
    };
    let started = ux.cx.services.engine.start(actor, run).await;
    told(ux, id, typed, started).await
}

/// What no teardown begins without; the field that has to be mended, and how.
fn possible(at: &Loaded, typed: &Typed, plan: &Plan) -> Result<(), (&'static str, String)> {
    let refused = |refusal: Refusal| ("", words::refusal(&refusal));
    let cloud = at.seen.cloud.as_ref();
    let cloud = cloud.ok_or_else(|| refused(Refusal::CloudNotConnected))?;
    cloud
        .is_account_ordered(&at.seen.connection)
        .map_err(refused)?;
    let name = &at.seen.connection.name;
    if typed.name.trim() != name {
        let text = format!("Type the connection’s name, {name}, exactly");
        return Err(("name", text));
    }
    if !at.running.is_empty() {
        return Err(("", words::TEARDOWN_BUSY.to_owned()));
    }
    if typed.seen != written(at) {
        return Err(("", words::TEARDOWN_STALE.to_owned()));
    }
    match plan {
        Plan::TearDown(tear_down) if tear_down.removals.is_empty() => {
            Err(("", words::TEARDOWN_EMPTY.to_owned()))
        }
        _ => Ok(()),
    }
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
        Started::Stale { .. } => words::TEARDOWN_STALE.to_owned(),
        Started::NotRecorded => return Err(Stop::Store),
    };
    refuse(ux, id, typed, "", &why).await
}

async fn refuse(
    ux: &UserCx,
    id: &str,
    typed: &Typed,
    field: &str,
    why: &str,
) -> Result<String, Stop> {
    let form = Form::typed_in([("name", &typed.name), ("whole", &typed.whole)]);
    let notice = form.refused(field, why).notice(FORM);
    Ok(ux.tell(&paths::teardown(id), notice).await)
}
