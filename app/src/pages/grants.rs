//! What was granted to runs: each keeps the credentials of whoever started it, for itself alone,
//! until it is over, four hours have passed, or they are taken back here.

use domain::{activity::Outcome, run::Run, setup::Notice};
use leptos::prelude::*;

use crate::{
    answer::{AppError, Stop, post},
    components::{Button, Card, Kind, Notice as Banner, Tone},
    context::{Services, UserCx},
    paths, words,
};

/// The user's runs that are not over.
pub async fn granted(services: &Services, user: &domain::ports::UserId) -> Result<Vec<Run>, Stop> {
    let mut runs = services.runs.open_runs().await?;
    runs.retain(|run| run.by == *user);
    Ok(runs)
}

/// The list on the session's page.
pub fn card(runs: Vec<Run>) -> Option<AnyView> {
    let rows: Vec<_> = runs.into_iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <Card title="Runs that use your credentials">
                <p>"Each keeps them for itself alone, sealed, until it is over, for four hours at most."</p>
                <ul class="stack">{rows}</ul>
            </Card>
        }
        .into_any()
    })
}

fn row(run: Run) -> AnyView {
    let (href, name) = (paths::run(&run.connection), run.connection_name);
    let (label, id) = (format!("Revoke, {name}"), format!("revoke-{}", run.id));
    view! {
        <li>
            <p><a href=href>{name}</a>": "{words::run_state(run.state)}</p>
            <form method="post" action="/api/revoke_grant">
                <input type="hidden" name="run" value=run.id/>
                <Button label id kind=Kind::Secondary/>
            </form>
        </li>
    }
    .into_any()
}

/// Signing out while runs are at work is asked about first.
pub fn ask_before_leaving(runs: &[Run]) -> Option<AnyView> {
    let names: Vec<&str> = runs
        .iter()
        .map(|run| run.connection_name.as_str())
        .collect();
    let text = format!(
        "You are not signed out yet: {} still needs your credentials.",
        names.join(", ")
    );
    (!runs.is_empty()).then(|| {
        view! {
            <Banner tone=Tone::Warning title="What is to become of the run?">
                <p>{text}</p>
                <form class="actions" method="post" action="/api/sign_out">
                    <button class="button button--primary" type="submit" name="runs" value="keep">"Sign out and let it finish"</button>
                    <button class="button" type="submit" name="runs" value="revoke">"Sign out and stop it"</button>
                </form>
            </Banner>
        }
        .into_any()
    })
}

/// Takes a run's credentials back: it waits for others.
#[server(endpoint = "revoke_grant", prefix = "/api")]
pub async fn revoke_grant(run: String) -> Result<(), AppError> {
    post(|ux| async move { revoke(&ux, &run).await }).await
}

/// Nothing is left of what the run was granted.
pub async fn revoked(services: &Services, run: &Run) {
    let key = services.vault.cloud_key(&run.grant()).await;
    services.vault.forget(&run.grant()).await;
    if let Some(key) = key {
        services.cloud.forget(&key).await;
    }
}

async fn revoke(ux: &UserCx, id: &str) -> Result<String, Stop> {
    let runs = granted(&ux.cx.services, ux.user_id()).await?;
    let run = runs.iter().find(|run| run.id == id).ok_or(Stop::NotFound)?;
    revoked(&ux.cx.services, run).await;
    ux.record("onramp:RevokeGrant", &run.connection, Outcome::Done)
        .await?;
    let notice = Notice::Plain {
        code: "grant_revoked".to_owned(),
        values: vec![run.connection_name.clone()],
    };
    Ok(ux.tell(&paths::session(), notice).await)
}
