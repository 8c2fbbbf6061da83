use std::sync::atomic::{AtomicU32, Ordering};

use domain::ports::PortError;

use super::*;
use crate::clock::SystemClock;

/// Ten calls a second.
const INTERVAL: i64 = 100;

fn most(below: u64) -> u64 {
    below - 1
}

fn gate() -> Gate {
    Gate::new(INTERVAL)
}

fn go(gate: &mut Gate, now: i64) -> Ticket {
    match gate.ask(Kind::Read, now) {
        Pass::Go(ticket) => ticket,
        other => panic!("{other:?} at {now}"),
    }
}

fn refused(gate: &mut Gate, kind: Kind, now: i64) -> PortError {
    match gate.ask(kind, now) {
        Pass::No(error) => error,
        other => panic!("{other:?} at {now}"),
    }
}

const fn throttled(seconds: u32) -> PortError {
    PortError::Throttled {
        retry_after_seconds: Some(seconds),
    }
}

const fn failing(seconds: u32) -> PortError {
    PortError::Failing {
        retry_after_seconds: seconds,
    }
}

/// One call that ends like this.
fn call(gate: &mut Gate, now: i64, answer: Result<(), &PortError>) -> Option<PortError> {
    let ticket = go(gate, now);
    gate.answered(&ticket, answer, now, most)
}

fn break_down(gate: &mut Gate, now: i64) {
    for _ in 0..4 {
        assert_eq!(call(gate, now, Err(&PortError::Unknown)), None);
    }
    let told = call(gate, now, Err(&PortError::Unreachable));
    assert_eq!(told, Some(failing(15)));
}

#[test]
fn a_burst_passes_at_once_and_then_one_in_each_interval() {
    let mut gate = gate();
    for _ in 0..100 {
        go(&mut gate, 0);
    }
    assert!(matches!(gate.ask(Kind::Read, 0), Pass::In(100)));
    go(&mut gate, 100);
    assert!(matches!(gate.ask(Kind::Read, 100), Pass::In(100)));
    for _ in 0..50 {
        go(&mut gate, 5_100);
    }
    assert!(matches!(gate.ask(Kind::Read, 5_100), Pass::In(100)));
}

#[test]
fn the_time_that_a_provider_names_is_kept_by_every_call() {
    let mut gate = gate();
    assert_eq!(call(&mut gate, 0, Err(&throttled(7))), Some(throttled(7)));
    for (now, left) in [(0, 7), (1, 7), (6_001, 1), (6_999, 1)] {
        for kind in [Kind::Read, Kind::Change] {
            assert_eq!(refused(&mut gate, kind, now), throttled(left), "{now}");
        }
    }
    go(&mut gate, 7_000);
}

#[test]
fn without_a_named_time_each_rest_may_be_twice_as_long_up_to_twenty_seconds() {
    let (mut gate, mut now) = (gate(), 0);
    let unnamed = PortError::Throttled {
        retry_after_seconds: None,
    };
    for seconds in [1, 2, 4, 8, 16, 20, 20] {
        let told = call(&mut gate, now, Err(&unnamed));
        assert_eq!(told, Some(throttled(seconds)));
        now += i64::from(seconds) * 1000;
    }
    assert_eq!(call(&mut gate, now, Ok(())), None);
    let told = call(&mut gate, now + 100, Err(&unnamed));
    assert_eq!(told, Some(throttled(1)), "an answer ends the row");
}

#[test]
fn after_a_rest_one_call_tries_and_then_all_come_one_by_one() {
    let mut gate = gate();
    call(&mut gate, 0, Err(&throttled(7)));
    let first = go(&mut gate, 7_000);
    assert_eq!(refused(&mut gate, Kind::Read, 7_000), throttled(2));
    gate.answered(&first, Ok(()), 7_010, most);
    assert!(matches!(gate.ask(Kind::Read, 7_010), Pass::In(90)));
    go(&mut gate, 7_100);
    assert!(matches!(gate.ask(Kind::Read, 7_100), Pass::In(100)));
}

#[test]
fn answers_to_calls_from_before_a_rest_neither_end_nor_lengthen_it() {
    let mut gate = gate();
    let (one, two, three) = (go(&mut gate, 0), go(&mut gate, 0), go(&mut gate, 0));
    let unnamed = PortError::Throttled {
        retry_after_seconds: None,
    };
    gate.answered(&one, Err(&unnamed), 0, most);
    gate.answered(&two, Err(&unnamed), 1, most);
    gate.answered(&three, Ok(()), 2, most);
    assert_eq!(refused(&mut gate, Kind::Read, 998), throttled(1));
    go(&mut gate, 1_000);
}

#[test]
fn five_failures_in_a_row_leave_one_read_in_fifteen_seconds() {
    let mut gate = gate();
    break_down(&mut gate, 0);
    for (now, left) in [(0, 15), (14_999, 1)] {
        assert_eq!(refused(&mut gate, Kind::Read, now), failing(left));
    }
    assert_eq!(refused(&mut gate, Kind::Change, 15_000), failing(1));
    let told = call(&mut gate, 15_000, Err(&PortError::Unknown));
    assert_eq!(told, Some(failing(15)));
    assert_eq!(refused(&mut gate, Kind::Read, 29_999), failing(1));
    let probe = go(&mut gate, 30_000);
    assert_eq!(refused(&mut gate, Kind::Read, 30_000), failing(15));
    gate.answered(&probe, Ok(()), 30_100, most);
    go(&mut gate, 30_100);
    assert!(matches!(gate.ask(Kind::Change, 30_100), Pass::Go(_)));
}

#[test]
fn a_change_whose_failure_is_the_fifth_is_still_of_unknown_outcome() {
    let mut gate = gate();
    for _ in 0..5 {
        let Pass::Go(ticket) = gate.ask(Kind::Change, 0) else {
            panic!("closed");
        };
        let told = gate.answered(&ticket, Err(&PortError::Unknown), 0, most);
        assert_eq!(told, None);
    }
    assert_eq!(refused(&mut gate, Kind::Read, 0), failing(15));
}

#[test]
fn whatever_is_an_answer_ends_the_row_of_failures() {
    let answers = [
        PortError::NotFound,
        PortError::Unauthenticated,
        PortError::Contract {
            what: String::new(),
        },
    ];
    for answer in answers {
        let mut gate = gate();
        for now in 0..20 {
            let failed = now % 5 != 4;
            let told = if failed { &PortError::Unknown } else { &answer };
            call(&mut gate, now, Err(told));
        }
        go(&mut gate, 20);
    }
}

#[test]
fn second_tries_are_a_tenth_of_the_calls_and_none_while_it_rests() {
    let mut gate = gate();
    let count = |gate: &mut Gate| (0..50).filter(|_| gate.take_second_try()).count();
    assert_eq!(count(&mut gate), 10, "what is saved");
    for now in 0..40 {
        call(&mut gate, now * 1000, Ok(()));
    }
    assert_eq!(count(&mut gate), 4);
    for now in 40..90 {
        call(&mut gate, now * 1000, Ok(()));
    }
    break_down(&mut gate, 100_000);
    assert_eq!(count(&mut gate), 0);
}

fn gates() -> Gates {
    Gates::new(Arc::new(SystemClock), |_| 0, 100)
}

fn at(gates: &Gates, key: &str) -> At {
    At {
        service: "ec2",
        account: gates.account("aws", key),
        region: "us-west-2".to_owned(),
    }
}

/// How often a call that always ends like this is made.
async fn made(gates: &Gates, key: &str, kind: Kind, answer: PortError) -> (u32, PortError) {
    let count = AtomicU32::new(0);
    let call = || {
        count.fetch_add(1, Ordering::SeqCst);
        std::future::ready(Err::<(), PortError>(answer.clone()))
    };
    let told = gates.pass(at(gates, key), kind, call).await.unwrap_err();
    (count.into_inner(), told)
}

#[tokio::test]
async fn a_read_without_an_answer_is_made_once_more_and_nothing_else_is() {
    let cases = [
        (Kind::Read, PortError::Unknown, 2),
        (Kind::Change, PortError::Unknown, 1),
        (Kind::Read, PortError::NotFound, 1),
        (Kind::Read, throttled(7), 1),
    ];
    for (kind, answer, times) in cases {
        let told = made(&gates(), "AKIA1", kind, answer.clone()).await;
        assert_eq!(told, (times, answer), "{kind:?}");
    }
}

#[tokio::test]
async fn keys_of_one_account_share_its_gates_once_it_is_known_and_others_do_not() {
    let gates = gates();
    for key in ["AKIA1", "ASIA1"] {
        gates.learn("aws", key, "123456789012");
    }
    made(&gates, "AKIA1", Kind::Read, throttled(7)).await;
    let told = made(&gates, "ASIA1", Kind::Change, PortError::NotFound).await;
    assert_eq!(told, (0, throttled(7)));
    let told = made(&gates, "AKIA2", Kind::Read, PortError::NotFound).await;
    assert_eq!(told, (1, PortError::NotFound), "another account");
}
