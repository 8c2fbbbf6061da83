use secrecy::{ExposeSecret, SecretString};

use crate::Issue;

/// A BGP (TCP MD5) key: 6–80 characters (reference/aws.md §2.2, `authKey`). It neither prints
/// nor serialises; its memory is cleared on drop.
#[derive(Debug, Clone)]
pub struct BgpKey(SecretString);

impl BgpKey {
    /// The shortest and longest key that AWS takes.
    pub const LENGTH: std::ops::RangeInclusive<usize> = 6..=80;

    /// Takes a key that a person pasted. Blanks at its ends are a known cause of a session that
    /// never comes up, so any blank is refused.
    pub fn parse(raw: &str) -> Result<Self, Issue> {
        let fits = Self::LENGTH.contains(&raw.len()) && !raw.chars().any(char::is_whitespace);
        if fits {
            Ok(Self(raw.into()))
        } else {
            Err(Issue::KeyLength { min: 6, max: 80 })
        }
    }

    /// Takes a key as a provider reports it, unchecked: a wrong one must be seen to be compared.
    pub fn reported(raw: impl Into<String>) -> Self {
        Self(SecretString::from(raw.into()))
    }

    /// The characters. Only for the call that sends it and for the reveal answer.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether both ends hold the same key.
    pub fn agrees_with(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_never_prints() {
        let key = BgpKey::reported("canary-key-123");
        assert!(!format!("{key:?}").contains("canary"));
    }

    #[test]
    fn short_long_and_blank_keys_are_refused() {
        assert!(BgpKey::parse("abcdef").is_ok());
        for raw in ["", "abcde", "abc def", "abcdef ", &"x".repeat(81)] {
            assert!(BgpKey::parse(raw).is_err(), "{raw}");
        }
    }
}
