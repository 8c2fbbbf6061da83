//! A request that changes something, from before it is obeyed until after.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::world::World;

use super::{
    body,
    entry::{Entry, Request, Source, correlation, record},
    states::States,
    subject::{Subject, SubjectType, lookup},
};
use crate::pureport::{
    api_keys::key_json,
    call::{Answer, Principal},
    exchange::Received,
    json::present,
    view::hide,
};

/// What is known of the request before it is obeyed.
pub(in crate::pureport) struct Trail {
    event: &'static str,
    kind: SubjectType,
    ids: Vec<String>,
    request: Request,
    who: Principal,
    before: Option<Value>,
    states: States,
}

/// The event that an operation is, and what it is about; nothing for those that only read.
fn audited(operation: &str) -> Option<(&'static str, SubjectType)> {
    use SubjectType as S;
    Some(match operation {
        "createAccount" => ("ACCOUNT_CREATE", S::Account),
        "updateAccount" | "consent" => ("ACCOUNT_UPDATE", S::Account),
        "deleteAccount" => ("ACCOUNT_DELETE", S::Account),
        "addPaymentInformation" => ("ACCOUNT_BILLING_CREATE", S::AccountBilling),
        "updatePaymentInformation" | "verifyPaymentInformation" => {
            ("ACCOUNT_BILLING_UPDATE", S::AccountBilling)
        }
        "deletePaymentInformation" => ("ACCOUNT_BILLING_DELETE", S::AccountBilling),
        "createApiKey" => ("API_KEY_CREATE", S::ApiKey),
        "updateApiKey" => ("API_KEY_UPDATE", S::ApiKey),
        "deleteApiKey" => ("API_KEY_DELETE", S::ApiKey),
        "createRole" => ("ROLE_CREATE", S::Role),
        "updateRole" => ("ROLE_UPDATE", S::Role),
        "deleteRole" => ("ROLE_DELETE", S::Role),
        "addAccountMember" => ("ACCOUNT_MEMBER_CREATE", S::AccountMember),
        "updateAccountMember" => ("ACCOUNT_MEMBER_UPDATE", S::AccountMember),
        "deleteAccountMember" => ("ACCOUNT_MEMBER_DELETE", S::AccountMember),
        "inviteAccount" => ("MEMBER_INVITE_CREATE", S::AccountInvite),
        "acceptAllInvites" => ("MEMBER_INVITE_ACCEPT", S::AccountInvite),
        "updateAccountInvite" => ("MEMBER_INVITE_UPDATE", S::AccountInvite),
        "deleteAccountInvite" => ("MEMBER_INVITE_DELETE", S::AccountInvite),
        "updateUser" => ("USER_UPDATE", S::User),
        "addNetwork" => ("NETWORK_CREATE", S::Network),
        "updateNetwork" | "respawn" => ("NETWORK_UPDATE", S::Network),
        "deleteNetwork" => ("NETWORK_DELETE", S::Network),
        "addConnection" => ("CONNECTION_CREATE", S::Connection),
        "updateConnection" => ("CONNECTION_UPDATE", S::Connection),
        "deleteConnection" => ("CONNECTION_DELETE", S::Connection),
        "startGateway" | "stopGateway" | "respawnGateway" => ("GATEWAY_UPDATE", S::Gateway),
        "createConnectionTask" | "createGatewayTask" => ("TASK_CREATE", S::Task),
        _ => return None,
    })
}

impl Trail {
    /// Looks at what the request is about; nothing when it changes nothing.
    pub fn begin(
        world: &World,
        operation: &str,
        received: &Received,
        who: &Principal,
    ) -> Option<Self> {
        let (event, kind) = audited(operation)?;
        let (state, ids) = (&world.pureport, received.ids.clone());
        let first = ids.first().map_or("", String::as_str);
        let is_new = event.ends_with("_CREATE") || event.ends_with("_ACCEPT");
        Some(Self {
            before: (!is_new).then(|| lookup(world, kind, &ids)).flatten(),
            states: match operation {
                "respawn" => States::of_network(state, first),
                "updateConnection" | "deleteConnection" | "createConnectionTask" => {
                    States::of_connection(state, first)
                }
                "startGateway" | "stopGateway" | "respawnGateway" | "createGatewayTask" => {
                    States::of_gateway(state, first)
                }
                _ => States::default(),
            },
            event,
            kind,
            request: Request::new(received),
            who: who.clone(),
            ids,
        })
    }

    /// Writes down what came of it.
    pub fn end(self, world: &mut World, outcome: &Answer) {
        let correlation = correlation(world);
        for entry in self.entries(world, outcome) {
            record(world, self.signed(world, entry, &correlation, outcome));
        }
        let (principal, user_id) = (self.principal(world), self.who.user_id.clone());
        for change in self.states.changes(&world.pureport) {
            let mut entry = Entry::of_state(change, Source::Api, &correlation);
            entry.principal = Some(principal.clone());
            entry.user_id = Some(user_id.clone());
            record(world, entry);
        }
    }

    /// One for each thing that was made or changed; a single one when nothing was.
    fn entries(&self, world: &World, outcome: &Answer) -> Vec<Entry> {
        let state = &world.pureport;
        let pairs: Vec<(Option<Value>, Option<Value>)> = match (&self.before, body(outcome)) {
            (None, Some(Value::Array(made))) => {
                made.iter().map(|made| (None, Some(made.clone()))).collect()
            }
            (None, made) => vec![(None, made.cloned())],
            (Some(before), _) => {
                let after = lookup(world, self.kind, &self.ids);
                vec![(Some(before.clone()), after)]
            }
        };
        let each = pairs.into_iter().map(|(before, after)| {
            let thing = before.as_ref().or(after.as_ref());
            let subject = thing.and_then(|thing| Subject::of(state, self.kind, thing));
            let mut entry = Entry::new(self.event, self.kind, subject.as_ref());
            if outcome.is_ok() {
                entry.add("changes", changes(before, after));
            }
            entry
        });
        each.collect()
    }

    fn signed(&self, world: &World, entry: Entry, correlation: &str, outcome: &Answer) -> Entry {
        let state = &world.pureport;
        // Somebody who tried to reach into another account is written down in his own; what is gone
        // belongs to the account above it.
        let reached = state.is_within(&entry.account, &self.who.account);
        let mut account = if reached {
            entry.account.clone()
        } else {
            self.who.account.clone()
        };
        if let Some(path) = self.ids.first().filter(|_| entry.subject.is_none())
            && state.is_within(path, &self.who.account)
        {
            account.clone_from(path);
        }
        let mut entry = Entry {
            account,
            principal: Some(self.principal(world)),
            user_id: Some(self.who.user_id.clone()),
            source: Source::Api,
            correlation: correlation.to_owned(),
            ..entry
        };
        entry.answered(&self.request, outcome);
        entry
    }

    fn principal(&self, world: &World) -> Value {
        let state = &world.pureport;
        let key = state.key(&self.who.key).map(|key| key_json(state, key));
        let subject = key.and_then(|key| Subject::of(state, SubjectType::ApiKey, &key));
        subject.map_or_else(
            || json!({"id": self.who.key, "href": format!("/accounts/{}/apikeys/{}", self.who.account, self.who.key)}),
            |subject| subject.link,
        )
    }
}

/// What differs between two looks at a thing, without secrets.
fn changes(before: Option<Value>, after: Option<Value>) -> Value {
    let (mut before, mut after) = (before.unwrap_or_default(), after.unwrap_or_default());
    hide(&mut before);
    hide(&mut after);
    let fields = [&before, &after].into_iter().filter_map(Value::as_object);
    let names: BTreeSet<&String> = fields.flat_map(|fields| fields.keys()).collect();
    let names = names.into_iter().filter(|name| *name != "href");
    let changed = names.filter(|name| before.get(*name) != after.get(*name));
    let changes = changed.map(|name| {
        present(json!({
            "property": name,
            "previous": before.get(name),
            "current": after.get(name),
        }))
    });
    Value::Array(changes.collect())
}
