//! BGP between the two providers: a session comes up only when both ends agree, and routes follow
//! from the sessions. Everything here is derived from the two halves' states.

mod routes;
mod transit;

use std::collections::BTreeMap;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

pub use self::{
    routes::{accepted, advertised, traffic_from},
    transit::comes_in_over,
};
use crate::{
    aws::{
        self,
        directconnect::{InterfaceState, VirtualInterface},
    },
    clock::Millis,
    faults::{self, End},
    pace::Transition,
    partners,
    pureport::{self, BgpEnd},
    timers,
    world::World,
};

/// The sessions by interface id.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Sessions {
    attempts: u64,
    by_interface: BTreeMap<String, Session>,
}

/// A session whose ends agree.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Session {
    /// Tells a later attempt from an earlier one.
    attempt: u64,
    pub up: bool,
    /// When it came up.
    pub since: Millis,
    connection_id: String,
    /// AWS believes that it is up.
    #[serde(default)]
    shown: bool,
    /// What Pureport was told last, while it believes that the session is up.
    #[serde(default)]
    told: Option<Vec<(Ipv4Net, u32)>>,
}

/// The session of an interface, if AWS believes that it is up.
pub fn session<'w>(world: &'w World, interface_id: &str) -> Option<&'w Session> {
    world
        .bgp
        .by_interface
        .get(interface_id)
        .filter(|session| session.up && faults::believes(world, &session.connection_id, End::Aws))
}

/// Recomputes every session, and the routes that follow from them.
pub fn settle(world: &mut World) {
    faults::settle(world);
    let agreeing: BTreeMap<_, _> = world
        .aws
        .virtual_interfaces
        .values()
        .filter(|one| one.is_ready() && disagreements(world, one).is_empty())
        .map(|one| (one.virtual_interface_id.clone(), one.connection_id.clone()))
        .collect();
    drop_others(world, &agreeing);
    for (interface, connection) in agreeing {
        if !world.bgp.by_interface.contains_key(&interface) {
            begin(world, interface, connection);
        }
    }
    show(world);
    tell(world);
    routes::settle(world);
    aws::cloudwatch::record(world);
}

/// What keeps the session of an interface from coming up; nothing when both ends agree.
/// Amazon's address is what Pureport calls the customer's, and the other way round (aws.md §2.2).
pub fn disagreements(world: &World, interface: &VirtualInterface) -> Vec<&'static str> {
    let Some(end) = other_end(world, &interface.connection_id) else {
        return vec!["no other end"];
    };
    let connection = world.aws.connections.get(&interface.connection_id);
    let checks = [
        ("interface not ready", interface.is_ready()),
        (
            "connection not ready",
            connection.is_some_and(aws::directconnect::Connection::is_ready),
        ),
        ("gateway not running", end.running),
        ("vlan", interface.vlan == end.vlan),
        ("customer asn", interface.asn == end.pureport_asn),
        ("amazon asn", interface.amazon_side_asn == end.customer_asn),
        (
            "amazon address",
            is(&end.customer_ip, interface.amazon_address),
        ),
        (
            "customer address",
            is(&end.pureport_ip, interface.customer_address),
        ),
        ("key", interface.auth_key.expose() == password(&end)),
        (
            "too many prefixes",
            end.prefixes.len() <= interface.virtual_interface_type.prefix_limit(),
        ),
    ];
    let wrong = checks
        .into_iter()
        .filter(|(_, fits)| !fits)
        .map(|(what, _)| what);
    wrong
        .chain(faults::broken(world, &interface.connection_id))
        .collect()
}

/// The partner's end, Pureport's or another's.
fn other_end(world: &World, connection_id: &str) -> Option<BgpEnd> {
    pureport::bgp_end(world, connection_id).or_else(|| partners::bgp_end(world, connection_id))
}

fn is(text: &str, net: Ipv4Net) -> bool {
    text.parse() == Ok(net)
}

fn password(end: &BgpEnd) -> &str {
    &end.password
}

fn begin(world: &mut World, interface: String, connection_id: String) {
    world.bgp.attempts += 1;
    let attempt = world.bgp.attempts;
    let session = Session {
        attempt,
        up: false,
        since: 0,
        connection_id,
        shown: false,
        told: None,
    };
    world.bgp.by_interface.insert(interface.clone(), session);
    world.after(
        Transition::BgpUp,
        timers::Event::Aws(aws::Event::BgpUp(interface, attempt)),
    );
}

/// The session is up, if it is still the same attempt.
pub fn establish(world: &mut World, interface: &str, attempt: u64) {
    let now = world.now;
    let Some(session) = world
        .bgp
        .by_interface
        .get_mut(interface)
        .filter(|one| one.attempt == attempt)
    else {
        return;
    };
    (session.up, session.since) = (true, now);
}

fn drop_others(world: &mut World, agreeing: &BTreeMap<String, String>) {
    let all = std::mem::take(&mut world.bgp.by_interface);
    let (kept, gone): (BTreeMap<_, _>, BTreeMap<_, _>) = all
        .into_iter()
        .partition(|(interface, _)| agreeing.contains_key(interface));
    world.bgp.by_interface = kept;
    for (interface, session) in gone.into_iter().filter(|(_, session)| session.up) {
        set_state(world, &interface, InterfaceState::Down);
        pureport::set_bgp(world, &session.connection_id, false, &[]);
    }
}

/// Moves between `down` and `available` only: an interface on its way out stays there.
fn set_state(world: &mut World, interface: &str, state: InterfaceState) {
    if let Some(one) = world
        .aws
        .virtual_interfaces
        .get_mut(interface)
        .filter(|one| one.is_ready())
    {
        one.virtual_interface_state = state;
    }
}

/// AWS shows what it believes of the sessions, when that changed.
fn show(world: &mut World) {
    let news: Vec<_> = world
        .bgp
        .by_interface
        .iter()
        .map(|(id, session)| (id, session.shown, self::session(world, id).is_some()))
        .filter(|(_, shown, up)| shown != up)
        .map(|(id, _, up)| (id.clone(), up))
        .collect();
    for (interface, up) in news {
        let state = if up {
            InterfaceState::Available
        } else {
            InterfaceState::Down
        };
        set_state(world, &interface, state);
        if let Some(session) = world.bgp.by_interface.get_mut(&interface) {
            session.shown = up;
        }
    }
}

/// Pureport learns what AWS advertises, when that changed.
fn tell(world: &mut World) {
    let sessions = world.bgp.by_interface.iter();
    let news: Vec<_> = sessions
        .filter(|(_, session)| session.up)
        .map(|(id, session)| (id, session, heard(world, id, session)))
        .filter(|(_, session, heard)| *heard != session.told)
        .map(|(id, session, heard)| (id.clone(), session.connection_id.clone(), heard))
        .collect();
    for (interface, connection_id, heard) in news {
        let learned = heard.as_deref().unwrap_or_default();
        pureport::set_bgp(world, &connection_id, heard.is_some(), learned);
        if let Some(session) = world.bgp.by_interface.get_mut(&interface) {
            session.told = heard;
        }
    }
}

/// What Pureport knows from a session that is up: nothing where it believes that it is down, and
/// nothing new where AWS does.
fn heard(world: &World, id: &str, session: &Session) -> Option<Vec<(Ipv4Net, u32)>> {
    let believes = |end| faults::believes(world, &session.connection_id, end);
    if !believes(End::Pureport) {
        return None;
    }
    match world.aws.virtual_interfaces.get(id) {
        Some(interface) if believes(End::Aws) || session.told.is_none() => {
            let asn = interface.amazon_side_asn;
            let advertised = advertised(world, interface).into_iter();
            Some(advertised.map(|(cidr, _)| (cidr, asn)).collect())
        }
        _ => session.told.clone(),
    }
}
