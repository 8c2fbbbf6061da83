//! "Delete primary virtual interface": confirmed here, because its values can't be changed in place
//! and whatever runs on it stops.

use domain::{
    ports::{Choice, Interface, LegRole},
    setup::{Goal, Reach, Task, leg_bgp, teardown::Removal},
};
use leptos::prelude::*;

use super::{
    load::{Loaded, load},
    post,
};
use crate::{
    answer::{AppError, Page, Stop, post as answer},
    components::{Button, DescriptionList, Kind, Notice as Banner, PageHeader, Tone, ValueRow},
    context::UserCx,
    paths, words,
};

pub async fn page(ux: UserCx, id: &str, leg: &str) -> Result<Page, Stop> {
    let role = LegRole::from_word(leg).ok_or(Stop::NotFound)?;
    let here = paths::delete_interface(id, role);
    let at = load(&ux, id, here, Reach::Legs).await?;
    let title = format!("Delete {} virtual interface", role.word());
    let interfaces = words::task_title(Task::Interfaces).to_owned();
    let trail = vec![
        (at.seen.connection.name.clone(), paths::connection(id)),
        ("Set up AWS".to_owned(), paths::setup(id)),
        (interfaces, paths::task(id, Task::Interfaces)),
    ];
    let body = match found(&at, role) {
        Some(found) => form(&at, role, found, title.clone()),
        None => view! {
            <Banner tone=Tone::Ready title="Nothing to delete"><p>"AWS shows no virtual interface on this leg."</p></Banner>
        }
        .into_any(),
    };
    let lead = words::delete_interface_lead(role, carries(&at, role));
    let view =
        view! { {super::cloud_notices(&at)}<PageHeader title=title.clone() lead trail/>{body} };
    Ok(Page::new(title, view))
}

fn found(at: &Loaded, role: LegRole) -> Option<&Interface> {
    let leg = at.seen.leg(role).ok()?;
    at.seen.cloud.as_ref()?.interface_of(leg)
}

/// A session is up on it.
fn carries(at: &Loaded, role: LegRole) -> bool {
    let leg = at.seen.leg(role).ok();
    leg.and_then(|leg| leg_bgp(leg, &at.seen)) == Some(domain::ports::BgpState::Up)
}

fn form(at: &Loaded, role: LegRole, found: &Interface, label: String) -> AnyView {
    let (id, which) = (at.id().to_owned(), role.word());
    let cancel = paths::task(at.id(), Task::Interfaces);
    let (name, interface, shown) = (found.name.clone(), found.id.clone(), found.id.clone());
    view! {
        <DescriptionList>
            <ValueRow label="Virtual interface name" value=name/>
            <ValueRow label="Interface ID" value=shown/>
        </DescriptionList>
        <form class="form" method="post" action="/api/delete_interface" novalidate>
            <input type="hidden" name="connection" value=id/>
            <input type="hidden" name="leg" value=which/>
            <input type="hidden" name="interface" value=interface/>
            <div class="actions"><Button label kind=Kind::Danger/><a href=cancel>"Cancel"</a></div>
        </form>
    }
    .into_any()
}

/// Deletes the interface that the person saw, and no other.
#[server(endpoint = "delete_interface", prefix = "/api")]
pub async fn delete_interface(
    connection: String,
    #[server(default)] leg: String,
    #[server(default)] interface: String,
) -> Result<(), AppError> {
    answer(|ux| async move {
        let leg = LegRole::from_word(&leg).ok_or(Stop::NotFound)?;
        keep_gateway(&ux, &connection, leg).await?;
        let id = interface;
        post::pursue(
            &ux,
            &connection,
            Goal::Remove(Removal::DeleteInterface { leg, id }),
        )
        .await
    })
    .await
}

/// The gateway of the interfaces stays this connection's, also once none ends there: the other
/// leg's, where they differ.
async fn keep_gateway(ux: &UserCx, id: &str, role: LegRole) -> Result<(), Stop> {
    let at = load(ux, id, paths::delete_interface(id, role), Reach::Legs).await?;
    let mut roles = at.seen.connection.legs.iter().map(|leg| leg.role);
    let other = roles.find(|other| *other != role);
    let stays = other.and_then(|other| found(&at, other));
    let target = stays
        .or_else(|| found(&at, role))
        .and_then(|one| one.target.clone());
    if let Some(target) = target {
        let choice = Choice::Existing { target };
        ux.cx.services.choices.save(id, &choice).await?;
    }
    Ok(())
}
