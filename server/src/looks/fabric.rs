use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    order::Order,
    ports::{
        Account, Capabilities, Catalog, Connection, Connectivity, Fabric, FabricChange, FabricKey,
        FabricRoute, Network, Ping, PortError, Timestamp,
    },
    values::{Asn, Description, Name},
};
use secrecy::ExposeSecret;

use super::{Looks, Need, Principal, Question};

/// A partner with an API, whose answers are shared.
pub struct SharedFabric {
    pub inner: Arc<dyn Fabric>,
    pub looks: Arc<Looks>,
    pub need: Need,
}

impl SharedFabric {
    fn principal(&self, key: &FabricKey) -> Principal {
        self.looks
            .principal(&["partner", &key.key, key.secret.expose_secret()])
    }

    async fn ask<T: Clone + Send + Sync + 'static>(
        &self,
        key: &FabricKey,
        call: &'static str,
        about: &(impl std::fmt::Debug + Sync),
        read: impl Future<Output = Result<T, PortError>> + Send,
    ) -> Result<T, PortError> {
        let question = Question {
            principal: self.principal(key),
            call,
            about: format!("{about:?}"),
        };
        self.looks.ask(self.need, question, read).await
    }
}

#[async_trait]
impl Fabric for SharedFabric {
    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }

    /// Whoever signs in looks anew.
    async fn sign_in(&self, key: &FabricKey) -> Result<Account, PortError> {
        self.looks.forget(self.principal(key));
        self.inner.sign_in(key).await
    }

    async fn forget(&self, key: &FabricKey) {
        self.looks.forget(self.principal(key));
        self.inner.forget(key).await;
    }

    async fn catalog(&self, key: &FabricKey, account: &str) -> Result<Catalog, PortError> {
        let read = self.inner.catalog(key, account);
        self.ask(key, "catalog", &account, read).await
    }

    async fn networks(&self, key: &FabricKey, account: &str) -> Result<Vec<Network>, PortError> {
        let read = self.inner.networks(key, account);
        self.ask(key, "networks", &account, read).await
    }

    async fn network(&self, key: &FabricKey, id: &str) -> Result<Network, PortError> {
        let read = self.inner.network(key, id);
        self.ask(key, "network", &id, read).await
    }

    async fn create_network(
        &self,
        key: &FabricKey,
        account: &str,
        name: &Name,
        description: &Description,
    ) -> Result<Network, PortError> {
        let _changing = self.looks.changing();
        let sent = self.inner.create_network(key, account, name, description);
        sent.await
    }

    async fn connections(
        &self,
        key: &FabricKey,
        account: &str,
    ) -> Result<Vec<Connection>, PortError> {
        let read = self.inner.connections(key, account);
        self.ask(key, "connections", &account, read).await
    }

    async fn connection(&self, key: &FabricKey, id: &str) -> Result<Connection, PortError> {
        let read = self.inner.connection(key, id);
        self.ask(key, "connection", &id, read).await
    }

    async fn order(&self, key: &FabricKey, order: &Order) -> Result<Connection, PortError> {
        let _changing = self.looks.changing();
        self.inner.order(key, order).await
    }

    async fn change_amazon_asn(
        &self,
        key: &FabricKey,
        id: &str,
        asn: Asn,
    ) -> Result<Connection, PortError> {
        let _changing = self.looks.changing();
        self.inner.change_amazon_asn(key, id, asn).await
    }

    async fn delete_connection(&self, key: &FabricKey, id: &str) -> Result<(), PortError> {
        let _changing = self.looks.changing();
        self.inner.delete_connection(key, id).await
    }

    async fn routes(&self, key: &FabricKey, gateway: &str) -> Result<Vec<FabricRoute>, PortError> {
        let read = self.inner.routes(key, gateway);
        self.ask(key, "routes", &gateway, read).await
    }

    async fn connectivity(
        &self,
        key: &FabricKey,
        gateway: &str,
    ) -> Result<Option<Connectivity>, PortError> {
        let read = self.inner.connectivity(key, gateway);
        self.ask(key, "connectivity", &gateway, read).await
    }

    async fn ping(&self, key: &FabricKey, gateway: &str) -> Result<(), PortError> {
        let _changing = self.looks.changing();
        self.inner.ping(key, gateway).await
    }

    async fn pings(&self, key: &FabricKey, gateway: &str) -> Result<Vec<Ping>, PortError> {
        let read = self.inner.pings(key, gateway);
        self.ask(key, "pings", &gateway, read).await
    }

    async fn changes(
        &self,
        key: &FabricKey,
        account: &str,
        connection: &str,
        since: Timestamp,
    ) -> Result<Vec<FabricChange>, PortError> {
        let read = self.inner.changes(key, account, connection, since);
        self.ask(key, "changes", &(account, connection, since), read)
            .await
    }

    async fn restart_gateway(&self, key: &FabricKey, gateway: &str) -> Result<(), PortError> {
        let _changing = self.looks.changing();
        self.inner.restart_gateway(key, gateway).await
    }
}
