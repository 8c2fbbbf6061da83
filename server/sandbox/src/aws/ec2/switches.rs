//! Options that are `enable` or `disable`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::invalid;
use crate::aws::{AwsError, form::Form};

/// Options by their names in answers, for example `dnsSupport`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switches(BTreeMap<String, bool>);

impl Switches {
    /// These options, as they are when nothing is said.
    pub fn of(known: &[(&str, bool)]) -> Self {
        let known = known.iter().map(|(name, on)| ((*name).to_owned(), *on));
        Self(known.collect())
    }

    /// The same as a request has them: `Options.DnsSupport`.
    pub fn read(form: &Form, known: &[(&str, bool)]) -> Result<Self, AwsError> {
        let mut switches = Self::of(known);
        for (name, on) in &mut switches.0 {
            let mut letters = name.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            let parameter: String = first.into_iter().chain(letters).collect();
            match form.get(&format!("Options.{parameter}")) {
                None => {}
                Some("enable") => *on = true,
                Some("disable") => *on = false,
                Some(other) => {
                    return Err(invalid(format!(
                        "Value ({other}) for parameter {name} is invalid. Valid values are enable and disable."
                    )));
                }
            }
        }
        Ok(switches)
    }

    /// Whether the option is there and on.
    pub fn is_on(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|on| *on)
    }

    /// As answers have them.
    pub fn view(&self) -> Value {
        let word = |on: bool| if on { "enable" } else { "disable" };
        let members = self.0.iter();
        members
            .map(|(name, on)| (name.clone(), json!(word(*on))))
            .collect()
    }
}
