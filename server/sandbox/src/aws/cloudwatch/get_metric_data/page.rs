//! Where an answer that had no room for all values goes on.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use crate::aws::AwsError;

/// The query, and how many of its values were told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    pub query: usize,
    pub values: usize,
}

impl Place {
    /// As `NextToken`.
    pub fn token(self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(format!("{}:{}", self.query, self.values))
    }
}

/// The place of a `NextToken`; the beginning without one.
pub fn read_place(token: Option<&str>) -> Result<Place, AwsError> {
    let Some(token) = token else {
        return Ok(Place::default());
    };
    parse(token).ok_or_else(|| AwsError::new("InvalidNextToken", "The token is invalid."))
}

fn parse(token: &str) -> Option<Place> {
    let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    let (query, values) = text.split_once(':')?;
    Some(Place {
        query: query.parse().ok()?,
        values: values.parse().ok()?,
    })
}
