//! Who waits for events of this process: by connection, each event written out once for all.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use domain::ports::Event;
use tokio::sync::broadcast::{Receiver, Sender, channel};

/// A reader that is so many events behind has to begin again from the table.
const BEHIND: usize = 64;

/// An event and how it is sent.
#[derive(Debug, Clone)]
pub struct Message {
    pub number: u64,
    pub bytes: Bytes,
}

/// One bell per connection that somebody listens to.
#[derive(Debug, Clone, Default)]
pub struct Bells(Arc<Mutex<HashMap<String, Sender<Message>>>>);

impl Bells {
    /// From now on.
    pub fn listen(&self, connection: &str) -> Receiver<Message> {
        let mut bells = self.lock();
        bells.retain(|_, bell| bell.receiver_count() > 0);
        let bell = bells
            .entry(connection.to_owned())
            .or_insert_with(|| channel(BEHIND).0);
        bell.subscribe()
    }

    /// Tells whoever listens.
    pub fn ring(&self, connection: &str, events: &[Event]) {
        let bell = self.lock().get(connection).cloned();
        let Some(bell) = bell else { return };
        for message in events.iter().filter_map(message) {
            // Nobody listens any more: the next one to listen clears the bell away.
            let _ = bell.send(message);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Sender<Message>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// As `text/event-stream` has it.
pub fn message(event: &Event) -> Option<Message> {
    let data = serde_json::to_string(event).ok()?;
    let number = event.number;
    Some(Message {
        number,
        bytes: Bytes::from(format!("id: {number}\ndata: {data}\n\n")),
    })
}
