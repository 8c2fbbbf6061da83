//! Whose credentials, where, and what they may do.

use domain::{
    ports::PortError,
    preflight::{Check, Code, Unseen},
};

use super::{list, unseen};
use crate::words::port_error;

pub(super) fn say(_: Check, code: &Code) -> Option<String> {
    Some(match code {
        Code::AccountFits { account } => {
            format!("The connected identity belongs to {account}, which this is ordered for.")
        }
        Code::OtherAccount { connected, ordered } => format!(
            "AWS is connected to {connected}, but this is ordered for {ordered}. Only {ordered} will be able to accept \
             the connections: change the account ID, or connect AWS with credentials of {ordered}."
        ),
        Code::AllAllowed { actions: 1 } => "The one action that is left is allowed.".to_owned(),
        Code::AllAllowed { actions } => format!("All {actions} actions of the set-up are allowed."),
        Code::Forbidden { actions } => format!(
            "AWS would refuse {}: the connected identity may not do that. Ask whoever manages the account for these \
             rights, or connect AWS with another identity.",
            list(actions)
        ),
        Code::NotGranted { actions } => format!(
            "No policy of the connected identity allows {} on every resource. If its policies name single resources \
             or conditions, it may still work; otherwise the step stops there and nothing is changed by it. Ask for \
             these rights, or connect AWS with another identity.",
            list(actions)
        ),
        Code::NoEvidence { action } => format!(
            "{action} is not allowed. The set-up needs it nowhere; without it the pages Verify and Health can’t tell \
             traffic and AWS’s record of BGP. Ask for this right to see them."
        ),
        Code::RightsUnknown {
            why: Unseen::NotConnected,
            ..
        } => unseen(&Unseen::NotConnected),
        Code::RightsUnknown { actions, why } => format!(
            "Whether {} may be done is not known. {} A call that AWS refuses in the set-up changes nothing, and names \
             the missing right.",
            list(actions),
            why_unknown(why)
        ),
        Code::RegionsReached { regions } => {
            format!("{} can be used by this account.", list(regions))
        }
        Code::RegionOff { region } => format!(
            "The region {region} is not enabled for this account, so nothing could be made there. Enable it in the AWS \
             console under Account, or choose VPCs of another region."
        ),
        Code::RegionSilent { region, error } => {
            format!("{region} could not be read. {}", port_error(error))
        }
        _ => return None,
    })
}

/// AWS tells rights ahead only to those who may ask.
fn why_unknown(why: &Unseen) -> String {
    match why {
        Unseen::Failed(PortError::Denied { action }) => {
            format!("The connected identity may not ask AWS for it ({action}).")
        }
        why => unseen(why),
    }
}
