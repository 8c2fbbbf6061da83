//! Failures of the SDKs as [`PortError`], and the one way in which an SDK is called.

use std::error::Error;

use aws_smithy_runtime_api::client::{
    orchestrator::HttpResponse,
    result::{DispatchFailure, SdkError},
};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use domain::ports::PortError;
use hyper_util::client::legacy;
use tracing::{Dispatch, instrument::WithSubscriber};

/// The longest message that is passed on, in characters.
const LONGEST: usize = 300;

/// What the services say when the identity lacks a right.
const DENIED: [&str; 3] = [
    "AccessDenied",
    "AccessDeniedException",
    "UnauthorizedOperation",
];
/// What they say when the key, its signature or its time is not accepted.
const UNAUTHENTICATED: [&str; 16] = [
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSignature",
    "InvalidSignatureException",
    "InvalidToken",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "RequestExpired",
    "SignatureDoesNotMatch",
    "UnrecognizedClient",
    "UnrecognizedClientException",
];
const THROTTLED: [&str; 9] = [
    "EC2ThrottledException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "TooManyRequestsException",
];
/// Failures inside AWS, whatever their status: Direct Connect's comes with 400 (aws.md §0).
const SERVER: [&str; 7] = [
    "DirectConnectServerException",
    "InternalError",
    "InternalFailure",
    "InternalServerError",
    "ServiceUnavailable",
    "ServiceUnavailableException",
    "Unavailable",
];

/// Runs a call of an SDK. The SDKs write requests and answers, BGP keys included, at trace level;
/// so they run where no log hears them, whatever its filter, and this writes what may be known.
pub(crate) fn ask<T, E>(
    action: &'static str,
    call: impl Future<Output = Result<T, SdkError<E, HttpResponse>>> + Send,
) -> impl Future<Output = Result<T, PortError>> + Send
where
    E: ProvideErrorMetadata,
{
    // On the heap at once: an SDK's call is larger than all that is around it.
    let call = Box::pin(call).with_subscriber(Dispatch::none());
    async move {
        let answer = call.await.map_err(|error| translate(action, &error));
        match &answer {
            Ok(_) => tracing::debug!(action, "answered by AWS"),
            Err(failure) => tracing::debug!(action, %failure, "failed at AWS"),
        }
        answer
    }
}

/// An answer that is not what AWS documents.
pub(crate) fn contract(action: &'static str) -> PortError {
    PortError::Contract {
        what: action.to_owned(),
    }
}

fn translate<E: ProvideErrorMetadata>(
    action: &'static str,
    error: &SdkError<E, HttpResponse>,
) -> PortError {
    match error {
        SdkError::DispatchFailure(failure) => undelivered(action, failure),
        SdkError::TimeoutError(_) => PortError::Unknown,
        SdkError::ResponseError(answer) if answer.raw().status().is_server_error() => {
            PortError::Unknown
        }
        SdkError::ServiceError(answer) => Said {
            action,
            code: bare(answer.err().code().unwrap_or_default()),
            message: answer.err().message().unwrap_or_default(),
            status: answer.raw().status().as_u16(),
            retry_after: retry_after(answer.raw()),
        }
        .into_error(),
        _ => contract(action),
    }
}

/// The only time-out at this level is the connection's: there is none on reading.
fn undelivered(action: &'static str, failure: &DispatchFailure) -> PortError {
    if failure.is_user() {
        return contract(action);
    }
    let connector = failure.as_connector_error();
    let never_connected = connector.is_some_and(|error| failed_to_connect(error));
    if failure.is_timeout() || never_connected {
        PortError::Unreachable
    } else {
        PortError::Unknown
    }
}

fn failed_to_connect(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<legacy::Error>() {
            return error.is_connect();
        }
        cause = error.source();
    }
    false
}

/// The name in `ns#Name:http://…`, as `__type` and `x-amzn-errortype` write it.
fn bare(code: &str) -> &str {
    let name = code.split(':').next().unwrap_or_default();
    name.rsplit('#').next().unwrap_or_default()
}

/// What a service said when it refused.
struct Said<'a> {
    action: &'static str,
    code: &'a str,
    message: &'a str,
    status: u16,
    retry_after: Option<u32>,
}

impl Said<'_> {
    fn into_error(self) -> PortError {
        let is_one_of = |codes: &[&str]| codes.contains(&self.code);
        if is_one_of(&SERVER) {
            PortError::Unknown
        } else if is_one_of(&DENIED) {
            PortError::Denied {
                action: self.action.to_owned(),
            }
        } else if is_one_of(&UNAUTHENTICATED) {
            PortError::Unauthenticated
        } else if is_one_of(&THROTTLED) {
            PortError::Throttled {
                retry_after_seconds: self.retry_after,
            }
        } else if self.is_not_found() {
            PortError::NotFound
        } else {
            self.by_status()
        }
    }

    /// EC2 has codes for it; Direct Connect has words only (aws.md §2.1).
    fn is_not_found(&self) -> bool {
        self.code.ends_with(".NotFound")
            || self.code == "ResourceNotFoundException"
            || self.message.starts_with("Could not find ")
    }

    fn by_status(self) -> PortError {
        match (self.status, self.code) {
            (401, "") => PortError::Unauthenticated,
            (403, "") => PortError::Denied {
                action: self.action.to_owned(),
            },
            (404, "") => PortError::NotFound,
            (429, _) => PortError::Throttled {
                retry_after_seconds: self.retry_after,
            },
            (408 | 500.., _) => PortError::Unknown,
            (400..500, code) => PortError::Refused {
                code: named(code, self.status),
                message: readable(self.message, LONGEST),
            },
            _ => contract(self.action),
        }
    }
}

fn named(code: &str, status: u16) -> String {
    if code.is_empty() {
        format!("HTTP_{status}")
    } else {
        readable(code, 64)
    }
}

/// Without control characters and cut to length.
fn readable(words: &str, longest: usize) -> String {
    let kept = words.chars().filter(|c| !c.is_control());
    kept.take(longest).collect()
}

fn retry_after(answer: &HttpResponse) -> Option<u32> {
    answer.headers().get("retry-after")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(code: &str, message: &str, status: u16) -> PortError {
        Said {
            action: "directconnect:ConfirmConnection",
            code: bare(code),
            message,
            status,
            retry_after: Some(3),
        }
        .into_error()
    }

    #[test]
    fn a_code_is_read_without_its_namespace_and_address() {
        assert_eq!(
            bare("com.amazonaws#AccessDeniedException:http://x/"),
            "AccessDeniedException"
        );
        assert_eq!(bare("AuthFailure"), "AuthFailure");
        assert_eq!(bare(""), "");
    }

    #[test]
    fn a_server_failure_that_says_400_is_of_unknown_outcome() {
        let failure = said(
            "DirectConnectServerException",
            "Unable to process request",
            400,
        );
        assert_eq!(failure, PortError::Unknown);
    }

    #[test]
    fn a_denial_names_the_action() {
        let action = "directconnect:ConfirmConnection".to_owned();
        for code in DENIED {
            assert_eq!(
                said(code, "", 400),
                PortError::Denied {
                    action: action.clone()
                }
            );
        }
    }

    #[test]
    fn keys_that_are_not_accepted_are_told_apart_from_rights() {
        for code in UNAUTHENTICATED {
            assert_eq!(said(code, "", 403), PortError::Unauthenticated, "{code}");
        }
    }

    #[test]
    fn direct_connect_says_not_found_in_words() {
        let words = "Could not find Connection with ID dxcon-x";
        assert_eq!(
            said("DirectConnectClientException", words, 400),
            PortError::NotFound
        );
        assert_eq!(said("InvalidVpcID.NotFound", "", 400), PortError::NotFound);
    }

    #[test]
    fn throttling_is_definite_and_carries_the_wait() {
        let throttled = said("RequestLimitExceeded", "", 503);
        assert_eq!(
            throttled,
            PortError::Throttled {
                retry_after_seconds: Some(3)
            }
        );
        assert!(throttled.is_definite());
    }

    #[test]
    fn other_client_errors_are_refusals_in_their_own_words() {
        let words = "The specified Connection ID is not available";
        let refused = said("DirectConnectClientException", words, 400);
        let code = "DirectConnectClientException".to_owned();
        assert_eq!(
            refused,
            PortError::Refused {
                code,
                message: words.to_owned()
            }
        );
        assert!(
            matches!(said("", "<html>", 418), PortError::Refused { code, .. } if code == "HTTP_418")
        );
    }

    #[test]
    fn answers_of_other_statuses_are_never_definite() {
        for status in [200, 302, 500, 502, 599] {
            assert!(!said("", "", status).is_definite(), "{status}");
        }
    }
}
