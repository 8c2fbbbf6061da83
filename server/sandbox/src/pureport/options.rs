//! Options: the algorithms that an IPsec connection can be configured with, and what crosses the
//! backbone. Nothing of it concerns Direct Connect; clients list it all the same.

use serde_json::{Map, Value, json};

use super::{
    call::{Answer, Call, Reply, missing},
    catalogue::find_location,
    fields::{invalid, number, parameter},
    offers::TERMS,
};

/// A kind of option, its values in the specification's order, and which of them is the default.
type Choice = (&'static str, &'static [&'static str], &'static str);

const DH_GROUPS: &[&str] = &[
    "MODP_1024",
    "MODP_1536",
    "MODP_2048",
    "MODP_3072",
    "MODP_4096",
    "MODP_6144",
    "MODP_8192",
    "ECP_192",
    "ECP_224",
    "ECP_256",
    "ECP_384",
    "ECP_521",
];

const IKE_V1_ENCRYPTION: &[&str] = &["AES_128", "AES_192", "AES_256"];

const IKE_V2_ENCRYPTION: &[&str] = &[
    "NULL",
    "AES_128",
    "AES_192",
    "AES_256",
    "AES_128_CTR",
    "AES_192_CTR",
    "AES_256_CTR",
    "AES_128_GCM_64",
    "AES_192_GCM_64",
    "AES_256_GCM_64",
    "AES_128_GCM_96",
    "AES_192_GCM_96",
    "AES_256_GCM_96",
    "AES_128_GCM_128",
    "AES_192_GCM_128",
    "AES_256_GCM_128",
];

const ESP_ENCRYPTION: &[&str] = &[
    "NULL",
    "AES_128",
    "AES_192",
    "AES_256",
    "AES_128_CTR",
    "AES_192_CTR",
    "AES_256_CTR",
    "AES_128_GCM_64",
    "AES_192_GCM_64",
    "AES_256_GCM_64",
    "AES_128_GCM_96",
    "AES_192_GCM_96",
    "AES_256_GCM_96",
    "AES_128_GCM_128",
    "AES_192_GCM_128",
    "AES_256_GCM_128",
    "AES_128_GMAC",
    "AES_192_GMAC",
    "AES_256_GMAC",
];

const IKE_INTEGRITY: &[&str] = &[
    "MD5_HMAC",
    "SHA1_HMAC",
    "SHA256_HMAC",
    "SHA384_HMAC",
    "SHA512_HMAC",
];

const ESP_INTEGRITY: &[&str] = &[
    "MD5_HMAC",
    "SHA1_HMAC",
    "SHA256_HMAC",
    "SHA384_HMAC",
    "SHA512_HMAC",
    "AES_XCBC",
];

const PRF: &[&str] = &["MD5", "SHA_1", "AES_XCBC", "SHA_256", "SHA_384", "SHA_512"];

const CHOICES: [Choice; 13] = [
    ("IKEV1IKEEncryption", IKE_V1_ENCRYPTION, "AES_128"),
    ("IKEV1IKEIntegrity", IKE_INTEGRITY, "SHA256_HMAC"),
    ("IKEV1IKEDHGroup", DH_GROUPS, "MODP_2048"),
    ("IKEV1ESPEncryption", ESP_ENCRYPTION, "AES_128"),
    ("IKEV1ESPIntegrity", ESP_INTEGRITY, "SHA256_HMAC"),
    ("IKEV1ESPDHGroup", DH_GROUPS, "MODP_2048"),
    ("IKEV2IKEEncryption", IKE_V2_ENCRYPTION, "AES_128"),
    ("IKEV2IKEPRF", PRF, "SHA_256"),
    ("IKEV2IKEIntegrity", ESP_INTEGRITY, "SHA256_HMAC"),
    ("IKEV2IKEDHGroup", DH_GROUPS, "MODP_2048"),
    ("IKEV2ESPEncryption", ESP_ENCRYPTION, "AES_128"),
    ("IKEV2ESPIntegrity", ESP_INTEGRITY, "SHA256_HMAC"),
    ("IKEV2ESPDHGroup", DH_GROUPS, "MODP_2048"),
];

/// Broken, or weaker than what its RFC still allows (RFC 8247).
const UNSAFE: [&str; 7] = [
    "NULL",
    "MD5",
    "MD5_HMAC",
    "SHA1_HMAC",
    "SHA_1",
    "MODP_1024",
    "MODP_1536",
];

/// `GET /options?type=A&type=B`: all of them when none is named.
pub(super) fn list(call: &mut Call) -> Answer {
    let wanted = call.query("type");
    let wanted: Vec<&str> = wanted.iter().flat_map(|types| types.split(',')).collect();
    for name in &wanted {
        find(name)?;
    }
    let choices = CHOICES.iter();
    let choices = choices.filter(|(name, ..)| wanted.is_empty() || wanted.contains(name));
    let options: Map<String, Value> = choices
        .map(|choice| (choice.0.to_owned(), options(choice)))
        .collect();
    Ok(Reply::ok(Value::Object(options)))
}

/// `GET /options/{type}`
pub(super) fn get(call: &mut Call) -> Answer {
    Ok(Reply::ok(options(find(&call.id)?)))
}

fn find(name: &str) -> Answer<&'static Choice> {
    let found = CHOICES.iter().find(|choice| choice.0 == name);
    found.map_or_else(|| missing("option type", name), Ok)
}

fn options((_, values, default): &Choice) -> Value {
    let options = values.iter().map(|value| {
        json!({
            "value": value,
            "description": value.replace('_', " "),
            "default": value == default,
            "unsafe": UNSAFE.contains(value),
            "aead": value.contains("_GCM_") || value.ends_with("_GMAC"),
        })
    });
    Value::Array(options.collect())
}

/// `GET /options/isBackbone?portId=&locationId=&speed=&billingTerm=`: whether a port in one place
/// used from another costs extra. Nobody has a port here, so nothing does.
pub(super) fn is_backbone(call: &mut Call) -> Answer {
    if let Some(port) = parameter(call, "portId") {
        return missing("port", port);
    }
    if let Some(location) = parameter(call, "locationId")
        && find_location(location).is_none()
    {
        return missing("location", location);
    }
    number(call, "speed", 1..=10_000)?;
    let term = parameter(call, "billingTerm");
    if term.is_some_and(|term| TERMS.iter().all(|(name, _)| *name != term)) {
        return invalid("billingTerm must be HOURLY, MONTHLY, ONE_YEAR or TWO_YEAR");
    }
    Ok(Reply::ok(json!({"isBackbone": false})))
}
