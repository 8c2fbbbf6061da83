use std::fmt;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

use crate::Issue;

/// An IPv4 network without host bits, for example `10.0.0.0/16`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cidr(Ipv4Net);

impl Cidr {
    /// Reads what a person typed. The reason for a refusal is as exact as it can be.
    pub fn parse(raw: &str) -> Result<Self, Issue> {
        let kept: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
        let net = parse_net(&kept)?;
        if net.addr() != net.network() {
            return Err(Issue::CidrHostBits {
                network: net.trunc().to_string(),
            });
        }
        Ok(Self(net))
    }

    /// A network as a provider reports it; host bits are dropped. `None` for anything else.
    pub fn reported(raw: &str) -> Option<Self> {
        raw.parse::<Ipv4Net>().ok().map(|net| Self(net.trunc()))
    }

    /// 0–32.
    pub fn prefix_len(self) -> u8 {
        self.0.prefix_len()
    }

    /// Any address in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.contains(other) || other.contains(self)
    }

    /// `other` lies within, or is the same.
    pub fn contains(self, other: Self) -> bool {
        self.0.contains(&other.0)
    }

    /// 10/8, 172.16/12, 192.168/16 (RFC 1918) or 100.64/10 (RFC 6598).
    pub fn is_private(self) -> bool {
        [
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
        ]
        .iter()
        .filter_map(|net| Self::reported(net))
        .any(|net| net.contains(self))
    }
}

fn parse_net(kept: &str) -> Result<Ipv4Net, Issue> {
    if kept.is_empty() {
        return Err(Issue::Required);
    }
    if kept.contains("::") || kept.matches(':').count() > 1 {
        return Err(Issue::CidrIpv6);
    }
    let (address, length) = kept.split_once('/').ok_or(Issue::CidrForm)?;
    let octets: Vec<&str> = address.split('.').collect();
    let numbers = octets
        .iter()
        .all(|octet| !octet.is_empty() && octet.bytes().all(|b| b.is_ascii_digit()));
    if octets.len() != 4
        || !numbers
        || length.is_empty()
        || !length.bytes().all(|b| b.is_ascii_digit())
    {
        return Err(Issue::CidrForm);
    }
    if octets.iter().any(|octet| octet.parse::<u8>().is_err()) {
        return Err(Issue::CidrOctet);
    }
    if length.parse::<u8>().map_or(true, |length| length > 32) {
        return Err(Issue::CidrLength);
    }
    kept.parse().map_err(|_| Issue::CidrForm)
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Cidr {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cidr {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = String::deserialize(deserializer)?;
        Self::reported(&raw).ok_or_else(|| serde::de::Error::custom("not an IPv4 network"))
    }
}

/// A BGP peer's address with its prefix length, for example `169.254.24.1/30`. Pureport hands
/// out /30s; AWS also takes /31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PeerAddress(Ipv4Net);

impl PeerAddress {
    /// An address as a provider reports it; without a length it is a /32.
    pub fn reported(raw: &str) -> Option<Self> {
        let net = raw
            .parse()
            .ok()
            .or_else(|| raw.parse().ok().and_then(|ip| Ipv4Net::new(ip, 32).ok()));
        net.map(Self)
    }

    /// Reads what a person typed: one of the two ends of a /30 or /31 (reference/aws.md §2.2;
    /// AWS refuses address 0 and the broadcast address of a /30).
    pub fn parse(raw: &str) -> Result<Self, Issue> {
        let kept: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
        if kept.is_empty() {
            return Err(Issue::Required);
        }
        if kept.parse::<std::net::Ipv4Addr>().is_ok() {
            return Err(Issue::AddressLength);
        }
        let net: Ipv4Net = kept.parse().map_err(|_| Issue::AddressForm)?;
        let ends = match net.prefix_len() {
            30 => [net.addr() != net.network(), net.addr() != net.broadcast()],
            31 => [true, true],
            _ => return Err(Issue::AddressLength),
        };
        if ends.contains(&false) {
            return Err(Issue::AddressNotAnEnd {
                network: net.trunc().to_string(),
            });
        }
        Ok(Self(net))
    }

    /// Both are the ends of one line: the same network, not the same address.
    pub fn faces(self, other: Self) -> bool {
        self.0.trunc() == other.0.trunc() && self.0.addr() != other.0.addr()
    }

    /// The network of the line, for example `169.254.24.0/30`.
    pub fn network(self) -> String {
        self.0.trunc().to_string()
    }

    /// The address alone.
    pub fn address(self) -> std::net::Ipv4Addr {
        self.0.addr()
    }
}

impl fmt::Display for PeerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for PeerAddress {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PeerAddress {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = String::deserialize(deserializer)?;
        Self::reported(&raw).ok_or_else(|| serde::de::Error::custom("not an IPv4 address"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_malformed_cidr_has_its_own_reason() {
        let cases = [
            ("", Issue::Required),
            ("10.0.0.0", Issue::CidrForm),
            ("10.0.0/8", Issue::CidrForm),
            ("ten/8", Issue::CidrForm),
            ("300.0.0.0/8", Issue::CidrOctet),
            ("10.0.0.0/33", Issue::CidrLength),
            (
                "10.0.0.1/16",
                Issue::CidrHostBits {
                    network: "10.0.0.0/16".into(),
                },
            ),
            ("2001:db8::/32", Issue::CidrIpv6),
            ("fe80:0:0:0:0:0:0:1/64", Issue::CidrIpv6),
        ];
        for (raw, issue) in cases {
            assert_eq!(Cidr::parse(raw), Err(issue), "{raw}");
        }
    }

    #[test]
    fn a_peer_is_one_end_of_a_short_network() {
        let cases = [
            ("", Issue::Required),
            ("169.254.1.1", Issue::AddressLength),
            ("169.254.1.1/29", Issue::AddressLength),
            ("169.254.1.1/33", Issue::AddressForm),
            ("router", Issue::AddressForm),
            ("fe80::1/64", Issue::AddressForm),
        ];
        for (raw, issue) in cases {
            assert_eq!(PeerAddress::parse(raw), Err(issue), "{raw}");
        }
        for raw in ["169.254.1.0/30", "169.254.1.3/30"] {
            let network = "169.254.1.0/30".to_owned();
            assert_eq!(
                PeerAddress::parse(raw),
                Err(Issue::AddressNotAnEnd { network }),
                "{raw}"
            );
        }
        for raw in [" 169.254.1.1 / 30", "10.0.0.0/31", "10.0.0.1/31"] {
            assert!(PeerAddress::parse(raw).is_ok(), "{raw}");
        }
    }

    #[test]
    fn two_peers_face_each_other_on_one_network_only() {
        let peer = |raw| PeerAddress::parse(raw).unwrap();
        let one = peer("169.254.1.1/30");
        assert!(one.faces(peer("169.254.1.2/30")));
        for other in ["169.254.1.1/30", "169.254.1.5/30", "169.254.1.2/31"] {
            assert!(!one.faces(peer(other)), "{other}");
        }
    }

    #[test]
    fn blanks_are_tolerated() {
        assert_eq!(
            Cidr::parse(" 10.0.0.0 / 8 ").map(|c| c.to_string()),
            Ok("10.0.0.0/8".into())
        );
    }

    proptest! {
        #[test]
        fn what_parses_prints_the_same(a in any::<[u8; 4]>(), length in 0u8..=32) {
            let net = Ipv4Net::new(a.into(), length).unwrap().trunc();
            prop_assert_eq!(Cidr::parse(&net.to_string()).unwrap().to_string(), net.to_string());
        }

        #[test]
        fn any_text_is_answered_without_a_panic(raw in ".{0,40}") {
            let _ = Cidr::parse(&raw);
        }

        #[test]
        fn overlap_is_symmetric(a in any::<u32>(), b in any::<u32>(), la in 0u8..=32, lb in 0u8..=32) {
            let x = Cidr(Ipv4Net::new(a.into(), la).unwrap().trunc());
            let y = Cidr(Ipv4Net::new(b.into(), lb).unwrap().trunc());
            prop_assert_eq!(x.overlaps(y), y.overlaps(x));
        }
    }
}
