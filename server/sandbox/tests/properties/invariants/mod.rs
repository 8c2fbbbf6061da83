//! What must hold after every call, recomputed from the world's file.

mod cloud;
mod orders;
mod sessions;

use std::{collections::BTreeMap, fmt::Display};

use crate::known::Known;

type Rule = fn(&Known) -> Result<(), String>;

const RULES: [(&str, Rule); 17] = [
    (
        "one interface per hosted connection",
        cloud::one_interface_each,
    ),
    ("one VPN gateway per VPC", cloud::one_vpn_gateway_each),
    (
        "one Direct Connect gateway per VPN gateway",
        cloud::one_association_each,
    ),
    ("what is used exists", cloud::nothing_dangles),
    ("quotas", cloud::quotas),
    (
        "a transit gateway has another ASN than its Direct Connect gateway",
        cloud::transit_asns_differ,
    ),
    (
        "VPCs on one Direct Connect gateway do not overlap",
        cloud::no_overlap,
    ),
    (
        "a Direct Connect gateway is for VPN gateways or for transit gateways",
        cloud::no_mix,
    ),
    (
        "a table is of its attachment's transit gateway",
        cloud::tables_are_of_their_gateway,
    ),
    ("no session up with a mismatch", sessions::no_mismatch),
    (
        "both ends say the same of a session",
        sessions::both_ends_agree,
    ),
    (
        "an available interface has its session",
        sessions::available_means_up,
    ),
    (
        "a propagated route has its whole chain",
        sessions::routes_have_their_chain,
    ),
    ("VLANs are unique on a port", orders::vlans_are_unique),
    (
        "NAT blocks are a connection's own",
        orders::blocks_are_apart,
    ),
    (
        "every network has its account",
        orders::networks_have_accounts,
    ),
    (
        "a provisioned leg has its hosted connection",
        orders::legs_have_their_connection,
    ),
];

/// The first rule that is broken.
pub fn check(known: &Known) -> Result<(), String> {
    for (rule, holds) in RULES {
        holds(known).map_err(|what| format!("broken: {rule}: {what}"))?;
    }
    Ok(())
}

/// Fails with the key under which there are more than `most`.
fn at_most<K: Ord + Display>(most: usize, keys: impl Iterator<Item = K>) -> Result<(), String> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_insert(0) += 1;
    }
    match counts.into_iter().find(|(_, count)| *count > most) {
        None => Ok(()),
        Some((key, count)) => Err(format!("{count} on {key}")),
    }
}

/// Fails with the words of the first thing found.
fn none(mut found: impl Iterator<Item = String>) -> Result<(), String> {
    found.next().map_or(Ok(()), Err)
}
