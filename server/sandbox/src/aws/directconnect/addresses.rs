//! The two addresses of a BGP peer (aws.md §2.2).

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use rand::RngExt;

use super::InterfaceType;
use crate::{aws::AwsError, world::World};

const fn net(a: u8, b: u8, length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, 0, 0), length)
}

/// What nobody has to himself in public (RFC 1918, 1122, 3927, 6598).
const PRIVATE: [Ipv4Net; 6] = [
    net(10, 0, 8),
    net(172, 16, 12),
    net(192, 168, 16),
    net(169, 254, 16),
    net(127, 0, 8),
    net(100, 64, 10),
];

/// Whether an address of the CIDR is private.
pub fn has_private(cidr: Ipv4Net) -> bool {
    let mut all = PRIVATE.into_iter();
    all.any(|private| private.contains(&cidr.trunc()) || cidr.contains(&private))
}

/// Amazon's and the customer's address, both with prefix length: those given, or two of a free /29
/// of 169.254.0.0/16. A public interface has the customer's own public ones.
pub fn choose(
    world: &mut World,
    kind: InterfaceType,
    family: Option<&str>,
    amazon: Option<&str>,
    customer: Option<&str>,
) -> Result<(Ipv4Net, Ipv4Net), AwsError> {
    if !matches!(family, None | Some("ipv4")) {
        return Err(AwsError::client("The sandbox has IPv4 peers only."));
    }
    let public = kind == InterfaceType::Public;
    match (
        amazon.filter(|text| !text.is_empty()),
        customer.filter(|text| !text.is_empty()),
    ) {
        (None, None) if public => Err(AwsError::client(
            "Amazon Address and Customer Address must be specified for a public virtual interface.",
        )),
        (None, None) => allocate(world),
        (Some(amazon), Some(customer)) => {
            let (amazon, customer) = (parse("Amazon", amazon)?, parse("Customer", customer)?);
            if public {
                check_public("Amazon", amazon)?;
                check_public("Customer", customer)?;
            }
            check(amazon, customer)
        }
        _ => Err(AwsError::client(
            "Amazon Address and Customer Address must be specified together.",
        )),
    }
}

fn parse(side: &str, text: &str) -> Result<Ipv4Net, AwsError> {
    let net = text
        .parse()
        .map_err(|_| AwsError::client(format!("{side} Address is not a valid CIDR.")))?;
    Some(net)
        .filter(|net: &Ipv4Net| (8..=31).contains(&net.prefix_len()))
        .ok_or_else(|| AwsError::client(format!("{side} Address has an invalid prefix length.")))
}

fn check_public(side: &str, net: Ipv4Net) -> Result<(), AwsError> {
    if has_private(net) {
        return Err(AwsError::client(format!(
            "{side} Address is not allowed to contain a private IP"
        )));
    }
    Ok(())
}

fn check(amazon: Ipv4Net, customer: Ipv4Net) -> Result<(Ipv4Net, Ipv4Net), AwsError> {
    if amazon.trunc() != customer.trunc() || amazon == customer {
        return Err(AwsError::client(
            "Amazon Address and Customer Address must be in the same CIDR",
        ));
    }
    for (side, net) in [("Amazon", amazon), ("Customer", customer)] {
        // A /31 has neither.
        if net.prefix_len() < 31 && net.addr() == net.network() {
            return Err(AwsError::client(format!(
                "{side} Address is address 0 on its subnet."
            )));
        }
        if net.prefix_len() < 31 && net.addr() == net.broadcast() {
            return Err(AwsError::client(format!(
                "{side} Address is the broadcast address on its subnet."
            )));
        }
    }
    Ok((amazon, customer))
}

fn allocate(world: &mut World) -> Result<(Ipv4Net, Ipv4Net), AwsError> {
    let mut rng = world.rng();
    // 169.254.169.0/24 is left out: the instance metadata lives there.
    let blocks = (0..1000).map(|_| {
        (
            rng.random_range(170..=255_u8),
            rng.random_range(0..32_u8) * 8,
        )
    });
    let free = |block: &Ipv4Net| {
        !world.aws.virtual_interfaces.values().any(|one| {
            one.amazon_address.trunc().contains(block) || block.contains(&one.amazon_address)
        })
    };
    let host = |third, last| Ipv4Net::new([169, 254, third, last].into(), 29);
    blocks
        .filter_map(|(third, first)| {
            Some((host(third, first + 1).ok()?, host(third, first + 2).ok()?))
        })
        .find(|(amazon, _)| free(&amazon.trunc()))
        .ok_or_else(|| AwsError::client("No peer addresses are left."))
}
