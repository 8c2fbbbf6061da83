//! What every database has to hold to. Each promise works on a connection of its own, so that all
//! can be kept by one database.

use domain::{
    activity::Outcome,
    ports::{
        Activity, Choice, Choices, Happened, Intent, Lease, PortError, RunStore, Timestamp, UserId,
    },
    run::{Plan, Run, RunState, SetUp},
    setup::{Goal, StepOutcome, Wait},
    values::AwsAccountId,
};
use server::store::Database;

const NEVER: Timestamp = Timestamp(i64::MAX);

pub fn run(id: &str, connection: &str) -> Run {
    Run {
        id: id.to_owned(),
        connection: connection.to_owned(),
        connection_name: "payments".to_owned(),
        account: "ac-1".to_owned(),
        aws_account: AwsAccountId::parse("123456789012").unwrap(),
        by: UserId("pureport:sandbox".to_owned()),
        plan: Plan::SetUp(SetUp {
            choice: Choice::NewGateway,
            mtu: 1500,
            vpcs: Vec::new(),
        }),
        state: RunState::Running,
        steps: Vec::new(),
        rungs: Vec::new(),
        dropped: Vec::new(),
        began: Timestamp(1),
        changed: Timestamp(2),
        looked: Timestamp(3),
        unseen: None,
    }
}

pub fn intent(connection: &str, user: &str, lease: Option<&Lease>) -> Intent {
    Intent {
        connection: connection.to_owned(),
        user: UserId(user.to_owned()),
        operation: "directconnect:CreateDirectConnectGateway".to_owned(),
        object: "onramp".to_owned(),
        goal: Goal::CreateGateway {
            name: "onramp".to_owned(),
        },
        at: Timestamp(10),
        lease: lease.map(|lease| (lease.clone(), "gateway".to_owned())),
        after: None,
    }
}

async fn claimed(database: &Database, id: &str, owner: &str, take: bool) -> Option<Lease> {
    let (now, until) = (Timestamp(100), Timestamp(200));
    let lease = database.claim(id, owner, now, until, take).await;
    lease.unwrap()
}

/// All of it.
pub async fn all(database: &Database) {
    an_attempt_and_its_line_are_written_together(database).await;
    an_outcome_settles_both(database).await;
    a_connection_has_one_run_that_is_not_over(database).await;
    a_lease_keeps_everybody_else_out_until_it_ends(database).await;
    who_lost_the_lease_writes_nothing(database).await;
    who_did_not_know_of_anothers_attempt_records_none(database).await;
    events_are_numbered_by_connection_and_read_from_any(database).await;
    the_median_and_the_slowest_are_of_the_newest_two_hundred(database).await;
    a_choice_is_replaced(database).await;
    many_at_once_are_numbered_without_a_gap(database).await;
}

pub async fn an_attempt_and_its_line_are_written_together(database: &Database) {
    let first = database.intend(intent("together", "u1", None)).await;
    let second = database.intend(intent("together", "u2", None)).await;
    let (first, second) = (first.unwrap().unwrap(), second.unwrap().unwrap());
    assert!(first < second);
    let attempts = database.attempts("together").await.unwrap();
    let kept: Vec<u64> = attempts.iter().map(|attempt| attempt.number).collect();
    assert_eq!(kept, [first, second]);
    assert_eq!(attempts[0].intent, intent("together", "u1", None));
    assert_eq!(attempts[0].concluded, None);
    let listed = database.recent(&UserId("u1".to_owned()), 5).await.unwrap();
    assert_eq!(listed[0].outcome, Outcome::Unknown);
}

pub async fn an_outcome_settles_both(database: &Database) {
    let number = database.intend(intent("settled", "u3", None)).await;
    let number = number.unwrap().unwrap();
    let no = StepOutcome::Failed {
        error: PortError::Refused {
            code: "x".to_owned(),
            message: "no".to_owned(),
        },
    };
    let at = Timestamp(20);
    database.conclude(number, at, no.clone()).await.unwrap();
    let attempts = database.attempts("settled").await.unwrap();
    assert_eq!(attempts[0].concluded, Some((at, no)));
    let listed = database.recent(&UserId("u3".to_owned()), 5).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].outcome, Outcome::Refused);
    let unknown = database.conclude(999_999, at, StepOutcome::Acknowledged);
    assert!(unknown.await.is_err());
}

pub async fn a_connection_has_one_run_that_is_not_over(database: &Database) {
    let (first, second) = (run("one-1", "one"), run("one-2", "one"));
    assert_eq!(database.begin(&first).await.unwrap(), None);
    assert_eq!(database.begin(&second).await.unwrap(), Some(first.clone()));
    assert_eq!(database.run("one-2").await.unwrap(), None);
    let lease = claimed(database, "one-1", "me", false).await.unwrap();
    let over = Run {
        state: RunState::Ended,
        ..first
    };
    assert!(
        RunStore::save(database, &lease, NEVER, &over, &[])
            .await
            .unwrap()
    );
    assert_eq!(database.begin(&second).await.unwrap(), None);
    assert_eq!(database.run_of("one").await.unwrap(), Some(second.clone()));
    assert_eq!(database.run("one-1").await.unwrap(), Some(over));
    let open = database.open_runs().await.unwrap();
    assert!(open.contains(&second) && open.iter().all(|run| run.id != "one-1"));
}

pub async fn a_lease_keeps_everybody_else_out_until_it_ends(database: &Database) {
    database.begin(&run("lease-1", "lease")).await.unwrap();
    let mine = claimed(database, "lease-1", "me", false).await.unwrap();
    assert_eq!(claimed(database, "lease-1", "you", false).await, None);
    let again = claimed(database, "lease-1", "me", false).await.unwrap();
    assert!(again.epoch > mine.epoch);
    let (now, until) = (Timestamp(200), Timestamp(300));
    let later = database.claim("lease-1", "you", now, until, false).await;
    assert!(later.unwrap().unwrap().epoch > again.epoch);
    assert!(claimed(database, "lease-1", "me", true).await.is_some());
    assert_eq!(claimed(database, "no such run", "me", true).await, None);
}

pub async fn who_lost_the_lease_writes_nothing(database: &Database) {
    let before = run("lost-1", "lost");
    database.begin(&before).await.unwrap();
    let mine = claimed(database, "lost-1", "me", false).await.unwrap();
    let sent = database.intend(intent("lost", "u4", Some(&mine))).await;
    let sent = sent.unwrap().unwrap();
    claimed(database, "lost-1", "you", true).await.unwrap();
    let late = database.intend(intent("lost", "u5", Some(&mine))).await;
    assert_eq!(late.unwrap(), None);
    let done = Run {
        state: RunState::Done,
        ..before.clone()
    };
    let happened = [Happened::Run {
        state: RunState::Done,
    }];
    assert!(
        !RunStore::save(database, &mine, NEVER, &done, &happened)
            .await
            .unwrap()
    );
    let answered = database.conclude(sent, Timestamp(5), StepOutcome::Acknowledged);
    answered.await.unwrap();
    assert_eq!(database.run("lost-1").await.unwrap(), Some(before));
    assert_eq!(database.events("lost", 0).await.unwrap(), []);
    let attempts = database.attempts("lost").await.unwrap();
    assert_eq!(attempts.len(), 1);
    assert_eq!(attempts[0].concluded, None);
    // The list says all the same what came of the call.
    let listed = database.recent(&UserId("u4".to_owned()), 5).await.unwrap();
    assert_eq!(listed[0].outcome, Outcome::Done);
    let listed = database.recent(&UserId("u5".to_owned()), 5).await.unwrap();
    assert_eq!(listed, []);
}

pub async fn events_are_numbered_by_connection_and_read_from_any(database: &Database) {
    for connection in ["events-a", "events-b"] {
        let run = run(connection, connection);
        database.begin(&run).await.unwrap();
        let lease = claimed(database, connection, "me", false).await.unwrap();
        for state in [RunState::Paused, RunState::Running] {
            let happened = [Happened::Run { state }, Happened::Run { state }];
            assert!(
                RunStore::save(database, &lease, NEVER, &run, &happened)
                    .await
                    .unwrap()
            );
        }
    }
    let numbers = async |after| -> Vec<u64> {
        let events = database.events("events-b", after).await.unwrap();
        events.iter().map(|event| event.number).collect()
    };
    assert_eq!(numbers(0).await, [1, 2, 3, 4]);
    assert_eq!(numbers(2).await, [3, 4]);
    assert_eq!(numbers(u64::MAX).await, [0; 0]);
    let last = database.events("events-a", 3).await.unwrap().remove(0);
    assert_eq!((last.run.as_str(), last.at), ("events-a", Timestamp(2)));
    let state = RunState::Running;
    assert_eq!(last.happened, Happened::Run { state });
}

pub async fn the_median_and_the_slowest_are_of_the_newest_two_hundred(database: &Database) {
    let none = database.measured(Wait::Bgp).await.unwrap();
    assert_eq!((none.count, none.median, none.slowest), (0, 0, 0));
    let measure = async |seconds, at| {
        let noted = database.measure(Wait::Bgp, seconds, Timestamp(at)).await;
        noted.unwrap();
    };
    measure(9_999, 0).await;
    for (seconds, at) in (1..=200).zip(1..) {
        measure(seconds, at).await;
    }
    let measured = database.measured(Wait::Bgp).await.unwrap();
    assert_eq!(measured.count, 200);
    assert_eq!((measured.median, measured.slowest), (101, 200));
    assert_eq!(database.measured(Wait::Gateway).await.unwrap().count, 0);
}

/// Two servers may decide the same at one time: the second to record it has to look again.
pub async fn who_did_not_know_of_anothers_attempt_records_none(database: &Database) {
    let knowing = |after, lease: Option<&Lease>| Intent {
        after: Some(after),
        ..intent("raced", "u7", lease)
    };
    database.begin(&run("raced-1", "raced")).await.unwrap();
    let lease = claimed(database, "raced-1", "me", false).await.unwrap();
    let of_run = Some(&lease);
    let first = database.intend(knowing(0, None)).await.unwrap().unwrap();
    assert_eq!(database.intend(knowing(0, None)).await, Ok(None));
    assert_eq!(database.intend(knowing(0, of_run)).await, Ok(None));
    // A run may send several calls of one decision: its own attempts are no surprise.
    let second = database.intend(knowing(first, of_run)).await.unwrap();
    let third = database.intend(knowing(first, of_run)).await.unwrap();
    assert!(second < third, "{second:?} {third:?}");
    assert_eq!(database.intend(knowing(first, None)).await, Ok(None));
    let last = database.intend(knowing(third.unwrap(), None)).await;
    assert!(last.unwrap().is_some());
}

pub async fn a_choice_is_replaced(database: &Database) {
    for choice in [Choice::NewGateway, Choice::NewVpnGateway] {
        Choices::save(database, "chosen", &choice).await.unwrap();
        let kept = Choices::load(database, "chosen").await.unwrap();
        assert_eq!(kept, Some(choice));
    }
}

pub async fn many_at_once_are_numbered_without_a_gap(database: &Database) {
    let all: Vec<_> = (0..20)
        .map(|n| {
            let database = database.clone();
            tokio::spawn(async move {
                let intent = intent("many", &format!("many-{n}"), None);
                database.intend(intent).await.unwrap().unwrap()
            })
        })
        .collect();
    let mut numbers = Vec::new();
    for one in all {
        numbers.push(one.await.unwrap());
    }
    numbers.sort_unstable();
    let first = numbers[0];
    assert_eq!(numbers, (first..first + 20).collect::<Vec<_>>());
    let attempts = database.attempts("many").await.unwrap();
    assert_eq!(attempts.len(), 20);
}
