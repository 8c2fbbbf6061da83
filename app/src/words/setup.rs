use domain::{
    ports::{HostedConnection, LegRole, PortError},
    setup::{Differing, Evidence, Refusal, Rung, RungName, Task, Verdict, Wait},
};

use super::{leg_title, port_error, refusal, usual};

/// What a task is for, below its heading.
pub fn task_lead(task: Task, on_vpn_gateway: bool) -> &'static str {
    match task {
        Task::Accept => {
            "Pureport has ordered a hosted connection in your AWS account for each leg. AWS builds it once you accept it."
        }
        Task::Gateway if on_vpn_gateway => {
            "Not needed: the interfaces of this connection end on a virtual private gateway."
        }
        Task::Gateway => {
            "The interfaces end here, and from here every VPC is reached, in any region but China’s. The gateway itself costs nothing."
        }
        Task::Interfaces => {
            "Each hosted connection takes one private virtual interface. Every value comes from Pureport; only the name and the MTU are yours."
        }
        Task::Vpc if on_vpn_gateway => {
            "The interfaces end on a virtual private gateway, which is attached to one VPC of the connection’s region."
        }
        Task::Vpc => {
            "Each VPC that you want to reach needs a virtual private gateway of its own. A VPC takes one."
        }
        Task::Association if on_vpn_gateway => {
            "Not needed: the interfaces of this connection end on a virtual private gateway."
        }
        Task::Association => {
            "Joins the virtual private gateways of your VPCs to the Direct Connect gateway. AWS takes its time: 5–20 minutes are usual."
        }
        Task::Routes => {
            "With propagation on, a route table takes the routes that your network announces. Without it nothing in the VPC finds the way back."
        }
        Task::Verify => {
            "Looked up at both providers just now, from the order to the routes in each table."
        }
    }
}

/// Title, text and link when nothing of AWS can be shown. `None`: not connected.
pub fn cloud_missing(error: Option<&PortError>) -> (&'static str, String, &'static str) {
    match error {
        None => (
            "AWS is not connected",
            "The values and the command lines below are right all the same. To see what stands in AWS, and to use the \
             buttons, connect AWS."
                .to_owned(),
            "Connect AWS",
        ),
        Some(PortError::Unauthenticated) => (
            "AWS does not accept the credentials any more",
            "They have expired, or somebody withdrew them. What was begun goes on in AWS by itself; connect AWS again to \
             see it and to go on."
                .to_owned(),
            "Connect AWS again",
        ),
        Some(error) => ("AWS could not be read", port_error(error), "Connect AWS again"),
    }
}

/// On which AWS devices a pair ends; the flag says that it is a warning.
pub fn devices(pair: &[&HostedConnection]) -> Option<(bool, String)> {
    let [one, two] = pair else { return None };
    let mut places = vec![one.location.clone(), two.location.clone()];
    places.dedup();
    Some(device_pair(
        one.device.as_deref(),
        two.device.as_deref(),
        &places,
    ))
}

/// As [`devices`], from the names alone.
pub fn device_pair(one: Option<&str>, two: Option<&str>, places: &[String]) -> (bool, String) {
    let unnamed = "a device that AWS does not name";
    match (one, two) {
        (Some(one), Some(two)) if one == two => (
            true,
            format!(
                "Both connections end on the same AWS device, {one}. When it fails or is maintained, both go down. Ask \
                 Pureport for two devices; before the connections are accepted that is easiest."
            ),
        ),
        (Some(one), Some(two)) => (false, apart(one, two, places)),
        _ => (
            true,
            format!(
                "The connections end on {} and {}. Whether they survive the failure of one device can’t be told; ask Pureport.",
                one.unwrap_or(unnamed),
                two.unwrap_or(unnamed)
            ),
        ),
    }
}

fn apart(one: &str, two: &str, places: &[String]) -> String {
    let survives = match places {
        [a, b] => format!("One is at {a}, the other at {b}: the pair survives the loss of either."),
        [place] if !place.is_empty() => {
            format!("Both are at {place}, so the pair survives a device, not the site.")
        }
        _ => "Whether they share a site is not known.".to_owned(),
    };
    format!("The connections end on two AWS devices, {one} and {two}. {survives}")
}

/// The first line of the health page.
pub fn verdict(verdict: Verdict) -> String {
    let leg = |role| leg_title(role).to_lowercase();
    match verdict {
        Verdict::Building => "Pureport is still building the connection".to_owned(),
        Verdict::AwaitsApproval => "Waiting for Pureport’s approval of the order".to_owned(),
        Verdict::OrderFailed => {
            "The connection has failed or is being deleted at Pureport".to_owned()
        }
        Verdict::NotDeleted => "Pureport could not delete this connection".to_owned(),
        Verdict::OtherAccount => {
            "Not known: another AWS account is connected than the one that was ordered for"
                .to_owned()
        }
        Verdict::NotSetUp => "Nothing flows yet: AWS is not set up".to_owned(),
        Verdict::Up => "BGP is up".to_owned(),
        Verdict::BothUp => "BGP is up on both legs".to_owned(),
        Verdict::Only { up, down } => {
            format!(
                "Traffic runs on the {} only; {} BGP is not up",
                leg(up),
                leg(down)
            )
        }
        Verdict::Down => "Nothing flows: BGP is down".to_owned(),
        Verdict::Testing { leg: role } => {
            format!("A failover test holds the {} BGP session down", leg(role))
        }
        Verdict::Unknown => "Not known: neither side tells how BGP is".to_owned(),
    }
}

/// What to do about a verdict when no value differs.
pub fn advice(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Building => "Wait for Pureport. This usually takes 1–3 minutes.",
        Verdict::AwaitsApproval => {
            "Pureport builds nothing before. Only Pureport can approve: ask its support if it has to be soon."
        }
        Verdict::OrderFailed => "The connection’s page says why.",
        Verdict::NotDeleted => {
            "Tear down takes away what holds it in AWS, then asks Pureport once more."
        }
        Verdict::OtherAccount => "Connect AWS with credentials of the ordered account.",
        Verdict::NotSetUp => "Go on with the set-up.",
        Verdict::Up | Verdict::BothUp => {
            "If traffic does not flow all the same, look at the routes: association, allowed prefixes, propagation, and \
             then at security groups and network ACLs."
        }
        Verdict::Only { .. } | Verdict::Down => {
            "The values of both sides agree as far as they can be compared. If the Amazon address answers a ping, look at \
             the router: TCP port 179, and that it is one hop away. If it does not, the link is at fault: give the lines \
             of “Copy for support” to Pureport."
        }
        Verdict::Testing { .. } => "The test ends by itself; “Stop test” ends it now.",
        Verdict::Unknown => "Connect AWS: its side of the session can then be read.",
    }
}

/// Every check has passed.
pub const PROVEN: &str = "Routes have reached the tables that you chose. What is left is below: nobody but you can see it.";

/// What nobody can see from outside, always asked for last.
pub const UNPROVABLE: [(&str, &str); 5] = [
    (
        "Security groups",
        "They must let your network’s addresses in, for each port you use.",
    ),
    (
        "Network ACLs",
        "They are stateless: the way back needs a rule of its own, with ports 1024–65535.",
    ),
    (
        "Host firewalls",
        "The operating system’s own firewall, on both ends.",
    ),
    (
        "Your network’s way back",
        "Your routers must send the VPC’s addresses to Pureport, and no wider route may win.",
    ),
    (
        "Path MTU",
        "Pureport’s API does not tell it. Try `ping -M do -s 1472` from end to end.",
    ),
];

/// The task whose page mends a rung.
pub fn mending_task(rung: &Rung) -> Option<Task> {
    let what = match &rung.evidence {
        Evidence::Differs { what, .. } => Some(*what),
        _ => None,
    };
    Some(match rung.name {
        // The order is changed where the gateway is chosen, an interface where it was created.
        RungName::Values if what == Some(Differing::AmazonAsn) => Task::Gateway,
        RungName::Gateway
            if matches!(
                rung.evidence,
                Evidence::Refused(Refusal::OtherTarget { .. })
            ) =>
        {
            Task::Interfaces
        }
        RungName::HostedConnection => Task::Accept,
        RungName::Interface | RungName::Values => Task::Interfaces,
        RungName::Gateway => Task::Gateway,
        RungName::Attachment => Task::Vpc,
        RungName::Association => Task::Association,
        RungName::Propagation | RungName::Routes => Task::Routes,
        RungName::Order
        | RungName::Bgp
        | RungName::Prefixes
        | RungName::SamePrefixes
        | RungName::Diversity
        | RungName::Traffic => return None,
    })
}

/// What happens while a leg's interface is deleted and created again.
pub fn delete_interface_lead(leg: LegRole, carries: bool) -> String {
    let leg = leg_title(leg).to_lowercase();
    let stops = if carries {
        format!(
            "BGP on the {leg} is up: what it carries stops until the interface is created again."
        )
    } else {
        format!("BGP on the {leg} is not up, so no traffic stops.")
    };
    format!(
        "AWS changes no value of a virtual interface: it is deleted here, then created again with Pureport’s values on the page before. {stops} Deleting usually takes {}.",
        usual(Wait::InterfaceGone)
    )
}

/// Why a gateway can't be chosen.
pub fn asn_trap(gateway: u32, ordered: u32) -> String {
    format!(
        "Its ASN is {gateway}; this connection was ordered for {ordered}. BGP would never come up"
    )
}

/// Why the other target can't be chosen any more.
pub const TARGET_FIXED: &str = "To change it, delete the interfaces first.";

/// Why a button can't succeed now. What the page says above in full is only named.
pub fn button_refusal(why: &Refusal) -> String {
    match why {
        Refusal::CloudNotConnected => "AWS is not connected.".to_owned(),
        Refusal::OtherAccount { .. } => "Another AWS account is connected.".to_owned(),
        why => refusal(why),
    }
}
