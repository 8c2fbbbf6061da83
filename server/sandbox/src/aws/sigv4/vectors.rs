//! Known signatures: the example of the General Reference and two of AWS's published test suite.

use axum::http::{HeaderMap, HeaderValue};

use super::{Authorization, Signed, matches};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

fn headers(
    service: &str,
    names: &str,
    signature: &str,
    more: &[(&'static str, &'static str)],
) -> HeaderMap {
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/{service}/aws4_request, SignedHeaders={names}, Signature={signature}"
    );
    let mut headers = HeaderMap::new();
    headers.insert("x-amz-date", HeaderValue::from_static("20150830T123600Z"));
    headers.insert(
        "authorization",
        HeaderValue::from_str(&authorization).expect("plain text"),
    );
    for (name, value) in more {
        headers.insert(*name, HeaderValue::from_static(value));
    }
    headers
}

fn is_signed(method: &str, query: &str, headers: &HeaderMap, secret: &str) -> bool {
    let authorization = Authorization::read(headers).expect("a full header");
    matches(
        &authorization,
        secret,
        Signed {
            method,
            path: "/",
            query,
            headers,
            body: b"",
        },
    )
}

#[test]
fn the_example_of_the_general_reference_verifies() {
    let headers = headers(
        "iam",
        "content-type;host;x-amz-date",
        "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
        &[
            ("host", "iam.amazonaws.com"),
            (
                "content-type",
                "application/x-www-form-urlencoded; charset=utf-8",
            ),
        ],
    );
    assert!(is_signed(
        "GET",
        "Action=ListUsers&Version=2010-05-08",
        &headers,
        SECRET
    ));
    assert!(
        is_signed(
            "GET",
            "Version=2010-05-08&Action=ListUsers",
            &headers,
            SECRET
        ),
        "the query is sorted"
    );
    assert!(!is_signed(
        "GET",
        "Action=ListRoles&Version=2010-05-08",
        &headers,
        SECRET
    ));
    assert!(!is_signed(
        "GET",
        "Action=ListUsers&Version=2010-05-08",
        &headers,
        "another secret"
    ));
}

#[test]
fn the_published_vectors_verify() {
    let host = [("host", "example.amazonaws.com")];
    let get = headers(
        "service",
        "host;x-amz-date",
        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        &host,
    );
    let post = headers(
        "service",
        "host;x-amz-date",
        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        &host,
    );
    assert!(is_signed("GET", "", &get, SECRET));
    assert!(is_signed("POST", "", &post, SECRET));
    assert!(!is_signed("POST", "", &get, SECRET), "the method is signed");
}
