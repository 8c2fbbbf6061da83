//! What all Describe calls share: ids, filters, pages.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::aws::{
    AwsError, Caller,
    form::{Filter, Form},
    ids, page,
    tags::Tags,
};

/// A thing that can be listed, by id and with filters.
pub trait Resource {
    /// For example `vpc-`.
    const PREFIX: &'static str;
    /// The parameter with ids, for example `VpcId`.
    const PARAMETER: &'static str;
    /// As error codes have it, for example `InvalidVpcID`.
    const INVALID: &'static str;
    /// As error messages have it, for example `vpc ID`.
    const NOUN: &'static str;

    fn id(&self) -> &str;
    fn owner(&self) -> (&str, &str);
    fn tags(&self) -> &Tags;
    /// The values that a filter looks at; nothing when there is no such filter.
    fn field(&self, filter: &str) -> Option<Vec<String>>;
}

/// The caller's things in this region that the request asks for.
pub fn select<'w, R: Resource>(
    things: &'w BTreeMap<String, R>,
    caller: &Caller,
    form: &Form,
) -> Result<Vec<&'w R>, AwsError> {
    let asked = form.list(R::PARAMETER);
    for id in &asked {
        find(things, caller, id)?;
    }
    let filters = form.filters();
    let mut selected = vec![];
    for thing in things.values().filter(|thing| sees(caller, *thing)) {
        if (asked.is_empty() || asked.iter().any(|id| id == thing.id()))
            && fits_all(thing, &filters)?
        {
            selected.push(thing);
        }
    }
    Ok(selected)
}

/// The caller's thing with this id in this region.
pub fn find<'w, R: Resource>(
    things: &'w BTreeMap<String, R>,
    caller: &Caller,
    id: &str,
) -> Result<&'w R, AwsError> {
    check_form::<R>(id)?;
    things
        .get(id)
        .filter(|thing| sees(caller, *thing))
        .ok_or_else(|| missing::<R>(id))
}

/// The same, to change it.
pub fn find_mut<'w, R: Resource>(
    things: &'w mut BTreeMap<String, R>,
    caller: &Caller,
    id: &str,
) -> Result<&'w mut R, AwsError> {
    check_form::<R>(id)?;
    things
        .get_mut(id)
        .filter(|thing| sees(caller, *thing))
        .ok_or_else(|| missing::<R>(id))
}

fn check_form<R: Resource>(id: &str) -> Result<(), AwsError> {
    if ids::is_long(R::PREFIX, id) {
        return Ok(());
    }
    let code = malformed_code::<R>();
    Err(AwsError::new(
        code,
        format!("Invalid id: \"{id}\" (expecting \"{}...\")", R::PREFIX),
    ))
}

fn malformed_code<R: Resource>() -> &'static str {
    // `InvalidVpnGatewayID` has no `.Malformed` in the EC2 error list: `.NotFound` covers it.
    match R::INVALID {
        "InvalidVpcID" => "InvalidVpcID.Malformed",
        "InvalidSubnetID" => "InvalidSubnetID.Malformed",
        "InvalidRouteTableID" => "InvalidRouteTableId.Malformed",
        "InvalidTransitGatewayID" => "InvalidTransitGatewayID.Malformed",
        "InvalidTransitGatewayAttachmentID" => "InvalidTransitGatewayAttachmentID.Malformed",
        _ => "InvalidVpnGatewayID.NotFound",
    }
}

fn missing<R: Resource>(id: &str) -> AwsError {
    let code = match R::INVALID {
        "InvalidVpcID" => "InvalidVpcID.NotFound",
        "InvalidSubnetID" => "InvalidSubnetID.NotFound",
        "InvalidRouteTableID" => "InvalidRouteTableID.NotFound",
        "InvalidTransitGatewayID" => "InvalidTransitGatewayID.NotFound",
        "InvalidTransitGatewayAttachmentID" => "InvalidTransitGatewayAttachmentID.NotFound",
        _ => "InvalidVpnGatewayID.NotFound",
    };
    AwsError::new(code, format!("The {} '{id}' does not exist", R::NOUN))
}

fn sees<R: Resource>(caller: &Caller, thing: &R) -> bool {
    let (account, region) = thing.owner();
    caller.sees(account, region)
}

fn fits_all<R: Resource>(thing: &R, filters: &[Filter]) -> Result<bool, AwsError> {
    for filter in filters {
        let values = values(thing, &filter.name).ok_or_else(|| {
            AwsError::new(
                "InvalidParameterValue",
                format!("The filter '{}' is invalid", filter.name),
            )
        })?;
        if !filter
            .values
            .iter()
            .any(|pattern| values.iter().any(|value| matches(pattern, value)))
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn values<R: Resource>(thing: &R, filter: &str) -> Option<Vec<String>> {
    match filter.strip_prefix("tag:") {
        Some(key) => Some(thing.tags().get(key).cloned().into_iter().collect()),
        None if filter == "tag-key" => Some(thing.tags().keys().cloned().collect()),
        None => thing.field(filter),
    }
}

/// `*` stands for any letters, `?` for one.
fn matches(pattern: &str, value: &str) -> bool {
    let Some(first) = pattern.chars().next() else {
        return value.is_empty();
    };
    let rest = pattern.get(first.len_utf8()..).unwrap_or_default();
    match first {
        '*' => value
            .char_indices()
            .map(|(at, _)| at)
            .chain([value.len()])
            .any(|at| matches(rest, value.get(at..).unwrap_or_default())),
        _ => value.chars().next().is_some_and(|letter| {
            (first == '?' || first == letter)
                && matches(rest, value.get(letter.len_utf8()..).unwrap_or_default())
        }),
    }
}

/// One page: `MaxResults` 5–1000, `NextToken`.
pub fn page(name: &str, views: Vec<Value>, form: &Form) -> Result<Value, AwsError> {
    page::cut(
        name,
        views,
        form.number("MaxResults")?,
        form.get("NextToken"),
        5..=1000,
    )
    .map_err(|message| AwsError::new("InvalidParameterValue", message))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn filters_know_wildcards() {
        assert!(matches("pay*", "payments") && matches("*", "") && matches("p?y*s", "payments"));
        assert!(!matches("pay", "payments") && !matches("?", "") && matches("a*b*c", "a1b2c"));
    }
}
