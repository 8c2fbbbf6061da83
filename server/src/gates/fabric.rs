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

use super::{At, Gates, Kind};

/// A partner's API behind its gate.
pub struct GatedFabric {
    pub inner: Arc<dyn Fabric>,
    pub gates: Arc<Gates>,
    /// Its name, as gates are told apart.
    pub partner: &'static str,
}

impl GatedFabric {
    fn at(&self, key: &FabricKey) -> At {
        At {
            service: self.partner,
            account: self.gates.account(self.partner, &key.key),
            region: String::new(),
        }
    }
}

/// Each line: whether it changes something, the call.
macro_rules! gated {
    ($($kind:ident $name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)*) => {
        #[async_trait]
        impl Fabric for GatedFabric {
            fn capabilities(&self) -> Capabilities {
                self.inner.capabilities()
            }

            async fn forget(&self, key: &FabricKey) {
                self.inner.forget(key).await;
            }

            async fn sign_in(&self, key: &FabricKey) -> Result<Account, PortError> {
                let ask = || self.inner.sign_in(key);
                let account = self.gates.pass(self.at(key), Kind::Read, ask).await?;
                self.gates.learn(self.partner, &key.key, &account.id);
                Ok(account)
            }

            $(async fn $name(
                &self,
                key: &FabricKey,
                $($argument: $type),*
            ) -> Result<$answer, PortError> {
                let call = || self.inner.$name(key, $($argument),*);
                self.gates.pass(self.at(key), Kind::$kind, call).await
            })*
        }
    };
}

gated! {
    Read catalog(account: &str) -> Catalog;
    Read networks(account: &str) -> Vec<Network>;
    Read network(id: &str) -> Network;
    Change create_network(account: &str, name: &Name, description: &Description) -> Network;
    Read connections(account: &str) -> Vec<Connection>;
    Read connection(id: &str) -> Connection;
    Change order(order: &Order) -> Connection;
    Change change_amazon_asn(id: &str, asn: Asn) -> Connection;
    Change delete_connection(id: &str) -> ();
    Read routes(gateway: &str) -> Vec<FabricRoute>;
    Read connectivity(gateway: &str) -> Option<Connectivity>;
    Change ping(gateway: &str) -> ();
    Read pings(gateway: &str) -> Vec<Ping>;
    Read changes(account: &str, connection: &str, since: Timestamp) -> Vec<FabricChange>;
    Change restart_gateway(gateway: &str) -> ();
}
