//! The `Authorization` header and the canonical request.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Request};
use bolero::check;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use sandbox::{
    aws::sigv4::{Authorization, Signed, matches},
    clock::machine_now,
};
use sha2::{Digest, Sha256};

use crate::{
    edit::{Edit, edited},
    inputs,
    lab::{Lab, OPERATOR},
    signing::{keyed, signed},
};

/// Everything but letters, digits and `-_.~`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

const BODY: &str = "Action=DescribeVpcs&Version=2016-11-15";

fn sound() -> Request<axum::body::Body> {
    signed(
        OPERATOR,
        "us-west-2",
        "ec2",
        &[],
        BODY.to_owned(),
        machine_now(),
    )
}

#[test]
fn an_edited_authorization_header_is_answered_in_the_services_form() {
    let lab = Lab::new();
    check!()
        .with_iterations(inputs())
        .with_type::<Vec<Edit>>()
        .for_each(|edits| {
            let mut request = sound();
            for name in ["authorization", "x-amz-date"] {
                let old = request.headers()[name].clone();
                if let Ok(new) = HeaderValue::from_bytes(&edited(old.as_bytes(), edits)) {
                    request.headers_mut().insert(name, new);
                }
            }
            lab.aws(request).is_xml();
        });
}

#[test]
fn a_body_that_was_changed_on_the_way_is_refused() {
    let lab = Lab::new();
    check!()
        .with_iterations(inputs())
        .with_type::<Vec<Edit>>()
        .for_each(|edits| {
            let body = edited(BODY.as_bytes(), edits);
            let changed = body != BODY.as_bytes();
            let answer = lab.aws(sound().map(|_| body.into()));
            answer.is_of_aws();
            assert_eq!(answer.status >= 400, changed, "{}", answer.text);
        });
}

/// The signature of a GET whose query has these pairs, made from the rules of "Signing AWS API
/// requests": every byte but letters, digits and `-_.~` encoded, pairs in the order of their bytes.
fn signature(pairs: &[(Vec<u8>, Vec<u8>)], header: &str) -> String {
    let encode = |bytes: &[u8]| percent_encode(bytes, ENCODED).to_string();
    let mut pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| (encode(name), encode(value)))
        .collect();
    pairs.sort();
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let header = header
        .split_ascii_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let canonical = format!(
        "GET\n/\n{}\nhost:example.test\nx-amz-note:{header}\n\nhost;x-amz-note\n{}",
        pairs.join("&"),
        hex::encode(Sha256::digest(b""))
    );
    let scope = "20261101/us-west-2/ec2/aws4_request";
    let to_sign = format!(
        "AWS4-HMAC-SHA256\n20261101T000000Z\n{scope}\n{}",
        hex::encode(Sha256::digest(canonical.as_bytes()))
    );
    let key = scope
        .split('/')
        .fold(b"AWS4secret".to_vec(), |key, part| keyed(&key, part));
    hex::encode(keyed(&key, &to_sign))
}

fn accepts(query: &str, header: &str, signature: &str) -> bool {
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIA/20261101/us-west-2/ec2/aws4_request, SignedHeaders=host;x-amz-note, Signature={signature}"
    );
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("host", "example.test"),
        ("x-amz-date", "20261101T000000Z"),
        ("x-amz-note", header),
        ("authorization", authorization.as_str()),
    ] {
        let value = HeaderValue::from_str(value).expect("a header");
        headers.insert(HeaderName::from_static(name), value);
    }
    let signed = Signed {
        method: "GET",
        path: "/",
        query,
        headers: &headers,
        body: b"",
    };
    matches(
        &Authorization::read(&headers).expect("a header"),
        "secret",
        signed,
    )
}

#[test]
fn any_query_that_is_signed_rightly_is_accepted_and_no_other() {
    check!()
        .with_iterations(inputs())
        .with_type::<(Vec<(Vec<u8>, Vec<u8>)>, Vec<u8>)>()
        .for_each(|(pairs, note)| {
            let pairs: Vec<_> = pairs
                .iter()
                .filter(|(name, _)| !name.is_empty())
                .cloned()
                .collect();
            // A client may encode more than it must.
            let loose = |bytes: &[u8]| {
                let all: Vec<_> = bytes.iter().map(|byte| format!("%{byte:02x}")).collect();
                all.concat()
            };
            let query: Vec<_> = pairs
                .iter()
                .map(|(name, value)| format!("{}={}", loose(name), loose(value)))
                .collect();
            let note: String = note
                .iter()
                .map(|byte| char::from(b' ' + byte % 95))
                .collect();
            let signature = signature(&pairs, &note);
            assert!(accepts(&query.join("&"), &note, &signature));
            assert!(!accepts(&query.join("&"), &format!("{note}x"), &signature));
            let more = [query.join("&"), "more=1".to_owned()].join("&");
            assert!(!accepts(&more, &note, &signature));
        });
}
