//! The account that is ordered for must be the one that is connected: no other can accept.

use super::{Check, Code, Facts, Finding, Subject};

pub(super) fn check(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    let check = Check::Account;
    let Some(ordered) = &subject.account else {
        return vec![Finding::later(check)];
    };
    vec![match &facts.identity {
        Err(why) => Finding::unseen(check, why),
        Ok(identity) if identity.account == *ordered => Finding::passed(
            check,
            Code::AccountFits {
                account: ordered.clone(),
            },
        ),
        Ok(identity) => Finding::blocking(
            check,
            Code::OtherAccount {
                connected: identity.account.clone(),
                ordered: ordered.clone(),
            },
        ),
    }]
}
