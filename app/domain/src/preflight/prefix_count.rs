//! An interface takes 100 prefixes; with one more AWS ends the BGP session (reference/aws.md §2.2).

use super::{Check, Code, Facts, Finding, Subject};

/// Prefixes that a private interface accepts.
pub(super) const LIMIT: usize = 100;
/// From here on it is told.
const NEAR: usize = 80;

pub(super) fn check(_: &Subject, facts: &Facts) -> Vec<Finding> {
    let check = Check::PrefixCount;
    let count = match &facts.announced {
        Err(why) => return vec![Finding::unseen(check, why)],
        Ok(announced) => {
            let mut prefixes: Vec<_> = announced.iter().map(|route| route.prefix).collect();
            prefixes.sort_unstable();
            prefixes.dedup();
            prefixes.len()
        }
    };
    let limit = LIMIT;
    vec![match count {
        0..NEAR => Finding::passed(check, Code::PrefixesFit { count, limit }),
        NEAR..=LIMIT => Finding::warning(check, Code::PrefixesNearLimit { count, limit }),
        _ => Finding::blocking(check, Code::TooManyPrefixes { count, limit }),
    }]
}
