//! Transit gateways beside the Direct Connect gateway (reference/aws.md §2.2): it takes no virtual
//! private gateway and no private interface beside one, and the two can't have the same number.

use super::{Check, Code, Fact, Facts, Finding, Subject, Unseen};
use crate::{
    ports::{Choice, TransitGateway},
    values::{Asn, name_or_id},
};

pub(super) fn mix(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    let check = Check::TransitMix;
    match attached(subject, facts) {
        None => Vec::new(),
        Some(Err(why)) => vec![Finding::unseen(check, &why)],
        Some(Ok(transit)) => vec![match transit.into_iter().next() {
            Some(transit) => Finding::blocking(check, Code::TransitAttached { transit }),
            None => Finding::passed(check, Code::NoTransit),
        }],
    }
}

pub(super) fn same_asn(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    let check = Check::TransitAsn;
    let (Some(attached), Some(asn)) = (attached(subject, facts), number(subject, facts)) else {
        return Vec::new();
    };
    let attached = attached.unwrap_or_default();
    let mut same = Vec::new();
    for region in &facts.regions {
        match &region.transit_gateways {
            Err(why) => return vec![Finding::unseen(check, why)],
            Ok(all) => same.extend(all.iter().filter(|transit| transit.asn == Some(asn))),
        }
    }
    if same.is_empty() {
        return vec![Finding::passed(check, Code::NoTransit)];
    }
    let finding = |found: &TransitGateway| {
        let (transit, asn) = (name_or_id(&found.name, &found.id).to_owned(), asn.0);
        if attached.contains(&found.id) {
            Finding::blocking(check, Code::TransitSameAsn { transit, asn })
        } else {
            Finding::passed(check, Code::TransitNeverJoins { transit, asn })
        }
    };
    same.into_iter().map(finding).collect()
}

/// The transit gateways on the target; `None` where none is to end on a Direct Connect gateway.
fn attached(subject: &Subject, facts: &Facts) -> Option<Fact<Vec<String>>> {
    if subject.ends_on_vpn_gateway() || subject.choice.is_none() {
        return None;
    }
    let Some(gateway) = subject.gateway() else {
        let connected = facts.identity.as_ref();
        return Some(match connected {
            Err(Unseen::NotConnected) => Err(Unseen::NotConnected),
            _ => Ok(Vec::new()),
        });
    };
    let transits = facts.associations_of(gateway).map(|all| {
        let ids = all.into_iter().map(|one| one.associated.clone());
        ids.filter(|id| id.starts_with("tgw-")).collect()
    });
    Some(transits)
}

/// The Direct Connect gateway's number, which is the ordered one for a new gateway.
fn number(subject: &Subject, facts: &Facts) -> Option<Asn> {
    match &subject.choice {
        Some(Choice::NewGateway) => subject.asn,
        _ => {
            let (id, all) = (subject.gateway()?, facts.gateways.as_ref().ok()?);
            Some(all.iter().find(|gateway| gateway.id == id)?.asn)
        }
    }
}
