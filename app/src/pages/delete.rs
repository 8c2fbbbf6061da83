use domain::{
    ports::{Connection, HostedState},
    setup::{Goal, Notice, Observation, Ports, Reach, observe},
};
use leptos::prelude::*;

use crate::{
    answer::{AppError, Page, Stop, post},
    components::{Button, ErrorSummary, Kind, Notice as Banner, PageHeader, TextInput, Tone},
    context::UserCx,
    form::Form,
    paths, words,
};

const TITLE: &str = "Delete connection";
const FORM: &str = "delete_connection";
/// What has to be typed when AWS can't be read.
const UNREAD: &str = "no interfaces are left";

/// What stands between the connection and its deletion.
enum Standing {
    /// AWS was read: these interfaces still use it.
    Interfaces(Vec<String>),
    Free {
        accepted: bool,
    },
    /// AWS is not connected, or was not readable.
    Unread,
}

pub async fn page(ux: UserCx, id: &str) -> Result<Page, Stop> {
    let connection = ux.own_connection(id).await?;
    if !connection.capabilities.delete {
        return Ok(Page::new(TITLE, not_ours(&connection)));
    }
    let standing = standing(&ux, &connection).await;
    let refused = Form::of(&ux.cx, FORM);
    let trail = vec![(connection.name.clone(), paths::connection(id))];
    let view = view! {
        <ErrorSummary errors=refused.errors.clone()/>
        <PageHeader title=TITLE trail lead="Deleting ends the service at Pureport for every leg. It cannot be undone."/>
        {match words::delete_barred(ux.user.account.as_ref()) {
            Some(text) => view! { <Banner tone=Tone::Warning title="Not with this role"><p>{text}</p></Banner> }.into_any(),
            None => body(&connection, &standing, &refused),
        }}
    };
    Ok(Page::new(TITLE, view))
}

/// The partner alone can end what it ordered.
fn not_ours(connection: &Connection) -> impl IntoView + use<> {
    let trail = vec![(connection.name.clone(), paths::connection(&connection.id))];
    let partner = connection.partner.clone();
    let text = format!(
        "{partner} has no API here. Delete the virtual interfaces in AWS first, then ask {partner} to delete the hosted connection: AWS’s port-hours end then."
    );
    let id = connection.id.clone();
    view! {
        <PageHeader title=TITLE trail lead="What was taken over can’t be deleted from here."/>
        <Banner tone=Tone::Ready title=format!("{partner} ordered it, so {partner} deletes it")><p>{text}</p></Banner>
        <form class="form" method="post" action="/api/let_go">
            <input type="hidden" name="connection" value=id/>
            <p>"When that is done, Onramp can forget the values. Nothing changes in AWS by that."</p>
            <div class="actions"><Button label="Forget the values" kind=Kind::Secondary/></div>
        </form>
    }
}

fn body(connection: &Connection, standing: &Standing, refused: &Form) -> AnyView {
    let teardown = paths::teardown(&connection.id);
    let connect_aws = paths::aws_sign_in(&paths::delete(&connection.id));
    match standing {
        Standing::Interfaces(ids) => {
            let listed = format!(
                "AWS lists {}. Pureport’s deletion would fail and leave the connection stuck.",
                ids.join(", ")
            );
            view! {
            <Banner tone=Tone::Warning title="Virtual interfaces still use this connection">
                <p>{listed}</p>
                <p><a href=teardown>"Tear down"</a>" removes them first, with what else Onramp made, and then deletes the connection."</p>
            </Banner>
        }
        .into_any()
        }
        Standing::Free { accepted } => view! {
            <ul class="prose">
                <li>"No virtual interface uses the connection."</li>
                {accepted.then(|| view! { <li>"AWS’s port-hours end when Pureport gives the hosted connections up."</li> })}
                <li>"Gateways, virtual private gateways and routes in AWS stay as they are."</li>
            </ul>
            {form(connection, false, refused)}
        }
        .into_any(),
        Standing::Unread => view! {
            <Banner tone=Tone::Warning title="AWS could not be read">
                <p>"Onramp can’t see whether virtual interfaces still use this connection. If one does, Pureport’s deletion fails and leaves the connection stuck. "
                   <a href=connect_aws>"Connect AWS"</a>" to have it checked."</p>
            </Banner>
            {form(connection, true, refused)}
        }
        .into_any(),
    }
}

fn form(connection: &Connection, unread: bool, refused: &Form) -> impl IntoView + use<> {
    let typed = |field| refused.typed(field).unwrap_or_default();
    let (name, words) = (typed("name"), typed("unread"));
    let of = |field| refused.error(field);
    view! {
        <form class="form" method="post" action="/api/delete_connection" novalidate>
            <input type="hidden" name="id" value=connection.id.clone()/>
            <TextInput name="name" label=format!("Type {} to confirm", connection.name) value=name error=of("name")/>
            {unread.then(|| view! {
                <TextInput name="unread" label=format!("Type “{UNREAD}” if you have checked that in AWS yourself") value=words error=of("unread")/>
            })}
            <div class="actions">
                <Button label="Delete connection" kind=Kind::Danger/>
                <a href=paths::connection(&connection.id)>"Cancel"</a>
            </div>
        </form>
    }
}

async fn standing(ux: &UserCx, connection: &Connection) -> Standing {
    let Some(cloud_key) = &ux.cloud_key else {
        return Standing::Unread;
    };
    let ports = Ports {
        fabric: &*ux.fabric,
        cloud: &*ux.cx.services.cloud,
        fabric_key: &ux.fabric_key,
        cloud_key: Some(cloud_key),
    };
    let choice = domain::ports::Choice::NewGateway;
    match observe(ports, &connection.id, choice, &Reach::Legs).await {
        Ok(seen) => judged(&seen),
        Err(_) => Standing::Unread,
    }
}

/// AWS may not list yet what is about to exist.
async fn is_making_interface(ux: &UserCx, id: &str) -> bool {
    let running = ux.cx.services.engine.running(id).await;
    running
        .iter()
        .any(|goal| matches!(goal, Goal::CreateInterface { .. }))
}

fn judged(seen: &Observation) -> Standing {
    let Some(cloud) = &seen.cloud else {
        return Standing::Unread;
    };
    let readable = !cloud.has_gap("directconnect:DescribeVirtualInterfaces")
        && cloud.is_account_ordered(&seen.connection).is_ok();
    // A leg without its id at AWS can't be looked for.
    let legs = &seen.connection.legs;
    let known = legs.iter().all(|leg| leg.aws_connection.is_some());
    let known = known && (!legs.is_empty() || seen.is_order_active().is_err());
    if !readable || !known {
        return Standing::Unread;
    }
    if cloud.interfaces.is_empty() {
        let accepted = cloud.hosted.iter().any(|hosted| {
            hosted.state != HostedState::Ordering
                && seen
                    .connection
                    .legs
                    .iter()
                    .any(|leg| leg.aws_connection.as_deref() == Some(&hosted.id))
        });
        return Standing::Free { accepted };
    }
    Standing::Interfaces(
        cloud
            .interfaces
            .iter()
            .map(|interface| interface.id.clone())
            .collect(),
    )
}

#[server(endpoint = "delete_connection", prefix = "/api")]
pub async fn delete_connection(
    id: String,
    #[server(default)] name: String,
    #[server(default)] unread: String,
) -> Result<(), AppError> {
    post(|ux| async move { delete(ux, &id, &name, &unread).await }).await
}

async fn delete(ux: UserCx, id: &str, name: &str, unread: &str) -> Result<String, Stop> {
    // No interface is created between the look and the deletion.
    let _hold = ux.cx.services.engine.hold(id).await;
    let connection = ux.own_connection(id).await?;
    let here = paths::delete(id);
    let refuse = |field: &str, text: String| {
        Form::typed_in([("name", name), ("unread", unread)])
            .refused(field, text)
            .notice(FORM)
    };
    if name.trim() != connection.name {
        let text = format!("Type the connection’s name, {}, exactly", connection.name);
        return Ok(ux.tell(&here, refuse("name", text)).await);
    }
    if is_making_interface(&ux, id).await {
        let text = "Onramp is still creating a virtual interface on this connection. Wait until the set-up says that it is there, then delete it in AWS first".to_owned();
        return Ok(ux.tell(&here, refuse("name", text)).await);
    }
    match standing(&ux, &connection).await {
        Standing::Interfaces(_) => return Ok(here),
        Standing::Unread if unread.trim() != UNREAD => {
            let text = format!("Type “{UNREAD}”, or connect AWS to have it checked");
            return Ok(ux.tell(&here, refuse("unread", text)).await);
        }
        Standing::Unread | Standing::Free { .. } => {}
    }
    let call = ux.fabric.delete_connection(&ux.fabric_key, id);
    match ux.change("pureport:DeleteConnection", id, call).await? {
        Ok(()) => {
            let notice = Notice::Plain {
                code: "deleting".to_owned(),
                values: Vec::new(),
            };
            Ok(ux.tell(&paths::network(&connection.network), notice).await)
        }
        Err(error) => {
            let notice = Notice::Plain {
                code: "not_deleted".to_owned(),
                values: vec![words::port_error(&error)],
            };
            Ok(ux.tell(&paths::connection(id), notice).await)
        }
    }
}
