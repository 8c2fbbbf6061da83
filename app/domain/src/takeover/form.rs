//! What is typed on `/take-over`, raw and parsed.

use super::{ID, TakenOver};
use crate::{
    FieldIssue, Issue,
    values::{Asn, BgpKey, GatewayKind, PeerAddress, RegionName},
};

/// The field of the primary's hosted connection.
pub(super) const HOSTED: &str = "hosted";
/// The field of the secondary's.
const SECONDARY: &str = "secondary";

/// The raw texts, by the names of the fields.
#[derive(Debug, Clone, Default)]
pub struct Form {
    pub partner_asn: String,
    pub amazon_asn: String,
    pub primary: LegForm,
    /// Wholly empty: there is none.
    pub secondary: LegForm,
}

/// One leg's raw texts.
#[derive(Debug, Clone, Default)]
pub struct LegForm {
    /// `{region}/{dxcon id}`.
    pub hosted: String,
    pub partner_ip: String,
    pub amazon_ip: String,
    pub bgp_key: BgpKeyText,
    /// The key needs not be typed: it is known to the session, or AWS has it in an interface.
    pub key_known: bool,
}

/// A key as it was typed: it does not print.
#[derive(Clone, Default)]
pub struct BgpKeyText(pub String);

impl std::fmt::Debug for BgpKeyText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[a key]")
    }
}

/// The values, each sound.
#[derive(Debug, Clone)]
pub struct Typed {
    pub region: RegionName,
    pub partner_asn: Asn,
    pub amazon_asn: Asn,
    /// One or two, the primary first.
    pub legs: Vec<TypedLeg>,
}

/// One leg's values.
#[derive(Debug, Clone)]
pub struct TypedLeg {
    /// The form's field of its hosted connection.
    pub field: &'static str,
    pub hosted: String,
    pub partner_ip: PeerAddress,
    pub amazon_ip: PeerAddress,
    /// `None`: it was not typed again.
    pub bgp_key: Option<BgpKey>,
}

impl LegForm {
    /// The region and the hosted connection that were chosen.
    pub fn place(&self) -> Option<(RegionName, &str)> {
        let (region, hosted) = self.hosted.trim().split_once('/')?;
        let fits = hosted.starts_with(ID) && hosted.bytes().all(is_id);
        Some((RegionName::parse(region)?, hosted)).filter(|_| fits)
    }

    /// The key that was typed, if it is sound: nobody has to type it again because of others.
    pub fn sound_key(&self) -> Option<BgpKey> {
        BgpKey::parse(&self.bgp_key.0).ok()
    }

    fn is_empty(&self) -> bool {
        [
            &self.hosted,
            &self.partner_ip,
            &self.amazon_ip,
            &self.bgp_key.0,
        ]
        .iter()
        .all(|text| text.trim().is_empty())
    }
}

fn is_id(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'-'
}

/// The names of one leg's fields: hosted connection, partner IP, Amazon IP, key.
type Fields = [&'static str; 4];

const PRIMARY_FIELDS: Fields = [HOSTED, "partner_ip", "amazon_ip", "bgp_key"];
const SECONDARY_FIELDS: Fields = [
    SECONDARY,
    "partner_ip_secondary",
    "amazon_ip_secondary",
    "bgp_key_secondary",
];

impl Form {
    /// The raw texts of a post.
    pub fn read(text: impl Fn(&str) -> String) -> Self {
        let leg = |[hosted, partner, amazon, key]: Fields| LegForm {
            hosted: text(hosted),
            partner_ip: text(partner),
            amazon_ip: text(amazon),
            bgp_key: BgpKeyText(text(key)),
            key_known: false,
        };
        Self {
            partner_asn: text("partner_asn"),
            amazon_asn: text("amazon_asn"),
            primary: leg(PRIMARY_FIELDS),
            secondary: leg(SECONDARY_FIELDS),
        }
    }

    /// What may be shown again, by the names of the fields: everything but the keys.
    pub fn shown(&self) -> Vec<(&'static str, &str)> {
        let mut pairs = vec![
            ("partner_asn", self.partner_asn.as_str()),
            ("amazon_asn", &self.amazon_asn),
        ];
        for ([hosted, partner, amazon, _], leg) in [
            (PRIMARY_FIELDS, &self.primary),
            (SECONDARY_FIELDS, &self.secondary),
        ] {
            pairs.push((hosted, &leg.hosted));
            pairs.push((partner, &leg.partner_ip));
            pairs.push((amazon, &leg.amazon_ip));
        }
        pairs
    }

    /// What was typed before, for its correction.
    pub fn of(taken: &TakenOver) -> Self {
        let mut legs = taken.legs.iter().map(|leg| LegForm {
            hosted: format!("{}/{}", taken.region, leg.hosted),
            partner_ip: leg.partner_ip.to_string(),
            amazon_ip: leg.amazon_ip.to_string(),
            ..LegForm::default()
        });
        Self {
            partner_asn: taken.partner_asn.to_string(),
            amazon_asn: taken.amazon_asn.to_string(),
            primary: legs.next().unwrap_or_default(),
            secondary: legs.next().unwrap_or_default(),
        }
    }

    /// Reads all fields; every issue at once. `taken`: what the account has taken over before.
    pub fn parse(&self, taken: &[TakenOver]) -> Result<Typed, Vec<FieldIssue>> {
        let mut issues = Vec::new();
        let amazon = Asn::parse_amazon_side(&self.amazon_asn, GatewayKind::VirtualPrivate);
        let partner = Asn::parse_partner_side(&self.partner_asn, amazon.as_ref().ok().copied());
        let partner_asn = kept(&mut issues, "partner_asn", partner);
        let amazon_asn = kept(&mut issues, "amazon_asn", amazon);
        let primary = leg(&self.primary, PRIMARY_FIELDS, &mut issues);
        let secondary = (!self.secondary.is_empty())
            .then(|| leg(&self.secondary, SECONDARY_FIELDS, &mut issues));
        self.check_pair(taken, &mut issues);
        let region = self.primary.place().map(|(region, _)| region);
        match (region, partner_asn, amazon_asn, primary, secondary) {
            (Some(region), Some(partner_asn), Some(amazon_asn), Some(primary), secondary)
                if issues.is_empty() =>
            {
                Ok(Typed {
                    region,
                    partner_asn,
                    amazon_asn,
                    legs: [Some(primary), secondary.flatten()]
                        .into_iter()
                        .flatten()
                        .collect(),
                })
            }
            _ => Err(issues),
        }
    }

    /// Two different hosted connections of one region, neither part of something else.
    fn check_pair(&self, taken: &[TakenOver], issues: &mut Vec<FieldIssue>) {
        let Some((region, hosted)) = self.primary.place() else {
            return;
        };
        let of = |one: &str| {
            let other = |known: &&TakenOver| {
                known.id() != hosted && known.legs.iter().any(|leg| leg.hosted == one)
            };
            let connection = taken.iter().find(other)?.id().to_owned();
            Some(Issue::TakenAlready { connection })
        };
        issues.extend(of(hosted).map(|issue| FieldIssue::new(HOSTED, issue)));
        let Some((other_region, other)) = self.secondary.place() else {
            return;
        };
        let issue = if other == hosted {
            Some(Issue::SameConnection)
        } else if other_region == region {
            of(other)
        } else {
            Some(Issue::RegionsDiffer {
                region: region.to_string(),
            })
        };
        issues.extend(issue.map(|issue| FieldIssue::new(SECONDARY, issue)));
    }
}

fn kept<T>(issues: &mut Vec<FieldIssue>, field: &'static str, read: Result<T, Issue>) -> Option<T> {
    read.map_err(|issue| issues.push(FieldIssue::new(field, issue)))
        .ok()
}

fn leg(form: &LegForm, fields: Fields, issues: &mut Vec<FieldIssue>) -> Option<TypedLeg> {
    let [field, partner, amazon, key] = fields;
    let place = form.place().map(|(_, hosted)| hosted.to_owned());
    let place = place.ok_or(if form.hosted.trim().is_empty() {
        Issue::Required
    } else {
        Issue::NotOffered
    });
    let hosted = kept(issues, field, place);
    let partner_ip = kept(issues, partner, PeerAddress::parse(&form.partner_ip));
    let amazon_ip = kept(issues, amazon, PeerAddress::parse(&form.amazon_ip));
    if let (Some(one), Some(other)) = (partner_ip, amazon_ip)
        && !one.faces(other)
    {
        let network = one.network();
        issues.push(FieldIssue::new(amazon, Issue::AddressesApart { network }));
    }
    let bgp_key = match form.bgp_key.0.as_str() {
        "" if form.key_known => Some(None),
        "" => kept(issues, key, Err(Issue::Required)),
        typed => kept(issues, key, BgpKey::parse(typed).map(Some)),
    };
    Some(TypedLeg {
        field,
        hosted: hosted?,
        partner_ip: partner_ip?,
        amazon_ip: amazon_ip?,
        bgp_key: bgp_key?,
    })
}
