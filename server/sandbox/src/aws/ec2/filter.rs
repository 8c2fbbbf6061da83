//! Filters of the Describe calls: a name, and values of which one must fit.

use serde_json::Value;

use super::invalid;
use crate::aws::{AwsError, form::Filter, tags::Tags};

/// The most filter values in one call (EC2 API reference, "Filtering").
const MOST_VALUES: usize = 200;

/// The documented filters of a list: name, and the path to its values in what is shown. An empty
/// path is a filter about something that nothing here has.
pub type Filters = &'static [(&'static str, &'static str)];

/// Whether a thing that is shown as `view` fits all `filters`.
pub fn fits(
    known: Filters,
    filters: &[Filter],
    view: &Value,
    tags: &Tags,
) -> Result<bool, AwsError> {
    let mut all = true;
    for filter in filters {
        all &= filter.allows(&values(known, &filter.name, view, tags)?);
    }
    Ok(all)
}

/// Refuses too many values, and filters that `known` lacks, even when there is nothing to list.
pub fn check(known: Filters, filters: &[Filter]) -> Result<(), AwsError> {
    let count: usize = filters.iter().map(|filter| filter.values.len()).sum();
    if count > MOST_VALUES {
        let message = format!(
            "The maximum number of filter values specified on a single call is {MOST_VALUES}"
        );
        return Err(AwsError::new("FilterLimitExceeded", message));
    }
    fits(known, filters, &Value::Null, &Tags::new()).map(|_| ())
}

fn values(known: Filters, name: &str, view: &Value, tags: &Tags) -> Result<Vec<String>, AwsError> {
    if let Some(key) = name.strip_prefix("tag:") {
        return Ok(tags.get(key).cloned().into_iter().collect());
    }
    match name {
        "tag-key" => Ok(tags.keys().cloned().collect()),
        "tag-value" => Ok(tags.values().cloned().collect()),
        _ => {
            let found = known.iter().find(|(filter, _)| *filter == name);
            let (_, path) =
                found.ok_or_else(|| invalid(format!("The filter '{name}' is invalid")))?;
            let mut values = vec![];
            collect(view, path, &mut values);
            Ok(values)
        }
    }
}

/// The plain values at `path`; lists on the way are gone through.
fn collect(view: &Value, path: &str, values: &mut Vec<String>) {
    match view {
        Value::Array(items) => items.iter().for_each(|item| collect(item, path, values)),
        Value::Object(members) => {
            let (member, rest) = path.split_once('.').unwrap_or((path, ""));
            if let Some(member) = members.get(member) {
                collect(member, rest, values);
            }
        }
        Value::Null => {}
        Value::String(text) => values.push(text.clone()),
        plain => values.push(plain.to_string()),
    }
}

impl Filter {
    /// Whether one of `values` fits one of the filter's patterns.
    pub fn allows(&self, values: &[String]) -> bool {
        let patterns: Vec<_> = self.values.iter().map(|text| Pattern::read(text)).collect();
        patterns
            .iter()
            .any(|pattern| values.iter().any(|value| pattern.fits(value)))
    }
}

/// `*` stands for any letters, `?` for one; after `\` both stand for themselves.
struct Pattern(Vec<Token>);

#[derive(PartialEq)]
enum Token {
    Any,
    One,
    Letter(char),
}

impl Pattern {
    fn read(text: &str) -> Self {
        let mut letters = text.chars();
        let mut tokens = vec![];
        while let Some(letter) = letters.next() {
            tokens.push(match letter {
                '*' => Token::Any,
                '?' => Token::One,
                '\\' => Token::Letter(letters.next().unwrap_or('\\')),
                plain => Token::Letter(plain),
            });
        }
        Self(tokens)
    }

    /// Goes back to the last `*` only, so that no pattern takes long.
    fn fits(&self, value: &str) -> bool {
        let letters: Vec<char> = value.chars().collect();
        let (mut token, mut letter) = (0, 0);
        let mut star: Option<(usize, usize)> = None;
        while let Some(is) = letters.get(letter) {
            match self.0.get(token) {
                Some(Token::Any) => {
                    star = Some((token + 1, letter));
                    token += 1;
                }
                Some(Token::One) => (token, letter) = (token + 1, letter + 1),
                Some(Token::Letter(wanted)) if wanted == is => {
                    (token, letter) = (token + 1, letter + 1);
                }
                _ => match &mut star {
                    None => return false,
                    Some((after, from)) => {
                        *from += 1;
                        (token, letter) = (*after, *from);
                    }
                },
            }
        }
        self.0.iter().skip(token).all(|rest| *rest == Token::Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, value: &str) -> bool {
        Pattern::read(pattern).fits(value)
    }

    #[test]
    fn filters_know_wildcards() {
        assert!(matches("pay*", "payments") && matches("*", "") && matches("p?y*s", "payments"));
        assert!(!matches("pay", "payments") && !matches("?", "") && matches("a*b*c", "a1b2c"));
        assert!(matches("**é*", "caféine") && !matches("a*a", "a") && matches("*aab", "aaab"));
    }

    #[test]
    fn a_backslash_takes_a_wildcards_meaning() {
        assert!(matches(r"\*pay\?\\", r"*pay?\") && !matches(r"\*", "pay"));
    }

    #[test]
    fn no_pattern_takes_long() {
        assert!(!matches(&"*a".repeat(200), &"a".repeat(199)));
    }
}
