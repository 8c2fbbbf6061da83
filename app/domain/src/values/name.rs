use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Issue;

/// A network's or connection's name: 1–64 characters, trimmed (Pureport's OpenAPI document).
/// Any script and emoji are allowed; characters that can't be seen are not, because two names
/// that look the same would not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Name(String);

/// Up to 1024 characters, may be empty (Pureport's OpenAPI document).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Description(String);

impl Name {
    /// The longest name in characters.
    pub const MAX: u32 = 64;

    /// Reads a typed name.
    pub fn parse(raw: &str) -> Result<Self, Issue> {
        let kept = raw.trim();
        if kept.is_empty() {
            return Err(Issue::Required);
        }
        visible(kept, Self::MAX).map(Self)
    }

    /// A text that surely is a name: cut to length, unseen characters dropped.
    pub fn from_words(words: &str) -> Self {
        let kept: String = words
            .chars()
            .filter(|c| !unseen(*c))
            .take(Self::MAX as usize)
            .collect();
        Self(kept.trim().to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Description {
    /// The longest description in characters.
    pub const MAX: u32 = 1024;

    /// Reads a typed description.
    pub fn parse(raw: &str) -> Result<Self, Issue> {
        visible(raw.trim(), Self::MAX).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn visible(kept: &str, max: u32) -> Result<String, Issue> {
    if kept.chars().any(unseen) {
        return Err(Issue::Invisible);
    }
    let length = u32::try_from(kept.chars().count()).unwrap_or(u32::MAX);
    if length > max {
        Err(Issue::TooLong { max, length })
    } else {
        Ok(kept.to_owned())
    }
}

/// Control characters, direction marks and zero-width characters. The zero-width joiner (200D)
/// and variation selectors stay: emoji are made with them.
fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a thing is called: its name, or the id of what has none.
pub fn name_or_id<'a>(name: &'a str, id: &'a str) -> &'a str {
    if name.trim().is_empty() { id } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_counted_in_characters() {
        assert!(Name::parse(&"é".repeat(64)).is_ok());
        assert_eq!(
            Name::parse(&"é".repeat(65)),
            Err(Issue::TooLong {
                max: 64,
                length: 65
            })
        );
        assert_eq!(Name::parse("   "), Err(Issue::Required));
    }

    #[test]
    fn emoji_and_markup_are_names_but_unseen_characters_are_not() {
        assert!(Name::parse("Paris 🛰️ <script>alert(1)</script>").is_ok());
        for raw in ["a\u{202E}b", "a\u{200F}b", "a\u{0}b", "a\nb", "a\u{200B}b"] {
            assert_eq!(Name::parse(raw), Err(Issue::Invisible), "{raw:?}");
        }
    }
}
