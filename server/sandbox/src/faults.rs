//! What breaks on command: the fault plan of the control interface.
//!
//! A plan is `{"faults":[…]}` and replaces the one before. Each entry is
//!
//! ```json
//! {"service": "ec2", "operation": "DescribeVpcs", "match": {"VpcId.1": "vpc-…"},
//!  "skip": 0, "times": 1, "for_seconds": null, "kind": {"status": {"code": 503, "error": "InternalError", "message": "…"}}}
//! ```
//!
//! `service` is the name that the request log has (`directconnect`, `ec2`, `sts`, `iam`,
//! `monitoring`, `pureport`), `operation` the provider's own; `*`, the default of both, fits all.
//! `match` compares fields of the request: members of a JSON body (`a.b` is a member of a member),
//! form fields, at Pureport also the query and, as `id`, the id in the path. `skip` fitting requests
//! pass first, then `times` are struck (1 when absent, `null`: all), until `for_seconds` of the
//! sandbox's time are over. The first entry that strikes is the only one, and those behind it do not
//! see that request.
//!
//! A `kind` is a name, or an object whose one member is the name with its arguments:
//! `"drop_before"`, `{"drop_before": {}}`, `{"delay": {"ms": 200}}`. [`Kind`] lists them. World
//! faults take no service, operation, match or skip; they stand until `for_seconds` are over or
//! another plan comes, on the `connection_id` among their arguments (Pureport's `conn-…` or a hosted
//! connection's `dxcon-…`; without one, on every connection) and its `leg` (`primary`, `secondary`;
//! without one, both).

mod alter;
mod behind;
mod deliver;
mod ends;
mod kind;
mod links;
mod once;
mod past;
mod perform;
mod plan;
mod strike;
mod stuck;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use self::{
    deliver::deliver,
    ends::{announced, believes, broken, carries, provision_error},
    kind::{Kind, Variant},
    links::{Event, apply, settle},
    once::Resource,
    past::remember,
    perform::{Content, perform},
    plan::{Entry, Plan, left, put},
    strike::{Asked, member, strike},
    stuck::holds,
};
use self::{past::Past, plan::Standing};
use crate::clock::Millis;

/// The due time of a transition that is held up.
pub const NEVER: Millis = i64::MAX;

/// The two ends of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    Aws,
    Pureport,
}

/// The plan as it stands, and what it did to the world that has to be lifted again.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Faults {
    /// Tells the timers of this plan from those of an earlier one.
    number: u64,
    standing: Vec<Standing>,
    /// Hosted connections that are `down` because of the plan.
    down: BTreeSet<String>,
    /// Not kept over a restart: stale reads then reach back to the restart.
    #[serde(skip)]
    past: Past,
}
