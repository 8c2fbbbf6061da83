use domain::{
    ports::{
        AssociationState, AttachmentState, BgpState, ConnectionState, GatewayState, HostedState,
        InterfaceState, LegRole, NetworkState, Peering, Price,
    },
    setup::{Task, Wait},
    status::{Condition, RungState, TaskState},
    values::Speed,
    wizard::Step,
};

/// The state of a task.
pub fn task_state(state: TaskState) -> &'static str {
    match state {
        TaskState::Blocked => "Cannot start yet",
        TaskState::Ready => "Ready",
        TaskState::Running => "In progress",
        TaskState::Done => "Done",
        TaskState::Failed => "Failed",
        TaskState::NotNeeded => "Not needed",
    }
}

/// The state of a rung of the proof.
pub fn rung_state(state: RungState) -> &'static str {
    match state {
        RungState::Passed => "Passed",
        RungState::Warning => "Passed, with a warning",
        RungState::Waiting => "Waiting",
        RungState::Broken => "Broken",
        RungState::NotChecked => "Not checked",
    }
}

/// The heading of a task's page.
pub fn task_title(task: Task) -> &'static str {
    match task {
        Task::Accept => "Accept the connections",
        Task::Gateway => "Direct Connect gateway",
        Task::Interfaces => "Virtual interfaces",
        Task::Vpc => "Virtual private gateway",
        Task::Association => "Gateway association",
        Task::Routes => "Route propagation",
        Task::Verify => "Verify",
    }
}

/// The heading of a wizard step's page.
pub fn step_title(step: Step) -> &'static str {
    match step {
        Step::Type => "Connection type",
        Step::Location => "Location and region",
        Step::Service => "Peering, speed and availability",
        Step::Bgp => "AWS target and BGP",
        Step::Networks => "Customer networks",
        Step::Nat => "Cloud Grade NAT",
        Step::Review => "Name and review",
    }
}

/// The step's short name in the step list.
pub fn step_label(step: Step) -> &'static str {
    match step {
        Step::Type => "Type",
        Step::Location => "Location",
        Step::Service => "Service",
        Step::Bgp => "Target and BGP",
        Step::Networks => "Networks",
        Step::Nat => "NAT",
        Step::Review => "Review",
    }
}

pub fn connection_state(state: ConnectionState) -> &'static str {
    match state {
        ConnectionState::Provisioning => "Provisioning",
        ConnectionState::AwaitingApproval => "Waiting for Pureport’s approval",
        ConnectionState::FailedToProvision => "Failed to provision",
        ConnectionState::Active => "Active",
        ConnectionState::Down => "Down",
        ConnectionState::Updating => "Updating",
        ConnectionState::FailedToUpdate => "Failed to update",
        ConnectionState::Deleting => "Deleting",
        ConnectionState::FailedToDelete => "Failed to delete",
        ConnectionState::Deleted => "Deleted",
    }
}

/// What is awaited, for a state that needs nothing from anybody here.
pub fn connection_wait(state: ConnectionState) -> Option<&'static str> {
    match state {
        ConnectionState::Provisioning => Some(
            "Pureport is building the connection. This usually takes 1–3 minutes; the page may be closed.",
        ),
        ConnectionState::AwaitingApproval => Some(
            "Pureport approves this order before it builds anything. How long that takes is nowhere documented: ask Pureport’s support if it has to be soon. The page may be closed.",
        ),
        ConnectionState::Updating => Some(
            "Pureport is changing the connection. This usually takes a minute; the page may be closed.",
        ),
        ConnectionState::Deleting => Some(
            "Pureport is taking the connection down. There is nothing left to do here; the page may be closed.",
        ),
        ConnectionState::Deleted => Some(
            "Pureport has taken the connection down. Look in AWS whether a gateway is left that nobody needs.",
        ),
        ConnectionState::Active
        | ConnectionState::Down
        | ConnectionState::FailedToProvision
        | ConnectionState::FailedToUpdate
        | ConnectionState::FailedToDelete => None,
    }
}

pub fn network_state(state: NetworkState) -> (&'static str, &'static str) {
    match state {
        NetworkState::Pending => ("in_progress", "Being created"),
        NetworkState::Active => ("active", "Active"),
        NetworkState::Deleting => ("in_progress", "Deleting"),
        NetworkState::Failed => ("failed", "Failed"),
    }
}

/// A hosted connection's state; `down` before an interface exists is ready, and says so.
pub fn hosted_state(state: HostedState, has_interface: bool) -> &'static str {
    match state {
        HostedState::Ordering => "Not accepted yet",
        HostedState::Requested => "Requested",
        HostedState::Pending => "Being set up by AWS",
        HostedState::Available => "Available",
        HostedState::Down if has_interface => "Link down",
        HostedState::Down => "Ready, no interface yet",
        HostedState::Deleting => "Deleting",
        HostedState::Deleted => "Deleted",
        HostedState::Rejected => "Rejected",
        HostedState::Unknown => "Unknown to AWS",
    }
}

pub fn interface_state(state: InterfaceState) -> &'static str {
    match state {
        InterfaceState::Confirming => "Waiting to be confirmed",
        InterfaceState::Verifying => "Being verified by AWS",
        InterfaceState::Pending => "Being created",
        InterfaceState::Available => "Available",
        InterfaceState::Down => "Created, BGP not up",
        InterfaceState::Testing => "Failover test running",
        InterfaceState::Deleting => "Deleting",
        InterfaceState::Deleted => "Deleted",
        InterfaceState::Rejected => "Rejected",
        InterfaceState::Unknown => "Unknown to AWS",
    }
}

pub fn gateway_state(state: GatewayState) -> &'static str {
    match state {
        GatewayState::Pending => "Being created",
        GatewayState::Available => "Available",
        GatewayState::Deleting => "Deleting",
        GatewayState::Deleted => "Deleted",
    }
}

pub fn attachment_state(state: AttachmentState) -> &'static str {
    match state {
        AttachmentState::Attaching => "Attaching",
        AttachmentState::Attached => "Attached",
        AttachmentState::Detaching => "Detaching",
    }
}

pub fn association_state(state: AssociationState) -> &'static str {
    match state {
        AssociationState::Associating => "Associating",
        AssociationState::Associated => "Associated",
        AssociationState::Disassociating => "Disassociating",
        AssociationState::Disassociated => "Disassociated",
        AssociationState::Updating => "Updating",
    }
}

pub fn bgp_state(state: Option<BgpState>) -> &'static str {
    match state {
        Some(BgpState::Up) => "Up",
        Some(BgpState::Down) => "Down",
        Some(BgpState::Pending) => "Pending",
        None => "Not known yet",
    }
}

pub fn condition(condition: Condition) -> &'static str {
    match condition {
        Condition::Absent => "Not there yet",
        Condition::NeedsAction => "Needs action",
        Condition::InProgress => "In progress",
        Condition::Ready => "Ready",
        Condition::Failed => "Failed",
        Condition::Stopped => "Stopped",
        Condition::Unknown => "Unknown",
    }
}

/// "Primary", at the beginning of a label.
pub fn leg_title(role: LegRole) -> &'static str {
    match role {
        LegRole::Primary => "Primary",
        LegRole::Secondary => "Secondary",
    }
}

pub fn peering(peering: Peering) -> &'static str {
    match peering {
        Peering::Private => "Private",
        Peering::Transit => "Transit",
        Peering::Public => "Public",
    }
}

pub fn availability(high: bool) -> &'static str {
    if high {
        "High availability (two connections)"
    } else {
        "Single connection"
    }
}

/// Dollars from cents.
pub fn dollars(cents: u64) -> String {
    format!("${}.{:02}", cents / 100, cents % 100)
}

/// Pureport's price, for example "$420.00 per month (term: hourly)".
pub fn price(price: Option<&Price>) -> String {
    let Some(price) = price else {
        return "Pureport shows no price to this account".to_owned();
    };
    let interval = match price.interval.as_str() {
        "ONCE" => "once".to_owned(),
        interval => format!("per {}", interval.to_ascii_lowercase()),
    };
    let setup = match price.setup_cents {
        0 => String::new(),
        cents => format!(", and {} once for the set-up", dollars(cents)),
    };
    let term = price.term.to_ascii_lowercase().replace('_', " ");
    format!(
        "{} {interval}{setup} (term: {term})",
        dollars(price.amount_cents)
    )
}

/// What AWS charges for the ports, from acceptance on. 730 hours are a month.
pub fn port_hours(speed: Speed, ports: u64) -> String {
    let Some(milli) = speed.hosted_port_millidollars_per_hour() else {
        return "AWS’s port-hour price for this speed is not known here; see the Direct Connect pricing page.".to_owned();
    };
    let milli = u64::from(milli);
    let month = dollars(ports * milli * 730 / 10);
    let hour = format!("${}.{:03}", milli / 1000, milli % 1000);
    let hour = hour.strip_suffix('0').unwrap_or(&hour);
    let noun = if ports == 1 {
        "connection"
    } else {
        "connections"
    };
    format!("{ports} {noun} × {hour}/h = {month}/month from acceptance until deleted")
}

/// What is being waited for.
pub fn wait(wait: Wait) -> &'static str {
    match wait {
        Wait::HostedConnection => "AWS is setting the connection up",
        Wait::Gateway => "AWS is creating the Direct Connect gateway",
        Wait::Interface => "AWS is creating the virtual interface",
        Wait::VpnGateway => "AWS is creating the virtual private gateway",
        Wait::Attachment => "AWS is attaching the virtual private gateway",
        Wait::Association => "AWS is associating the gateways",
        Wait::Bgp => "BGP is coming up",
        Wait::Routes => "Routes are on their way into the tables",
        Wait::RoutesGone => "AWS is taking the routes out of the tables",
        Wait::Disassociation => "AWS is ending the gateways’ association",
        Wait::InterfaceGone => "AWS is deleting the virtual interface",
        Wait::Detachment => "AWS is detaching the virtual private gateway",
        Wait::VpnGatewayGone => "AWS is deleting the virtual private gateway",
        Wait::GatewayGone => "AWS is deleting the Direct Connect gateway",
        Wait::ConnectionGone => "Pureport is deleting the connection",
    }
}
