//! What all Describe calls share: ids, filters, pages.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    Deed, answer, exclusive,
    filter::{self, Filters},
};
use crate::{
    aws::{AwsError, Caller, State, form::Form, ids, is_listed, page, tags::Tags},
    clock::Millis,
    world::World,
};

/// What EC2 calls a kind of thing.
pub struct Kind {
    /// Of ids, for example `vpc-`.
    pub prefix: &'static str,
    /// The parameter with ids, for example `VpcId`.
    pub ids: &'static str,
    /// The code for an id that has another form, and for one that nothing has.
    pub malformed: &'static str,
    pub not_found: &'static str,
    /// As messages have it, for example `vpc ID`.
    pub noun: &'static str,
    /// The list in answers, for example `vpcSet`.
    pub list: &'static str,
    /// As tags have it, for example `vpc`.
    pub resource_type: &'static str,
    /// Besides `tag:…`, `tag-key` and `tag-value`.
    pub filters: Filters,
}

/// A thing that can be listed by id and with filters, and tagged.
pub trait Resource: Sized + 'static {
    const KIND: Kind;

    fn all(state: &State) -> &BTreeMap<String, Self>;
    fn all_mut(state: &mut State) -> &mut BTreeMap<String, Self>;
    fn id(&self) -> &str;
    /// Account and region.
    fn owner(&self) -> (&str, &str);
    fn tags(&self) -> &Tags;
    fn tags_mut(&mut self) -> &mut Tags;
    fn view(&self, world: &World) -> Value;

    /// From then on it is still listed for a while and can't be used.
    fn deleted_at(&self) -> Option<Millis> {
        None
    }
}

/// The members of [`Resource`] that are the same for each kind: where things are, and their ids.
macro_rules! kept_in {
    ($things:ident, $id:ident) => {
        fn all(state: &$crate::aws::State) -> &std::collections::BTreeMap<String, Self> {
            &state.$things
        }

        fn all_mut(
            state: &mut $crate::aws::State,
        ) -> &mut std::collections::BTreeMap<String, Self> {
            &mut state.$things
        }

        fn id(&self) -> &str {
            &self.$id
        }

        fn owner(&self) -> (&str, &str) {
            (&self.owner_id, &self.region)
        }

        fn tags(&self) -> &$crate::aws::tags::Tags {
            &self.tags
        }

        fn tags_mut(&mut self) -> &mut $crate::aws::tags::Tags {
            &mut self.tags
        }
    };
}
pub(super) use kept_in;

/// The Describe call of a kind.
pub fn describe<R: Resource>(
    world: &World,
    caller: &Caller,
    form: &Form,
) -> Result<Deed, AwsError> {
    let list = (R::KIND.list, R::KIND.filters);
    describe_as(world, caller, form, list, |one: &R| Some(one.view(world)))
}

/// The same as another list, with filters of its own, which leaves out what has no `view` in it.
pub fn describe_as<R: Resource>(
    world: &World,
    caller: &Caller,
    form: &Form,
    (list, known): (&str, Filters),
    view: impl Fn(&R) -> Option<Value>,
) -> Result<Deed, AwsError> {
    let asked = form.list(R::KIND.ids);
    if !asked.is_empty() && form.get("MaxResults").is_some() {
        return Err(exclusive(R::KIND.ids, "maxResults"));
    }
    for id in &asked {
        view(listed(world, caller, id)?).ok_or_else(|| missing::<R>(id))?;
    }
    let filters = form.filters();
    filter::check(known, &filters)?;
    let mut views = vec![];
    for thing in visible::<R>(world, caller) {
        if (asked.is_empty() || asked.iter().any(|id| id == thing.id()))
            && let Some(view) = view(thing)
            && filter::fits(known, &filters, &view, thing.tags())?
        {
            views.push(view);
        }
    }
    page(list, views, form).map(answer)
}

/// The caller's things in this region.
pub fn visible<'w, R: Resource>(world: &'w World, caller: &Caller) -> impl Iterator<Item = &'w R> {
    R::all(&world.aws)
        .values()
        .filter(|thing| sees(caller, *thing) && is_listed(thing.deleted_at(), world.now))
}

/// The caller's things in this region that were not deleted.
pub fn existing<'w, R: Resource>(world: &'w World, caller: &Caller) -> impl Iterator<Item = &'w R> {
    visible(world, caller).filter(|thing: &&R| thing.deleted_at().is_none())
}

/// The caller's thing with this id in this region, unless it was deleted.
pub fn find<'w, R: Resource>(
    world: &'w World,
    caller: &Caller,
    id: &str,
) -> Result<&'w R, AwsError> {
    let found: &R = listed(world, caller, id)?;
    match found.deleted_at() {
        None => Ok(found),
        Some(_) => Err(missing::<R>(id)),
    }
}

fn listed<'w, R: Resource>(world: &'w World, caller: &Caller, id: &str) -> Result<&'w R, AwsError> {
    if !ids::is_long(R::KIND.prefix, id) {
        let message = format!("Invalid id: \"{id}\" (expecting \"{}...\")", R::KIND.prefix);
        return Err(AwsError::new(R::KIND.malformed, message));
    }
    R::all(&world.aws)
        .get(id)
        .filter(|thing| sees(caller, *thing) && is_listed(thing.deleted_at(), world.now))
        .ok_or_else(|| missing::<R>(id))
}

/// The refusal of an id that nothing has.
pub fn missing<R: Resource>(id: &str) -> AwsError {
    let message = format!("The {} '{id}' does not exist", R::KIND.noun);
    AwsError::new(R::KIND.not_found, message)
}

/// Whether `caller` owns `thing`, and looks at its region.
pub fn sees<R: Resource>(caller: &Caller, thing: &R) -> bool {
    let (account, region) = thing.owner();
    caller.sees(account, region)
}

/// One page: `MaxResults` 5–1000, `NextToken`.
pub fn page(name: &str, views: Vec<Value>, form: &Form) -> Result<Value, AwsError> {
    let size = form.number("MaxResults")?;
    if let Some(size) = size.filter(|size| !(5..=1000).contains(size)) {
        let bound = if size < 5 {
            "greater than or equal to 5"
        } else {
            "less than or equal to 1000"
        };
        return Err(super::invalid(format!(
            "Value ( {size} ) for parameter maxResults is invalid. Expecting a value {bound}."
        )));
    }
    page::cut(name, views, size, form.get("NextToken"), 5..=1000)
        .map_err(|message| AwsError::new("InvalidNextToken", message))
}
