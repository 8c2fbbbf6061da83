//! `/gateways/{id}/bgpRoutes`.

use domain::ports::{FabricKey, FabricRoute, PortError};

use crate::{client::Client, convert, wire};

impl Client {
    pub(crate) async fn read_routes(
        &self,
        key: &FabricKey,
        gateway: &str,
    ) -> Result<Vec<FabricRoute>, PortError> {
        let path = ["gateways", gateway, "bgpRoutes"];
        let routes: Vec<wire::BgpRoute> = self.read(key, "getGatewayBGPRoutes", &path).await?;
        Ok(routes.into_iter().filter_map(convert::route).collect())
    }
}
