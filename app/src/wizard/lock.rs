//! One change of a draft at a time, so that two tabs make one connection and lose no answer.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use domain::ports::UserId;
use futures_util::lock::Mutex as Turn;

/// By user and network.
type Turns = BTreeMap<(String, String), Weak<Turn<()>>>;

static TURNS: Mutex<Turns> = Mutex::new(BTreeMap::new());

/// Whoever holds it may change this user's draft for the network.
pub fn of(user: &UserId, network: &str) -> Arc<Turn<()>> {
    let mut turns = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
    turns.retain(|_, turn| turn.strong_count() > 0);
    let key = (user.0.clone(), network.to_owned());
    if let Some(turn) = turns.get(&key).and_then(Weak::upgrade) {
        return turn;
    }
    let turn = Arc::new(Turn::new(()));
    turns.insert(key, Arc::downgrade(&turn));
    turn
}
