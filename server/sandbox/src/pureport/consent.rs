//! Consent to the terms, once for each account.

use serde_json::{Value, json};

use super::{
    call::{Answer, Call, Reply},
    error::{code, refuse},
    json::time,
    state::{Account, Action, Consent, Resource},
};

/// `GET /accounts/{accountId}/consent`: 404 until somebody accepted.
pub(super) fn get(call: &mut Call) -> Answer {
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
pub(super) fn accept(call: &mut Call) -> Answer {
    call.need(Resource::Accounts, Action::Update)?;
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
    if let Some(account) = call.world.pureport.account_mut(&call.id) {
        account.consent = Some(consent.clone());
    }
    Ok(Reply::located(consent_json(call.account()?, &consent)))
}

fn consent_json(account: &Account, consent: &Consent) -> Value {
    json!({
        "href": format!("/accounts/{}/consent", account.id),
        "userId": consent.user_id,
        "consentAt": time(consent.consent_at),
    })
}
