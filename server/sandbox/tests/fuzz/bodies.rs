//! Bodies: forms, JSON of both providers, control calls.

use bolero::check;
use serde_json::json;

use crate::{
    edit::{Edit, edited},
    inputs,
    lab::{Lab, order},
};

const FORMS: [&str; 10] = [
    "Action=DescribeVpcs&Version=2016-11-15&Filter.1.Name=tag%3AName&Filter.1.Value.1=pay%2A&MaxResults=5",
    "Action=DescribeRouteTables&Version=2016-11-15&RouteTableId.1=rtb-0123456789abcdef0&NextToken=x",
    "Action=CreateVpnGateway&Version=2016-11-15&Type=ipsec.1&AmazonSideAsn=64512&TagSpecification.1.ResourceType=vpn-gateway&TagSpecification.1.Tag.1.Key=Name&TagSpecification.1.Tag.1.Value=n",
    "Action=AttachVpnGateway&Version=2016-11-15&VpcId=vpc-0123456789abcdef0&VpnGatewayId=vgw-0123456789abcdef0",
    "Action=CreateTags&Version=2016-11-15&ResourceId.1=vpc-0123456789abcdef0&Tag.1.Key=a&Tag.1.Value=b",
    "Action=DescribeTags&Version=2016-11-15&Filter.1.Name=key&Filter.1.Value.1=Name",
    "Action=DescribeSubnets&Version=2016-11-15&Filter.1.Name=cidr-block&Filter.1.Value.1=10.20.0.0%2F24&DryRun=true",
    "Action=DescribeRegions&Version=2016-11-15&RegionName.1=us-west-2",
    "Action=CreateTransitGateway&Version=2016-11-15&Description=d&Options.AmazonSideAsn=64700&Options.DnsSupport=enable&TagSpecification.1.ResourceType=transit-gateway&TagSpecification.1.Tag.1.Key=Name&TagSpecification.1.Tag.1.Value=n",
    "Action=CreateTransitGatewayVpcAttachment&Version=2016-11-15&TransitGatewayId=tgw-0123456789abcdef0&VpcId=vpc-0123456789abcdef0&SubnetIds.1=subnet-0123456789abcdef0&TagSpecifications.1.ResourceType=transit-gateway-attachment",
];

#[test]
fn an_edited_form_is_answered_in_xml() {
    let lab = Lab::new();
    check!()
        .with_iterations(inputs())
        .with_type::<(u8, Vec<Edit>)>()
        .for_each(|(which, edits)| {
            let form = FORMS[usize::from(*which) % FORMS.len()];
            lab.ec2(edited(form.as_bytes(), edits)).is_of_aws();
        });
}

#[test]
fn bytes_that_are_no_request_are_answered_all_the_same() {
    let lab = Lab::new();
    check!().with_iterations(inputs()).for_each(|bytes: &[u8]| {
        lab.ec2(bytes.to_vec()).is_of_aws();
        lab.direct_connect("DescribeConnections", bytes.to_vec())
            .is_json_of_aws();
        lab.pureport("POST", "/login", bytes.to_vec())
            .is_of_pureport();
    });
}

fn inputs_of_direct_connect() -> Vec<(&'static str, String)> {
    let interface = json!({
        "connectionId": "dxcon-0a1b2c3d",
        "newPrivateVirtualInterface": {
            "virtualInterfaceName": "fuzz", "vlan": 101, "asn": 65_000, "asnLong": 394_351,
            "mtu": 1_500, "authKey": "secret-1", "amazonAddress": "169.254.24.2/30",
            "customerAddress": "169.254.24.1/30", "addressFamily": "ipv4",
            "directConnectGatewayId": "0f1e2d3c-4b5a-4978-a6b5-c4d3e2f1a0b9",
            "tags": [{"key": "a", "value": "b"}],
        },
    });
    let mut transit = json!({"connectionId": "dxcon-0a1b2c3d"});
    transit["newTransitVirtualInterface"] = interface["newPrivateVirtualInterface"].clone();
    let public = json!({
        "connectionId": "dxcon-0a1b2c3d",
        "newPublicVirtualInterface": {
            "virtualInterfaceName": "fuzz", "vlan": 101, "asnLong": 394_351,
            "amazonAddress": "203.0.113.1/30", "customerAddress": "203.0.113.2/30",
            "routeFilterPrefixes": [{"cidr": "203.0.113.0/24"}],
        },
    });
    let prefixes = json!([{"cidr": "10.20.0.0/16"}]);
    let association = json!({
        "directConnectGatewayId": "0f1e2d3c-4b5a-4978-a6b5-c4d3e2f1a0b9",
        "gatewayId": "vgw-0123456789abcdef0",
        "addAllowedPrefixesToDirectConnectGateway": prefixes,
    });
    let routes = json!({
        "virtualInterfaceId": "dxvif-0a1b2c3d", "maxResults": 1, "nextToken": "cm91dGVzOjE",
        "filters": {"routeDirection": "accepted", "cidrs": ["10.0.0.0/8"], "asPath": [1], "communities": ["7224:8100"]},
    });
    let arn = "arn:aws:directconnect:us-west-2:123456789012:dxcon/dxcon-0a1b2c3d";
    let tags = json!({"resourceArn": arn, "tags": [{"key": "a", "value": "b"}]});
    vec![
        ("CreatePrivateVirtualInterface", interface.to_string()),
        ("CreateTransitVirtualInterface", transit.to_string()),
        ("CreatePublicVirtualInterface", public.to_string()),
        (
            "CreateDirectConnectGateway",
            json!({"directConnectGatewayName": "f", "amazonSideAsn": 64_512}).to_string(),
        ),
        (
            "CreateDirectConnectGatewayAssociation",
            association.to_string(),
        ),
        ("ListVirtualInterfaceRoutes", routes.to_string()),
        (
            "DescribeConnections",
            json!({"maxResults": 1, "nextToken": "Y29ubmVjdGlvbnM6MQ"}).to_string(),
        ),
        ("TagResource", tags.to_string()),
        ("DescribeTags", json!({"resourceArns": [arn]}).to_string()),
    ]
}

#[test]
fn an_edited_input_of_direct_connect_is_answered_in_json() {
    let lab = Lab::new();
    let bodies = inputs_of_direct_connect();
    check!()
        .with_iterations(inputs())
        .with_type::<(u8, Vec<Edit>)>()
        .for_each(|(which, edits)| {
            let (operation, body) = &bodies[usize::from(*which) % bodies.len()];
            lab.direct_connect(operation, edited(body.as_bytes(), edits))
                .is_json_of_aws();
        });
}

#[test]
fn an_edited_order_is_taken_or_refused_in_pureports_form() {
    let lab = Lab::new();
    let network = json!({"name": "fuzz", "description": "x", "tags": {"a": "b"}}).to_string();
    let order = order().to_string();
    let calls = [
        (
            "POST",
            format!("/accounts/{}/networks", lab.account),
            &network,
        ),
        ("PUT", format!("/networks/{}", lab.network), &network),
        (
            "POST",
            format!("/networks/{}/connections", lab.network),
            &order,
        ),
        ("PUT", format!("/connections/{}", lab.connection), &order),
    ];
    check!()
        .with_iterations(inputs())
        .with_type::<(u8, Vec<Edit>)>()
        .for_each(|(which, edits)| {
            let (method, path, body) = &calls[usize::from(*which) % calls.len()];
            lab.pureport(method, path, edited(body.as_bytes(), edits))
                .is_of_pureport();
        });
}

#[test]
fn an_edited_control_call_is_obeyed_or_refused_with_a_reason() {
    let lab = Lab::new();
    let patch = json!({"id": lab.connection, "set": {"order": {"speed": 100}, "state": "ACTIVE"}});
    let calls = [
        (
            "POST",
            "/_sandbox/clock",
            json!({"advance_seconds": 60, "freeze": true}),
        ),
        ("PATCH", "/_sandbox/world", patch),
        (
            "POST",
            "/_sandbox/reset",
            json!({"seed": 7, "pace": "realistic", "scenario": "x"}),
        ),
    ];
    check!()
        .with_iterations(inputs())
        .with_type::<(u8, Vec<Edit>)>()
        .for_each(|(which, edits)| {
            let (method, path, body) = &calls[usize::from(*which) % calls.len()];
            let body = edited(body.to_string().as_bytes(), edits);
            lab.pureport(method, path, body).is_of_control();
            // Whatever it did, the world can still be looked at, and ordered from.
            lab.pureport("GET", "/_sandbox/world", "").is_of_control();
            lab.pureport("GET", "/accounts", "").is_of_pureport();
        });
}
