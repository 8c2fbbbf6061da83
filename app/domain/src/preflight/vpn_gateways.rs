//! A VPC takes one virtual private gateway, a virtual private gateway one VPC and one Direct Connect
//! gateway (reference/aws.md §2.3, §2.4).

use super::{
    Check, Code, Facts, Finding, Subject,
    facts::{called, is_live},
};
use crate::{
    ports::{AttachmentState, VpnGateway},
    run::PlannedVpc,
    values::name_or_id,
};

const CHECK: Check = Check::VpnGateways;

pub(super) fn check(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    let Some(chosen) = &subject.vpcs else {
        return Vec::new();
    };
    let mut found = as_target(subject, chosen);
    found.extend(chosen.iter().map(|vpc| of_vpc(vpc, subject, facts)));
    found
}

/// A virtual private gateway as target reaches exactly one VPC, of the connection's region.
fn as_target(subject: &Subject, chosen: &[PlannedVpc]) -> Vec<Finding> {
    if !subject.ends_on_vpn_gateway() {
        return Vec::new();
    }
    let mut found = Vec::new();
    if chosen.len() > 1 {
        let chosen = chosen.len();
        found.push(Finding::blocking(CHECK, Code::OneVpcOnly { chosen }));
    }
    let away = chosen.iter().filter(|vpc| vpc.region != subject.region);
    found.extend(away.map(|vpc| {
        let code = Code::OtherRegion {
            vpc: name_or_id(&vpc.name, &vpc.id).to_owned(),
            region: vpc.region.clone(),
            home: subject.region.clone(),
        };
        Finding::blocking(CHECK, code)
    }));
    found
}

fn of_vpc(chosen: &PlannedVpc, subject: &Subject, facts: &Facts) -> Finding {
    let Some(region) = facts.region(&chosen.region) else {
        return Finding::later(CHECK);
    };
    let vpc = match &region.vpcs {
        Err(why) => return Finding::unseen(CHECK, why),
        Ok(all) => all.iter().find(|vpc| vpc.id == chosen.id),
    };
    let Some(vpc) = vpc.map(called) else {
        let vpc = chosen.id.clone();
        return Finding::blocking(CHECK, Code::VpcGone { vpc });
    };
    if let Err(why) = &region.vpn_gateways {
        return Finding::unseen(CHECK, why);
    }
    match region.gateway_at(&chosen.id) {
        None => Finding::passed(CHECK, Code::WillGetVpnGateway { vpc }),
        Some(gateway) => has_one(vpc, gateway, subject, facts),
    }
}

fn has_one(vpc: String, at: &VpnGateway, subject: &Subject, facts: &Facts) -> Finding {
    let gateway = at.id.clone();
    let leaving = matches!(at.attachment, Some((_, AttachmentState::Detaching)));
    if let Some(target) = subject.vpn_gateway().filter(|target| *target != gateway) {
        let target = target.to_owned();
        let code = Code::VpcHasOther {
            vpc,
            gateway,
            target,
        };
        return Finding::blocking(CHECK, code);
    }
    if let Some(other) = elsewhere(&gateway, subject, facts) {
        let code = Code::AssociatedElsewhere {
            vpc,
            gateway,
            other,
        };
        return Finding::blocking(CHECK, code);
    }
    if leaving || at.state.is_going() {
        return Finding::warning(CHECK, Code::VpnGatewayLeaving { vpc, gateway });
    }
    Finding::passed(CHECK, Code::VpnGatewayUsed { vpc, gateway })
}

/// The other Direct Connect gateway on which it is.
fn elsewhere(vpn_gateway: &str, subject: &Subject, facts: &Facts) -> Option<String> {
    if subject.ends_on_vpn_gateway() {
        return None;
    }
    let target = subject.gateway();
    let found = facts.associations.as_ref().ok()?.iter().find(|one| {
        one.associated == vpn_gateway && is_live(one) && Some(one.gateway.as_str()) != target
    })?;
    let gateways = facts.gateways.as_deref().unwrap_or_default();
    let named = gateways.iter().find(|gateway| gateway.id == found.gateway);
    let name = named.map_or("", |gateway| &gateway.name);
    Some(name_or_id(name, &found.gateway).to_owned())
}
