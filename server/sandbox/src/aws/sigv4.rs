//! Signature version 4, verified to the byte (AWS General Reference, "Signing AWS API requests").

mod authorization;
mod canonical;
mod refusal;
#[cfg(test)]
mod vectors;

use axum::http::{HeaderMap, HeaderValue};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

pub use self::{
    authorization::Authorization,
    refusal::{Refusal, Service},
};
use super::caller::{self, Caller};
use crate::clock::Millis;

/// How far the clocks of the two ends may be apart.
const SKEW: Millis = 5 * 60 * 1000;

/// What is signed of a request.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'r> {
    pub method: &'r str,
    pub path: &'r str,
    pub query: &'r str,
    /// The `host` header must be among them.
    pub headers: &'r HeaderMap,
    pub body: &'r [u8],
}

/// The times against which a signature is checked.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// The machine's clock: the age of a signature.
    pub machine: Millis,
    /// The sandbox's clock: the end of temporary credentials.
    pub sandbox: Millis,
    /// When the temporary credentials end.
    pub temporary_until: Millis,
}

/// Who signed the request for `service`, or why it is refused.
pub fn verify(request: Signed<'_>, service: Service, times: Times) -> Result<Caller, Refusal> {
    let authorization = Authorization::read(request.headers)?;
    let identity = caller::find(&authorization.key_id).ok_or(Refusal::UnknownKey)?;
    authorization.check_scope(service)?;
    authorization.check_headers(request.headers)?;
    authorization.check_age(times.machine, SKEW)?;
    let token = request
        .headers
        .get("x-amz-security-token")
        .map(HeaderValue::as_bytes);
    if token != identity.session_token.map(str::as_bytes) {
        return Err(Refusal::WrongToken);
    }
    if !matches(&authorization, identity.secret, request) {
        return Err(Refusal::WrongSignature);
    }
    if identity.session_token.is_some() && times.sandbox >= times.temporary_until {
        return Err(Refusal::Expired);
    }
    Ok(Caller::new(identity, &authorization.region))
}

/// Whether the signature is that of `secret` over `request`, compared in constant time.
pub fn matches(authorization: &Authorization, secret: &str, request: Signed<'_>) -> bool {
    let Some(canonical) = canonical::request(request, &authorization.signed_headers) else {
        return false;
    };
    let scope = authorization.scope();
    let to_sign = format!(
        "AWS4-HMAC-SHA256\n{}\n{scope}\n{}",
        authorization.timestamp,
        hex::encode(Sha256::digest(canonical.as_bytes()))
    );
    let key = scope
        .split('/')
        .try_fold(format!("AWS4{secret}").into_bytes(), |key, part| {
            Some(keyed(&key, part)?.finalize().into_bytes().to_vec())
        });
    key.and_then(|key| keyed(&key, &to_sign))
        .is_some_and(|mac| mac.verify_slice(&authorization.signature).is_ok())
}

fn keyed(key: &[u8], message: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(message.as_bytes());
    Some(mac)
}
