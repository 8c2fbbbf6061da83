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

use super::{At, Gates, Kind};

/// AWS behind its gates.
pub struct GatedCloud {
    pub inner: Arc<dyn Cloud>,
    pub gates: Arc<Gates>,
}

impl GatedCloud {
    fn at(&self, service: &'static str, key: &CloudKey, region: &RegionName) -> At {
        At {
            service,
            account: self.gates.account("aws", &key.access_key_id),
            region: region.as_str().to_owned(),
        }
    }
}

/// Each line: the service, whether it changes something, the call.
macro_rules! gated {
    ($($service:literal $kind:ident $name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)*) => {
        #[async_trait]
        impl Cloud for GatedCloud {
            async fn identity(
                &self,
                key: &CloudKey,
                region: &RegionName,
            ) -> Result<Identity, PortError> {
                let at = self.at("sts", key, region);
                let ask = || self.inner.identity(key, region);
                let identity = self.gates.pass(at, Kind::Read, ask).await?;
                let account = identity.account.as_str();
                self.gates.learn("aws", &key.access_key_id, account);
                Ok(identity)
            }

            $(async fn $name(
                &self,
                key: &CloudKey,
                region: &RegionName,
                $($argument: $type),*
            ) -> Result<$answer, PortError> {
                let at = self.at($service, key, region);
                let call = || self.inner.$name(key, region, $($argument),*);
                self.gates.pass(at, Kind::$kind, call).await
            })*
        }
    };
}

gated! {
    "ec2" Read regions() -> Vec<RegionName>;
    "directconnect" Read hosted_connections() -> Vec<HostedConnection>;
    "directconnect" Change confirm_connection(id: &str) -> ();
    "directconnect" Read interfaces() -> Vec<Interface>;
    "directconnect" Change create_private_interface(new: &NewInterface) -> Interface;
    "directconnect" Change delete_interface(id: &str) -> ();
    "directconnect" Read interface_routes(id: &str) -> Vec<InterfaceRoute>;
    "directconnect" Read gateways() -> Vec<Gateway>;
    "directconnect" Change create_gateway(name: &str, asn: Asn, tags: &Tags) -> Gateway;
    "directconnect" Change delete_gateway(id: &str) -> ();
    "directconnect" Read associations(gateway: &str) -> Vec<Association>;
    "directconnect" Change associate(
        gateway: &str, vpn_gateway: &str, prefixes: &[Cidr]
    ) -> Association;
    "directconnect" Change disassociate(association: &str) -> ();
    "ec2" Read vpcs() -> Vec<Vpc>;
    "ec2" Read vpn_gateways() -> Vec<VpnGateway>;
    "ec2" Change create_vpn_gateway(name: &str, asn: Option<Asn>, tags: &Tags) -> VpnGateway;
    "ec2" Change attach_vpn_gateway(vpn_gateway: &str, vpc: &str) -> ();
    "ec2" Change detach_vpn_gateway(vpn_gateway: &str, vpc: &str) -> ();
    "ec2" Change delete_vpn_gateway(id: &str) -> ();
    "ec2" Read vpn_connections() -> Vec<VpnConnection>;
    "ec2" Read route_tables() -> Vec<RouteTable>;
    "ec2" Read subnets() -> Vec<Subnet>;
    "ec2" Change enable_propagation(table: &str, vpn_gateway: &str) -> ();
    "ec2" Change disable_propagation(table: &str, vpn_gateway: &str) -> ();
    "directconnect" Read gateway_attachments(gateway: &str) -> Vec<GatewayAttachment>;
    "ec2" Read transit_gateways() -> Vec<TransitGateway>;
    "iam" Read may(actions: &[&str]) -> Vec<(String, Right)>;
    "ec2" Read dry_run(what: &DryRun) -> ();
    "cloudwatch" Read metrics(
        interfaces: &[Interface], from: Timestamp, until: Timestamp
    ) -> Vec<Metrics>;
    "directconnect" Read failover_tests(interface: &str) -> Vec<FailoverTest>;
    "directconnect" Change stop_failover_test(interface: &str) -> ();
}
