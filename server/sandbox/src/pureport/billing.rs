//! An account's payment method. Stripe, behind it, is simulated.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    call::{Answer, Call, Reply},
    error::{code, refuse},
    fields::{email, flag, given, invalid, own_account, required},
    json::{account_link, present},
    order::Link,
    state::{Account, Action, Address, Billing, CollectionMethod, Means, Resource, State},
};

/// The two amounts, in cents, that Stripe deposits in its test bank accounts.
const MICRODEPOSITS: [i64; 2] = [32, 45];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    account: Option<Link>,
    name: Option<String>,
    email: Option<String>,
    collection_method: Option<CollectionMethod>,
    address: Option<Address>,
    allow_child_accounts: Option<bool>,
    stripe_token: Option<String>,
    #[serde(flatten)]
    means: Means,
}

#[derive(Deserialize)]
struct Verification {
    microdeposits: Option<Vec<i64>>,
}

/// `GET /accounts/{accountId}/billing`: 404 while there is none.
pub(super) fn get(call: &mut Call) -> Answer {
    call.need(Resource::Billing, Action::Read)?;
    method(call)?;
    Ok(Reply::ok(shown(call)))
}

/// `GET /accounts/{accountId}/billing/configured?ancestorOnly=`: whether it can pay, by itself or by
/// an account above it that lets its children use its method.
pub(super) fn configured(call: &mut Call) -> Answer {
    let account = &call.account()?.id;
    let state = &call.world.pureport;
    let configured = if flag(call, "ancestorOnly")? {
        state.ancestor_pays(account)
    } else {
        state.can_pay(account)
    };
    Ok(Reply::ok(json!(configured)))
}

/// `POST /accounts/{accountId}/billing`: once; after that it is changed by PUT.
pub(super) fn add(call: &mut Call) -> Answer {
    let account = call.account()?;
    let there = account.billing.is_some();
    call.need(Resource::Billing, Action::Create)?;
    let billing = read(call, None)?;
    if there {
        return refuse(code::CONFLICT, "The account has a payment method");
    }
    store(call, billing, false);
    Ok(Reply::created(shown(call)))
}

/// `PUT /accounts/{accountId}/billing`: the full object. A card or bank account that is not given
/// anew stays.
pub(super) fn update(call: &mut Call) -> Answer {
    call.need(Resource::Billing, Action::Update)?;
    let (account, held) = method(call)?;
    let (id, verified, held) = (account.id.clone(), account.billing_configured, held.clone());
    let billing = read(call, Some(&held))?;
    let state = &call.world.pureport;
    if held.allow_child_accounts && !billing.allow_child_accounts && children_rely(state, &id) {
        return refuse(
            code::BILLING_CONFIGURATION_CHILD_ACCOUNTS_INVALID_STATE,
            "Child accounts with connections rely on this payment method",
        );
    }
    let same_means = billing.means == held.means;
    store(call, billing, verified && same_means);
    Ok(Reply::ok(shown(call)))
}

/// `POST /accounts/{accountId}/billing/verify`: a bank account, by what was deposited in it.
pub(super) fn verify(call: &mut Call) -> Answer {
    call.need(Resource::Billing, Action::Update)?;
    let (account, billing) = method(call)?;
    let waits =
        billing.collection_method == CollectionMethod::PullAch && !account.billing_configured;
    let Verification { microdeposits } = call.json()?;
    let mut amounts = given("microdeposits", microdeposits)?;
    amounts.sort_unstable();
    if !waits || amounts != MICRODEPOSITS {
        return refuse(
            code::BILLING_VERIFICATION_FAILED,
            "These are not the amounts of a bank account that waits for them",
        );
    }
    if let Some(account) = call.world.pureport.account_mut(&call.id) {
        account.billing_configured = true;
    }
    Ok(Reply::located(shown(call)))
}

/// `DELETE /accounts/{accountId}/billing`: refused while a connection has to be paid with it.
pub(super) fn delete(call: &mut Call) -> Answer {
    call.need(Resource::Billing, Action::Delete)?;
    let (account, billing) = method(call)?;
    let state = &call.world.pureport;
    let own = has_connections(state, &account.id) && !state.ancestor_pays(&account.id);
    if own || billing.allow_child_accounts && children_rely(state, &account.id) {
        return refuse(
            code::BILLING_CANNOT_BE_REMOVED,
            "Connections are paid with this payment method",
        );
    }
    if let Some(account) = call.world.pureport.account_mut(&call.id) {
        account.billing = None;
        account.billing_configured = false;
    }
    // The specification answers a string here.
    Ok(Reply::ok(json!("")))
}

/// The account in the path and its payment method.
fn method<'a>(call: &'a Call) -> Answer<(&'a Account, &'a Billing)> {
    let account = call.account()?;
    match &account.billing {
        Some(billing) => Ok((account, billing)),
        None => refuse(code::NOT_FOUND, "The account has no payment method"),
    }
}

fn shown(call: &Call) -> Value {
    let state = &call.world.pureport;
    let account = state.account(&call.id);
    account.map_or(Value::Null, |account| billing_json(state, account))
}

/// Null where there is none.
pub(super) fn billing_json(state: &State, account: &Account) -> Value {
    let Some(billing) = &account.billing else {
        return Value::Null;
    };
    let mut shown = present(json!(billing));
    shown["href"] = json!(format!("/accounts/{}/billing", account.id));
    shown["account"] = account_link(state, &account.id);
    shown["verified"] = json!(account.billing_configured);
    shown
}

/// A bank account is in force once it is verified; a card and invoices are at once.
fn store(call: &mut Call, billing: Billing, verified: bool) {
    if let Some(account) = call.world.pureport.account_mut(&call.id) {
        account.billing_configured =
            verified || billing.collection_method != CollectionMethod::PullAch;
        account.billing = Some(billing);
    }
}

fn read(call: &Call, held: Option<&Billing>) -> Answer<Billing> {
    let body: Body = call.json()?;
    own_account(call, body.account.as_ref())?;
    let collection_method = given("collectionMethod", body.collection_method)?;
    let billing = Billing {
        name: required("name", body.name.as_deref(), 64)?,
        email: email("email", body.email.as_deref())?,
        collection_method,
        address: given("address", body.address)?,
        allow_child_accounts: body.allow_child_accounts.unwrap_or(false),
        means: Means::default(),
    };
    let held = held.filter(|held| held.collection_method == collection_method);
    let means = match body.stripe_token.as_deref() {
        Some(token) => tokenised(collection_method, token, body.means)?,
        None => untokenised(collection_method, held)?,
    };
    Ok(Billing { means, ..billing })
}

/// What Stripe knows behind a token; what the client says of it is believed.
fn tokenised(method: CollectionMethod, token: &str, said: Means) -> Answer<Means> {
    required("stripeToken", Some(token), 64)?;
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let four = |text: Option<String>| text.unwrap_or_else(|| "4242".to_owned());
    let means = match method {
        CollectionMethod::CreditCard => Means {
            stripe_last_four: Some(four(said.stripe_last_four)),
            stripe_expiry: Some(said.stripe_expiry.unwrap_or_else(|| "12/2034".to_owned())),
            ..Means::default()
        },
        CollectionMethod::PullAch => Means {
            bank_account_last_four: Some(four(said.bank_account_last_four)),
            bank_account_type: said.bank_account_type,
            bank_routing_number: said.bank_routing_number,
            ..Means::default()
        },
        CollectionMethod::Net30 => Means::default(),
    };
    let fours = [&means.stripe_last_four, &means.bank_account_last_four];
    let routing = means.bank_routing_number.as_deref();
    let expiry = means.stripe_expiry.as_deref();
    if fours.into_iter().flatten().all(|text| digits(text, 4))
        && routing.is_none_or(|text| digits(text, 9))
        && expiry.is_none_or(|text| {
            matches!(text.split_once('/'), Some((month, year)) if digits(month, 2) && digits(year, 4))
        })
    {
        return Ok(means);
    }
    invalid("The card or bank account has other digits than it should")
}

fn untokenised(method: CollectionMethod, held: Option<&Billing>) -> Answer<Means> {
    match (method, held) {
        (_, Some(held)) => Ok(held.means.clone()),
        (CollectionMethod::Net30, None) => Ok(Means::default()),
        (_, None) => refuse(
            code::INVALID_BILLING_CONFIGURATION,
            "A card or bank account needs its stripeToken",
        ),
    }
}

fn has_connections(state: &State, account: &str) -> bool {
    let mut connections = state.connections.iter();
    connections.any(|connection| {
        let network = state.network(&connection.network);
        network.is_some_and(|network| network.account == account)
    })
}

/// An account below this one has connections and no payment method of its own in force.
fn children_rely(state: &State, account: &str) -> bool {
    state.accounts.iter().any(|child| {
        child.id != account
            && !child.billing_configured
            && state.is_within(&child.id, account)
            && has_connections(state, &child.id)
    })
}
