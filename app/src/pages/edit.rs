use domain::{
    ports::{Connection, PortError},
    setup::{Notice, Reach, may_reorder},
    values::{Asn, GatewayKind},
};
use leptos::prelude::*;

use crate::{
    answer::{AppError, Page, Stop, post},
    components::{Button, ErrorSummary, Notice as Banner, PageHeader, TextInput, Tone, Width},
    context::UserCx,
    form::Form,
    paths,
    setup::{self, Loaded},
    words,
};

const TITLE: &str = "Edit connection";
const FORM: &str = "change_amazon_asn";

/// What can be changed after ordering, and what can't.
pub async fn page(ux: UserCx, id: &str) -> Result<Page, Stop> {
    let connection = ux.own_connection(id).await?;
    if !connection.capabilities.reports {
        // What a person typed is corrected where it was typed.
        return Err(Stop::Go(paths::take_over_again(id)));
    }
    let refused = Form::of(&ux.cx, FORM);
    let trail = vec![(connection.name.clone(), paths::connection(id))];
    let form = form(&connection, &refused);
    let view = view! {
        <ErrorSummary errors=refused.errors/>
        <PageHeader title=TITLE trail lead="The Amazon side ASN must be the ASN of the gateway on which the interfaces end."/>
        <Banner tone=Tone::Warning title="Both sides need the same number">
            <p>"Change the order only to the ASN that the gateway in AWS has. A gateway’s own ASN can’t be changed. While an interface exists, the order can only be changed to the ASN of the gateway on which it ends."</p>
        </Banner>
        {form}
        <h2>"What can’t be changed"</h2>
        <p class="prose">"Speed, location, region, AWS account, peering and availability are fixed by the order. Order a second connection, move to it, then delete this one."</p>
    };
    Ok(Page::new(TITLE, view))
}

fn form(connection: &Connection, refused: &Form) -> AnyView {
    let ordered = connection
        .ordered_asn
        .unwrap_or(Asn::AMAZON_DEFAULT)
        .to_string();
    let (id, cancel) = (connection.id.clone(), paths::connection(&connection.id));
    let (value, error) = (
        refused.typed("asn").unwrap_or(ordered),
        refused.error("asn"),
    );
    view! {
        <form class="form" method="post" action="/api/change_amazon_asn" novalidate>
            <input type="hidden" name="id" value=id/>
            <TextInput name="asn" label="Amazon side ASN" value width=Width::Medium code=true numeric=true error/>
            <div class="actions"><Button label="Edit connection"/><a href=cancel>"Cancel"</a></div>
        </form>
    }
    .into_any()
}

#[server(endpoint = "change_amazon_asn", prefix = "/api")]
pub async fn change_amazon_asn(id: String, #[server(default)] asn: String) -> Result<(), AppError> {
    post(|ux| async move {
        let _hold = ux.cx.services.engine.hold(&id).await;
        let at = setup::load(&ux, &id, paths::edit(&id), Reach::Legs).await?;
        let refuse = |why| Form::typed_in([("asn", asn.as_str())]).refused("asn", why);
        let refused = match wanted(&at, &asn) {
            Err(why) => refuse(why),
            Ok(asn) => match change(&ux, &at.seen.connection, asn).await? {
                Ok(to) => return Ok(to),
                Err(PortError::Unauthenticated) => return Err(Stop::SignIn),
                Err(error) => refuse(words::port_error(&error)),
            },
        };
        Ok(ux.tell(&paths::edit(&id), refused.notice(FORM)).await)
    })
    .await
}

/// The typed ASN, if the target's kind of gateway can have it and no interface ends on another one.
fn wanted(at: &Loaded, typed: &str) -> Result<Asn, String> {
    let kind = if at.seen.ends_on_vpn_gateway() {
        GatewayKind::VirtualPrivate
    } else {
        GatewayKind::DirectConnect
    };
    let asn = Asn::parse_amazon_side(typed, kind).map_err(|issue| words::issue("asn", &issue))?;
    may_reorder(asn, &at.seen).map_err(|refusal| words::refusal(&refusal))?;
    Ok(asn)
}

/// Where it leads, or what Pureport said instead.
async fn change(
    ux: &UserCx,
    connection: &Connection,
    asn: Asn,
) -> Result<Result<String, PortError>, Stop> {
    let changed = setup::gateway::reorder::change_order(ux, &connection.id, asn).await?;
    if let Err(error) = changed {
        return Ok(Err(error));
    }
    let notice = Notice::Plain {
        code: "asn_changed".to_owned(),
        values: vec![asn.to_string()],
    };
    Ok(Ok(ux
        .tell(&paths::connection(&connection.id), notice)
        .await))
}
