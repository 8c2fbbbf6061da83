//! CBOR bodies as values and back. Times are numbers in values and tag 1 in CBOR.

use ciborium::Value as Cbor;
use serde_json::{Map, Number, Value};

use crate::aws::cloudwatch::TIMES;

/// Seconds since 1970 (RFC 8949, section 3.4.2).
const EPOCH: u64 = 1;

/// Reads a body; the error says what is wrong with it.
pub fn read(body: &[u8]) -> Result<Value, String> {
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    let read: Cbor = ciborium::from_reader(body).map_err(|error| error.to_string())?;
    plain(read)
}

/// Writes an answer.
pub fn write(value: &Value) -> Vec<u8> {
    let mut body = vec![];
    // Writing to memory can't fail.
    let _ = ciborium::into_writer(&tagged(value, false), &mut body);
    body
}

fn plain(read: Cbor) -> Result<Value, String> {
    Ok(match read {
        Cbor::Null => Value::Null,
        Cbor::Bool(is) => Value::Bool(is),
        Cbor::Text(text) => Value::String(text),
        Cbor::Integer(number) => {
            let number = i128::from(number);
            let short = i64::try_from(number).map_err(|_| format!("{number} is too large"))?;
            short.into()
        }
        Cbor::Float(number) => {
            let known = Number::from_f64(number);
            Value::Number(known.ok_or_else(|| format!("{number} is no number"))?)
        }
        Cbor::Tag(EPOCH, time) => plain(*time)?,
        Cbor::Array(items) => items.into_iter().map(plain).collect::<Result<_, _>>()?,
        Cbor::Map(members) => members
            .into_iter()
            .map(|(name, value)| match name {
                Cbor::Text(name) => Ok((name, plain(value)?)),
                _ => Err("the name of a member must be text".to_owned()),
            })
            .collect::<Result<_, _>>()?,
        _ => return Err("a value of this type is not expected".into()),
    })
}

/// Numbers are written as times where `time` says so.
fn tagged(value: &Value, time: bool) -> Cbor {
    match value {
        Value::Null => Cbor::Null,
        Value::Bool(is) => Cbor::Bool(*is),
        Value::String(text) => Cbor::Text(text.clone()),
        Value::Number(number) if time => {
            let seconds = number.as_f64().unwrap_or_default();
            Cbor::Tag(EPOCH, Box::new(Cbor::Float(seconds)))
        }
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Cbor::Integer(whole.into()),
            None => Cbor::Float(number.as_f64().unwrap_or_default()),
        },
        Value::Array(items) => Cbor::Array(items.iter().map(|item| tagged(item, time)).collect()),
        Value::Object(members) => Cbor::Map(
            members
                .iter()
                .map(|(name, value)| {
                    let time = TIMES.contains(&name.as_str());
                    (Cbor::Text(name.clone()), tagged(value, time))
                })
                .collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let value =
            json!({"Id": "m1", "Values": [1.0, 0.5], "Timestamps": [1_700_000_000], "Count": 7});
        let back = read(&write(&value)).expect("readable");
        assert_eq!(back["Values"], value["Values"]);
        assert_eq!(back["Timestamps"], json!([1_700_000_000.0]));
        assert_eq!(back["Count"], 7);
    }

    #[test]
    fn a_time_has_its_tag_and_a_value_is_a_float() {
        let body = write(&json!({"Timestamps": [1_700_000_000], "Values": [1.0]}));
        // c1: tag 1, fb: a float of 64 bits.
        assert!(
            body.windows(2)
                .any(|bytes| bytes[0] == 0xc1 && matches!(bytes[1], 0xfa | 0xfb))
        );
        // 1.0 as a float of 16 bits, never as the integer 1.
        assert!(body.windows(3).any(|bytes| bytes == [0xf9, 0x3c, 0x00]));
    }

    #[test]
    fn maps_without_a_length_are_read_and_rubbish_is_refused() {
        assert_eq!(read(&[0xbf, 0x61, b'a', 0x01, 0xff]), Ok(json!({"a": 1})));
        let deep = [vec![0x81; 10_000], vec![0x01]].concat();
        for body in [
            &[0xff][..],
            &[0xa1, 0x01, 0x01],
            &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &deep,
        ] {
            assert!(read(body).is_err(), "{:?}", body.get(..4));
        }
    }
}
