use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    order::Order,
    ports::{
        Account, Capabilities, Catalog, Clock, Connection, Connectivity, Fabric, FabricChange,
        FabricKey, FabricRoute, Network, Ping, PortError, Timestamp,
    },
    values::{Asn, Description, Name},
};
use reqwest::Method;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error,
    http::{Http, Request, SetupError},
    token::Tokens,
};

/// Where Pureport is, and what the client needs from the server.
#[derive(Clone)]
pub struct Config {
    /// The API's origin, for example `https://api.pureport.com`; a path prefix is kept.
    pub base_url: String,
    /// Further certificate authorities (PEM, one or more) beside those of the system.
    pub ca_pem: Option<Vec<u8>>,
    /// Tells when an access token has expired.
    pub clock: Arc<dyn Clock>,
}

/// One pooled client for all users: the key is an argument of each call.
pub struct Client {
    http: Http,
    tokens: Tokens,
    clock: Arc<dyn Clock>,
}

impl Client {
    /// Fails when the address or a certificate can't be used.
    pub fn new(config: Config) -> Result<Self, SetupError> {
        Ok(Self {
            http: Http::new(&config.base_url, config.ca_pem.as_deref())?,
            tokens: Tokens::default(),
            clock: config.clock,
        })
    }

    /// A GET, as the specification's `operation`.
    pub(crate) async fn read<T: DeserializeOwned>(
        &self,
        key: &FabricKey,
        operation: &'static str,
        path: &[&str],
    ) -> Result<T, PortError> {
        self.read_where(key, operation, path, &[]).await
    }

    /// A GET with a query.
    pub(crate) async fn read_where<T: DeserializeOwned>(
        &self,
        key: &FabricKey,
        operation: &'static str,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<T, PortError> {
        let request = Request::new(operation, Method::GET, path).with_query(query);
        self.call(key, &request).await
    }

    /// A call that changes something; `body` is what it says.
    pub(crate) async fn change<T: DeserializeOwned>(
        &self,
        key: &FabricKey,
        operation: &'static str,
        method: Method,
        path: &[&str],
        body: &(impl Serialize + Sync),
    ) -> Result<T, PortError> {
        let body = serde_json::to_vec(body).map_err(|_| error::contract(operation))?;
        let request = Request::new(operation, method, path).with_body(body);
        self.call(key, &request).await
    }

    /// A DELETE; what it answers is not needed.
    pub(crate) async fn delete(
        &self,
        key: &FabricKey,
        operation: &'static str,
        path: &[&str],
    ) -> Result<(), PortError> {
        let request = Request::new(operation, Method::DELETE, path);
        self.send(key, &request).await.map(|_| ())
    }

    async fn call<T: DeserializeOwned>(
        &self,
        key: &FabricKey,
        request: &Request<'_>,
    ) -> Result<T, PortError> {
        parse(request.operation, &self.send(key, request).await?)
    }

    /// Sends `request`; a token that is not accepted is replaced once. Nothing was done by a call
    /// that was answered with 401, so that sending it again is safe for changes too.
    async fn send(&self, key: &FabricKey, request: &Request<'_>) -> Result<Vec<u8>, PortError> {
        let clock = self.clock.as_ref();
        let token = self.tokens.token(&self.http, clock, key).await?;
        match self.http.send(request, Some(&token)).await {
            Err(PortError::Unauthenticated) => {
                self.tokens.drop_if(key, &token).await;
                let token = self.tokens.token(&self.http, clock, key).await?;
                self.http.send(request, Some(&token)).await
            }
            answer => answer,
        }
    }

    /// Logs in anew, so that what answers next was proven by the key itself.
    pub(crate) async fn prove(&self, key: &FabricKey) -> Result<(), PortError> {
        self.tokens.forget(key);
        let clock = self.clock.as_ref();
        self.tokens.token(&self.http, clock, key).await.map(|_| ())
    }
}

/// Reads an answer. What it says instead stays unsaid: it may hold secrets.
pub(crate) fn parse<T: DeserializeOwned>(
    operation: &'static str,
    answer: &[u8],
) -> Result<T, PortError> {
    serde_json::from_slice(answer).map_err(|_| error::contract(operation))
}

/// What Pureport can do.
pub(crate) const CAPABILITIES: Capabilities = Capabilities {
    pair_in_one_order: true,
    nat: true,
    change_amazon_asn: true,
    routes: true,
    reports: true,
    delete: true,
};

#[async_trait]
impl Fabric for Client {
    fn capabilities(&self) -> Capabilities {
        CAPABILITIES
    }

    async fn sign_in(&self, key: &FabricKey) -> Result<Account, PortError> {
        self.find_account(key).await
    }

    async fn forget(&self, key: &FabricKey) {
        self.tokens.forget(key);
    }

    async fn catalog(&self, key: &FabricKey, account: &str) -> Result<Catalog, PortError> {
        self.read_catalog(key, account).await
    }

    async fn networks(&self, key: &FabricKey, account: &str) -> Result<Vec<Network>, PortError> {
        self.list_networks(key, account).await
    }

    async fn network(&self, key: &FabricKey, id: &str) -> Result<Network, PortError> {
        self.get_network(key, id).await
    }

    async fn create_network(
        &self,
        key: &FabricKey,
        account: &str,
        name: &Name,
        description: &Description,
    ) -> Result<Network, PortError> {
        self.add_network(key, account, name, description).await
    }

    async fn connections(
        &self,
        key: &FabricKey,
        account: &str,
    ) -> Result<Vec<Connection>, PortError> {
        self.list_connections(key, account).await
    }

    async fn connection(&self, key: &FabricKey, id: &str) -> Result<Connection, PortError> {
        self.get_connection(key, id).await
    }

    async fn order(&self, key: &FabricKey, order: &Order) -> Result<Connection, PortError> {
        self.place(key, order).await
    }

    async fn change_amazon_asn(
        &self,
        key: &FabricKey,
        id: &str,
        asn: Asn,
    ) -> Result<Connection, PortError> {
        self.put_asn(key, id, asn).await
    }

    async fn delete_connection(&self, key: &FabricKey, id: &str) -> Result<(), PortError> {
        self.remove_connection(key, id).await
    }

    async fn routes(&self, key: &FabricKey, gateway: &str) -> Result<Vec<FabricRoute>, PortError> {
        self.read_routes(key, gateway).await
    }

    async fn connectivity(
        &self,
        key: &FabricKey,
        gateway: &str,
    ) -> Result<Option<Connectivity>, PortError> {
        self.read_connectivity(key, gateway).await
    }

    async fn ping(&self, key: &FabricKey, gateway: &str) -> Result<(), PortError> {
        self.start_ping(key, gateway).await
    }

    async fn pings(&self, key: &FabricKey, gateway: &str) -> Result<Vec<Ping>, PortError> {
        self.list_pings(key, gateway).await
    }

    async fn changes(
        &self,
        key: &FabricKey,
        account: &str,
        connection: &str,
        since: Timestamp,
    ) -> Result<Vec<FabricChange>, PortError> {
        self.list_changes(key, account, connection, since).await
    }

    async fn restart_gateway(&self, key: &FabricKey, gateway: &str) -> Result<(), PortError> {
        self.respawn(key, gateway).await
    }
}
