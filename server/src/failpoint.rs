//! A death on purpose: `FAILPOINT=2:after-commit` ends the process where it passes that side for the
//! second time, as suddenly as `kill -9` does: nothing is unwound, nothing flushed
//! (design/reliability.md, "Exhaustive crash points"). Builds without debug assertions, so every
//! release, have none of it.

/// Where a call of the journal, or the row of a run, is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// The intent is recorded, its call not sent.
    BeforeSend,
    /// The provider did it; nothing of its answer is recorded.
    AfterCommit,
    /// The outcome is written, and its transaction not committed.
    BeforeAcknowledge,
    /// The outcome is recorded, and the run does not know.
    AfterAcknowledge,
    /// The run's row is written, and its transaction not committed.
    BeforeSave,
    /// The run's row is recorded, and nobody was told.
    AfterSave,
}

#[cfg(not(debug_assertions))]
pub fn pass(_: Side) {}

/// Dies here if it is told to.
#[cfg(debug_assertions)]
pub fn pass(side: Side) {
    use std::sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    };
    static WANTED: LazyLock<Option<(u32, Side)>> =
        LazyLock::new(|| wanted(&std::env::var("FAILPOINT").ok()?));
    static PASSED: AtomicU32 = AtomicU32::new(0);
    if let Some((number, at)) = *WANTED
        && at == side
        && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == number
    {
        std::process::abort();
    }
}

#[cfg(debug_assertions)]
fn wanted(text: &str) -> Option<(u32, Side)> {
    let (number, side) = text.split_once(':')?;
    let side = match side {
        "before-send" => Side::BeforeSend,
        "after-commit" => Side::AfterCommit,
        "before-acknowledge" => Side::BeforeAcknowledge,
        "after-acknowledge" => Side::AfterAcknowledge,
        "before-save" => Side::BeforeSave,
        "after-save" => Side::AfterSave,
        _ => return None,
    };
    Some((number.parse().ok()?, side))
}
