use serde::{Deserialize, Serialize};

use super::{
    Observation, Reach, Refusal, Task, accept, association, gateway, interfaces, routes,
    teardown::{self, Removal, RemovalCall},
    vpc,
};
use crate::{
    ports::{LegRole, NewInterface, PortError, Tags},
    values::{Asn, Cidr, RegionName},
};

/// What one press of a button is to bring about: a plan of one step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "goal", rename_all = "snake_case")]
pub enum Goal {
    /// The legs' hosted connections are accepted.
    Accept { legs: Vec<LegRole> },
    /// A Direct Connect gateway of the ordered ASN exists for this connection.
    CreateGateway { name: String },
    /// A private interface exists on the leg's hosted connection.
    CreateInterface {
        leg: LegRole,
        name: String,
        mtu: u32,
    },
    /// The VPC has an attached virtual private gateway. With `gateway` an existing one is
    /// attached, otherwise one is created (`asn` `None`: Amazon's default).
    Attach {
        region: RegionName,
        vpc: String,
        gateway: Option<String>,
        name: String,
        asn: Option<Asn>,
    },
    /// The virtual private gateway is associated with the chosen Direct Connect gateway.
    Associate {
        region: RegionName,
        vpn_gateway: String,
        prefixes: Vec<Cidr>,
    },
    /// The tables of one VPC take the gateway's routes.
    Propagate {
        region: RegionName,
        vpc: String,
        tables: Vec<String>,
    },
    /// Something is not there any more.
    Remove(Removal),
}

impl Goal {
    /// How far to look before and after: no further than the decision needs.
    pub fn reach(&self) -> Reach {
        match self {
            Self::Accept { .. } | Self::CreateGateway { .. } => Reach::Legs,
            Self::CreateInterface { .. } => Reach::Regions(Vec::new()),
            Self::Attach { region, .. } | Self::Propagate { region, .. } => {
                Reach::Regions(vec![region.clone()])
            }
            Self::Associate { region, .. } => Reach::Associations(vec![region.clone()]),
            Self::Remove(removal) => removal.reach(),
        }
    }

    /// The task whose page has the button.
    pub fn task(&self) -> Task {
        match self {
            Self::Accept { .. } => Task::Accept,
            Self::CreateGateway { .. } => Task::Gateway,
            Self::CreateInterface { .. } => Task::Interfaces,
            Self::Attach { .. } => Task::Vpc,
            Self::Associate { .. } => Task::Association,
            Self::Propagate { .. } => Task::Routes,
            Self::Remove(removal) => removal.task(),
        }
    }
}

/// The one call that comes next.
#[derive(Debug, Clone)]
pub enum Call {
    ConfirmConnection {
        region: RegionName,
        connection: String,
    },
    CreateGateway {
        name: String,
        asn: Asn,
        tags: Tags,
    },
    CreateInterface {
        region: RegionName,
        new: Box<NewInterface>,
    },
    CreateVpnGateway {
        region: RegionName,
        name: String,
        asn: Option<Asn>,
        tags: Tags,
    },
    AttachVpnGateway {
        region: RegionName,
        vpn_gateway: String,
        vpc: String,
    },
    Associate {
        region: RegionName,
        gateway: String,
        vpn_gateway: String,
        prefixes: Vec<Cidr>,
    },
    EnablePropagation {
        region: RegionName,
        table: String,
        vpn_gateway: String,
    },
    Remove(RemovalCall),
}

impl Call {
    /// The IAM action, for the journal and the policy.
    pub fn operation(&self) -> &'static str {
        match self {
            Self::ConfirmConnection { .. } => "directconnect:ConfirmConnection",
            Self::CreateGateway { .. } => "directconnect:CreateDirectConnectGateway",
            Self::CreateInterface { .. } => "directconnect:CreatePrivateVirtualInterface",
            Self::CreateVpnGateway { .. } => "ec2:CreateVpnGateway",
            Self::AttachVpnGateway { .. } => "ec2:AttachVpnGateway",
            Self::Associate { .. } => "directconnect:CreateDirectConnectGatewayAssociation",
            Self::EnablePropagation { .. } => "ec2:EnableVgwRoutePropagation",
            Self::Remove(call) => call.operation(),
        }
    }

    /// What is waited for once it is sent.
    pub fn wait(&self) -> Wait {
        match self {
            Self::ConfirmConnection { .. } => Wait::HostedConnection,
            Self::CreateGateway { .. } => Wait::Gateway,
            Self::CreateInterface { .. } => Wait::Interface,
            Self::CreateVpnGateway { .. } => Wait::VpnGateway,
            Self::AttachVpnGateway { .. } => Wait::Attachment,
            Self::Associate { .. } => Wait::Association,
            Self::EnablePropagation { .. } => Wait::Routes,
            Self::Remove(call) => call.wait(),
        }
    }

    /// What it is about, for the journal: an id or a name.
    pub fn object(&self) -> &str {
        match self {
            Self::ConfirmConnection { connection, .. } => connection,
            Self::CreateGateway { name, .. } | Self::CreateVpnGateway { name, .. } => name,
            Self::CreateInterface { new, .. } => &new.name,
            Self::AttachVpnGateway { vpn_gateway, .. } | Self::Associate { vpn_gateway, .. } => {
                vpn_gateway
            }
            Self::EnablePropagation { table, .. } => table,
            Self::Remove(call) => call.object(),
        }
    }
}

/// The decision after an observation.
#[derive(Debug, Clone)]
pub enum Next {
    /// Send this.
    Do(Call),
    /// Nothing to send: the provider is at work.
    Wait(Wait),
    /// The goal is reached.
    Done,
    /// Not possible now.
    Refuse(Refusal),
}

/// What is being waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    HostedConnection,
    Gateway,
    Interface,
    VpnGateway,
    Attachment,
    Association,
    Bgp,
    Routes,
    /// Propagation is off, and the routes are still in the tables.
    RoutesGone,
    Disassociation,
    InterfaceGone,
    Detachment,
    VpnGatewayGone,
    GatewayGone,
    /// At the partner.
    ConnectionGone,
}

impl Wait {
    /// Its name in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::HostedConnection => "hosted_connection",
            Self::Gateway => "gateway",
            Self::Interface => "interface",
            Self::VpnGateway => "vpn_gateway",
            Self::Attachment => "attachment",
            Self::Association => "association",
            Self::Bgp => "bgp",
            Self::Routes => "routes",
            Self::RoutesGone => "routes_gone",
            Self::Disassociation => "disassociation",
            Self::InterfaceGone => "interface_gone",
            Self::Detachment => "detachment",
            Self::VpnGatewayGone => "vpn_gateway_gone",
            Self::GatewayGone => "gateway_gone",
            Self::ConnectionGone => "connection_gone",
        }
    }

    /// The documented range in seconds, said until this instance has measurements of its own.
    /// Source: reference/aws.md §2.1–§2.4 and §6 ("Poll budget UI").
    pub fn usual_seconds(self) -> (u32, u32) {
        match self {
            Self::HostedConnection => (60, 600),
            Self::Gateway => (5, 60),
            Self::Interface | Self::Attachment | Self::Bgp => (10, 120),
            Self::VpnGateway | Self::Routes | Self::RoutesGone | Self::VpnGatewayGone => (5, 60),
            Self::Association => (300, 1200),
            Self::Disassociation => (300, 900),
            Self::InterfaceGone | Self::GatewayGone => (20, 120),
            Self::Detachment => (20, 600),
            Self::ConnectionGone => (60, 180),
        }
    }
}

/// How one call ended, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum StepOutcome {
    /// The provider acknowledged it.
    Acknowledged,
    /// A definite no.
    Failed { error: PortError },
    /// Sent, and no answer that tells: resolved by looking.
    Unknown,
}

/// What the next page says about the press of a button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// The goal is reached; `already`: it was before.
    Reached { goal: Goal, already: bool },
    /// Under way; the page may be closed.
    Waiting { goal: Goal, wait: Wait },
    Refused {
        goal: Goal,
        refusal: Refusal,
        /// Something towards the goal was sent before.
        begun: bool,
    },
    /// A provider said no, or could not be asked. What was not done follows from the goal.
    Failed {
        goal: Goal,
        error: PortError,
        /// Something towards the goal was sent before.
        begun: bool,
    },
    /// The journal could not be written, so nothing was sent.
    NotRecorded { goal: Goal },
    /// A refused form that is no goal: what was typed, never a secret, and what is wrong, each by
    /// the name of its field. An issue without a field is about the whole form.
    Form {
        form: String,
        typed: Vec<(String, String)>,
        errors: Vec<(String, String)>,
    },
    /// Anything that is no goal, by code, for example `signed_out`.
    Plain { code: String, values: Vec<String> },
}

impl Notice {
    /// What was asked for and not done.
    pub fn undone(&self) -> Option<&Goal> {
        match self {
            Self::Refused { goal, .. } | Self::Failed { goal, .. } | Self::NotRecorded { goal } => {
                Some(goal)
            }
            Self::Reached { .. }
            | Self::Waiting { .. }
            | Self::Form { .. }
            | Self::Plain { .. } => None,
        }
    }
}

/// The next action towards `goal`, from what is seen. Pure: the same observation gives the same
/// answer, so a second press finds the thing that the first one made.
pub fn next(goal: &Goal, seen: &Observation) -> Next {
    if let Goal::Remove(removal) = goal {
        return teardown::next(removal, seen);
    }
    if let Err(refusal) = common(seen) {
        return Next::Refuse(refusal);
    }
    match goal {
        Goal::Accept { legs } => accept::next(legs, seen),
        Goal::CreateGateway { name } => gateway::next(name, seen),
        Goal::CreateInterface { leg, name, mtu } => interfaces::next(*leg, name, *mtu, seen),
        Goal::Attach {
            region,
            vpc,
            gateway,
            name,
            asn,
        } => vpc::next(
            &vpc::Wanted {
                region,
                vpc,
                gateway: gateway.as_deref(),
                name,
                asn: *asn,
            },
            seen,
        ),
        Goal::Associate {
            region,
            vpn_gateway,
            prefixes,
        } => association::next(region, vpn_gateway, prefixes, seen),
        Goal::Propagate {
            region,
            vpc,
            tables,
        } => routes::next(region, vpc, tables, seen),
        Goal::Remove(removal) => teardown::next(removal, seen),
    }
}

/// What every change needs: AWS connected, an order that is active, the ordered account.
fn common(seen: &Observation) -> Result<(), Refusal> {
    let cloud = seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    cloud.is_account_ordered(&seen.connection)?;
    seen.is_order_active()
}
