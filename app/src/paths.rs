//! Every address as a function.

use domain::{ports::LegRole, setup::Task, wizard::Step};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

const KEEP: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

fn segment(raw: &str) -> String {
    utf8_percent_encode(raw, KEEP).to_string()
}

/// `/sign-in`, with where to go afterwards.
pub fn sign_in(next: &str) -> String {
    with_query(
        "/sign-in",
        &[("next", Some(next).filter(|next| *next != "/").unwrap_or(""))],
    )
}

/// `/aws/sign-in`, with where to go afterwards.
pub fn aws_sign_in(next: &str) -> String {
    with_query("/aws/sign-in", &[("next", next)])
}

pub fn session() -> String {
    "/session".to_owned()
}

pub fn networks() -> String {
    "/networks".to_owned()
}

pub fn new_network() -> String {
    "/networks/new".to_owned()
}

pub fn network(id: &str) -> String {
    format!("/networks/{}", segment(id))
}

/// A step of the wizard.
pub fn step(network: &str, step: Step) -> String {
    format!("/networks/{}/connect/{}", segment(network), step.word())
}

pub fn connections() -> String {
    "/connections".to_owned()
}

pub fn connection(id: &str) -> String {
    format!("/connections/{}", segment(id))
}

/// Where a leg's BGP key is asked for by post.
pub fn bgp_key(id: &str) -> String {
    format!("/connections/{}/bgp-key", segment(id))
}

pub fn setup(id: &str) -> String {
    format!("/connections/{}/setup", segment(id))
}

/// A task of the set-up.
pub fn task(id: &str, task: Task) -> String {
    format!("/connections/{}/setup/{}", segment(id), task.word())
}

/// Where the deletion of a leg's interface is confirmed.
pub fn delete_interface(id: &str, leg: LegRole) -> String {
    format!("{}/delete/{}", task(id, Task::Interfaces), leg.word())
}

pub fn run(id: &str) -> String {
    format!("/connections/{}/run", segment(id))
}

/// What happens to a connection's runs, as it happens.
pub fn events(id: &str) -> String {
    format!("/connections/{}/events", segment(id))
}

pub fn teardown(id: &str) -> String {
    format!("/connections/{}/teardown", segment(id))
}

pub fn health(id: &str) -> String {
    format!("/connections/{}/health", segment(id))
}

/// Where the restart of a leg's gateway is confirmed.
pub fn restart(id: &str, leg: LegRole) -> String {
    format!("{}/restart/{}", health(id), leg.word())
}

pub fn edit(id: &str) -> String {
    format!("/connections/{}/edit", segment(id))
}

pub fn delete(id: &str) -> String {
    format!("/connections/{}/delete", segment(id))
}

pub fn take_over() -> String {
    "/take-over".to_owned()
}

/// The values of a connection that was taken over, to correct them or to type its key again.
pub fn take_over_again(id: &str) -> String {
    with_query(&take_over(), &[("connection", id)])
}

pub fn activity() -> String {
    "/activity".to_owned()
}

pub fn onboarding() -> String {
    "/onboarding".to_owned()
}

pub fn help() -> String {
    "/help".to_owned()
}

pub fn help_topic(topic: &str) -> String {
    format!("/help/{}", segment(topic))
}

/// `address` with where to go afterwards, which is left out where nobody would follow the whole.
pub fn with_next(address: &str, next: &str) -> String {
    let next = Some(safe_next(next)).filter(|next| *next != "/");
    let whole = with_query(address, &[("next", next.unwrap_or(""))]);
    if safe_next(&whole) == whole {
        whole
    } else {
        address.to_owned()
    }
}

/// Adds those pairs that have a value.
pub fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(name);
        address.push('=');
        address.push_str(&segment(value));
    }
    address
}

/// Reads a query; what can't be decoded is kept as it stands.
pub fn parse_query(query: &str) -> Vec<(String, String)> {
    let decode = |raw: &str| {
        percent_decode_str(&raw.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned()
    };
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// The segments of a path, decoded; `None` for one that could not be a path of ours.
pub fn segments(path: &str) -> Option<Vec<String>> {
    path.split('/')
        .filter(|part| !part.is_empty())
        .map(|part| {
            percent_decode_str(part)
                .decode_utf8()
                .ok()
                .map(std::borrow::Cow::into_owned)
        })
        .collect()
}

/// A redirect target from outside: relative to this site, or `/` (security.md 20).
pub fn safe_next(next: &str) -> &str {
    let clean = next
        .bytes()
        .all(|b| (0x21..0x7f).contains(&b) && b != b'\\');
    let local = next.starts_with('/') && !next.starts_with("//");
    if clean && local && next.len() <= 512 {
        next
    } else {
        "/"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for evil in [
            "//evil",
            "https://evil",
            "/\\evil",
            "/a\r\nb",
            "evil",
            "",
            "/a b",
            &format!("/{}", "a".repeat(600)),
        ] {
            assert_eq!(safe_next(evil), "/", "{evil:?}");
        }
        assert_eq!(safe_next("/networks?x=1"), "/networks?x=1");
    }

    #[test]
    fn a_way_back_that_is_too_long_costs_nothing_else() {
        let page = "/sign-in?notice=1";
        assert_eq!(with_next(page, "/a?b"), "/sign-in?notice=1&next=%2Fa%3Fb");
        for lost in ["", "/", "//evil", &format!("/{}", "?".repeat(300))] {
            assert_eq!(with_next(page, lost), page, "{lost}");
        }
    }

    #[test]
    fn ids_are_escaped_and_read_back() {
        let path = network("a/b ?#");
        assert_eq!(segments(&path).unwrap(), ["networks", "a/b ?#"]);
        assert_eq!(
            parse_query("a=1%202&b"),
            [
                ("a".to_owned(), "1 2".to_owned()),
                ("b".to_owned(), String::new())
            ]
        );
    }
}
