//! Direct Connect gateways.

use domain::{
    ports::{CloudKey, Gateway, GatewayAttachment, PortError, Tags},
    values::{Asn, RegionName},
};

use crate::{
    client::{Client, Intent},
    convert,
    error::{ask, contract, gone},
    operations::{CREATE_GATEWAY, DELETE_GATEWAY, DESCRIBE_ATTACHMENTS, DESCRIBE_GATEWAYS},
    page::{self, PAGE},
};

impl Client {
    pub(crate) async fn list_gateways(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<Gateway>, PortError> {
        let client = self.direct_connect(key, region, Intent::Read);
        let fetch = |token| {
            let call = client.describe_direct_connect_gateways().max_results(PAGE);
            let asked = ask(DESCRIBE_GATEWAYS, call.set_next_token(token).send());
            async {
                let said = asked.await?;
                let gateways = said.direct_connect_gateways.unwrap_or_default();
                Ok((gateways, said.next_token))
            }
        };
        let said = page::all(DESCRIBE_GATEWAYS, fetch).await?;
        page::convert(DESCRIBE_GATEWAYS, said, convert::gateway)
    }

    /// AWS keeps listing those that are `detached`, which hold on to nothing.
    pub(crate) async fn list_attachments(
        &self,
        key: &CloudKey,
        region: &RegionName,
        gateway: &str,
    ) -> Result<Vec<GatewayAttachment>, PortError> {
        let client = self.direct_connect(key, region, Intent::Read);
        let fetch = |token| {
            let call = client.describe_direct_connect_gateway_attachments();
            let call = call.direct_connect_gateway_id(gateway).max_results(PAGE);
            let asked = ask(DESCRIBE_ATTACHMENTS, call.set_next_token(token).send());
            async {
                let said = asked.await?;
                let found = said.direct_connect_gateway_attachments.unwrap_or_default();
                Ok((found, said.next_token))
            }
        };
        let said = page::all(DESCRIBE_ATTACHMENTS, fetch).await?;
        Ok(said.into_iter().filter_map(convert::attachment).collect())
    }

    pub(crate) async fn make_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        name: &str,
        asn: Asn,
        tags: &Tags,
    ) -> Result<Gateway, PortError> {
        let client = self.direct_connect(key, region, Intent::Change);
        let call = client
            .create_direct_connect_gateway()
            .direct_connect_gateway_name(name)
            .amazon_side_asn(asn.0.into())
            .set_tags(Some(convert::to_tags(tags, CREATE_GATEWAY)?))
            .send();
        let said = ask(CREATE_GATEWAY, call).await?;
        let gateway = said.direct_connect_gateway.and_then(convert::gateway);
        gateway.ok_or_else(|| contract(CREATE_GATEWAY))
    }

    pub(crate) async fn remove_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        let client = self.direct_connect(key, region, Intent::Change);
        let call = client.delete_direct_connect_gateway();
        gone(ask(DELETE_GATEWAY, call.direct_connect_gateway_id(id).send()).await)
    }
}
