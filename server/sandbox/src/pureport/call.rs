//! A request by somebody who is signed in, and what the operations ask of it.

use std::collections::BTreeMap;

use axum::{
    body::Bytes,
    http::{HeaderMap, header},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::world::World;

pub(super) use super::reply::Reply;
use super::{
    error::{Refusal, code, refuse},
    exchange::Received,
    state::{Account, Action, Connection, Network, Resource, Rights},
};

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

impl<'a> Call<'a> {
    pub fn new(world: &'a mut World, who: Principal, received: &Received) -> Self {
        let mut ids = received.ids.iter().cloned();
        Self {
            world,
            who,
            id: ids.next().unwrap_or_default(),
            child: ids.next().unwrap_or_default(),
            query: received.query.clone(),
            headers: received.headers.clone(),
            body: received.body.clone(),
        }
    }

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

/// `{"id":…,"href":…,"title":…}`
pub(super) fn link(collection: &str, id: &str, title: &str) -> Value {
    json!({"id": id, "href": format!("/{collection}/{id}"), "title": title})
}
