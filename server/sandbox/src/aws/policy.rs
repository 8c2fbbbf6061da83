//! Identity-based policies, as IAM evaluates them: what nobody allows is denied, and a denial wins.

use std::sync::LazyLock;

use serde::Deserialize;

/// What the product's own work needs (aws.md §5): the rights of the operators.
static OPERATOR: LazyLock<Policy> = LazyLock::new(|| read(include_str!("policy/operator.json")));
/// `Describe*`, `Get*` and `List*`.
static READER: LazyLock<Policy> = LazyLock::new(|| read(include_str!("policy/reader.json")));
/// Everything, for whoever does things around the product's work.
static ADMINISTRATOR: LazyLock<Policy> =
    LazyLock::new(|| read(include_str!("policy/administrator.json")));

/// Which of the sandbox's policies an identity has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rights {
    Operator,
    Reader,
    Administrator,
}

impl Rights {
    /// The policy itself.
    pub fn policy(self) -> &'static Policy {
        match self {
            Self::Operator => &OPERATOR,
            Self::Reader => &READER,
            Self::Administrator => &ADMINISTRATOR,
        }
    }
}

/// What a policy says to an action on a resource, in the words of SimulatePrincipalPolicy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Allowed,
    /// A statement denies it.
    ExplicitDeny,
    /// No statement allows it.
    ImplicitDeny,
}

/// A policy document. One that can't be read allows nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Policy {
    #[serde(rename = "Version")]
    _version: String,
    statement: Vec<Statement>,
}

/// Conditions are not read: a document with one allows nothing, rather than too much.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Statement {
    #[serde(rename = "Sid")]
    _sid: Option<String>,
    effect: Effect,
    action: Patterns,
    resource: Patterns,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Effect {
    Allow,
    Deny,
}

/// One pattern or a list of them; `*` stands for any letters, `?` for one.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Patterns {
    One(String),
    Several(Vec<String>),
}

impl Policy {
    /// What it says to `action`, for example `ec2:DescribeVpcs`, on the ARN `resource`.
    pub fn decide(&self, action: &str, resource: &str) -> Decision {
        let says = |effect| {
            let mut statements = self.statement.iter();
            statements.any(|one| one.effect == effect && one.covers(action, resource))
        };
        match (says(Effect::Deny), says(Effect::Allow)) {
            (true, _) => Decision::ExplicitDeny,
            (false, true) => Decision::Allowed,
            (false, false) => Decision::ImplicitDeny,
        }
    }

    /// The action patterns of all statements, for tests that compare policies with operations.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        self.statement.iter().flat_map(|one| one.action.all())
    }
}

impl Statement {
    /// Actions are compared without regard to case, ARNs with it.
    fn covers(&self, action: &str, resource: &str) -> bool {
        let action = action.to_ascii_lowercase();
        let mut actions = self.action.all();
        let mut resources = self.resource.all();
        actions.any(|pattern| matches(&pattern.to_ascii_lowercase(), &action))
            // `*` asks about every resource at once, which only `*` answers.
            && resources.any(|pattern| matches(pattern, resource))
    }
}

impl Patterns {
    fn all(&self) -> impl Iterator<Item = &str> {
        let patterns = match self {
            Self::One(pattern) => std::slice::from_ref(pattern),
            Self::Several(patterns) => patterns.as_slice(),
        };
        patterns.iter().map(String::as_str)
    }
}

fn read(text: &str) -> Policy {
    serde_json::from_str(text).unwrap_or_default()
}

/// Whether `text` fits `pattern`, in which `*` stands for any letters and `?` for one.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = after(parts.next().unwrap_or_default(), text) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        // The earliest place leaves the most for what follows.
        match ends(rest).find_map(|tail| after(part, tail)) {
            Some(tail) => rest = tail,
            None => return false,
        }
    }
    ends(rest).any(|tail| after(last, tail) == Some(""))
}

/// What follows `part`, if `text` begins with it.
fn after<'t>(part: &str, text: &'t str) -> Option<&'t str> {
    let mut letters = text.chars();
    let fits = part.chars().all(|wanted| {
        letters
            .next()
            .is_some_and(|letter| wanted == '?' || wanted == letter)
    });
    fits.then_some(letters.as_str())
}

/// `text` and each shorter end of it, down to nothing.
fn ends(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    starts.filter_map(|at| text.get(at..))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: &str = "*";

    #[test]
    fn each_policy_of_the_sandbox_can_be_read() {
        for rights in [Rights::Operator, Rights::Reader, Rights::Administrator] {
            assert!(rights.policy().actions().count() > 0, "{rights:?}");
        }
    }

    #[test]
    fn what_nobody_allows_is_denied_and_a_denial_wins() {
        let policy = read(
            r#"{"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"},
                {"Effect": "Deny", "Action": ["ec2:Delete?pc"], "Resource": "arn:aws:ec2:*:vpc/a*"}
            ]}"#,
        );
        let vpc = "arn:aws:ec2:us-west-2:1:vpc/abc";
        assert_eq!(policy.decide("ec2:DeleteVpc", vpc), Decision::ExplicitDeny);
        assert_eq!(policy.decide("EC2:deletevpc", "arn:b"), Decision::Allowed);
        assert_eq!(policy.decide("s3:GetObject", ANY), Decision::ImplicitDeny);
    }

    #[test]
    fn a_policy_with_a_condition_allows_nothing() {
        let policy = read(
            r#"{"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {}}
            ]}"#,
        );
        assert_eq!(
            policy.decide("ec2:DescribeVpcs", ANY),
            Decision::ImplicitDeny
        );
    }

    #[test]
    fn patterns_know_wildcards() {
        assert!(matches("pay*", "payments") && matches("*", "") && matches("p?y*s", "payments"));
        assert!(!matches("pay", "payments") && !matches("?", "") && matches("a*b*c", "a1b2c"));
        assert!(matches("a*a", "aa") && !matches("a*a", "a") && matches("**é*", "caféine"));
        // Many stars take no time of their own.
        assert!(!matches(&"*a".repeat(100), &"a".repeat(99)));
    }
}
