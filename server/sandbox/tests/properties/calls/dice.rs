//! The choices that all draws share.

use rand::{RngExt, rngs::StdRng};
use serde_json::Value;

use crate::{
    client::{
        ACCOUNT, ADMINISTRATOR, ADMINISTRATOR_ELSEWHERE, Call, ELSEWHERE, IDENTITIES, OPERATOR,
        TEMPORARY,
    },
    known::Known,
};

pub const REGIONS: [&str; 5] = [
    "us-west-2",
    "us-east-1",
    "us-west-1",
    "us-east-2",
    "eu-west-1",
];

/// ASNs that orders and gateways share, so that sessions can agree.
pub const ASNS: [u32; 3] = [64_512, 64_600, 65_010];

const NAMES: [&str; 8] = [
    "prod",
    "Seattle primary",
    "é 東京 🛰",
    "<script>alert(1)</script>",
    "a&b=c;d%zz",
    "",
    " ",
    "\u{202e}evil\u{0}\u{7f}",
];

/// Randomness, what exists, and who is signed in.
pub struct Dice<'a> {
    rng: &'a mut StdRng,
    pub known: &'a Known,
    is_signed_in: &'a dyn Fn(&str) -> bool,
}

impl<'a> Dice<'a> {
    pub fn new(
        rng: &'a mut StdRng,
        known: &'a Known,
        is_signed_in: &'a dyn Fn(&str) -> bool,
    ) -> Self {
        Self {
            rng,
            known,
            is_signed_in,
        }
    }

    pub fn is_signed_in(&self, key: &str) -> bool {
        (self.is_signed_in)(key)
    }

    pub fn below(&mut self, end: u32) -> u32 {
        self.rng.random_range(0..end)
    }

    /// True in so many of 100 throws.
    pub fn percent(&mut self, chance: u32) -> bool {
        self.below(100) < chance
    }

    pub fn one<T>(&mut self, all: impl IntoIterator<Item = T>) -> Option<T> {
        let mut all: Vec<T> = all.into_iter().collect();
        if all.is_empty() {
            return None;
        }
        let at = self.rng.random_range(0..all.len());
        Some(all.swap_remove(at))
    }

    /// Mostly one that fits, else any.
    pub fn rather<T>(
        &mut self,
        all: impl IntoIterator<Item = T>,
        fits: impl Fn(&T) -> bool,
    ) -> Option<T> {
        let (fitting, others): (Vec<T>, Vec<T>) = all.into_iter().partition(fits);
        if !fitting.is_empty() && (others.is_empty() || self.percent(85)) {
            return self.one(fitting);
        }
        self.one(others)
    }

    pub fn name(&mut self) -> String {
        match self.below(20) {
            0 => "x".repeat(101),
            at if at < 9 => NAMES[at as usize - 1].to_owned(),
            at => format!("name {at}"),
        }
    }

    /// An id of the kind that nothing has, or of no kind at all.
    pub fn wrong_id(&mut self, prefix: &str) -> String {
        let forms = [
            format!("{prefix}0a1b2c3d"),
            format!("{prefix}0123456789abcdef0"),
            "0f1e2d3c-4b5a-4978-a6b5-c4d3e2f1a0b9".to_owned(),
            prefix.to_owned(),
            String::new(),
            "../../x".to_owned(),
            format!("{prefix}ÄÖÜ"),
        ];
        self.one(forms).unwrap_or_default()
    }

    /// Mostly the id, else a wrong one.
    pub fn id(&mut self, id: Option<&String>, prefix: &str) -> String {
        match id {
            Some(id) if self.percent(95) => id.clone(),
            _ => self.wrong_id(prefix),
        }
    }

    /// Mostly the owner where the thing is, else anybody anywhere.
    pub fn caller(&mut self, account: &str, region: &str) -> (&'static str, String) {
        let region = if self.percent(92) {
            region
        } else {
            self.one(REGIONS).unwrap_or(region)
        };
        let fitting = match account {
            ACCOUNT if self.percent(15) => TEMPORARY,
            ACCOUNT if self.percent(40) => ADMINISTRATOR,
            ACCOUNT => OPERATOR,
            _ if self.percent(40) => ADMINISTRATOR_ELSEWHERE,
            _ => ELSEWHERE,
        };
        let who = if self.percent(90) {
            fitting
        } else {
            self.one(IDENTITIES).map_or(fitting, |(who, _)| who)
        };
        (who, region.to_owned())
    }

    pub fn json(&mut self, account: &str, region: &str, operation: &str, input: Value) -> Call {
        let (who, region) = self.caller(account, region);
        Call::Json {
            who,
            region,
            operation: operation.to_owned(),
            input: self.spoilt(input),
        }
    }

    pub fn query(
        &mut self,
        account: &str,
        region: &str,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Call {
        let (who, region) = self.caller(account, region);
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let mut parameters: Vec<_> = parameters.iter().map(owned).collect();
        if self.percent(3) {
            parameters.push(("DryRun".into(), "true".into()));
        }
        if self.percent(2) {
            parameters.pop();
        }
        Call::Query {
            who,
            region,
            service: "ec2",
            action: action.to_owned(),
            parameters,
        }
    }

    /// Now and then a member is missing or of another type.
    pub fn spoilt(&mut self, mut body: Value) -> Value {
        if self.percent(94) {
            return body;
        }
        let names: Vec<String> = body
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect();
        let Some(name) = self.one(names) else {
            return body;
        };
        let values = [
            Value::Null,
            Value::from(-1),
            Value::from(1e300),
            Value::from(""),
            Value::from("\u{0}"),
            Value::from(vec![1]),
            serde_json::json!({"href": 7}),
        ];
        body[name] = self.one(values).unwrap_or_default();
        body
    }
}
