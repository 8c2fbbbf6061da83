//! An operation under a fault.

use serde_json::Value;

use super::{Kind, alter::alter, past};
use crate::world::World;

/// An answer with a body that can be spoilt.
pub trait Content {
    /// The body.
    fn content(&mut self) -> &mut Value;
}

impl Content for Value {
    fn content(&mut self) -> &mut Value {
        self
    }
}

/// Runs an operation as the fault has it: in the past, twice, or with a spoilt answer. `reads` says
/// that the operation changes nothing.
pub fn perform<T: Content, E>(
    world: &mut World,
    fault: Option<&Kind>,
    reads: bool,
    mut run: impl FnMut(&mut World) -> Result<T, E>,
) -> Result<T, E> {
    match fault {
        None => run(world),
        Some(Kind::StaleRead { seconds }) => past::perform(world, *seconds, reads, run),
        Some(Kind::Duplicate {}) => {
            drop(run(world));
            world.settle();
            run(world)
        }
        Some(fault) => {
            let mut answer = run(world)?;
            alter(world, fault, answer.content());
            Ok(answer)
        }
    }
}
