use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Issue;

/// A 12-digit AWS account ID, kept as digits (it may begin with zeros).
/// Rule: Pureport's OpenAPI document, `awsAccountId` `^\d{12}$`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AwsAccountId(String);

impl AwsAccountId {
    /// Reads what a person typed or pasted: blanks and dashes inside are tolerated.
    pub fn parse(raw: &str) -> Result<Self, Issue> {
        let kept: String = raw
            .chars()
            .filter(|c| !c.is_whitespace() && !is_dash(*c))
            .collect();
        if kept.is_empty() {
            return Err(Issue::Required);
        }
        if !kept.chars().all(|c| c.is_ascii_digit()) {
            return Err(Issue::AccountLetters);
        }
        if kept.len() != 12 {
            return Err(Issue::AccountDigits {
                digits: u32::try_from(kept.len()).unwrap_or(u32::MAX),
            });
        }
        Ok(Self(kept))
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The dashes that word processors and the AWS console put between groups of digits.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

impl fmt::Display for AwsAccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_dashes_inside_are_normalised() {
        for raw in [
            "123456789012",
            " 1234-5678-9012 ",
            "1234 5678 9012",
            "1234\u{2013}5678\u{2013}9012",
        ] {
            assert_eq!(
                AwsAccountId::parse(raw).map(|id| id.to_string()),
                Ok("123456789012".into()),
                "{raw}"
            );
        }
    }

    #[test]
    fn other_counts_of_digits_and_letters_are_refused_with_their_reason() {
        assert_eq!(
            AwsAccountId::parse("12345678901"),
            Err(Issue::AccountDigits { digits: 11 })
        );
        assert_eq!(
            AwsAccountId::parse("1234567890123"),
            Err(Issue::AccountDigits { digits: 13 })
        );
        assert_eq!(
            AwsAccountId::parse("12345678901a"),
            Err(Issue::AccountLetters)
        );
        assert_eq!(
            AwsAccountId::parse("١٢٣٤٥٦٧٨٩٠١٢"),
            Err(Issue::AccountLetters)
        );
        assert_eq!(AwsAccountId::parse(" - "), Err(Issue::Required));
    }
}
