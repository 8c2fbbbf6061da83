//! Accounts, permissions, consent, billing.

use serde_json::{Value, json};

use super::{
    call::{Answer, Call, Reply, need},
    error::{code, refuse},
    json::{account_json, time},
    state::{Account, Consent, Rights},
};

/// `GET /accounts?ids=&parentId=&name=&limit=`: the key's account and its children.
pub(super) fn list(call: &mut Call) -> Answer {
    need(call.who.others.read, "accounts.read")?;
    let limit = call
        .query("limit")
        .first()
        .and_then(|limit| limit.parse().ok());
    let found = call
        .world
        .pureport
        .accounts
        .iter()
        .filter(|account| wanted(call, account));
    let found = found.take(limit.unwrap_or(usize::MAX));
    let accounts: Vec<Value> = found
        .map(|account| account_json(&call.world.pureport, account))
        .collect();
    Ok(Reply::ok(json!(accounts)))
}

fn wanted(call: &Call, account: &Account) -> bool {
    let ids = call.query("ids");
    let parents = call.query("parentId");
    let names = call.query("name");
    call.within(&account.id).is_ok()
        && (ids.is_empty()
            || ids
                .iter()
                .flat_map(|ids| ids.split(','))
                .any(|id| id == account.id))
        && (parents.is_empty()
            || account
                .parent
                .as_deref()
                .is_some_and(|id| parents.contains(&id)))
        && (names.is_empty() || names.contains(&account.name.as_str()))
}

/// `GET /accounts/{accountId}`
pub(super) fn get(call: &mut Call) -> Answer {
    need(call.who.others.read, "accounts.read")?;
    Ok(Reply::ok(account_json(
        &call.world.pureport,
        call.account()?,
    )))
}

/// `GET /accounts/{accountId}/permissions`: of whoever asks.
pub(super) fn permissions(call: &mut Call) -> Answer {
    call.account()?;
    let others = rights(call.who.others);
    let names = [
        "accounts", "all", "apikeys", "audit", "billing", "members", "ports", "roles",
    ];
    let mut all: serde_json::Map<String, Value> = names
        .into_iter()
        .map(|name| (name.to_owned(), others.clone()))
        .collect();
    all.insert("networks".to_owned(), rights(call.who.networks));
    Ok(Reply::ok(Value::Object(all)))
}

fn rights(rights: Rights) -> Value {
    let Rights {
        create,
        read,
        update,
        delete,
    } = rights;
    json!({
        "all": create && read && update && delete,
        "create": create, "read": read, "update": update, "delete": delete,
    })
}

/// `GET /accounts/{accountId}/consent`: 404 until somebody accepted.
pub(super) fn consent(call: &mut Call) -> Answer {
    let account = call.account()?;
    match &account.consent {
        Some(consent) => Ok(Reply::ok(consent_json(account, consent))),
        None => refuse(
            code::NOT_FOUND,
            "Nobody has accepted the terms for this account",
        ),
    }
}

/// `POST /accounts/{accountId}/consent`
pub(super) fn give_consent(call: &mut Call) -> Answer {
    need(call.who.others.update, "accounts.update")?;
    if call.account()?.consent.is_some() {
        return refuse(
            code::ACCOUNT_ALREADY_CONSENTED,
            "The terms were accepted before",
        );
    }
    let consent = Consent {
        user_id: call.who.user_id.clone(),
        consent_at: call.world.now,
    };
    let id = call.id.clone();
    if let Some(account) = call
        .world
        .pureport
        .accounts
        .iter_mut()
        .find(|account| account.id == id)
    {
        account.consent = Some(consent.clone());
    }
    Ok(Reply::ok(consent_json(call.account()?, &consent)))
}

fn consent_json(account: &Account, consent: &Consent) -> Value {
    json!({
        "href": format!("/accounts/{}/consent", account.id),
        "userId": consent.user_id,
        "consentAt": time(consent.consent_at),
    })
}

/// `GET /accounts/{accountId}/billing/configured`
pub(super) fn billing_configured(call: &mut Call) -> Answer {
    Ok(Reply::ok(json!(call.account()?.billing_configured)))
}
