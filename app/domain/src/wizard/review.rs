use super::Fields;
use crate::{
    FieldIssue,
    values::{Description, Name},
};

/// Step `review`: the connection's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub name: Name,
    pub description: Description,
}

impl Review {
    /// Fields `name`, `description`.
    pub fn parse(form: &Fields) -> Result<Self, Vec<FieldIssue>> {
        let name = Name::parse(form.get("name")).map_err(|issue| FieldIssue::new("name", issue));
        let description = Description::parse(form.get("description"))
            .map_err(|issue| FieldIssue::new("description", issue));
        match (name, description) {
            (Ok(name), Ok(description)) => Ok(Self { name, description }),
            (name, description) => Err(name.err().into_iter().chain(description.err()).collect()),
        }
    }
}
