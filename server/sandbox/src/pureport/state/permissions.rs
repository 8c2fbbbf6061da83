//! Rights: what a role grants on each kind of resource, and what follows for somebody who has roles.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The kinds of resource that rights are given on (the specification's example of a role).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::pureport) enum Resource {
    Accounts,
    /// Each of the others.
    All,
    ApiKeys,
    Audit,
    Billing,
    Members,
    Networks,
    Ports,
    Roles,
}

impl Resource {
    pub const EACH: [Self; 9] = [
        Self::Accounts,
        Self::All,
        Self::ApiKeys,
        Self::Audit,
        Self::Billing,
        Self::Members,
        Self::Networks,
        Self::Ports,
        Self::Roles,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::All => "all",
            Self::ApiKeys => "apikeys",
            Self::Audit => "audit",
            Self::Billing => "billing",
            Self::Members => "members",
            Self::Networks => "networks",
            Self::Ports => "ports",
            Self::Roles => "roles",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pureport) enum Action {
    Create,
    Read,
    Update,
    Delete,
}

impl Action {
    pub fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// What somebody may do with a kind of resource.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pureport) struct Rights {
    pub create: bool,
    pub read: bool,
    pub update: bool,
    pub delete: bool,
}

impl Rights {
    pub const ALL: Self = Self {
        create: true,
        read: true,
        update: true,
        delete: true,
    };

    /// What both allow.
    pub fn and(self, other: Self) -> Self {
        Self {
            create: self.create && other.create,
            read: self.read && other.read,
            update: self.update && other.update,
            delete: self.delete && other.delete,
        }
    }

    /// What either allows.
    pub fn or(self, other: Self) -> Self {
        Self {
            create: self.create || other.create,
            read: self.read || other.read,
            update: self.update || other.update,
            delete: self.delete || other.delete,
        }
    }

    pub fn allows(self, action: Action) -> bool {
        match action {
            Action::Create => self.create,
            Action::Read => self.read,
            Action::Update => self.update,
            Action::Delete => self.delete,
        }
    }
}

/// A role's five switches on a kind of resource; one that is not there is off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::pureport) struct Grant {
    pub all: bool,
    pub create: bool,
    pub read: bool,
    pub update: bool,
    pub delete: bool,
}

impl Grant {
    fn rights(self) -> Rights {
        if self.all {
            return Rights::ALL;
        }
        Rights {
            create: self.create,
            read: self.read,
            update: self.update,
            delete: self.delete,
        }
    }
}

/// A role's grants.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(in crate::pureport) struct Permissions(BTreeMap<Resource, Grant>);

impl Permissions {
    /// One grant on everything.
    pub fn on_all(grant: Grant) -> Self {
        Self(BTreeMap::from([(Resource::All, grant)]))
    }

    /// What follows on a kind of resource: the grant on `all` counts for each.
    pub fn rights(&self, resource: Resource) -> Rights {
        self.grant(resource)
            .rights()
            .or(self.grant(Resource::All).rights())
    }

    /// The same with every kind of resource in it.
    pub fn filled(&self) -> Self {
        let each = Resource::EACH.into_iter();
        Self(each.map(|kind| (kind, self.grant(kind))).collect())
    }

    fn grant(&self, resource: Resource) -> Grant {
        self.0.get(&resource).copied().unwrap_or_default()
    }
}
