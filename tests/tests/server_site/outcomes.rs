//! Answers that get lost, lists that lag, journals that can't be written: one thing is made, or
//! none.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use domain::{
    ports::{
        Association, Attempt, Cloud, CloudKey, DryRun, Engine, Event, FailoverTest, Gateway,
        GatewayAttachment, Happened, HostedConnection, Identity, Intent, Interface, InterfaceRoute,
        Lease, Measured, Metrics, NewInterface, PortError, Right, RouteTable, RunStore, StoreError,
        Subnet, Tags, Timestamp, TransitGateway, Vpc, VpnConnection, VpnGateway,
    },
    run::Run,
    setup::{Goal, Notice, StepOutcome, Wait},
    values::{Asn, Cidr, RegionName},
};
use server::{
    runs::{RunEngine, engine::Parts},
    shutdown::{self, Stopper},
};

use crate::{
    runs::{actor, calls, ordered},
    support::{TestSite, site, until},
};

const CREATE: &str = "CreateDirectConnectGateway";

/// What happens to a gateway's creation on the way.
#[derive(Clone, Copy, PartialEq)]
enum Line {
    /// The first answer is lost after AWS did it.
    AnswerLost,
    /// The first request is lost before AWS saw it; nobody can tell the difference.
    RequestLost,
    /// The gateway is missing from the next four lists.
    ListLags,
    /// AWS says no.
    Refused,
}

/// The real adapter with a bad line.
struct BadLine {
    real: Arc<dyn Cloud>,
    line: Line,
    sent: AtomicUsize,
    listed: AtomicUsize,
}

#[async_trait::async_trait]
impl Cloud for BadLine {
    async fn gateways(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<Gateway>, PortError> {
        let mut gateways = self.real.gateways(key, region).await?;
        let lags =
            self.sent.load(Ordering::SeqCst) > 0 && self.listed.fetch_add(1, Ordering::SeqCst) < 4;
        if self.line == Line::ListLags && lags {
            gateways.retain(|gateway| gateway.tags.is_empty());
        }
        Ok(gateways)
    }

    async fn create_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        name: &str,
        asn: Asn,
        tags: &Tags,
    ) -> Result<Gateway, PortError> {
        let first = self.sent.fetch_add(1, Ordering::SeqCst) == 0;
        match self.line {
            Line::RequestLost if first => return Err(PortError::Unknown),
            Line::Refused => {
                let (code, message) = ("DirectConnectClientException".to_owned(), "no".to_owned());
                return Err(PortError::Refused { code, message });
            }
            _ => {}
        }
        self.listed.store(0, Ordering::SeqCst);
        let made = self.real.create_gateway(key, region, name, asn, tags).await;
        if first && self.line == Line::AnswerLost {
            Err(PortError::Unknown)
        } else {
            made
        }
    }

    async fn identity(&self, key: &CloudKey, region: &RegionName) -> Result<Identity, PortError> {
        self.real.identity(key, region).await
    }

    async fn regions(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<RegionName>, PortError> {
        self.real.regions(key, region).await
    }

    async fn hosted_connections(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<HostedConnection>, PortError> {
        self.real.hosted_connections(key, region).await
    }

    async fn confirm_connection(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        self.real.confirm_connection(key, region, id).await
    }

    async fn interfaces(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<Interface>, PortError> {
        self.real.interfaces(key, region).await
    }

    async fn create_private_interface(
        &self,
        key: &CloudKey,
        region: &RegionName,
        new: &NewInterface,
    ) -> Result<Interface, PortError> {
        self.real.create_private_interface(key, region, new).await
    }

    async fn interface_routes(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<Vec<InterfaceRoute>, PortError> {
        self.real.interface_routes(key, region, id).await
    }

    async fn associations(
        &self,
        key: &CloudKey,
        region: &RegionName,
        gateway: &str,
    ) -> Result<Vec<Association>, PortError> {
        self.real.associations(key, region, gateway).await
    }

    async fn associate(
        &self,
        key: &CloudKey,
        region: &RegionName,
        gateway: &str,
        vpn_gateway: &str,
        prefixes: &[Cidr],
    ) -> Result<Association, PortError> {
        self.real
            .associate(key, region, gateway, vpn_gateway, prefixes)
            .await
    }

    async fn vpcs(&self, key: &CloudKey, region: &RegionName) -> Result<Vec<Vpc>, PortError> {
        self.real.vpcs(key, region).await
    }

    async fn vpn_gateways(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<VpnGateway>, PortError> {
        self.real.vpn_gateways(key, region).await
    }

    async fn create_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        name: &str,
        asn: Option<Asn>,
        tags: &Tags,
    ) -> Result<VpnGateway, PortError> {
        self.real
            .create_vpn_gateway(key, region, name, asn, tags)
            .await
    }

    async fn attach_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        vpn_gateway: &str,
        vpc: &str,
    ) -> Result<(), PortError> {
        self.real
            .attach_vpn_gateway(key, region, vpn_gateway, vpc)
            .await
    }

    async fn route_tables(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<RouteTable>, PortError> {
        self.real.route_tables(key, region).await
    }

    async fn subnets(&self, key: &CloudKey, region: &RegionName) -> Result<Vec<Subnet>, PortError> {
        self.real.subnets(key, region).await
    }

    async fn enable_propagation(
        &self,
        key: &CloudKey,
        region: &RegionName,
        table: &str,
        vpn_gateway: &str,
    ) -> Result<(), PortError> {
        self.real
            .enable_propagation(key, region, table, vpn_gateway)
            .await
    }

    async fn delete_interface(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        self.real.delete_interface(key, region, id).await
    }

    async fn delete_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        self.real.delete_gateway(key, region, id).await
    }

    async fn gateway_attachments(
        &self,
        key: &CloudKey,
        region: &RegionName,
        gateway: &str,
    ) -> Result<Vec<GatewayAttachment>, PortError> {
        self.real.gateway_attachments(key, region, gateway).await
    }

    async fn disassociate(
        &self,
        key: &CloudKey,
        region: &RegionName,
        association: &str,
    ) -> Result<(), PortError> {
        self.real.disassociate(key, region, association).await
    }

    async fn detach_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        vpn_gateway: &str,
        vpc: &str,
    ) -> Result<(), PortError> {
        self.real
            .detach_vpn_gateway(key, region, vpn_gateway, vpc)
            .await
    }

    async fn delete_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError> {
        self.real.delete_vpn_gateway(key, region, id).await
    }

    async fn vpn_connections(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<VpnConnection>, PortError> {
        self.real.vpn_connections(key, region).await
    }

    async fn disable_propagation(
        &self,
        key: &CloudKey,
        region: &RegionName,
        table: &str,
        vpn_gateway: &str,
    ) -> Result<(), PortError> {
        self.real
            .disable_propagation(key, region, table, vpn_gateway)
            .await
    }

    async fn transit_gateways(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<TransitGateway>, PortError> {
        self.real.transit_gateways(key, region).await
    }

    async fn may(
        &self,
        key: &CloudKey,
        region: &RegionName,
        actions: &[&str],
    ) -> Result<Vec<(String, Right)>, PortError> {
        self.real.may(key, region, actions).await
    }

    async fn dry_run(
        &self,
        key: &CloudKey,
        region: &RegionName,
        what: &DryRun,
    ) -> Result<(), PortError> {
        self.real.dry_run(key, region, what).await
    }

    async fn failover_tests(
        &self,
        key: &CloudKey,
        region: &RegionName,
        interface: &str,
    ) -> Result<Vec<FailoverTest>, PortError> {
        self.real.failover_tests(key, region, interface).await
    }

    async fn metrics(
        &self,
        key: &CloudKey,
        region: &RegionName,
        interfaces: &[Interface],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Metrics>, PortError> {
        self.real
            .metrics(key, region, interfaces, from, until)
            .await
    }

    async fn stop_failover_test(
        &self,
        key: &CloudKey,
        region: &RegionName,
        interface: &str,
    ) -> Result<(), PortError> {
        self.real.stop_failover_test(key, region, interface).await
    }
}

/// A journal that can't be written.
struct Broken;

#[async_trait::async_trait]
impl RunStore for Broken {
    async fn intend(&self, _: Intent) -> Result<Option<u64>, StoreError> {
        Err(StoreError)
    }

    async fn conclude(&self, _: u64, _: Timestamp, _: StepOutcome) -> Result<(), StoreError> {
        Err(StoreError)
    }

    async fn attempts(&self, _: &str) -> Result<Vec<Attempt>, StoreError> {
        Ok(Vec::new())
    }

    async fn begin(&self, _: &Run) -> Result<Option<Run>, StoreError> {
        Err(StoreError)
    }

    async fn run(&self, _: &str) -> Result<Option<Run>, StoreError> {
        Ok(None)
    }

    async fn run_of(&self, _: &str) -> Result<Option<Run>, StoreError> {
        Ok(None)
    }

    async fn open_runs(&self) -> Result<Vec<Run>, StoreError> {
        Ok(Vec::new())
    }

    async fn claim(
        &self,
        _: &str,
        _: &str,
        _: Timestamp,
        _: Timestamp,
        _: bool,
    ) -> Result<Option<Lease>, StoreError> {
        Err(StoreError)
    }

    async fn save(
        &self,
        _: &Lease,
        _: Timestamp,
        _: &Run,
        _: &[Happened],
    ) -> Result<bool, StoreError> {
        Err(StoreError)
    }

    async fn events(&self, _: &str, _: u64) -> Result<Vec<Event>, StoreError> {
        Ok(Vec::new())
    }

    async fn measure(&self, _: Wait, _: u64, _: Timestamp) -> Result<(), StoreError> {
        Err(StoreError)
    }

    async fn measured(&self, _: Wait) -> Result<Measured, StoreError> {
        Ok(Measured::default())
    }
}

struct Bench {
    site: TestSite,
    id: String,
    parts: Parts,
}

async fn bench(line: Line) -> Bench {
    let site = site().await;
    let id = ordered(&site).await;
    let services = site.site.services.clone();
    let parts = Parts {
        partners: services.partners,
        cloud: Arc::new(BadLine {
            real: services.cloud,
            line,
            sent: AtomicUsize::new(0),
            listed: AtomicUsize::new(0),
        }),
        choices: services.choices,
        runs: services.runs,
        clock: services.clock,
        fastest_look_millis: 10,
        slowest_look_millis: 50,
        home_region: services.settings.home_region.clone(),
        vault: services.vault,
        webhook: None,
    };
    Bench { site, id, parts }
}

fn engine(parts: Parts) -> (RunEngine, Stopper) {
    let (stopper, stopping) = shutdown::channel();
    (RunEngine::new(parts, stopping), stopper)
}

fn goal() -> Goal {
    Goal::CreateGateway {
        name: "onramp".to_owned(),
    }
}

#[tokio::test]
async fn a_lost_answer_is_found_by_looking() {
    let Bench { site, id, parts } = bench(Line::AnswerLost).await;
    let runs = parts.runs.clone();
    let (engine, _stopper) = engine(parts);
    let notice = engine.pursue(actor(&id), goal()).await;
    assert!(
        matches!(notice, Notice::Reached { already: false, .. }),
        "{notice:?}"
    );
    assert_eq!(calls(&site, CREATE), 1);
    let attempts = runs.attempts(&id).await.unwrap();
    let outcomes: Vec<_> = attempts
        .iter()
        .filter_map(|attempt| attempt.concluded.clone())
        .collect();
    assert!(
        matches!(outcomes.as_slice(), [(_, StepOutcome::Unknown)]),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn a_list_that_lags_makes_no_second_one() {
    let Bench { site, id, parts } = bench(Line::ListLags).await;
    let (engine, _stopper) = engine(parts);
    let notice = engine.pursue(actor(&id), goal()).await;
    assert!(matches!(notice, Notice::Waiting { .. }), "{notice:?}");
    let again = engine.pursue(actor(&id), goal()).await;
    assert!(matches!(again, Notice::Waiting { .. }), "{again:?}");
    until("it is listed", async || {
        engine.running(&id).await.is_empty()
    })
    .await;
    let last = engine.pursue(actor(&id), goal()).await;
    assert!(
        matches!(last, Notice::Reached { already: true, .. }),
        "{last:?}"
    );
    assert_eq!(calls(&site, CREATE), 1);
}

#[tokio::test]
async fn a_lost_request_is_sent_again_only_after_its_grace() {
    let Bench { site, id, parts } = bench(Line::RequestLost).await;
    let (engine, _stopper) = engine(parts);
    let notice = engine.pursue(actor(&id), goal()).await;
    assert!(matches!(notice, Notice::Waiting { .. }), "{notice:?}");
    let again = engine.pursue(actor(&id), goal()).await;
    assert!(matches!(again, Notice::Waiting { .. }), "{again:?}");
    assert_eq!(calls(&site, CREATE), 0);
    site.clock.advance_seconds(121);
    until("it is made in the end", async || {
        engine.running(&id).await.is_empty()
    })
    .await;
    assert_eq!(calls(&site, CREATE), 1);
}

#[tokio::test]
async fn a_definite_no_is_told_and_may_be_tried_again() {
    let Bench { site, id, parts } = bench(Line::Refused).await;
    let (engine, _stopper) = engine(parts);
    for _ in 0..2 {
        let notice = engine.pursue(actor(&id), goal()).await;
        assert!(
            matches!(
                notice,
                Notice::Failed {
                    error: PortError::Refused { .. },
                    ..
                }
            ),
            "{notice:?}"
        );
    }
    assert_eq!(calls(&site, CREATE), 0);
    assert!(engine.running(&id).await.is_empty());
}

#[tokio::test]
async fn nothing_is_sent_that_could_not_be_written_down_before() {
    let Bench {
        site,
        id,
        mut parts,
    } = bench(Line::AnswerLost).await;
    parts.runs = Arc::new(Broken);
    let (engine, _stopper) = engine(parts);
    let notice = engine.pursue(actor(&id), goal()).await;
    assert!(matches!(notice, Notice::NotRecorded { .. }), "{notice:?}");
    assert_eq!(calls(&site, CREATE), 0);
}

#[tokio::test]
async fn nothing_new_is_sent_once_the_server_is_stopping() {
    let Bench { site, id, parts } = bench(Line::ListLags).await;
    let (engine, stopper) = engine(parts);
    stopper.stop();
    let notice = engine.pursue(actor(&id), goal()).await;
    assert!(matches!(notice, Notice::Failed { .. }), "{notice:?}");
    engine.drain().await;
    assert_eq!(calls(&site, CREATE), 0);
}
