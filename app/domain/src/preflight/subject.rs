use super::Facts;
use crate::{
    ports::{Choice, Connection, HostedState, Leg, Target},
    run::PlannedVpc,
    setup::Observation,
    values::{Asn, AwsAccountId, Cidr, RegionName},
};

/// What is to be done: an order, or a set-up.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The account that is, or is to be, ordered for; `None` while it was not answered.
    pub account: Option<AwsAccountId>,
    pub region: RegionName,
    /// The network at the partner.
    pub network: String,
    /// The ordered Amazon side ASN.
    pub asn: Option<Asn>,
    pub partner_asn: Asn,
    /// Where the interfaces end; `None`: chosen later.
    pub choice: Option<Choice>,
    /// `None`: chosen later.
    pub vpcs: Option<Vec<PlannedVpc>>,
    pub customer_networks: Vec<Cidr>,
    /// What NAT translates on the way to AWS.
    pub translated: Vec<Cidr>,
    /// The partner of the connection shows its routes.
    pub shows_routes: bool,
    /// The legs' hosted connections, once there are any.
    pub hosted: Vec<String>,
    /// Hosted connections that are still to be accepted.
    pub to_accept: usize,
    /// Interfaces that are still to be made.
    pub to_make: usize,
}

impl Subject {
    /// A set-up of `seen` that ends on `choice` and connects `vpcs`. What is there already is
    /// taken for chosen.
    pub fn of_plan(seen: &Observation, choice: &Choice, vpcs: &[PlannedVpc]) -> Self {
        let connection = &seen.connection;
        let legs = &connection.legs;
        let cloud = seen.cloud.as_ref();
        let accepted = |leg: &&Leg| {
            cloud
                .and_then(|cloud| cloud.hosted_of(leg))
                .is_some_and(|hosted| hosted.state != HostedState::Ordering)
        };
        let made = |leg: &&Leg| cloud.is_some_and(|cloud| cloud.interface_of(leg).is_some());
        Self {
            account: Some(connection.account.clone()),
            region: connection.region.clone(),
            network: connection.network.clone(),
            asn: Some(seen.ordered_asn()),
            partner_asn: partner_asn(connection),
            choice: Some(fixed(seen, choice).unwrap_or_else(|| choice.clone())),
            vpcs: Some(vpcs.to_vec()),
            customer_networks: connection
                .customer_networks
                .iter()
                .map(|(_, net)| *net)
                .collect(),
            translated: translated(connection),
            shows_routes: connection.capabilities.routes,
            hosted: legs
                .iter()
                .filter_map(|leg| leg.aws_connection.clone())
                .collect(),
            to_accept: legs.len() - legs.iter().filter(accepted).count(),
            to_make: legs.len() - legs.iter().filter(made).count(),
        }
    }

    /// The Direct Connect gateway on which the interfaces end, when it exists.
    pub fn gateway(&self) -> Option<&str> {
        match &self.choice {
            Some(Choice::Existing {
                target: Target::DirectConnectGateway(id),
            }) => Some(id),
            _ => None,
        }
    }

    /// The virtual private gateway on which the interfaces end, when it exists.
    pub fn vpn_gateway(&self) -> Option<&str> {
        match &self.choice {
            Some(Choice::Existing {
                target: Target::VirtualPrivateGateway(id),
            }) => Some(id),
            _ => None,
        }
    }

    /// The interfaces end, or are to end, on a virtual private gateway.
    pub fn ends_on_vpn_gateway(&self) -> bool {
        self.vpn_gateway().is_some() || self.choice == Some(Choice::NewVpnGateway)
    }

    /// Virtual private gateways that are to be made, by region: one for each chosen VPC without.
    pub(super) fn new_vpn_gateways(&self, facts: &Facts) -> Vec<(&RegionName, usize)> {
        let mut counts: Vec<(&RegionName, usize)> = Vec::new();
        for vpc in self.vpcs.iter().flatten() {
            let there = facts
                .region(&vpc.region)
                .is_some_and(|region| region.gateway_at(&vpc.id).is_some());
            // With a virtual private gateway as target, it is attached instead.
            if there || self.vpn_gateway().is_some() {
                continue;
            }
            match counts.iter_mut().find(|(region, _)| **region == vpc.region) {
                Some((_, count)) => *count += 1,
                None => counts.push((&vpc.region, 1)),
            }
        }
        counts
    }
}

/// The gateway where interfaces end already, or that was made for this connection.
fn fixed(seen: &Observation, choice: &Choice) -> Option<Choice> {
    let cloud = seen.cloud.as_ref()?;
    let target = cloud
        .interfaces
        .iter()
        .find_map(|interface| interface.target.clone());
    let own = || {
        let new = *choice == Choice::NewGateway;
        let own = cloud.own_gateway(&seen.connection).filter(|_| new)?;
        Some(Target::DirectConnectGateway(own.id.clone()))
    };
    Some(Choice::Existing {
        target: target.or_else(own)?,
    })
}

fn partner_asn(connection: &Connection) -> Asn {
    let mut legs = connection.legs.iter();
    legs.find_map(|leg| leg.partner_asn)
        .unwrap_or(Asn::PUREPORT)
}

fn translated(connection: &Connection) -> Vec<Cidr> {
    let nat = &connection.nat;
    let native = nat.mappings.iter().map(|(native, _)| *native);
    native.filter(|_| nat.enabled).collect()
}
