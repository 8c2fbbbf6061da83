//! What [`domain::ports::Cloud`] promises, by AWS's adapter against the sandbox over HTTP.

mod connections;
mod environment;
mod failover;
mod gateways;
mod identity;
mod interfaces;
mod line;
mod metrics;
mod preflight;
mod removals;
mod rights;
mod vpcs;

use domain::ports::PortError;

/// The code and words of a refusal.
fn refusal<T: std::fmt::Debug>(answer: Result<T, PortError>) -> (String, String) {
    match answer {
        Err(PortError::Refused { code, message }) => (code, message),
        other => panic!("not refused: {other:?}"),
    }
}

/// What Direct Connect says when a request is at fault.
const CLIENT: &str = "DirectConnectClientException";

/// Not allowed to do `action`.
fn denied(action: &str) -> PortError {
    PortError::Denied {
        action: action.to_owned(),
    }
}
