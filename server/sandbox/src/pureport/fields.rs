//! What the fields of a body and the parameters of a query may be.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::clock::Millis;

use super::{
    call::{Answer, Call},
    error::{code, refuse},
    order::{Link, linked},
};

/// A text that must be there, with 1 to `most` characters.
pub(super) fn required(field: &str, text: Option<&str>, most: usize) -> Answer<String> {
    let text = text.unwrap_or_default();
    if (1..=most).contains(&text.chars().count()) {
        return Ok(text.to_owned());
    }
    invalid(format!("{field} must have 1 to {most} characters"))
}

/// A text that may be left out, with at most `most` characters.
pub(super) fn optional(field: &str, text: Option<String>, most: usize) -> Answer<Option<String>> {
    if text
        .as_ref()
        .is_none_or(|text| text.chars().count() <= most)
    {
        return Ok(text);
    }
    invalid(format!("{field} must have at most {most} characters"))
}

/// An email address: something, an @, and a name with a dot.
pub(super) fn email(field: &str, text: Option<&str>) -> Answer<String> {
    let text = text.unwrap_or_default();
    let plain = |text: &str| !text.contains(|one: char| one.is_whitespace() || one == '@');
    match text.split_once('@') {
        Some((name, host))
            if text.len() <= 254
                && !name.is_empty()
                && plain(name)
                && plain(host)
                && host.contains('.') =>
        {
            Ok(text.to_owned())
        }
        _ => invalid(format!("{field} must be an email address")),
    }
}

/// What must be there.
pub(super) fn given<T>(field: &str, value: Option<T>) -> Answer<T> {
    value.map_or_else(|| invalid(format!("{field} must be given")), Ok)
}

/// The body's link to its account, which must be the one in the path.
pub(super) fn own_account(call: &Call, link: Option<&Link>) -> Answer<()> {
    let link = given("account", link)?;
    if linked("account", link, "/accounts/")? == call.id {
        return Ok(());
    }
    refuse(code::INVALID_LINK, "account is not the account in the path")
}

pub(super) fn invalid<T>(message: impl Into<String>) -> Answer<T> {
    refuse(code::VALIDATION_ERROR, message)
}

/// The first value of a query parameter.
pub(super) fn parameter<'a>(call: &'a Call, name: &str) -> Option<&'a str> {
    call.query(name).first().copied()
}

/// A number in a query.
pub(super) fn number(
    call: &Call,
    name: &str,
    range: RangeInclusive<usize>,
) -> Answer<Option<usize>> {
    let Some(text) = parameter(call, name) else {
        return Ok(None);
    };
    match text.parse() {
        Ok(number) if range.contains(&number) => Ok(Some(number)),
        _ => invalid(format!(
            "{name} must be a number from {} to {}",
            range.start(),
            range.end()
        )),
    }
}

/// Yes or no in a query; no when it is not there. A client in Python sends `False`.
pub(super) fn flag(call: &Call, name: &str) -> Answer<bool> {
    let text = parameter(call, name).map(str::to_ascii_lowercase);
    match text.as_deref() {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => invalid(format!("{name} must be true or false")),
    }
}

/// A point in time in a query.
pub(super) fn instant(call: &Call, name: &str) -> Answer<Option<Millis>> {
    let text = parameter(call, name);
    text.map(|text| read_instant(name, text)).transpose()
}

/// ISO 8601, for example `2020-08-14T15:40:32.000Z`.
pub(super) fn read_instant(name: &str, text: &str) -> Answer<Millis> {
    text.parse().map_or_else(
        |_| invalid(format!("{name} must be an ISO 8601 time")),
        |stamp: Timestamp| Ok(stamp.as_millisecond()),
    )
}

/// One of the words of an enum in a query.
pub(super) fn word<T: DeserializeOwned>(call: &Call, name: &str) -> Answer<Option<T>> {
    let text = parameter(call, name);
    text.map(|text| read_word(name, text)).transpose()
}

pub(super) fn read_word<T: DeserializeOwned>(name: &str, text: &str) -> Answer<T> {
    serde_json::from_value(Value::from(text))
        .or_else(|_| invalid(format!("{name} has no such value")))
}
