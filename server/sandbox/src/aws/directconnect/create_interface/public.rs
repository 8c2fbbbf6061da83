//! CreatePublicVirtualInterface: AWS verifies who owns the prefixes before it is ready.

use ipnet::Ipv4Net;
use serde::Deserialize;
use serde_json::Value;

use super::{New, Target};
use crate::{
    aws::{
        AwsError, Caller,
        asn::PUBLIC_AMAZON_SIDE,
        directconnect::{InterfaceType, addresses, associations::Prefix},
    },
    world::World,
};

/// The most prefixes that an interface names (aws.md §2.2).
const MOST: usize = 1_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Create {
    connection_id: String,
    new_public_virtual_interface: NewPublic,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewPublic {
    route_filter_prefixes: Option<Vec<Prefix>>,
    #[serde(flatten)]
    new: New,
}

pub fn create(world: &mut World, caller: &Caller, input: Create) -> Result<Value, AwsError> {
    let NewPublic {
        route_filter_prefixes,
        new,
    } = input.new_public_virtual_interface;
    let target = |_: &World| {
        Ok(Target {
            kind: InterfaceType::Public,
            mtu: 1500,
            amazon_side_asn: PUBLIC_AMAZON_SIDE,
            virtual_gateway_id: None,
            direct_connect_gateway_id: None,
            site_link_enabled: false,
            route_filter_prefixes: named(route_filter_prefixes.unwrap_or_default())?,
        })
    };
    let interface = super::create(world, caller, &input.connection_id, new, target)?;
    Ok(interface.view())
}

/// 1 to 1000 public CIDRs of /1 to /32.
fn named(list: Vec<Prefix>) -> Result<Vec<Ipv4Net>, AwsError> {
    if !(1..=MOST).contains(&list.len()) {
        return Err(AwsError::client(format!(
            "A public virtual interface must have 1 to {MOST} route filter prefixes."
        )));
    }
    list.into_iter().map(one).collect()
}

fn one(prefix: Prefix) -> Result<Ipv4Net, AwsError> {
    let text = prefix.cidr.unwrap_or_default();
    let net = text
        .parse()
        .ok()
        .filter(|net: &Ipv4Net| net.prefix_len() > 0);
    let net = net.ok_or_else(|| AwsError::client(format!("{text} is not a valid CIDR.")))?;
    if addresses::has_private(net) {
        return Err(AwsError::client(format!(
            "Route filter prefix {text} is not allowed to contain a private IP"
        )));
    }
    Ok(net.trunc())
}
