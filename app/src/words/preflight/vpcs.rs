//! The VPCs, and what the customer side names of them.

use domain::preflight::{Check, Code};

use super::list;

pub(super) fn say(_: Check, code: &Code) -> Option<String> {
    Some(match code {
        Code::Apart { vpcs: 0 | 1 } => "No other VPC is on the gateway.".to_owned(),
        Code::Apart { vpcs } => format!("The {vpcs} VPCs have no address in common."),
        Code::Overlaps {
            vpc,
            cidr,
            other,
            with,
        } => format!(
            "{cidr} of {vpc} overlaps {with} of {other}. AWS refuses overlapping VPCs on one Direct Connect gateway: \
             leave one out, or use another gateway for it."
        ),
        Code::MemberUnseen { gateway } => format!(
            "{gateway} is on the Direct Connect gateway, but its VPC is not in sight here. If the VPCs overlap, AWS \
             refuses the association: ask its owner for the CIDRs."
        ),
        Code::NoneNamed => "No customer network is named, so nothing can clash.".to_owned(),
        Code::Covers { cidr, vpcs } => format!("{cidr} covers {}.", list(vpcs)),
        Code::InNoVpc { cidr, region } => {
            format!("{cidr} is no VPC’s in {region}; that is right if it is in another region.")
        }
        Code::PartOfVpc { cidr, vpc, of } => format!(
            "{cidr} is only a part of {of} ({vpc}), so VPNs of this network would not send the rest here. Name the \
             whole VPC, or leave it out."
        ),
        _ => return None,
    })
}
