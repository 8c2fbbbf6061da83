//! When to look again (design/architecture.md, "Pollers").

use domain::{
    ports::{Measured, Timestamp},
    run::{Run, StepView},
    setup::Wait,
    status::TaskState,
};

use super::drive::Eyes;

/// The longest time between two looks, in milliseconds.
const LONGEST: u64 = 10_000;
/// This many measurements make a usual duration.
const ENOUGH: u64 = 5;

/// Milliseconds until the next look.
pub(super) fn pause(
    run: &Run,
    usual: &[(Wait, Measured)],
    eyes: &Eyes,
    now: Timestamp,
    fastest: u64,
) -> u64 {
    let waiting = run
        .steps
        .iter()
        .filter(|view| view.state == TaskState::Running);
    let next = waiting.map(|view| until_look(view, usual, now)).min();
    let rest = eyes.rest_until.map_or(0, |until| millis(now, until));
    let pause = next.unwrap_or(0).clamp(fastest, LONGEST);
    // From look to look: what a look takes is not waited for once more, or only by half.
    let took = eyes.looked.map_or(0, |looked| millis(looked, now));
    pause.saturating_sub(took).max(pause / 2).max(rest)
}

/// First at the usual duration, then each time after a twentieth of it; while none is known, each
/// time after a fiftieth of the time waited.
fn until_look(view: &StepView, usual: &[(Wait, Measured)], now: Timestamp) -> u64 {
    let waited = millis(view.since, now);
    let known = usual
        .iter()
        .find(|(wait, measured)| Some(*wait) == view.wait && measured.count >= ENOUGH);
    match known {
        Some((_, measured)) => {
            let median = measured.median * 1000;
            median.saturating_sub(waited).max(median / 20)
        }
        None => waited / 50,
    }
}

fn millis(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.0 - from.0).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::{
        ports::{Choice, PortError, UserId},
        run::{Plan, RunState, SetUp, StepKey, StepKind},
        values::AwsAccountId,
    };

    use super::*;

    fn waiting_since(seconds: i64) -> (Run, Timestamp) {
        let began = Timestamp(1_000_000);
        let mut view = StepView::new(StepKey::of(StepKind::Gateway), began);
        view.state = TaskState::Running;
        view.wait = Some(Wait::Gateway);
        let run = Run {
            id: "run-1".to_owned(),
            connection: "conn-1".to_owned(),
            connection_name: String::new(),
            account: "ac-1".to_owned(),
            aws_account: AwsAccountId::parse("123456789012").unwrap(),
            by: UserId("pureport:sandbox".to_owned()),
            plan: Plan::SetUp(SetUp {
                choice: Choice::NewGateway,
                mtu: 1500,
                vpcs: Vec::new(),
            }),
            state: RunState::Running,
            steps: vec![view],
            rungs: Vec::new(),
            dropped: Vec::new(),
            began,
            changed: began,
            looked: began,
            unseen: None,
        };
        (run, Timestamp(began.0 + seconds * 1000))
    }

    fn paused(seconds: i64, usual: &[(Wait, Measured)], eyes: &Eyes, fastest: u64) -> u64 {
        let (run, now) = waiting_since(seconds);
        pause(&run, usual, eyes, now, fastest)
    }

    fn measured(count: u64) -> [(Wait, Measured); 1] {
        let measured = Measured {
            count,
            median: 8,
            slowest: 20,
        };
        [(Wait::Gateway, measured)]
    }

    #[test]
    fn looks_grow_apart_with_the_time_waited_up_to_ten_seconds() {
        let eyes = Eyes::default();
        assert_eq!(paused(0, &[], &eyes, 250), 250);
        assert_eq!(paused(50, &[], &eyes, 250), 1000);
        assert_eq!(paused(1000, &[], &eyes, 250), 10_000);
        assert_eq!(paused(20, &[], &eyes, 5000), 5000, "live mode has a floor");
    }

    #[test]
    fn the_first_look_is_at_the_usual_duration_once_five_are_known() {
        let eyes = Eyes::default();
        assert_eq!(paused(2, &measured(5), &eyes, 250), 6000);
        assert_eq!(paused(9, &measured(5), &eyes, 250), 400);
        assert_eq!(paused(2, &measured(4), &eyes, 250), 250);
    }

    #[test]
    fn the_time_that_a_look_took_counts() {
        let (_, now) = waiting_since(50);
        let looked = |ago| Eyes {
            looked: Some(Timestamp(now.0 - ago)),
            ..Eyes::default()
        };
        assert_eq!(paused(50, &[], &looked(100), 250), 900);
        assert_eq!(
            paused(50, &[], &looked(5000), 250),
            500,
            "never look upon look"
        );
    }

    #[test]
    fn a_provider_that_names_a_time_is_left_alone_by_each_run_for_a_time_of_its_own() {
        let (_, now) = waiting_since(0);
        let throttled = PortError::Throttled {
            retry_after_seconds: Some(7),
        };
        let pauses = (0..50).map(|_| {
            let mut eyes = Eyes::default();
            eyes.closed(&throttled, now);
            paused(0, &[], &eyes, 250)
        });
        let pauses: BTreeSet<u64> = pauses.collect();
        assert!(
            pauses.iter().all(|pause| (7000..7350).contains(pause)),
            "{pauses:?}"
        );
        assert!(pauses.len() > 10, "{pauses:?}");
    }

    #[test]
    fn after_five_looks_that_failed_the_next_is_a_quarter_of_a_minute_away() {
        let (_, now) = waiting_since(0);
        let mut eyes = Eyes::default();
        for _ in 0..4 {
            eyes.closed(&PortError::Unreachable, now);
        }
        assert_eq!(paused(0, &[], &eyes, 250), 250);
        eyes.closed(&PortError::Unreachable, now);
        let pause = paused(0, &[], &eyes, 250);
        assert!((15_000..15_750).contains(&pause), "{pause}");
    }
}
