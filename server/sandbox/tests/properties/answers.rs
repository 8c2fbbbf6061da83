//! Every answer is in its provider's form, and no server error comes unasked.

use crate::{
    client::{Answer, Call},
    known::Known,
};

/// Judges status, form and log; of a struck answer only that it was logged.
pub fn check(known: &Known, call: &Call, answer: &Answer) -> Result<(), String> {
    let calls = usize::from(!matches!(call, Call::Control { .. }));
    if answer.logged.len() != calls {
        return Err(format!("logged as {:?}", answer.logged));
    }
    if answer.struck() {
        return Ok(());
    }
    if answer
        .logged
        .iter()
        .any(|entry| entry.status != answer.status)
    {
        return Err(format!("{} logged as {:?}", answer.status, answer.logged));
    }
    if answer.status >= 500 && !out_of_capacity(known, call, answer) {
        return Err(format!("a server error: {} {}", answer.status, answer.text));
    }
    let fits = match call {
        Call::Json { .. } => {
            answer.kind == "application/x-amz-json-1.1"
                && answer.json().is_object()
                && (answer.accepted() || answer.json()["__type"].is_string())
        }
        Call::Query { .. } => answer.kind.starts_with("text/xml") && is_xml(answer),
        Call::Pureport { .. } => {
            answer.kind == "application/json"
                && !answer.json().is_null()
                && (answer.accepted()
                    || (answer.json()["status"] == answer.status
                        && answer.json()["code"].is_string()))
        }
        Call::Control { .. } => answer.json().is_object(),
    };
    if fits {
        return Ok(());
    }
    Err(format!(
        "an answer out of form: {} {} {:.500}",
        answer.status, answer.kind, answer.text
    ))
}

/// Pureport's own 503, where the catalogue was told so.
fn out_of_capacity(known: &Known, call: &Call, answer: &Answer) -> bool {
    matches!(call, Call::Pureport { .. })
        && answer.json()["code"] == "INSUFFICIENT_CAPACITY"
        && known
            .pureport
            .offers
            .values()
            .any(|offer| offer["outOfCapacity"] == true)
}

fn is_xml(answer: &Answer) -> bool {
    let mut reader = quick_xml::Reader::from_str(&answer.text);
    let mut elements = 0;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(quick_xml::events::Event::Start(_)) => elements += 1,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
    elements > 0 && (answer.accepted() || answer.text.contains("<Code>"))
}
