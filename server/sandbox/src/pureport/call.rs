//! One request: received, signed in, answered under one lock, and made ready for the log.

use std::{collections::BTreeMap, net::IpAddr};

use axum::{
    Json,
    body::{Body, Bytes},
    extract::{ConnectInfo, FromRequestParts, Query, RawPathParams, Request},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{
    body,
    control::LogEntry,
    faults::{self, Content, Kind},
    wire::Cut,
    world::{Shared, World},
};

use super::{
    audit::{self, Trail},
    auth,
    error::{Code, Refusal, code, refuse},
    fault::{self, Input},
    record,
    routes::Route,
    state::{Account, Action, Connection, Network, Resource, Rights},
};

/// Bodies above this are refused, bytes.
const BODY_LIMIT: usize = 1 << 20;

pub(super) type Answer<T = Reply> = Result<T, Refusal>;

/// What answers an operation.
#[derive(Clone, Copy)]
pub(super) enum Handler {
    /// Without a token: the two logins.
    Open(fn(&mut World, &Bytes) -> Answer),
    /// With `Authorization: Bearer …`.
    Signed(fn(&mut Call) -> Answer),
}

/// Who asks.
#[derive(Debug, Clone)]
pub(super) struct Principal {
    pub key: String,
    pub user_id: String,
    pub account: String,
    pub networks: Rights,
    /// On every kind of resource, networks among them.
    pub rights: BTreeMap<Resource, Rights>,
}

/// A request by somebody who is signed in.
pub(super) struct Call<'a> {
    pub world: &'a mut World,
    pub who: Principal,
    /// The id in the path; empty where there is none.
    pub id: String,
    /// The second id in the path; empty where there is none.
    pub child: String,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
}

/// A successful answer.
#[derive(Debug)]
pub(super) struct Reply {
    status: StatusCode,
    body: Value,
    /// The content type where it is not JSON: the body is a string then.
    text: Option<&'static str>,
    location: Option<String>,
    principal: Option<String>,
}

impl Reply {
    /// 200.
    pub fn ok(body: Value) -> Self {
        Self {
            status: StatusCode::OK,
            body,
            text: None,
            location: None,
            principal: None,
        }
    }

    /// 200 with something else than JSON, for example `text/csv`.
    pub fn text(content_type: &'static str, text: String) -> Self {
        Self {
            text: Some(content_type),
            ..Self::ok(text.into())
        }
    }

    /// 201 with the object's own `href` as `Location`: Terraform takes the id from there.
    pub fn created(body: Value) -> Self {
        Self {
            status: StatusCode::CREATED,
            location: body.get("href").and_then(Value::as_str).map(str::to_owned),
            ..Self::ok(body)
        }
    }

    /// What is answered.
    pub fn into_body(self) -> Value {
        self.body
    }

    /// 200 with the object's own `href` as `Location`.
    pub fn located(body: Value) -> Self {
        Self {
            status: StatusCode::OK,
            ..Self::created(body)
        }
    }

    /// 200 to somebody who signed in by this very request.
    pub fn signed_in(body: Value, key: String) -> Self {
        Self {
            principal: Some(key),
            ..Self::ok(body)
        }
    }

    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The body, where it is JSON.
    pub fn json(&self) -> Option<&Value> {
        self.text.is_none().then_some(&self.body)
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let content = match (self.text, self.body) {
            (Some(kind), Value::String(text)) => {
                ([(header::CONTENT_TYPE, kind)], text).into_response()
            }
            (_, body) => Json(body).into_response(),
        };
        match self.location {
            Some(href) => (self.status, [(header::LOCATION, href)], content).into_response(),
            None => (self.status, content).into_response(),
        }
    }
}

impl Content for Reply {
    fn content(&mut self) -> &mut Value {
        &mut self.body
    }
}

impl Call<'_> {
    /// The body as JSON. Nothing of it is repeated in the error: it may hold a secret.
    pub fn json<T: DeserializeOwned>(&self) -> Answer<T> {
        parse(&self.body)
    }

    /// Every value of a query parameter.
    pub fn query(&self, name: &str) -> Vec<&str> {
        let named = self.query.iter().filter(|(key, _)| key == name);
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// Whether the client would rather have `text/csv`.
    pub fn wants_csv(&self) -> bool {
        let accept = self.headers.get(header::ACCEPT);
        let accept = accept.and_then(|value| value.to_str().ok());
        accept.is_some_and(|accept| accept.trim_start().starts_with("text/csv"))
    }

    /// Refuses with 403 unless the caller may do this with that kind of resource.
    pub fn need(&self, resource: Resource, action: Action) -> Answer<()> {
        let rights = self.who.rights.get(&resource).copied().unwrap_or_default();
        let what = format!("{}.{}", resource.name(), action.name());
        need(rights.allows(action), &what)
    }

    /// The account in the path.
    pub fn account(&self) -> Answer<&Account> {
        match self.world.pureport.account(&self.id) {
            Some(account) => self.within(&account.id).map(|()| account),
            None => missing("account", &self.id),
        }
    }

    /// The network in the path.
    pub fn network(&self) -> Answer<&Network> {
        match self.world.pureport.network(&self.id) {
            Some(network) => self.within(&network.account).map(|()| network),
            None => missing("network", &self.id),
        }
    }

    /// The connection in the path.
    pub fn connection(&self) -> Answer<&Connection> {
        match self.world.pureport.connection(&self.id) {
            Some(connection) => self.owns(connection).map(|()| connection),
            None => missing("connection", &self.id),
        }
    }

    /// The gateway in the path: its connection, and which leg it is.
    pub fn gateway(&self) -> Answer<(&Connection, usize)> {
        match self.world.pureport.gateway(&self.id) {
            Some((connection, leg)) => self.owns(connection).map(|()| (connection, leg)),
            None => missing("gateway", &self.id),
        }
    }

    fn owns(&self, connection: &Connection) -> Answer<()> {
        let network = self.world.pureport.network(&connection.network);
        self.within(network.map_or("", |network| &network.account))
    }

    /// A key works for its account and that account's children.
    pub fn within(&self, account: &str) -> Answer<()> {
        if self.world.pureport.is_within(account, &self.who.account) {
            Ok(())
        } else {
            refuse(code::FORBIDDEN, "The API key has no access to this account")
        }
    }
}

/// Refuses with 403 unless the right is there; `what` names it, for example `networks.create`.
pub(super) fn need(right: bool, what: &str) -> Answer<()> {
    if right {
        Ok(())
    } else {
        refuse(code::FORBIDDEN, format!("Missing permission {what}"))
    }
}

/// 404 for an id.
pub(super) fn missing<T>(what: &str, id: &str) -> Answer<T> {
    refuse(code::NOT_FOUND, format!("No {what} with id {id}"))
}

/// JSON from a body.
pub(super) fn parse<T: DeserializeOwned>(body: &Bytes) -> Answer<T> {
    serde_json::from_slice(body).or_else(|error| {
        let at = format!("line {}, column {}", error.line(), error.column());
        refuse(
            code::JSON_PROCESSING_ERROR,
            format!("The body is not the expected JSON, at {at}"),
        )
    })
}

/// What of a request the operations and the audit log look at.
pub(super) struct Received {
    pub method: Method,
    pub path: String,
    /// The ids in the path.
    pub ids: Vec<String>,
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub from: Option<IpAddr>,
}

impl Received {
    /// Changes nothing.
    fn reads(&self) -> bool {
        self.method.is_safe()
    }

    fn input(&self) -> Input<'_> {
        Input {
            id: self.ids.first().map_or("", String::as_str),
            query: &self.query,
            body: &self.body,
        }
    }
}

/// Answers one request.
pub(super) async fn answer(shared: Shared, route: &'static Route, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let cut = parts.extensions.get::<ConnectInfo<Cut>>().cloned();
    let body = if route.method.has_body() {
        body
    } else {
        Body::empty()
    };
    let received = match receive(parts, body).await {
        Ok(received) => received,
        Err(refusal) => return not_received(&shared, route, refusal),
    };
    let (fault, response) = {
        let mut world = if received.reads() {
            shared.read()
        } else {
            shared.lock()
        };
        perform(&mut world, route, &received)
    };
    faults::deliver(fault, cut.as_ref().map(|ConnectInfo(cut)| cut), response).await
}

fn not_received(shared: &Shared, route: &Route, refusal: Refusal) -> Response {
    let outcome = Err(refusal);
    note(route, &outcome);
    respond(&mut shared.read(), outcome, entry(route.operation), None)
}

/// Runs the operation, or what the fault plan has in its place.
fn perform(world: &mut World, route: &Route, received: &Received) -> (Option<Kind>, Response) {
    let mut entry = entry(route.operation);
    let fault = fault::strike(world, route.operation, &received.input());
    if let Some((error, response)) = fault.as_ref().and_then(fault::refusal) {
        entry.error = Some(error);
        let response = log(world, entry, fault.as_ref(), response);
        return (fault, response);
    }
    let outcome = faults::perform(world, fault.as_ref(), received.reads(), |world| {
        let outcome = handle(world, route.handler, received, &mut entry);
        note(route, &outcome);
        outcome
    });
    let response = respond(world, outcome, entry, fault.as_ref());
    (fault, response)
}

/// For whoever checks the answers from outside, before the fault plan spoils them.
fn note(route: &Route, outcome: &Answer) {
    let (method, path) = (route.method.name(), route.path);
    match outcome {
        Ok(reply) if reply.text.is_some() => {}
        Ok(reply) => record::write(method, path, reply.status.as_u16(), &reply.body),
        Err(refusal) => record::write(method, path, refusal.code.0, &refusal.json()),
    }
}

fn entry(operation: &str) -> LogEntry {
    LogEntry {
        service: "pureport".to_owned(),
        operation: operation.to_owned(),
        ..LogEntry::default()
    }
}

async fn receive(mut parts: Parts, body: Body) -> Answer<Received> {
    let Ok(params) = RawPathParams::from_request_parts(&mut parts, &()).await else {
        return refuse(code::BAD_REQUEST, "The path is not UTF-8");
    };
    let Some(body) = body::read(body, BODY_LIMIT).await else {
        return refuse(
            code::REQUEST_ENTITY_TOO_LARGE,
            "The body is larger than 1 MiB",
        );
    };
    let query = Query::try_from_uri(&parts.uri).map(|Query(pairs)| pairs);
    let from = parts.extensions.get::<ConnectInfo<Cut>>();
    Ok(Received {
        from: from.and_then(|ConnectInfo(cut)| cut.peer()),
        method: parts.method,
        path: parts.uri.path().to_owned(),
        ids: params.iter().map(|(_, id)| id.to_owned()).collect(),
        query: query.unwrap_or_default(),
        headers: parts.headers,
        body,
    })
}

fn handle(
    world: &mut World,
    handler: Handler,
    received: &Received,
    entry: &mut LogEntry,
) -> Answer {
    let run = match handler {
        Handler::Open(run) => {
            let outcome = run(world, &received.body);
            audit::login(world, &entry.operation, received, &outcome);
            let reply = outcome?;
            entry.principal.clone_from(&reply.principal);
            return Ok(reply);
        }
        Handler::Signed(run) => run,
    };
    let token = received.headers.get(header::AUTHORIZATION);
    let who = auth::principal(world, token)?;
    entry.principal = Some(who.key.clone());
    entry.account = Some(who.account.clone());
    obey(world, &entry.operation, run, received, who)
}

/// Runs an operation for whoever asks, and writes the audit log.
pub(super) fn obey(
    world: &mut World,
    operation: &str,
    run: fn(&mut Call) -> Answer,
    received: &Received,
    who: Principal,
) -> Answer {
    let trail = Trail::begin(world, operation, received, &who);
    let mut ids = received.ids.iter().cloned();
    let outcome = run(&mut Call {
        world,
        who,
        id: ids.next().unwrap_or_default(),
        child: ids.next().unwrap_or_default(),
        query: received.query.clone(),
        headers: received.headers.clone(),
        body: received.body.clone(),
    });
    if let Some(trail) = trail {
        trail.end(world, &outcome);
    }
    outcome
}

fn respond(
    world: &mut World,
    outcome: Answer,
    mut entry: LogEntry,
    fault: Option<&Kind>,
) -> Response {
    entry.error = outcome
        .as_ref()
        .err()
        .map(|refusal| refusal.code.1.to_owned());
    let response = outcome.map_or_else(IntoResponse::into_response, IntoResponse::into_response);
    log(world, entry, fault, response)
}

fn log(
    world: &mut World,
    mut entry: LogEntry,
    fault: Option<&Kind>,
    response: Response,
) -> Response {
    entry.status = response.status().as_u16();
    world.record(fault, entry);
    response
}

/// The answer where no operation is: JSON too, since clients read every error as JSON.
pub(super) fn nothing_here(shared: &Shared, code: Code, message: &str) -> Response {
    respond(
        &mut shared.read(),
        refuse(code, message),
        entry("unknown"),
        None,
    )
}

/// `{"id":…,"href":…,"title":…}`
pub(super) fn link(collection: &str, id: &str, title: &str) -> Value {
    json!({"id": id, "href": format!("/{collection}/{id}"), "title": title})
}
