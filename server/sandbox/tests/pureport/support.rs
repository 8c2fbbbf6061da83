//! A client of the router, signed in.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, header},
};
use http_body_util::BodyExt;
use sandbox::{
    Pace, pureport,
    world::{Shared, World},
};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::document;

/// An answer, read whole.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Answer {
    /// Status and error code.
    pub fn refusal(&self) -> (u16, &str) {
        assert_eq!(self.body["status"], self.status, "{}", self.body);
        (self.status, self.body["code"].as_str().unwrap())
    }

    pub fn id(&self) -> String {
        self.body["id"]
            .as_str()
            .unwrap_or_else(|| panic!("no id in {}", self.body))
            .to_owned()
    }

    pub fn state(&self) -> &str {
        self.body["state"]
            .as_str()
            .unwrap_or_else(|| panic!("no state in {}", self.body))
    }
}

pub struct Api {
    pub shared: Shared,
    router: Router,
    token: Option<String>,
}

impl Api {
    /// Nobody signed in.
    pub fn anonymous(pace: Pace) -> Self {
        let shared = Shared::new(World::new(7, pace));
        Self {
            router: pureport::router(shared.clone()),
            shared,
            token: None,
        }
    }

    /// The operator.
    pub async fn new(pace: Pace) -> Self {
        Self::anonymous(pace).sign_in("sandbox").await
    }

    /// The operator at a stopped clock.
    pub async fn frozen(pace: Pace) -> Self {
        let api = Self::new(pace).await;
        api.shared.lock().clock.freeze(true);
        api
    }

    /// The same world under another key.
    pub async fn sign_in(mut self, key: &str) -> Self {
        let answer = self
            .post("/login", json!({"key": key, "secret": key}))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        self.token = Some(answer.body["access_token"].as_str().unwrap().to_owned());
        self
    }

    pub fn with_token(self, token: Option<&str>) -> Self {
        Self {
            token: token.map(str::to_owned),
            ..self
        }
    }

    pub async fn send(&self, method: &str, path: &str, body: String) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let response = self
            .router
            .clone()
            .oneshot(request.body(Body::from(body)).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        let status = parts.status.as_u16();
        let bytes = body.collect().await.unwrap().to_bytes();
        let kind = parts.headers.get(header::CONTENT_TYPE).unwrap();
        assert_eq!(kind, "application/json", "{method} {path}");
        let body = serde_json::from_slice(&bytes).unwrap();
        document::allows(method, path, status, &body);
        Answer {
            status,
            headers: parts.headers,
            body,
        }
    }

    /// A GET for another content type: the one answered, and the text.
    pub async fn get_as(&self, accept: &str, path: &str) -> (String, String) {
        let [kind, text] = self.text("GET", path, accept, Value::Null).await;
        (kind, text)
    }

    /// The content type and the text of an answer that is no JSON.
    pub async fn text(&self, method: &str, path: &str, accept: &str, body: Value) -> [String; 2] {
        let token = self.token.as_deref().unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::ACCEPT, accept);
        let request = request.body(Body::from(body.to_string())).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200);
        let kind = response.headers()[header::CONTENT_TYPE].to_str().unwrap();
        let kind = kind.to_owned();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        [kind, String::from_utf8(bytes.to_vec()).unwrap()]
    }

    /// The same world under a key that was made just now.
    pub async fn sign_in_with(mut self, key: &Value) -> Self {
        let answer = self
            .post(
                "/login",
                json!({"key": key["key"], "secret": key["secret"]}),
            )
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        self.token = Some(answer.body["access_token"].as_str().unwrap().to_owned());
        self
    }

    /// A child of "Acme Networks" that nobody has set up.
    pub async fn child(&self) -> String {
        let child = self.post("/accounts", json!({"name": "Branch"})).await;
        assert_eq!(child.status, 201, "{}", child.body);
        child.id()
    }

    /// A role of "Acme Networks" as a link.
    pub async fn role(&self, name: &str) -> Value {
        let path = format!("/accounts/{}/roles", self.account().await);
        let roles = self.get(&path).await.body;
        let mut roles = roles.as_array().unwrap().iter();
        let role = roles.find(|role| role["name"] == name).unwrap();
        json!({"href": role["href"]})
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, String::new()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, body.to_string()).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, body.to_string()).await
    }

    /// With the `null` body that a client sends.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, "null".to_owned()).await
    }

    /// "Acme Networks".
    pub async fn account(&self) -> String {
        self.get("/accounts").await.body[0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// "Acme production".
    pub async fn network(&self) -> String {
        let path = format!("/accounts/{}/networks", self.account().await);
        self.get(&path).await.body[0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Orders on "Acme production".
    pub async fn order(&self, order: Value) -> Answer {
        let path = format!("/networks/{}/connections", self.network().await);
        self.post(&path, order).await
    }

    /// An order that has become ACTIVE (at pace instant), as it is answered now.
    pub async fn active(&self, order: Value) -> Answer {
        let ordered = self.order(order).await;
        assert_eq!(ordered.status, 201, "{}", ordered.body);
        let answer = self.get(&format!("/connections/{}", ordered.id())).await;
        assert_eq!(answer.state(), "ACTIVE");
        answer
    }

    pub fn advance(&self, seconds: i64) {
        self.shared.lock().clock.advance(seconds * 1_000);
    }

    /// Changes a thing behind the API's back.
    pub fn patch(&self, id: &str, set: &Value) -> bool {
        pureport::patch(&mut self.shared.lock(), id, set.as_object().unwrap()) == Ok(true)
    }
}

/// An order that is accepted as it is: private, 50 Mbps, a pair, Seattle to us-west-2.
pub fn order() -> Value {
    json!({
        "type": "AWS_DIRECT_CONNECT",
        "name": "AWS us-west-2 - 50Mbps - HA",
        "speed": 50,
        "highAvailability": true,
        "billingTerm": "HOURLY",
        "location": {"href": "/locations/us-sea"},
        "awsAccountId": "123456789012",
        "awsRegion": "us-west-2",
        "peering": {"type": "PRIVATE"},
    })
}

/// The order with some fields set; null removes one.
pub fn order_with(fields: &Value) -> Value {
    merged(order(), fields)
}

pub fn merged(mut body: Value, fields: &Value) -> Value {
    let object = body.as_object_mut().unwrap();
    for (name, value) in fields.as_object().unwrap() {
        if value.is_null() {
            object.remove(name);
        } else {
            object.insert(name.clone(), value.clone());
        }
    }
    body
}

/// The body's link to an account.
pub fn account_link(account: &str) -> Value {
    json!({"href": format!("/accounts/{account}")})
}
