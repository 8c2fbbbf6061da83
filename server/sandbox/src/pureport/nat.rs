//! Cloud Grade NAT (pureport.md §4): each mapping has as many addresses on both sides; NAT CIDRs lie
//! in /16 blocks that a connection reserves from 100.64.0.0/10 for itself within its network.

use std::{collections::BTreeSet, net::Ipv4Addr};

use ipnet::Ipv4Net;
use serde::Deserialize;

use super::{
    call::Answer,
    error::{code, refuse},
    order::cidr,
    state::{Mapping, Nat},
};

/// The carrier-grade address space of RFC 6598.
const POOL: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(100, 64, 0, 0), 10);
/// Prefix length of a block.
const BLOCK: u8 = 16;
/// Prefix length of `pnatCidr`.
const PNAT: u8 = 24;

/// `nat` as clients send it; `blocks` and `pnatCidr` are read-only.
#[derive(Debug, Default, Deserialize)]
pub(super) struct NatBody {
    enabled: Option<bool>,
    mappings: Option<Vec<MappingBody>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct MappingBody {
    native_cidr: Option<String>,
    nat_cidr: Option<String>,
}

/// What is asked for: the native side, and the NAT side where the client chose it.
type Wish = (Ipv4Net, Option<Ipv4Net>);

/// The NAT of a connection. `held` is what it has so far; `taken` are the blocks of the network's others.
pub(super) fn allocate(body: Option<&NatBody>, held: &Nat, taken: &[Ipv4Net]) -> Answer<Nat> {
    let Some(body) = body.filter(|body| body.enabled == Some(true)) else {
        return Ok(Nat::default());
    };
    let wishes = wishes(body)?;
    let mut space = Space {
        blocks: held.blocks.clone(),
        used: BTreeSet::new(),
        taken,
    };
    for (_, wish) in &wishes {
        if let Some(cidr) = wish {
            space.claim(*cidr)?;
        }
    }
    let mut mappings = Vec::new();
    for (native_cidr, wish) in wishes {
        let nat_cidr = match wish {
            Some(cidr) => cidr,
            None => space.take(native_cidr.prefix_len())?,
        };
        mappings.push(Mapping {
            native_cidr,
            nat_cidr,
            block: block_of(nat_cidr),
        });
    }
    let pnat_cidr = Some(space.pnat(held.pnat_cidr)?);
    Ok(Nat {
        enabled: true,
        blocks: space.kept(),
        pnat_cidr,
        mappings,
    })
}

fn wishes(body: &NatBody) -> Answer<Vec<Wish>> {
    let mappings = body.mappings.as_deref().unwrap_or_default();
    if mappings.len() > 1_000 {
        return refuse(code::VALIDATION_ERROR, "nat.mappings must be at most 1000");
    }
    let wishes = mappings.iter().map(wish).collect::<Answer<Vec<Wish>>>()?;
    let natives: Vec<Ipv4Net> = wishes.iter().map(|(native, _)| *native).collect();
    if overlap(natives) {
        return refuse(
            code::INVALID_NAT_OVERLAPPING_NATIVE_CIDRS,
            "Native CIDRs overlap",
        );
    }
    if overlap(wishes.iter().filter_map(|(_, nat)| *nat).collect()) {
        return refuse(code::INVALID_NAT_OVERLAPPING_NAT_CIDRS, "NAT CIDRs overlap");
    }
    Ok(wishes)
}

fn wish(mapping: &MappingBody) -> Answer<Wish> {
    let Some(native) = mapping.native_cidr.as_deref().and_then(cidr) else {
        return refuse(
            code::VALIDATION_ERROR,
            "nat.mappings.nativeCidr must be an IPv4 CIDR",
        );
    };
    if native.prefix_len() < BLOCK {
        return refuse(
            code::INVALID_NAT_CIDR_ALLOCATION,
            "A native CIDR must fit into a /16 block",
        );
    }
    let Some(text) = mapping.nat_cidr.as_deref().filter(|text| !text.is_empty()) else {
        return Ok((native, None));
    };
    match cidr(text) {
        None => refuse(
            code::VALIDATION_ERROR,
            "nat.mappings.natCidr must be an IPv4 CIDR",
        ),
        Some(nat) if nat.prefix_len() != native.prefix_len() => refuse(
            code::INVALID_NAT_CIDR_ALLOCATION,
            "natCidr must be as long as nativeCidr",
        ),
        Some(nat) if !POOL.contains(&nat) => refuse(
            code::INVALID_NAT_CIDR_ALLOCATION,
            "natCidr must lie in 100.64.0.0/10",
        ),
        Some(nat) => Ok((native, Some(nat))),
    }
}

/// Sorted, an overlap is always between neighbours: CIDRs nest or are apart.
fn overlap(mut nets: Vec<Ipv4Net>) -> bool {
    nets.sort_unstable();
    nets.iter()
        .zip(nets.iter().skip(1))
        .any(|(one, next)| overlaps(*one, *next))
}

/// Whether two CIDRs share an address.
pub(super) fn overlaps(one: Ipv4Net, other: Ipv4Net) -> bool {
    one.contains(&other) || other.contains(&one)
}

fn block_of(nat: Ipv4Net) -> Ipv4Net {
    Ipv4Net::new(nat.addr(), BLOCK).map_or(nat, |block| block.trunc())
}

/// A connection's NAT addresses while they are handed out.
struct Space<'a> {
    blocks: Vec<Ipv4Net>,
    used: BTreeSet<Ipv4Net>,
    taken: &'a [Ipv4Net],
}

impl Space<'_> {
    /// The client's own choice; its block is reserved if it is not held yet.
    fn claim(&mut self, nat: Ipv4Net) -> Answer<()> {
        let block = block_of(nat);
        if self.taken.contains(&block) {
            return refuse(
                code::INVALID_NAT_CIDR_ALLOCATION,
                "natCidr lies in a block of another connection",
            );
        }
        if !self.blocks.contains(&block) {
            self.blocks.push(block);
        }
        self.used.insert(nat);
        Ok(())
    }

    /// The first free range of a length, in a new block when none is left in the held ones.
    fn take(&mut self, prefix: u8) -> Answer<Ipv4Net> {
        let range = match self.free(prefix) {
            Some(range) => range,
            None => first(self.reserve()?, prefix),
        };
        self.used.insert(range);
        Ok(range)
    }

    fn free(&self, prefix: u8) -> Option<Ipv4Net> {
        self.blocks
            .iter()
            .find_map(|block| self.free_in(*block, prefix))
    }

    /// One walk over what is used, in its order.
    fn free_in(&self, block: Ipv4Net, prefix: u8) -> Option<Ipv4Net> {
        let mut at = first(block, prefix);
        for used in self
            .used
            .range(block..)
            .take_while(|used| block.contains(*used))
        {
            if at.broadcast() < used.network() {
                break;
            }
            if used.broadcast() >= at.network() {
                at = after(at, *used)?;
            }
        }
        block.contains(&at).then_some(at)
    }

    fn reserve(&mut self) -> Answer<Ipv4Net> {
        let free = POOL.subnets(BLOCK).ok().and_then(|mut blocks| {
            blocks.find(|block| !self.taken.contains(block) && !self.blocks.contains(block))
        });
        match free {
            Some(block) => {
                self.blocks.push(block);
                Ok(block)
            }
            None => refuse(
                code::INVALID_NAT_NO_MORE_AVAILABLE_BLOCKS,
                "Every NAT block of the network is reserved",
            ),
        }
    }

    /// The last free /24 of a block, so that it stays out of the mappings' way; kept once given.
    fn pnat(&mut self, held: Option<Ipv4Net>) -> Answer<Ipv4Net> {
        let free = |range: &Ipv4Net| !self.used.iter().any(|used| overlaps(*used, *range));
        let ranges = self.blocks.iter().copied().flat_map(pnat_ranges);
        let range = if let Some(range) = held.into_iter().chain(ranges).find(free) {
            range
        } else {
            let block = self.reserve()?;
            pnat_ranges(block).next().unwrap_or(block)
        };
        self.used.insert(range);
        Ok(range)
    }

    /// Blocks with something in them; the others go back.
    fn kept(&self) -> Vec<Ipv4Net> {
        let held = |block: &&Ipv4Net| self.used.iter().any(|used| block.contains(used));
        self.blocks.iter().filter(held).copied().collect()
    }
}

/// The first range of `at`'s length that lies behind `used`; nothing at the end of all addresses.
fn after(at: Ipv4Net, used: Ipv4Net) -> Option<Ipv4Net> {
    let last = used.broadcast().max(at.broadcast());
    let next = u32::from(last).checked_add(1)?;
    Ipv4Net::new(next.into(), at.prefix_len()).ok()
}

/// The /24s of a block from the last to the first.
fn pnat_ranges(block: Ipv4Net) -> impl Iterator<Item = Ipv4Net> + use<> {
    let [a, b, ..] = block.addr().octets();
    (0..=u8::MAX)
        .rev()
        .filter_map(move |c| Ipv4Net::new(Ipv4Addr::new(a, b, c, 0), PNAT).ok())
}

fn first(block: Ipv4Net, prefix: u8) -> Ipv4Net {
    Ipv4Net::new(block.network(), prefix).unwrap_or(block)
}

/// What a site's prefixes look like behind the NAT: a prefix inside a native CIDR moves to its place
/// in the NAT CIDR; a wider one stays, and the NAT CIDRs of the natives in it are added.
pub(super) fn translate(nat: &Nat, prefixes: &[Ipv4Net]) -> Vec<Ipv4Net> {
    prefixes
        .iter()
        .flat_map(|prefix| behind(nat, *prefix))
        .collect()
}

fn behind(nat: &Nat, prefix: Ipv4Net) -> Vec<Ipv4Net> {
    let mut mappings = nat.mappings.iter();
    if let Some(mapping) = mappings.find(|mapping| mapping.native_cidr.contains(&prefix)) {
        return moved(mapping, prefix).into_iter().collect();
    }
    let inside = nat.mappings.iter();
    let inside = inside.filter(|mapping| prefix.contains(&mapping.native_cidr));
    std::iter::once(prefix)
        .chain(inside.map(|mapping| mapping.nat_cidr))
        .collect()
}

fn moved(mapping: &Mapping, prefix: Ipv4Net) -> Option<Ipv4Net> {
    let offset = u32::from(prefix.network()) - u32::from(mapping.native_cidr.network());
    let address = u32::from(mapping.nat_cidr.network()).checked_add(offset)?;
    Ipv4Net::new(address.into(), prefix.prefix_len()).ok()
}
