//! Hosted connections.

use domain::{
    ports::{CloudKey, HostedConnection, PortError},
    values::RegionName,
};

use crate::{
    client::{Client, Intent},
    convert,
    error::ask,
    operations::{CONFIRM_CONNECTION, DESCRIBE_CONNECTIONS},
    page::{self, PAGE},
};

impl Client {
    pub(crate) async fn list_connections(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<HostedConnection>, PortError> {
        let client = self.direct_connect(key, region, Intent::Read);
        let fetch = |token| {
            let call = client.describe_connections().max_results(PAGE);
            let asked = ask(DESCRIBE_CONNECTIONS, call.set_next_token(token).send());
            async {
                let said = asked.await?;
                Ok((said.connections.unwrap_or_default(), said.next_token))
            }
        };
        let said = page::all(DESCRIBE_CONNECTIONS, fetch).await?;
        page::convert(DESCRIBE_CONNECTIONS, said, convert::connection)
    }

    pub(crate) async fn confirm(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        let client = self.direct_connect(key, region, Intent::Change);
        let call = client.confirm_connection().connection_id(id).send();
        ask(CONFIRM_CONNECTION, call).await.map(|_| ())
    }
}
