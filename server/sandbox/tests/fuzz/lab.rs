//! A world under fire, and the form that every answer of it has.

use std::panic::AssertUnwindSafe;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, Response},
};
use sandbox::{
    Pace, aws,
    clock::machine_now,
    control, pureport,
    world::{Shared, World},
};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::signing::{Identity, signed_bytes};

/// Who calls here.
pub const OPERATOR: Identity = Identity {
    key: "AKIASANDBOXOPERATOR1",
    secret: "sandbox/operator/secret/key/000000000001",
    token: None,
};

/// Both ports, and an order that is in force.
pub struct Lab {
    aws: Router,
    pureport: Router,
    runtime: Runtime,
    token: String,
    pub account: String,
    pub network: String,
    pub connection: String,
}

/// Status, kind and text of an answer.
pub struct Answer {
    pub status: u16,
    kind: String,
    pub text: String,
}

impl Lab {
    /// Bolero catches panics; a lab that saw one is not used again.
    pub fn new() -> AssertUnwindSafe<Self> {
        let shared = Shared::new(World::new(11, Pace::Instant));
        let control = control::router(shared.clone());
        let mut lab = Self {
            aws: aws::router(shared.clone()).merge(control.clone()),
            pureport: pureport::router(shared).merge(control),
            runtime: tokio::runtime::Builder::new_current_thread()
                .build()
                .expect("a runtime"),
            token: String::new(),
            account: String::new(),
            network: String::new(),
            connection: String::new(),
        };
        lab.sign_in();
        lab.account = lab.first("/accounts");
        lab.network = lab.first(&format!("/accounts/{}/networks", lab.account));
        let path = format!("/networks/{}/connections", lab.network);
        let made = lab.pureport("POST", &path, order().to_string());
        assert_eq!(made.status, 201, "{}", made.text);
        lab.connection = lab.first(&path);
        AssertUnwindSafe(lab)
    }

    fn sign_in(&mut self) {
        let body = json!({"key": "sandbox", "secret": "sandbox"});
        let answer = self.pureport("POST", "/login", body.to_string());
        let answer: Value = serde_json::from_str(&answer.text).expect("JSON");
        let token = answer["access_token"].as_str().expect("a token");
        token.clone_into(&mut self.token);
    }

    fn first(&self, path: &str) -> String {
        let answer = self.pureport("GET", path, "");
        let answer: Value = serde_json::from_str(&answer.text).expect("JSON");
        answer[0]["id"].as_str().expect("an id").to_owned()
    }

    pub fn pureport(&self, method: &str, path: &str, body: impl Into<Body>) -> Answer {
        let request = Request::builder().method(method).uri(path);
        let request = request.header("authorization", format!("Bearer {}", self.token));
        self.send(
            &self.pureport,
            request.body(body.into()).expect("a request"),
        )
    }

    pub fn aws(&self, request: Request<Body>) -> Answer {
        self.send(&self.aws, request)
    }

    pub fn direct_connect(&self, operation: &str, body: impl Into<Vec<u8>>) -> Answer {
        let target = format!("OvertureService.{operation}");
        let headers = [("x-amz-target", target.as_str())];
        self.aws(signed_bytes(
            OPERATOR,
            "us-west-2",
            "directconnect",
            &headers,
            body.into(),
            machine_now(),
        ))
    }

    pub fn ec2(&self, body: impl Into<Vec<u8>>) -> Answer {
        self.aws(signed_bytes(
            OPERATOR,
            "us-west-2",
            "ec2",
            &[],
            body.into(),
            machine_now(),
        ))
    }

    fn send(&self, router: &Router, request: Request<Body>) -> Answer {
        self.runtime.block_on(async {
            let response = router.clone().oneshot(request).await;
            read(response.expect("the router never fails")).await
        })
    }
}

async fn read(response: Response<Body>) -> Answer {
    let kind = response.headers().get("content-type");
    let kind = kind.map_or(String::new(), |kind| {
        kind.to_str().expect("text").to_owned()
    });
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), usize::MAX)
        .await
        .expect("a body");
    let text = String::from_utf8(body.to_vec()).expect("text");
    Answer { status, kind, text }
}

impl Answer {
    /// An answer of Direct Connect: JSON, and a refusal has its type.
    pub fn is_json_of_aws(&self) {
        let body: Value = serde_json::from_str(&self.text).expect("JSON");
        let named = self.status < 300 || body["__type"].is_string();
        self.fits(self.kind == "application/x-amz-json-1.1" && named);
    }

    /// An answer of EC2 or STS: well-formed XML, and a refusal has its code.
    pub fn is_xml(&self) {
        let mut reader = quick_xml::Reader::from_str(&self.text);
        while !matches!(
            reader.read_event().expect("well-formed XML"),
            quick_xml::events::Event::Eof
        ) {}
        let named = self.status < 300 || self.text.contains("<Code>");
        self.fits(self.kind.starts_with("text/xml") && named);
    }

    /// Of whichever service the bytes were taken for.
    pub fn is_of_aws(&self) {
        if self.kind.starts_with("text/xml") {
            self.is_xml();
        } else {
            self.is_json_of_aws();
        }
    }

    /// An answer of Pureport: JSON, and a refusal has status and code.
    pub fn is_of_pureport(&self) {
        let body: Value = serde_json::from_str(&self.text).expect("JSON");
        let named =
            self.status < 300 || (body["status"] == self.status && body["code"].is_string());
        self.fits(self.kind == "application/json" && named);
    }

    /// An answer of the control interface: JSON, and a refusal says why.
    pub fn is_of_control(&self) {
        let body: Value = serde_json::from_str(&self.text).expect("JSON");
        self.fits(self.status < 300 || body["error"].is_string());
    }

    fn fits(&self, form: bool) {
        assert!(
            form && self.status < 500,
            "{} {} {}",
            self.status,
            self.kind,
            self.text
        );
    }
}

/// An order that is accepted.
pub fn order() -> Value {
    json!({
        "type": "AWS_DIRECT_CONNECT", "name": "fuzz", "speed": 50, "highAvailability": true,
        "billingTerm": "HOURLY", "location": {"href": "/locations/us-sea"},
        "awsAccountId": "123456789012", "awsRegion": "us-west-2",
        "peering": {"type": "PRIVATE", "primaryPureportBgpIP": null},
        "customerASN": 64_600, "customerNetworks": [{"address": "10.0.0.0/8", "name": "all"}],
        "nat": {"enabled": true, "mappings": [{"nativeCidr": "192.168.0.0/24", "natCidr": "100.64.0.0/24"}]},
        "bgpPasswordConfiguration": {"enabled": true, "primaryBGPPassword": "secret-1"},
        "cloudServicesPrefixWhitelist": ["10.0.0.0/8"], "tags": {"a": "b"}, "primaryVlan": null,
    })
}
