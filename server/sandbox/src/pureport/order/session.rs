//! What an order says about the BGP sessions: ASN, peering, keys, BFD, VLANs.

use ipnet::Ipv4Net;

use super::{Body, invalid, within};
use crate::{
    pureport::{
        PUREPORT_ASN_WIDE,
        call::Answer,
        error::{code, refuse},
        state::{Bfd, Passwords, Peering},
    },
    secret::Secret,
};

/// Reserved numbers (RFC 7607, 4893, 5398, 6996, 7300) and Pureport's own are no customer's.
pub(super) fn asn(number: i64) -> Answer<u32> {
    let reserved = matches!(
        number,
        23_456 | 64_496..=64_511 | 65_535 | 65_536..=65_551 | PUREPORT_ASN_WIDE
    );
    match u32::try_from(number) {
        Ok(asn) if asn != 0 && asn != u32::MAX && !reserved => Ok(asn),
        _ => refuse(
            code::INVALID_CUSTOMER_ASN,
            "customerASN is reserved, taken or out of range",
        ),
    }
}

/// Without `peering` the connection is private, as Terraform's default has it.
pub(super) fn peering(body: &Body) -> Answer<Peering> {
    let asked = body.peering.as_ref();
    let kind = asked.map_or(Some("PRIVATE"), |peering| peering.kind.as_deref());
    let Some(kind @ ("PRIVATE" | "PUBLIC" | "TRANSIT")) = kind else {
        return invalid("peering.type must be PRIVATE, PUBLIC or TRANSIT");
    };
    let peering = Peering {
        kind: kind.to_owned(),
        primary_pureport: asked.and_then(|peering| peering.primary_pureport.clone()),
        primary_remote: asked.and_then(|peering| peering.primary_remote.clone()),
        secondary_pureport: asked.and_then(|peering| peering.secondary_pureport.clone()),
        secondary_remote: asked.and_then(|peering| peering.secondary_remote.clone()),
    };
    for leg in 0..2 {
        if matches!(addresses(&peering, leg), Asked::Wrong) {
            return invalid("A pair of BGP IPs must be two addresses of one /30 or /31");
        }
    }
    Ok(peering)
}

/// The BGP IPs asked for on a leg.
pub(in crate::pureport) enum Asked {
    Nothing,
    /// Not two addresses of one /30 or /31.
    Wrong,
    /// The subnet of the pair.
    Pair(Ipv4Net),
}

/// The BGP IPs asked for on a leg.
pub(in crate::pureport) fn addresses(peering: &Peering, leg: usize) -> Asked {
    let (pureport, remote) = match peering.addresses(leg) {
        (None, None) => return Asked::Nothing,
        (Some(pureport), Some(remote)) => (pureport, remote),
        _ => return Asked::Wrong,
    };
    let parsed = pureport
        .parse::<Ipv4Net>()
        .ok()
        .zip(remote.parse::<Ipv4Net>().ok());
    match parsed {
        Some((one, other)) if are_pair(one, other) => Asked::Pair(one.trunc()),
        _ => Asked::Wrong,
    }
}

fn are_pair(one: Ipv4Net, other: Ipv4Net) -> bool {
    let host = |net: Ipv4Net| {
        net.prefix_len() == 31 || (net.addr() != net.network() && net.addr() != net.broadcast())
    };
    one.trunc() == other.trunc()
        && one.addr() != other.addr()
        && (30..=31).contains(&one.prefix_len())
        && host(one)
        && host(other)
}

/// Keys that a router takes: 6 to 80 printable characters without blanks, AWS's rule for `authKey`.
pub(super) fn passwords(body: &Body) -> Answer<Option<Passwords>> {
    let Some(asked) = &body.bgp_password_configuration else {
        return Ok(None);
    };
    let usable = |secret: &Secret| {
        (6..=80).contains(&secret.expose().len())
            && secret.expose().bytes().all(|byte| byte.is_ascii_graphic())
    };
    if [&asked.primary, &asked.secondary]
        .into_iter()
        .flatten()
        .all(usable)
    {
        return Ok(Some(asked.clone()));
    }
    invalid("A BGP password must be 6 to 80 printable characters without blanks")
}

pub(super) fn bfd(body: &Body) -> Answer<Option<Bfd>> {
    if let Some(bfd) = &body.bfd {
        within("bfd.detectMultiplier", bfd.detect_multiplier, 2, 255)?;
        within("bfd.receiveInterval", bfd.receive_interval, 10, 60_000)?;
        within("bfd.transmitInterval", bfd.transmit_interval, 10, 60_000)?;
    }
    Ok(body.bfd.clone())
}

pub(super) fn vlan(number: Option<i64>) -> Answer<Option<u16>> {
    let Some(number) = number else {
        return Ok(None);
    };
    match u16::try_from(number) {
        Ok(vlan @ 1..=4094) => Ok(Some(vlan)),
        _ => refuse(code::INVALID_VLAN_RANGE, "A VLAN must be 1 to 4094"),
    }
}
