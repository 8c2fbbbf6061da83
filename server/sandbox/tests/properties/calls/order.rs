//! Orders, sound and unsound.

use serde_json::{Value, json};

use super::dice::{ASNS, Dice};
use crate::{
    client::{ACCOUNT, OTHER_ACCOUNT},
    known::Connection,
};

const PLACES: [(&str, &str); 5] = [
    ("us-sea", "us-west-2"),
    ("us-wdc", "us-east-1"),
    ("us-sjc", "us-west-1"),
    ("us-chi", "us-east-2"),
    ("us-dal", "us-west-2"),
];

/// An order that is mostly accepted.
pub fn new(dice: &mut Dice) -> Value {
    let (location, region) = if dice.percent(65) {
        PLACES[0]
    } else {
        dice.one(PLACES).unwrap_or(PLACES[0])
    };
    let mut order = json!({
        "type": "AWS_DIRECT_CONNECT",
        "name": format!("order {}", dice.below(1_000)),
        "speed": dice.one([50, 100, 500, 1_000]),
        "highAvailability": dice.percent(60),
        "billingTerm": dice.one(["HOURLY", "MONTHLY", "ONE_YEAR"]),
        "location": {"href": format!("/locations/{location}")},
        "awsAccountId": if dice.percent(75) { ACCOUNT } else { OTHER_ACCOUNT },
        "awsRegion": region,
        "peering": {"type": dice.one(["PRIVATE", "PRIVATE", "PRIVATE", "PUBLIC", "TRANSIT"])},
        "customerASN": dice.one(ASNS),
    });
    embellish(dice, &mut order);
    dice.spoilt(order)
}

fn embellish(dice: &mut Dice, order: &mut Value) {
    if dice.percent(55) {
        return;
    }
    let nat = json!({"enabled": true, "mappings": [
        {"nativeCidr": "192.168.0.0/16"},
        {"nativeCidr": dice.one(["172.16.0.0/16", "172.20.0.0/24", "192.168.1.0/24", "x"])},
    ]});
    let keys = json!({"enabled": dice.percent(60), "primaryBGPPassword": "primary-key-1", "secondaryBGPPassword": "secondary-key-2"});
    let extras = [
        ("nat", nat),
        ("bgpPasswordConfiguration", keys),
        (
            "customerNetworks",
            json!([{"address": "10.1.0.0/16", "name": dice.name()}, {"address": dice.one(["10.2.0.0/16", "10.1.0.0/16", "y"])}]),
        ),
        (
            "primaryVlan",
            json!(dice.one([0, 1, 100, 101, 4_094, 4_095])),
        ),
        ("secondaryVlan", json!(100)),
        (
            "peering",
            json!({"type": dice.one(["PUBLIC", "TRANSIT", "OTHER"])}),
        ),
        (
            "peering",
            json!({"type": "PRIVATE", "primaryPureportBgpIP": "169.254.100.1/30", "primaryRemoteBgpIP": dice.one(["169.254.100.2/30", "169.254.100.0/30", "1"])}),
        ),
        (
            "customerASN",
            json!(dice.one([0, 64_500, 65_535, 4_294_967_295_u32])),
        ),
        ("customerASN", Value::Null),
        (
            "cloudRegion",
            json!({"href": "/cloudRegions/aws-us-west-2"}),
        ),
        ("speed", json!(dice.one([51, 2_000, 10_000]))),
        ("name", json!(dice.name())),
        ("tags", json!({"a": dice.name()})),
        ("bfd", json!({"detectMultiplier": dice.below(400)})),
        (
            "cloudServices",
            json!([{"href": "/cloudServices/aws-s3-us-west-2"}]),
        ),
        (
            "id",
            json!(dice.one(["conn-mine", "conn-mine-2", "../x", ""])),
        ),
    ];
    if let Some((name, value)) = dice.one(extras) {
        order[name] = value;
    }
}

/// The whole object of a change, with what cannot change as it is.
pub fn changed(dice: &mut Dice, connection: &Connection) -> Value {
    let old = &connection.order;
    let mut order = json!({
        "type": "AWS_DIRECT_CONNECT",
        "name": old["name"],
        "speed": old["speed"],
        "highAvailability": old["highAvailability"],
        "billingTerm": old["billingTerm"],
        "location": {"href": format!("/locations/{}", old["location"].as_str().unwrap_or_default())},
        "awsAccountId": old["awsAccountId"],
        "awsRegion": old["region"],
        "peering": old["peering"],
        "customerASN": old["customerASN"].as_u64().or(old["customerAsn"].as_u64()),
        "primaryVlan": old["vlans"][0],
        "secondaryVlan": old["vlans"][1],
        "nat": {"enabled": connection.nat.enabled},
    });
    match dice.below(5) {
        0 => order["name"] = json!(format!("renamed {}", dice.below(100))),
        1 => order["customerASN"] = json!(dice.one(ASNS)),
        2 => order["billingTerm"] = json!(dice.one(["HOURLY", "TWO_YEAR"])),
        3 => order["highAvailability"] = json!(dice.percent(50)),
        _ => embellish(dice, &mut order),
    }
    dice.spoilt(order)
}
