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

/// The end of a call that takes something away: what is not there any more is done. Direct Connect
/// has words for it only (aws.md §2.2).
pub(crate) fn gone<T>(answer: Result<T, PortError>) -> Result<(), PortError> {
    match answer {
        Err(PortError::NotFound) => Ok(()),
        Err(PortError::Refused { message, .. }) if message.contains("does not exist") => Ok(()),
        other => other.map(drop),
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
mod tests;
