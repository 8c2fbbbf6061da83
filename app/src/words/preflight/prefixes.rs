//! What each side tells the other about.

use domain::preflight::{Check, Code};

use super::list;

pub(super) fn say(_: Check, code: &Code) -> Option<String> {
    Some(match code {
        Code::NothingHidden { prefixes } => format!(
            "None of the {} on the customer side lies inside a VPC.",
            counted(*prefixes)
        ),
        Code::LocalWins { prefix, vpc, cidr } => format!(
            "The customer side announces {prefix}, which lies inside {cidr} of {vpc}. In the VPC its own addresses \
             always win, so nothing there could reach these hosts. Give {prefix} other addresses with Cloud Grade NAT, \
             or leave {vpc} out."
        ),
        Code::PrefixesFit { count, limit } => format!(
            "The customer side announces {}; an interface takes {limit}.",
            counted(*count)
        ),
        Code::PrefixesNearLimit { count, limit } => format!(
            "The customer side announces {count} prefixes, and an interface takes {limit}: with more, AWS ends the BGP \
             session. Summarise them on the customer side before they grow."
        ),
        Code::TooManyPrefixes { count, limit } => format!(
            "The customer side announces {count} prefixes, and an interface takes {limit}: AWS would end the BGP \
             session at once. Summarise them on the customer side first."
        ),
        Code::WholeVpc { vpc, cidrs } => {
            format!(
                "None are given for {vpc}, so all of it is allowed: {}.",
                list(cidrs)
            )
        }
        Code::AllowedCover { vpc, count } => {
            format!("The {} given for {vpc} cover it.", counted(*count))
        }
        Code::AllowedTooNarrow { vpc, prefix, cidr } => format!(
            "The allowed prefix {prefix} is narrower than {cidr} of {vpc}, so nothing would be advertised for it. Enter \
             {cidr} or wider, or leave the list empty."
        ),
        Code::LeftOut { vpc, cidr } => format!(
            "{cidr} of {vpc} is in none of the allowed prefixes, so the customer side never learns it. Add {cidr}, or \
             leave the list empty."
        ),
        Code::ManyAllowed { vpc, count, limit } => format!(
            "{count} allowed prefixes are given for {vpc}, and AWS may refuse more than {limit}. Summarise them, or \
             leave the list empty."
        ),
        _ => return None,
    })
}

fn counted(prefixes: usize) -> String {
    match prefixes {
        1 => "1 prefix".to_owned(),
        count => format!("{count} prefixes"),
    }
}
