//! The paths of the API, at the root of its origin, with the specification's operation names.

use axum::{
    Router,
    extract::{Request, State},
    routing::{MethodFilter, MethodRouter},
};

use crate::world::Shared;

use super::{
    accounts, auth,
    call::{Answer, Call, Handler, answer, nothing_here},
    connections,
    error::code,
    gateways, networks, reference,
};

/// Pureport's API. Unknown paths and methods are answered in JSON too.
pub fn router(shared: Shared) -> Router {
    Router::new()
        .route("/login", post_open("login", Handler::Open(auth::login)))
        .route(
            "/login/refresh",
            post_open("loginWithRefreshToken", Handler::Open(auth::refresh)),
        )
        .merge(account_routes())
        .merge(network_routes())
        .merge(reference_routes())
        .fallback(async |State(shared): State<Shared>| {
            nothing_here(&shared, code::NOT_FOUND, "There is nothing at this path")
        })
        .method_not_allowed_fallback(async |State(shared): State<Shared>| {
            nothing_here(
                &shared,
                code::METHOD_NOT_ALLOWED,
                "This path does not take this method",
            )
        })
        .with_state(shared)
}

fn account_routes() -> Router<Shared> {
    Router::new()
        .route("/accounts", get("findAllAccounts", accounts::list))
        .route("/accounts/{id}", get("getAccount", accounts::get))
        .route(
            "/accounts/{id}/permissions",
            get("getAccountPermissions", accounts::permissions),
        )
        .route(
            "/accounts/{id}/consent",
            get("hasConsent", accounts::consent).merge(post("consent", accounts::give_consent)),
        )
        .route(
            "/accounts/{id}/billing/configured",
            get(
                "isBillingConfiguredForAccount",
                accounts::billing_configured,
            ),
        )
        .route(
            "/accounts/{id}/networks",
            get("findNetworks", networks::list).merge(post("addNetwork", networks::create)),
        )
        .route(
            "/accounts/{id}/connections",
            get("findConnections", connections::list_of_account),
        )
        .route(
            "/accounts/{id}/supportedConnections",
            get("getAccountSupportedConnections", reference::account_offers),
        )
}

fn network_routes() -> Router<Shared> {
    Router::new()
        .route(
            "/networks/{id}",
            get("getNetwork", networks::get)
                .merge(put("updateNetwork", networks::update))
                .merge(delete("deleteNetwork", networks::delete)),
        )
        .route(
            "/networks/{id}/connections",
            get("getConnections", connections::list)
                .merge(post("addConnection", connections::create)),
        )
        .route(
            "/connections/{id}",
            get("getConnection", connections::get)
                .merge(put("updateConnection", connections::update))
                .merge(delete("deleteConnection", connections::delete)),
        )
        .route("/gateways/{id}", get("getGateway", gateways::get))
        .route(
            "/gateways/{id}/bgpRoutes",
            get("getGatewayBGPRoutes", gateways::bgp_routes),
        )
        .route(
            "/gateways/{id}/ipRoutes",
            get("getGatewayIPRoutes", gateways::ip_routes),
        )
}

fn reference_routes() -> Router<Shared> {
    Router::new()
        .route("/locations", get("findLocations", reference::locations))
        .route("/locations/{id}", get("getLocation", reference::location))
        .route("/cloudRegions", get("getCloudRegions", reference::regions))
        .route(
            "/cloudRegions/{id}",
            get("getCloudRegion", reference::region),
        )
        .route(
            "/cloudServices",
            get("getCloudServices", reference::services),
        )
        .route(
            "/cloudServices/{id}",
            get("getCloudService", reference::service),
        )
        .route(
            "/supportedConnections/{id}",
            get("getSupportedConnection", reference::offer),
        )
}

fn get(operation: &'static str, run: fn(&mut Call) -> Answer) -> MethodRouter<Shared> {
    on(MethodFilter::GET, operation, Handler::Signed(run))
}

fn post(operation: &'static str, run: fn(&mut Call) -> Answer) -> MethodRouter<Shared> {
    on(MethodFilter::POST, operation, Handler::Signed(run))
}

fn put(operation: &'static str, run: fn(&mut Call) -> Answer) -> MethodRouter<Shared> {
    on(MethodFilter::PUT, operation, Handler::Signed(run))
}

fn delete(operation: &'static str, run: fn(&mut Call) -> Answer) -> MethodRouter<Shared> {
    on(MethodFilter::DELETE, operation, Handler::Signed(run))
}

fn post_open(operation: &'static str, handler: Handler) -> MethodRouter<Shared> {
    on(MethodFilter::POST, operation, handler)
}

fn on(method: MethodFilter, operation: &'static str, handler: Handler) -> MethodRouter<Shared> {
    let run = move |State(shared): State<Shared>, request: Request| {
        answer(shared, operation, handler, request)
    };
    MethodRouter::new().on(method, run)
}
