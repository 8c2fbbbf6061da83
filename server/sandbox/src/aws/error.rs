//! Refusals in AWS's own words.

use std::borrow::Cow;

/// What AWS answers instead of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwsError {
    /// The service's own code, for example `DirectConnectClientException`.
    pub code: Cow<'static, str>,
    pub message: String,
    /// The HTTP status.
    pub status: u16,
}

impl AwsError {
    /// An error with HTTP status 400, as nearly all are.
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
            status: 400,
        }
    }

    /// The same with another HTTP status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// Direct Connect tells nearly everything apart by message text alone (aws.md §1.1).
    pub fn client(message: impl Into<String>) -> Self {
        Self::new("DirectConnectClientException", message)
    }
}
