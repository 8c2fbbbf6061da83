//! The lines of the API, by what they are about.

use axum::body::Bytes;

use crate::{
    pureport::{
        accounts, api_keys, audit, auth, billing,
        call::{Answer, Call, Handler},
        connections, consent, facilities, gateways, invites, members, metrics, networks,
        notifications, openapi, options, reference, roles, tasks, usage, users,
    },
    world::World,
};

use super::{Method, Route};

/// Every operation.
pub fn table() -> impl Iterator<Item = &'static Route> {
    [
        SESSION, ACCOUNTS, BILLING, AUDIT, PEOPLE, NETWORKS, GATEWAYS, TASKS, CATALOGUE,
    ]
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
    post("/accounts", "createAccount", accounts::create),
    get("/accounts/{accountId}", "getAccount", accounts::get),
    put("/accounts/{accountId}", "updateAccount", accounts::update),
    delete("/accounts/{accountId}", "deleteAccount", accounts::delete),
    get(
        "/accounts/{accountId}/permissions",
        "getAccountPermissions",
        accounts::permissions,
    ),
    get(
        "/accounts/{accountId}/canVerify",
        "canVerifyAccount",
        accounts::can_verify,
    ),
    get("/accounts/{accountId}/consent", "hasConsent", consent::get),
    post("/accounts/{accountId}/consent", "consent", consent::accept),
    get(
        "/accounts/{accountId}/notifications",
        "findAccountNotifications",
        notifications::list,
    ),
    post(
        "/accounts/{accountId}/notifications",
        "updateAccountNotificationsStatus",
        notifications::mark,
    ),
];

const BILLING: &[Route] = &[
    get(
        "/accounts/{accountId}/billing",
        "findBillingForAccount",
        billing::get,
    ),
    post(
        "/accounts/{accountId}/billing",
        "addPaymentInformation",
        billing::add,
    ),
    put(
        "/accounts/{accountId}/billing",
        "updatePaymentInformation",
        billing::update,
    ),
    delete(
        "/accounts/{accountId}/billing",
        "deletePaymentInformation",
        billing::delete,
    ),
    get(
        "/accounts/{accountId}/billing/configured",
        "isBillingConfiguredForAccount",
        billing::configured,
    ),
    post(
        "/accounts/{accountId}/billing/verify",
        "verifyPaymentInformation",
        billing::verify,
    ),
];

const AUDIT: &[Route] = &[
    get(
        "/accounts/{accountId}/auditLog",
        "findAuditLogs",
        audit::list,
    ),
    post(
        "/accounts/{accountId}/metrics/usageByConnection",
        "usageByConnection",
        usage::by_connection,
    ),
    post(
        "/accounts/{accountId}/metrics/usageByConnectionAndTime",
        "usageByConnectionAndTime",
        usage::by_connection_and_time,
    ),
    post(
        "/accounts/{accountId}/metrics/usageByNetworkAndTime",
        "usageByNetworkAndTime",
        usage::by_network_and_time,
    ),
];

const PEOPLE: &[Route] = &[
    get("/accounts/{accountId}/roles", "findAllRoles", roles::list),
    post("/accounts/{accountId}/roles", "createRole", roles::create),
    get(
        "/accounts/{accountId}/roles/{roleId}",
        "getRole",
        roles::get,
    ),
    put(
        "/accounts/{accountId}/roles/{roleId}",
        "updateRole",
        roles::update,
    ),
    delete(
        "/accounts/{accountId}/roles/{roleId}",
        "deleteRole",
        roles::delete,
    ),
    get(
        "/accounts/{accountId}/members",
        "findAccountMembers",
        members::list,
    ),
    post(
        "/accounts/{accountId}/members",
        "addAccountMember",
        members::create,
    ),
    get(
        "/accounts/{accountId}/members/{userId}",
        "getAccountMember",
        members::get,
    ),
    put(
        "/accounts/{accountId}/members/{userId}",
        "updateAccountMember",
        members::update,
    ),
    delete(
        "/accounts/{accountId}/members/{userId}",
        "deleteAccountMember",
        members::delete,
    ),
    get(
        "/accounts/{accountId}/invites",
        "findAccountInvites",
        invites::list,
    ),
    post(
        "/accounts/{accountId}/invites",
        "inviteAccount",
        invites::create,
    ),
    get(
        "/accounts/{accountId}/invites/{inviteId}",
        "getAccountInvite",
        invites::get,
    ),
    put(
        "/accounts/{accountId}/invites/{inviteId}",
        "updateAccountInvite",
        invites::update,
    ),
    delete(
        "/accounts/{accountId}/invites/{inviteId}",
        "deleteAccountInvite",
        invites::delete,
    ),
    post("/invites", "acceptAllInvites", invites::accept_all),
    get(
        "/accounts/{accountId}/apikeys",
        "findApiKeys",
        api_keys::list,
    ),
    post(
        "/accounts/{accountId}/apikeys",
        "createApiKey",
        api_keys::create,
    ),
    get(
        "/accounts/{accountId}/apikeys/{key}",
        "getApiKey",
        api_keys::get,
    ),
    put(
        "/accounts/{accountId}/apikeys/{key}",
        "updateApiKey",
        api_keys::update,
    ),
    delete(
        "/accounts/{accountId}/apikeys/{key}",
        "deleteApiKey",
        api_keys::delete,
    ),
    get("/users/{userId}", "getUser", users::get),
    put("/users/{userId}", "updateUser", users::update),
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
    get("/facilities", "findFacilities", facilities::list),
    get("/facilities/kml", "listFacilitiesAsKml", facilities::kml),
    get("/facilities/{facilityId}", "getFacility", facilities::get),
    get("/options", "getOptions", options::list),
    get("/options/isBackbone", "isBackbone", options::is_backbone),
    get("/options/{type}", "getOption", options::get),
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
