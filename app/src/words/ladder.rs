use domain::{
    setup::{Differing, Evidence, Flow, PREFIX_LIMIT, PREFIXES_NEAR_LIMIT, Rung, RungName},
    status::RungState,
};

use super::{bgp_state, device_pair, leg_title, port_error, refusal, rung_state};

/// The title of a rung, for example "BGP session, primary".
pub fn rung_title(rung: &Rung) -> String {
    let name = match rung.name {
        RungName::Order => "Order at Pureport",
        RungName::HostedConnection => "Hosted connection",
        RungName::Interface => "Virtual interface",
        RungName::Values => "Both sides’ values agree",
        RungName::Bgp => "BGP session",
        RungName::Prefixes => "Routes accepted and advertised",
        RungName::SamePrefixes => "Both legs carry the same prefixes",
        RungName::Diversity => "The pair ends on two devices",
        RungName::Gateway => "Gateway",
        RungName::Attachment => "Virtual private gateway attached",
        RungName::Association => "Gateways associated",
        RungName::Propagation => "Propagation on",
        RungName::Routes => "Routes in the table",
        RungName::Traffic => "Traffic seen",
    };
    match (rung.leg, rung.object.as_str()) {
        (Some(leg), _) => format!("{name}, {}", leg_title(leg).to_lowercase()),
        (None, "") => name.to_owned(),
        (None, object) => format!("{name}, {object}"),
    }
}

/// The first line about a rung, and what follows it: the first sentence of its evidence with what
/// it is about, and the mend.
pub fn cause(rung: &Rung) -> (String, String) {
    let all = evidence(rung);
    let (_, mend) = all.split_once(". ").unwrap_or((&all, ""));
    let first = first_sentence(rung);
    let title = match (rung.leg, rung.object.as_str()) {
        _ if !names_itself(rung) => format!("{}: {first}", rung_title(rung)),
        (Some(leg), _) => format!("{}: {first}", leg_title(leg)),
        (None, "") => first,
        (None, object) => format!("{object}: {first}"),
    };
    (title, mend.to_owned())
}

/// What is wrong, where it stands beside what it is about.
pub fn first_sentence(rung: &Rung) -> String {
    let all = evidence(rung);
    let first = all.split(". ").next().unwrap_or_default();
    first.trim_end_matches('.').to_owned()
}

/// The evidence alone tells what it is about.
fn names_itself(rung: &Rung) -> bool {
    use Evidence as E;
    match rung.evidence {
        E::Bgp { .. } | E::Prefixes { .. } | E::Unreadable => false,
        E::Seen(_) => rung.name == RungName::Association,
        _ => true,
    }
}

/// The state of a rung in a word.
pub fn rung_word(rung: &Rung) -> &'static str {
    match (&rung.evidence, rung.state) {
        (Evidence::Traffic(_), RungState::NotChecked) => "None yet",
        (_, state) => rung_state(state),
    }
}

/// What was seen; when broken, the reason and the mend.
pub fn evidence(rung: &Rung) -> String {
    match &rung.evidence {
        Evidence::Seen(count) if rung.name == RungName::SamePrefixes => {
            format!("{count} on each leg, accepted and advertised")
        }
        Evidence::Seen(what) => seen(rung.name, what),
        Evidence::Prefixes {
            accepted,
            advertised,
        } => prefixes(*accepted, *advertised),
        Evidence::Routes(prefixes) => prefixes.join(", "),
        Evidence::Shadowed {
            prefix,
            winner,
            via,
        } => shadowed(prefix, winner, via),
        Evidence::Missing(prefixes) => missing(rung.name, &prefixes.join(", ")),
        Evidence::TooMany { announced } => format!(
            "Your network announces {announced} prefixes, and AWS takes {PREFIX_LIMIT}: with one more it keeps the BGP session down. Summarise them into fewer, wider prefixes on your router, or filter what the VPCs don’t need."
        ),
        Evidence::Detached { gateway } => format!(
            "The virtual private gateway {gateway} is not attached to its VPC any more, so nothing reaches the VPC. Attach it again; AWS ends its association when it is detached, so associate it again, too."
        ),
        Evidence::Testing => {
            "A failover test of AWS holds this session down. It ends by itself; “Stop test” on the Health page ends it now."
                .to_owned()
        }
        Evidence::Devices {
            primary,
            secondary,
            places,
        } => device_pair(primary.as_deref(), secondary.as_deref(), places).1,
        Evidence::DefaultRoute => {
            "Your network announces a default route, and this table takes it: whatever it has no other route for, the internet included, goes to your network. If that is not meant, whoever runs your router stops announcing it, or propagation is switched off in this table."
                .to_owned()
        }
        Evidence::Differs { what, partner, aws } => differs(*what, partner, aws),
        Evidence::Nothing => nothing(rung.name).to_owned(),
        Evidence::Refused(why) => refusal(why),
        Evidence::Bgp { partner, aws } => {
            format!(
                "Pureport sees it {}, AWS sees it {}",
                bgp_state(*partner).to_lowercase(),
                bgp_state(*aws).to_lowercase()
            )
        }
        Evidence::NotAllowed { cidr } => format!(
            "The allowed prefixes leave out {cidr}, so it is not advertised. Allow {cidr} or wider."
        ),
        Evidence::Traffic(flow) if flow.is_quiet() => {
            "No traffic in the last minutes: nobody sends yet. That is no fault of the set-up."
                .to_owned()
        }
        Evidence::Traffic(flow) => format!("{} in the last minutes.", bits(*flow)),
        Evidence::Unmeasured(None) => {
            "Not checked: CloudWatch has no measurement yet. The first usually takes some minutes."
                .to_owned()
        }
        Evidence::Unmeasured(Some(why)) => format!("Not checked: {}", port_error(why)),
        Evidence::LinkDown => {
            "AWS sees the link down. That is normal for some minutes after the interface was \
            created; if it stays, open a ticket with Pureport and name the AWS connection."
                .to_owned()
        }
        Evidence::Unreadable => {
            "This identity could not read it, so it was not checked.".to_owned()
        }
    }
}

/// "1.2 Mbit/s to AWS, 800 bit/s from AWS".
pub fn bits(flow: Flow) -> String {
    format!(
        "{} to AWS, {} from AWS",
        rate(flow.bits_in),
        rate(flow.bits_out)
    )
}

/// Bits per second with one decimal of the unit.
fn rate(bits: u64) -> String {
    let units = [
        (1_000_000_000, "Gbit/s"),
        (1_000_000, "Mbit/s"),
        (1000, "kbit/s"),
    ];
    match units.into_iter().find(|(unit, _)| bits >= *unit) {
        None => format!("{bits} bit/s"),
        Some((unit, name)) => format!("{}.{} {name}", bits / unit, bits % unit * 10 / unit),
    }
}

fn prefixes(accepted: usize, advertised: usize) -> String {
    let counts = format!(
        "{accepted} accepted from your network (of {PREFIX_LIMIT}), {advertised} advertised to it"
    );
    match (accepted, advertised) {
        (0, 0) => format!("{counts}. Routes come once BGP is up."),
        (0, _) => format!(
            "{counts}. Your network announces nothing on this leg: look at what your router sends to Pureport."
        ),
        (_, 0) => format!(
            "{counts}. Nothing of AWS is reachable: look at the association and its allowed prefixes."
        ),
        _ if accepted > PREFIXES_NEAR_LIMIT => format!(
            "{accepted} of the {PREFIX_LIMIT} prefixes that AWS takes come in. With one too many AWS closes the session: whoever runs your router summarises them soon."
        ),
        _ => counts,
    }
}

fn shadowed(prefix: &str, winner: &str, via: &str) -> String {
    if via == "local" {
        return format!(
            "Your network announces {prefix}, which lies in the VPC’s own {winner}. The VPC’s own route always wins, so nothing there is reachable from the VPC. Change the addresses on one side, or translate them with Cloud Grade NAT at Pureport."
        );
    }
    let part = if prefix == winner {
        String::new()
    } else {
        format!(" for all of {winner}, which lies in it")
    };
    format!(
        "A static route for {winner} to {via} wins over the propagated one for {prefix}{part}. Whoever looks after the route table removes it, if that traffic is to use this connection; the page of the routes has the command."
    )
}

fn missing(name: RungName, prefixes: &str) -> String {
    if name == RungName::Routes {
        return format!(
            "AWS accepts {prefixes}, but the table does not have it yet. That usually takes less than a minute; at 100 propagated routes a table takes no more."
        );
    }
    format!(
        "AWS does not advertise {prefixes} yet. That usually takes some minutes after the association; if it stays, look at the allowed prefixes."
    )
}

fn seen(name: RungName, what: &str) -> String {
    match name {
        RungName::Values => {
            "VLAN, ASNs, addresses and BGP key are the same on both sides, as far as both show them.".to_owned()
        }
        RungName::SamePrefixes => format!("{what} prefixes on each, accepted and advertised together."),
        RungName::Association => match what {
            "associated" => "AWS says that they are associated, and the allowed prefixes cover the VPC.".to_owned(),
            failure => format!("AWS refused the last change: {failure}"),
        },
        _ => what.to_owned(),
    }
}

fn differs(what: Differing, partner: &str, aws: &str) -> String {
    let mend = "Delete the interface and create it again with Pureport’s values.";
    match what {
        Differing::Vlan => format!("Pureport’s VLAN is {partner}, the interface has {aws}. {mend}"),
        Differing::PartnerAsn => {
            format!("Pureport’s ASN is {partner}, the interface has {aws}. {mend}")
        }
        Differing::AmazonAsn => format!(
            "Pureport expects the Amazon side ASN {partner}, the interface’s gateway has {aws}. Change the order to {aws}, or use a gateway with {partner}."
        ),
        Differing::PartnerAddress => {
            format!(
                "Pureport’s own address is {partner}, the interface has {aws} as your router peer IP. {mend}"
            )
        }
        Differing::AmazonAddress => {
            format!(
                "Pureport expects Amazon at {partner}, the interface has {aws} as Amazon router peer IP. {mend}"
            )
        }
        Differing::AddressesSwapped => format!(
            "The two peer addresses are swapped. “Your router peer IP” must be {partner} (Pureport IP), but is {aws}, which is Amazon’s. {mend}"
        ),
        Differing::Key => format!("The BGP keys differ. {mend}"),
        Differing::KeyBlank => {
            format!("The BGP keys differ by a blank at an end, as happens when pasting. {mend}")
        }
        Differing::Prefixes => {
            format!(
                "The legs carry different prefixes. Only on the primary: {}; only on the secondary: {}.",
                or_none(partner),
                or_none(aws)
            )
        }
    }
}

fn or_none(list: &str) -> &str {
    if list.is_empty() { "none" } else { list }
}

fn nothing(name: RungName) -> &'static str {
    match name {
        RungName::Interface => "No virtual interface yet. Create it with the partner’s values.",
        RungName::Values | RungName::Bgp | RungName::Prefixes => "No virtual interface yet.",
        RungName::SamePrefixes => "No routes to compare yet.",
        RungName::Attachment => {
            "No VPC is behind the gateway yet. Give one a virtual private gateway, or use the one that it has."
        }
        RungName::Association => "Not associated yet.",
        RungName::Propagation => {
            "Propagation is off, so the table takes no route to your network and nothing in its subnets finds the way back. Switch it on."
        }
        RungName::Diversity => "AWS does not list both hosted connections yet.",
        RungName::Routes => "No propagated route yet.",
        RungName::Traffic => {
            "Not looked at here: with AWS connected, the pages Verify and Health ask CloudWatch."
        }
        _ => "Nothing there yet.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traffic_is_told_by_direction_and_in_a_unit_that_reads() {
        let flow = Flow {
            bits_in: 1_270_000,
            bits_out: 999,
        };
        assert_eq!(bits(flow), "1.2 Mbit/s to AWS, 999 bit/s from AWS");
        assert_eq!(rate(10_000_000_000), "10.0 Gbit/s");
        assert_eq!(rate(1000), "1.0 kbit/s");
    }
}
