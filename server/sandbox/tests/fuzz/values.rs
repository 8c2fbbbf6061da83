//! Numbers, CIDRs and patterns out of every range, in requests that are sound else.

use bolero::check;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::{
    inputs,
    lab::{Lab, order},
};

fn cidr((address, length): (u32, u8)) -> String {
    // Mostly whole networks: host bits are refused at once.
    let length = length % 34;
    let mask = u32::MAX
        .checked_shl(32 - u32::from(length.min(32)))
        .unwrap_or(0);
    let address = if length % 5 == 0 {
        address
    } else {
        address & mask
    };
    format!("{}/{length}", std::net::Ipv4Addr::from(address))
}

#[test]
fn an_order_takes_or_refuses_any_number_and_cidr() {
    let lab = Lab::new();
    let path = format!("/networks/{}/connections", lab.network);
    check!()
        .with_iterations(inputs())
        .with_type::<(i64, i32, Vec<((u32, u8), (u32, u8))>)>()
        .for_each(|(number, vlan, cidrs)| {
            let mappings: Vec<_> = cidrs
                .iter()
                .map(|(native, nat)| match nat.1 % 3 {
                    0 => json!({"nativeCidr": cidr(*native)}),
                    // Mostly inside of the pool 100.64.0.0/10.
                    _ => json!({"nativeCidr": cidr(*native), "natCidr": cidr((0x6440_0000 | (nat.0 >> 10), native.1))}),
                })
                .collect();
            let mut order = order();
            order["customerASN"] = json!(number);
            order["primaryVlan"] = json!(vlan.rem_euclid(4_200));
            order["nat"] = json!({"enabled": true, "mappings": mappings});
            order["customerNetworks"] = cidrs.iter().map(|(one, _)| json!({"address": cidr(*one)})).collect();
            lab.pureport("POST", &path, order.to_string()).is_of_pureport();
        });
}

#[test]
fn an_interface_takes_or_refuses_any_number_and_address() {
    let lab = Lab::new();
    check!()
        .with_iterations(inputs())
        .with_type::<(i64, i64, (u32, u8), (u32, u8))>()
        .for_each(|(asn, vlan, amazon, customer)| {
            let input = json!({"connectionId": "dxcon-0a1b2c3d", "newPrivateVirtualInterface": {
                "virtualInterfaceName": "fuzz", "vlan": vlan, "asnLong": asn, "mtu": vlan & 0xffff,
                "amazonAddress": cidr(*amazon), "customerAddress": cidr(*customer),
            }});
            lab.direct_connect("CreatePrivateVirtualInterface", input.to_string())
                .is_json_of_aws();
            let prefixes = json!([{"cidr": cidr(*amazon)}]);
            let input =
                json!({"associationId": "x", "addAllowedPrefixesToDirectConnectGateway": prefixes});
            lab.direct_connect("UpdateDirectConnectGatewayAssociation", input.to_string())
                .is_json_of_aws();
        });
}

#[test]
fn a_filter_takes_any_pattern_in_good_time() {
    let lab = Lab::new();
    let vpcs = lab.ec2("Action=DescribeVpcs&Version=2016-11-15").text;
    let (_, rest) = vpcs.split_once("<vpcId>").expect("a VPC");
    let (vpc, _) = rest.split_once('<').expect("its id");
    let long = "a".repeat(250);
    let tag = format!(
        "Action=CreateTags&Version=2016-11-15&ResourceId.1={vpc}&Tag.1.Key=Name&Tag.1.Value={long}"
    );
    assert_eq!(lab.ec2(tag).status, 200);
    check!()
        .with_iterations(inputs())
        .with_type::<(u8, Vec<u8>, String)>()
        .for_each(|(name, pattern, value)| {
            let names = ["tag:Name", "vpc-id", "cidr", "tag-key", value.as_str()];
            let name = names[usize::from(*name) % names.len()];
            // Many stars: a matcher that tries every split would not come back.
            let pattern: String = pattern
                .iter()
                .map(|byte| ['*', '?', 'a', 'p', 'é'][usize::from(byte % 5)])
                .collect();
            let form: String = [
                ("Filter.1.Name", name),
                ("Filter.1.Value.1", &pattern),
                ("Filter.1.Value.2", value),
            ]
            .map(|(name, value)| {
                format!("&{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC))
            })
            .concat();
            lab.ec2(format!("Action=DescribeVpcs&Version=2016-11-15{form}"))
                .is_xml();
        });
}
