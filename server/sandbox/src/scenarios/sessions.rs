//! What is wrong between the two ends of a leg.

use serde_json::{Value, json};

use super::{
    Built,
    client::Client,
    setup::{ASN, PRIMARY, SECONDARY, Setup},
};

/// The longest that a failover test runs (aws.md §1.2), in minutes.
const LONGEST_TEST: u32 = 4_320;

pub fn asn_mismatch(client: Client<'_>) -> Built {
    let mut setup = Setup::without_interfaces(client, 64_513)?;
    setup.make_interfaces(|_, _| {})
}

pub fn swapped_ips(client: Client<'_>) -> Built {
    let mut setup = Setup::without_interfaces(client, ASN)?;
    setup.make_interfaces(|_, new| {
        let amazon = new["amazonAddress"].take();
        new["amazonAddress"] = new["customerAddress"].take();
        new["customerAddress"] = amazon;
    })
}

pub fn key_blank(client: Client<'_>) -> Built {
    let mut setup = Setup::without_interfaces(client, ASN)?;
    setup.make_interfaces(|leg, new| {
        if leg == PRIMARY {
            let key = new["authKey"].as_str().unwrap_or_default();
            new["authKey"] = Value::from(format!("{key} "));
        }
    })
}

pub fn key_mismatch(client: Client<'_>) -> Built {
    let mut setup = Setup::without_interfaces(client, ASN)?;
    let primary = setup.connection[PRIMARY]["bgpConfig"]["password"].clone();
    setup.make_interfaces(|_, new| new["authKey"] = primary.clone())
}

/// The partner chooses the device, so it is the one that gets it wrong: before anything is accepted.
pub fn same_device(client: Client<'_>) -> Built {
    let mut setup = Setup::ordered(client, &Value::Null)?;
    let secondary = setup.connection[SECONDARY]["remoteId"].clone();
    let secondary = secondary.as_str().unwrap_or_default();
    setup.client.patch(secondary, &json!({"device": 0}))?;
    setup.accept()?;
    setup.make_gateway(ASN)?;
    setup.reach_vpc()?;
    setup.make_interfaces(|_, _| {})
}

pub fn one_vif(client: Client<'_>) -> Built {
    let mut setup = Setup::without_interfaces(client, ASN)?;
    setup.make_interface(PRIMARY, |_, _| {})?;
    Ok(())
}

pub fn drill_left_running(client: Client<'_>) -> Built {
    let mut setup = Setup::without_interfaces(client, ASN)?;
    let primary = setup.make_interface(PRIMARY, |_, _| {})?;
    setup.make_interface(SECONDARY, |_, _| {})?;
    let input = json!({"virtualInterfaceId": primary, "testDurationInMinutes": LONGEST_TEST});
    setup.client.dx("StartBgpFailoverTest", input)?;
    Ok(())
}
