//! "Check before ordering": what can be seen from here, before it costs anything.

use domain::{
    ports::{Identity, PortError, Vpc},
    status::RungState,
    values::{Asn, AwsAccountId, Cidr, name_or_id},
    wizard::{Step, TargetAnswer},
};
use futures_util::join;

use super::{bgp, scene::Scene};
use crate::words;

/// One line of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub title: &'static str,
    pub state: RungState,
    pub text: String,
}

fn check(title: &'static str, state: RungState, text: impl Into<String>) -> Check {
    Check {
        title,
        state,
        text: text.into(),
    }
}

const NOT_CONNECTED: &str = "AWS is not connected.";

/// Looks; changes nothing.
pub async fn run(scene: &Scene) -> Vec<Check> {
    let (account, target, networks) = join!(account(scene), target(scene), networks(scene));
    vec![
        account,
        target,
        networks,
        check(
            "Quotas",
            RungState::NotChecked,
            "AWS allows 10 Direct Connect connections per location and region of an account. Onramp can’t read how many are left; Service Quotas in the AWS console shows it.",
        ),
        check(
            "Rights",
            RungState::NotChecked,
            "AWS does not tell beforehand what an identity may do. A call that is refused in the set-up changes nothing, and names the missing right.",
        ),
    ]
}

async fn account(scene: &Scene) -> Check {
    let ordered = scene
        .answers
        .service
        .as_ref()
        .map(|service| &service.account);
    let (Some(key), Some(ordered)) = (&scene.ux.cloud_key, ordered) else {
        return check(ACCOUNT, RungState::NotChecked, NOT_CONNECTED);
    };
    let home = &scene.ux.cx.services.settings.home_region;
    judge_account(
        ordered,
        scene.ux.cx.services.cloud.identity(key, home).await,
    )
}

const ACCOUNT: &str = "AWS account";

fn judge_account(ordered: &AwsAccountId, seen: Result<Identity, PortError>) -> Check {
    match seen {
        Ok(identity) if identity.account == *ordered => check(
            ACCOUNT,
            RungState::Passed,
            format!("The connected identity belongs to {ordered}, which this is ordered for."),
        ),
        Ok(identity) => check(
            ACCOUNT,
            RungState::Broken,
            format!(
                "AWS is connected to {}, but this is ordered for {ordered}. Only {ordered} will be able to accept the connections: change the account ID, or connect AWS with the other account before the set-up.",
                identity.account
            ),
        ),
        Err(error) => check(ACCOUNT, RungState::NotChecked, words::port_error(&error)),
    }
}

const TARGET: &str = "ASN of the target";

async fn target(scene: &Scene) -> Check {
    let Some(answer) = &scene.answers.bgp else {
        return check(
            TARGET,
            RungState::NotChecked,
            "The target is not chosen yet.",
        );
    };
    let id = match &answer.target {
        TargetAnswer::ExistingGateway(id) | TargetAnswer::VpnGateway(Some(id)) => id,
        TargetAnswer::NewGateway => {
            return check(
                TARGET,
                RungState::Passed,
                format!("The new gateway will be created with ASN {}.", answer.asn),
            );
        }
        TargetAnswer::VpnGateway(None) | TargetAnswer::Typed => {
            let text = format!(
                "The gateway is chosen in the set-up; its ASN has to be {}.",
                answer.asn
            );
            return check(TARGET, RungState::NotChecked, text);
        }
    };
    if scene.ux.cloud_key.is_none() {
        return check(TARGET, RungState::NotChecked, NOT_CONNECTED);
    }
    judge_target(
        id,
        answer.asn,
        bgp::gateway_asn(scene, &scene.draft.fields(Step::Bgp)).await,
    )
}

fn judge_target(id: &str, ordered: Asn, seen: Option<Asn>) -> Check {
    match seen {
        Some(asn) if asn == ordered => check(
            TARGET,
            RungState::Passed,
            format!("{id} has ASN {asn}, as ordered."),
        ),
        Some(asn) => check(
            TARGET,
            RungState::Broken,
            format!(
                "{id} has ASN {asn}, but {ordered} would be ordered. BGP would never come up: choose the target again."
            ),
        ),
        None => check(
            TARGET,
            RungState::Broken,
            format!(
                "{id} is not there any more, or AWS could not be read. Choose the target again."
            ),
        ),
    }
}

const NETWORKS: &str = "Customer networks and VPCs";

async fn networks(scene: &Scene) -> Check {
    let cidrs: Vec<Cidr> = scene
        .answers
        .networks
        .iter()
        .flat_map(|all| &all.0)
        .map(|network| network.cidr)
        .collect();
    if cidrs.is_empty() {
        return check(
            NETWORKS,
            RungState::Passed,
            "No customer network is named, so nothing can clash.",
        );
    }
    let (Some(key), Some(region)) = (&scene.ux.cloud_key, scene.region()) else {
        return check(NETWORKS, RungState::NotChecked, NOT_CONNECTED);
    };
    match scene.ux.cx.services.cloud.vpcs(key, &region.name).await {
        Ok(vpcs) => judge_networks(&cidrs, &vpcs, region.name.as_str()),
        Err(error) => check(NETWORKS, RungState::NotChecked, words::port_error(&error)),
    }
}

/// A network that is a VPC's, or lies around one, is what is meant; one that cuts a VPC is not.
fn judge_networks(cidrs: &[Cidr], vpcs: &[Vpc], region: &str) -> Check {
    let mut lines = Vec::new();
    let mut state = RungState::Passed;
    for cidr in cidrs {
        let all = vpcs
            .iter()
            .flat_map(|vpc| vpc.cidrs.iter().map(move |of| (vpc, *of)));
        let met: Vec<_> = all.filter(|(_, of)| cidr.overlaps(*of)).collect();
        let part = met.iter().find(|(_, of)| of.contains(*cidr) && of != cidr);
        lines.push(match (met.first(), part) {
            (_, Some((vpc, of))) => {
                state = RungState::Broken;
                format!(
                    "{cidr} is only a part of {of} ({}): name the whole VPC, or leave it out.",
                    named(vpc)
                )
            }
            (Some(_), None) => format!(
                "{cidr} covers {}.",
                names(met.iter().map(|(vpc, _)| named(vpc)))
            ),
            (None, None) => {
                format!("{cidr} is no VPC’s in {region}; that is right if it is in another region.")
            }
        });
    }
    check(NETWORKS, state, lines.join(" "))
}

/// Each name once.
fn names<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = all.collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

fn named(vpc: &Vpc) -> &str {
    name_or_id(&vpc.name, &vpc.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cidr(raw: &str) -> Cidr {
        Cidr::parse(raw).unwrap()
    }

    #[test]
    fn another_account_than_ordered_is_told_with_both_numbers() {
        let account = |raw: &str| AwsAccountId::parse(raw).unwrap();
        let identity = Identity {
            account: account("210987654321"),
            arn: String::new(),
        };
        let found = judge_account(&account("123456789012"), Ok(identity.clone()));
        assert_eq!(found.state, RungState::Broken);
        assert!(
            found.text.contains("210987654321") && found.text.contains("123456789012"),
            "{}",
            found.text
        );
        assert_eq!(
            judge_account(&account("210987654321"), Ok(identity)).state,
            RungState::Passed
        );
        let silent = judge_account(&account("123456789012"), Err(PortError::Unreachable));
        assert_eq!(
            silent.state,
            RungState::NotChecked,
            "no answer proves nothing"
        );
    }

    #[test]
    fn a_gateway_with_another_number_or_none_is_broken() {
        assert_eq!(
            judge_target("g", Asn(64512), Some(Asn(64512))).state,
            RungState::Passed
        );
        assert_eq!(
            judge_target("g", Asn(64512), Some(Asn(65010))).state,
            RungState::Broken
        );
        assert_eq!(judge_target("g", Asn(64512), None).state, RungState::Broken);
    }

    #[test]
    fn a_network_that_cuts_a_vpc_is_broken_and_others_are_explained() {
        let vpc = Vpc {
            id: "vpc-1".into(),
            name: "payments".into(),
            cidrs: vec![cidr("10.20.0.0/16")],
            is_default: false,
        };
        let judge =
            |raw: &str| judge_networks(&[cidr(raw)], std::slice::from_ref(&vpc), "us-west-2");
        assert_eq!(judge("10.20.0.0/16").state, RungState::Passed);
        assert_eq!(judge("10.0.0.0/8").state, RungState::Passed);
        assert_eq!(judge("10.20.1.0/24").state, RungState::Broken);
        assert!(
            judge("192.168.0.0/16")
                .text
                .contains("no VPC’s in us-west-2")
        );
    }
}
