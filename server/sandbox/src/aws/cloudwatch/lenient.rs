//! Input members of each protocol: JSON and CBOR have numbers, the query protocol has text.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Value;

use crate::clock::Millis;

/// The last time that is understood: the end of the year 9999.
const LAST: Millis = 253_402_300_799_000;

/// A whole number.
pub fn integer<'de, D: Deserializer<'de>>(input: D) -> Result<Option<i64>, D::Error> {
    let value = Value::deserialize(input)?;
    let read = match &value {
        Value::Null => return Ok(None),
        Value::String(text) => text.parse().ok(),
        other => other.as_i64(),
    };
    let said = || Error::custom(format!("{value} is not a whole number"));
    read.map(Some).ok_or_else(said)
}

/// Yes or no.
pub fn boolean<'de, D: Deserializer<'de>>(input: D) -> Result<Option<bool>, D::Error> {
    let value = Value::deserialize(input)?;
    match &value {
        Value::Null => Ok(None),
        Value::Bool(is) => Ok(Some(*is)),
        Value::String(text) if text == "true" => Ok(Some(true)),
        Value::String(text) if text == "false" => Ok(Some(false)),
        other => Err(Error::custom(format!("{other} is neither true nor false"))),
    }
}

/// Seconds since 1970, or ISO 8601, as milliseconds.
pub fn time<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Millis>, D::Error> {
    let value = Value::deserialize(input)?;
    let read = match &value {
        Value::Null => return Ok(None),
        Value::String(text) => text.parse().ok().map(Timestamp::as_millisecond),
        other => other.as_f64().map(millis),
    };
    let said = || Error::custom(format!("{value} is not a time"));
    read.filter(|at| (0..=LAST).contains(at))
        .map(Some)
        .ok_or_else(said)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "what does not fit is no time, and refused"
)]
fn millis(seconds: f64) -> Millis {
    (seconds * 1000.0) as Millis
}
