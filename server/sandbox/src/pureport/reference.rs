//! The catalogue's operations.
#![expect(
    clippy::unnecessary_wraps,
    reason = "lists cannot fail, but have the type of every operation"
)]

use serde_json::{Value, json};

use super::{
    call::{Answer, Call, Reply, missing},
    catalogue, offers,
};

/// `GET /locations`
pub(super) fn locations(_: &mut Call) -> Answer {
    Ok(Reply::ok(json!(catalogue::locations())))
}

/// `GET /locations/{locationId}`
pub(super) fn location(call: &mut Call) -> Answer {
    found(
        call,
        "location",
        catalogue::find_location(&call.id).map(catalogue::location),
    )
}

/// `GET /cloudRegions`
pub(super) fn regions(_: &mut Call) -> Answer {
    Ok(Reply::ok(json!(catalogue::regions())))
}

/// `GET /cloudRegions/{cloudRegionId}`
pub(super) fn region(call: &mut Call) -> Answer {
    found(call, "cloud region", catalogue::region_by_id(&call.id))
}

/// `GET /cloudServices`
pub(super) fn services(_: &mut Call) -> Answer {
    Ok(Reply::ok(json!(catalogue::services())))
}

/// `GET /cloudServices/{cloudServiceId}`
pub(super) fn service(call: &mut Call) -> Answer {
    found(call, "cloud service", catalogue::service_by_id(&call.id))
}

/// `GET /accounts/{accountId}/supportedConnections`
pub(super) fn account_offers(call: &mut Call) -> Answer {
    call.account()?;
    let offers = offers::offers().map(|offer| offer.json(&call.world.pureport));
    Ok(Reply::ok(json!(offers.collect::<Vec<Value>>())))
}

/// `GET /supportedConnections/{supportedConnectionId}`
pub(super) fn offer(call: &mut Call) -> Answer {
    let offer = offers::offers().find(|offer| offer.id() == call.id);
    found(
        call,
        "supported connection",
        offer.map(|offer| offer.json(&call.world.pureport)),
    )
}

fn found(call: &Call, what: &str, value: Option<Value>) -> Answer {
    match value {
        Some(value) => Ok(Reply::ok(value)),
        None => missing(what, &call.id),
    }
}
