use std::time::Duration;

use async_trait::async_trait;
use aws_credential_types::Credentials;
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::{retry::RetryConfig, timeout::TimeoutConfig};
use domain::{
    ports::{
        Association, Cloud, CloudKey, DryRun, FailoverTest, Gateway, GatewayAttachment,
        HostedConnection, Identity, Interface, InterfaceRoute, Metrics, NewInterface, PortError,
        Right, RouteTable, Subnet, Tags, Timestamp, TransitGateway, Vpc, VpnConnection, VpnGateway,
    },
    values::{Asn, Cidr, RegionName},
};
use secrecy::ExposeSecret;

use crate::{
    limit::Limit,
    trust::{SetupError, http_client},
};

const CONNECT: Duration = Duration::from_secs(5);
/// A look at everything makes three reads one after the other, and a page waits for it.
const READ: Duration = Duration::from_secs(8);
const CHANGE: Duration = Duration::from_secs(20);

/// How to reach AWS.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// One address for every service: the sandbox's. `None`: the real ones, by region.
    pub endpoint_url: Option<String>,
    /// Further certificate authorities (PEM, one or more) beside those of the system.
    pub ca_pem: Option<Vec<u8>>,
}

/// One pooled HTTP client for all users; each call brings its own key and region.
#[derive(Debug)]
pub struct Client {
    endpoint_url: Option<String>,
    http: SharedHttpClient,
}

/// Makes a service's client for one call: nothing in it is expensive but the shared HTTP client.
/// A macro, because each SDK has a configuration type of its own.
macro_rules! service {
    ($sdk:ident, $client:expr, $key:expr, $region:expr, $intent:expr) => {{
        let mut config = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::latest())
            .region($sdk::config::Region::new($region.as_str().to_owned()))
            .credentials_provider(credentials($key))
            .identity_cache($sdk::config::IdentityCache::no_cache())
            .http_client($client.http.clone())
            .sleep_impl(TokioSleep::new())
            .timeout_config($intent.timeouts())
            // Whoever calls decides what is sent again, and when: one layer, not two.
            .retry_config(RetryConfig::disabled())
            .interceptor(Limit);
        if let Some(url) = &$client.endpoint_url {
            config = config.endpoint_url(url);
        }
        $sdk::Client::from_conf(config.build())
    }};
}

/// How long a call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Intent {
    Read,
    Change,
}

impl Intent {
    fn timeouts(self) -> TimeoutConfig {
        let whole = match self {
            Self::Read => READ,
            Self::Change => CHANGE,
        };
        TimeoutConfig::builder()
            .connect_timeout(CONNECT)
            .operation_timeout(whole)
            .build()
    }
}

impl Client {
    /// Fails when the address or a certificate can't be used.
    pub fn new(config: Config) -> Result<Self, SetupError> {
        let http = http_client(config.endpoint_url.as_deref(), config.ca_pem.as_deref())?;
        Ok(Self {
            endpoint_url: config.endpoint_url,
            http,
        })
    }

    pub(crate) fn direct_connect(
        &self,
        key: &CloudKey,
        region: &RegionName,
        intent: Intent,
    ) -> aws_sdk_directconnect::Client {
        service!(aws_sdk_directconnect, self, key, region, intent)
    }

    pub(crate) fn ec2(
        &self,
        key: &CloudKey,
        region: &RegionName,
        intent: Intent,
    ) -> aws_sdk_ec2::Client {
        service!(aws_sdk_ec2, self, key, region, intent)
    }

    pub(crate) fn sts(&self, key: &CloudKey, region: &RegionName) -> aws_sdk_sts::Client {
        service!(aws_sdk_sts, self, key, region, Intent::Read)
    }

    pub(crate) fn cloudwatch(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> aws_sdk_cloudwatch::Client {
        service!(aws_sdk_cloudwatch, self, key, region, Intent::Read)
    }

    pub(crate) fn iam(&self, key: &CloudKey, region: &RegionName) -> aws_sdk_iam::Client {
        service!(aws_sdk_iam, self, key, region, Intent::Read)
    }
}

fn credentials(key: &CloudKey) -> Credentials {
    let token = key.session_token.as_ref();
    Credentials::new(
        &key.access_key_id,
        key.secret_access_key.expose_secret(),
        token.map(|token| token.expose_secret().to_owned()),
        None,
        "onramp",
    )
}

#[async_trait]
impl Cloud for Client {
    async fn identity(&self, key: &CloudKey, region: &RegionName) -> Result<Identity, PortError> {
        self.read_identity(key, region).await
    }

    async fn regions(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<RegionName>, PortError> {
        self.list_regions(key, region).await
    }

    async fn hosted_connections(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<HostedConnection>, PortError> {
        self.list_connections(key, region).await
    }

    async fn confirm_connection(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        self.confirm(key, region, id).await
    }

    async fn interfaces(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<Interface>, PortError> {
        self.list_interfaces(key, region).await
    }

    async fn create_private_interface(
        &self,
        key: &CloudKey,
        region: &RegionName,
        new: &NewInterface,
    ) -> Result<Interface, PortError> {
        self.create_interface(key, region, new).await
    }

    async fn delete_interface(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        self.remove_interface(key, region, id).await
    }

    async fn interface_routes(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<Vec<InterfaceRoute>, PortError> {
        self.list_interface_routes(key, region, id).await
    }

    async fn gateways(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<Gateway>, PortError> {
        self.list_gateways(key, region).await
    }

    async fn create_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        name: &str,
        asn: Asn,
        tags: &Tags,
    ) -> Result<Gateway, PortError> {
        self.make_gateway(key, region, name, asn, tags).await
    }

    async fn delete_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        self.remove_gateway(key, region, id).await
    }

    async fn associations(
        &self,
        key: &CloudKey,
        region: &RegionName,
        gateway: &str,
    ) -> Result<Vec<Association>, PortError> {
        self.list_associations(key, region, gateway).await
    }

    async fn associate(
        &self,
        key: &CloudKey,
        region: &RegionName,
        gateway: &str,
        vpn_gateway: &str,
        prefixes: &[Cidr],
    ) -> Result<Association, PortError> {
        self.make_association(key, region, gateway, vpn_gateway, prefixes)
            .await
    }

    async fn disassociate(
        &self,
        key: &CloudKey,
        region: &RegionName,
        association: &str,
    ) -> Result<(), PortError> {
        self.remove_association(key, region, association).await
    }

    async fn vpcs(&self, key: &CloudKey, region: &RegionName) -> Result<Vec<Vpc>, PortError> {
        self.list_vpcs(key, region).await
    }

    async fn vpn_gateways(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<VpnGateway>, PortError> {
        self.list_vpn_gateways(key, region).await
    }

    async fn create_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        name: &str,
        asn: Option<Asn>,
        tags: &Tags,
    ) -> Result<VpnGateway, PortError> {
        self.make_vpn_gateway(key, region, name, asn, tags).await
    }

    async fn attach_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        vpn_gateway: &str,
        vpc: &str,
    ) -> Result<(), PortError> {
        self.attach(key, region, vpn_gateway, vpc).await
    }

    async fn detach_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        vpn_gateway: &str,
        vpc: &str,
    ) -> Result<(), PortError> {
        self.detach(key, region, vpn_gateway, vpc).await
    }

    async fn delete_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        self.remove_vpn_gateway(key, region, id).await
    }

    async fn vpn_connections(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<VpnConnection>, PortError> {
        self.list_vpn_connections(key, region).await
    }

    async fn route_tables(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<RouteTable>, PortError> {
        self.list_route_tables(key, region).await
    }

    async fn subnets(&self, key: &CloudKey, region: &RegionName) -> Result<Vec<Subnet>, PortError> {
        self.list_subnets(key, region).await
    }

    async fn enable_propagation(
        &self,
        key: &CloudKey,
        region: &RegionName,
        table: &str,
        vpn_gateway: &str,
    ) -> Result<(), PortError> {
        self.propagate(key, region, table, vpn_gateway).await
    }

    async fn disable_propagation(
        &self,
        key: &CloudKey,
        region: &RegionName,
        table: &str,
        vpn_gateway: &str,
    ) -> Result<(), PortError> {
        self.stop_propagation(key, region, table, vpn_gateway).await
    }

    async fn gateway_attachments(
        &self,
        key: &CloudKey,
        region: &RegionName,
        gateway: &str,
    ) -> Result<Vec<GatewayAttachment>, PortError> {
        self.list_attachments(key, region, gateway).await
    }

    async fn transit_gateways(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<TransitGateway>, PortError> {
        self.list_transit_gateways(key, region).await
    }

    async fn may(
        &self,
        key: &CloudKey,
        region: &RegionName,
        actions: &[&str],
    ) -> Result<Vec<(String, Right)>, PortError> {
        self.simulate(key, region, actions).await
    }

    async fn dry_run(
        &self,
        key: &CloudKey,
        region: &RegionName,
        what: &DryRun,
    ) -> Result<(), PortError> {
        self.try_dry(key, region, what).await
    }

    async fn failover_tests(
        &self,
        key: &CloudKey,
        region: &RegionName,
        interface: &str,
    ) -> Result<Vec<FailoverTest>, PortError> {
        self.list_failover_tests(key, region, interface).await
    }

    async fn metrics(
        &self,
        key: &CloudKey,
        region: &RegionName,
        interfaces: &[Interface],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Metrics>, PortError> {
        self.read_metrics(key, region, interfaces, from, until)
            .await
    }

    async fn stop_failover_test(
        &self,
        key: &CloudKey,
        region: &RegionName,
        interface: &str,
    ) -> Result<(), PortError> {
        self.stop_test(key, region, interface).await
    }
}
