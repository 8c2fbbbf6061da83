//! Which fault strikes a request.

use serde_json::Value;

use super::{
    Kind,
    plan::{ANY, Standing},
};
use crate::{clock::Millis, world::World};

/// What a plan looks at of a request.
pub struct Asked<'r> {
    /// As the request log has it.
    pub service: &'r str,
    pub operation: &'r str,
    /// A field of the input by its name.
    pub field: &'r dyn Fn(&str) -> Option<Value>,
}

/// The fault of the first entry that strikes this request; its count goes down.
pub fn strike(world: &mut World, asked: &Asked<'_>) -> Option<Kind> {
    if world.faults.standing.is_empty() {
        return None;
    }
    // Counts go down, which the world's file must know.
    world.touch();
    let now = world.now;
    let standing = &mut world.faults.standing;
    let at = standing
        .iter_mut()
        .position(|one| one.strikes(asked, now))?;
    let one = standing.get_mut(at)?;
    let kind = one.kind().clone();
    one.entry.times = one.entry.times.map(|times| times.saturating_sub(1));
    if one.entry.times == Some(0) {
        standing.remove(at);
    }
    Some(kind)
}

impl Standing {
    fn strikes(&mut self, asked: &Asked<'_>, now: Millis) -> bool {
        if self.kind().is_of_the_world() || !self.stands(now) || !self.fits(asked) {
            return false;
        }
        let passes = self.entry.skip > 0;
        self.entry.skip -= u32::from(passes);
        !passes
    }

    fn fits(&self, asked: &Asked<'_>) -> bool {
        let entry = &self.entry;
        let tokenless = matches!(self.kind(), Kind::ExpireToken {}) && asked.operation == "login";
        let fits = |wanted: &str, is: &str| wanted == ANY || wanted == is;
        !tokenless
            && fits(&entry.service, asked.service)
            && fits(&entry.operation, asked.operation)
            && entry
                .fields
                .iter()
                .all(|(name, wanted)| (asked.field)(name).is_some_and(|is| same(wanted, &is)))
    }
}

/// Forms know texts only: `5` is also `"5"`.
fn same(wanted: &Value, is: &Value) -> bool {
    let text = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    text(wanted) == text(is)
}

/// The member of a JSON body by its path, for example `newPrivateVirtualInterface.vlan`.
pub fn member(body: &Value, path: &str) -> Option<Value> {
    let found = path.split('.').try_fold(body, |at, name| at.get(name))?;
    Some(found.clone())
}
