//! The form bodies of the query protocols.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::{AwsError, tags::Tags};

/// The longest name that a structure has, in parts.
const DEEPEST: usize = 16;

/// Decoded parameters, for example `Filter.1.Value.2`.
#[derive(Debug, Clone, Default)]
pub struct Form(BTreeMap<String, String>);

/// A filter: name and the values of which one must fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub name: String,
    pub values: Vec<String>,
}

impl Form {
    /// Reads an `application/x-www-form-urlencoded` body.
    pub fn parse(body: &str) -> Self {
        let pairs = body.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        Self(pairs.collect())
    }

    /// The parameter, if it is there and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// The parameter, or EC2's refusal.
    pub fn required(&self, name: &str) -> Result<&str, AwsError> {
        self.get(name).ok_or_else(|| {
            AwsError::new(
                "MissingParameter",
                format!("The request must contain the parameter {name}"),
            )
        })
    }

    /// The parameter as a number, or EC2's refusal.
    pub fn number(&self, name: &str) -> Result<Option<i64>, AwsError> {
        self.get(name)
            .map(|text| {
                text.parse().map_err(|_| {
                    AwsError::new(
                        "InvalidParameterValue",
                        format!("Invalid value '{text}' for {name}. It must be a number."),
                    )
                })
            })
            .transpose()
    }

    /// The parameter as `true` or `false`, or EC2's refusal.
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, AwsError> {
        let read = |text: &str| match text.to_ascii_lowercase().as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(AwsError::new(
                "InvalidParameterValue",
                format!("Invalid value '{text}' for {name}. It must be true or false."),
            )),
        };
        self.get(name).map(read).transpose()
    }

    /// The names of all parameters.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// `name.1`, `name.2` …, up to the first that is missing.
    pub fn list(&self, name: &str) -> Vec<String> {
        (1..)
            .map_while(|at| self.0.get(&format!("{name}.{at}")).cloned())
            .collect()
    }

    /// `Filter.N.Name` with `Filter.N.Value.M`.
    pub fn filters(&self) -> Vec<Filter> {
        (1..)
            .map_while(|at| {
                let name = self.0.get(&format!("Filter.{at}.Name"))?.clone();
                Some(Filter {
                    name,
                    values: self.list(&format!("Filter.{at}.Value")),
                })
            })
            .collect()
    }

    /// `prefix.N.Key` with `prefix.N.Value`.
    pub fn tags(&self, prefix: &str) -> Tags {
        (1..)
            .map_while(|at| {
                let key = self.0.get(&format!("{prefix}.{at}.Key"))?.clone();
                Some((
                    key,
                    self.0
                        .get(&format!("{prefix}.{at}.Value"))
                        .cloned()
                        .unwrap_or_default(),
                ))
            })
            .collect()
    }

    /// [`Form::tags`] that are to be set: no key may come twice.
    pub fn unique_tags(&self, prefix: &str) -> Result<Tags, AwsError> {
        let mut keys = BTreeSet::new();
        let given = (1..).map_while(|at| self.0.get(&format!("{prefix}.{at}.Key")));
        for key in given {
            if !keys.insert(key) {
                return Err(AwsError::new(
                    "InvalidParameterValue",
                    format!("Duplicate tag key '{key}' specified."),
                ));
            }
        }
        Ok(self.tags(prefix))
    }

    /// `name.member.N` of the services beside EC2.
    pub fn members(&self, name: &str) -> Vec<String> {
        self.list(&format!("{name}.member"))
    }

    /// The whole form as a structure: `A.member.1.B` is member `B` of the first item of `A`.
    pub fn tree(&self) -> Result<Value, String> {
        let mut root = json!({});
        for (name, text) in &self.0 {
            let path: Vec<&str> = name.split('.').collect();
            if path.len() > DEEPEST {
                return Err(format!("{name} goes too deep"));
            }
            put(&mut root, &path, text).ok_or_else(|| format!("{name} does not fit the rest"))?;
        }
        Ok(fold(root))
    }

    /// The list with the tags of a new resource, if there is one: a few operations have the plural.
    pub fn tag_specification(&self) -> Option<&'static str> {
        let names = ["TagSpecification", "TagSpecifications"];
        names
            .into_iter()
            .find(|name| self.get(&format!("{name}.1.ResourceType")).is_some())
    }

    /// The tags given to a new resource, which must be of type `resource_type`.
    pub fn new_tags(&self, resource_type: &str) -> Result<Tags, AwsError> {
        let mut tags = Tags::new();
        let list = self.tag_specification().unwrap_or_default();
        for at in (1..).take_while(|at| self.get(&format!("{list}.{at}.ResourceType")).is_some()) {
            let asked = self.required(&format!("{list}.{at}.ResourceType"))?;
            if asked != resource_type {
                return Err(AwsError::new(
                    "InvalidParameterValue",
                    format!("'{asked}' is not a valid taggable resource type for this operation."),
                ));
            }
            tags.extend(self.unique_tags(&format!("{list}.{at}.Tag"))?);
        }
        Ok(tags)
    }
}

/// Puts `text` to its place under `node`; nothing where something else is already.
fn put(node: &mut Value, path: &[&str], text: &str) -> Option<()> {
    let Some((name, rest)) = path.split_first() else {
        *node = text.into();
        return Some(());
    };
    let members = node.as_object_mut()?;
    put(
        members.entry(*name).or_insert_with(|| json!({})),
        rest,
        text,
    )
}

/// Makes lists of `{"member": {"1": …, "2": …}}`.
fn fold(node: Value) -> Value {
    let Value::Object(mut members) = node else {
        return node;
    };
    let Some(Value::Object(items)) = members.get_mut("member").map(Value::take) else {
        return members
            .into_iter()
            .map(|(name, value)| (name, fold(value)))
            .collect();
    };
    let numbered = |(at, item): (String, Value)| at.parse().ok().map(|at: u32| (at, fold(item)));
    let items: BTreeMap<_, _> = items.into_iter().filter_map(numbered).collect();
    items.into_values().collect()
}

fn decode(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}
