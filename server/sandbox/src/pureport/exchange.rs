//! One request: received, signed in, answered under one lock, and made ready for the log.

use std::net::IpAddr;

use axum::{
    body::{Body, Bytes},
    extract::{ConnectInfo, FromRequestParts, Query, RawPathParams, Request},
    http::{HeaderMap, Method, header, request::Parts},
    response::{IntoResponse, Response},
};

use crate::{
    body,
    control::LogEntry,
    faults::{self, Kind},
    wire::Cut,
    world::{Shared, World},
};

use super::{
    audit::{self, Trail},
    auth,
    call::{Answer, Call, Handler, Principal},
    error::{Code, Refusal, code, refuse},
    fault::{self, Input},
    record,
    routes::Route,
};

/// Bodies above this are refused, bytes.
const BODY_LIMIT: usize = 1 << 20;

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
        Ok(reply) => {
            if let Some(body) = reply.json() {
                record::write(method, path, reply.status(), body);
            }
        }
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
            entry.principal = reply.principal().map(str::to_owned);
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
    let outcome = run(&mut Call::new(world, who, received));
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
