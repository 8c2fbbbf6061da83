//! Sends calls through both ports' routers, signed as their callers sign.

use std::{collections::BTreeMap, fmt};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sandbox::{
    Pace, aws,
    clock::machine_now,
    control::{self, LogEntry},
    pureport,
    world::{Shared, World},
};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::signing::{Identity, signed};

pub const ACCOUNT: &str = "123456789012";
pub const OTHER_ACCOUNT: &str = "210987654321";

pub const OPERATOR: &str = "AKIASANDBOXOPERATOR1";
pub const TEMPORARY: &str = "ASIASANDBOXTEMPORARY";
pub const ELSEWHERE: &str = "AKIASANDBOXELSEWHERE";
pub const ADMINISTRATOR: &str = "AKIASANDBOXADMINIST1";
pub const ADMINISTRATOR_ELSEWHERE: &str = "AKIASANDBOXADMINIST2";

/// Each set of AWS credentials, with its account.
pub const IDENTITIES: [(&str, &str); 6] = [
    (OPERATOR, ACCOUNT),
    (TEMPORARY, ACCOUNT),
    ("AKIASANDBOXREADONLY1", ACCOUNT),
    (ELSEWHERE, OTHER_ACCOUNT),
    (ADMINISTRATOR, ACCOUNT),
    (ADMINISTRATOR_ELSEWHERE, OTHER_ACCOUNT),
];

/// The credentials with this key.
fn identity(key: &str) -> Identity {
    let known = aws::caller::find(key).expect("a key of the seeded world");
    Identity {
        key: known.key_id,
        secret: known.secret,
        token: known.session_token,
    }
}

/// A random call.
#[derive(Debug, Clone)]
pub enum Call {
    /// Direct Connect.
    Json {
        who: &'static str,
        region: String,
        operation: String,
        input: Value,
    },
    /// EC2, STS.
    Query {
        who: &'static str,
        region: String,
        service: &'static str,
        action: String,
        parameters: Vec<(String, String)>,
    },
    /// Pureport, under a key; `operation` as the specification calls it.
    Pureport {
        key: &'static str,
        operation: &'static str,
        method: &'static str,
        path: String,
        body: Option<Value>,
    },
    /// The control interface.
    Control {
        method: &'static str,
        path: &'static str,
        body: Value,
    },
}

impl Call {
    /// The provider's name of what is called.
    pub fn operation(&self) -> &str {
        match self {
            Self::Json { operation, .. } => operation,
            Self::Query { action, .. } => action,
            Self::Pureport { operation, .. } => operation,
            Self::Control { path, .. } => path,
        }
    }

    /// Whether it asks for a change.
    pub fn changes(&self) -> bool {
        match self {
            Self::Pureport { method, .. } | Self::Control { method, .. } => *method != "GET",
            _ => !["Describe", "Get", "List"]
                .iter()
                .any(|word| self.operation().starts_with(word)),
        }
    }
}

/// Short enough for a report; who, where, what.
impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json {
                who,
                region,
                operation,
                input,
            } => write!(f, "{who} {region} {operation} {input}"),
            Self::Query {
                who,
                region,
                action,
                parameters,
                ..
            } => write!(f, "{who} {region} {action} {parameters:?}"),
            Self::Pureport {
                key,
                method,
                path,
                body,
                ..
            } => write!(f, "{key} {method} {path} {}", json!(body)),
            Self::Control { method, path, body } => write!(f, "{method} {path} {body}"),
        }
    }
}

/// An answer, read as far as it came.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub kind: String,
    pub text: String,
    /// What the sandbox logged of the call; the control interface logs nothing.
    pub logged: Vec<LogEntry>,
}

impl Answer {
    pub fn accepted(&self) -> bool {
        self.status < 300 && !self.struck()
    }

    /// A fault of the plan made the answer what it is.
    pub fn struck(&self) -> bool {
        self.logged.iter().any(|entry| entry.fault.is_some())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

/// A world with both ports in front of it, and who is signed in at Pureport.
pub struct Client {
    pub shared: Shared,
    aws: Router,
    pureport: Router,
    tokens: BTreeMap<String, (String, i64)>,
    /// The number of the latest call in the log.
    logged: u64,
}

impl Client {
    pub fn new(seed: u64, pace: Pace) -> Self {
        let shared = Shared::new(World::new(seed, pace));
        let control = control::router(shared.clone());
        Self {
            aws: aws::router(shared.clone()).merge(control.clone()),
            pureport: pureport::router(shared.clone()).merge(control),
            shared,
            tokens: BTreeMap::new(),
            logged: 0,
        }
    }

    /// Whether a key has a token that lives.
    pub fn is_signed_in(&self, key: &str, now: i64) -> bool {
        self.tokens.get(key).is_some_and(|(_, until)| now < *until)
    }

    pub async fn send(&mut self, call: &Call) -> Answer {
        let aws = matches!(call, Call::Json { .. } | Call::Query { .. });
        let router = if aws { &self.aws } else { &self.pureport };
        let response = router
            .clone()
            .oneshot(self.request(call))
            .await
            .expect("the router never fails");
        let kind = response.headers().get("content-type");
        let kind = kind.map_or("", |kind| kind.to_str().expect("text"));
        let (status, kind) = (response.status().as_u16(), kind.to_owned());
        let body = to_bytes(response.into_body(), usize::MAX).await;
        // A fault may break it off.
        let text = String::from_utf8_lossy(&body.unwrap_or_default()).into_owned();
        let logged = self.shared.read().log.since(self.logged);
        self.logged = logged.last().map_or(self.logged, |entry| entry.number);
        let answer = Answer {
            status,
            kind,
            text,
            logged,
        };
        self.learn(call, &answer);
        answer
    }

    fn learn(&mut self, call: &Call, answer: &Answer) {
        if let (Call::Pureport { key, .. }, Some(token)) =
            (call, answer.json()["access_token"].as_str())
        {
            let until = self.shared.read().now + 3_600_000;
            self.tokens
                .insert((*key).to_owned(), (token.to_owned(), until));
        }
    }

    fn request(&self, call: &Call) -> Request<Body> {
        match call {
            Call::Json {
                who,
                region,
                operation,
                input,
            } => {
                let target = format!("OvertureService.{operation}");
                let headers = [
                    ("x-amz-target", target.as_str()),
                    ("content-type", "application/x-amz-json-1.1"),
                ];
                let body = input.to_string();
                let who = identity(who);
                signed(who, region, "directconnect", &headers, body, machine_now())
            }
            Call::Query {
                who,
                region,
                service,
                action,
                parameters,
            } => {
                let headers = [("content-type", "application/x-www-form-urlencoded")];
                let body = form(service, action, parameters);
                let who = identity(who);
                signed(who, region, service, &headers, body, machine_now())
            }
            Call::Pureport {
                key,
                method,
                path,
                body,
                ..
            } => {
                let token = self.tokens.get(*key).map_or("none", |(token, _)| token);
                let authorization = format!("Bearer {token}");
                plain(method, path, body.as_ref(), Some(authorization))
            }
            Call::Control { method, path, body } => plain(method, path, Some(body), None),
        }
    }
}

fn form(service: &str, action: &str, parameters: &[(String, String)]) -> String {
    let version = match service {
        "sts" => "2011-06-15",
        "iam" => "2010-05-08",
        _ => "2016-11-15",
    };
    let mut body = format!("Action={action}&Version={version}");
    for (name, value) in parameters {
        let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
        body.push_str(&format!("&{name}={value}"));
    }
    body
}

fn plain(
    method: &str,
    path: &str,
    body: Option<&Value>,
    authorization: Option<String>,
) -> Request<Body> {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", "application/json");
    let request = match authorization {
        Some(authorization) => request.header("authorization", authorization),
        None => request,
    };
    let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
    request.body(body).expect("a request")
}
