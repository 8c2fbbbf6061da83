//! Ids that look like AWS's.

use rand::RngExt;

use crate::world::World;

const ALPHANUMERIC: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// `count` lower-case letters and digits.
pub fn alphanumeric(world: &mut World, count: usize) -> String {
    let mut rng = world.rng();
    (0..count)
        .filter_map(|_| ALPHANUMERIC.get(rng.random_range(0..ALPHANUMERIC.len())))
        .map(|byte| char::from(*byte))
        .collect()
}

/// Direct Connect's form: `prefix` and 8 lower-case letters and digits.
pub fn short(world: &mut World, prefix: &str) -> String {
    format!("{prefix}{}", alphanumeric(world, 8))
}

/// EC2's form: `prefix` and 17 hexadecimal digits that start with 0.
pub fn long(world: &mut World, prefix: &str) -> String {
    format!("{prefix}0{}", world.hex(16))
}

/// A random UUID (version 4).
pub fn uuid(world: &mut World) -> String {
    let hex = world.hex(30);
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-4{}-a{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 15),
        part(15, 18),
        part(18, 30)
    )
}

/// Whether `id` has Direct Connect's form.
pub fn is_short(prefix: &str, id: &str) -> bool {
    id.strip_prefix(prefix).is_some_and(|rest| {
        rest.len() == 8 && rest.bytes().all(|byte| ALPHANUMERIC.contains(&byte))
    })
}

/// Whether `id` has EC2's form, the old one of 8 digits included.
pub fn is_long(prefix: &str, id: &str) -> bool {
    id.strip_prefix(prefix).is_some_and(|rest| {
        matches!(rest.len(), 8 | 17)
            && rest
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// Whether `id` has the form of a UUID.
pub fn is_uuid(id: &str) -> bool {
    id.len() == 36
        && id.char_indices().all(|(at, letter)| match at {
            8 | 13 | 18 | 23 => letter == '-',
            _ => letter.is_ascii_hexdigit(),
        })
}
