//! Who calls: the demo credentials of sandbox.md, and what each may do.

use super::AwsError;
use crate::{clock::Millis, world::World};

/// The account with the seeded payments world.
pub const ACCOUNT: &str = "123456789012";
/// Another account, which sees nothing of the first.
pub const OTHER_ACCOUNT: &str = "210987654321";

/// How long the temporary credentials live.
const TEMPORARY_LIFE: Millis = 12 * 60 * 60 * 1000;

/// One set of demo credentials.
pub struct Identity {
    pub key_id: &'static str,
    pub secret: &'static str,
    /// Temporary credentials have one, and end at `State::temporary_until`.
    pub session_token: Option<&'static str>,
    account: &'static str,
    arn: &'static str,
    user_id: &'static str,
    read_only: bool,
}

const IDENTITIES: [Identity; 4] = [
    Identity {
        key_id: "AKIASANDBOXOPERATOR1",
        secret: "sandbox/operator/secret/key/000000000001",
        session_token: None,
        account: ACCOUNT,
        arn: "arn:aws:iam::123456789012:user/operator",
        user_id: "AIDASANDBOXOPERATOR1",
        read_only: false,
    },
    Identity {
        key_id: "AKIASANDBOXREADONLY1",
        secret: "sandbox/readonly/secret/key/000000000001",
        session_token: None,
        account: ACCOUNT,
        arn: "arn:aws:iam::123456789012:user/reader",
        user_id: "AIDASANDBOXREADONLY1",
        read_only: true,
    },
    Identity {
        key_id: "ASIASANDBOXTEMPORARY",
        secret: "sandbox/temporary/secret/key/00000000001",
        session_token: Some("sandbox-session-token"),
        account: ACCOUNT,
        arn: "arn:aws:sts::123456789012:assumed-role/Operator/sandbox",
        user_id: "AROASANDBOXTEMPORARY:sandbox",
        read_only: false,
    },
    Identity {
        key_id: "AKIASANDBOXELSEWHERE",
        secret: "sandbox/elsewhere/secret/key/00000000001",
        session_token: None,
        account: OTHER_ACCOUNT,
        arn: "arn:aws:iam::210987654321:user/operator",
        user_id: "AIDASANDBOXELSEWHERE",
        read_only: false,
    },
];

/// The credentials with this key id.
pub fn find(key_id: &str) -> Option<&'static Identity> {
    IDENTITIES.iter().find(|identity| identity.key_id == key_id)
}

/// Another twelve hours for the temporary credentials.
pub fn renew_temporary_credentials(world: &mut World) {
    world.aws.temporary_until = world.now + TEMPORARY_LIFE;
}

/// Whether an operation of this name only reads.
pub(crate) fn reads(operation: &str) -> bool {
    ["Describe", "Get", "List"]
        .iter()
        .any(|word| operation.starts_with(word))
}

/// Who calls, and where: the answer of a verified signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub key_id: String,
    pub account: String,
    pub arn: String,
    pub user_id: String,
    /// The region of the endpoint, taken from the credential's scope.
    pub region: String,
    /// May only Describe, Get and List.
    pub read_only: bool,
}

impl Caller {
    /// `identity` at the endpoint of `region`.
    pub fn new(identity: &Identity, region: &str) -> Self {
        Self {
            key_id: identity.key_id.into(),
            account: identity.account.into(),
            arn: identity.arn.into(),
            user_id: identity.user_id.into(),
            region: region.into(),
            read_only: identity.read_only,
        }
    }

    /// Whether a thing of `account` in `region` is visible from here.
    pub fn sees(&self, account: &str, region: &str) -> bool {
        self.account == account && self.region == region
    }

    /// Whether this caller may do `operation`; the text of the refusal else.
    pub fn may(&self, service: &str, operation: &str, resource: &str) -> Result<(), String> {
        if reads(operation) || !self.read_only {
            return Ok(());
        }
        let action = format!("{service}:{operation}");
        Err(format!(
            "User: {} is not authorized to perform: {action} on resource: {resource} because no \
             identity-based policy allows the {action} action",
            self.arn
        ))
    }

    /// The ARN of a regional Direct Connect resource, for example of kind `dxcon`.
    pub fn direct_connect_arn(&self, kind: &str, id: &str) -> String {
        format!(
            "arn:aws:directconnect:{}:{}:{kind}/{id}",
            self.region, self.account
        )
    }
}

/// Direct Connect's refusal for want of permission.
pub(crate) fn denied(message: String) -> AwsError {
    AwsError::new("AccessDeniedException", message)
}
