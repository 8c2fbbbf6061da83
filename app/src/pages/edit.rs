use domain::{
    ports::Connection,
    setup::{Notice, Reach},
    values::{Asn, GatewayKind},
};
use leptos::prelude::*;

use crate::{
    answer::{AppError, Page, Stop, post},
    components::{Button, ErrorSummary, Notice as Banner, PageHeader, TextInput, Tone, Width},
    context::UserCx,
    paths,
    setup::{self, Loaded},
    words,
};

const TITLE: &str = "Edit connection";
const FORM: &str = "form:edit";

/// What can be changed after ordering, and what can't.
pub async fn page(ux: UserCx, id: &str) -> Result<Page, Stop> {
    let connection = ux.own_connection(id).await?;
    let refused = ux.cx.refused(FORM).to_vec();
    let typed = refused.first().cloned();
    let errors: Vec<(String, String)> = refused
        .get(1)
        .map(|text| ("asn".to_owned(), text.clone()))
        .into_iter()
        .collect();
    let title = if errors.is_empty() {
        TITLE.to_owned()
    } else {
        format!("Error: {TITLE}")
    };
    let trail = vec![(connection.name.clone(), paths::connection(id))];
    let form = form(&connection, typed, refused.get(1).cloned());
    let view = view! {
        <ErrorSummary errors=errors/>
        <PageHeader title=TITLE trail lead="The Amazon side ASN must be the ASN of the gateway on which the interfaces end."/>
        <Banner tone=Tone::Warning title="Both sides need the same number">
            <p>"Change the order only to the ASN that the gateway in AWS has. A gateway’s own ASN can’t be changed. While an interface exists the order stays as it is."</p>
        </Banner>
        {form}
        <h2>"What can’t be changed"</h2>
        <p class="prose">"Speed, location, region, AWS account, peering and availability are fixed by the order. Order a second connection, move to it, then delete this one."</p>
    };
    Ok(Page {
        title,
        ..Page::new(TITLE, view)
    })
}

fn form(connection: &Connection, typed: Option<String>, error: Option<String>) -> AnyView {
    let ordered = connection
        .ordered_asn
        .unwrap_or(Asn::AMAZON_DEFAULT)
        .to_string();
    let (id, cancel) = (connection.id.clone(), paths::connection(&connection.id));
    let value = typed.unwrap_or(ordered);
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
        match wanted(&at, &asn) {
            Ok(asn) => change(&ux, &at.seen.connection, asn).await,
            Err(why) => {
                let notice = Notice::Plain {
                    code: FORM.to_owned(),
                    values: vec![asn, why],
                };
                Ok(ux.tell(&paths::edit(&id), notice).await)
            }
        }
    })
    .await
}

/// The typed ASN, if the target's kind of gateway can have it and nothing ends there yet.
fn wanted(at: &Loaded, typed: &str) -> Result<Asn, String> {
    let kind = if at.seen.ends_on_vpn_gateway() {
        GatewayKind::VirtualPrivate
    } else {
        GatewayKind::DirectConnect
    };
    let asn = Asn::parse_amazon_side(typed, kind).map_err(|issue| words::issue("asn", &issue))?;
    setup::gateway::may_reorder(at).map_err(|refusal| words::refusal(&refusal))?;
    Ok(asn)
}

async fn change(ux: &UserCx, connection: &Connection, asn: Asn) -> Result<String, Stop> {
    setup::gateway::change_order(ux, &connection.id, asn).await??;
    let notice = Notice::Plain {
        code: "asn_changed".to_owned(),
        values: vec![asn.to_string()],
    };
    Ok(ux.tell(&paths::connection(&connection.id), notice).await)
}
