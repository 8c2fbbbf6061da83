//! Ids: `prefix-` and 22 characters of base64url, or what the client chose.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::world::World;

use super::{
    call::Answer,
    error::{code, refuse},
};

/// A new id.
pub(super) fn new(world: &mut World, prefix: &str) -> String {
    format!("{prefix}-{}", URL_SAFE_NO_PAD.encode(world.bytes(16)))
}

/// The client's own id when it gives one (1–64 characters that need no escaping in a path): an id
/// that exists is refused with 409, so a create that is sent again cannot order twice.
pub(super) fn chosen(world: &mut World, prefix: &str, given: Option<&str>) -> Answer<String> {
    let Some(id) = given else {
        return Ok(new(world, prefix));
    };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !(1..=64).contains(&id.len()) || !id.bytes().all(plain) {
        return refuse(
            code::VALIDATION_ERROR,
            "id must be 1 to 64 letters, digits, - and _",
        );
    }
    if world.pureport.has(id) {
        return refuse(code::CONFLICT, "The id is in use");
    }
    Ok(id.to_owned())
}
