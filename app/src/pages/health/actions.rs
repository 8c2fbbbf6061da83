//! The buttons of the health page.

use domain::{
    ports::{InterfaceState, Leg, LegRole, PortError},
    setup::{Notice, Reach, Refusal},
};
use leptos::prelude::*;

use super::Seen;
use crate::{
    answer::{AppError, Stop, post},
    components::{Button, Kind, LinkButton},
    context::UserCx,
    paths, setup, words,
};

/// Below a leg's table.
pub(super) fn buttons(of: Seen<'_>, leg: &Leg) -> AnyView {
    let (which, id) = (leg.role.word(), of.at.id());
    let found = of.at.seen.cloud.as_ref();
    let found = found.and_then(|cloud| cloud.interface_of(leg));
    let testing = found.is_some_and(|found| found.state == InterfaceState::Testing);
    let stop = testing.then(|| {
        form(
            of,
            leg,
            "/api/stop_failover_test",
            stop_label(of),
            Kind::Primary,
        )
    });
    let partner = of.has_partner().then(|| {
        let ping = format!("Ping from the {which} gateway");
        let label = format!("Restart the {which} gateway");
        let href = paths::restart(id, leg.role);
        view! {
            {form(of, leg, "/api/ping_gateway", ping, Kind::Secondary)}
            <LinkButton label href kind=Kind::Secondary/>
        }
    });
    view! { <div class="actions">{stop}{partner}</div> }.into_any()
}

/// AWS ends one test at a time; two at once have their leg in the name.
fn stop_label(of: Seen<'_>) -> String {
    let cloud = of.at.seen.cloud.iter();
    let tests = cloud
        .flat_map(|cloud| &cloud.interfaces)
        .filter(|found| found.state == InterfaceState::Testing);
    if tests.count() > 1 {
        "Stop test on this leg".to_owned()
    } else {
        "Stop test".to_owned()
    }
}

fn form(of: Seen<'_>, leg: &Leg, action: &'static str, label: String, kind: Kind) -> AnyView {
    let id = of.at.id().to_owned();
    view! {
        <form method="post" action=action novalidate>
            <input type="hidden" name="connection" value=id/>
            <input type="hidden" name="leg" value=leg.role.word()/>
            <Button label kind/>
        </form>
    }
    .into_any()
}

/// Asks a leg's gateway to ping Amazon's address.
#[server(endpoint = "ping_gateway", prefix = "/api")]
pub async fn ping_gateway(connection: String, leg: String) -> Result<(), AppError> {
    post(|ux| async move {
        let found = ux.own_connection(&connection).await?;
        let role = LegRole::from_word(&leg).ok_or(Stop::NotFound)?;
        let mut legs = found.legs.into_iter();
        let leg = legs.find(|leg| leg.role == role).ok_or(Stop::NotFound)?;
        let call = ux.fabric.ping(&ux.fabric_key, &leg.gateway);
        let answer = ux.change("pureport:Ping", &leg.gateway, call).await?;
        told(&ux, &connection, answer, ("ping_started", "not_pinged")).await
    })
    .await
}

/// Ends the failover test that runs on a leg's interface.
#[server(endpoint = "stop_failover_test", prefix = "/api")]
pub async fn stop_failover_test(connection: String, leg: String) -> Result<(), AppError> {
    post(|ux| async move {
        let role = LegRole::from_word(&leg).ok_or(Stop::NotFound)?;
        let here = paths::health(&connection);
        let at = setup::load(&ux, &connection, here.clone(), Reach::Legs).await?;
        let interface = match tested(&at, role) {
            Ok(interface) => interface,
            Err(why) => {
                let why = words::refusal(&why);
                return Ok(tell(&ux, &here, "test_not_stopped", why).await);
            }
        };
        let key = ux.cloud_key.as_ref().ok_or(Stop::NotFound)?;
        let cloud = &ux.cx.services.cloud;
        let call = cloud.stop_failover_test(key, at.region(), &interface);
        let action = "directconnect:StopBgpFailoverTest";
        let answer = ux.change(action, &interface, call).await?;
        told(
            &ux,
            &connection,
            answer,
            ("test_stopped", "test_not_stopped"),
        )
        .await
    })
    .await
}

/// The interface, of the account that was ordered for.
fn tested(at: &setup::Loaded, role: LegRole) -> Result<String, Refusal> {
    let cloud = at.seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    cloud.is_account_ordered(&at.seen.connection)?;
    let leg = at.seen.leg(role)?;
    let found = cloud.interface_of(leg).ok_or(Refusal::NoInterface)?;
    Ok(found.id.clone())
}

/// Back to the health page with what came of it: the code when it was done, and when not.
pub(super) async fn told(
    ux: &UserCx,
    id: &str,
    answer: Result<(), PortError>,
    (done, not_done): (&str, &str),
) -> Result<String, Stop> {
    let here = paths::health(id);
    match answer {
        Ok(()) => Ok(tell(ux, &here, done, String::new()).await),
        Err(PortError::Unauthenticated) if !not_done.starts_with("test") => Err(Stop::SignIn),
        Err(error) => Ok(tell(ux, &here, not_done, words::port_error(&error)).await),
    }
}

pub(super) async fn tell(ux: &UserCx, here: &str, code: &str, value: String) -> String {
    let notice = Notice::Plain {
        code: code.to_owned(),
        values: vec![value],
    };
    ux.tell(here, notice).await
}
