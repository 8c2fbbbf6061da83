//! Direct Connect locations and the devices in them.

use serde_json::{Value, json};

use crate::{
    aws::{AwsError, Caller},
    world::World,
};

/// Code, name and region.
const LOCATIONS: [(&str, &str, &str); 5] = [
    ("EqDC2", "Equinix DC1-DC6, DC10, Ashburn, VA", "us-east-1"),
    ("EqDA2", "Equinix DA1-DA3, DA6, Dallas, TX", "us-east-1"),
    ("EqCH2", "Equinix CH1-CH2, CH4, Chicago, IL", "us-east-2"),
    ("EqSV5", "Equinix SV1, SV5, San Jose, CA", "us-west-1"),
    ("EqSe2", "Equinix SE2, Seattle, WA", "us-west-2"),
];

/// `DescribeLocations`: those of the endpoint's region.
#[expect(clippy::unnecessary_wraps, reason = "every operation has this form")]
pub fn describe(_: &mut World, caller: &Caller, _: Value) -> Result<Value, AwsError> {
    let locations = LOCATIONS
        .iter()
        .filter(|(_, _, region)| *region == caller.region);
    let locations: Value = locations
        .map(|(code, name, region)| {
            json!({
                "locationCode": code,
                "locationName": name,
                "region": region,
                "availablePortSpeeds": ["1G", "10G"],
                "availableProviders": ["Pureport"],
                "availableMacSecPortSpeeds": [],
            })
        })
        .collect();
    Ok(json!({"locations": locations}))
}

/// The AWS device on which leg 0 or 1 ends.
pub fn device(location: &str, device: u8) -> String {
    let endpoint = if device.is_multiple_of(2) {
        "1kq7h0f4c2z9m"
    } else {
        "2vx3d8n5t1r6b"
    };
    format!("{location}-{endpoint}")
}

/// The logical device of the same leg.
pub fn logical_device(location: &str, device: u8) -> String {
    let endpoint = if device.is_multiple_of(2) {
        "3f9w2k6p"
    } else {
        "8c4j7s1y"
    };
    format!("{location}-{endpoint}")
}
