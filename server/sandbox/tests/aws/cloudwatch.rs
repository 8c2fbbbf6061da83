//! CloudWatch's three protocols, with the same input and the same answer.

use ciborium::Value as Cbor;
use sandbox::clock::machine_now;
use serde_json::{Value, json};

use crate::support::{
    Identity, Lab, OPERATOR, Refusal, WEST,
    signing::{signed_bytes, signed_to},
    tag,
};

const PATH: &str = "/service/GraniteServiceVersion20100801/operation/";

/// By JSON, as the operator.
pub async fn json(lab: &Lab, operation: &str, input: Value) -> Result<Value, Refusal> {
    json_as(lab, OPERATOR, WEST, operation, input).await
}

pub async fn json_as(
    lab: &Lab,
    who: Identity,
    region: &str,
    operation: &str,
    input: Value,
) -> Result<Value, Refusal> {
    let target = format!("GraniteServiceVersion20100801.{operation}");
    let headers = [
        ("x-amz-target", target.as_str()),
        ("content-type", "application/x-amz-json-1.0"),
    ];
    let body = input.to_string().into_bytes();
    let request = signed_bytes(who, region, "monitoring", &headers, body, machine_now());
    let response = lab.exchange(request).await;
    assert_eq!(
        response.headers()["content-type"],
        "application/x-amz-json-1.0"
    );
    let answer = serde_json::from_slice(response.body()).expect("JSON");
    outcome(response.status().as_u16(), answer)
}

/// By RPC v2, as the Rust client does it: times have a tag, maps need not tell their length.
pub async fn cbor(lab: &Lab, operation: &str, input: &Value) -> Result<Value, Refusal> {
    let headers = [
        ("smithy-protocol", "rpc-v2-cbor"),
        ("accept", "application/cbor"),
        ("content-type", "application/cbor"),
    ];
    let mut body = vec![];
    ciborium::into_writer(&tagged(input, false), &mut body).expect("written");
    let path = format!("{PATH}{operation}");
    let request = signed_to(
        &path,
        OPERATOR,
        WEST,
        "monitoring",
        &headers,
        body,
        machine_now(),
    );
    let response = lab.exchange(request).await;
    assert_eq!(response.headers()["content-type"], "application/cbor");
    assert_eq!(response.headers()["smithy-protocol"], "rpc-v2-cbor");
    let answer: Cbor = ciborium::from_reader(response.body().as_slice()).expect("CBOR");
    let refused = response.status() != 200;
    assert_eq!(
        refused,
        response.headers().contains_key("x-amzn-query-error")
    );
    outcome(response.status().as_u16(), plain(answer, ""))
}

fn tagged(value: &Value, time: bool) -> Cbor {
    match value {
        Value::Object(members) => Cbor::Map(
            members
                .iter()
                .map(|(name, value)| {
                    let time = name.ends_with("Time");
                    (Cbor::Text(name.clone()), tagged(value, time))
                })
                .collect(),
        ),
        Value::Array(items) => Cbor::Array(items.iter().map(|item| tagged(item, false)).collect()),
        Value::String(text) => Cbor::Text(text.clone()),
        Value::Bool(is) => Cbor::Bool(*is),
        Value::Number(number) if time => {
            Cbor::Tag(1, Box::new(Cbor::Float(number.as_f64().expect("seconds"))))
        }
        Value::Number(number) => Cbor::Integer(number.as_i64().expect("whole").into()),
        Value::Null => Cbor::Null,
    }
}

/// Times must be tagged and values be floats: the Rust client takes nothing else.
fn plain(value: Cbor, member: &str) -> Value {
    match (value, member) {
        (Cbor::Map(members), _) => members
            .into_iter()
            .map(|(name, value)| {
                let name = name.into_text().expect("a name");
                let value = plain(value, &name);
                (name, value)
            })
            .collect(),
        (Cbor::Array(items), _) => items.into_iter().map(|item| plain(item, member)).collect(),
        (Cbor::Text(text), _) => text.into(),
        (Cbor::Bool(is), _) => is.into(),
        (Cbor::Tag(1, time), "Timestamps") => {
            let seconds = time.into_float().expect("a float");
            json!(format!("{seconds}").parse::<i64>().expect("whole seconds"))
        }
        (Cbor::Float(number), "Values") => number.into(),
        (other, _) => panic!("{member}: {other:?}"),
    }
}

fn outcome(status: u16, answer: Value) -> Result<Value, Refusal> {
    if status == 200 {
        return Ok(answer);
    }
    let member = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    Err(Refusal {
        status,
        code: member("__type"),
        message: member("message"),
    })
}

/// By the query protocol, for one metric of one dimension more than the connection's.
pub async fn query(lab: &Lab, operation: &str, input: &Value) -> Result<String, Refusal> {
    let mut flat = vec![];
    flatten(input, "", &mut flat);
    let parameters: Vec<_> = flat
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    lab.query_as(OPERATOR, WEST, "monitoring", operation, &parameters)
        .await
}

fn flatten(value: &Value, at: &str, flat: &mut Vec<(String, String)>) {
    let below = |name: &str| {
        if at.is_empty() {
            name.to_owned()
        } else {
            format!("{at}.{name}")
        }
    };
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                flatten(value, &below(name), flat);
            }
        }
        Value::Array(items) => {
            for (value, number) in items.iter().zip(1..) {
                flatten(value, &below(&format!("member.{number}")), flat);
            }
        }
        Value::Number(number) if at.ends_with("Time") => {
            let seconds = number.as_i64().expect("seconds");
            let stamp = jiff::Timestamp::from_second(seconds).expect("a time");
            flat.push((at.into(), stamp.to_string()));
        }
        Value::String(text) => flat.push((at.into(), text.clone())),
        other => flat.push((at.into(), other.to_string())),
    }
}

/// The texts of the members of the list `name`.
pub fn members(xml: &str, name: &str) -> Vec<String> {
    let list = tag(xml, name);
    let parts = list.split("<member>").skip(1);
    parts
        .filter_map(|part| part.split('<').next())
        .map(str::to_owned)
        .collect()
}
