//! The partners as one: a connection's id says whose it is.

mod taken_over;

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    order::Order,
    ports::{
        Account, Capabilities, Catalog, Connection, Connectivity, Fabric, FabricChange, FabricKey,
        FabricRoute, Network, Partner, Partners, Ping, PortError, Takeovers, Timestamp, Vault,
    },
    takeover::is_taken_over,
    values::{Asn, Description, Name},
};

use self::taken_over::TakenOverFabric;

/// All partners of this instance.
#[derive(Clone)]
pub struct AllPartners {
    /// `None`: that half is off.
    pub pureport: Option<Arc<dyn Fabric>>,
    pub takeovers: Arc<dyn Takeovers>,
    pub vault: Arc<dyn Vault>,
}

#[async_trait]
impl Partners for AllPartners {
    async fn of_session(&self, session: &str) -> Option<Partner> {
        if !self.vault.is_open(session).await {
            return None;
        }
        let key = self.vault.fabric_key(session).await;
        let routed = Routed {
            pureport: self.pureport.clone().filter(|_| key.is_some()),
            taken: TakenOverFabric {
                takeovers: Arc::clone(&self.takeovers),
                vault: Arc::clone(&self.vault),
                session: session.to_owned(),
            },
        };
        Some(Partner {
            fabric: Arc::new(routed),
            key: key.unwrap_or_else(FabricKey::none),
        })
    }
}

/// What one session can reach.
struct Routed {
    /// `None`: the session is not signed in there.
    pureport: Option<Arc<dyn Fabric>>,
    taken: TakenOverFabric,
}

impl Routed {
    fn pureport(&self) -> Result<&dyn Fabric, PortError> {
        self.pureport.as_deref().ok_or(PortError::Unauthenticated)
    }

    /// By the id of a connection or gateway.
    fn of(&self, id: &str) -> Result<&dyn Fabric, PortError> {
        if is_taken_over(id) {
            Ok(&self.taken)
        } else {
            self.pureport()
        }
    }
}

#[async_trait]
impl Fabric for Routed {
    fn capabilities(&self) -> Capabilities {
        let pureport = self.pureport.as_ref();
        pureport.map_or(Capabilities::NONE, |fabric| fabric.capabilities())
    }

    async fn sign_in(&self, key: &FabricKey) -> Result<Account, PortError> {
        self.pureport()?.sign_in(key).await
    }

    async fn forget(&self, key: &FabricKey) {
        if let Some(pureport) = &self.pureport {
            pureport.forget(key).await;
        }
    }

    async fn catalog(&self, key: &FabricKey, account: &str) -> Result<Catalog, PortError> {
        self.pureport()?.catalog(key, account).await
    }

    async fn networks(&self, key: &FabricKey, account: &str) -> Result<Vec<Network>, PortError> {
        self.pureport()?.networks(key, account).await
    }

    async fn network(&self, key: &FabricKey, id: &str) -> Result<Network, PortError> {
        self.pureport()?.network(key, id).await
    }

    async fn create_network(
        &self,
        key: &FabricKey,
        account: &str,
        name: &Name,
        description: &Description,
    ) -> Result<Network, PortError> {
        let pureport = self.pureport()?;
        pureport
            .create_network(key, account, name, description)
            .await
    }

    async fn connections(
        &self,
        key: &FabricKey,
        account: &str,
    ) -> Result<Vec<Connection>, PortError> {
        self.pureport()?.connections(key, account).await
    }

    async fn connection(&self, key: &FabricKey, id: &str) -> Result<Connection, PortError> {
        self.of(id)?.connection(key, id).await
    }

    async fn order(&self, key: &FabricKey, order: &Order) -> Result<Connection, PortError> {
        self.pureport()?.order(key, order).await
    }

    async fn change_amazon_asn(
        &self,
        key: &FabricKey,
        id: &str,
        asn: Asn,
    ) -> Result<Connection, PortError> {
        self.of(id)?.change_amazon_asn(key, id, asn).await
    }

    async fn delete_connection(&self, key: &FabricKey, id: &str) -> Result<(), PortError> {
        self.of(id)?.delete_connection(key, id).await
    }

    async fn routes(&self, key: &FabricKey, gateway: &str) -> Result<Vec<FabricRoute>, PortError> {
        self.of(gateway)?.routes(key, gateway).await
    }

    async fn connectivity(
        &self,
        key: &FabricKey,
        gateway: &str,
    ) -> Result<Option<Connectivity>, PortError> {
        self.of(gateway)?.connectivity(key, gateway).await
    }

    async fn ping(&self, key: &FabricKey, gateway: &str) -> Result<(), PortError> {
        self.of(gateway)?.ping(key, gateway).await
    }

    async fn pings(&self, key: &FabricKey, gateway: &str) -> Result<Vec<Ping>, PortError> {
        self.of(gateway)?.pings(key, gateway).await
    }

    async fn changes(
        &self,
        key: &FabricKey,
        account: &str,
        connection: &str,
        since: Timestamp,
    ) -> Result<Vec<FabricChange>, PortError> {
        let fabric = self.of(connection)?;
        fabric.changes(key, account, connection, since).await
    }

    async fn restart_gateway(&self, key: &FabricKey, gateway: &str) -> Result<(), PortError> {
        self.of(gateway)?.restart_gateway(key, gateway).await
    }
}
