//! How well the other end of a gateway is reached (pureport.md §2). Nothing is measured: the numbers
//! are drawn from the seed, the same each time that a span of time is asked for.

use jiff::Timestamp;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{clock::Millis, faults};

use super::{
    call::{Answer, Call, Reply, link, need},
    error::{code, refuse},
    json::{gateway_name, time},
    state::{BgpState, Circuit, Connection},
};

/// The shortest span of a measurement, five minutes.
const SPAN: Millis = 300_000;
/// At most so many measurements are answered; spans grow until they fit.
const MOST: Millis = 500;

/// Which span of time is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct DateFilter {
    gt: Option<String>,
    gte: Option<String>,
    lt: Option<String>,
    lte: Option<String>,
}

/// `POST /gateways/{gatewayId}/metrics/connectivity`: since the session came up.
pub(super) fn over_time(call: &mut Call) -> Answer {
    need(call.who.networks.read, "networks.read")?;
    call.gateway()?;
    let (from, to) = range(&call.json()?, call.world.now)?;
    let (connection, leg) = call.gateway()?;
    let since = circuit(connection, leg).and_then(|circuit| circuit.up_since);
    let from = since.map_or(to, |since| since.max(from));
    let measured = spans(from, to).map(|(start, end)| measured(call, connection, leg, start, end));
    let measured: Vec<Value> = measured.flatten().collect();
    Ok(reply(call, &measured))
}

/// `GET /gateways/{gatewayId}/metrics/connectivity/current`
pub(super) fn current(call: &mut Call) -> Answer {
    need(call.who.networks.read, "networks.read")?;
    let (connection, leg) = call.gateway()?;
    let now = call.world.now;
    let measured = measured(call, connection, leg, now - SPAN, now);
    Ok(reply(call, &measured.into_iter().collect::<Vec<_>>()))
}

/// The first and the last moment that a filter lets pass, until now at most.
fn range(filter: &DateFilter, now: Millis) -> Answer<(Millis, Millis)> {
    let after = moment(filter.gt.as_deref())?.map(|at| at.saturating_add(1));
    let from = moment(filter.gte.as_deref())?.max(after).unwrap_or(0);
    let before = moment(filter.lt.as_deref())?.map(|at| at.saturating_sub(1));
    let last = [before, moment(filter.lte.as_deref())?, Some(now)];
    Ok((from, last.into_iter().flatten().min().unwrap_or(now)))
}

fn moment(text: Option<&str>) -> Answer<Option<Millis>> {
    let Some(text) = text else {
        return Ok(None);
    };
    match text.parse::<Timestamp>() {
        Ok(at) => Ok(Some(at.as_millisecond())),
        Err(_) => refuse(
            code::VALIDATION_ERROR,
            "gt, gte, lt and lte must be moments such as 2020-08-14T15:40:32.000Z",
        ),
    }
}

/// From one moment to the other in equal spans: as many as are wanted, and as few as may be.
fn spans(from: Millis, to: Millis) -> impl Iterator<Item = (Millis, Millis)> {
    let whole = (to - from).max(0);
    let span = SPAN * (whole / (SPAN * MOST) + 1);
    let count = (whole + span - 1) / span;
    (0..count).map(move |number| {
        let start = from + number * span;
        (start, (start + span).min(to))
    })
}

fn circuit(connection: &Connection, leg: usize) -> Option<&Circuit> {
    connection.gateways.get(leg)?.circuit.as_ref()
}

/// What a leg measured in a span; nothing before it is provisioned.
fn measured(
    call: &Call,
    connection: &Connection,
    leg: usize,
    start: Millis,
    end: Millis,
) -> Option<Value> {
    let circuit = circuit(connection, leg)?;
    let gateway = connection.gateways.get(leg)?;
    let mut measured = json!({
        "gateway": link("gateways", &gateway.id, &gateway_name(connection, leg)),
        "destinationAddress": circuit.customer_ip.split('/').next(),
        "time": {"start": time(start), "endInclusive": time(end), "empty": false},
        "lossRate": 1.0,
    });
    if circuit.bgp == BgpState::Up && faults::carries(call.world, &circuit.remote_id) {
        let salt = gateway.id.bytes().fold(call.world.seed, |salt, byte| {
            salt.wrapping_mul(31).wrapping_add(u64::from(byte))
        });
        answered(&mut measured, salt ^ start.unsigned_abs());
    }
    Some(measured)
}

/// Round trips within a region: a few milliseconds, all answered.
fn answered(measured: &mut Value, seed: u64) {
    let mut rng = StdRng::seed_from_u64(seed);
    let least: f64 = rng.random_range(1.0..4.0);
    let deviation: f64 = rng.random_range(0.05..0.4);
    let shown = |number: f64| json!((number * 1_000.0).round() / 1_000.0);
    measured["min"] = shown(least);
    measured["average"] = shown(least + 2.0 * deviation);
    measured["max"] = shown(least + 5.0 * deviation);
    measured["standardDeviation"] = shown(deviation);
    measured["lossRate"] = json!(0.0);
}

const COLUMNS: [&str; 9] = [
    "gateway",
    "destinationAddress",
    "start",
    "endInclusive",
    "min",
    "max",
    "average",
    "standardDeviation",
    "lossRate",
];

fn reply(call: &Call, measured: &[Value]) -> Reply {
    if !call.wants_csv() {
        return Reply::ok(json!(measured));
    }
    let header = COLUMNS.join(",");
    let lines = measured.iter().map(line);
    let lines: Vec<String> = std::iter::once(header).chain(lines).collect();
    Reply::text("text/csv", lines.join("\r\n") + "\r\n")
}

/// One measurement as a line. No field needs quotes: ids, addresses, times and numbers.
fn line(measured: &Value) -> String {
    let fields = COLUMNS.map(|column| match column {
        "gateway" => plain(&measured["gateway"]["id"]),
        "start" | "endInclusive" => plain(&measured["time"][column]),
        other => plain(&measured[other]),
    });
    fields.join(",")
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, SPAN, spans};

    #[test]
    fn spans_are_five_minutes_until_there_would_be_too_many() {
        let all: Vec<_> = spans(0, SPAN * 2 + 1).collect();
        assert_eq!(all, [(0, SPAN), (SPAN, SPAN * 2), (SPAN * 2, SPAN * 2 + 1)]);
        assert_eq!(spans(5, 5).count(), 0);
        assert_eq!(spans(5, 0).count(), 0);
        let years = spans(0, 10 * 366 * 86_400_000).count();
        assert!(years <= usize::try_from(MOST).unwrap(), "{years}");
    }
}
