//! The kinds of faults, and their one form in JSON.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{End, once::Resource};

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// Done at once, answered so many milliseconds of the machine's clock later (at most 600,000).
    Delay { ms: u64 },
    /// The connection is closed without an answer, and nothing is done.
    DropBefore {},
    /// Done, and the connection is closed without an answer.
    DropAfterCommit {},
    /// Done, and the connection is reset in the middle of the answer.
    Reset {},
    /// Not done: this HTTP status (400–599) with this error, in the service's own form.
    Status {
        code: u16,
        error: String,
        message: String,
    },
    /// Not done: the service's refusal of too many requests. `retry_after` is in seconds.
    Throttle { retry_after: Option<u32> },
    /// The answer knows the world of so many seconds ago (1–86,400, at most since the plan was put).
    /// A change is refused when it would have been refused then, and made in the present else.
    StaleRead { seconds: i64 },
    /// Not done: the session or access token has expired. A login carries none.
    ExpireToken {},
    /// Done twice, as if a client's retry had arrived; the second answer is given.
    Duplicate {},
    /// Done, and the answer's body is not what was promised.
    WrongBody {
        variant: Variant,
        /// Which member `missing_field` takes away, wherever it stands; one from the seed else.
        field: Option<String>,
    },
    /// Done, and every name, description and tag value in the answer ends in markup, control and
    /// right-to-left characters.
    HostileText {},
    /// The hosted connection's link is down: connection, interface and session.
    LinkDown {},
    /// The session does not come up, though both ends agree.
    BgpDown {},
    /// The session is down and up by turns, `seconds` each (10 when absent, 1–86,400), down first.
    Flap { seconds: Option<i64> },
    /// The site announces `n` prefixes on this leg (0–1,000): its own, then others.
    Prefixes { n: usize },
    /// Amazon's router is being worked on: as `link_down`, for ten minutes unless `for_seconds` says.
    Maintenance {},
    /// `side` believes the session down, the other end still believes it up.
    DropOneSide { side: End },
    /// Everything looks up, and no packet passes.
    Blackhole {},
    /// Pureport's key of the leg is another from now on; stays when the plan goes.
    KeyDrift {},
    /// Somebody else changed a resource behind the connection; stays when the plan goes.
    ForeignChange { resource: Resource },
    /// Provisioning ends in FAILED_TO_PROVISION with this code.
    ProvisionError { code: String },
    /// What this operation (or the transition of this name, see DIFFERENCES.md) begins never ends.
    Stuck { operation: String },
}

/// In which way a body is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variant {
    MissingField,
    /// States and types have values that no document lists.
    ExtraEnum,
    /// A web page with status 200, as a proxy puts in the way.
    Html,
    /// The right body and then 64 MiB of blanks.
    Huge,
    /// The first half, in an answer that is complete for HTTP.
    Truncated,
}

impl Kind {
    /// As the plan and the request log call it.
    pub fn name(&self) -> String {
        match json!(self) {
            Value::Object(members) => members.into_iter().map(|(name, _)| name).collect(),
            other => other.to_string(),
        }
    }

    /// The client gets no answer at all.
    pub fn is_unanswered(&self) -> bool {
        matches!(self, Self::DropBefore {} | Self::DropAfterCommit {})
    }

    /// A fault of the world, not of one request.
    pub(super) fn is_of_the_world(&self) -> bool {
        match self {
            Self::Delay { .. }
            | Self::DropBefore {}
            | Self::DropAfterCommit {}
            | Self::Reset {}
            | Self::Status { .. }
            | Self::Throttle { .. }
            | Self::StaleRead { .. }
            | Self::ExpireToken {}
            | Self::Duplicate {}
            | Self::WrongBody { .. }
            | Self::HostileText {} => false,
            Self::LinkDown {}
            | Self::BgpDown {}
            | Self::Flap { .. }
            | Self::Prefixes { .. }
            | Self::Maintenance {}
            | Self::DropOneSide { .. }
            | Self::Blackhole {}
            | Self::KeyDrift {}
            | Self::ForeignChange { .. }
            | Self::ProvisionError { .. }
            | Self::Stuck { .. } => true,
        }
    }

    /// Done when the plan is put, and then over.
    pub(super) fn is_done_at_once(&self) -> bool {
        matches!(self, Self::KeyDrift {} | Self::ForeignChange { .. })
    }
}

/// One of a connection's two gateways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Leg {
    Primary,
    Secondary,
}

/// A kind as it is written: where it strikes stands among its arguments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
pub(super) struct Written {
    pub kind: Kind,
    pub connection_id: Option<String>,
    pub leg: Option<Leg>,
}

impl Written {
    /// Whether it is about this leg of a Pureport connection, which is the hosted connection
    /// `hosted`.
    pub fn covers(&self, connection: &str, leg: usize, hosted: &str) -> bool {
        let id = self.connection_id.as_deref();
        let number = self.leg.map(|leg| usize::from(leg == Leg::Secondary));
        id.is_none_or(|id| id == connection || id == hosted)
            && number.is_none_or(|number| number == leg)
    }
}

impl TryFrom<Value> for Written {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let (name, mut arguments) = parts(value)?;
        let written = |error: serde_json::Error| format!("{name}: {error}");
        let mut take = |argument: &str| arguments.remove(argument).unwrap_or_default();
        let connection_id = serde_json::from_value(take("connection_id")).map_err(written)?;
        let leg = serde_json::from_value(take("leg")).map_err(written)?;
        let kind = serde_json::from_value(json!({name.as_str(): arguments})).map_err(written)?;
        Ok(Self {
            kind,
            connection_id,
            leg,
        })
    }
}

fn parts(value: Value) -> Result<(String, Map<String, Value>), String> {
    let form = || "a kind is \"name\" or {\"name\":{…arguments…}}".to_owned();
    let members = match value {
        Value::String(name) => return Ok((name, Map::new())),
        Value::Object(members) if members.len() == 1 => members,
        _ => return Err(form()),
    };
    match members.into_iter().next() {
        Some((name, Value::Object(arguments))) => Ok((name, arguments)),
        _ => Err(form()),
    }
}

impl From<Written> for Value {
    fn from(written: Written) -> Self {
        let mut value = json!(written.kind);
        for arguments in value.as_object_mut().into_iter().flat_map(Map::values_mut) {
            if let Some(id) = &written.connection_id {
                arguments["connection_id"] = json!(id);
            }
            if let Some(leg) = written.leg {
                arguments["leg"] = json!(leg);
            }
        }
        value
    }
}
