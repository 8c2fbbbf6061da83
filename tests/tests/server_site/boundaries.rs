//! A server that dies at any boundary of the journal: the next one goes on from what is there.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use domain::{
    ports::{
        Attempt, Choice, Engine as _, Event, Happened, Intent, Lease, Measured, RunStore,
        StoreError, Timestamp, UserId,
    },
    run::{Plan, PlannedVpc, Run, RunState, SetUp, Started},
    setup::{Ports, Reach, StepOutcome, Wait, observe},
    values::RegionName,
};
use server::{
    runs::{RunEngine, engine::Parts},
    shutdown,
};

use crate::{
    runs::{SESSION, actor, calls, ordered},
    support::{TestSite, site, until},
};

/// Passes everything on until its turn has come; from then on nothing returns any more.
pub struct Dying {
    real: Arc<dyn RunStore>,
    passed: AtomicU32,
    /// The boundary at which the server dies; they are counted from one.
    at: u32,
}

impl Dying {
    /// `at` `None`: it does not die.
    pub fn new(real: Arc<dyn RunStore>, at: Option<u32>) -> Self {
        Self {
            real,
            passed: AtomicU32::new(0),
            at: at.unwrap_or(u32::MAX / 2),
        }
    }

    async fn boundary(&self) {
        if self.passed.fetch_add(1, Ordering::SeqCst) + 1 >= self.at {
            std::future::pending::<()>().await;
        }
    }

    /// Lets no more boundary pass.
    pub fn die(&self) {
        self.passed.store(self.at, Ordering::SeqCst);
    }

    pub fn is_dead(&self) -> bool {
        self.passed.load(Ordering::SeqCst) >= self.at
    }
}

#[async_trait::async_trait]
impl RunStore for Dying {
    async fn intend(&self, intent: Intent) -> Result<Option<u64>, StoreError> {
        self.boundary().await;
        let answer = self.real.intend(intent).await;
        self.boundary().await;
        answer
    }

    async fn conclude(
        &self,
        attempt: u64,
        at: Timestamp,
        outcome: StepOutcome,
    ) -> Result<(), StoreError> {
        self.boundary().await;
        let answer = self.real.conclude(attempt, at, outcome).await;
        self.boundary().await;
        answer
    }

    async fn save(
        &self,
        lease: &Lease,
        until: Timestamp,
        run: &Run,
        events: &[Happened],
    ) -> Result<bool, StoreError> {
        self.boundary().await;
        let answer = self.real.save(lease, until, run, events).await;
        self.boundary().await;
        answer
    }

    async fn attempts(&self, connection: &str) -> Result<Vec<Attempt>, StoreError> {
        self.real.attempts(connection).await
    }

    async fn begin(&self, run: &Run) -> Result<Option<Run>, StoreError> {
        self.real.begin(run).await
    }

    async fn run(&self, id: &str) -> Result<Option<Run>, StoreError> {
        self.real.run(id).await
    }

    async fn run_of(&self, connection: &str) -> Result<Option<Run>, StoreError> {
        self.real.run_of(connection).await
    }

    async fn open_runs(&self) -> Result<Vec<Run>, StoreError> {
        self.real.open_runs().await
    }

    async fn claim(
        &self,
        id: &str,
        owner: &str,
        now: Timestamp,
        until: Timestamp,
        take: bool,
    ) -> Result<Option<Lease>, StoreError> {
        self.real.claim(id, owner, now, until, take).await
    }

    async fn events(&self, connection: &str, after: u64) -> Result<Vec<Event>, StoreError> {
        self.real.events(connection, after).await
    }

    async fn measure(&self, wait: Wait, seconds: u64, at: Timestamp) -> Result<(), StoreError> {
        self.real.measure(wait, seconds, at).await
    }

    async fn measured(&self, wait: Wait) -> Result<Measured, StoreError> {
        self.real.measured(wait).await
    }
}

/// An engine on the site's own stores.
pub fn engine(site: &TestSite, at: Option<u32>) -> (RunEngine, Arc<Dying>, shutdown::Stopper) {
    let services = site.site.services.clone();
    let store = Arc::new(Dying::new(services.runs, at));
    let parts = Parts {
        partners: services.partners,
        cloud: services.cloud,
        choices: services.choices,
        runs: store.clone(),
        clock: services.clock,
        fastest_look_millis: 10,
        slowest_look_millis: 50,
        home_region: services.settings.home_region.clone(),
        vault: services.vault,
        webhook: None,
    };
    let (stopper, stopping) = shutdown::channel();
    (RunEngine::new(parts, stopping), store, stopper)
}

/// A run that is to connect `payments`.
pub async fn run_of(site: &TestSite, id: &str) -> Run {
    run_to(site, id, "us-west-2", "payments").await
}

/// A run that is to connect one VPC.
pub async fn run_to(site: &TestSite, id: &str, region: &str, vpc: &str) -> Run {
    let services = &site.site.services;
    let partner = services.partners.of_session(SESSION).await.unwrap();
    let cloud_key = services.vault.cloud_key(SESSION).await.unwrap();
    let ports = Ports {
        fabric: partner.fabric.as_ref(),
        cloud: services.cloud.as_ref(),
        fabric_key: &partner.key,
        cloud_key: Some(&cloud_key),
    };
    let seen = observe(ports, id, Choice::NewGateway, &Reach::Everywhere)
        .await
        .unwrap();
    let cloud = seen.cloud.as_ref().unwrap();
    let home = cloud.region(&RegionName::parse(region).unwrap()).unwrap();
    let vpc = home.vpcs.iter().find(|found| found.name == vpc).unwrap();
    let tables = home.tables.iter().filter(|table| table.vpc == vpc.id);
    let plan = Plan::SetUp(SetUp {
        choice: Choice::NewGateway,
        mtu: 1500,
        vpcs: vec![PlannedVpc {
            region: home.name.clone(),
            id: vpc.id.clone(),
            name: vpc.name.clone(),
            gateway: None,
            prefixes: Vec::new(),
            tables: tables.map(|table| table.id.clone()).collect(),
        }],
    });
    let by = UserId("pureport:sandbox".to_owned());
    Run::new(
        (services.token)(),
        "ac",
        by,
        plan,
        &seen,
        services.clock.now(),
    )
}

async fn state(site: &TestSite, id: &str) -> RunState {
    site.site
        .services
        .runs
        .run_of(id)
        .await
        .unwrap()
        .unwrap()
        .state
}

const MADE: [(&str, usize); 6] = [
    ("ConfirmConnection", 2),
    ("CreateDirectConnectGateway", 1),
    ("CreatePrivateVirtualInterface", 2),
    ("CreateVpnGateway", 1),
    ("AttachVpnGateway", 1),
    ("CreateDirectConnectGatewayAssociation", 1),
];

/// Dies at `at`, starts again; `false`: the run was over before.
async fn dies_at(at: u32) -> bool {
    let site = site().await;
    let id = ordered(&site).await;
    let (first, store, _stopper) = engine(&site, Some(at));
    let started = first.start(actor(&id), run_of(&site, &id).await).await;
    assert!(matches!(started, Started::Run { .. }), "{started:?}");
    until("it dies or is done", async || {
        store.is_dead() || state(&site, &id).await == RunState::Done
    })
    .await;
    if !store.is_dead() {
        return false;
    }
    // What was sent just before may be listed late: that time passes at once.
    site.clock.advance_seconds(400);
    let (second, _, _stopper) = engine(&site, None);
    second.wake(true);
    until(&format!("the run that died at {at} is done"), async || {
        state(&site, &id).await == RunState::Done
    })
    .await;
    for (operation, count) in MADE {
        assert_eq!(
            calls(&site, operation),
            count,
            "{operation}, died at boundary {at}"
        );
    }
    true
}

/// Every boundary with `ONRAMP_BOUNDARIES=all`, else a sample of them.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_at_any_boundary_leaves_a_run_that_ends_and_nothing_twice() {
    let all = std::env::var("ONRAMP_BOUNDARIES").is_ok_and(|which| which == "all");
    let step = if all { 1 } else { 7 };
    let (mut at, mut cases) = (1, 0);
    while dies_at(at).await {
        (at, cases) = (at + step, cases + 1);
    }
    println!("died at {cases} boundaries, the run ended each time");
    assert!(cases >= 5, "{cases}");
}
