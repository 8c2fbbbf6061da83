use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    ports::{
        Association, Cloud, CloudKey, DryRun, FailoverTest, Gateway, GatewayAttachment,
        HostedConnection, Identity, Interface, InterfaceRoute, Metrics, NewInterface, PortError,
        Right, RouteTable, Subnet, Tags, Timestamp, TransitGateway, Vpc, VpnConnection, VpnGateway,
    },
    values::{Asn, Cidr, RegionName},
};
use secrecy::ExposeSecret;

use super::{Looks, Need, Principal, Question};

/// AWS, whose answers are shared.
pub struct SharedCloud {
    pub inner: Arc<dyn Cloud>,
    pub looks: Arc<Looks>,
    pub need: Need,
}

impl SharedCloud {
    fn principal(&self, key: &CloudKey) -> Principal {
        let token = key.session_token.as_ref().map(ExposeSecret::expose_secret);
        self.looks.principal(&[
            "aws",
            &key.access_key_id,
            key.secret_access_key.expose_secret(),
            token.unwrap_or_default(),
        ])
    }

    async fn ask<T: Clone + Send + Sync + 'static>(
        &self,
        key: &CloudKey,
        region: &RegionName,
        call: &'static str,
        about: &(impl std::fmt::Debug + Sync),
        read: impl Future<Output = Result<T, PortError>> + Send,
    ) -> Result<T, PortError> {
        let question = Question {
            principal: self.principal(key),
            call,
            about: format!("{region:?} {about:?}"),
        };
        self.looks.ask(self.need, question, read).await
    }
}

#[async_trait]
impl Cloud for SharedCloud {
    async fn forget(&self, key: &CloudKey) {
        self.looks.forget(self.principal(key));
        self.inner.forget(key).await;
    }

    async fn identity(&self, key: &CloudKey, region: &RegionName) -> Result<Identity, PortError> {
        let read = self.inner.identity(key, region);
        self.ask(key, region, "identity", &(), read).await
    }

    async fn regions(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<RegionName>, PortError> {
        let read = self.inner.regions(key, region);
        self.ask(key, region, "regions", &(), read).await
    }

    async fn hosted_connections(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<HostedConnection>, PortError> {
        let read = self.inner.hosted_connections(key, region);
        self.ask(key, region, "hosted_connections", &(), read).await
    }

    async fn confirm_connection(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        let _changing = self.looks.changing();
        self.inner.confirm_connection(key, region, id).await
    }

    async fn interfaces(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<Interface>, PortError> {
        let read = self.inner.interfaces(key, region);
        self.ask(key, region, "interfaces", &(), read).await
    }

    async fn create_private_interface(
        &self,
        key: &CloudKey,
        region: &RegionName,
        new: &NewInterface,
    ) -> Result<Interface, PortError> {
        let _changing = self.looks.changing();
        self.inner.create_private_interface(key, region, new).await
    }

    async fn delete_interface(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        let _changing = self.looks.changing();
        self.inner.delete_interface(key, region, id).await
    }

    async fn interface_routes(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<Vec<InterfaceRoute>, PortError> {
        let read = self.inner.interface_routes(key, region, id);
        self.ask(key, region, "interface_routes", &id, read).await
    }

    async fn gateways(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<Gateway>, PortError> {
        let read = self.inner.gateways(key, region);
        self.ask(key, region, "gateways", &(), read).await
    }

    async fn create_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        name: &str,
        asn: Asn,
        tags: &Tags,
    ) -> Result<Gateway, PortError> {
        let _changing = self.looks.changing();
        self.inner
            .create_gateway(key, region, name, asn, tags)
            .await
    }

    async fn delete_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        let _changing = self.looks.changing();
        self.inner.delete_gateway(key, region, id).await
    }

    async fn associations(
        &self,
        key: &CloudKey,
        region: &RegionName,
        gateway: &str,
    ) -> Result<Vec<Association>, PortError> {
        let read = self.inner.associations(key, region, gateway);
        self.ask(key, region, "associations", &gateway, read).await
    }

    async fn associate(
        &self,
        key: &CloudKey,
        region: &RegionName,
        gateway: &str,
        vpn_gateway: &str,
        prefixes: &[Cidr],
    ) -> Result<Association, PortError> {
        let _changing = self.looks.changing();
        let sent = self
            .inner
            .associate(key, region, gateway, vpn_gateway, prefixes);
        sent.await
    }

    async fn disassociate(
        &self,
        key: &CloudKey,
        region: &RegionName,
        association: &str,
    ) -> Result<(), PortError> {
        let _changing = self.looks.changing();
        self.inner.disassociate(key, region, association).await
    }

    async fn vpcs(&self, key: &CloudKey, region: &RegionName) -> Result<Vec<Vpc>, PortError> {
        let read = self.inner.vpcs(key, region);
        self.ask(key, region, "vpcs", &(), read).await
    }

    async fn vpn_gateways(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<VpnGateway>, PortError> {
        let read = self.inner.vpn_gateways(key, region);
        self.ask(key, region, "vpn_gateways", &(), read).await
    }

    async fn create_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        name: &str,
        asn: Option<Asn>,
        tags: &Tags,
    ) -> Result<VpnGateway, PortError> {
        let _changing = self.looks.changing();
        let sent = self.inner.create_vpn_gateway(key, region, name, asn, tags);
        sent.await
    }

    async fn attach_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        vpn_gateway: &str,
        vpc: &str,
    ) -> Result<(), PortError> {
        let _changing = self.looks.changing();
        let sent = self.inner.attach_vpn_gateway(key, region, vpn_gateway, vpc);
        sent.await
    }

    async fn detach_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        vpn_gateway: &str,
        vpc: &str,
    ) -> Result<(), PortError> {
        let _changing = self.looks.changing();
        let sent = self.inner.detach_vpn_gateway(key, region, vpn_gateway, vpc);
        sent.await
    }

    async fn delete_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        let _changing = self.looks.changing();
        self.inner.delete_vpn_gateway(key, region, id).await
    }

    async fn vpn_connections(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<VpnConnection>, PortError> {
        let read = self.inner.vpn_connections(key, region);
        self.ask(key, region, "vpn_connections", &(), read).await
    }

    async fn route_tables(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<RouteTable>, PortError> {
        let read = self.inner.route_tables(key, region);
        self.ask(key, region, "route_tables", &(), read).await
    }

    async fn subnets(&self, key: &CloudKey, region: &RegionName) -> Result<Vec<Subnet>, PortError> {
        let read = self.inner.subnets(key, region);
        self.ask(key, region, "subnets", &(), read).await
    }

    async fn enable_propagation(
        &self,
        key: &CloudKey,
        region: &RegionName,
        table: &str,
        vpn_gateway: &str,
    ) -> Result<(), PortError> {
        let _changing = self.looks.changing();
        let sent = self
            .inner
            .enable_propagation(key, region, table, vpn_gateway);
        sent.await
    }

    async fn disable_propagation(
        &self,
        key: &CloudKey,
        region: &RegionName,
        table: &str,
        vpn_gateway: &str,
    ) -> Result<(), PortError> {
        let _changing = self.looks.changing();
        let sent = self
            .inner
            .disable_propagation(key, region, table, vpn_gateway);
        sent.await
    }

    async fn gateway_attachments(
        &self,
        key: &CloudKey,
        region: &RegionName,
        gateway: &str,
    ) -> Result<Vec<GatewayAttachment>, PortError> {
        let read = self.inner.gateway_attachments(key, region, gateway);
        self.ask(key, region, "gateway_attachments", &gateway, read)
            .await
    }

    async fn transit_gateways(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<TransitGateway>, PortError> {
        let read = self.inner.transit_gateways(key, region);
        self.ask(key, region, "transit_gateways", &(), read).await
    }

    async fn may(
        &self,
        key: &CloudKey,
        region: &RegionName,
        actions: &[&str],
    ) -> Result<Vec<(String, Right)>, PortError> {
        let read = self.inner.may(key, region, actions);
        self.ask(key, region, "may", &actions, read).await
    }

    /// Asked by a press of its own, and most of its answers are refusals.
    async fn dry_run(
        &self,
        key: &CloudKey,
        region: &RegionName,
        what: &DryRun,
    ) -> Result<(), PortError> {
        self.inner.dry_run(key, region, what).await
    }

    async fn failover_tests(
        &self,
        key: &CloudKey,
        region: &RegionName,
        interface: &str,
    ) -> Result<Vec<FailoverTest>, PortError> {
        let read = self.inner.failover_tests(key, region, interface);
        self.ask(key, region, "failover_tests", &interface, read)
            .await
    }

    /// The window moves on with each look; what it is called by is its length.
    async fn metrics(
        &self,
        key: &CloudKey,
        region: &RegionName,
        interfaces: &[Interface],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Metrics>, PortError> {
        let ids: Vec<&str> = interfaces.iter().map(|one| one.id.as_str()).collect();
        let about = (ids, until.0 - from.0);
        let read = self.inner.metrics(key, region, interfaces, from, until);
        self.ask(key, region, "metrics", &about, read).await
    }

    async fn stop_failover_test(
        &self,
        key: &CloudKey,
        region: &RegionName,
        interface: &str,
    ) -> Result<(), PortError> {
        let _changing = self.looks.changing();
        self.inner.stop_failover_test(key, region, interface).await
    }
}
