//! Tags as both services keep them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::AwsError;

/// Key and value.
pub type Tags = BTreeMap<String, String>;

/// The most tags that one resource has.
const MOST: usize = 50;

/// A tag on Direct Connect's wire.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tag {
    pub key: String,
    #[serde(default)]
    pub value: Option<String>,
}

/// As `[{"key","value"}]`.
pub fn view(tags: &Tags) -> Value {
    tags.iter()
        .map(|(key, value)| json!({"key": key, "value": value}))
        .collect()
}

/// Adds `new` to `tags` by Direct Connect's rules (aws.md §1.1): key 1–128, value 0–256, letters,
/// digits, blanks and `_.:/=+-@`; at most 50; no key twice.
pub fn add(tags: &mut Tags, new: &[Tag]) -> Result<(), AwsError> {
    let keys: BTreeSet<_> = new.iter().map(|tag| &tag.key).collect();
    if keys.len() < new.len() {
        return Err(AwsError::new(
            "DuplicateTagKeysException",
            "A tag key was specified more than once.",
        ));
    }
    for tag in new {
        let value = tag.value.as_deref().unwrap_or_default();
        if tag.key.is_empty() || !fits(&tag.key, 128) || !fits(value, 256) {
            return Err(AwsError::client("A tag key or value is invalid."));
        }
        if tag.key.to_ascii_lowercase().starts_with("aws:") {
            return Err(AwsError::client(
                "Tag keys that begin with aws: are reserved for system use.",
            ));
        }
    }
    let mut all = tags.clone();
    all.extend(
        new.iter()
            .map(|tag| (tag.key.clone(), tag.value.clone().unwrap_or_default())),
    );
    if all.len() > MOST {
        return Err(AwsError::new(
            "TooManyTagsException",
            "You have reached the limit on the number of tags.",
        ));
    }
    *tags = all;
    Ok(())
}

/// `new` as the tags of a new resource.
pub fn of_new(new: Option<&[Tag]>) -> Result<Tags, AwsError> {
    let mut tags = Tags::new();
    add(&mut tags, new.unwrap_or_default())?;
    Ok(tags)
}

fn fits(text: &str, most: usize) -> bool {
    // Separators are blanks, but not tabs and line ends.
    let is_separator = |letter: char| letter.is_whitespace() && !letter.is_control();
    let allowed = |letter: char| {
        letter.is_alphanumeric() || is_separator(letter) || "_.:/=+-@".contains(letter)
    };
    text.chars().count() <= most && text.chars().all(allowed)
}
