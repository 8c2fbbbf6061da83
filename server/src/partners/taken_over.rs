//! A hosted connection of any partner, taken over in AWS: what its partner would tell over an API
//! was typed once. The port's second adapter; it needs no partner's key.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    order::Order,
    ports::{
        Account, Capabilities, Catalog, Connection, Connectivity, Fabric, FabricChange, FabricKey,
        FabricRoute, Network, Ping, PortError, Takeovers, Timestamp, Vault,
    },
    values::{Asn, BgpKey, Description, Name},
};

/// The taken-over connections, with the BGP keys that were typed in one session.
pub(super) struct TakenOverFabric {
    pub takeovers: Arc<dyn Takeovers>,
    pub vault: Arc<dyn Vault>,
    pub session: String,
}

/// Nobody can be asked for this.
fn no_api<T>() -> Result<T, PortError> {
    Err(PortError::Refused {
        code: "NO_API".to_owned(),
        message: "Onramp can’t change anything at this partner. Ask the partner for it.".to_owned(),
    })
}

#[async_trait]
impl Fabric for TakenOverFabric {
    fn capabilities(&self) -> Capabilities {
        Capabilities::NONE
    }

    async fn sign_in(&self, _key: &FabricKey) -> Result<Account, PortError> {
        no_api()
    }

    async fn forget(&self, _key: &FabricKey) {}

    async fn catalog(&self, _key: &FabricKey, _account: &str) -> Result<Catalog, PortError> {
        no_api()
    }

    async fn networks(&self, _key: &FabricKey, _account: &str) -> Result<Vec<Network>, PortError> {
        Ok(Vec::new())
    }

    async fn network(&self, _key: &FabricKey, _id: &str) -> Result<Network, PortError> {
        Err(PortError::NotFound)
    }

    async fn create_network(
        &self,
        _key: &FabricKey,
        _account: &str,
        _name: &Name,
        _description: &Description,
    ) -> Result<Network, PortError> {
        no_api()
    }

    /// None: `account` is a partner's. Those of an AWS account are asked of [`Takeovers`].
    async fn connections(
        &self,
        _key: &FabricKey,
        _account: &str,
    ) -> Result<Vec<Connection>, PortError> {
        Ok(Vec::new())
    }

    async fn connection(&self, _key: &FabricKey, id: &str) -> Result<Connection, PortError> {
        let taken = self.takeovers.load(id).await;
        let taken = taken.map_err(|_| PortError::Unreachable)?;
        let taken = taken.ok_or(PortError::NotFound)?;
        let mut keys: Vec<(&str, Option<BgpKey>)> = Vec::new();
        for leg in &taken.legs {
            let key = self.vault.bgp_key(&self.session, &leg.hosted).await;
            keys.push((&leg.hosted, key));
        }
        let key = |hosted: &str| keys.iter().find(|(of, _)| *of == hosted)?.1.clone();
        Ok(taken.connection(key))
    }

    async fn order(&self, _key: &FabricKey, _order: &Order) -> Result<Connection, PortError> {
        no_api()
    }

    async fn change_amazon_asn(
        &self,
        _key: &FabricKey,
        _id: &str,
        _asn: Asn,
    ) -> Result<Connection, PortError> {
        no_api()
    }

    async fn delete_connection(&self, _key: &FabricKey, _id: &str) -> Result<(), PortError> {
        no_api()
    }

    async fn routes(
        &self,
        _key: &FabricKey,
        _gateway: &str,
    ) -> Result<Vec<FabricRoute>, PortError> {
        Ok(Vec::new())
    }

    async fn connectivity(
        &self,
        _key: &FabricKey,
        _gateway: &str,
    ) -> Result<Option<Connectivity>, PortError> {
        Ok(None)
    }

    async fn ping(&self, _key: &FabricKey, _gateway: &str) -> Result<(), PortError> {
        no_api()
    }

    async fn pings(&self, _key: &FabricKey, _gateway: &str) -> Result<Vec<Ping>, PortError> {
        no_api()
    }

    async fn changes(
        &self,
        _key: &FabricKey,
        _account: &str,
        _connection: &str,
        _since: Timestamp,
    ) -> Result<Vec<FabricChange>, PortError> {
        no_api()
    }

    async fn restart_gateway(&self, _key: &FabricKey, _gateway: &str) -> Result<(), PortError> {
        no_api()
    }
}
