//! Failures as [`PortError`].

use domain::ports::PortError;
use reqwest::StatusCode;
use serde::Deserialize;

/// The longest message that is passed on, in characters.
const LONGEST: usize = 300;

/// Codes that come with 503 but say that nothing was done (pureport.md §3, "ErrorCode enum").
const DEFINITE: [&str; 2] = [
    "INSUFFICIENT_CAPACITY",
    "NO_MORE_PUBLIC_PEERING_SUBNETS_AVAILABLE",
];

/// An error's body: `{"status":422,"code":"VALIDATION_ERROR","message":"…"}`.
#[derive(Default, Deserialize)]
struct Body {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
}

/// An answer that is not what the specification says.
pub(crate) fn contract(operation: &'static str) -> PortError {
    PortError::Contract {
        what: operation.to_owned(),
    }
}

/// No answer came.
pub(crate) fn transport(error: &reqwest::Error, operation: &'static str) -> PortError {
    let failure = if error.is_connect() {
        PortError::Unreachable
    } else if error.is_builder() {
        contract(operation)
    } else {
        PortError::Unknown
    };
    tracing::debug!(operation, %failure, "no answer from Pureport");
    failure
}

/// An answer with a status that is not 2xx.
pub(crate) fn refused(
    status: StatusCode,
    retry_after_seconds: Option<u32>,
    body: &[u8],
    operation: &'static str,
) -> PortError {
    let body: Body = serde_json::from_slice(body).unwrap_or_default();
    let failure = match status {
        StatusCode::UNAUTHORIZED => PortError::Unauthenticated,
        StatusCode::FORBIDDEN => PortError::Denied {
            action: operation.to_owned(),
        },
        StatusCode::NOT_FOUND => PortError::NotFound,
        StatusCode::TOO_MANY_REQUESTS => PortError::Throttled {
            retry_after_seconds,
        },
        StatusCode::REQUEST_TIMEOUT => PortError::Unknown,
        _ if status.is_client_error() || DEFINITE.contains(&body.code.as_str()) => {
            refusal(status, body)
        }
        _ if status.is_server_error() => PortError::Unknown,
        _ => contract(operation),
    };
    tracing::debug!(operation, status = status.as_u16(), %failure, "refused by Pureport");
    failure
}

fn refusal(status: StatusCode, body: Body) -> PortError {
    let code = if body.code.is_empty() {
        format!("HTTP_{}", status.as_u16())
    } else {
        readable(&body.code, 64)
    };
    PortError::Refused {
        code,
        message: readable(&body.message, LONGEST),
    }
}

/// Without control characters and cut to length.
fn readable(words: &str, longest: usize) -> String {
    let kept = words.chars().filter(|c| !c.is_control());
    kept.take(longest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16, body: &str) -> PortError {
        let status = StatusCode::from_u16(status).unwrap();
        refused(status, Some(7), body.as_bytes(), "addConnection")
    }

    #[test]
    fn client_errors_are_definite_and_server_errors_are_not() {
        for code in [400, 401, 402, 403, 404, 405, 409, 413, 422, 429] {
            assert!(status(code, "{}").is_definite(), "{code}");
        }
        for code in [408, 500, 501, 502, 503, 504] {
            assert_eq!(status(code, "<html>"), PortError::Unknown, "{code}");
        }
    }

    #[test]
    fn a_refusal_keeps_the_providers_code_and_cuts_its_words() {
        let body = format!(
            r#"{{"status":422,"code":"NETWORK_NAME_UNIQUE","message":"a\u0007{}"}}"#,
            "b".repeat(400)
        );
        let PortError::Refused { code, message } = status(422, &body) else {
            panic!("not refused");
        };
        assert_eq!(code, "NETWORK_NAME_UNIQUE");
        assert_eq!(message.chars().count(), 300);
        assert!(message.starts_with("ab"));
    }

    #[test]
    fn a_refusal_without_a_body_is_named_by_its_status() {
        let PortError::Refused { code, .. } = status(418, "teapot") else {
            panic!("not refused");
        };
        assert_eq!(code, "HTTP_418");
    }

    #[test]
    fn a_lack_of_capacity_is_definite_though_it_comes_with_503() {
        let refused = status(503, r#"{"code":"INSUFFICIENT_CAPACITY","message":"full"}"#);
        assert!(matches!(refused, PortError::Refused { .. }));
    }

    #[test]
    fn throttling_carries_the_wait() {
        let throttled = PortError::Throttled {
            retry_after_seconds: Some(7),
        };
        assert_eq!(status(429, ""), throttled);
    }

    #[test]
    fn a_redirect_is_not_followed_and_not_understood() {
        assert!(matches!(status(302, ""), PortError::Contract { .. }));
    }
}
