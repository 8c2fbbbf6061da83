use domain::setup::{Hop, HopState, Place, Stop};

use super::leg_title;

/// What a trace is for, and what can be asked.
pub const TRACE_HINT: &str =
    "A network or an address of yours, such as `192.168.4.0/24` or `192.168.4.7`.";

/// The title of a hop, for example "Pureport gateway, primary".
pub fn hop_title(hop: &Hop) -> String {
    let place = match hop.place {
        Place::PartnerGateway => "Pureport gateway",
        Place::Interface => "Virtual interface",
        Place::Association => "Direct Connect gateway to",
        Place::VpnGateway => "Virtual private gateway",
        Place::Table => "Route table",
    };
    match (hop.leg, hop.object.as_str()) {
        (Some(leg), _) => format!("{place}, {}", leg_title(leg).to_lowercase()),
        (None, "") => place.to_owned(),
        (None, object) if hop.place == Place::Association => format!("{place} {object}"),
        (None, object) => format!("{place}, {object}"),
    }
}

/// The word beside its icon.
pub fn hop_word(state: &HopState) -> &'static str {
    match state {
        HopState::Passed(_) => "Passed",
        HopState::Stopped(_) => "Stops here",
        HopState::NotReached => "Not reached",
        HopState::Unknown => "Not known",
    }
}

/// What was seen there, or why it goes no further and the mend.
pub fn hop_text(hop: &Hop) -> String {
    match &hop.state {
        HopState::Passed(by) => passed(hop, by),
        HopState::Stopped(stop) => stopped(stop),
        HopState::NotReached => "It stops before.".to_owned(),
        HopState::Unknown => "It could not be read.".to_owned(),
    }
}

fn passed(hop: &Hop, by: &str) -> String {
    let object = &hop.object;
    match hop.place {
        Place::PartnerGateway => format!("{object} announces {by}."),
        Place::Interface => format!("AWS accepts {by} on {object}."),
        Place::Association => format!("Associated with {by}."),
        Place::VpnGateway => format!("{by} is attached."),
        Place::Table => format!("The route for {by} leads back to your network."),
    }
}

fn stopped(stop: &Stop) -> String {
    match stop {
        Stop::NotAnnounced => {
            "Your network does not announce it here: look at what your router sends to Pureport.".to_owned()
        }
        Stop::NoInterface => "There is no virtual interface. Create it first.".to_owned(),
        Stop::SessionDown => "BGP is not up on this leg; the checks above say why.".to_owned(),
        Stop::NotAccepted => {
            "AWS does not accept it, though BGP is up. Pureport may filter it, or it has only just been announced: look again in a minute."
                .to_owned()
        }
        Stop::NotAssociated => "The gateways are not associated. Associate them.".to_owned(),
        Stop::NotAttached => "No virtual private gateway is attached to the VPC. Attach it.".to_owned(),
        Stop::PropagationOff => "Propagation is off, so the table does not take it. Switch it on.".to_owned(),
        Stop::NotInTable => {
            "Propagation is on, but the table does not have it yet. That usually takes less than a minute.".to_owned()
        }
        Stop::Shadowed { winner, via } if via == "local" => {
            format!("It lies in the VPC’s own {winner}, and the VPC’s own route always wins. Use Cloud Grade NAT, or other addresses.")
        }
        Stop::Shadowed { winner, via } => {
            format!("The route for {winner} to {via} wins. Remove it if traffic is to use this connection.")
        }
    }
}

/// What was typed is nothing that can be traced.
pub fn not_traced(typed: &str) -> String {
    format!(
        "Nothing was traced: “{typed}” is no IPv4 network or address. Enter one such as 192.168.4.0/24 or 192.168.4.7."
    )
}
