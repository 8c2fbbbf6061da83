//! Known signatures: the example of the General Reference, and AWS's published test suite where it
//! is about what clients of the sandbox send.

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use super::{Authorization, Signed, matches};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// A signed request to `/` at 2015-08-30 12:36:00, in us-east-1.
#[derive(Clone, Copy)]
struct Vector {
    /// As the suite calls it.
    name: &'static str,
    service: &'static str,
    method: &'static str,
    query: &'static str,
    /// Sorted by name, without the date.
    headers: &'static [(&'static str, &'static str)],
    body: &'static [u8],
    signature: &'static str,
}

/// The plainest request of the suite.
const VANILLA: Vector = Vector {
    name: "get-vanilla",
    service: "service",
    method: "GET",
    query: "",
    headers: &[("host", "example.amazonaws.com")],
    body: b"",
    signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
};

const UNRESERVED: &str = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz\
    =-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const VECTORS: [Vector; 10] = [
    VANILLA,
    Vector {
        name: "the example of the General Reference",
        service: "iam",
        query: "Action=ListUsers&Version=2010-05-08",
        headers: &[
            (
                "content-type",
                "application/x-www-form-urlencoded; charset=utf-8",
            ),
            ("host", "iam.amazonaws.com"),
        ],
        signature: "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
        ..VANILLA
    },
    Vector {
        name: "get-vanilla-query-order-key-case",
        query: "Param2=value2&Param1=value1",
        signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ..VANILLA
    },
    Vector {
        name: "get-vanilla-query-unreserved",
        query: UNRESERVED,
        signature: "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
        ..VANILLA
    },
    Vector {
        name: "get-vanilla-utf8-query",
        query: "%E1%88%B4=bar",
        signature: "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
        ..VANILLA
    },
    Vector {
        name: "get-header-value-trim",
        headers: &[
            ("host", "example.amazonaws.com"),
            ("my-header1", " value1"),
            ("my-header2", " \"a   b   c\""),
        ],
        signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        ..VANILLA
    },
    Vector {
        name: "get-header-key-duplicate",
        headers: &[
            ("host", "example.amazonaws.com"),
            ("my-header1", "value2"),
            ("my-header1", "value2"),
            ("my-header1", "value1"),
        ],
        signature: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
        ..VANILLA
    },
    Vector {
        name: "post-vanilla",
        method: "POST",
        signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        ..VANILLA
    },
    Vector {
        name: "post-header-value-case",
        method: "POST",
        headers: &[("host", "example.amazonaws.com"), ("my-header1", "VALUE1")],
        signature: "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
        ..VANILLA
    },
    Vector {
        name: "post-x-www-form-urlencoded",
        method: "POST",
        headers: &[
            ("content-type", "application/x-www-form-urlencoded"),
            ("host", "example.amazonaws.com"),
        ],
        body: b"Param1=value1",
        signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        ..VANILLA
    },
];

impl Vector {
    fn headers(&self) -> HeaderMap {
        let mut names: Vec<_> = self.headers.iter().map(|(name, _)| *name).collect();
        names.dedup();
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/{}/aws4_request, SignedHeaders={};x-amz-date, Signature={}",
            self.service,
            names.join(";"),
            self.signature
        );
        let mut headers = HeaderMap::new();
        headers.insert("x-amz-date", HeaderValue::from_static("20150830T123600Z"));
        let authorization = HeaderValue::from_str(&authorization).expect("plain text");
        headers.insert("authorization", authorization);
        for (name, value) in self.headers {
            let value = HeaderValue::from_static(value);
            headers.append(HeaderName::from_static(name), value);
        }
        headers
    }

    fn verifies(&self, secret: &str) -> bool {
        let headers = self.headers();
        let authorization = Authorization::read(&headers).expect("a full header");
        let request = Signed {
            method: self.method,
            path: "/",
            query: self.query,
            headers: &headers,
            body: self.body,
        };
        matches(&authorization, secret, request)
    }
}

#[test]
fn the_published_signatures_verify() {
    for vector in &VECTORS {
        assert!(vector.verifies(SECRET), "{}", vector.name);
        assert!(!vector.verifies("another secret"), "{}", vector.name);
    }
}

#[test]
fn each_part_of_a_request_is_signed() {
    for vector in VECTORS {
        let method = if vector.method == "GET" {
            "POST"
        } else {
            "GET"
        };
        let changes = [
            Vector { method, ..vector },
            Vector {
                query: "Action=ListRoles",
                ..vector
            },
            Vector {
                headers: &[("host", "elsewhere.amazonaws.com")],
                ..vector
            },
            Vector {
                body: b"Param1=value2",
                ..vector
            },
            Vector {
                service: "elsewhere",
                ..vector
            },
        ];
        for (at, changed) in changes.iter().enumerate() {
            assert!(!changed.verifies(SECRET), "{}, change {at}", vector.name);
        }
    }
}
