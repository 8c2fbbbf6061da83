//! "Restart primary gateway": confirmed here, because the session goes down.

use domain::{
    ports::LegRole,
    setup::{Reach, may_restart},
};
use leptos::prelude::*;

use super::actions::{tell, told};
use crate::{
    answer::{AppError, Page, Stop, post},
    components::{Button, Kind, Notice as Banner, PageHeader, Tone},
    context::UserCx,
    paths, setup, words,
};

pub async fn page(ux: UserCx, id: &str, leg: &str) -> Result<Page, Stop> {
    let role = LegRole::from_word(leg).ok_or(Stop::NotFound)?;
    let here = paths::restart(id, role);
    let at = setup::load(&ux, id, here, Reach::Legs).await?;
    at.seen.leg(role).map_err(|_| Stop::NotFound)?;
    let title = format!("Restart {} gateway", role.word());
    let trail = vec![
        (at.seen.connection.name.clone(), paths::connection(id)),
        ("Health".to_owned(), paths::health(id)),
    ];
    let alone = at.seen.connection.legs.len() == 1;
    let (lead, cancel, label) = (
        words::restart_lead(role, alone),
        paths::health(id),
        title.clone(),
    );
    let body = match may_restart(role, &at.seen) {
        Err(why) => {
            let text = words::no_restart(why);
            view! { <Banner tone=Tone::Warning title="Not now"><p>{text}</p></Banner><p><a href=cancel>"Health"</a></p> }
                .into_any()
        }
        Ok(()) => view! {
            <form class="form" method="post" action="/api/restart_gateway" novalidate>
                <input type="hidden" name="connection" value=id.to_owned()/>
                <input type="hidden" name="leg" value=role.word()/>
                <div class="actions"><Button label kind=Kind::Danger/><a href=cancel>"Cancel"</a></div>
            </form>
        }
        .into_any(),
    };
    let view = view! { <PageHeader title=title.clone() lead trail/>{body} };
    Ok(Page::new(title, view))
}

/// Restarts a leg's gateway, unless its sibling would not carry the traffic meanwhile.
#[server(endpoint = "restart_gateway", prefix = "/api")]
pub async fn restart_gateway(connection: String, leg: String) -> Result<(), AppError> {
    post(|ux| async move {
        let role = LegRole::from_word(&leg).ok_or(Stop::NotFound)?;
        // Two presses at once must not take both legs down.
        let _hold = ux.cx.services.engine.hold(&connection).await;
        let here = paths::health(&connection);
        let at = setup::load(&ux, &connection, here.clone(), Reach::Legs).await?;
        if let Err(why) = may_restart(role, &at.seen) {
            return Ok(tell(&ux, &here, "not_restarted", words::no_restart(why)).await);
        }
        let gateway = at
            .seen
            .leg(role)
            .map_err(|_| Stop::NotFound)?
            .gateway
            .clone();
        let call = ux.fabric.restart_gateway(&ux.fabric_key, &gateway);
        let answer = ux.change("pureport:RespawnGateway", &gateway, call).await?;
        told(
            &ux,
            &connection,
            answer,
            ("restart_started", "not_restarted"),
        )
        .await
    })
    .await
}
