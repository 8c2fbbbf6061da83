use domain::wizard::Step;
use leptos::prelude::*;

use crate::paths;

/// How a step was entered. It is kept in the address and through the form, because nothing is
/// saved by a link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// By a "Change …" link: the review comes next.
    pub change: bool,
    /// By "Use defaults and review": what is open is filled in, and saved by the next post.
    pub defaults: bool,
    /// The partner's location id, from the list on the network's page; may be empty.
    pub location: String,
}

impl Entry {
    /// Reads a query or a posted form.
    pub fn read(value: impl Fn(&str) -> String) -> Self {
        Self {
            change: !value("change").is_empty(),
            defaults: !value("defaults").is_empty(),
            location: value("location"),
        }
    }

    /// "Connect from {location}".
    pub fn from_location(location: &str) -> Self {
        Self {
            location: location.to_owned(),
            ..Self::default()
        }
    }

    /// A step's address, entered like this.
    pub fn address(&self, network: &str, step: Step) -> String {
        let pairs = self.pairs();
        let pairs: Vec<(&str, &str)> = pairs
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        paths::with_query(&paths::step(network, step), &pairs)
    }

    /// The same as hidden fields.
    pub fn hidden(&self) -> impl IntoView + use<> {
        let field = |(name, value): (&'static str, String)| view! { <input type="hidden" name=name value=value/> };
        self.pairs()
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(field)
            .collect_view()
    }

    fn pairs(&self) -> [(&'static str, String); 3] {
        let on = |flag: bool| if flag { "1".to_owned() } else { String::new() };
        [
            ("change", on(self.change)),
            ("defaults", on(self.defaults)),
            ("location", self.location.clone()),
        ]
    }
}
