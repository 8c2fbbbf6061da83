//! What is wrong between Direct Connect gateway, VPN gateway and VPC.

use serde_json::{Value, json};

use super::{
    Built,
    client::{Client, DAY, items, text},
    setup::{ASN, SECONDARY, Setup, make_gateway, make_vpn_gateway, vpc},
};
use crate::{aws::caller::ACCOUNT, control::Refused};

pub fn legs_on_two_gateways(client: Client<'_>) -> Built {
    let mut setup = Setup::without_interfaces(client, ASN)?;
    let other = make_gateway(&mut setup.client, "payments-dxgw-2", ASN)?;
    setup.make_interfaces(|leg, new| {
        if leg == SECONDARY {
            new["directConnectGatewayId"] = json!(other);
        }
    })
}

pub fn propagation_on_unassociated(client: Client<'_>) -> Built {
    let mut setup = on_gateway(client)?;
    setup.make_vpn_gateway()?;
    setup.propagate()
}

pub fn narrow_prefixes(client: Client<'_>) -> Built {
    let mut setup = on_gateway(client)?;
    setup.make_vpn_gateway()?;
    setup.associate(&setup.gateway.clone(), &["10.20.0.0/17"])?;
    setup.propagate()
}

pub fn vgw_on_other_dxgw(client: Client<'_>) -> Built {
    let mut setup = on_gateway(client)?;
    setup.make_vpn_gateway()?;
    let other = gateway_named(&mut setup.client, "legacy-dxgw")?;
    setup.associate(&other, &[])?;
    setup.propagate()
}

/// Sessions up, and nothing behind the Direct Connect gateway yet.
fn on_gateway(client: Client<'_>) -> Result<Setup<'_>, Refused> {
    let mut setup = Setup::ordered(client, &Value::Null)?;
    setup.accept()?;
    setup.make_gateway(ASN)?;
    setup.make_interfaces(|_, _| {})?;
    Ok(setup)
}

/// The transit gateway comes from the seed, its ASN is not the Direct Connect gateway's.
pub fn dxgw_has_tgw(client: Client<'_>) -> Built {
    let mut setup = Setup::ordered(client, &Value::Null)?;
    setup.accept()?;
    setup.make_gateway(ASN)?;
    let filter = [
        ("Filter.1.Name", "tag:Name"),
        ("Filter.1.Value.1", "partners"),
    ];
    let transit = setup.client.ec2("DescribeTransitGateways", &filter)?;
    let transit = text(&transit, "/transitGatewaySet/0/transitGatewayId")?;
    setup.associate_with(&transit, &setup.gateway.clone(), &["10.30.0.0/16"])?;
    setup.make_vpn_gateway()
}

pub fn vpn_on_vgw(client: Client<'_>) -> Built {
    let mut setup = Setup::complete(client)?;
    let parameters = [
        ("Type", "ipsec.1"),
        ("BgpAsn", "65010"),
        ("IpAddress", "203.0.113.10"),
    ];
    let made = setup.client.ec2("CreateCustomerGateway", &parameters)?;
    let customer = text(&made, "/customerGateway/customerGatewayId")?;
    let parameters = [
        ("Type", "ipsec.1"),
        ("CustomerGatewayId", customer.as_str()),
        ("VpnGatewayId", setup.vpn_gateway.as_str()),
    ];
    setup.client.ec2("CreateVpnConnection", &parameters)?;
    Ok(())
}

pub fn proposal_requested(client: Client<'_>) -> Built {
    propose(client)
}

pub fn proposal_expired(mut client: Client<'_>) -> Built {
    client.earlier(8 * DAY);
    propose(client)
}

/// A complete world, and the other account's proposal of its VPC `crm`.
fn propose(client: Client<'_>) -> Built {
    let mut setup = Setup::complete(client)?;
    let mut theirs = setup.client.elsewhere()?;
    let crm = vpc(&mut theirs, "crm")?;
    let vpn_gateway = make_vpn_gateway(&mut theirs, "crm-vgw", &crm)?;
    let input = json!({
        "directConnectGatewayId": setup.gateway,
        "directConnectGatewayOwnerAccount": ACCOUNT,
        "gatewayId": vpn_gateway,
    });
    theirs.dx("CreateDirectConnectGatewayAssociationProposal", input)?;
    Ok(())
}

fn gateway_named(client: &mut Client<'_>, name: &str) -> Result<String, Refused> {
    let answer = client.dx("DescribeDirectConnectGateways", json!({}))?;
    let found = items(&answer, "directConnectGateways")
        .find(|one| one["directConnectGatewayName"] == name)
        .unwrap_or(&Value::Null);
    text(found, "/directConnectGatewayId")
}
