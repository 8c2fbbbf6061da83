//! One lock per connection, made when it is first asked for and dropped when nobody holds it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::OwnedMutexGuard;

type Lock = Arc<tokio::sync::Mutex<()>>;

#[derive(Debug, Default)]
pub struct Locks(Mutex<HashMap<String, Lock>>);

impl Locks {
    /// Waits until nobody else works on `connection`; the guard is the right to.
    pub async fn hold(&self, connection: &str) -> OwnedMutexGuard<()> {
        let lock = self.lock_of(connection);
        lock.lock_owned().await
    }

    fn lock_of(&self, connection: &str) -> Lock {
        let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Holders and waiters each have a clone of their own.
        locks.retain(|_, lock| Arc::strong_count(lock) > 1);
        Arc::clone(locks.entry(connection.to_owned()).or_default())
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_second_waits_for_the_first_and_others_do_not() {
        let locks = Locks::default();
        let first = locks.hold("conn-1").await;
        let _other = locks.hold("conn-2").await;
        let second = locks.lock_of("conn-1");
        assert!(second.try_lock().is_err());
        drop(first);
        assert!(second.try_lock().is_ok());
    }

    #[tokio::test]
    async fn locks_that_nobody_holds_are_dropped() {
        let locks = Locks::default();
        for n in 0..100 {
            drop(locks.hold(&format!("conn-{n}")).await);
        }
        let _held = locks.hold("conn-x").await;
        assert_eq!(locks.len(), 1);
    }
}
