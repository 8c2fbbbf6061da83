//! Rules about autonomous system numbers (aws.md §2.2).

/// The Amazon side when nothing is said.
pub const DEFAULT_AMAZON_SIDE: u32 = 64512;

/// The Amazon side of every public interface.
pub const PUBLIC_AMAZON_SIDE: u32 = 7224;

/// What a Direct Connect gateway or a new VPN gateway may have: 64512–65534 or
/// 4200000000–4294967294.
pub fn amazon_side(asked: Option<i64>) -> Option<u32> {
    let Some(asked) = asked else {
        return Some(DEFAULT_AMAZON_SIDE);
    };
    let asn = u32::try_from(asked).ok()?;
    matches!(asn, 64_512..=65_534 | 4_200_000_000..=4_294_967_294).then_some(asn)
}

/// The customer's side of an interface: `asnLong` wins (1–4294967294), `asn` is 1–2147483646.
pub fn customer_side(asn: Option<i64>, asn_long: Option<i64>) -> Option<u32> {
    let (asked, most) = match (asn_long, asn) {
        (Some(long), _) => (long, 4_294_967_294),
        (None, asn) => (asn?, 2_147_483_646),
    };
    u32::try_from(asked)
        .ok()
        .filter(|asn| (1..=most).contains(asn))
}

/// The old 32-bit field of answers: 0 for a number that it can't hold.
pub fn short_form(asn: u32) -> u32 {
    if asn <= 2_147_483_647 { asn } else { 0 }
}
