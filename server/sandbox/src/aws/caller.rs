//! Who calls: the demo credentials of sandbox.md with two administrators, and what each may do.

use super::{
    AwsError,
    policy::{Decision, Rights},
};
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
    /// The user or role to which the policy belongs; not the ARN of a role's session.
    principal: &'static str,
    user_id: &'static str,
    rights: Rights,
}

const IDENTITIES: [Identity; 6] = [
    Identity {
        key_id: "AKIASANDBOXOPERATOR1",
        secret: "sandbox/operator/secret/key/000000000001",
        session_token: None,
        account: ACCOUNT,
        arn: "arn:aws:iam::123456789012:user/operator",
        principal: "arn:aws:iam::123456789012:user/operator",
        user_id: "AIDASANDBOXOPERATOR1",
        rights: Rights::Operator,
    },
    Identity {
        key_id: "AKIASANDBOXREADONLY1",
        secret: "sandbox/readonly/secret/key/000000000001",
        session_token: None,
        account: ACCOUNT,
        arn: "arn:aws:iam::123456789012:user/reader",
        principal: "arn:aws:iam::123456789012:user/reader",
        user_id: "AIDASANDBOXREADONLY1",
        rights: Rights::Reader,
    },
    Identity {
        key_id: "ASIASANDBOXTEMPORARY",
        secret: "sandbox/temporary/secret/key/00000000001",
        session_token: Some("sandbox-session-token"),
        account: ACCOUNT,
        arn: "arn:aws:sts::123456789012:assumed-role/Operator/sandbox",
        principal: "arn:aws:iam::123456789012:role/Operator",
        user_id: "AROASANDBOXTEMPORARY:sandbox",
        rights: Rights::Operator,
    },
    Identity {
        key_id: "AKIASANDBOXELSEWHERE",
        secret: "sandbox/elsewhere/secret/key/00000000001",
        session_token: None,
        account: OTHER_ACCOUNT,
        arn: "arn:aws:iam::210987654321:user/operator",
        principal: "arn:aws:iam::210987654321:user/operator",
        user_id: "AIDASANDBOXELSEWHERE",
        rights: Rights::Operator,
    },
    Identity {
        key_id: "AKIASANDBOXADMINIST1",
        secret: "sandbox/administrator/secret/key/0000001",
        session_token: None,
        account: ACCOUNT,
        arn: "arn:aws:iam::123456789012:user/administrator",
        principal: "arn:aws:iam::123456789012:user/administrator",
        user_id: "AIDASANDBOXADMINIST1",
        rights: Rights::Administrator,
    },
    Identity {
        key_id: "AKIASANDBOXADMINIST2",
        secret: "sandbox/administrator/secret/key/0000002",
        session_token: None,
        account: OTHER_ACCOUNT,
        arn: "arn:aws:iam::210987654321:user/administrator",
        principal: "arn:aws:iam::210987654321:user/administrator",
        user_id: "AIDASANDBOXADMINIST2",
        rights: Rights::Administrator,
    },
];

/// The credentials with this key id.
pub fn find(key_id: &str) -> Option<&'static Identity> {
    IDENTITIES.iter().find(|identity| identity.key_id == key_id)
}

/// A user or role, to which policies belong.
#[derive(Debug, Clone, Copy)]
pub struct Principal {
    pub arn: &'static str,
    /// For example `AIDA…` or `AROA…`.
    pub id: &'static str,
    pub rights: Rights,
}

impl Principal {
    /// `/`, or the folders before the name.
    pub fn path(&self) -> &'static str {
        let from = self.arn.find('/').unwrap_or_default();
        let to = self.arn.rfind('/').unwrap_or_default();
        self.arn.get(from..=to).unwrap_or("/")
    }

    /// What comes after the path.
    pub fn name(&self) -> &'static str {
        self.arn.rsplit('/').next().unwrap_or_default()
    }
}

/// The user or role with this ARN; a session of a role is neither.
pub fn principal(arn: &str) -> Option<Principal> {
    let found = IDENTITIES.iter().find(|one| one.principal == arn)?;
    Some(Principal {
        arn: found.principal,
        id: found.user_id.split(':').next().unwrap_or_default(),
        rights: found.rights,
    })
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
    /// The policy that decides what the caller may do.
    pub rights: Rights,
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
            rights: identity.rights,
        }
    }

    /// Whether a thing of `account` in `region` is visible from here.
    pub fn sees(&self, account: &str, region: &str) -> bool {
        self.account == account && self.region == region
    }

    /// Whether this caller may do `operation` of `service` (as IAM actions name it) on the ARN
    /// `resource`, `*` where there is none; the text of the refusal else.
    pub fn may(&self, service: &str, operation: &str, resource: &str) -> Result<(), String> {
        let action = format!("{service}:{operation}");
        let why = match self.rights.policy().decide(&action, resource) {
            Decision::Allowed => return Ok(()),
            Decision::ImplicitDeny => {
                format!("because no identity-based policy allows the {action} action")
            }
            Decision::ExplicitDeny => "with an explicit deny in an identity-based policy".into(),
        };
        Err(format!(
            "User: {} is not authorized to perform: {action} on resource: {resource} {why}",
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

/// The refusal of a service that speaks the query protocol.
pub(crate) fn access_denied(message: String) -> AwsError {
    AwsError::new("AccessDenied", message).with_status(403)
}
