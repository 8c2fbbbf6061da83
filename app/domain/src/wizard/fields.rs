use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Step;

/// A form as it was posted: names and raw strings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// The raw value, empty when absent.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Sets a value.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// Removes a value.
    pub fn unset(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// Those of a step's own fields: nothing else of a posted form is kept.
    #[must_use]
    pub fn of_step(&self, step: Step) -> Self {
        let (names, rows) = step.fields();
        let is_row = |name: &str| {
            let (prefix, number) = name.split_once('.').unwrap_or((name, ""));
            rows.contains(&prefix) && number.parse::<usize>().is_ok()
        };
        let own = |name: &str| names.contains(&name) || is_row(name);
        self.0
            .iter()
            .filter(|(name, _)| own(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    /// The rows of `prefixes`, numbered from 0 without gaps; row `without` is left out.
    #[must_use]
    pub fn renumbered(&self, prefixes: &[&str], without: Option<usize>) -> Self {
        let mut old: Vec<usize> = prefixes
            .iter()
            .flat_map(|prefix| self.rows(prefix))
            .collect();
        old.sort_unstable();
        old.dedup();
        old.retain(|row| Some(*row) != without);
        let mut kept = self.clone();
        kept.0.retain(|name, _| {
            !name
                .split_once('.')
                .is_some_and(|(prefix, _)| prefixes.contains(&prefix))
        });
        for (new, old) in old.into_iter().enumerate() {
            for prefix in prefixes {
                let value = self.get(&format!("{prefix}.{old}"));
                kept.set(format!("{prefix}.{new}"), value);
            }
        }
        kept
    }

    /// How many rows of `prefixes` were posted, empty ones included.
    pub fn row_count(&self, prefixes: &[&str]) -> usize {
        let number = |name: &String| {
            let (prefix, number) = name.split_once('.')?;
            prefixes
                .contains(&prefix)
                .then(|| number.parse::<usize>().ok())?
        };
        self.0
            .keys()
            .filter_map(number)
            .max()
            .map_or(0, |last| last.saturating_add(1))
    }

    /// The values of the fields `{prefix}.{n}`, in the order of their numbers.
    pub fn values(&self, prefix: &str) -> Vec<&str> {
        let value = |row: usize| self.get(&format!("{prefix}.{row}"));
        self.rows(prefix).into_iter().map(value).collect()
    }

    /// A checkbox that was ticked.
    pub fn is_on(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// The numbers of the rows `{prefix}.{n}` that hold something.
    pub fn rows(&self, prefix: &str) -> Vec<usize> {
        let number = |name: &String| name.strip_prefix(prefix)?.strip_prefix('.')?.parse().ok();
        let mut rows: Vec<usize> = self
            .0
            .iter()
            .filter(|(_, value)| !value.trim().is_empty())
            .filter_map(|(name, _)| number(name))
            .collect();
        rows.sort_unstable();
        rows
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_keeps_only_the_fields_of_its_step() {
        let posted: Fields = [
            ("target", "existing"),
            ("gateway_asn", "64512"),
            ("go", "next"),
            ("cidr.0", "x"),
        ]
        .into_iter()
        .collect();
        let kept: Fields = [("target", "existing")].into_iter().collect();
        assert_eq!(posted.of_step(Step::Bgp), kept);
        let posted: Fields = [("cidr.0", "a"), ("cidr.x", "b"), ("name.7", "c")]
            .into_iter()
            .collect();
        let kept: Fields = [("cidr.0", "a"), ("name.7", "c")].into_iter().collect();
        assert_eq!(posted.of_step(Step::Networks), kept);
    }

    #[test]
    fn a_row_that_is_removed_leaves_no_gap() {
        let rows: Fields = [
            ("cidr.0", "a"),
            ("cidr.2", "b"),
            ("name.5", "c"),
            ("cidr.3", " "),
        ]
        .into_iter()
        .collect();
        let kept = rows.renumbered(&["name", "cidr"], Some(0));
        assert_eq!(kept.values("cidr"), ["b"]);
        assert_eq!(kept.get("name.1"), "c");
        assert_eq!(kept.get("cidr.3"), "");
    }
}
