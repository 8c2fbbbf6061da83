//! Stale reads: the world as it was. The past is only written down while a plan asks for it.

use std::{
    collections::VecDeque,
    hash::{DefaultHasher, Hash, Hasher},
    mem::swap,
};

use super::Kind;
use crate::{aws, bgp, clock::Millis, pureport, world::World};

/// How many moments are remembered; the oldest is forgotten first.
const KEPT: usize = 100;

/// The world after each of its changes, oldest first.
#[derive(Debug, Default)]
pub(super) struct Past {
    moments: VecDeque<Moment>,
    /// The world's revision when it was last looked at: the same again, and nothing can have changed.
    revision: Option<u64>,
    /// Of the last moment: the same again, and nothing has.
    print: Option<u64>,
}

#[derive(Debug, Clone)]
struct Moment {
    /// When the world was first seen so.
    at: Millis,
    aws: aws::State,
    pureport: pureport::State,
    bgp: bgp::Sessions,
}

impl Past {
    /// The world as it was at `time`, or as it was first written down.
    fn at(&self, time: Millis) -> Option<Moment> {
        let known = self.moments.iter().rev().find(|moment| moment.at <= time);
        known.or(self.moments.front()).cloned()
    }
}

/// Writes the world down, if it changed and the plan has a stale read.
pub fn remember(world: &mut World) {
    let stale = |kind: &Kind| matches!(kind, Kind::StaleRead { .. });
    if !world.faults.standing.iter().any(|one| stale(one.kind())) {
        return;
    }
    let revision = Some(world.revision());
    if world.faults.past.revision == revision {
        return;
    }
    world.faults.past.revision = revision;
    let print = print(world);
    if world.faults.past.print == Some(print) {
        return;
    }
    let moment = Moment {
        at: world.now,
        aws: world.aws.clone(),
        pureport: world.pureport.clone(),
        bgp: world.bgp.clone(),
    };
    let past = &mut world.faults.past;
    past.print = Some(print);
    past.moments.push_back(moment);
    if past.moments.len() > KEPT {
        past.moments.pop_front();
    }
}

fn print(world: &World) -> u64 {
    let mut hasher = DefaultHasher::new();
    let halves = (&world.aws, &world.pureport, &world.bgp);
    serde_json::to_vec(&halves)
        .unwrap_or_default()
        .hash(&mut hasher);
    hasher.finish()
}

/// Tries the operation on the world of `seconds` ago. A refusal there is the answer, and so is what a
/// read finds there; anything else is done in the present.
pub(super) fn perform<T, E>(
    world: &mut World,
    seconds: i64,
    reads: bool,
    mut run: impl FnMut(&mut World) -> Result<T, E>,
) -> Result<T, E> {
    let time = world.now - seconds * 1000;
    let Some(mut then) = world.faults.past.at(time) else {
        return run(world);
    };
    let mut now = time.max(then.at);
    let timers = world.timers.clone();
    exchange(world, &mut then, &mut now);
    let answer = run(world);
    exchange(world, &mut then, &mut now);
    world.timers = timers;
    if reads || answer.is_err() {
        answer
    } else {
        run(world)
    }
}

fn exchange(world: &mut World, moment: &mut Moment, now: &mut Millis) {
    swap(&mut world.aws, &mut moment.aws);
    swap(&mut world.pureport, &mut moment.pureport);
    swap(&mut world.bgp, &mut moment.bgp);
    swap(&mut world.now, now);
}
