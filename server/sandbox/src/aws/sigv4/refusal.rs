//! What each service answers to a signature that it does not accept.

use crate::aws::{AwsError, protocol::Protocol};

/// The services on the AWS port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    DirectConnect,
    Ec2,
    Sts,
    Iam,
    CloudWatch,
}

impl Service {
    /// Its name in a credential's scope.
    pub fn scope(self) -> &'static str {
        match self {
            Self::DirectConnect => "directconnect",
            Self::Ec2 => "ec2",
            Self::Sts => "sts",
            Self::Iam => "iam",
            Self::CloudWatch => "monitoring",
        }
    }
}

/// Why a signature is not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing is signed.
    Missing,
    /// The header can't be read.
    Incomplete(String),
    UnknownKey,
    /// The session token is missing, superfluous or another.
    WrongToken,
    WrongSignature,
    /// Wrong region, service, day, or an unsigned header.
    Scope(String),
    /// The clocks are too far apart.
    Skew(String),
    /// The temporary credentials ended.
    Expired,
}

const NO_MATCH: &str = "The request signature we calculated does not match the signature you provided. \
    Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
const INVALID_TOKEN: &str = "The security token included in the request is invalid.";
const EXPIRED: &str = "The security token included in the request is expired";
const NOT_VALIDATED: &str = "AWS was not able to validate the provided access credentials";

impl Refusal {
    /// In the words of the protocol (sandbox.md, "Demo credentials").
    pub fn at(self, protocol: Protocol) -> AwsError {
        match protocol {
            Protocol::Json(_) | Protocol::Cbor => self.json(),
            Protocol::Ec2 => self.ec2(),
            Protocol::Query(_) => self.query(),
        }
    }

    fn json(self) -> AwsError {
        match self {
            Self::Missing => AwsError::new(
                "MissingAuthenticationTokenException",
                "Missing Authentication Token",
            ),
            Self::Incomplete(message) => AwsError::new("IncompleteSignatureException", message),
            Self::UnknownKey | Self::WrongToken => {
                AwsError::new("UnrecognizedClientException", INVALID_TOKEN)
            }
            Self::WrongSignature => AwsError::new("InvalidSignatureException", NO_MATCH),
            Self::Scope(message) | Self::Skew(message) => {
                AwsError::new("InvalidSignatureException", message)
            }
            Self::Expired => AwsError::new("ExpiredTokenException", EXPIRED),
        }
    }

    fn ec2(self) -> AwsError {
        match self {
            Self::UnknownKey | Self::WrongToken | Self::Missing => {
                AwsError::new("AuthFailure", NOT_VALIDATED).with_status(401)
            }
            Self::Skew(_) | Self::Expired => {
                AwsError::new("RequestExpired", "Request has expired.")
            }
            other => other.query(),
        }
    }

    fn query(self) -> AwsError {
        let error = match self {
            Self::Missing => AwsError::new(
                "MissingAuthenticationToken",
                "Request is missing Authentication Token",
            ),
            Self::Incomplete(message) => AwsError::new("IncompleteSignature", message),
            Self::UnknownKey | Self::WrongToken => {
                AwsError::new("InvalidClientTokenId", INVALID_TOKEN)
            }
            Self::WrongSignature => AwsError::new("SignatureDoesNotMatch", NO_MATCH),
            Self::Scope(message) | Self::Skew(message) => {
                AwsError::new("SignatureDoesNotMatch", message)
            }
            Self::Expired => AwsError::new("ExpiredToken", EXPIRED),
        };
        error.with_status(403)
    }
}
