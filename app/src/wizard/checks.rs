//! "Check before ordering": the preflight of what the wizard was answered.

use domain::{
    preflight::{Finding, Subject},
    values::Asn,
    wizard::TargetAnswer,
};

use super::scene::Scene;
use crate::preflight::{Scope, check};

/// Looks; changes nothing.
pub async fn run(scene: &Scene) -> Vec<Finding> {
    match subject(scene) {
        Some(subject) => check(&scene.ux, Scope::Order(Box::new(subject))).await,
        None => Vec::new(),
    }
}

/// `None` before the region is chosen: then nothing can be looked at.
fn subject(scene: &Scene) -> Option<Subject> {
    let answers = &scene.answers;
    let service = scene.service();
    let legs = if service.is_some_and(|service| !service.high_availability) {
        1
    } else {
        2
    };
    let bgp = answers.bgp.as_ref();
    let networks = answers.networks.iter().flat_map(|all| &all.0);
    let nat = answers.nat.iter().filter(|nat| nat.enabled);
    Some(Subject {
        account: answers
            .service
            .as_ref()
            .map(|service| service.account.clone()),
        region: scene.region()?.name.clone(),
        network: scene.network.id.clone(),
        asn: bgp.map(|bgp| bgp.asn),
        partner_asn: Asn::PUREPORT,
        choice: bgp
            .filter(|bgp| bgp.target != TargetAnswer::Typed)
            .map(|bgp| bgp.target.choice()),
        vpcs: None,
        customer_networks: networks.map(|network| network.cidr).collect(),
        translated: nat.flat_map(|nat| nat.native.iter().copied()).collect(),
        shows_routes: scene.ux.fabric.capabilities().routes,
        hosted: Vec::new(),
        to_accept: legs,
        to_make: legs,
    })
}
