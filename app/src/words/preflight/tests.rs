use domain::{
    ports::PortError,
    values::{AwsAccountId, RegionName},
};

use super::*;

/// Every code with the severity that it is found with.
fn codes() -> Vec<(Check, Severity, Code)> {
    use Check as C;
    use Severity::{Blocking, NotChecked, Passed, Warning};
    let text = || "thing".to_owned();
    let account = || AwsAccountId::parse("123456789012").unwrap();
    let region = || RegionName::parse("us-west-2").unwrap();
    let names = || vec!["ec2:CreateVpnGateway".to_owned()];
    let denied = || PortError::Denied {
        action: "iam:SimulatePrincipalPolicy".to_owned(),
    };
    let full = || Code::Full {
        at: text(),
        count: 5,
        new: 1,
        limit: 5,
    };
    let fits = || Code::Fits {
        count: 4,
        new: 1,
        limit: 5,
    };
    let (count, limit) = (101, 100);
    let (asn, ordered) = (64512, 65010);
    let (vpc, gateway, cidr) = (text, text, text);
    #[rustfmt::skip]
    let codes = vec![
        (C::Account, NotChecked, Code::Unseen(Unseen::NotConnected)),
        (C::PrefixCount, NotChecked, Code::Unseen(Unseen::NotOffered)),
        (C::PrefixCount, NotChecked, Code::Unseen(Unseen::NoGateway)),
        (C::Region, NotChecked, Code::Unseen(Unseen::Failed(PortError::Unreachable))),
        (C::Overlap, NotChecked, Code::ChosenLater),
        (C::Account, Passed, Code::AccountFits { account: account() }),
        (C::Account, Blocking, Code::OtherAccount { connected: account(), ordered: account() }),
        (C::Rights, Passed, Code::AllAllowed { actions: 9 }),
        (C::Rights, Blocking, Code::Forbidden { actions: names() }),
        (C::Rights, Warning, Code::NotGranted { actions: names() }),
        (C::Rights, Warning, Code::NoEvidence { action: "cloudwatch:GetMetricData".to_owned() }),
        (C::Rights, NotChecked, Code::RightsUnknown { actions: names(), why: Unseen::Failed(denied()) }),
        (C::Rights, NotChecked, Code::RightsUnknown { actions: names(), why: Unseen::NotConnected }),
        (C::Region, Passed, Code::RegionsReached { regions: vec![region()] }),
        (C::Region, Blocking, Code::RegionOff { region: region() }),
        (C::Region, NotChecked, Code::RegionSilent { region: region(), error: denied() }),
        (C::TargetAsn, Passed, Code::AsnFits { gateway: gateway(), asn }),
        (C::TargetAsn, Blocking, Code::AsnDiffers { gateway: gateway(), asn, ordered }),
        (C::TargetAsn, Passed, Code::AsnOfNew { asn }),
        (C::TargetAsn, NotChecked, Code::AsnLater { asn }),
        (C::TargetAsn, Blocking, Code::GatewayGone { gateway: gateway() }),
        (C::PartnerAsn, Blocking, Code::AsnIsPartners { asn }),
        (C::PartnerAsn, Passed, Code::AsnsDiffer { amazon: asn, partner: 394_351 }),
        (C::TransitMix, Passed, Code::NoTransit),
        (C::TransitAsn, Passed, Code::NoTransit),
        (C::TransitMix, Blocking, Code::TransitAttached { transit: text() }),
        (C::TransitAsn, Blocking, Code::TransitSameAsn { transit: text(), asn }),
        (C::TransitAsn, Passed, Code::TransitNeverJoins { transit: text(), asn }),
        (C::VpnGateways, Passed, Code::WillGetVpnGateway { vpc: vpc() }),
        (C::VpnGateways, Passed, Code::VpnGatewayUsed { vpc: vpc(), gateway: gateway() }),
        (C::VpnGateways, Warning, Code::VpnGatewayLeaving { vpc: vpc(), gateway: gateway() }),
        (C::VpnGateways, Blocking, Code::VpcHasOther { vpc: vpc(), gateway: gateway(), target: text() }),
        (C::VpnGateways, Blocking, Code::AssociatedElsewhere { vpc: vpc(), gateway: gateway(), other: text() }),
        (C::VpnGateways, Blocking, Code::VpcGone { vpc: vpc() }),
        (C::VpnGateways, Blocking, Code::OneVpcOnly { chosen: 2 }),
        (C::VpnGateways, Blocking, Code::OtherRegion { vpc: vpc(), region: region(), home: region() }),
        (C::Overlap, Passed, Code::Apart { vpcs: 1 }),
        (C::Overlap, Passed, Code::Apart { vpcs: 2 }),
        (C::Overlap, Blocking, Code::Overlaps { vpc: vpc(), cidr: cidr(), other: text(), with: text() }),
        (C::Overlap, NotChecked, Code::MemberUnseen { gateway: gateway() }),
        (C::CustomerNetworks, Passed, Code::NoneNamed),
        (C::CustomerNetworks, Passed, Code::Covers { cidr: cidr(), vpcs: names() }),
        (C::CustomerNetworks, Passed, Code::InNoVpc { cidr: cidr(), region: region() }),
        (C::CustomerNetworks, Warning, Code::PartOfVpc { cidr: cidr(), vpc: vpc(), of: text() }),
        (C::CustomerPrefixes, Passed, Code::NothingHidden { prefixes: 1 }),
        (C::CustomerPrefixes, Warning, Code::LocalWins { prefix: text(), vpc: vpc(), cidr: cidr() }),
        (C::PrefixCount, Passed, Code::PrefixesFit { count: 2, limit }),
        (C::PrefixCount, Warning, Code::PrefixesNearLimit { count: 99, limit }),
        (C::PrefixCount, Blocking, Code::TooManyPrefixes { count, limit }),
        (C::AllowedPrefixes, Passed, Code::WholeVpc { vpc: vpc(), cidrs: names() }),
        (C::AllowedPrefixes, Passed, Code::AllowedCover { vpc: vpc(), count: 1 }),
        (C::AllowedPrefixes, Blocking, Code::AllowedTooNarrow { vpc: vpc(), prefix: text(), cidr: cidr() }),
        (C::AllowedPrefixes, Warning, Code::LeftOut { vpc: vpc(), cidr: cidr() }),
        (C::AllowedPrefixes, Warning, Code::ManyAllowed { vpc: vpc(), count: 21, limit: 20 }),
        (C::ConnectionQuota, Passed, fits()),
        (C::GatewayQuota, Warning, full()),
        (C::ConnectionQuota, Warning, full()),
        (C::InterfaceQuota, Blocking, full()),
        (C::AssociationQuota, Blocking, full()),
        (C::VpnGatewayQuota, Blocking, full()),
    ];
    codes
}

fn said() -> impl Iterator<Item = (Severity, String)> {
    codes().into_iter().map(|(check, severity, code)| {
        let found = Finding {
            check,
            severity,
            code,
        };
        (severity, finding(&found))
    })
}

#[test]
fn each_finding_has_a_sentence() {
    for (_, text) in said() {
        assert!(text.ends_with('.') && text.len() > 20, "{text}");
        assert!(!text.contains("  ") && !text.contains('{'), "{text}");
    }
}

#[test]
fn whatever_is_wrong_names_its_mend() {
    let mends = [
        "ask ",
        "choose ",
        "check again",
        "connect aws",
        "delete ",
        "enter ",
        "add ",
        "enable ",
        "give ",
        "leave ",
        "name the",
        "summarise ",
    ];
    for (severity, text) in said() {
        let wrong = matches!(severity, Severity::Blocking | Severity::Warning);
        let lower = text.to_lowercase();
        let has = mends.iter().any(|mend| lower.contains(mend));
        assert!(!wrong || has, "{text}");
    }
}
