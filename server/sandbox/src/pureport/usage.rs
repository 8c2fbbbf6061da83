//! Usage: how much went through an account's connections. The amounts are simulated: while a session
//! is up, its connection carries a steady share of its speed.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock::Millis;

use super::{
    call::{Answer, Call, Reply, link},
    csv::csv,
    fields::{given, invalid, read_instant},
    json::{account_link, time},
    state::{Action, BgpState, Connection, Network, Resource, State},
};

const HOUR: Millis = 3_600_000;
const DAY: Millis = 24 * HOUR;
/// The time that is looked at when none is named: thirty days up to now.
const USUAL: Millis = 30 * DAY;
/// More steps than these are refused.
const STEPS: Millis = 10_000;
/// Bytes a second in a megabit a second.
const BYTES: i64 = 125_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    date: Option<DateFilter>,
    time_unit: Option<TimeUnit>,
    traffic_type: Option<TrafficType>,
    include_child_accounts: Option<bool>,
    connection_ids: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct DateFilter {
    gt: Option<String>,
    gte: Option<String>,
    lt: Option<String>,
    lte: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum TimeUnit {
    Hours,
    Days,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum TrafficType {
    All,
    Backbone,
}

/// What is asked: whose traffic of which kind, when, in which steps.
struct Question {
    account: String,
    children: bool,
    traffic: TrafficType,
    from: Millis,
    to: Millis,
    step: Millis,
}

/// `POST /accounts/{accountId}/metrics/usageByConnection`
pub(super) fn by_connection(call: &mut Call) -> Answer {
    let (question, _) = read(call)?;
    let state = &call.world.pureport;
    let rows = question.connections(state).map(|(network, connection)| {
        let (ingress, egress) = question.traffic(state, connection, question.from, question.to);
        json!({
            "account": account_link(state, &network.account),
            "network": link("networks", &network.id, &network.name),
            "connection": connection_link(connection),
            "ingress": ingress,
            "egress": egress,
        })
    });
    let columns = ["account", "network", "connection", "ingress", "egress"];
    Ok(answer(call, &columns, rows.collect()))
}

/// `POST /accounts/{accountId}/metrics/usageByConnectionAndTime`: of `connectionIds`, as far as they
/// are the account's.
pub(super) fn by_connection_and_time(call: &mut Call) -> Answer {
    let (question, ids) = read(call)?;
    let ids = given("connectionIds", ids)?;
    let state = &call.world.pureport;
    let mut rows: Vec<Value> = Vec::new();
    for (_, connection) in question.connections(state) {
        if !ids.contains(&connection.id) {
            continue;
        }
        for (from, to) in question.steps(up_since(connection)) {
            let (ingress, egress) = question.traffic(state, connection, from, to);
            rows.push(json!({
                "connection": connection_link(connection),
                "time": time(from),
                "ingress": ingress,
                "egress": egress,
            }));
        }
    }
    let columns = ["connection", "time", "ingress", "egress"];
    Ok(answer(call, &columns, rows))
}

/// `POST /accounts/{accountId}/metrics/usageByNetworkAndTime`
pub(super) fn by_network_and_time(call: &mut Call) -> Answer {
    let (question, _) = read(call)?;
    let state = &call.world.pureport;
    let mut rows: Vec<Value> = Vec::new();
    for network in question.networks(state) {
        let own = |connection: &&Connection| connection.network == network.id;
        let connections: Vec<&Connection> = state.connections.iter().filter(own).collect();
        let first = connections.iter().filter_map(|one| up_since(one)).min();
        for (from, to) in question.steps(first) {
            let each = connections.iter();
            let each = each.map(|connection| question.traffic(state, connection, from, to));
            let usage: i64 = each.map(|(ingress, egress)| ingress + egress).sum();
            rows.push(json!({
                "account": account_link(state, &network.account),
                "network": link("networks", &network.id, &network.name),
                "time": time(from),
                "usage": usage,
            }));
        }
    }
    let columns = ["account", "network", "time", "usage"];
    Ok(answer(call, &columns, rows))
}

fn read(call: &Call) -> Answer<(Question, Option<Vec<String>>)> {
    let account = call.account()?.id.clone();
    call.need(Resource::Networks, Action::Read)?;
    let body: Body = call.json()?;
    let (from, to) = span(call, body.date.as_ref())?;
    let step = match body.time_unit {
        Some(TimeUnit::Hours) => HOUR,
        Some(TimeUnit::Days) | None => DAY,
    };
    if from > to || to.saturating_sub(from) / step > STEPS {
        return invalid(format!("date must be a time of at most {STEPS} steps"));
    }
    let question = Question {
        account,
        children: body.include_child_accounts.unwrap_or(false),
        traffic: body.traffic_type.unwrap_or(TrafficType::All),
        from,
        to,
        step,
    };
    Ok((question, body.connection_ids))
}

/// From the first millisecond to the one after the last.
fn span(call: &Call, date: Option<&DateFilter>) -> Answer<(Millis, Millis)> {
    let now = call.world.now;
    let Some(date) = date else {
        return Ok((now - USUAL, now));
    };
    let limit = |on: &Option<String>, beside: &Option<String>| {
        let read = |text: &Option<String>| {
            let text = text.as_deref();
            text.map(|text| read_instant("date", text)).transpose()
        };
        let after = read(beside)?.map(|limit| limit.saturating_add(1));
        Ok(read(on)?.or(after))
    };
    let to = limit(&date.lt, &date.lte)?.unwrap_or(now);
    let from = limit(&date.gte, &date.gt)?.unwrap_or(to.saturating_sub(USUAL));
    Ok((from, to))
}

impl Question {
    fn networks<'a>(&self, state: &'a State) -> impl Iterator<Item = &'a Network> {
        state.networks.iter().filter(move |network| {
            network.account == self.account
                || self.children && state.is_within(&network.account, &self.account)
        })
    }

    fn connections<'a>(
        &self,
        state: &'a State,
    ) -> impl Iterator<Item = (&'a Network, &'a Connection)> {
        self.networks(state).flat_map(|network| {
            let all = state.connections.iter();
            let own = all.filter(|connection| connection.network == network.id);
            own.map(move |connection| (network, connection))
        })
    }

    /// The whole hours or days of the time asked for, from that of `first` to the present one.
    fn steps(&self, first: Option<Millis>) -> impl Iterator<Item = (Millis, Millis)> {
        let (step, from, to) = (self.step, self.from, self.to);
        let begin = first.map_or(to, |first| first.max(from));
        let mut at = begin - begin.rem_euclid(step);
        std::iter::from_fn(move || {
            let this = at;
            at += step;
            (this < to).then_some((this, at))
        })
    }

    /// Bytes in and out between two times.
    fn traffic(
        &self,
        state: &State,
        connection: &Connection,
        from: Millis,
        to: Millis,
    ) -> (i64, i64) {
        let begin = from.max(self.from).max(up_since(connection).unwrap_or(to));
        let seconds = (to.min(self.to) - begin).max(0) / 1_000;
        let share = match self.traffic {
            TrafficType::All => share(connection),
            TrafficType::Backbone if spans_locations(state, connection) => share(connection) / 2,
            TrafficType::Backbone => 0,
        };
        let ingress = i64::from(connection.order.speed) * BYTES / 100 * share * seconds;
        (ingress, ingress / 5 * 3)
    }
}

/// How much of its speed a connection carries, 6 to 24 per cent.
fn share(connection: &Connection) -> i64 {
    let sum: i64 = connection.id.bytes().map(i64::from).sum();
    6 + sum % 19
}

/// Since when the older of its sessions is up.
fn up_since(connection: &Connection) -> Option<Millis> {
    let circuits = connection.gateways.iter();
    let circuits = circuits.filter_map(|gateway| gateway.circuit.as_ref());
    let up = circuits.filter(|circuit| circuit.bgp == BgpState::Up);
    up.filter_map(|circuit| circuit.up_since).min()
}

/// Traffic crosses the backbone when the network is in more than one place.
fn spans_locations(state: &State, connection: &Connection) -> bool {
    let mut all = state.connections.iter();
    all.any(|other| {
        other.network == connection.network && other.order.location != connection.order.location
    })
}

fn connection_link(connection: &Connection) -> Value {
    link("connections", &connection.id, &connection.order.name)
}

/// As the client wants it.
fn answer(call: &Call, columns: &[&str], rows: Vec<Value>) -> Reply {
    if call.wants_csv() {
        return Reply::text("text/csv", csv(columns, &rows));
    }
    Reply::ok(json!(rows))
}
