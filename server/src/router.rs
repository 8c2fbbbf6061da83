//! Every address, and what a request passes on its way there.

use std::{net::SocketAddr, sync::Arc};

use app::context::Services;
use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef},
    middleware::{from_fn, from_fn_with_state},
    routing::{get, post},
};
use domain::ports::Clock;
use tower_http::{catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer};

use crate::{
    Config, assets, csp_report,
    events::{self, Streams},
    guard::{self, headers::Https, host::AllowedHosts, limits, origin::OwnOrigins},
    health,
    pages::{self, ForPages},
    reveal,
    sessions::{self, Sessions, cookie_name},
    shutdown::Stopping,
    store::Database,
};

/// What handlers may ask for.
#[derive(Clone)]
struct Held {
    services: Services,
    pages: ForPages,
    database: Database,
    streams: Streams,
}

impl FromRef<Held> for ForPages {
    fn from_ref(held: &Held) -> Self {
        held.pages.clone()
    }
}

impl FromRef<Held> for Streams {
    fn from_ref(held: &Held) -> Self {
        held.streams.clone()
    }
}

impl FromRef<Held> for Services {
    fn from_ref(held: &Held) -> Self {
        held.services.clone()
    }
}

impl FromRef<Held> for Database {
    fn from_ref(held: &Held) -> Self {
        held.database.clone()
    }
}

/// The whole site. `listen` is where it is really served.
pub fn router(
    config: &Config,
    listen: SocketAddr,
    (services, pages): (Services, ForPages),
    kept: &Sessions,
    database: Database,
    stopping: Stopping,
) -> Router {
    let clock = Arc::clone(&services.clock);
    let secure = !config.plain_http || config.is_https();
    let streams = Streams::new(database.clone(), kept.clone(), stopping);
    let held = Held {
        services,
        pages,
        database,
        streams,
    };
    let with_session = Router::new()
        .route("/connections/{id}/bgp-key", post(reveal::bgp_key))
        .route("/connections/{id}/events", get(events::events))
        .route("/api/{*function}", post(pages::server_function))
        .fallback(pages::page)
        .layer(from_fn(guard::redirect::layer))
        .layer(from_fn(guard::signed_in::layer))
        .layer(kept.layer(secure))
        .layer(from_fn(sessions::around));
    let site = Router::new()
        .route("/pkg/{name}", get(assets::pkg))
        .route("/healthz", get(health::healthz))
        .route("/csp-report", post(csp_report::csp_report))
        .fallback_service(with_session.with_state(held.clone()))
        .with_state(held);
    guarded(site, config, listen, secure, clock)
}

/// Innermost first, because each layer goes around those before it.
fn guarded(
    site: Router,
    config: &Config,
    listen: SocketAddr,
    secure: bool,
    clock: Arc<dyn Clock>,
) -> Router {
    let own = OwnOrigins::of(config, listen, cookie_name(secure));
    site.layer(from_fn_with_state(own, guard::origin::layer))
        .layer(from_fn(guard::content::layer))
        .layer(DefaultBodyLimit::max(limits::BODY))
        .layer(RequestBodyLimitLayer::new(limits::BODY))
        .layer(from_fn(limits::time))
        .layer(from_fn(limits::layer))
        .layer(from_fn_with_state(
            AllowedHosts::of(config),
            guard::host::layer,
        ))
        .layer(CatchPanicLayer::custom(guard::panic::answer))
        .layer(from_fn_with_state(
            Https(config.is_https()),
            guard::headers::layer,
        ))
        .layer(from_fn_with_state(clock, guard::trace::layer))
        .layer(from_fn(guard::request_id::layer))
}
