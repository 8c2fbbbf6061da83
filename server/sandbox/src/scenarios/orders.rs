//! What is wrong with the account at Pureport, or with the order.

use serde_json::{Value, json};

use super::{
    Built,
    client::Client,
    setup::{ASN, Setup, account},
};
use crate::aws::{self, caller::OTHER_ACCOUNT};

/// What the scenarios order, in the catalogue.
const OFFER: &str = "us-sea-awsdx-private-50-ha";

#[expect(
    clippy::unnecessary_wraps,
    reason = "the other scenarios can fail to be built"
)]
pub fn empty(mut client: Client<'_>) -> Built {
    aws::keep_only_vpcs(client.world());
    Ok(())
}

/// The rest is ready in the right account; nobody can accept there.
pub fn wrong_account(client: Client<'_>) -> Built {
    let mut setup = Setup::ordered(client, &json!({"awsAccountId": OTHER_ACCOUNT}))?;
    setup.make_gateway(ASN)?;
    setup.reach_vpc()
}

pub fn failed_to_delete(client: Client<'_>) -> Built {
    let mut setup = Setup::complete(client)?;
    let id = setup.connection["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    setup
        .client
        .pureport("deleteConnection", &id, &Value::Null)?;
    Ok(())
}

pub fn no_billing(mut client: Client<'_>) -> Built {
    let account = account(&mut client)?;
    client.pureport("deletePaymentInformation", &account, &Value::Null)?;
    Ok(())
}

pub fn no_consent(mut client: Client<'_>) -> Built {
    let account = account(&mut client)?;
    client.patch(&account, &json!({"consent": null}))
}

pub fn create_without_update(mut client: Client<'_>) -> Built {
    client.patch("sandbox", &json!({"networks": {"update": false}}))
}

pub fn pending_approval(mut client: Client<'_>) -> Built {
    client.patch(OFFER, &json!({"requiresApproval": true}))?;
    Setup::ordered(client, &Value::Null).map(drop)
}

pub fn insufficient_capacity(mut client: Client<'_>) -> Built {
    client.patch(OFFER, &json!({"outOfCapacity": true}))
}
