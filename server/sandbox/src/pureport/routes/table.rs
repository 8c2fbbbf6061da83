//! The lines of the API, by what they are about.

use axum::body::Bytes;

use crate::{
    pureport::{
        accounts, auth,
        call::{Answer, Call, Handler},
        connections, gateways, metrics, networks, openapi, reference, tasks,
    },
    world::World,
};

use super::{Method, Route};

/// Every operation.
pub fn table() -> impl Iterator<Item = &'static Route> {
    [SESSION, ACCOUNTS, NETWORKS, GATEWAYS, TASKS, CATALOGUE]
        .into_iter()
        .flatten()
}

const SESSION: &[Route] = &[
    open("/login", "login", auth::login),
    open("/login/refresh", "loginWithRefreshToken", auth::refresh),
    get("/openapi.json", "getOpenAPI", openapi::get),
];

const ACCOUNTS: &[Route] = &[
    get("/accounts", "findAllAccounts", accounts::list),
    get("/accounts/{accountId}", "getAccount", accounts::get),
    get(
        "/accounts/{accountId}/permissions",
        "getAccountPermissions",
        accounts::permissions,
    ),
    get(
        "/accounts/{accountId}/consent",
        "hasConsent",
        accounts::consent,
    ),
    post(
        "/accounts/{accountId}/consent",
        "consent",
        accounts::give_consent,
    ),
    get(
        "/accounts/{accountId}/billing/configured",
        "isBillingConfiguredForAccount",
        accounts::billing_configured,
    ),
];

const NETWORKS: &[Route] = &[
    get(
        "/accounts/{accountId}/networks",
        "findNetworks",
        networks::list,
    ),
    post(
        "/accounts/{accountId}/networks",
        "addNetwork",
        networks::create,
    ),
    get("/networks/{networkId}", "getNetwork", networks::get),
    put("/networks/{networkId}", "updateNetwork", networks::update),
    delete("/networks/{networkId}", "deleteNetwork", networks::delete),
    post(
        "/networks/{networkId}/respawn",
        "respawn",
        tasks::respawn_network,
    ),
    get(
        "/accounts/{accountId}/connections",
        "findConnections",
        connections::list_of_account,
    ),
    get(
        "/networks/{networkId}/connections",
        "getConnections",
        connections::list,
    ),
    post(
        "/networks/{networkId}/connections",
        "addConnection",
        connections::create,
    ),
    get(
        "/connections/{connectionId}",
        "getConnection",
        connections::get,
    ),
    put(
        "/connections/{connectionId}",
        "updateConnection",
        connections::update,
    ),
    delete(
        "/connections/{connectionId}",
        "deleteConnection",
        connections::delete,
    ),
];

const GATEWAYS: &[Route] = &[
    get("/gateways/{gatewayId}", "getGateway", gateways::get),
    get(
        "/gateways/{gatewayId}/bgpRoutes",
        "getGatewayBGPRoutes",
        gateways::bgp_routes,
    ),
    get(
        "/gateways/{gatewayId}/ipRoutes",
        "getGatewayIPRoutes",
        gateways::ip_routes,
    ),
    post(
        "/gateways/{gatewayId}/metrics/connectivity",
        "connectivityOverTime",
        metrics::over_time,
    ),
    get(
        "/gateways/{gatewayId}/metrics/connectivity/current",
        "currentConnectivity",
        metrics::current,
    ),
    post(
        "/gateways/{gatewayId}/start",
        "startGateway",
        tasks::start_gateway,
    ),
    post(
        "/gateways/{gatewayId}/stop",
        "stopGateway",
        tasks::stop_gateway,
    ),
    post(
        "/gateways/{gatewayId}/respawn",
        "respawnGateway",
        tasks::respawn_gateway,
    ),
];

const TASKS: &[Route] = &[
    get("/tasks", "getTasks", tasks::list),
    get("/tasks/{taskId}", "getTask", tasks::get),
    get(
        "/connections/{connectionId}/tasks",
        "getConnectionTasks",
        tasks::of_connection,
    ),
    post(
        "/connections/{connectionId}/tasks",
        "createConnectionTask",
        tasks::create_on_connection,
    ),
    get(
        "/gateways/{gatewayId}/tasks",
        "getGatewayTasks",
        tasks::of_gateway,
    ),
    post(
        "/gateways/{gatewayId}/tasks",
        "createGatewayTask",
        tasks::create_on_gateway,
    ),
];

const CATALOGUE: &[Route] = &[
    get("/locations", "findLocations", reference::locations),
    get(
        "/locations/{locationId}",
        "getLocation",
        reference::location,
    ),
    get("/cloudRegions", "getCloudRegions", reference::regions),
    get(
        "/cloudRegions/{cloudRegionId}",
        "getCloudRegion",
        reference::region,
    ),
    get("/cloudServices", "getCloudServices", reference::services),
    get(
        "/cloudServices/{cloudServiceId}",
        "getCloudService",
        reference::service,
    ),
    get(
        "/accounts/{accountId}/supportedConnections",
        "getAccountSupportedConnections",
        reference::account_offers,
    ),
    get(
        "/supportedConnections/{supportedConnectionId}",
        "getSupportedConnection",
        reference::offer,
    ),
];

/// Signed in, like all but the logins.
type Run = fn(&mut Call) -> Answer;

const fn get(path: &'static str, operation: &'static str, run: Run) -> Route {
    signed(Method::Get, path, operation, run)
}

const fn post(path: &'static str, operation: &'static str, run: Run) -> Route {
    signed(Method::Post, path, operation, run)
}

const fn put(path: &'static str, operation: &'static str, run: Run) -> Route {
    signed(Method::Put, path, operation, run)
}

const fn delete(path: &'static str, operation: &'static str, run: Run) -> Route {
    signed(Method::Delete, path, operation, run)
}

const fn signed(method: Method, path: &'static str, operation: &'static str, run: Run) -> Route {
    Route {
        method,
        path,
        operation,
        handler: Handler::Signed(run),
    }
}

/// A POST without a token.
const fn open(
    path: &'static str,
    operation: &'static str,
    run: fn(&mut World, &Bytes) -> Answer,
) -> Route {
    Route {
        method: Method::Post,
        path,
        operation,
        handler: Handler::Open(run),
    }
}
