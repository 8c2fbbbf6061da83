use super::Fields;
use crate::{FieldIssue, Issue};

/// Step `type`. AWS Direct Connect is the one that can be ordered here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    AwsDirectConnect,
}

impl Kind {
    /// Pureport's word, and the form's value.
    pub const WORD: &'static str = "AWS_DIRECT_CONNECT";

    /// Field `type`.
    pub fn parse(form: &Fields) -> Result<Self, Vec<FieldIssue>> {
        match form.get("type") {
            Self::WORD => Ok(Self::AwsDirectConnect),
            "" => Err(vec![FieldIssue::new("type", Issue::Required)]),
            _ => Err(vec![FieldIssue::new("type", Issue::NotOffered)]),
        }
    }
}
