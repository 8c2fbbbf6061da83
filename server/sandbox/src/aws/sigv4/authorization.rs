//! The `Authorization` header and what can be checked of it without the secret.

use axum::http::{HeaderMap, HeaderName};
use jiff::{civil::DateTime, tz::TimeZone};

use super::{Refusal, Service};
use crate::{aws::regions, clock::Millis};

/// A parsed `AWS4-HMAC-SHA256` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization {
    pub key_id: String,
    /// `yyyymmdd` of the scope.
    pub date: String,
    pub region: String,
    pub service: String,
    /// In the order of the header, which must be sorted.
    pub signed_headers: Vec<String>,
    pub signature: Vec<u8>,
    /// `x-amz-date`, for example `20150830T123600Z`.
    pub timestamp: String,
}

impl Authorization {
    /// Reads it from the request's headers.
    pub fn read(headers: &HeaderMap) -> Result<Self, Refusal> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let header = text("authorization").ok_or(Refusal::Missing)?;
        let timestamp = text("x-amz-date").ok_or_else(|| incomplete("'X-Amz-Date'"))?;
        let fields = header
            .strip_prefix("AWS4-HMAC-SHA256")
            .ok_or_else(|| incomplete("'AWS4-HMAC-SHA256'"))?;
        let field = |name: &str| {
            fields
                .split(',')
                .find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('='))
                .ok_or_else(|| incomplete(&format!("'{name}' parameter")))
        };
        let scope: Vec<_> = field("Credential")?.split('/').collect();
        let [key_id, date, region, service, "aws4_request"] = scope[..] else {
            return Err(Refusal::Incomplete(
                "Credential must have exactly 5 slash-delimited elements.".into(),
            ));
        };
        Ok(Self {
            key_id: key_id.into(),
            date: date.into(),
            region: region.into(),
            service: service.into(),
            signed_headers: field("SignedHeaders")?
                .split(';')
                .map(str::to_owned)
                .collect(),
            signature: hex::decode(field("Signature")?).map_err(|_| Refusal::WrongSignature)?,
            timestamp: timestamp.into(),
        })
    }

    /// `date/region/service/aws4_request`.
    pub fn scope(&self) -> String {
        format!(
            "{}/{}/{}/aws4_request",
            self.date, self.region, self.service
        )
    }

    /// The scope must name the day of the signature, a region, and the service that is called.
    pub fn check_scope(&self, service: Service) -> Result<(), Refusal> {
        if self.service != service.scope() {
            return Err(Refusal::Scope(format!(
                "Credential should be scoped to correct service: '{}'.",
                service.scope()
            )));
        }
        if !regions::is_known(&self.region) {
            return Err(Refusal::Scope(
                "Credential should be scoped to a valid region.".into(),
            ));
        }
        if !self.timestamp.starts_with(&self.date) {
            return Err(Refusal::Scope(format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{}' != '{}'",
                self.date, self.timestamp
            )));
        }
        Ok(())
    }

    /// `host` and every `x-amz-…` header must be signed.
    pub fn check_headers(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let amz = headers
            .keys()
            .map(HeaderName::as_str)
            .filter(|name| name.starts_with("x-amz-"));
        match amz
            .chain(["host"])
            .find(|name| !self.signed_headers.iter().any(|signed| signed == name))
        {
            None => Ok(()),
            Some(name) => Err(Refusal::Scope(format!(
                "'{name}' must be a 'SignedHeader' in the AWS 'Authorization' header."
            ))),
        }
    }

    /// The signature must be at most `skew` away from `now`.
    pub fn check_age(&self, now: Millis, skew: Millis) -> Result<(), Refusal> {
        let signed = DateTime::strptime("%Y%m%dT%H%M%SZ", &self.timestamp)
            .and_then(|date| date.to_zoned(TimeZone::UTC))
            .map_err(|_| incomplete("a valid 'X-Amz-Date'"))?
            .timestamp()
            .as_millisecond();
        if now - signed > skew {
            return Err(Refusal::Skew(format!(
                "Signature expired: {} is more than 5 min. in the past",
                self.timestamp
            )));
        }
        if signed - now > skew {
            return Err(Refusal::Skew(format!(
                "Signature not yet current: {} is more than 5 min. in the future",
                self.timestamp
            )));
        }
        Ok(())
    }
}

fn incomplete(what: &str) -> Refusal {
    Refusal::Incomplete(format!("Authorization header requires {what}."))
}
