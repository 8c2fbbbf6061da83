use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Issue;

/// An autonomous system number, 1–4294967294 where it is used at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Asn(pub u32);

/// What an Amazon side ASN belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GatewayKind {
    DirectConnect,
    VirtualPrivate,
}

impl Asn {
    /// Amazon's default for both kinds of gateway (reference/aws.md §2.2).
    pub const AMAZON_DEFAULT: Self = Self(64512);
    /// Pureport's own (reference/pureport.md §2, `pureportASN`).
    pub const PUREPORT: Self = Self(394_351);
    /// Numbers that Amazon gave to virtual private gateways before they could be chosen
    /// (design/screens.md, step `bgp`).
    pub const LEGACY: [Self; 4] = [Self(7224), Self(9059), Self(10124), Self(17493)];

    /// Reads an Amazon side ASN for a gateway of `kind`: 64512–65534 or 4200000000–4294967294;
    /// Amazon's legacy numbers only with a virtual private gateway; never the partner's own.
    pub fn parse_amazon_side(raw: &str, kind: GatewayKind) -> Result<Self, Issue> {
        number(raw)?
            .ok_or(Issue::AsnRange)
            .and_then(|asn| asn.check_amazon_side(kind))
    }

    /// Reads the ASN of the router at the other end, 1–4294967294 (reference/aws.md §2.2), which
    /// is not Amazon's.
    pub fn parse_partner_side(raw: &str, amazon: Option<Self>) -> Result<Self, Issue> {
        let asn = number(raw)?.unwrap_or(Self(0));
        if Self::LEGACY.contains(&asn) || Some(asn) == amazon {
            return Err(Issue::AsnAmazons { asn: asn.0 });
        }
        if matches!(asn.0, 0 | u32::MAX) {
            return Err(Issue::AsnRangeAny);
        }
        Ok(asn)
    }

    fn check_amazon_side(self, kind: GatewayKind) -> Result<Self, Issue> {
        if self == Self::PUREPORT {
            return Err(Issue::AsnPartner { asn: self.0 });
        }
        if Self::LEGACY.contains(&self) {
            return match kind {
                GatewayKind::VirtualPrivate => Ok(self),
                GatewayKind::DirectConnect => Err(Issue::AsnLegacy { asn: self.0 }),
            };
        }
        if self.is_private() {
            Ok(self)
        } else {
            Err(Issue::AsnRange)
        }
    }

    /// One of the private ranges that AWS takes for gateways (reference/aws.md §2.2).
    pub fn is_private(self) -> bool {
        matches!(self.0, 64_512..=65_534 | 4_200_000_000..=4_294_967_294)
    }
}

/// `None`: digits, but more than an ASN has.
fn number(raw: &str) -> Result<Option<Asn>, Issue> {
    let kept: String = raw
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ',')
        .collect();
    if kept.is_empty() {
        return Err(Issue::Required);
    }
    let digits = kept
        .strip_prefix("AS")
        .or(kept.strip_prefix("as"))
        .unwrap_or(&kept);
    if !digits.chars().all(|c| c.is_ascii_digit()) {
        return Err(Issue::AsnNotANumber);
    }
    Ok(digits.parse().map(Asn).ok())
}

impl fmt::Display for Asn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amazon_side_numbers_outside_the_private_ranges_are_refused() {
        for raw in [
            "0",
            "1",
            "64511",
            "65535",
            "4199999999",
            "4294967295",
            "99999999999",
        ] {
            assert_eq!(
                Asn::parse_amazon_side(raw, GatewayKind::DirectConnect),
                Err(Issue::AsnRange),
                "{raw}"
            );
        }
        for raw in [
            "64512",
            "65534",
            "4200000000",
            "4294967294",
            " 64 512 ",
            "AS64512",
        ] {
            assert!(
                Asn::parse_amazon_side(raw, GatewayKind::DirectConnect).is_ok(),
                "{raw}"
            );
        }
    }

    #[test]
    fn legacy_numbers_are_for_virtual_private_gateways_only() {
        for Asn(asn) in Asn::LEGACY {
            let raw = asn.to_string();
            assert_eq!(
                Asn::parse_amazon_side(&raw, GatewayKind::DirectConnect),
                Err(Issue::AsnLegacy { asn })
            );
            assert_eq!(
                Asn::parse_amazon_side(&raw, GatewayKind::VirtualPrivate),
                Ok(Asn(asn))
            );
        }
    }

    #[test]
    fn the_partners_number_is_any_but_amazons() {
        for raw in ["1", "65100", "AS 394351", "4294967294"] {
            assert!(
                Asn::parse_partner_side(raw, Some(Asn(64512))).is_ok(),
                "{raw}"
            );
        }
        let cases = [
            ("", Issue::Required),
            ("Northwind", Issue::AsnNotANumber),
            ("0", Issue::AsnRangeAny),
            ("4294967295", Issue::AsnRangeAny),
            ("99999999999", Issue::AsnRangeAny),
            ("64512", Issue::AsnAmazons { asn: 64512 }),
            ("7224", Issue::AsnAmazons { asn: 7224 }),
        ];
        for (raw, issue) in cases {
            assert_eq!(
                Asn::parse_partner_side(raw, Some(Asn(64512))),
                Err(issue),
                "{raw}"
            );
        }
    }

    #[test]
    fn text_and_the_partners_own_number_are_refused() {
        assert_eq!(
            Asn::parse_amazon_side("amazon", GatewayKind::DirectConnect),
            Err(Issue::AsnNotANumber)
        );
        assert_eq!(
            Asn::parse_amazon_side("-1", GatewayKind::DirectConnect),
            Err(Issue::AsnNotANumber)
        );
        assert_eq!(
            Asn::parse_amazon_side("", GatewayKind::DirectConnect),
            Err(Issue::Required)
        );
        for kind in [GatewayKind::DirectConnect, GatewayKind::VirtualPrivate] {
            assert_eq!(
                Asn::parse_amazon_side("394351", kind),
                Err(Issue::AsnPartner { asn: 394_351 })
            );
        }
    }
}
