//! Pages: `{content, pageNumber, pageSize, totalElements, sort}` (pureport.md §2, "Conventions").

use serde_json::{Value, json};

use super::{
    call::{Answer, Call},
    error::{code, refuse},
};

/// Elements on a page when nobody asks for another number.
const SIZE: usize = 100;
/// The most that can be asked for.
const LARGEST: usize = 1_000;

/// What of a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page {
    /// From 0.
    number: usize,
    size: usize,
}

impl Page {
    /// `pageNumber` and `pageSize` of the query.
    pub fn asked(call: &Call) -> Answer<Self> {
        let number = whole(call, "pageNumber")?.unwrap_or(0);
        let size = whole(call, "pageSize")?.unwrap_or(SIZE);
        if (1..=LARGEST).contains(&size) {
            return Ok(Self { number, size });
        }
        refuse(
            code::VALIDATION_ERROR,
            format!("pageSize must be 1 to {LARGEST}"),
        )
    }

    /// This page of all that there is; `sort` is the property and `ASC` or `DESC`.
    pub fn of<T>(self, all: &[T], sort: (&str, &str), json: impl Fn(&T) -> Value) -> Value {
        let from = self.number.saturating_mul(self.size);
        let content: Vec<Value> = all.iter().skip(from).take(self.size).map(json).collect();
        json!({
            "content": content,
            "pageNumber": self.number,
            "pageSize": self.size,
            "totalElements": all.len(),
            "sort": {"property": sort.0, "direction": sort.1},
        })
    }
}

fn whole(call: &Call, name: &str) -> Answer<Option<usize>> {
    let asked = call.query(name).first().copied();
    let Some(text) = asked.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    match text.parse::<u32>().map(usize::try_from) {
        Ok(Ok(number)) => Ok(Some(number)),
        _ => refuse(
            code::VALIDATION_ERROR,
            format!("{name} must be a whole number"),
        ),
    }
}
