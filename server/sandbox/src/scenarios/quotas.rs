//! What AWS takes no more of (aws.md §2.4, §2.5).

use serde_json::{Value, json};

use super::{
    Built,
    client::{Client, REGION},
    setup::{ASN, Setup, make_gateway, spare_vpn_gateway},
};

/// Other places with their locations: ten connections fit into each, 30 interfaces onto a gateway.
const BRANCHES: [(&str, &str); 3] = [
    ("us-east-1", "/locations/us-wdc"),
    ("us-east-2", "/locations/us-chi"),
    ("us-west-1", "/locations/us-sjc"),
];

/// Orders of two legs each, per branch.
const PER_BRANCH: u32 = 5;

pub fn interfaces(mut client: Client<'_>) -> Built {
    let gateway = make_gateway(&mut client, "payments-dxgw", ASN)?;
    for (region, location) in BRANCHES {
        for number in 1..=PER_BRANCH {
            let order = json!({
                "name": format!("Branch {region} {number}"),
                "location": {"href": location},
                "awsRegion": region,
                "customerNetworks": [],
            });
            let mut branch = Setup::ordered(client.at(region), &order)?;
            branch.gateway.clone_from(&gateway);
            branch.accept()?;
            branch.make_interfaces(|_, _| {})?;
        }
    }
    let mut setup = Setup::ordered(client, &Value::Null)?;
    setup.gateway = gateway;
    setup.accept()?;
    setup.reach_vpc()
}

/// The seed has two of the five.
pub fn vpn_gateways(client: Client<'_>) -> Built {
    let mut setup = Setup::ordered(client, &Value::Null)?;
    setup.accept()?;
    setup.make_gateway(ASN)?;
    setup.make_interfaces(|_, _| {})?;
    for name in ["spare-vgw-1", "spare-vgw-2", "spare-vgw-3"] {
        spare_vpn_gateway(&mut setup.client, name)?;
    }
    Ok(())
}

/// The ten are accepted and in nobody's use; the other partner's order counts no more than ours.
pub fn connections(mut client: Client<'_>) -> Built {
    for number in 1..=PER_BRANCH {
        let order = json!({"name": format!("Earlier {number}"), "customerNetworks": []});
        Setup::ordered(client.at(REGION), &order)?.accept()?;
    }
    let mut setup = Setup::ordered(client, &Value::Null)?;
    setup.make_gateway(ASN)?;
    setup.reach_vpc()
}
