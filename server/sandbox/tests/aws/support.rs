//! A signing client for the sandbox's AWS port, without sockets, and a small one for Pureport's.

#[path = "../signing/mod.rs"]
pub mod signing;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sandbox::{
    Pace, aws,
    clock::machine_now,
    pureport,
    world::{Shared, World},
};
use serde_json::{Value, json};
use tower::ServiceExt;

pub use self::signing::{Identity, signed};

pub const WEST: &str = "us-west-2";
pub const EAST: &str = "us-east-1";

pub const OPERATOR: Identity = Identity {
    key: "AKIASANDBOXOPERATOR1",
    secret: "sandbox/operator/secret/key/000000000001",
    token: None,
};
pub const READER: Identity = Identity {
    key: "AKIASANDBOXREADONLY1",
    secret: "sandbox/readonly/secret/key/000000000001",
    token: None,
};
pub const TEMPORARY: Identity = Identity {
    key: "ASIASANDBOXTEMPORARY",
    secret: "sandbox/temporary/secret/key/00000000001",
    token: Some("sandbox-session-token"),
};
pub const ELSEWHERE: Identity = Identity {
    key: "AKIASANDBOXELSEWHERE",
    secret: "sandbox/elsewhere/secret/key/00000000001",
    token: None,
};

/// Who may do what the operators' policy does not have.
pub const ADMINISTRATOR: Identity = Identity {
    key: "AKIASANDBOXADMINIST1",
    secret: "sandbox/administrator/secret/key/0000001",
    token: None,
};
pub const ADMINISTRATOR_ELSEWHERE: Identity = Identity {
    key: "AKIASANDBOXADMINIST2",
    secret: "sandbox/administrator/secret/key/0000002",
    token: None,
};

/// A refusal: status, code, message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    pub code: String,
    pub message: String,
}

/// A world at pace `instant` with both ports in front of it.
pub struct Lab {
    pub shared: Shared,
    /// Who calls where a test does not say.
    pub who: Identity,
    aws: Router,
    pureport: Router,
}

impl Lab {
    pub fn new() -> Self {
        Self::at(Pace::Instant)
    }

    pub fn at(pace: Pace) -> Self {
        let shared = Shared::new(World::new(7, pace));
        Self {
            aws: aws::router(shared.clone()),
            pureport: pureport::router(shared.clone()),
            shared,
            who: OPERATOR,
        }
    }

    /// For calls that the operators' policy does not have.
    pub fn administered() -> Self {
        Self {
            who: ADMINISTRATOR,
            ..Self::new()
        }
    }

    /// Direct Connect in us-west-2, as the lab's own identity.
    pub async fn dx(&self, operation: &str, input: Value) -> Result<Value, Refusal> {
        self.dx_as(self.who, WEST, operation, input).await
    }

    pub async fn dx_as(
        &self,
        who: Identity,
        region: &str,
        operation: &str,
        input: Value,
    ) -> Result<Value, Refusal> {
        let target = format!("OvertureService.{operation}");
        let headers = [
            ("x-amz-target", target.as_str()),
            ("content-type", "application/x-amz-json-1.1"),
        ];
        let request = signed(
            who,
            region,
            "directconnect",
            &headers,
            input.to_string(),
            machine_now(),
        );
        let (status, text) = self.send(request).await;
        let body: Value = serde_json::from_str(&text).expect("an answer in JSON");
        if status == 200 {
            return Ok(body);
        }
        let member = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        Err(Refusal {
            status,
            code: member("__type"),
            message: member("message"),
        })
    }

    /// EC2 in us-west-2, as the lab's own identity; the answer is XML.
    pub async fn ec2(&self, action: &str, parameters: &[(&str, &str)]) -> Result<String, Refusal> {
        self.query_as(self.who, WEST, "ec2", action, parameters)
            .await
    }

    pub async fn query_as(
        &self,
        who: Identity,
        region: &str,
        service: &str,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Result<String, Refusal> {
        let version = match service {
            "sts" => "2011-06-15",
            "iam" => "2010-05-08",
            "monitoring" => "2010-08-01",
            _ => "2016-11-15",
        };
        let mut body = format!("Action={action}&Version={version}");
        for (name, value) in parameters {
            body.extend([
                "&",
                name,
                "=",
                &utf8_percent_encode(value, NON_ALPHANUMERIC).to_string(),
            ]);
        }
        let headers = [(
            "content-type",
            "application/x-www-form-urlencoded; charset=utf-8",
        )];
        let (status, text) = self
            .send(signed(who, region, service, &headers, body, machine_now()))
            .await;
        if status == 200 {
            return Ok(text);
        }
        Err(Refusal {
            status,
            code: tag(&text, "Code"),
            message: tag(&text, "Message"),
        })
    }

    /// Any request, as it is.
    pub async fn send(&self, request: Request<Body>) -> (u16, String) {
        let response = self.exchange(request).await;
        let status = response.status().as_u16();
        (
            status,
            String::from_utf8(response.into_body()).expect("text"),
        )
    }

    /// The same with its headers, whose body need not be text.
    pub async fn exchange(&self, request: Request<Body>) -> Response<Vec<u8>> {
        let answer = self.aws.clone().oneshot(request).await;
        let (parts, body) = answer.expect("the router never fails").into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        Response::from_parts(parts, body.to_vec())
    }

    /// Pureport's API with the operator's token.
    pub async fn pureport(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let (status, answer) = self.try_pureport(method, path, body).await;
        assert!(
            (200..300).contains(&status),
            "{method} {path}: {status} {answer}"
        );
        answer
    }

    /// The same with its status, refused or not.
    pub async fn try_pureport(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        let login = json!({"key": "sandbox", "secret": "sandbox"});
        let (_, login) = self.plain("POST", "/login", Some(login), None).await;
        let token = login["access_token"].as_str().expect("a token").to_owned();
        let (status, answer) = self.plain(method, path, body, Some(token)).await;
        (status.as_u16(), answer)
    }

    async fn plain(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
        token: Option<String>,
    ) -> (StatusCode, Value) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/json");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
        let response = self
            .pureport
            .clone()
            .oneshot(request.body(body).expect("a request"))
            .await
            .expect("never fails");
        let location = response
            .headers()
            .get("location")
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        let status = response.status();
        let bytes = to_bytes(response.into_body(), usize::MAX)
            .await
            .expect("a body");
        let answer = serde_json::from_slice(&bytes)
            .ok()
            .or(location.map(|href| json!({"href": href})));
        (status, answer.unwrap_or_default())
    }

    /// The control interface's view of the AWS half.
    pub fn world(&self) -> Value {
        sandbox::control::world(&self.shared.lock())["aws"].clone()
    }

    /// Changes one thing behind everyone's back.
    pub fn patch(&self, id: &str, set: &Value) {
        let set = set.as_object().expect("members");
        sandbox::control::patch(&mut self.shared.lock(), id, set).expect("a change");
    }

    /// The id of the thing with this `Name` tag, or `…Name` member.
    pub fn named(&self, kind: &str, name: &str) -> String {
        let world = self.world();
        let things = world[kind].as_object().expect("things");
        let is = |thing: &Value| {
            thing["tags"]["Name"] == name
                || thing["directConnectGatewayName"] == name
                || thing["connectionName"] == name
        };
        things
            .iter()
            .find(|(_, thing)| is(thing))
            .map(|(id, _)| id.clone())
            .expect("a thing of that name")
    }
}

/// The text of the first element with this name.
pub fn tag(xml: &str, name: &str) -> String {
    let from = xml
        .split_once(&format!("<{name}>"))
        .map_or("", |(_, rest)| rest);
    from.split_once(&format!("</{name}>"))
        .map_or("", |(text, _)| text)
        .to_owned()
}
