//! A plan: what is asked for, whether it can be, and what is left of it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    Kind,
    kind::Written,
    links, once,
    past::{self, Past},
    stuck,
};
use crate::{aws, clock::Millis, control::Refused, pureport, world::World};

/// The most entries of a plan.
const MOST: usize = 100;
/// The longest that a fault stands when it says how long, in seconds: ten years.
const LONGEST: i64 = 10 * 366 * 86_400;
/// How long maintenance takes unless `for_seconds` says, in seconds.
const MAINTENANCE: i64 = 600;
/// The services whose requests can be struck.
const SERVICES: [&str; 7] = [
    ANY,
    "directconnect",
    "ec2",
    "sts",
    "iam",
    "monitoring",
    "pureport",
];
/// Fits every service, or every operation.
pub(super) const ANY: &str = "*";

/// `PUT /_sandbox/faults`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub faults: Vec<Entry>,
}

/// One fault of a plan (see the module's own words).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    #[serde(default = "any")]
    pub(super) service: String,
    #[serde(default = "any")]
    pub(super) operation: String,
    #[serde(default, rename = "match")]
    pub(super) fields: Map<String, Value>,
    #[serde(default)]
    pub(super) skip: u32,
    #[serde(default = "once")]
    pub(super) times: Option<u32>,
    #[serde(default)]
    for_seconds: Option<i64>,
    #[serde(rename = "kind")]
    pub(super) what: Written,
}

fn any() -> String {
    ANY.to_owned()
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "absent is once, null is every time: serde's default is the field's own type"
)]
fn once() -> Option<u32> {
    Some(1)
}

/// An entry of the plan in force; its counts are what is left.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Standing {
    pub entry: Entry,
    pub since: Millis,
    pub until: Option<Millis>,
}

impl Standing {
    /// Not over yet.
    pub fn stands(&self, now: Millis) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    pub fn kind(&self) -> &Kind {
        &self.entry.what.kind
    }

    fn left(&self, now: Millis) -> Value {
        let mut view = json!(self.entry);
        // Rounded up: a plan with a moment left has not run out.
        view["for_seconds"] = json!(self.until.map(|until| (until - now + 999) / 1000));
        view
    }
}

/// Replaces the plan. A plan that can't be is refused and changes nothing.
pub fn put(world: &mut World, plan: &Plan) -> Result<Value, Refused> {
    check(world, plan)?;
    world.faults.number += 1;
    world.faults.past = Past::default();
    world.faults.standing.clear();
    let now = world.now;
    for entry in &plan.faults {
        if entry.what.kind.is_done_at_once() {
            once::change(world, &entry.what);
        } else {
            world.faults.standing.push(standing(entry, now));
        }
    }
    stuck::settle(world);
    links::schedule(world);
    past::remember(world);
    world.settle();
    Ok(left(world))
}

fn standing(entry: &Entry, now: Millis) -> Standing {
    let seconds = match entry.what.kind {
        Kind::Maintenance {} => entry.for_seconds.or(Some(MAINTENANCE)),
        _ => entry.for_seconds,
    };
    Standing {
        entry: entry.clone(),
        since: now,
        until: seconds.map(|seconds| now + seconds * 1000),
    }
}

/// What is left of the plan, in the plan's own form.
pub fn left(world: &World) -> Value {
    let standing = world.faults.standing.iter();
    let left = standing.filter(|one| one.stands(world.now));
    json!({"faults": left.map(|one| one.left(world.now)).collect::<Value>()})
}

fn check(world: &World, plan: &Plan) -> Result<(), Refused> {
    let refused = |text: String| Err(Refused(text));
    if plan.faults.len() > MOST {
        return refused(format!("a plan has at most {MOST} faults"));
    }
    for (at, entry) in plan.faults.iter().enumerate() {
        if let Some(wrong) = wrong(world, entry) {
            return refused(format!("fault {at} ({}): {wrong}", entry.what.kind.name()));
        }
    }
    Ok(())
}

/// What can't be about an entry.
fn wrong(world: &World, entry: &Entry) -> Option<String> {
    if !SERVICES.contains(&entry.service.as_str()) {
        return Some(format!("service is one of {}", SERVICES.join(", ")));
    }
    if !(1..=100).contains(&entry.operation.len()) {
        return Some("operation has 1 to 100 characters".into());
    }
    if entry.times == Some(0) {
        return Some("times is 1 or more, or null".into());
    }
    if entry
        .for_seconds
        .is_some_and(|seconds| !(1..=LONGEST).contains(&seconds))
    {
        return Some(format!("for_seconds is 1 to {LONGEST}"));
    }
    let place = if entry.what.kind.is_of_the_world() {
        wrong_place(world, entry)
    } else {
        let placed = entry.what.connection_id.is_some() || entry.what.leg.is_some();
        placed.then(|| "connection_id and leg are for world faults".into())
    };
    place.or_else(|| wrong_arguments(&entry.what.kind))
}

fn wrong_place(world: &World, entry: &Entry) -> Option<String> {
    let plain = entry.service == ANY
        && entry.operation == ANY
        && entry.fields.is_empty()
        && entry.skip == 0;
    if !plain {
        return Some("a world fault takes no service, operation, match or skip".into());
    }
    if let Some(id) = entry.what.connection_id.as_deref()
        && !aws::has_connection(world, id)
        && !pureport::has_connection(world, id)
    {
        return Some(format!("no connection has the id \"{id}\""));
    }
    let once = entry.what.kind.is_done_at_once();
    once.then(|| once::wrong(world, &entry.what)).flatten()
}

fn wrong_arguments(kind: &Kind) -> Option<String> {
    let (fits, rule) = match kind {
        Kind::Delay { ms } => (*ms <= 600_000, "ms is at most 600000"),
        Kind::Status { code, error, .. } => (
            (400..=599).contains(code) && !error.is_empty(),
            "code is 400 to 599, and error not empty",
        ),
        Kind::Throttle { retry_after } => (
            retry_after.is_none_or(|seconds| seconds <= 3_600),
            "retry_after is at most 3600",
        ),
        Kind::StaleRead { seconds } => ((1..=86_400).contains(seconds), "seconds is 1 to 86400"),
        Kind::Flap { seconds } => (
            seconds.is_none_or(|seconds| (1..=86_400).contains(&seconds)),
            "seconds is 1 to 86400",
        ),
        Kind::Prefixes { n } => (*n <= 1_000, "n is at most 1000"),
        Kind::ProvisionError { code } => (is_code(code), "code is made of A–Z, 0–9 and _"),
        Kind::Stuck { operation } => (
            stuck::transition(operation).is_some(),
            "operation is one that begins a transition, or a transition's own name",
        ),
        _ => (true, ""),
    };
    (!fits).then(|| rule.to_owned())
}

fn is_code(code: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=100).contains(&code.len()) && code.bytes().all(legal)
}
