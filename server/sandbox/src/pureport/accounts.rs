//! Accounts: a tree, of which a key sees its own account and everything below it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    call::{Answer, Call, Reply},
    error::{code, refuse},
    fields::{email, invalid, number, optional, parameter, required},
    ids,
    json::account_json,
    order::{Link, linked},
    state::{Account, Action, Resource, State},
};

/// More technical contacts than these are refused.
const CONTACTS: usize = 10;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    id: Option<String>,
    name: Option<String>,
    description: Option<String>,
    parent: Option<Link>,
    tags: Option<BTreeMap<String, String>>,
    technical_contact_emails: Option<Vec<String>>,
    verified: Option<bool>,
    demo: Option<bool>,
    show_child_account_pricing: Option<bool>,
}

/// `GET /accounts?ids=&parentId=&name=&limit=`: the key's account and those below it.
pub(super) fn list(call: &mut Call) -> Answer {
    call.need(Resource::Accounts, Action::Read)?;
    let limit = number(call, "limit", 0..=usize::MAX)?;
    let state = &call.world.pureport;
    let found = state.accounts.iter();
    let found = found.filter(|account| call.within(&account.id).is_ok() && wanted(call, account));
    let accounts: Vec<Value> = found
        .take(limit.unwrap_or(usize::MAX))
        .map(|account| account_json(state, account))
        .collect();
    Ok(Reply::ok(json!(accounts)))
}

fn wanted(call: &Call, account: &Account) -> bool {
    let ids = call.query("ids");
    let mut each = ids.iter().flat_map(|ids| ids.split(','));
    (ids.is_empty() || each.any(|id| id == account.id))
        && parameter(call, "parentId").is_none_or(|id| account.parent.as_deref() == Some(id))
        && parameter(call, "name").is_none_or(|name| has_in_name(account, name))
}

/// The name has these letters somewhere, large or small (pureport-client's help).
fn has_in_name(account: &Account, letters: &str) -> bool {
    let name = account.name.to_lowercase();
    name.contains(&letters.to_lowercase())
}

/// `GET /accounts/{accountId}`
pub(super) fn get(call: &mut Call) -> Answer {
    call.need(Resource::Accounts, Action::Read)?;
    Ok(Reply::ok(account_json(
        &call.world.pureport,
        call.account()?,
    )))
}

/// `POST /accounts`: below the key's own account, unless `parent` says otherwise.
pub(super) fn create(call: &mut Call) -> Answer {
    call.need(Resource::Accounts, Action::Create)?;
    let body: Body = call.json()?;
    let parent = parent(call, &body)?.unwrap_or_else(|| call.who.account.clone());
    call.within(&parent)?;
    let id = ids::chosen(call.world, "ac", body.id.as_deref())?;
    let above = call.world.pureport.account(&parent);
    let mut account = Account::new(id, "", above);
    fill(&mut account, body)?;
    let answer = account_json(&call.world.pureport, &account);
    call.world.pureport.accounts.push(account);
    Ok(Reply::created(answer))
}

fn parent(call: &Call, body: &Body) -> Answer<Option<String>> {
    let Some(link) = &body.parent else {
        return Ok(None);
    };
    let id = linked("parent", link, "/accounts/")?;
    if call.world.pureport.account(id).is_none() {
        return refuse(code::INVALID_LINK, "parent links to nothing");
    }
    Ok(Some(id.to_owned()))
}

/// Name 1–64 characters, description at most 256, at most 10 contacts, each once.
fn fill(account: &mut Account, body: Body) -> Answer<()> {
    account.name = required("name", body.name.as_deref(), 64)?;
    account.description = optional("description", body.description, 256)?.unwrap_or_default();
    account.technical_contact_emails = contacts(body.technical_contact_emails)?;
    account.tags = body.tags.unwrap_or_default();
    account.demo = body.demo.unwrap_or(account.demo);
    account.show_child_account_pricing = body
        .show_child_account_pricing
        .unwrap_or(account.show_child_account_pricing);
    Ok(())
}

fn contacts(emails: Option<Vec<String>>) -> Answer<Vec<String>> {
    let emails = emails.unwrap_or_default();
    for contact in &emails {
        email("technicalContactEmails", Some(contact))?;
    }
    let different: BTreeSet<&String> = emails.iter().collect();
    if emails.len() > CONTACTS || different.len() < emails.len() {
        return invalid(format!(
            "technicalContactEmails takes at most {CONTACTS}, each once"
        ));
    }
    Ok(emails)
}

/// `PUT /accounts/{accountId}`: the full object. Id and parent stay; `verified` is for those above.
pub(super) fn update(call: &mut Call) -> Answer {
    let mut account = call.account()?.clone();
    call.need(Resource::Accounts, Action::Update)?;
    let body: Body = call.json()?;
    unmoved(call, &account, &body)?;
    let verified = body.verified.unwrap_or(account.verified);
    if verified != account.verified && !may_verify(call) {
        return refuse(
            code::MODIFICATION_NOT_ALLOWED,
            "Only the account above can verify this account",
        );
    }
    account.verified = verified;
    fill(&mut account, body)?;
    let id = account.id.clone();
    if let Some(found) = call.world.pureport.account_mut(&id) {
        *found = account;
    }
    get(call)
}

fn unmoved(call: &Call, account: &Account, body: &Body) -> Answer<()> {
    let parent = parent(call, body)?;
    // The first account of a tree is answered as its own parent.
    let above = account.parent.as_ref().unwrap_or(&account.id);
    let same_id = body.id.as_ref().is_none_or(|id| *id == account.id);
    if same_id && parent.is_none_or(|parent| parent == *above) {
        return Ok(());
    }
    refuse(
        code::MODIFICATION_NOT_ALLOWED,
        "id and parent cannot change",
    )
}

/// `DELETE /accounts/{accountId}`: refused while there are accounts below it or networks in it.
pub(super) fn delete(call: &mut Call) -> Answer {
    let id = call.account()?.id.clone();
    call.need(Resource::Accounts, Action::Delete)?;
    let state = &mut call.world.pureport;
    let below = |account: &Account| account.parent.as_ref() == Some(&id);
    if state.accounts.iter().any(below) {
        return refuse(
            code::ACCOUNT_HAS_CHILD_ACCOUNTS,
            "The account still has child accounts",
        );
    }
    if state.networks.iter().any(|network| network.account == id) {
        return refuse(code::CONFLICT, "The account still has networks");
    }
    state.accounts.retain(|account| account.id != id);
    state.keys.retain(|key| key.account != id);
    state.roles.retain(|role| role.account != id);
    state.members.retain(|member| member.account != id);
    state.invites.retain(|invite| invite.account != id);
    Ok(Reply::ok(json!({})))
}

/// `GET /accounts/{accountId}/canVerify`
pub(super) fn can_verify(call: &mut Call) -> Answer {
    call.account()?;
    Ok(Reply::ok(json!(may_verify(call))))
}

/// Those who may change an account above this one.
fn may_verify(call: &Call) -> bool {
    call.id != call.who.account && call.need(Resource::Accounts, Action::Update).is_ok()
}

/// `GET /accounts/{accountId}/permissions`: of whoever asks.
pub(super) fn permissions(call: &mut Call) -> Answer {
    call.account()?;
    let each = call.who.rights.iter().map(|(resource, rights)| {
        let mut shown = json!(rights);
        shown["all"] = json!(rights.create && rights.read && rights.update && rights.delete);
        (resource.name().to_owned(), shown)
    });
    Ok(Reply::ok(Value::Object(each.collect::<Map<_, _>>())))
}

/// Consent and billing come before anything is provisioned or a key is made (KB 43000607645), and
/// Pureport must know the customer.
pub(super) fn set_up(state: &State, account: &str) -> Answer<()> {
    let found = state.account(account);
    if found.is_none_or(|account| account.consent.is_none()) {
        return refuse(
            code::CONSENT_REQUIRED,
            "The terms were not accepted for this account",
        );
    }
    if !state.can_pay(account) {
        return refuse(
            code::PAYMENT_REQUIRED,
            "Billing is not set up for this account",
        );
    }
    if found.is_some_and(|account| !account.verified) {
        return refuse(
            code::ACCOUNT_VERIFICATION_REQUIRED,
            "The account is not verified yet",
        );
    }
    Ok(())
}
