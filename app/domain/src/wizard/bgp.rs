use super::Fields;
use crate::{
    FieldIssue, Issue,
    ports::{Choice, Target},
    values::{Asn, GatewayKind},
};

/// Step `bgp`: where the connection ends in AWS, and the Amazon side ASN that follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bgp {
    pub target: TargetAnswer,
    pub asn: Asn,
}

/// "What will this connect to in AWS?"
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetAnswer {
    /// "A new Direct Connect gateway".
    NewGateway,
    /// "An existing Direct Connect gateway", by id.
    ExistingGateway(String),
    /// "A virtual private gateway": by id, or one to be made later.
    VpnGateway(Option<String>),
    /// "I will enter the ASN".
    Typed,
}

impl TargetAnswer {
    /// The choice that the connection starts with.
    pub fn choice(&self) -> Choice {
        match self {
            Self::NewGateway | Self::Typed => Choice::NewGateway,
            Self::ExistingGateway(id) => Choice::Existing {
                target: Target::DirectConnectGateway(id.clone()),
            },
            Self::VpnGateway(Some(id)) => Choice::Existing {
                target: Target::VirtualPrivateGateway(id.clone()),
            },
            Self::VpnGateway(None) => Choice::NewVpnGateway,
        }
    }
}

impl Bgp {
    /// Fields `target`, `gateway`, `vpn_gateway`, `asn`; and `gateway_asn`, which the server
    /// sets from what AWS shows, never the browser. A gateway's number fixes the answer.
    pub fn parse(form: &Fields) -> Result<Self, Vec<FieldIssue>> {
        let one = |field: &str, issue| Err(vec![FieldIssue::new(field, issue)]);
        let (target, kind) = match form.get("target") {
            "new" => (TargetAnswer::NewGateway, GatewayKind::DirectConnect),
            "existing" => {
                let id = form.get("gateway");
                if id.is_empty() {
                    return one("gateway", Issue::Required);
                }
                (
                    TargetAnswer::ExistingGateway(id.to_owned()),
                    GatewayKind::DirectConnect,
                )
            }
            "vgw" => {
                let id = Some(form.get("vpn_gateway")).filter(|id| !id.is_empty());
                (
                    TargetAnswer::VpnGateway(id.map(str::to_owned)),
                    GatewayKind::VirtualPrivate,
                )
            }
            "asn" => (TargetAnswer::Typed, GatewayKind::DirectConnect),
            "" => return one("target", Issue::Required),
            _ => return one("target", Issue::NotOffered),
        };
        let named = matches!(
            &target,
            TargetAnswer::ExistingGateway(_) | TargetAnswer::VpnGateway(Some(_))
        );
        if named {
            return Self::of_gateway(target, kind, form);
        }
        match Asn::parse_amazon_side(form.get("asn"), kind) {
            Ok(asn) => Ok(Self { target, asn }),
            Err(issue) => one("asn", issue),
        }
    }

    fn of_gateway(
        target: TargetAnswer,
        kind: GatewayKind,
        form: &Fields,
    ) -> Result<Self, Vec<FieldIssue>> {
        let field = if kind == GatewayKind::DirectConnect {
            "gateway"
        } else {
            "vpn_gateway"
        };
        let Ok(gateway) = form.get("gateway_asn").parse::<u32>() else {
            return Err(vec![FieldIssue::new(field, Issue::GatewayUnknown)]);
        };
        let typed = form.get("asn");
        if typed.trim().is_empty() {
            return Ok(Self {
                target,
                asn: Asn(gateway),
            });
        }
        match Asn::parse_amazon_side(typed, GatewayKind::VirtualPrivate) {
            Ok(asn) if asn.0 == gateway => Ok(Self { target, asn }),
            Ok(asn) => Err(vec![FieldIssue::new(
                "asn",
                Issue::AsnOfGateway {
                    typed: asn.0,
                    gateway,
                },
            )]),
            Err(issue) => Err(vec![FieldIssue::new("asn", issue)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pairs: &[(&str, &str)]) -> Result<Bgp, Vec<FieldIssue>> {
        Bgp::parse(&pairs.iter().copied().collect())
    }

    #[test]
    fn a_gateways_number_fixes_the_answer() {
        let chosen = [
            ("target", "existing"),
            ("gateway", "uuid"),
            ("gateway_asn", "65010"),
        ];
        assert_eq!(parse(&chosen).map(|bgp| bgp.asn), Ok(Asn(65010)));
        let typed = [
            ("target", "existing"),
            ("gateway", "uuid"),
            ("gateway_asn", "65010"),
            ("asn", "64512"),
        ];
        let issue = Issue::AsnOfGateway {
            typed: 64512,
            gateway: 65010,
        };
        assert_eq!(parse(&typed), Err(vec![FieldIssue::new("asn", issue)]));
    }

    #[test]
    fn legacy_numbers_need_a_virtual_private_gateway() {
        assert!(parse(&[("target", "vgw"), ("asn", "7224")]).is_ok());
        for target in ["new", "asn"] {
            let issues = parse(&[("target", target), ("asn", "7224")]);
            assert_eq!(
                issues,
                Err(vec![FieldIssue::new("asn", Issue::AsnLegacy { asn: 7224 })]),
                "{target}"
            );
        }
    }

    #[test]
    fn a_gateway_that_was_not_seen_is_not_taken_on_trust() {
        let issue = FieldIssue::new("gateway", Issue::GatewayUnknown);
        assert_eq!(
            parse(&[
                ("target", "existing"),
                ("gateway", "uuid"),
                ("asn", "64512")
            ]),
            Err(vec![issue])
        );
    }
}
