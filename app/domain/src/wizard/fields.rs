use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
