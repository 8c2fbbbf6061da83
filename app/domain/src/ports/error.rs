use serde::{Deserialize, Serialize};

/// How a call to a provider ended when it did not succeed. After [`PortError::Unknown`] and
/// [`PortError::Contract`] a change may or may not have happened; all others are a definite no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum PortError {
    /// Credentials missing, wrong or expired.
    #[error("the credentials were not accepted")]
    Unauthenticated,
    /// The identity may not do this; `action` in the provider's words, for example
    /// `directconnect:ConfirmConnection`.
    #[error("not allowed: {action}")]
    Denied { action: String },
    /// There is no such thing, or not for this identity.
    #[error("not found")]
    NotFound,
    /// A definite no. `code` is the provider's; `message` its words, cut to 300 characters and
    /// free of secrets; never put into a URL.
    #[error("refused: {code}")]
    Refused { code: String, message: String },
    /// Too many calls; nothing was done.
    #[error("throttled")]
    Throttled { retry_after_seconds: Option<u32> },
    /// It failed again and again and is asked seldom now; nothing was sent.
    #[error("failing, and left alone for now")]
    Failing { retry_after_seconds: u32 },
    /// No connection could be made; nothing was sent.
    #[error("unreachable")]
    Unreachable,
    /// Sent, but the answer is missing or is a server error: the outcome is not known.
    #[error("outcome unknown")]
    Unknown,
    /// An answer that does not follow the provider's documents; `what` names the operation.
    #[error("answer not understood: {what}")]
    Contract { what: String },
}

impl PortError {
    /// The same question may be answered later without anybody doing anything.
    pub fn passes(&self) -> bool {
        matches!(
            self,
            Self::Throttled { .. } | Self::Failing { .. } | Self::Unreachable | Self::Unknown
        )
    }

    /// How long the provider is left alone, in seconds.
    pub fn rest_seconds(&self) -> Option<u32> {
        match self {
            Self::Throttled {
                retry_after_seconds,
            } => *retry_after_seconds,
            Self::Failing {
                retry_after_seconds,
            } => Some(*retry_after_seconds),
            _ => None,
        }
    }

    /// The change surely did not happen.
    pub fn is_definite(&self) -> bool {
        !matches!(self, Self::Unknown | Self::Contract { .. })
    }
}
