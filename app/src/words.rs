//! Codes into sentences, the only place.

mod doctor;
mod drift;
mod issues;
mod ladder;
mod notices;
pub mod preflight;
mod refusals;
mod run;
mod setup;
mod states;
mod teardown;
mod time;
mod trace;
mod wizard;

pub use doctor::*;
pub use drift::*;
pub use issues::{field_errors, issue};
pub use ladder::{bits, cause, evidence, first_sentence, rung_title, rung_word};
pub use notices::{is_refusal, notice_view, plain_http_banner};
pub use refusals::refusal;
pub use run::*;
pub use setup::*;
pub use states::*;
pub use teardown::*;
pub use time::{ago, duration, hour, minutes, rfc3339, stamp, usual, utc, when};
pub use trace::{TRACE_HINT, hop_text, hop_title, hop_word, not_traced};
pub use wizard::*;

use domain::ports::{Identity, PortError};

/// A sentence about Pureport, said of the `partner` whose connection it is about.
pub fn of_partner(text: impl Into<String>, partner: &str) -> String {
    text.into().replace("Pureport", partner)
}

/// Why there is no new network, and what to do before the form is sent again.
pub fn network_not_created(error: &PortError) -> String {
    if error.is_definite() {
        return port_error(error);
    }
    "Pureport gave no clear answer, so the network may exist or not. Look at the list of networks before you send this again."
        .to_owned()
}

/// Signing in failed in this instance, not at Pureport.
pub const SIGN_IN_NOT_KEPT: &str = "You are not signed in: this instance’s database did not answer. Try again; if it stays, tell its operator.";

/// Connecting AWS failed in this instance, not at AWS.
pub const AWS_NOT_KEPT: &str = "AWS is not connected: this instance’s database did not answer. Try again; if it stays, tell its operator.";

/// There is nothing to sign in to.
pub const SIGN_IN_OFF: &str =
    "You are not signed in: this instance does not offer this way in. Ask its operator.";

/// The AWS identity in the top bar: the account, the last part of the ARN, and the time left. That
/// is the session's: AWS does not tell when pasted credentials expire.
pub fn aws_identity(identity: &Identity, seconds_left: u64) -> String {
    let name = identity.arn.rsplit([':', '/']).next().unwrap_or_default();
    let left = match seconds_left {
        0..3600 => format!("{} min", seconds_left / 60),
        _ => duration(seconds_left),
    };
    format!("{} ({name}), {left} left at most", identity.account)
}

/// Why a call to a provider did not succeed, and what to do. Said after what was not done.
pub fn port_error(error: &PortError) -> String {
    match error {
        PortError::Unauthenticated => {
            "The credentials were not accepted: they are wrong, or have expired. Sign in again.".to_owned()
        }
        PortError::Denied { action } => {
            format!("This identity may not do that ({action}). Ask for the permission, or sign in with another identity.")
        }
        PortError::NotFound => "The provider does not know it (any more). Go back and look at the list.".to_owned(),
        PortError::Refused { code, message } => format!("The provider refused: {message} ({code})"),
        PortError::Throttled { retry_after_seconds: Some(seconds) } => {
            format!("The provider takes no more calls just now. Try again in {seconds} seconds.")
        }
        PortError::Throttled { .. } => {
            "The provider takes no more calls just now. Try again in half a minute.".to_owned()
        }
        PortError::Failing { retry_after_seconds: seconds } => {
            format!("The provider failed several times in a row, so it is asked only every 15 seconds now. Nothing was sent. Try again in {seconds} seconds.")
        }
        PortError::Unreachable => {
            "The provider could not be reached, so nothing was sent. Check the network from this server, then try again."
                .to_owned()
        }
        PortError::Unknown => {
            "No clear answer came back. Onramp looks at what is there before it sends anything again: refresh this page."
                .to_owned()
        }
        PortError::Contract { what } => {
            format!("The provider's answer to {what} was not understood. Nothing more was sent; tell the operator of this instance.")
        }
    }
}
