//! Random faults, deaths of servers and a second operator, from seeds: every run ends, nothing is
//! made twice or left behind, and one press brings it to its end once the faults are over.
//!
//! `ONRAMP_FAULT_SEEDS` (10) seeds from `ONRAMP_FAULT_FIRST` (0) on.

#[path = "fault_seeds/dice.rs"]
mod dice;
#[path = "fault_seeds/plan.rs"]
mod plan;
#[path = "fault_seeds/scene.rs"]
mod scene;
#[path = "fault_seeds/truth.rs"]
mod truth;

use std::{collections::BTreeMap, panic::AssertUnwindSafe};

use domain::{ports::Clock as _, run::RunState};
use futures_util::{FutureExt, StreamExt, stream};

use self::{plan::Plan, scene::Scene};

/// Seeds that are played at the same time: what one waits for in real time, the others use.
const AT_ONCE: usize = 4;

/// The start, the two people's sign-ins and the last press.
const PRESSES: usize = 6;

/// How a seed ended.
struct Played {
    stood: RunState,
    calls: usize,
    seconds: u64,
}

async fn play(plan: &Plan, seed: u64) -> Result<Played, String> {
    let mut scene = Scene::new(plan.pace, seed).await;
    let began = scene.clock.now();
    scene.play(plan).await?;
    let stood = scene.run().await.state;
    let seconds = scene.clock.now().seconds_since(began);
    check(&scene, "as it stood").await?;
    scene.mend().await?;
    let attempts = check(&scene, "in the end").await?;
    let run = scene.run().await;
    scene.truth.whole(&scene.site, 2 - run.dropped.len())?;
    scene.truth.secrets([&scene.first, &scene.second])?;
    let requests = scene.truth.requests(&scene.site);
    let whole = scene.clock.now().seconds_since(began);
    truth::within_budget(&requests, whole, attempts + plan.acts.len() + PRESSES)?;
    scene.end().await;
    Ok(Played {
        stood,
        calls: requests.len(),
        seconds,
    })
}

/// How many attempts there are.
async fn check(scene: &Scene, when: &str) -> Result<usize, String> {
    let attempts = scene.site.site.services.runs.attempts(&scene.id).await;
    let attempts = attempts.map_err(|error| error.to_string())?;
    let told = scene.truth.journal(&scene.site, &attempts);
    told.map_err(|wrong| format!("{when}: {wrong}"))?;
    Ok(attempts.len())
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_a_run_ends_and_one_press_completes_it() {
    let (first, count) = (
        number("ONRAMP_FAULT_FIRST", 0),
        number("ONRAMP_FAULT_SEEDS", 10),
    );
    let played = stream::iter(first..first + count).map(|seed| async move {
        let plan = Plan::of(seed);
        let played = AssertUnwindSafe(play(&plan, seed)).catch_unwind().await;
        let end = played.unwrap_or_else(|_| Err("it panicked, see above".to_owned()));
        (seed, plan, end)
    });
    let mut played = played.buffer_unordered(AT_ONCE);
    let (mut ends, mut calls, mut failed) = (BTreeMap::new(), 0, Vec::new());
    while let Some((seed, plan, end)) = played.next().await {
        match end {
            Ok(end) => {
                *ends.entry(end.stood.word()).or_insert(0) += 1;
                calls += end.calls;
                println!(
                    "seed {seed}: {} after {} s, {} calls",
                    end.stood.word(),
                    end.seconds,
                    end.calls
                );
            }
            Err(wrong) => {
                println!("ONRAMP_FAULT_FIRST={seed} ONRAMP_FAULT_SEEDS=1: {wrong}\n{plan:#?}");
                failed.push(seed);
            }
        }
    }
    println!("played {count} seeds of faults: {ends:?} before the mend, {calls} calls");
    assert!(failed.is_empty(), "seeds {failed:?}");
}
