//! A plain form: after a refusal it comes back as it was typed, with each message at its field.

use domain::setup::Notice;

use crate::context::Cx;

/// What a form shows: nothing at first; after a refusal what was typed, never a secret, and why.
#[derive(Debug, Clone, Default)]
pub struct Form {
    typed: Vec<(String, String)>,
    /// (id of the control, sentence) for the error summary; an empty id is about the whole form.
    pub errors: Vec<(String, String)>,
}

impl Form {
    /// What was typed into each field.
    pub fn typed_in<const N: usize>(fields: [(&str, &str); N]) -> Self {
        Self::typed_all(fields)
    }

    /// The same for fields whose names are not known here.
    pub fn typed_all<'t>(fields: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let pair = |(field, text): (&str, &str)| (field.to_owned(), text.to_owned());
        Self {
            typed: fields.into_iter().map(pair).collect(),
            errors: Vec::new(),
        }
    }

    /// The form `name` as this page is to show it.
    pub fn of(cx: &Cx, name: &str) -> Self {
        match &cx.notice {
            Some(Notice::Form {
                form,
                typed,
                errors,
            }) if form == name => Self {
                typed: typed.clone(),
                errors: errors.clone(),
            },
            _ => Self::default(),
        }
    }

    /// What was typed into `field`, if this page follows a refusal.
    pub fn typed(&self, field: &str) -> Option<String> {
        found(&self.typed, field)
    }

    /// This page follows a refusal.
    pub fn is_refused(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Why `field` was refused.
    pub fn error(&self, field: &str) -> Option<String> {
        found(&self.errors, field)
    }

    /// Refused for what stands in `field`; without a field for the whole.
    #[must_use]
    pub fn refused(mut self, field: &str, why: impl Into<String>) -> Self {
        self.errors.push((field.to_owned(), why.into()));
        self
    }

    /// What the page of the form `name` is to be told.
    pub fn notice(self, name: &str) -> Notice {
        Notice::Form {
            form: name.to_owned(),
            typed: self.typed,
            errors: self.errors,
        }
    }
}

fn found(pairs: &[(String, String)], field: &str) -> Option<String> {
    let pair = pairs.iter().find(|(of, _)| of == field);
    pair.map(|(_, text)| text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_keeps_what_was_typed_and_says_why_at_its_field() {
        let form = Form::typed_in([("name", "Acme"), ("note", "")]).refused("name", "In use");
        assert_eq!(form.typed("name").as_deref(), Some("Acme"));
        assert_eq!(form.error("name").as_deref(), Some("In use"));
        assert_eq!(form.error("note"), None);
        let Notice::Form { form, typed, .. } = form.notice("create_network") else {
            panic!("a form's notice is of its own kind");
        };
        assert_eq!((form.as_str(), typed.len()), ("create_network", 2));
    }
}
