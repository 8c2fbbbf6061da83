//! The whole way, step by step through the ports: from the order to routes in a VPC.

use domain::{
    ports::{
        Account, Association, AssociationState, Catalog, CloudKey, Connection, ConnectionState,
        FabricKey, Gateway, GatewayState, HostedConnection, Interface, InterfaceState, Leg,
        LegRole, Network, NewInterface, PortError, RouteTable, Target, Vpc, VpnGateway,
    },
    tags,
    values::{Asn, RegionName},
    wizard::Draft,
};

use crate::{World, keys, orders};

/// How often a wait looks: at pace `instant` the first look is enough.
const LOOKS: usize = 1000;

/// A world with an order in it.
pub struct Flow {
    pub world: World,
    pub key: FabricKey,
    pub cloud_key: CloudKey,
    pub region: RegionName,
    pub account: Account,
    pub network: Network,
    pub catalog: Catalog,
    pub connection: Connection,
}

impl Flow {
    /// A pair that the partner has built.
    pub async fn ordered() -> Self {
        Self::of(World::start().await, &orders::draft("flow-1")).await
    }

    /// The order of `draft`, built by the partner.
    pub async fn of(world: World, draft: &Draft) -> Self {
        let (key, cloud_key) = (keys::operator(), keys::cloud_operator());
        let fabric = world.fabric.clone();
        let account = fabric.sign_in(&key).await.expect("signed in");
        let catalog = fabric
            .catalog(&key, &account.id)
            .await
            .expect("a catalogue");
        let networks = fabric.networks(&key, &account.id).await.expect("networks");
        let network = networks.into_iter().next().expect("the seeded network");
        let order = orders::order(draft, &network.id, &catalog);
        let connection = fabric.order(&key, &order).await.expect("ordered");
        let region = connection.region.clone();
        let mut flow = Self {
            world,
            key,
            cloud_key,
            region,
            account,
            network,
            catalog,
            connection,
        };
        flow.connection = flow.active().await;
        flow
    }

    /// The pair of one of the sandbox's scenarios.
    pub async fn of_scenario(name: &str) -> Self {
        let world = World::start().await;
        let reset = sandbox::control::Reset {
            scenario: Some(name.to_owned()),
            ..sandbox::control::Reset::default()
        };
        world.sandbox.reset(&reset).expect("the scenario");
        let (key, cloud_key) = (keys::operator(), keys::cloud_operator());
        let fabric = world.fabric.clone();
        let account = fabric.sign_in(&key).await.expect("signed in");
        let catalog = fabric
            .catalog(&key, &account.id)
            .await
            .expect("a catalogue");
        let networks = fabric.networks(&key, &account.id).await.expect("networks");
        let connections = fabric
            .connections(&key, &account.id)
            .await
            .expect("connections");
        let connection = connections.into_iter().next().expect("the scenario's pair");
        Self {
            region: connection.region.clone(),
            network: networks.into_iter().next().expect("the seeded network"),
            world,
            key,
            cloud_key,
            account,
            catalog,
            connection,
        }
    }

    /// The connection, once it is active.
    pub async fn active(&self) -> Connection {
        let look = || self.world.fabric.connection(&self.key, &self.connection.id);
        wait(look, |seen| seen.state == ConnectionState::Active).await
    }

    /// The leg of that role.
    pub fn leg(&self, role: LegRole) -> &Leg {
        self.connection
            .legs
            .iter()
            .find(|leg| leg.role == role)
            .expect("the leg")
    }

    /// The hosted connection of a leg.
    pub fn hosted_id(&self, role: LegRole) -> String {
        self.leg(role)
            .aws_connection
            .clone()
            .expect("the partner reports it")
    }

    /// The hosted connection as AWS shows it.
    pub async fn hosted(&self, role: LegRole) -> HostedConnection {
        let id = self.hosted_id(role);
        let all = self
            .world
            .cloud
            .hosted_connections(&self.cloud_key, &self.region)
            .await
            .expect("connections");
        all.into_iter()
            .find(|hosted| hosted.id == id)
            .expect("the hosted connection")
    }

    /// Every hosted connection accepted and ready.
    pub async fn accept(&self) {
        let cloud = &self.world.cloud;
        for leg in &self.connection.legs {
            let id = self.hosted_id(leg.role);
            cloud
                .confirm_connection(&self.cloud_key, &self.region, &id)
                .await
                .expect("confirmed");
            let look = || cloud.hosted_connections(&self.cloud_key, &self.region);
            wait(look, |all| {
                all.iter()
                    .any(|hosted| hosted.id == id && hosted.state.is_ready())
            })
            .await;
        }
    }

    /// A Direct Connect gateway with the ordered number, ready.
    pub async fn gateway(&self) -> Gateway {
        let cloud = &self.world.cloud;
        let asn = self.connection.ordered_asn.unwrap_or(Asn::AMAZON_DEFAULT);
        let marks = tags::marks(&self.connection.id, None, "gateway");
        let made = cloud
            .create_gateway(&self.cloud_key, &self.region, "acme-dxgw", asn, &marks)
            .await;
        let id = made.expect("a gateway").id;
        let ready =
            |gateway: &Gateway| gateway.id == id && gateway.state == GatewayState::Available;
        let all = wait(
            || cloud.gateways(&self.cloud_key, &self.region),
            |all| all.iter().any(ready),
        )
        .await;
        all.into_iter().find(ready).expect("just seen")
    }

    /// What the interface of a leg is made of.
    pub fn interface_of(&self, role: LegRole, target: Target) -> NewInterface {
        let leg = self.leg(role);
        NewInterface {
            connection: self.hosted_id(role),
            name: tags::name(&self.connection.name, &self.connection.id, role.word()),
            vlan: leg.vlan.expect("a VLAN"),
            partner_asn: leg.partner_asn.expect("the partner's ASN"),
            partner_ip: leg.partner_ip.expect("the partner's IP"),
            aws_ip: leg.aws_ip.expect("the remote IP"),
            bgp_key: leg.bgp_key.clone().expect("a BGP key"),
            mtu: 1500,
            target,
            tags: tags::marks(&self.connection.id, Some(role), "interfaces"),
        }
    }

    /// An interface on every leg, each ready; returns them in the legs' order.
    pub async fn interfaces(&self, target: &Target) -> Vec<Interface> {
        let cloud = &self.world.cloud;
        let mut made = Vec::new();
        for leg in &self.connection.legs {
            let new = self.interface_of(leg.role, target.clone());
            let one = cloud
                .create_private_interface(&self.cloud_key, &self.region, &new)
                .await;
            made.push(one.expect("an interface").id);
        }
        let ready =
            |one: &Interface| matches!(one.state, InterfaceState::Available | InterfaceState::Down);
        let look = || cloud.interfaces(&self.cloud_key, &self.region);
        let all = wait(look, |all| {
            made.iter()
                .all(|id| all.iter().any(|one| one.id == *id && ready(one)))
        });
        let all = all.await;
        made.iter()
            .filter_map(|id| all.iter().find(|one| one.id == *id).cloned())
            .collect()
    }

    /// The VPC with this name in the connection's region.
    pub async fn vpc(&self, name: &str) -> Vpc {
        let all = self
            .world
            .cloud
            .vpcs(&self.cloud_key, &self.region)
            .await
            .expect("VPCs");
        all.into_iter()
            .find(|vpc| vpc.name == name)
            .expect("the VPC")
    }

    /// A new virtual private gateway attached to the VPC.
    pub async fn vpn_gateway(&self, vpc: &Vpc) -> VpnGateway {
        let cloud = &self.world.cloud;
        let marks = tags::marks(&self.connection.id, None, &tags::vpc_step(&vpc.id));
        let made = cloud
            .create_vpn_gateway(&self.cloud_key, &self.region, "acme-vgw", None, &marks)
            .await;
        let id = made.expect("a virtual private gateway").id;
        self.vpn_gateway_when(&id, |gateway| gateway.state == GatewayState::Available)
            .await;
        cloud
            .attach_vpn_gateway(&self.cloud_key, &self.region, &id, &vpc.id)
            .await
            .expect("attached");
        let attached = |gateway: &VpnGateway| {
            let at = gateway.attachment.as_ref();
            at.is_some_and(|(at, state)| {
                *at == vpc.id && *state == domain::ports::AttachmentState::Attached
            })
        };
        self.vpn_gateway_when(&id, attached).await
    }

    async fn vpn_gateway_when(&self, id: &str, is: impl Fn(&VpnGateway) -> bool) -> VpnGateway {
        let fits = |gateway: &VpnGateway| gateway.id == id && is(gateway);
        let look = || self.world.cloud.vpn_gateways(&self.cloud_key, &self.region);
        let all = wait(look, |all| all.iter().any(&fits)).await;
        all.into_iter().find(fits).expect("just seen")
    }

    /// The two gateways associated, with all CIDRs of the VPC allowed.
    pub async fn associate(
        &self,
        gateway: &Gateway,
        vpn_gateway: &VpnGateway,
        vpc: &Vpc,
    ) -> Association {
        let cloud = &self.world.cloud;
        let made = cloud
            .associate(
                &self.cloud_key,
                &self.region,
                &gateway.id,
                &vpn_gateway.id,
                &vpc.cidrs,
            )
            .await;
        let id = made.expect("an association").id;
        let done = |one: &Association| one.id == id && one.state == AssociationState::Associated;
        let look = || cloud.associations(&self.cloud_key, &self.region, &gateway.id);
        let all = wait(look, |all| all.iter().any(done)).await;
        all.into_iter().find(done).expect("just seen")
    }

    /// Propagation into every route table of the VPC; returns them once each has a route from it.
    pub async fn propagate(&self, vpn_gateway: &VpnGateway, vpc: &Vpc) -> Vec<RouteTable> {
        let cloud = &self.world.cloud;
        let tables = cloud
            .route_tables(&self.cloud_key, &self.region)
            .await
            .expect("route tables");
        let ours: Vec<String> = tables
            .into_iter()
            .filter(|table| table.vpc == vpc.id)
            .map(|table| table.id)
            .collect();
        for table in &ours {
            let on = cloud
                .enable_propagation(&self.cloud_key, &self.region, table, &vpn_gateway.id)
                .await;
            on.expect("propagation");
        }
        let routed = |table: &&RouteTable| table.routes.iter().any(|route| route.propagated);
        let look = || cloud.route_tables(&self.cloud_key, &self.region);
        let seen = wait(look, |all| {
            ours.iter()
                .all(|id| all.iter().filter(routed).any(|table| table.id == *id))
        });
        seen.await
            .into_iter()
            .filter(|table| ours.contains(&table.id))
            .collect()
    }
}

/// Looks until `is` holds.
///
/// # Panics
/// When a look fails, or when it never holds.
pub async fn wait<T, F, L>(look: F, is: impl Fn(&T) -> bool) -> T
where
    F: Fn() -> L,
    L: Future<Output = Result<T, PortError>>,
{
    for _ in 0..LOOKS {
        let seen = look().await.expect("a look");
        if is(&seen) {
            return seen;
        }
        tokio::task::yield_now().await;
    }
    panic!("what was waited for never came");
}
