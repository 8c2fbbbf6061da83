//! Both ends of a session need different numbers: Amazon's side may not have the partner's own.
//! A virtual private gateway behind a Direct Connect gateway may have its number, so it is no
//! finding.

use super::{Check, Code, Facts, Finding, Subject};
use crate::values::Asn;

pub(super) fn check(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    let check = Check::PartnerAsn;
    let Some(ordered) = subject.asn else {
        return vec![Finding::later(check)];
    };
    let partner = subject.partner_asn;
    let same = [Some(ordered), of_gateway(subject, facts)].contains(&Some(partner));
    vec![if same {
        Finding::blocking(check, Code::AsnIsPartners { asn: partner.0 })
    } else {
        let (amazon, partner) = (ordered.0, partner.0);
        Finding::passed(check, Code::AsnsDiffer { amazon, partner })
    }]
}

fn of_gateway(subject: &Subject, facts: &Facts) -> Option<Asn> {
    let id = subject.gateway()?;
    let gateways = facts.gateways.as_ref().ok()?;
    let gateway = gateways.iter().find(|gateway| gateway.id == id)?;
    Some(gateway.asn)
}
