//! The reads of one press: as many at once as is polite, and none that changes anything.

use futures_util::{StreamExt, join, stream};

use super::{Announced, Fact, Facts, RegionFacts, Subject, Unseen, facts::is_live, region, rights};
use crate::{
    ports::{
        Association, Cloud, CloudKey, Connection, ConnectionState, DryRun, FabricRoute, Gateway,
        GatewayAttachment, PortError, Right,
    },
    setup::Ports,
    values::{Asn, RegionName},
};

/// EC2's code for a region that has all the virtual private gateways it may have (reference/aws.md
/// §2.4).
const FULL: &str = "VpnGatewayLimitExceeded";

/// Looks at what the checks need. `account` is the partner's account, whose networks are read.
pub async fn look(ports: Ports<'_>, account: &str, subject: &Subject) -> Facts {
    let announced = announced(ports, account, subject);
    let Some(key) = ports.cloud_key else {
        return Facts {
            announced: announced.await,
            ..unconnected(subject)
        };
    };
    let (announced, mut facts) = join!(announced, at_aws(ports.cloud, key, subject));
    facts.announced = announced;
    facts
}

fn unconnected(subject: &Subject) -> Facts {
    let facts = Facts {
        identity: Err(Unseen::NotConnected),
        rights: Vec::new(),
        enabled: Err(Unseen::NotConnected),
        hosted: Err(Unseen::NotConnected),
        gateways: Err(Unseen::NotConnected),
        attachments: Err(Unseen::NotConnected),
        associations: Err(Unseen::NotConnected),
        regions: Vec::new(),
        announced: Err(Unseen::NotConnected),
    };
    let unknown = |action| (action, Err(Unseen::NotConnected));
    let rights = rights::needed(subject, &facts).into_iter().map(unknown);
    Facts {
        rights: rights.collect(),
        ..facts
    }
}

async fn at_aws(cloud: &dyn Cloud, key: &CloudKey, subject: &Subject) -> Facts {
    let home = &subject.region;
    let (identity, enabled, hosted, gateways, attachments) = join!(
        cloud.identity(key, home),
        cloud.regions(key, home),
        cloud.hosted_connections(key, home),
        cloud.gateways(key, home),
        attachments(cloud, key, subject),
    );
    let gateways = gateways.map_err(Unseen::from);
    let associations = associations(cloud, key, home, &gateways).await;
    let names = regions(subject, &associations);
    let mut facts = Facts {
        identity: identity.map_err(Unseen::from),
        enabled: enabled.map_err(Unseen::from),
        hosted: hosted.map_err(Unseen::from),
        attachments,
        gateways,
        associations,
        regions: stream::iter(names)
            .map(|name| one_region(cloud, key, name))
            .buffered(4)
            .collect()
            .await,
        ..unconnected(subject)
    };
    try_rights(cloud, key, subject, &mut facts).await;
    facts
}

async fn attachments(
    cloud: &dyn Cloud,
    key: &CloudKey,
    subject: &Subject,
) -> Fact<Vec<GatewayAttachment>> {
    match subject.gateway() {
        Some(gateway) => {
            let all = cloud.gateway_attachments(key, &subject.region, gateway);
            Ok(all.await?)
        }
        None => Ok(Vec::new()),
    }
}

async fn associations(
    cloud: &dyn Cloud,
    key: &CloudKey,
    home: &RegionName,
    gateways: &Fact<Vec<Gateway>>,
) -> Fact<Vec<Association>> {
    let gateways = gateways.as_ref().map_err(Clone::clone)?;
    let ids: Vec<String> = gateways.iter().map(|gateway| gateway.id.clone()).collect();
    let reads: Vec<_> = stream::iter(ids)
        .map(|id| async move { cloud.associations(key, home, &id).await })
        .buffered(4)
        .collect()
        .await;
    let mut all = Vec::new();
    for read in reads {
        all.extend(read?);
    }
    Ok(all)
}

/// Those that are worked in, and those of the VPCs on the target.
fn regions(subject: &Subject, associations: &Fact<Vec<Association>>) -> Vec<RegionName> {
    let mut names = region::worked_in(subject);
    let on_target = associations
        .iter()
        .flatten()
        .filter(|one| Some(one.gateway.as_str()) == subject.gateway() && is_live(one));
    for name in on_target.filter_map(|one| one.associated_region.clone()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

async fn one_region(cloud: &dyn Cloud, key: &CloudKey, name: RegionName) -> RegionFacts {
    let (vpcs, vpn_gateways, transit_gateways) = join!(
        cloud.vpcs(key, &name),
        cloud.vpn_gateways(key, &name),
        cloud.transit_gateways(key, &name),
    );
    RegionFacts {
        vpcs: vpcs.map_err(Unseen::from),
        vpn_gateways: vpn_gateways.map_err(Unseen::from),
        transit_gateways: transit_gateways.map_err(Unseen::from),
        is_full: false,
        name,
    }
}

/// EC2 tells the truth about its own calls; what it does not tell, IAM is asked for.
async fn try_rights(cloud: &dyn Cloud, key: &CloudKey, subject: &Subject, facts: &mut Facts) {
    let needed = rights::needed(subject, facts);
    let tries = tries(subject, facts);
    let tried = stream::iter(tries).map(|(region, what)| async move {
        let answer = cloud.dry_run(key, &region, &what).await;
        (region, what, answer)
    });
    let (tried, simulated) = join!(
        tried.buffered(4).collect::<Vec<_>>(),
        cloud.may(key, &subject.region, &needed),
    );
    for (region, _, answer) in &tried {
        let full = matches!(answer, Err(PortError::Refused { code, .. }) if code == FULL);
        let mut regions = facts.regions.iter_mut();
        if let Some(found) = regions.find(|found| full && found.name == *region) {
            found.is_full = true;
        }
    }
    let simulated = simulated.map_err(Unseen::from);
    let answers: Vec<_> = tried
        .iter()
        .map(|(_, what, answer)| (what.action(), answer))
        .collect();
    facts.rights = needed
        .into_iter()
        .map(|action| (action, right(action, &answers, &simulated)))
        .collect();
}

fn right(
    action: &str,
    tried: &[(&str, &Result<(), PortError>)],
    simulated: &Fact<Vec<(String, Right)>>,
) -> Fact<Right> {
    let of_action = || tried.iter().filter(|(of, _)| *of == action);
    if of_action().any(|(_, answer)| matches!(answer, Err(PortError::Denied { .. }))) {
        return Ok(Right::Denied);
    }
    if of_action().any(|(_, answer)| answer.is_ok()) {
        return Ok(Right::Allowed);
    }
    let all = simulated.as_ref().map_err(Clone::clone)?;
    let found = all.iter().find(|(of, _)| of == action);
    found.map(|(_, right)| *right).ok_or_else(|| {
        Unseen::Failed(PortError::Contract {
            what: "iam:SimulatePrincipalPolicy".to_owned(),
        })
    })
}

/// The EC2 calls of the set-up, each with things that exist: with others EC2 may refuse for them.
fn tries(subject: &Subject, facts: &Facts) -> Vec<(RegionName, DryRun)> {
    let mut tries = Vec::new();
    for name in region::worked_in(subject) {
        let Some(region) = facts.region(&name) else {
            continue;
        };
        let undecided = subject.vpcs.is_none() && subject.vpn_gateway().is_none();
        let new = subject.new_vpn_gateways(facts);
        if undecided || new.iter().any(|(of, _)| **of == name) {
            tries.push((name.clone(), DryRun::CreateVpnGateway));
        }
        tries.extend(attach(subject, region).map(|what| (name.clone(), what)));
        tries.extend(propagate(subject, region).map(|what| (name.clone(), what)));
    }
    tries
}

fn attach(subject: &Subject, region: &RegionFacts) -> Option<DryRun> {
    let gateways = region.vpn_gateways.as_ref().ok()?;
    let free = gateways.iter().find(|one| one.attachment.is_none());
    let vpc = match &subject.vpcs {
        Some(chosen) => {
            let mut here = chosen.iter().filter(|vpc| vpc.region == region.name);
            &here.find(|vpc| region.gateway_at(&vpc.id).is_none())?.id
        }
        None => {
            let mut all = region.vpcs.as_ref().ok()?.iter();
            &all.find(|vpc| region.gateway_at(&vpc.id).is_none())?.id
        }
    };
    Some(DryRun::AttachVpnGateway {
        vpn_gateway: free?.id.clone(),
        vpc: vpc.clone(),
    })
}

fn propagate(subject: &Subject, region: &RegionFacts) -> Option<DryRun> {
    let mut chosen = subject.vpcs.iter().flatten();
    chosen.find_map(|vpc| {
        Some(DryRun::EnablePropagation {
            vpn_gateway: region.gateway_at(&vpc.id)?.id.clone(),
            table: vpc.tables.first()?.clone(),
        })
    })
}

/// What the network's gateways would announce to AWS. AWS passes over what bears its own number.
async fn announced(ports: Ports<'_>, account: &str, subject: &Subject) -> Fact<Vec<Announced>> {
    if !subject.shows_routes {
        return Err(Unseen::NotOffered);
    }
    let (fabric, key) = (ports.fabric, ports.fabric_key);
    let mut all = fabric.connections(key, account).await?;
    all.retain(|one| one.network == subject.network && stands(one));
    let legs = all.iter().flat_map(|one| &one.legs);
    let gateways: Vec<String> = legs.clone().map(|leg| leg.gateway.clone()).collect();
    if gateways.is_empty() {
        return Err(Unseen::NoGateway);
    }
    let amazon: Vec<Asn> = legs.filter_map(|leg| leg.aws_asn).collect();
    let reads: Vec<_> = stream::iter(gateways)
        .map(|id| async move { fabric.routes(key, &id).await })
        .buffered(4)
        .collect()
        .await;
    let mut known = Vec::new();
    for read in reads {
        let routes = read?;
        let counted = routes.iter().filter(|route| is_announced(route, subject));
        known.extend(counted.map(|route| Announced {
            prefix: route.prefix,
            from_aws: route.as_path.iter().any(|asn| amazon.contains(&Asn(*asn))),
        }));
    }
    known.sort_unstable();
    known.dedup();
    Ok(known)
}

fn stands(connection: &Connection) -> bool {
    use ConnectionState as State;
    matches!(
        connection.state,
        State::Active | State::Down | State::Updating | State::FailedToUpdate
    )
}

fn is_announced(route: &FabricRoute, subject: &Subject) -> bool {
    let own = subject.asn.map(|Asn(asn)| asn);
    route.best && !route.as_path.iter().any(|asn| Some(*asn) == own)
}
