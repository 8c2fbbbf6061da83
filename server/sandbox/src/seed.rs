//! The seeded world of sandbox.md.

use crate::world::World;

/// Fills an empty world.
pub fn fill(world: &mut World) {
    crate::aws::seed(world);
    crate::pureport::seed(world);
}
