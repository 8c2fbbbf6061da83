//! Rules of the AWS side (aws.md §2).

use std::collections::BTreeSet;

use crate::known::{Interface, Known};

use super::{at_most, none};

fn interfaces(known: &Known) -> impl Iterator<Item = (&String, &Interface)> {
    let all = known.aws.virtual_interfaces.iter();
    all.filter(|(_, one)| one.exists())
}

pub fn one_interface_each(known: &Known) -> Result<(), String> {
    at_most(
        1,
        interfaces(known).map(|(_, one)| one.connection_id.as_str()),
    )
}

pub fn one_vpn_gateway_each(known: &Known) -> Result<(), String> {
    let gateways = known.aws.vpn_gateways.values();
    at_most(1, gateways.filter_map(|one| one.holds()))
}

/// A transit gateway may be on several.
pub fn one_association_each(known: &Known) -> Result<(), String> {
    let associations = known.aws.associations.values().filter(|one| one.exists());
    let associations =
        associations.filter(|one| known.aws.vpn_gateways.contains_key(&one.virtual_gateway_id));
    at_most(1, associations.map(|one| one.virtual_gateway_id.as_str()))
}

pub fn nothing_dangles(known: &Known) -> Result<(), String> {
    let aws = &known.aws;
    let of_interfaces = interfaces(known).filter_map(|(id, one)| {
        let connection = aws.connections.get(&one.connection_id);
        let connected = connection.is_some_and(|one| one.connection_state != "deleted");
        let on_gateway = one.direct_connect_gateway_id.as_ref();
        let on_gateway = on_gateway.is_none_or(|id| aws.direct_connect_gateways.contains_key(id));
        let on_vpn_gateway = one.virtual_gateway_id.as_ref();
        let on_vpn_gateway = on_vpn_gateway.is_none_or(|id| lives(known, id));
        (!(connected && on_gateway && on_vpn_gateway)).then(|| format!("under interface {id}"))
    });
    let associations = aws.associations.iter().filter(|(_, one)| one.exists());
    let of_associations = associations.filter_map(|(id, one)| {
        let gateway = aws
            .direct_connect_gateways
            .contains_key(&one.direct_connect_gateway_id);
        let whole = gateway && lives(known, &one.virtual_gateway_id);
        (!whole).then(|| format!("under association {id}"))
    });
    none(of_interfaces.chain(of_associations))
}

/// A VPN gateway that is not deleted, or a transit gateway.
fn lives(known: &Known, gateway: &str) -> bool {
    let vpn_gateway = known.aws.vpn_gateways.get(gateway);
    vpn_gateway.is_some_and(|one| one.state != "deleted")
        || known.aws.transit_gateways.contains_key(gateway)
}

/// aws.md §2.5.
pub fn quotas(known: &Known) -> Result<(), String> {
    let aws = &known.aws;
    let live = aws
        .vpn_gateways
        .values()
        .filter(|one| one.state != "deleted");
    at_most(
        5,
        live.map(|one| format!("{} {}", one.owner_id, one.region)),
    )?;
    let associations = aws.associations.values().filter(|one| one.exists());
    at_most(
        20,
        associations.map(|one| one.direct_connect_gateway_id.as_str()),
    )?;
    let on_gateways =
        interfaces(known).filter_map(|(_, one)| one.direct_connect_gateway_id.as_deref());
    at_most(30, on_gateways)?;
    let tables = aws.route_tables.iter();
    let full = tables.filter(|(_, one)| one.propagated.len() > 100);
    none(full.map(|(id, _)| format!("routes of {id}")))
}

pub fn transit_asns_differ(known: &Known) -> Result<(), String> {
    let associations = known.aws.associations.values().filter(|one| one.exists());
    none(associations.filter_map(|one| {
        let transit = known.aws.transit_gateways.get(&one.virtual_gateway_id)?;
        let gateway = known
            .aws
            .direct_connect_gateways
            .get(&one.direct_connect_gateway_id)?;
        (transit.amazon_side_asn == gateway.amazon_side_asn).then(|| one.virtual_gateway_id.clone())
    }))
}

pub fn no_overlap(known: &Known) -> Result<(), String> {
    let mut on_gateways: Vec<(&str, &str, ipnet::Ipv4Net)> = vec![];
    for one in known.aws.associations.values().filter(|one| one.exists()) {
        let vpc = known
            .aws
            .vpn_gateways
            .get(&one.virtual_gateway_id)
            .and_then(|one| one.attached_to());
        let vpc = vpc.and_then(|id| known.aws.vpcs.get(id));
        for cidr in vpc.into_iter().flat_map(|vpc| &vpc.cidrs) {
            on_gateways.push((
                &one.direct_connect_gateway_id,
                &one.virtual_gateway_id,
                *cidr,
            ));
        }
    }
    let pairs = on_gateways
        .iter()
        .flat_map(|one| on_gateways.iter().map(move |other| (one, other)));
    let clash = pairs.filter(|((gateway, one, cidr), (same, other, taken))| {
        gateway == same && one != other && cidr.contains(taken)
    });
    none(clash.map(|((gateway, _, cidr), (.., taken))| format!("{cidr} and {taken} on {gateway}")))
}

pub fn no_mix(known: &Known) -> Result<(), String> {
    let associations = known.aws.associations.values().filter(|one| one.exists());
    let associated = associations.map(|one| {
        let transit = one.virtual_gateway_id.starts_with("tgw-");
        (one.direct_connect_gateway_id.as_str(), transit)
    });
    let on_gateways = interfaces(known).filter_map(|(_, one)| {
        let transit = one.virtual_interface_type == "transit";
        Some((one.direct_connect_gateway_id.as_deref()?, transit))
    });
    let all: BTreeSet<(&str, bool)> = associated.chain(on_gateways).collect();
    at_most(1, all.into_iter().map(|(gateway, _)| gateway))
}

pub fn tables_are_of_their_gateway(known: &Known) -> Result<(), String> {
    let attachments = known.aws.transit_gateway_attachments.iter();
    none(
        attachments
            .filter(|(_, one)| one.exists())
            .filter_map(|(id, one)| {
                let used = one
                    .association
                    .iter()
                    .map(|one| &one.transit_gateway_route_table_id);
                let mut all = used.chain(&one.propagates_to);
                let fits = |table: &String| {
                    let table = known.aws.transit_gateway_route_tables.get(table);
                    table.is_some_and(|table| {
                        table.transit_gateway_id == one.transit_gateway_id
                            && table.state != "deleted"
                    })
                };
                (!all.all(fits)).then(|| id.clone())
            }),
    )
}
