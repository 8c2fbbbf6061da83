//! Tags of EC2 resources, by id.

use serde_json::{Value, json};

use super::{
    CustomerGateway, Deed, InternetGateway, RouteTable, Subnet, TransitGateway,
    TransitGatewayAttachment, TransitGatewayRouteTable, Vpc, VpnConnection, VpnGateway, answer,
    describe::{Resource, existing, find, page},
    filter::{self, Filters},
    invalid,
};
use crate::{
    aws::{AwsError, Caller, State, form::Form, tags::Tags},
    world::World,
};

/// The most tags that one resource has.
const MOST: usize = 50;

/// What can be done with the tags of one kind.
struct Tagged {
    prefix: &'static str,
    find: for<'w> fn(&'w World, &Caller, &str) -> Result<&'w Tags, AwsError>,
    tags_mut: for<'w> fn(&'w mut State, &str) -> Option<&'w mut Tags>,
    rows: fn(&World, &Caller) -> Vec<Value>,
}

impl Tagged {
    const fn of<R: Resource>() -> Self {
        Self {
            prefix: R::KIND.prefix,
            find: |world, caller, id| find::<R>(world, caller, id).map(R::tags),
            tags_mut: |state, id| R::all_mut(state).get_mut(id).map(R::tags_mut),
            rows: |world, caller| existing::<R>(world, caller).flat_map(rows).collect(),
        }
    }

    /// A longer prefix first: `vpn-…` and `tgw-attach-…` would fit a shorter one as well.
    const ALL: [Self; 10] = [
        Self::of::<TransitGatewayAttachment>(),
        Self::of::<TransitGatewayRouteTable>(),
        Self::of::<TransitGateway>(),
        Self::of::<Vpc>(),
        Self::of::<Subnet>(),
        Self::of::<InternetGateway>(),
        Self::of::<RouteTable>(),
        Self::of::<VpnGateway>(),
        Self::of::<CustomerGateway>(),
        Self::of::<VpnConnection>(),
    ];

    fn with_id(id: &str) -> Result<Self, AwsError> {
        let mut all = Self::ALL.into_iter();
        let found = all.find(|one| id.starts_with(one.prefix));
        found.ok_or_else(|| AwsError::new("InvalidID", format!("The ID '{id}' is not valid")))
    }
}

pub fn create(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    form.required("Tag.1.Key")?;
    let new = form.unique_tags("Tag")?;
    check(&new)?;
    change(world, caller, form, |tags| tags.extend(new.clone()))
}

/// Keys of 1 to 128 and values of at most 256 characters; `aws:` is AWS's own (EC2 User Guide,
/// "Tag restrictions").
pub fn check(tags: &Tags) -> Result<(), AwsError> {
    for (key, value) in tags {
        if !(1..=128).contains(&key.chars().count()) || value.chars().count() > 256 {
            return Err(invalid(
                "Tag keys have 1 to 128 and values at most 256 characters.",
            ));
        }
        if key.starts_with("aws:") {
            let message = "Tag keys starting with 'aws:' are reserved for internal use";
            return Err(invalid(message));
        }
    }
    if tags.len() > MOST {
        let message = "The maximum number of tags of a resource has been reached.";
        return Err(AwsError::new("TagLimitExceeded", message));
    }
    Ok(())
}

/// A tag that is named with a value goes only if it has that value; without any tag, all go.
pub fn delete(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let gone = form.tags("Tag");
    change(world, caller, form, |tags| {
        tags.retain(|key, value| match gone.get(key) {
            Some(asked) => !asked.is_empty() && asked != value,
            None => !gone.is_empty(),
        });
    })
}

/// All of the resources, or none.
fn change(
    world: &World,
    caller: &Caller,
    form: &Form,
    edit: impl Fn(&mut Tags),
) -> Result<Deed, AwsError> {
    form.required("ResourceId.1")?;
    let mut changed = vec![];
    for id in form.list("ResourceId") {
        let kind = Tagged::with_id(&id)?;
        let mut tags = (kind.find)(world, caller, &id)?.clone();
        edit(&mut tags);
        if tags.len() > MOST {
            let message = format!("The maximum number of tags of {id} has been reached.");
            return Err(AwsError::new("TagLimitExceeded", message));
        }
        changed.push((kind, id, tags));
    }
    Ok(Box::new(move |world| {
        for (kind, id, tags) in changed {
            if let Some(old) = (kind.tags_mut)(&mut world.aws, &id) {
                *old = tags;
            }
        }
        json!({"return": true})
    }))
}

const FILTERS: Filters = &[
    ("resource-id", "resourceId"),
    ("resource-type", "resourceType"),
    ("key", "key"),
    ("value", "value"),
];

pub fn describe(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let filters = form.filters();
    filter::check(FILTERS, &filters)?;
    let mut fitting = vec![];
    for row in Tagged::ALL
        .iter()
        .flat_map(|kind| (kind.rows)(world, caller))
    {
        let own = own_tag(&row);
        if filter::fits(FILTERS, &filters, &row, &own)? {
            fitting.push(row);
        }
    }
    page("tagSet", fitting, form).map(answer)
}

/// `tag:key` of this list means the row's own tag.
fn own_tag(row: &Value) -> Tags {
    let text = |member: &str| row[member].as_str().map(str::to_owned);
    text("key").zip(text("value")).into_iter().collect()
}

fn rows<R: Resource>(one: &R) -> Vec<Value> {
    let view = |(key, value)| json!({"resourceId": one.id(), "resourceType": R::KIND.resource_type, "key": key, "value": value});
    one.tags().iter().map(view).collect()
}
