//! Ownership marks and names, made in this one place.

use crate::{
    ports::{LegRole, Tags},
    setup::Task,
};

/// `managed-by`: everything that Onramp made carries it.
pub const MANAGED_BY: (&str, &str) = ("managed-by", "onramp");
/// The partner's connection id.
pub const CONNECTION: &str = "onramp-connection";
/// `primary` or `secondary`.
pub const LEG: &str = "onramp-leg";
/// The task that made it; for a virtual private gateway `vpc/{vpc id}`.
pub const STEP: &str = "onramp-step";

/// The marks of a thing made for `connection` by `step`.
pub fn marks(connection: &str, leg: Option<LegRole>, step: &str) -> Tags {
    let mut tags = vec![
        (MANAGED_BY.0.to_owned(), MANAGED_BY.1.to_owned()),
        (CONNECTION.to_owned(), connection.to_owned()),
        (STEP.to_owned(), step.to_owned()),
    ];
    if let Some(leg) = leg {
        tags.push((LEG.to_owned(), leg.word().to_owned()));
    }
    tags
}

/// The step mark of the virtual private gateway of one VPC.
pub fn vpc_step(vpc: &str) -> String {
    format!("{}/{vpc}", Task::Vpc.word())
}

/// Whether `tags` say that Onramp made this for `connection` in `step`.
pub fn is_ours(tags: &Tags, connection: &str, step: &str) -> bool {
    let has = |key: &str, value: &str| tags.iter().any(|(k, v)| k == key && v == value);
    has(MANAGED_BY.0, MANAGED_BY.1) && has(CONNECTION, connection) && has(STEP, step)
}

/// The step in which Onramp made this for `connection`; `None`: it did not.
pub fn step<'a>(tags: &'a Tags, connection: &str) -> Option<&'a str> {
    let (_, step) = tags.iter().find(|(key, _)| key == STEP)?;
    is_ours(tags, connection, step).then_some(step)
}

/// `{connection}-{part}-{8 hex}` in AWS's documented alphabet for interface names (a–z, 0–9,
/// hyphen), at most 100 characters. The suffix follows from the connection's id, so the same
/// thing has the same name at every attempt.
pub fn name(connection_name: &str, connection_id: &str, part: &str) -> String {
    let mut slug = String::new();
    for c in connection_name.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            _ if !slug.ends_with('-') && !slug.is_empty() => slug.push('-'),
            _ => {}
        }
    }
    slug.truncate(60);
    let slug = slug.trim_end_matches('-');
    let slug = if slug.is_empty() { "connection" } else { slug };
    format!("{slug}-{part}-{:08x}", suffix(connection_id))
}

/// The part of a name that is a VPC's: its own name, as far as that alphabet has it, else its id.
pub fn vpc_part(name: &str, id: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    if words.is_empty() {
        id.to_owned()
    } else {
        words.join("-")
    }
}

/// FNV-1a, 32 bits: short, stable over releases, no secret in it.
fn suffix(id: &str) -> u32 {
    id.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_hold_only_what_aws_documents() {
        let name = name("Acme – us-west-2 <script>🛰", "conn-abc", "primary");
        assert!(
            name.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{name}"
        );
        assert!(name.starts_with("acme-us-west-2-script-primary-"), "{name}");
        assert!(name.len() <= 100);
    }

    #[test]
    fn a_name_of_nothing_nameable_is_still_a_name() {
        assert!(name("🛰", "conn-abc", "gateway").starts_with("connection-gateway-"));
    }

    #[test]
    fn ownership_needs_all_three_marks() {
        let tags = marks("conn-1", Some(LegRole::Primary), "interfaces");
        assert!(is_ours(&tags, "conn-1", "interfaces"));
        assert!(!is_ours(&tags, "conn-2", "interfaces"));
        assert!(!is_ours(&tags[1..].to_vec(), "conn-1", "interfaces"));
    }
}
