//! The gateways on which the interfaces end, and those beside them.

use domain::preflight::{Check, Code};

pub(super) fn say(check: Check, code: &Code) -> Option<String> {
    Some(match code {
        Code::AsnFits { gateway, asn } => format!("{gateway} has ASN {asn}, as ordered."),
        Code::AsnDiffers {
            gateway,
            asn,
            ordered,
        } => format!(
            "{gateway} has ASN {asn}, but the order says {ordered}. BGP would never come up: choose a gateway with ASN \
             {ordered}, or order {asn}."
        ),
        Code::AsnOfNew { asn } => format!("The new gateway will be created with ASN {asn}."),
        Code::AsnLater { asn } => {
            format!("The gateway is chosen in the set-up; its ASN has to be {asn}.")
        }
        Code::GatewayGone { gateway } => format!(
            "The gateway {gateway} is not there (any more), so the interfaces would have no end. Choose the target again."
        ),
        Code::AsnIsPartners { asn } => format!(
            "{asn} is Pureport’s own ASN. With one number on both sides BGP refuses every route: choose another Amazon \
             side ASN, for example 64512."
        ),
        Code::AsnsDiffer { amazon, partner } => {
            format!("Amazon’s side has {amazon}, Pureport’s {partner}.")
        }
        Code::NoTransit if check == Check::TransitAsn => {
            "No transit gateway in view has the Direct Connect gateway’s ASN.".to_owned()
        }
        Code::NoTransit => "No transit gateway is on the Direct Connect gateway.".to_owned(),
        Code::TransitAttached { transit } => format!(
            "The transit gateway {transit} is on this Direct Connect gateway, which takes neither private interfaces \
             nor virtual private gateways beside it. Choose another Direct Connect gateway, or create a new one."
        ),
        Code::TransitSameAsn { transit, asn } => format!(
            "The transit gateway {transit} and the Direct Connect gateway both have ASN {asn}, so AWS refuses their \
             association. Choose a Direct Connect gateway with another ASN."
        ),
        Code::TransitNeverJoins { transit, asn } => format!(
            "The transit gateway {transit} has ASN {asn} too. That harms nothing here, but the two can never be \
             associated: choose another ASN if they are to be one day."
        ),
        Code::WillGetVpnGateway { vpc } => {
            format!("{vpc} has no virtual private gateway yet and will get one.")
        }
        Code::VpnGatewayUsed { vpc, gateway } => {
            format!("{vpc} has {gateway}, and a VPC takes one: it is used.")
        }
        Code::VpnGatewayLeaving { vpc, gateway } => format!(
            "{gateway} is being detached from {vpc}, so the set-up would have to wait. Check again when it is gone."
        ),
        Code::VpcHasOther {
            vpc,
            gateway,
            target,
        } => format!(
            "{vpc} has {gateway}, and a VPC takes one, so {target} can’t be attached to it. Choose {gateway} as target, \
             or another VPC."
        ),
        Code::AssociatedElsewhere {
            vpc,
            gateway,
            other,
        } => format!(
            "{gateway} of {vpc} is on the Direct Connect gateway {other}, and it takes one. Choose {other} as target, or \
             leave {vpc} out."
        ),
        Code::VpcGone { vpc } => {
            format!("The VPC {vpc} is not there (any more). Choose the VPCs again.")
        }
        Code::OneVpcOnly { chosen } => format!(
            "A virtual private gateway reaches exactly one VPC, and {chosen} are chosen. Choose one VPC, or a Direct \
             Connect gateway as target."
        ),
        Code::OtherRegion { vpc, region, home } => format!(
            "{vpc} is in {region}, and a virtual private gateway as target reaches only VPCs in {home}. Choose a VPC \
             there, or a Direct Connect gateway as target."
        ),
        _ => return None,
    })
}
