use std::sync::atomic::{AtomicI64, AtomicUsize};

use async_trait::async_trait;
use futures_util::future::join_all;
use tokio::sync::Notify;

use super::*;

/// Stands still until it is turned.
#[derive(Default)]
struct StoppedClock(AtomicI64);

#[async_trait]
impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }

    async fn sleep(&self, _millis: u64) {}
}

/// A provider that counts how often it is asked.
#[derive(Default)]
struct Provider {
    asked: AtomicUsize,
    fails: std::sync::atomic::AtomicBool,
    /// It answers only when told.
    slow: Option<Notify>,
}

impl Provider {
    fn slow() -> Self {
        Self {
            slow: Some(Notify::new()),
            ..Self::default()
        }
    }

    async fn read(&self) -> Result<usize, PortError> {
        let count = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        if let Some(slow) = &self.slow {
            slow.notified().await;
        }
        if self.fails.load(Ordering::SeqCst) {
            return Err(PortError::Unreachable);
        }
        Ok(count)
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn looks(mode: Mode) -> (Looks, Arc<StoppedClock>) {
    let clock = Arc::new(StoppedClock::default());
    (Looks::new(clock.clone(), mode), clock)
}

fn question(looks: &Looks, who: &[&str], about: &str) -> Question {
    Question {
        principal: looks.principal(who),
        call: "vpcs",
        about: about.to_owned(),
    }
}

async fn ask(looks: &Looks, need: Need, provider: &Provider) -> Result<usize, PortError> {
    let question = question(looks, &["key", "secret"], "us-west-2");
    looks.ask(need, question, provider.read()).await
}

#[tokio::test]
async fn a_page_is_answered_anew_once_the_answer_is_as_old_as_the_mode_allows() {
    for (mode, age) in [(Mode::Sandbox, 2_000), (Mode::Live, 5_000)] {
        let ((looks, clock), provider) = (looks(mode), Provider::default());
        assert_eq!(ask(&looks, Need::Recent, &provider).await, Ok(1));
        clock.0.store(age - 1, Ordering::SeqCst);
        assert_eq!(ask(&looks, Need::Recent, &provider).await, Ok(1));
        clock.0.store(age, Ordering::SeqCst);
        assert_eq!(ask(&looks, Need::Recent, &provider).await, Ok(2));
        clock.0.store(0, Ordering::SeqCst);
        let back = ask(&looks, Need::Recent, &provider).await;
        assert_eq!(back, Ok(3), "a clock that was put back makes nothing young");
    }
}

#[tokio::test]
async fn a_hundred_who_ask_at_once_cost_one_call() {
    let ((looks, _), provider) = (looks(Mode::Sandbox), Provider::slow());
    let all = (0..100).map(|_| ask(&looks, Need::Recent, &provider));
    let told = async {
        tokio::task::yield_now().await;
        provider.slow.as_ref().unwrap().notify_one();
    };
    let (answers, ()) = futures_util::join!(join_all(all), told);
    assert!(answers.iter().all(|answer| *answer == Ok(1)));
    assert_eq!(provider.asked(), 1);
}

#[tokio::test]
async fn a_failure_is_shared_with_those_who_waited_and_with_nobody_later() {
    let ((looks, _), provider) = (looks(Mode::Sandbox), Provider::slow());
    provider.fails.store(true, Ordering::SeqCst);
    let all = (0..100).map(|_| ask(&looks, Need::Recent, &provider));
    let told = async {
        tokio::task::yield_now().await;
        provider.slow.as_ref().unwrap().notify_one();
    };
    let (answers, ()) = futures_util::join!(join_all(all), told);
    let failed = |answer: &Result<usize, PortError>| *answer == Err(PortError::Unreachable);
    assert!(answers.iter().all(failed));
    assert_eq!(provider.asked(), 1);
    provider.fails.store(false, Ordering::SeqCst);
    provider.slow.as_ref().unwrap().notify_one();
    assert_eq!(ask(&looks, Need::Recent, &provider).await, Ok(2));
}

#[tokio::test]
async fn whoever_gives_up_leaves_the_question_to_the_next() {
    let ((looks, _), provider) = (looks(Mode::Sandbox), Provider::slow());
    let mut first = Box::pin(ask(&looks, Need::Recent, &provider));
    assert!(futures_util::poll!(&mut first).is_pending());
    drop(first);
    provider.slow.as_ref().unwrap().notify_one();
    assert_eq!(ask(&looks, Need::Recent, &provider).await, Ok(2));
}

#[tokio::test]
async fn another_key_another_secret_or_other_arguments_are_another_question() {
    let ((looks, _), provider) = (looks(Mode::Sandbox), Provider::default());
    let (who, about) = (["key", "secret"], "us-west-2");
    let asked = [
        question(&looks, &who, about),
        question(&looks, &["key", "other"], about),
        question(&looks, &["ke", "ysecret"], about),
        question(&looks, &["key", "secret", "token"], about),
        question(&looks, &who, "us-east-1"),
    ];
    for (number, question) in asked.into_iter().enumerate() {
        let answer = looks.ask(Need::Recent, question, provider.read()).await;
        assert_eq!(answer, Ok(number + 1));
    }
}

#[tokio::test]
async fn whoever_changes_something_asks_anew_and_the_pages_are_told_what_was_answered() {
    let ((looks, _), provider) = (looks(Mode::Sandbox), Provider::default());
    assert_eq!(ask(&looks, Need::Recent, &provider).await, Ok(1));
    assert_eq!(ask(&looks, Need::Now, &provider).await, Ok(2));
    assert_eq!(ask(&looks, Need::Recent, &provider).await, Ok(2));
}

#[tokio::test]
async fn after_a_change_nothing_is_known_that_was_asked_before_its_end() {
    let ((looks, _), provider) = (looks(Mode::Sandbox), Provider::slow());
    let mut early = Box::pin(ask(&looks, Need::Recent, &provider));
    assert!(futures_util::poll!(&mut early).is_pending());
    let mut now = Box::pin(ask(&looks, Need::Now, &provider));
    assert!(futures_util::poll!(&mut now).is_pending());
    drop(looks.changing());
    provider.slow.as_ref().unwrap().notify_waiters();
    assert_eq!((early.await, now.await), (Ok(1), Ok(2)));
    provider.slow.as_ref().unwrap().notify_one();
    assert_eq!(ask(&looks, Need::Recent, &provider).await, Ok(3));
}

#[tokio::test]
async fn what_is_forgotten_is_that_keys_alone() {
    let ((looks, _), provider) = (looks(Mode::Sandbox), Provider::default());
    let ours = || question(&looks, &["ours"], "");
    let theirs = || question(&looks, &["theirs"], "");
    for question in [ours(), theirs()] {
        let _ = looks.ask(Need::Recent, question, provider.read()).await;
    }
    looks.forget(looks.principal(&["ours"]));
    let theirs = looks.ask(Need::Recent, theirs(), provider.read()).await;
    assert_eq!(theirs, Ok(2));
    let ours = looks.ask(Need::Recent, ours(), provider.read()).await;
    assert_eq!(ours, Ok(3));
}

#[tokio::test]
async fn what_is_old_goes_and_past_the_most_nothing_is_kept() {
    let ((looks, clock), provider) = (looks(Mode::Sandbox), Provider::default());
    let full = async || {
        for number in 0..=MOST {
            let question = question(&looks, &["key"], &number.to_string());
            let _ = looks.ask(Need::Recent, question, provider.read()).await;
        }
    };
    full().await;
    assert_eq!(looks.lock().len(), MOST);
    clock.0.store(2_000, Ordering::SeqCst);
    let one_more = question(&looks, &["key"], "one more");
    let _ = looks.ask(Need::Recent, one_more, provider.read()).await;
    assert_eq!(looks.lock().len(), 1, "the old ones made room");
    clock.0.store(4_000, Ordering::SeqCst);
    looks.sweep();
    assert!(looks.lock().is_empty());
}
