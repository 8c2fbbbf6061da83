//! One seed, played: a run on its servers, under its faults and its people.

use std::{collections::VecDeque, sync::Arc};

use domain::{
    ports::{Clock as _, Engine as _, FabricKey},
    run::{Run, RunState, Started},
};
use sandbox::Pace;
use serde_json::Value;
use server::{
    clock::SystemClock,
    runs::{RunEngine, engine::Parts},
    shutdown::{self, Stopper},
};

use super::{
    plan::{Act, Plan, Start},
    truth::Truth,
};
use crate::{
    boundaries::{self, Dying},
    runs::{actor, ordered},
    support::{Browser, TestClock, TestSite, site_on},
    virtual_clock::VirtualClock,
    whole_run::{self, field, plan as planned, start},
};

/// A run stands after so many seconds at the latest: the longest wait for an association is given
/// up after one hour (`domain::run`), and one retry may follow.
const BUDGET_SECONDS: u64 = 3 * 60 * 60;
/// And after so many calls: a run without faults needs a fiftieth.
const MOST_CALLS: usize = 10_000;
/// Nothing moved for so many looks, two milliseconds each: nobody is at the run.
const STILL: u32 = 150;
/// A lease, and the time until somebody looks for it, in seconds.
const ADOPTED_AFTER: i64 = 36;

/// Another server on the site's database.
struct Server {
    store: Arc<Dying>,
    _stopper: Stopper,
}

pub struct Scene {
    pub site: TestSite,
    pub clock: Arc<VirtualClock>,
    pub id: String,
    pub first: Browser,
    pub second: Browser,
    pub truth: Truth,
    servers: Vec<Server>,
    form: Vec<(String, String)>,
    /// The time and the requests at the last look, and for how many looks they are the same.
    moved: (i64, u64, u32),
}

impl Scene {
    pub async fn new(pace: Pace, seed: u64) -> Self {
        let clock = Arc::new(VirtualClock::new());
        let (site, folder) = site_on(clock.clone(), Pace::Instant, |config| {
            if let server::Providers::Sandbox {
                inside: Some(inside),
                ..
            } = &mut config.providers
            {
                inside.seed = seed + 1;
            }
        })
        .await;
        let site = TestSite {
            site,
            clock: Arc::new(TestClock::default()),
            folder,
        };
        let id = ordered(&site).await;
        let mut first = whole_run::connected(&site).await;
        let second = operator(&site).await;
        let form = planned(&mut first, &id, "payments,").await;
        let truth = Truth::before(&site, &id).await;
        let world = site.site.sandbox().unwrap().shared();
        world.lock().pace = pace;
        clock.lead(world);
        Self {
            site,
            clock,
            id,
            first,
            second,
            truth,
            servers: Vec::new(),
            form,
            moved: (0, 0, 0),
        }
    }

    /// Until the run stands and everybody has done what they do. What is wrong is told.
    pub async fn play(&mut self, plan: &Plan) -> Result<(), String> {
        let faults = plan.faults.iter().map(|fault| placed(fault, &self.id));
        let faults: Vec<Value> = faults.collect();
        match &plan.start {
            Start::Button => {
                let form = self.form.clone();
                start(&mut self.first, &form).await;
                whole_run::faults(&self.site, faults.into()).await;
            }
            Start::Server { dies_at } => {
                let run = self.planned_run().await;
                whole_run::faults(&self.site, faults.into()).await;
                let engine = self.server(*dies_at);
                let started = engine.start(actor(&self.id), run).await;
                if !matches!(started, Started::Run { .. }) {
                    return Err(format!("not started: {started:?}"));
                }
            }
        }
        self.go_on(plan.acts.iter().cloned().collect()).await
    }

    async fn planned_run(&self) -> Run {
        let mut run = boundaries::run_of(&self.site, &self.id).await;
        let key = FabricKey {
            key: "sandbox".to_owned(),
            secret: "sandbox".into(),
        };
        let fabric = self.site.site.services.fabric.as_ref().unwrap();
        run.account = fabric.sign_in(&key).await.unwrap().id;
        run
    }

    fn server(&mut self, dies_at: Option<u32>) -> RunEngine {
        let services = self.site.site.services.clone();
        let store = Arc::new(Dying::new(services.runs, dies_at));
        let parts = Parts {
            partners: services.partners,
            cloud: services.cloud,
            choices: services.choices,
            runs: store.clone(),
            clock: services.clock,
            fastest_look_millis: 250,
            slowest_look_millis: 2_000,
            home_region: services.settings.home_region.clone(),
            vault: services.vault,
            webhook: None,
        };
        let (stopper, stopping) = shutdown::channel();
        let engine = RunEngine::new(parts, stopping);
        self.servers.push(Server {
            store,
            _stopper: stopper,
        });
        engine
    }

    pub async fn run(&self) -> Run {
        let runs = &self.site.site.services.runs;
        runs.run_of(&self.id).await.unwrap().expect("a run")
    }

    async fn go_on(&mut self, mut acts: VecDeque<(usize, Act)>) -> Result<(), String> {
        let began = self.clock.now();
        loop {
            let run = self.run().await;
            self.truth.look(&self.site)?;
            let stands = run.state != RunState::Running;
            let seen = self.truth.requests(&self.site).len();
            match acts.pop_front() {
                Some((at, act)) if stands || seen >= at => self.act(&run, act).await?,
                Some(later) => {
                    acts.push_front(later);
                    self.pass().await;
                }
                None if stands && self.is_quiet().await => return Ok(()),
                None => self.pass().await,
            }
            let over = self.clock.now().seconds_since(began) > BUDGET_SECONDS;
            if over || seen > MOST_CALLS {
                let (state, steps) = (run.state.word(), &run.steps);
                return Err(format!("still {state} after {seen} calls: {steps:?}"));
            }
        }
    }

    /// No single button is being worked on either.
    async fn is_quiet(&self) -> bool {
        let engine = &self.site.site.services.engine;
        engine.running(&self.id).await.is_empty()
    }

    /// Time passes while somebody is at work. When all are dead it has to be passed.
    async fn pass(&mut self) {
        SystemClock.sleep(2).await;
        let log = self.truth.requests(&self.site);
        let now = (
            self.clock.now().0,
            log.last().map_or(0, |entry| entry.number),
        );
        let still = if now == (self.moved.0, self.moved.1) {
            self.moved.2 + 1
        } else {
            0
        };
        self.moved = (now.0, now.1, still);
        let newest_is_dead = self.servers.last().is_some_and(|one| one.store.is_dead());
        if still >= STILL || (newest_is_dead && still >= STILL / 5) {
            self.moved.2 = 0;
            self.clock.advance_seconds(ADOPTED_AFTER);
        }
    }

    async fn act(&mut self, run: &Run, act: Act) -> Result<(), String> {
        match act {
            Act::Server { dies_at, alone } => {
                self.server(dies_at).wake(alone);
            }
            Act::Tell(button) => {
                let step = run.steps.iter().find(|view| view.told.is_some());
                let step = step.map(|view| view.key.word()).unwrap_or_default();
                let form = [("run", run.id.as_str()), ("step", step.as_str())];
                let answer = self.second.post(&format!("/api/{button}"), &form).await;
                not_broken(button, &answer)?;
            }
            Act::Press(button) => {
                let form = self.truth.form(&self.site, &self.id, button);
                let form: Vec<_> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
                let answer = self.second.post(&format!("/api/{button}"), &form).await;
                not_broken(button, &answer)?;
            }
            Act::Start => {
                let form = self.form.clone();
                let answer = start(&mut self.second, &form).await;
                not_broken("start_run", &answer)?;
            }
            Act::Look(page) => {
                let path = format!("/connections/{}/{page}", self.id);
                let answer = self.first.get(&path).await;
                not_broken(page, &answer)?;
            }
            Act::Pass(seconds) => self.clock.advance_seconds(seconds),
        }
        Ok(())
    }

    /// The faults are over, somebody brings fresh credentials and presses one button.
    pub async fn mend(&mut self) -> Result<(), String> {
        whole_run::faults(&self.site, Value::Array(Vec::new())).await;
        let mut fresh = operator(&self.site).await;
        let run = self.run().await;
        let page = whole_run::run_page(&mut fresh, &self.id).await;
        match run.state {
            RunState::Done => {}
            RunState::Ended => {
                let path = format!("/connections/{}/setup?target=new_gateway", self.id);
                let page = fresh.get(&path).await;
                let mut form = self.form.clone();
                form.retain(|(name, _)| name != "seen" && name != "vpcs[]");
                let vpc = field(&page.body, "vpcs[]", "payments,");
                form.push(("vpcs[]".to_owned(), vpc));
                let answer = start(&mut fresh, &form).await;
                let to = format!("/connections/{}/run", self.id);
                if answer.location() != to {
                    let page = fresh.get(answer.location()).await;
                    return Err(format!("not started again: {}", page.body));
                }
            }
            _ => self.press_once(&mut fresh, &run, &page).await?,
        }
        self.go_on(VecDeque::new()).await?;
        let page = whole_run::run_page(&mut fresh, &self.id).await;
        self.first.seen.push_str(&fresh.seen);
        let run = self.run().await;
        if run.state == RunState::Done && page.contains("Done: all checks passed") {
            return Ok(());
        }
        Err(format!(
            "not done but {}: {:?}",
            run.state.word(),
            run.steps
        ))
    }

    async fn press_once(
        &mut self,
        browser: &mut Browser,
        run: &Run,
        page: &str,
    ) -> Result<(), String> {
        let button = ["/api/resume_run", "/api/retry_step"]
            .into_iter()
            .find(|button| page.contains(&format!("action=\"{button}\"")));
        let Some(button) = button else {
            return Err(format!("{} and no button", run.state.word()));
        };
        let mut form = vec![("run", run.id.clone())];
        if button == "/api/retry_step" {
            form.push(("step", field(page, "step", "")));
        }
        let form: Vec<_> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let answer = browser.post(button, &form).await;
        not_broken(button, &answer)
    }

    /// Everybody goes home.
    pub async fn end(self) {
        drop(self.servers);
        self.site.site.stop().await;
    }
}

/// A second person with keys of the same account.
async fn operator(site: &TestSite) -> Browser {
    let mut browser = site.signed_in().await;
    let keys = [
        ("access_key_id", "AKIASANDBOXOPERATOR1"),
        ("secret_access_key", super::truth::SECRETS[0]),
    ];
    browser.post("/api/connect_aws", &keys).await;
    browser
}

fn not_broken(what: &str, answer: &crate::support::Answer) -> Result<(), String> {
    if answer.status == 500 {
        return Err(format!("{what} answers 500: {}", answer.body));
    }
    Ok(())
}

fn placed(fault: &Value, id: &str) -> Value {
    let text = fault.to_string().replace("the connection", id);
    serde_json::from_str(&text).unwrap()
}
