//! Changing the order to the ASN of a gateway that exists, unless an interface ends on another one.

use domain::{
    ports::{Connection, Gateway, PortError},
    setup::{Reach, Refusal, Task, may_reorder},
    values::Asn,
};
use leptos::prelude::*;

use crate::{
    answer::{AppError, Stop, post as answer},
    components::{Button, Kind},
    context::UserCx,
    paths,
    setup::{
        load::{Loaded, load},
        post,
    },
    words,
};

/// Changes the order to the ASN of a gateway that exists, unless an interface ends on another one.
#[server(endpoint = "change_ordered_asn", prefix = "/api")]
pub async fn change_ordered_asn(connection: String, gateway: String) -> Result<(), AppError> {
    answer(|ux| async move { change(&ux, &connection, &gateway).await }).await
}

async fn change(ux: &UserCx, id: &str, gateway: &str) -> Result<String, Stop> {
    let here = paths::task(id, Task::Gateway);
    let _hold = ux.cx.services.engine.hold(id).await;
    let at = load(ux, id, here, Reach::Legs).await?;
    let asn = match new_asn(&at, gateway) {
        Ok(asn) => asn,
        Err(refusal) => {
            let why = words::refusal(&refusal);
            return Ok(post::tell(ux, id, Task::Gateway, "target_refused", why).await);
        }
    };
    match change_order(ux, id, asn).await? {
        Ok(_) => Ok(post::tell(ux, id, Task::Gateway, "asn_changed", asn.to_string()).await),
        Err(error) => {
            let why = words::port_error(&error);
            Ok(post::tell(ux, id, Task::Gateway, "target_refused", why).await)
        }
    }
}

/// Tells Pureport the new ASN, under the connection's hold.
pub(crate) async fn change_order(
    ux: &UserCx,
    id: &str,
    asn: Asn,
) -> Result<Result<Connection, PortError>, Stop> {
    let object = format!("{id} to {asn}");
    let call = ux.fabric.change_amazon_asn(&ux.fabric_key, id, asn);
    ux.change("pureport:UpdateConnection", &object, call).await
}

fn new_asn(at: &Loaded, gateway: &str) -> Result<Asn, Refusal> {
    let cloud = at.seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    let found = cloud.gateways.iter().find(|found| found.id == gateway);
    let gone = || Refusal::GatewayGone {
        id: gateway.to_owned(),
    };
    let asn = found.ok_or_else(gone)?.asn;
    may_reorder(asn, &at.seen).map(|()| asn)
}

/// One button for each ASN that the order could be changed to.
pub(super) fn changes(at: &Loaded, gateways: &[&Gateway]) -> Vec<AnyView> {
    if !at.seen.connection.capabilities.change_amazon_asn {
        return Vec::new();
    }
    let mut offered: Vec<Asn> = Vec::new();
    let mut forms = Vec::new();
    for gateway in gateways {
        let asn = gateway.asn;
        let known = asn == at.seen.ordered_asn() || offered.contains(&asn);
        if known || may_reorder(asn, &at.seen).is_err() {
            continue;
        }
        offered.push(asn);
        let label = format!("Change the order to {asn}");
        let (id, gateway) = (at.id().to_owned(), gateway.id.clone());
        forms.push(
            view! {
                <form method="post" action="/api/change_ordered_asn" novalidate>
                    <input type="hidden" name="connection" value=id/>
                    <input type="hidden" name="gateway" value=gateway/>
                    <Button label kind=Kind::Secondary/>
                </form>
            }
            .into_any(),
        );
    }
    forms
}
