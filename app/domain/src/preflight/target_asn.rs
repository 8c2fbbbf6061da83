//! The ordered ASN must be that of the gateway on which the interfaces end: otherwise BGP never
//! comes up, and a gateway's number can't be changed (reference/aws.md §2.2).

use super::{Check, Code, Facts, Finding, Subject};
use crate::{
    ports::{Choice, VpnGateway},
    values::{Asn, name_or_id},
};

const CHECK: Check = Check::TargetAsn;

pub(super) fn check(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    let (Some(ordered), Some(choice)) = (subject.asn, &subject.choice) else {
        return vec![subject.asn.map_or_else(
            || Finding::later(CHECK),
            |Asn(asn)| Finding::new(CHECK, super::Severity::NotChecked, Code::AsnLater { asn }),
        )];
    };
    vec![match (choice, subject.gateway(), subject.vpn_gateway()) {
        (_, Some(id), _) => of_gateway(id, ordered, facts),
        (_, _, Some(id)) => of_vpn_gateway(id, ordered, subject, facts),
        (Choice::NewVpnGateway, ..) => of_new_vpn_gateway(ordered, subject, facts),
        _ => Finding::passed(CHECK, Code::AsnOfNew { asn: ordered.0 }),
    }]
}

fn of_gateway(id: &str, ordered: Asn, facts: &Facts) -> Finding {
    match &facts.gateways {
        Err(why) => Finding::unseen(CHECK, why),
        Ok(all) => match all.iter().find(|gateway| gateway.id == id) {
            Some(gateway) if !gateway.state.is_going() => {
                compare(name_or_id(&gateway.name, id), Some(gateway.asn), ordered)
            }
            _ => gone(id),
        },
    }
}

fn of_vpn_gateway(id: &str, ordered: Asn, subject: &Subject, facts: &Facts) -> Finding {
    let Some(region) = facts.region(&subject.region) else {
        return Finding::later(CHECK);
    };
    match &region.vpn_gateways {
        Err(why) => Finding::unseen(CHECK, why),
        Ok(all) => match all.iter().find(|gateway| gateway.id == id) {
            Some(gateway) if !gateway.state.is_going() => numbered(gateway, ordered),
            _ => gone(id),
        },
    }
}

/// The chosen VPC may have a gateway already, which is used then.
fn of_new_vpn_gateway(ordered: Asn, subject: &Subject, facts: &Facts) -> Finding {
    let mut chosen = subject.vpcs.iter().flatten();
    let there = chosen.find_map(|vpc| facts.region(&vpc.region)?.gateway_at(&vpc.id));
    match there {
        Some(gateway) => numbered(gateway, ordered),
        None => Finding::passed(CHECK, Code::AsnOfNew { asn: ordered.0 }),
    }
}

fn numbered(gateway: &VpnGateway, ordered: Asn) -> Finding {
    compare(name_or_id(&gateway.name, &gateway.id), gateway.asn, ordered)
}

fn compare(gateway: &str, asn: Option<Asn>, ordered: Asn) -> Finding {
    let gateway = gateway.to_owned();
    match asn {
        Some(asn) if asn == ordered => Finding::passed(
            CHECK,
            Code::AsnFits {
                gateway,
                asn: asn.0,
            },
        ),
        Some(asn) => {
            let (asn, ordered) = (asn.0, ordered.0);
            let code = Code::AsnDiffers {
                gateway,
                asn,
                ordered,
            };
            Finding::blocking(CHECK, code)
        }
        None => Finding::later(CHECK),
    }
}

fn gone(id: &str) -> Finding {
    let gateway = id.to_owned();
    Finding::blocking(CHECK, Code::GatewayGone { gateway })
}
