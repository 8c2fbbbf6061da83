//! What a seed does to a run.

use sandbox::Pace;
use serde_json::{Value, json};

use super::dice::Dice;

/// Everything that goes wrong, and everything that people do meanwhile.
#[derive(Debug)]
pub struct Plan {
    pub pace: Pace,
    pub start: Start,
    /// For `PUT /_sandbox/faults`; `"the connection"` stands for its id.
    pub faults: Vec<Value>,
    /// Each once the providers have seen so many requests of the run, or when the run stands.
    pub acts: Vec<(usize, Act)>,
}

/// Who takes the run up.
#[derive(Debug, Clone)]
pub enum Start {
    /// The site itself, by its button.
    Button,
    /// Another server on the same database, which may die at this boundary of the journal.
    Server { dies_at: Option<u32> },
}

#[derive(Debug, Clone)]
pub enum Act {
    /// A server starts. `alone`: it believes that every other one is dead.
    Server { dies_at: Option<u32>, alone: bool },
    /// The second operator's button on the run's page.
    Tell(&'static str),
    /// The second operator's button on a task's page.
    Press(&'static str),
    /// The second operator starts the same run.
    Start,
    /// The first operator looks at a page.
    Look(&'static str),
    /// Seconds pass at once.
    Pass(i64),
}

const CREATES: [(&str, &str); 7] = [
    ("directconnect", "ConfirmConnection"),
    ("directconnect", "CreateDirectConnectGateway"),
    ("directconnect", "CreatePrivateVirtualInterface"),
    ("directconnect", "CreateDirectConnectGatewayAssociation"),
    ("ec2", "CreateVpnGateway"),
    ("ec2", "AttachVpnGateway"),
    ("ec2", "EnableVgwRoutePropagation"),
];
const READS: [(&str, &str); 14] = [
    ("*", "*"),
    ("directconnect", "*"),
    ("ec2", "*"),
    ("pureport", "*"),
    ("sts", "GetCallerIdentity"),
    ("directconnect", "DescribeConnections"),
    ("directconnect", "DescribeVirtualInterfaces"),
    ("directconnect", "DescribeDirectConnectGateways"),
    ("directconnect", "DescribeDirectConnectGatewayAssociations"),
    ("directconnect", "ListVirtualInterfaceRoutes"),
    ("ec2", "DescribeVpnGateways"),
    ("ec2", "DescribeRouteTables"),
    ("ec2", "DescribeVpcs"),
    ("pureport", "getConnection"),
];

impl Plan {
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let pace = dice.one_of(&[Pace::Instant, Pace::Demo]);
        let start = if dice.percent(40) {
            Start::Button
        } else {
            Start::Server {
                dies_at: death(&mut dice),
            }
        };
        let mut faults = Vec::new();
        for _ in 0..dice.within(1, 4) {
            faults.push(on_change(&mut dice));
        }
        for _ in 0..dice.within(0, 3) {
            faults.push(on_any(&mut dice));
        }
        for _ in 0..dice.within(0, 2) {
            faults.push(of_the_world(&mut dice));
        }
        let count = dice.within(1, 6);
        let mut acts: Vec<_> = (0..count).map(|_| moment(&mut dice)).collect();
        acts.sort_by_key(|(at, _)| *at);
        Self {
            pace,
            start,
            faults,
            acts,
        }
    }
}

fn death(dice: &mut Dice) -> Option<u32> {
    let at = u32::try_from(dice.within(1, 60)).unwrap();
    dice.percent(75).then_some(at)
}

fn moment(dice: &mut Dice) -> (usize, Act) {
    let at = usize::try_from(dice.within(10, 400)).unwrap();
    let act = match dice.within(1, 10) {
        1..=3 => Act::Server {
            dies_at: death(dice),
            alone: dice.percent(50),
        },
        4 | 5 => Act::Tell(dice.one_of(&[
            "pause_run",
            "resume_run",
            "retry_step",
            "keep_single",
            "end_run",
        ])),
        6 | 7 => Act::Press(dice.one_of(&[
            "accept_connections",
            "create_gateway",
            "create_interface",
            "attach_gateway",
            "associate_gateway",
            "enable_propagation",
        ])),
        8 => Act::Start,
        9 => Act::Look(dice.one_of(&["run", "setup", "setup/interfaces", "health", "teardown"])),
        _ => Act::Pass(i64::try_from(dice.within(5, 400)).unwrap()),
    };
    (at, act)
}

/// A change that is refused, or whose answer is lost, late or wrong.
fn on_change(dice: &mut Dice) -> Value {
    let (service, operation) = dice.one_of(&CREATES);
    let kind = match dice.within(1, 12) {
        1 | 2 => json!("drop_before"),
        3..=5 => json!("drop_after_commit"),
        6 => json!("reset"),
        7 => {
            json!({"status": {"code": dice.one_of(&[500, 503, 504]), "error": "InternalFailure", "message": "Later."}})
        }
        8 => {
            json!({"status": {"code": 400, "error": "DirectConnectClientException", "message": "Not this one."}})
        }
        9 => throttle(dice),
        10 => json!("expire_token"),
        11 => wrong_body(dice),
        _ => json!({"delay": {"ms": dice.within(1, 30)}}),
    };
    let times = dice.within(1, 2);
    json!({"service": service, "operation": operation, "skip": dice.within(0, 1), "times": times,
        "kind": kind})
}

/// Any request, mostly reads, for a number of times or a while.
fn on_any(dice: &mut Dice) -> Value {
    let (service, operation) = dice.one_of(&READS);
    let kind = match dice.within(1, 10) {
        1 => json!("drop_before"),
        2 => json!("reset"),
        3 | 4 => {
            json!({"status": {"code": dice.one_of(&[500, 502, 503]), "error": "InternalFailure", "message": "Later."}})
        }
        5 | 6 => throttle(dice),
        7 => json!("expire_token"),
        8 => wrong_body(dice),
        _ => json!({"stale_read": {"seconds": stale(dice, service)}}),
    };
    let mut fault = json!({"service": service, "operation": operation,
        "skip": dice.within(0, 80), "times": dice.within(1, 4), "kind": kind});
    if kind != json!("expire_token") && dice.percent(35) {
        fault["times"] = Value::Null;
        fault["for_seconds"] = json!(dice.within(5, 300));
    }
    fault
}

/// Not further back than a provider's lists ever lag (design/reliability.md).
fn stale(dice: &mut Dice, service: &str) -> u64 {
    dice.within(1, if service == "ec2" { 290 } else { 55 })
}

fn throttle(dice: &mut Dice) -> Value {
    let after = dice.percent(50).then(|| dice.within(1, 60));
    json!({"throttle": {"retry_after": after}})
}

fn wrong_body(dice: &mut Dice) -> Value {
    let variant = dice.one_of(&["missing_field", "extra_enum", "html", "truncated"]);
    json!({"wrong_body": {"variant": variant}})
}

fn of_the_world(dice: &mut Dice) -> Value {
    let leg = dice.one_of(&["primary", "secondary"]);
    let on = json!({"connection_id": "the connection", "leg": leg});
    let with = |name: &str, value: Value| {
        let mut on = on.clone();
        on[name] = value;
        on
    };
    let kind = match dice.within(1, 9) {
        1 => json!({"link_down": on}),
        2 => json!({"bgp_down": on}),
        3 => json!({"flap": with("seconds", json!(dice.within(2, 60)))}),
        4 => json!({"drop_one_side": with("side", json!(dice.one_of(&["aws", "pureport"])))}),
        5 => json!({"maintenance": on}),
        6 => json!({"blackhole": on}),
        7 => json!({"prefixes": with("n", json!(dice.within(0, 120)))}),
        _ => {
            let (_, begun_by) = dice.one_of(&CREATES);
            json!({"stuck": {"operation": begun_by, "connection_id": "the connection"}})
        }
    };
    json!({"for_seconds": dice.within(5, 300), "kind": kind})
}
