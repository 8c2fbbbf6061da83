//! One reader's stream: what it missed, then what comes. No task of its own: it is driven by its
//! connection, and one that does not read is told so by its bell.

use std::{collections::VecDeque, convert::Infallible, sync::Arc};

use bytes::Bytes;
use domain::ports::{Clock, Event, Timestamp};
use futures_util::stream::{Stream, unfold};
use tokio::sync::{
    broadcast::{Receiver, error::RecvError},
    watch,
};

use super::streams::{Place, Streams};
use crate::{
    shutdown::Stopping,
    store::bells::{Message, message},
};

/// A stream ends after this long, in seconds, and its reader comes back.
const OLDEST_SECONDS: u64 = 60 * 60;

/// Something is sent at least this often, in milliseconds: whatever is in between would close a
/// silent connection.
const KEEP_ALIVE_MILLIS: u64 = 15_000;

/// How long a browser waits before it comes back, in milliseconds.
const HELLO: &[u8] = b"retry: 1000\n\n";
const STILL_HERE: &[u8] = b":\n\n";

/// A reader and where it is.
pub struct Following {
    ready: VecDeque<Message>,
    /// The number of the last event that is sent or ready.
    last: u64,
    hello: bool,
    bell: Receiver<Message>,
    place: Place,
    sessions: crate::sessions::Sessions,
    signed_out: watch::Receiver<u64>,
    stopping: Stopping,
    clock: Arc<dyn Clock>,
    began: Timestamp,
}

impl Following {
    pub fn new(
        missed: &[Event],
        bell: Receiver<Message>,
        place: Place,
        streams: &Streams,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            ready: missed.iter().filter_map(message).collect(),
            last: missed.last().map_or(0, |event| event.number),
            hello: true,
            bell,
            place,
            signed_out: streams.sessions.ended(),
            sessions: streams.sessions.clone(),
            stopping: streams.stopping.clone(),
            began: clock.now(),
            clock,
        }
    }

    /// Ends when the session or the server does, when the reader is too far behind, and of age.
    pub fn stream(self) -> impl Stream<Item = Result<Bytes, Infallible>> {
        unfold(self, |mut following| async move {
            let bytes = following.next().await?;
            Some((Ok(bytes), following))
        })
    }

    async fn next(&mut self) -> Option<Bytes> {
        if std::mem::take(&mut self.hello) {
            return Some(Bytes::from_static(HELLO));
        }
        loop {
            let age = self.clock.now().seconds_since(self.began);
            if age >= OLDEST_SECONDS || !self.is_wanted() {
                return None;
            }
            if let Some(message) = self.ready.pop_front() {
                return Some(message.bytes);
            }
            tokio::select! {
                rung = self.bell.recv() => self.hear(rung)?,
                changed = self.signed_out.changed() => changed.ok()?,
                () = self.stopping.stopped() => return None,
                () = self.clock.sleep(KEEP_ALIVE_MILLIS) => {
                    return Some(Bytes::from_static(STILL_HERE));
                }
            }
        }
    }

    fn is_wanted(&self) -> bool {
        !self.stopping.is_stopping() && self.sessions.has(&self.place.vault_key)
    }

    /// `None`: some were lost on the way; the reader comes back and gets them from the table.
    fn hear(&mut self, rung: Result<Message, RecvError>) -> Option<()> {
        let message = rung.ok()?;
        if message.number > self.last {
            self.last = message.number;
            self.ready.push_back(message);
        }
        Some(())
    }
}
