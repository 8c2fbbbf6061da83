//! What AWS takes no more of.

use domain::preflight::{Check, Code};

pub(super) fn say(check: Check, code: &Code) -> Option<String> {
    let (things, place) = counts(check);
    Some(match code {
        Code::Fits { count, new, limit } => {
            format!("{count} {things} {place}, {new} more to come; AWS allows {limit}.")
        }
        Code::Full {
            at,
            count,
            new,
            limit,
        } => {
            let place = if at.is_empty() {
                place.to_owned()
            } else {
                format!("at {at}")
            };
            format!(
                "There are {count} {things} {place} and {new} more would be needed, but AWS allows {limit} unless it \
                 raised the quota for you: AWS would refuse them. {}",
                relief(check)
            )
        }
        _ => return None,
    })
}

fn counts(check: Check) -> (&'static str, &'static str) {
    match check {
        Check::ConnectionQuota => ("accepted connections", "at one location"),
        Check::GatewayQuota => ("Direct Connect gateways", "in this account"),
        Check::InterfaceQuota => ("virtual interfaces", "on this Direct Connect gateway"),
        Check::AssociationQuota => ("virtual private gateways", "on this Direct Connect gateway"),
        _ => ("virtual private gateways", "in this region"),
    }
}

/// The mend.
fn relief(check: Check) -> &'static str {
    match check {
        Check::ConnectionQuota => {
            "Delete connections that nobody uses, or ask AWS for a higher quota in Service Quotas before you accept."
        }
        Check::GatewayQuota => {
            "Choose an existing Direct Connect gateway, delete one that nobody uses, or ask AWS for a higher quota."
        }
        Check::InterfaceQuota | Check::AssociationQuota => {
            "Choose another Direct Connect gateway, or create a new one."
        }
        _ => {
            "Choose a VPC that has one, delete one that nobody uses, or ask AWS for a higher quota in Service Quotas."
        }
    }
}
