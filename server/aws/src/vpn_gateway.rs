//! Virtual private gateways.

use aws_sdk_ec2::types::{GatewayType, ResourceType, Tag, TagSpecification};
use domain::{
    ports::{CloudKey, PortError, Tags, VpnConnection, VpnGateway},
    values::{Asn, RegionName},
};

use crate::{
    client::{Client, Intent},
    convert,
    error::{ask, contract, gone},
    operations::{
        ATTACH_VPN_GATEWAY, CREATE_VPN_GATEWAY, DELETE_VPN_GATEWAY, DESCRIBE_VPN_CONNECTIONS,
        DESCRIBE_VPN_GATEWAYS, DETACH_VPN_GATEWAY,
    },
    page,
};

impl Client {
    /// EC2 gives them in one answer.
    pub(crate) async fn list_vpn_gateways(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<VpnGateway>, PortError> {
        let client = self.ec2(key, region, Intent::Read);
        let said = ask(DESCRIBE_VPN_GATEWAYS, client.describe_vpn_gateways().send()).await?;
        let gateways = said.vpn_gateways.unwrap_or_default();
        page::convert(DESCRIBE_VPN_GATEWAYS, gateways, convert::vpn_gateway)
    }

    pub(crate) async fn make_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        name: &str,
        asn: Option<Asn>,
        tags: &Tags,
    ) -> Result<VpnGateway, PortError> {
        let client = self.ec2(key, region, Intent::Change);
        let call = client
            .create_vpn_gateway()
            .r#type(GatewayType::Ipsec1)
            .set_amazon_side_asn(asn.map(|asn| asn.0.into()))
            .tag_specifications(specification(name, tags))
            .send();
        let said = ask(CREATE_VPN_GATEWAY, call).await?;
        let gateway = said.vpn_gateway.and_then(convert::vpn_gateway);
        gateway.ok_or_else(|| contract(CREATE_VPN_GATEWAY))
    }

    pub(crate) async fn attach(
        &self,
        key: &CloudKey,
        region: &RegionName,
        vpn_gateway: &str,
        vpc: &str,
    ) -> Result<(), PortError> {
        let client = self.ec2(key, region, Intent::Change);
        let call = client
            .attach_vpn_gateway()
            .vpn_gateway_id(vpn_gateway)
            .vpc_id(vpc);
        ask(ATTACH_VPN_GATEWAY, call.send()).await.map(|_| ())
    }

    pub(crate) async fn detach(
        &self,
        key: &CloudKey,
        region: &RegionName,
        vpn_gateway: &str,
        vpc: &str,
    ) -> Result<(), PortError> {
        let client = self.ec2(key, region, Intent::Change);
        let call = client
            .detach_vpn_gateway()
            .vpn_gateway_id(vpn_gateway)
            .vpc_id(vpc);
        gone(ask(DETACH_VPN_GATEWAY, call.send()).await)
    }

    pub(crate) async fn remove_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        let client = self.ec2(key, region, Intent::Change);
        let call = client.delete_vpn_gateway().vpn_gateway_id(id);
        gone(ask(DELETE_VPN_GATEWAY, call.send()).await)
    }

    /// EC2 gives them in one answer. Those on a transit gateway are left out.
    pub(crate) async fn list_vpn_connections(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<VpnConnection>, PortError> {
        let client = self.ec2(key, region, Intent::Read);
        let said = client.describe_vpn_connections().send();
        let said = ask(DESCRIBE_VPN_CONNECTIONS, said).await?;
        let all = said.vpn_connections.unwrap_or_default();
        Ok(all
            .into_iter()
            .filter_map(convert::vpn_connection)
            .collect())
    }
}

/// The tags of the thing that is being created; its name is one of them.
fn specification(name: &str, tags: &Tags) -> TagSpecification {
    let name = ("Name", name);
    let others = tags
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()));
    let tags = std::iter::once(name).chain(others);
    let tags = tags.map(|(key, value)| Tag::builder().key(key).value(value).build());
    TagSpecification::builder()
        .resource_type(ResourceType::VpnGateway)
        .set_tags(Some(tags.collect()))
        .build()
}
