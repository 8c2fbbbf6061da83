//! BGP failover tests: the interface is `testing` and its session down until the test is over
//! (aws.md §1.2).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{InterfaceState, Page, VirtualInterface, interfaces};
use crate::{
    aws::{AwsError, Caller, Event, ids},
    clock::Millis,
    timers,
    world::World,
};

/// Three hours.
const DEFAULT_MINUTES: i64 = 180;
/// Three days.
const MOST_MINUTES: i64 = 4320;
const MINUTE: Millis = 60_000;
/// The history goes back a year.
const KEPT: Millis = 365 * 24 * 60 * MINUTE;

/// How a test stands, in the words of the user guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TestStatus {
    #[serde(rename = "In progress")]
    InProgress,
    Completed,
    /// Stopped by its owner.
    Cancelled,
    /// The interface went away meanwhile.
    Failed,
}

/// A test, running or over.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FailoverTest {
    pub test_id: String,
    pub virtual_interface_id: String,
    pub bgp_peers: Vec<String>,
    pub status: TestStatus,
    pub owner_account: String,
    pub region: String,
    /// As asked for.
    pub minutes: i64,
    pub start_time: Millis,
    /// Planned while the test runs, true afterwards.
    pub end_time: Millis,
}

impl FailoverTest {
    fn is_running_on(&self, interface_id: &str) -> bool {
        self.status == TestStatus::InProgress && self.virtual_interface_id == interface_id
    }

    fn view(&self) -> Value {
        json!({
            "testId": self.test_id,
            "virtualInterfaceId": self.virtual_interface_id,
            "bgpPeers": self.bgp_peers,
            "status": self.status,
            "ownerAccount": self.owner_account,
            "testDurationInMinutes": self.minutes,
            "startTime": self.start_time / 1000,
            "endTime": self.end_time / 1000,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Start {
    virtual_interface_id: String,
    bgp_peers: Option<Vec<String>>,
    test_duration_in_minutes: Option<i64>,
}

/// `StartBgpFailoverTest`: on an interface whose session is up.
pub fn start(world: &mut World, caller: &Caller, input: Start) -> Result<Value, AwsError> {
    let minutes = input.test_duration_in_minutes.unwrap_or(DEFAULT_MINUTES);
    let interface = interfaces::find(world, caller, &input.virtual_interface_id)?;
    check(interface, input.bgp_peers.as_deref(), minutes)?;
    let peers = vec![interface.bgp_peer_id.clone()];
    let test = FailoverTest {
        test_id: ids::uuid(world),
        virtual_interface_id: input.virtual_interface_id,
        bgp_peers: peers,
        status: TestStatus::InProgress,
        owner_account: caller.account.clone(),
        region: caller.region.clone(),
        minutes,
        start_time: world.now,
        end_time: world.now + minutes * MINUTE,
    };
    set_state(world, &test.virtual_interface_id, InterfaceState::Testing);
    let over = Event::FailoverTestOver(test.test_id.clone());
    world.timers.set(test.end_time, timers::Event::Aws(over));
    let view = test.view();
    let now = world.now;
    let tests = &mut world.aws.failover_tests;
    tests.retain(|_, one| is_kept(one, now));
    tests.insert(test.test_id.clone(), test);
    Ok(json!({"virtualInterfaceTest": view}))
}

fn check(
    interface: &VirtualInterface,
    peers: Option<&[String]>,
    minutes: i64,
) -> Result<(), AwsError> {
    let id = &interface.virtual_interface_id;
    if !(1..=MOST_MINUTES).contains(&minutes) {
        return Err(AwsError::client(format!(
            "The test duration must be 1 to {MOST_MINUTES} minutes."
        )));
    }
    if let Some(unknown) = peers
        .unwrap_or_default()
        .iter()
        .find(|peer| **peer != interface.bgp_peer_id)
    {
        return Err(AwsError::client(format!(
            "Virtual Interface {id} has no BGP peer {unknown}."
        )));
    }
    match interface.virtual_interface_state {
        InterfaceState::Available => Ok(()),
        InterfaceState::Testing => Err(AwsError::client(format!(
            "A failover test is already in progress on Virtual Interface {id}."
        ))),
        _ => Err(AwsError::client(format!(
            "Virtual Interface {id} is not available"
        ))),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stop {
    virtual_interface_id: String,
}

/// `StopBgpFailoverTest`: the session may come back at once.
pub fn stop(world: &mut World, caller: &Caller, input: Stop) -> Result<Value, AwsError> {
    let id = &input.virtual_interface_id;
    interfaces::find(world, caller, id)?;
    let test = end_on(world, id, TestStatus::Cancelled).ok_or_else(|| {
        AwsError::client(format!(
            "No failover test is in progress on Virtual Interface {id}."
        ))
    })?;
    set_state(world, id, InterfaceState::Down);
    Ok(json!({"virtualInterfaceTest": test}))
}

/// The interface is on its way out, and takes a running test along.
pub fn fail(world: &mut World, interface_id: &str) {
    end_on(world, interface_id, TestStatus::Failed);
}

/// The time of a test is over, unless it was ended before.
pub fn complete(world: &mut World, test_id: &str) {
    let test = world.aws.failover_tests.get(test_id);
    let Some(interface) = test.map(|test| test.virtual_interface_id.clone()) else {
        return;
    };
    let running = test.is_some_and(|test| test.is_running_on(&interface));
    if running && end_on(world, &interface, TestStatus::Completed).is_some() {
        set_state(world, &interface, InterfaceState::Down);
    }
}

/// Ends the running test of an interface; its view, if there was one.
fn end_on(world: &mut World, interface_id: &str, status: TestStatus) -> Option<Value> {
    let now = world.now;
    let mut tests = world.aws.failover_tests.values_mut();
    let test = tests.find(|test| test.is_running_on(interface_id))?;
    (test.status, test.end_time) = (status, now);
    Some(test.view())
}

/// From `available` to `testing` and on to `down`, from where BGP brings it back; an interface that
/// left meanwhile stays as it is.
fn set_state(world: &mut World, interface_id: &str, state: InterfaceState) {
    let interfaces = &mut world.aws.virtual_interfaces;
    if let Some(one) = interfaces.get_mut(interface_id).filter(|one| {
        matches!(
            one.virtual_interface_state,
            InterfaceState::Available | InterfaceState::Testing
        )
    }) {
        one.virtual_interface_state = state;
    }
}

fn is_kept(test: &FailoverTest, now: Millis) -> bool {
    test.status == TestStatus::InProgress || now - test.end_time < KEPT
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct List {
    test_id: Option<String>,
    virtual_interface_id: Option<String>,
    bgp_peers: Option<Vec<String>>,
    status: Option<String>,
    #[serde(flatten)]
    page: Page,
}

/// `ListVirtualInterfaceTestHistory`: of the caller's interfaces in this region, newest first.
pub fn list(world: &mut World, caller: &Caller, input: List) -> Result<Value, AwsError> {
    let tests = world.aws.failover_tests.values();
    let mut found: Vec<_> = tests
        .filter(|one| caller.sees(&one.owner_account, &one.region) && is_kept(one, world.now))
        .filter(|one| input.fits(one))
        .collect();
    found.sort_by_key(|one| std::cmp::Reverse(one.start_time));
    let views = found.into_iter().map(FailoverTest::view).collect();
    input.page.cut("virtualInterfaceTestHistory", views)
}

impl List {
    fn fits(&self, test: &FailoverTest) -> bool {
        let is = |asked: &Option<String>, is: &str| {
            asked
                .as_deref()
                .is_none_or(|asked| asked.eq_ignore_ascii_case(is))
        };
        let status = json!(test.status);
        is(&self.test_id, &test.test_id)
            && is(&self.virtual_interface_id, &test.virtual_interface_id)
            && is(&self.status, status.as_str().unwrap_or_default())
            && self.bgp_peers.as_ref().is_none_or(|peers| {
                peers.is_empty() || peers.iter().any(|peer| test.bgp_peers.contains(peer))
            })
    }
}
