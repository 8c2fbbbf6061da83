//! `/accounts/{id}/networks` and `/networks/{id}`.

use domain::{
    ports::{FabricKey, Network, PortError},
    values::{Description, Name},
};
use reqwest::Method;
use serde_json::json;

use crate::{client::Client, convert, wire};

impl Client {
    pub(crate) async fn list_networks(
        &self,
        key: &FabricKey,
        account: &str,
    ) -> Result<Vec<Network>, PortError> {
        let path = ["accounts", account, "networks"];
        let networks: Vec<wire::Network> = self.read(key, "findNetworks", &path).await?;
        Ok(networks.into_iter().map(convert::network).collect())
    }

    pub(crate) async fn get_network(
        &self,
        key: &FabricKey,
        id: &str,
    ) -> Result<Network, PortError> {
        let network = self.read(key, "getNetwork", &["networks", id]).await?;
        Ok(convert::network(network))
    }

    pub(crate) async fn add_network(
        &self,
        key: &FabricKey,
        account: &str,
        name: &Name,
        description: &Description,
    ) -> Result<Network, PortError> {
        let path = ["accounts", account, "networks"];
        let body = json!({ "name": name.as_str(), "description": description.as_str() });
        let network = self
            .change(key, "addNetwork", Method::POST, &path, &body)
            .await?;
        Ok(convert::network(network))
    }
}
