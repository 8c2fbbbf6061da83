//! `/locations`, `/cloudRegions` and the account's `/supportedConnections`.

use domain::ports::{Catalog, FabricKey, PortError};
use futures_util::try_join;

use crate::{client::Client, convert, wire};

impl Client {
    pub(crate) async fn read_catalog(
        &self,
        key: &FabricKey,
        account: &str,
    ) -> Result<Catalog, PortError> {
        let offers_path = ["accounts", account, "supportedConnections"];
        let (locations, regions, offers) = try_join!(
            self.read::<Vec<wire::Location>>(key, "findLocations", &["locations"]),
            self.read::<Vec<wire::CloudRegion>>(key, "getCloudRegions", &["cloudRegions"]),
            self.read::<Vec<wire::SupportedConnection>>(
                key,
                "getAccountSupportedConnections",
                &offers_path
            ),
        )?;
        Ok(Catalog {
            locations: locations.into_iter().map(convert::location).collect(),
            regions: regions.into_iter().filter_map(convert::region).collect(),
            offers: offers.into_iter().filter_map(convert::offer).collect(),
        })
    }
}
