//! Accounts and who belongs to them, as they are stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Billing, Permissions, Rights, State};
use crate::{clock::Millis, secret::Secret};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pureport) struct Account {
    pub id: String,
    pub name: String,
    pub description: String,
    pub parent: Option<String>,
    pub tags: BTreeMap<String, String>,
    pub technical_contact_emails: Vec<String>,
    /// Pureport knows the customer: before, nothing can be ordered.
    pub verified: bool,
    pub demo: bool,
    pub show_child_account_pricing: bool,
    /// Who accepted the terms, and when; nobody yet when absent.
    pub consent: Option<Consent>,
    /// The payment method is in force: it is there, and verified where it has to be.
    pub billing_configured: bool,
    /// The payment method as it was given.
    pub billing: Option<Billing>,
}

impl Account {
    /// An account that nobody has set up yet.
    pub fn new(id: String, name: &str, parent: Option<&Self>) -> Self {
        Self {
            id,
            name: name.to_owned(),
            description: String::new(),
            parent: parent.map(|parent| parent.id.clone()),
            tags: BTreeMap::new(),
            technical_contact_emails: Vec::new(),
            verified: parent.is_none_or(|parent| parent.verified),
            demo: false,
            show_child_account_pricing: true,
            consent: None,
            billing_configured: false,
            billing: None,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pureport) struct Consent {
    pub user_id: String,
    pub consent_at: Millis,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pureport) struct ApiKey {
    pub key: String,
    pub secret: Secret,
    pub name: String,
    pub description: Option<String>,
    pub account: String,
    /// Who made it.
    pub user_id: String,
    pub roles: Vec<String>,
    /// The most that it may do with networks, whatever its roles say: only the control interface
    /// narrows it.
    pub networks: Rights,
    /// The same for everything else.
    pub others: Rights,
}

/// A named set of rights. It belongs to an account and can be given in its child accounts too (KB 43000476473).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pureport) struct Role {
    pub id: String,
    pub account: String,
    pub name: String,
    pub description: Option<String>,
    pub permissions: Permissions,
}

/// A user of the console.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pureport) struct User {
    pub id: String,
    pub username: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub company: Option<String>,
    pub phone_number: Option<String>,
}

impl User {
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// A user's place in an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pureport) struct Member {
    pub account: String,
    pub user: String,
    pub roles: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pureport) struct Invite {
    pub id: String,
    pub account: String,
    pub email: String,
    pub roles: Vec<String>,
    pub invited_by: String,
    pub invited_at: Millis,
}

impl State {
    pub(in crate::pureport) fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    pub(in crate::pureport) fn account_mut(&mut self, id: &str) -> Option<&mut Account> {
        self.accounts.iter_mut().find(|account| account.id == id)
    }

    pub(in crate::pureport) fn key(&self, key: &str) -> Option<&ApiKey> {
        self.keys.iter().find(|found| found.key == key)
    }

    pub(in crate::pureport) fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }

    pub(in crate::pureport) fn user(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    pub(in crate::pureport) fn member(&self, account: &str, user: &str) -> Option<&Member> {
        let mut members = self.members.iter();
        members.find(|member| member.account == account && member.user == user)
    }

    /// The account, and then each one above it.
    pub(in crate::pureport) fn line(&self, account: &str) -> Vec<&Account> {
        let mut line: Vec<&Account> = Vec::new();
        let mut next = self.account(account);
        // Bounded, so that a patched world cannot make it loop.
        while let Some(account) = next.filter(|_| line.len() <= self.accounts.len()) {
            line.push(account);
            next = account.parent.as_deref().and_then(|id| self.account(id));
        }
        line
    }

    /// The account itself, or one above it.
    pub(in crate::pureport) fn is_within(&self, account: &str, ancestor: &str) -> bool {
        let line = self.line(account);
        line.iter().any(|account| account.id == ancestor)
    }

    /// Whether a role can be given in an account: it is the account's own, or that of one above it.
    pub(in crate::pureport) fn has_role(&self, account: &str, role: &Role) -> bool {
        self.is_within(account, &role.account)
    }

    /// The account's own payment method is in force, or one above it lets its children use its own.
    pub(in crate::pureport) fn can_pay(&self, account: &str) -> bool {
        self.account(account)
            .is_some_and(|account| account.billing_configured)
            || self.ancestor_pays(account)
    }

    /// An account above this one pays for its children.
    pub(in crate::pureport) fn ancestor_pays(&self, account: &str) -> bool {
        let line = self.line(account);
        line.iter().skip(1).any(|above| above.pays_for_children())
    }
}

impl Account {
    pub fn pays_for_children(&self) -> bool {
        let billing = self.billing.as_ref();
        self.billing_configured && billing.is_some_and(|billing| billing.allow_child_accounts)
    }
}
