//! `/accounts`: whose the key is and what it may do.

use domain::ports::{Account, FabricKey, PortError};
use futures_util::join;
use serde::de::IgnoredAny;

use crate::{
    client::Client,
    error,
    wire::{self, Permissions},
};

impl Client {
    /// The first account whose parent the key does not see: the topmost one (pureport.md §2,
    /// "Accounts", as the official SDK does it).
    pub(crate) async fn find_account(&self, key: &FabricKey) -> Result<Account, PortError> {
        self.prove(key).await?;
        let accounts: Vec<wire::Account> = self.read(key, "findAllAccounts", &["accounts"]).await?;
        let has_parent = |account: &&wire::Account| {
            let parent = account.parent.as_ref().and_then(wire::Link::id);
            accounts
                .iter()
                .any(|other| Some(other.id.as_str()) == parent)
        };
        let top = accounts.iter().find(|account| !has_parent(account));
        let top = top.ok_or_else(|| error::contract("findAllAccounts"))?;
        self.describe(key, top).await
    }

    async fn describe(&self, key: &FabricKey, top: &wire::Account) -> Result<Account, PortError> {
        let id = top.id.as_str();
        let permissions_path = ["accounts", id, "permissions"];
        let consent_path = ["accounts", id, "consent"];
        let billing_path = ["accounts", id, "billing", "configured"];
        let (permissions, consent, billing) = join!(
            self.read::<Permissions>(key, "getAccountPermissions", &permissions_path),
            self.read::<IgnoredAny>(key, "hasConsent", &consent_path),
            self.read::<bool>(key, "isBillingConfiguredForAccount", &billing_path),
        );
        let permissions = permissions?;
        Ok(Account {
            id: top.id.clone(),
            name: top.name.clone(),
            may_create: permissions.allows("networks", "create"),
            may_update: permissions.allows("networks", "update"),
            may_delete: permissions.allows("networks", "delete"),
            consented: unless_hidden(consent.map(|_| true))?,
            billing: unless_hidden(billing)?,
        })
    }
}

/// 404 means not there. A key that may not look is not stopped here: Pureport itself refuses an
/// order that lacks consent or billing.
fn unless_hidden(answer: Result<bool, PortError>) -> Result<bool, PortError> {
    match answer {
        Err(PortError::NotFound) => Ok(false),
        Err(PortError::Denied { .. }) => Ok(true),
        answer => answer,
    }
}
