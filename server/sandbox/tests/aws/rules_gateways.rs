//! Rules of Direct Connect gateways, associations, VPN gateways and propagation.

use crate::{
    made::{associate, association_state, attached, gateway, interface_on, order, refused, wait},
    support::{EAST, ELSEWHERE, Lab, OPERATOR, WEST, tag},
};
use sandbox::Pace;
use serde_json::{Value, json};

#[tokio::test]
async fn a_gateways_asn_is_private() {
    let lab = Lab::new();
    for asn in [
        json!(null),
        json!(64_512),
        json!(65_534),
        json!(4_200_000_000_i64),
        json!(4_294_967_294_i64),
    ] {
        assert!(gateway(&lab, asn.clone()).await.is_ok(), "{asn}");
    }
    for asn in [
        0,
        64_511,
        65_535,
        7224,
        394_351,
        4_199_999_999,
        4_294_967_295_i64,
    ] {
        assert!(
            gateway(&lab, json!(asn))
                .await
                .expect_err("refused")
                .contains("ASN"),
            "{asn}"
        );
        let asn = asn.to_string();
        let refusal = lab
            .ec2(
                "CreateVpnGateway",
                &[("Type", "ipsec.1"), ("AmazonSideAsn", &asn)],
            )
            .await
            .expect_err("refused");
        assert_eq!(refusal.code, "InvalidParameterValue");
    }
}

#[tokio::test]
async fn a_gateway_is_seen_from_every_region() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let seen = lab
        .dx_as(
            OPERATOR,
            EAST,
            "DescribeDirectConnectGateways",
            json!({"directConnectGatewayId": id}),
        )
        .await
        .expect("a list");
    assert_eq!(
        seen["directConnectGateways"][0]["directConnectGatewayState"],
        "available"
    );
}

#[tokio::test]
async fn a_gateway_with_an_association_comes_back_after_its_deletion() {
    let lab = Lab::at(Pace::Demo);
    let id = lab.named("directConnectGateways", "core-dxgw");
    let answer = lab
        .dx(
            "DeleteDirectConnectGateway",
            json!({"directConnectGatewayId": id}),
        )
        .await
        .expect("accepted");
    assert_eq!(
        answer["directConnectGateway"]["directConnectGatewayState"],
        "deleting"
    );
    lab.shared.lock().clock.advance(10_000);
    let listed = lab
        .dx(
            "DescribeDirectConnectGateways",
            json!({"directConnectGatewayId": id}),
        )
        .await
        .expect("a list");
    let gateway = &listed["directConnectGateways"][0];
    assert_eq!(gateway["directConnectGatewayState"], "available");
    assert!(gateway["stateChangeError"].is_string());
    let empty = lab.named("directConnectGateways", "legacy-dxgw");
    lab.dx(
        "DeleteDirectConnectGateway",
        json!({"directConnectGatewayId": empty}),
    )
    .await
    .expect("accepted");
    lab.shared.lock().clock.advance(10_000);
    let listed = lab
        .dx(
            "DescribeDirectConnectGateways",
            json!({"directConnectGatewayId": empty}),
        )
        .await
        .expect("a list");
    assert_eq!(listed["directConnectGateways"], json!([]));
}

#[tokio::test]
async fn an_association_needs_an_attached_vpn_gateway() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let made = lab
        .ec2("CreateVpnGateway", &[("Type", "ipsec.1")])
        .await
        .expect("made");
    let vgw = tag(&made, "vpnGatewayId");
    assert!(
        associate(&lab, WEST, &id, &vgw)
            .await
            .expect_err("not attached")
            .contains("is not attached to a VPC")
    );
    let vpc = lab.named("vpcs", "payments");
    lab.ec2(
        "AttachVpnGateway",
        &[("VpnGatewayId", &vgw), ("VpcId", &vpc)],
    )
    .await
    .expect("attached");
    let association = associate(&lab, WEST, &id, &vgw).await.expect("associated");
    assert_eq!(association["associationState"], "associating");
    assert_eq!(
        association["allowedPrefixesToDirectConnectGateway"],
        json!([{"cidr": "10.20.0.0/16"}])
    );
    assert_eq!(
        association_state(&lab, &association["associationId"]).await,
        "associated"
    );
}

#[tokio::test]
async fn a_vpn_gateway_is_associated_from_its_own_region() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let vgw = lab.named("vpnGateways", "analytics-vgw");
    let refusal = associate(&lab, EAST, &id, &vgw)
        .await
        .expect_err("wrong endpoint");
    assert_eq!(refusal, format!("The VirtualGateway {vgw} does not exist."));
}

#[tokio::test]
async fn a_vpn_gateway_joins_one_gateway_only() {
    let lab = Lab::new();
    let vgw = lab.named("vpnGateways", "core-vgw");
    let other = lab.named("directConnectGateways", "legacy-dxgw");
    assert!(
        associate(&lab, EAST, &other, &vgw)
            .await
            .expect_err("taken")
            .contains("already associated")
    );
}

#[tokio::test]
async fn overlapping_vpcs_do_not_meet_on_one_gateway() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let payments = attached(&lab, WEST, "payments").await;
    associate(&lab, WEST, &id, &payments)
        .await
        .expect("the first");
    for (region, vpc) in [(WEST, "lab"), (EAST, "old-dr")] {
        let overlapping = attached(&lab, region, vpc).await;
        let refusal = associate(&lab, region, &id, &overlapping)
            .await
            .expect_err("overlaps");
        assert!(refusal.contains("overlap"), "{vpc}: {refusal}");
    }
    let apart = attached(&lab, EAST, "payments-dr").await;
    associate(&lab, EAST, &id, &apart)
        .await
        .expect("no overlap");
}

#[tokio::test]
async fn allowed_prefixes_change_while_the_association_is_updating() {
    let lab = Lab::at(Pace::Demo);
    let vgw = lab.named("vpnGateways", "core-vgw");
    let listed = lab
        .dx(
            "DescribeDirectConnectGatewayAssociations",
            json!({"associatedGatewayId": vgw}),
        )
        .await
        .expect("a list");
    let id = &listed["directConnectGatewayAssociations"][0]["associationId"];
    let input = json!({
        "associationId": id,
        "addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.40.0.0/15"}],
        "removeAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.40.0.0/16"}],
    });
    let answer = lab
        .dx("UpdateDirectConnectGatewayAssociation", input.clone())
        .await
        .expect("accepted");
    assert_eq!(
        answer["directConnectGatewayAssociation"]["associationState"],
        "updating"
    );
    assert!(
        lab.dx("UpdateDirectConnectGatewayAssociation", input)
            .await
            .is_err(),
        "one at a time"
    );
    lab.shared.lock().clock.advance(10_000);
    let listed = lab
        .dx(
            "DescribeDirectConnectGatewayAssociations",
            json!({"associationId": id}),
        )
        .await
        .expect("a list");
    let association = &listed["directConnectGatewayAssociations"][0];
    assert_eq!(association["associationState"], "associated");
    assert_eq!(
        association["allowedPrefixesToDirectConnectGateway"],
        json!([{"cidr": "10.40.0.0/15"}])
    );
}

#[tokio::test]
async fn detaching_a_vpn_gateway_also_disassociates_it() {
    let lab = Lab::at(Pace::Demo);
    let (vgw, vpc) = (
        lab.named("vpnGateways", "core-vgw"),
        lab.named("vpcs", "core"),
    );
    let listed = lab
        .dx(
            "DescribeDirectConnectGatewayAssociations",
            json!({"virtualGatewayId": vgw}),
        )
        .await
        .expect("a list");
    let id = listed["directConnectGatewayAssociations"][0]["associationId"].clone();
    let parameters = [("VpnGatewayId", vgw.as_str()), ("VpcId", &vpc)];
    lab.query_as(OPERATOR, EAST, "ec2", "DetachVpnGateway", &parameters)
        .await
        .expect("detaching");
    assert_eq!(association_state(&lab, &id).await, "disassociating");
    let again = lab
        .query_as(OPERATOR, EAST, "ec2", "DetachVpnGateway", &parameters)
        .await
        .expect_err("under way");
    assert_eq!(again.code, "IncorrectState");
    lab.shared.lock().clock.advance(60_000);
    assert_eq!(association_state(&lab, &id).await, "disassociated");
    let gone = lab
        .query_as(OPERATOR, EAST, "ec2", "DetachVpnGateway", &parameters)
        .await
        .expect_err("over");
    assert_eq!(gone.code, "InvalidVpnGatewayAttachment.NotFound");
    lab.query_as(OPERATOR, EAST, "ec2", "DeleteVpnGateway", &parameters[..1])
        .await
        .expect("deleted");
}

#[tokio::test]
async fn a_vpc_and_a_vpn_gateway_have_one_another_and_no_third() {
    let lab = Lab::new();
    let first = attached(&lab, WEST, "payments").await;
    let payments = lab.named("vpcs", "payments");
    let made = lab
        .ec2("CreateVpnGateway", &[("Type", "ipsec.1")])
        .await
        .expect("made");
    let second = tag(&made, "vpnGatewayId");
    let refusal = lab
        .ec2(
            "AttachVpnGateway",
            &[("VpnGatewayId", &second), ("VpcId", &payments)],
        )
        .await
        .expect_err("has one");
    assert_eq!(refusal.code, "InvalidVpcState");
    let other = lab.named("vpcs", "lab");
    let refusal = lab
        .ec2(
            "AttachVpnGateway",
            &[("VpnGatewayId", &first), ("VpcId", &other)],
        )
        .await
        .expect_err("is attached");
    assert_eq!(refusal.code, "VpnGatewayAttachmentLimitExceeded");
    let refusal = lab
        .ec2("DeleteVpnGateway", &[("VpnGatewayId", &first)])
        .await
        .expect_err("in use");
    assert_eq!(refusal.code, "IncorrectState");
    let refusal = lab
        .ec2(
            "AttachVpnGateway",
            &[("VpnGatewayId", "vgw-00000000"), ("VpcId", &other)],
        )
        .await
        .expect_err("unknown");
    assert_eq!(refusal.code, "InvalidVpnGatewayID.NotFound");
    let refusal = lab
        .ec2(
            "AttachVpnGateway",
            &[("VpnGatewayId", &second), ("VpcId", "vpc-00000000")],
        )
        .await
        .expect_err("unknown");
    assert_eq!(refusal.code, "InvalidVpcID.NotFound");
}

#[tokio::test]
async fn a_vpn_gateway_is_not_attached_before_it_is_available() {
    let lab = Lab::at(Pace::Demo);
    let made = lab
        .ec2("CreateVpnGateway", &[("Type", "ipsec.1")])
        .await
        .expect("made");
    let (vgw, vpc) = (tag(&made, "vpnGatewayId"), lab.named("vpcs", "payments"));
    let parameters = [("VpnGatewayId", vgw.as_str()), ("VpcId", &vpc)];
    assert_eq!(
        lab.ec2("AttachVpnGateway", &parameters)
            .await
            .expect_err("pending")
            .code,
        "InvalidVpnGatewayState"
    );
    lab.shared.lock().clock.advance(5_000);
    lab.ec2("AttachVpnGateway", &parameters)
        .await
        .expect("attached");
}

#[tokio::test]
async fn a_region_has_five_vpn_gateways_at_most() {
    let lab = Lab::new();
    for _ in 0..3 {
        lab.ec2("CreateVpnGateway", &[("Type", "ipsec.1")])
            .await
            .expect("room");
    }
    assert_eq!(
        lab.ec2("CreateVpnGateway", &[("Type", "ipsec.1")])
            .await
            .expect_err("full")
            .code,
        "VpnGatewayLimitExceeded"
    );
    assert!(
        lab.query_as(
            OPERATOR,
            EAST,
            "ec2",
            "CreateVpnGateway",
            &[("Type", "ipsec.1")]
        )
        .await
        .is_ok()
    );
}

#[tokio::test]
async fn propagation_needs_the_gateway_on_the_tables_vpc_and_may_be_repeated() {
    let lab = Lab::new();
    let vgw = attached(&lab, WEST, "payments").await;
    let (table, foreign) = (
        lab.named("routeTables", "payments-app"),
        lab.named("routeTables", "lab-main"),
    );
    let refusal = lab
        .ec2(
            "EnableVgwRoutePropagation",
            &[("GatewayId", &vgw), ("RouteTableId", &foreign)],
        )
        .await
        .expect_err("foreign");
    assert_eq!(refusal.code, "Gateway.NotAttached");
    let parameters = [("GatewayId", vgw.as_str()), ("RouteTableId", &table)];
    for _ in 0..2 {
        lab.ec2("EnableVgwRoutePropagation", &parameters)
            .await
            .expect("enabled");
    }
    assert_eq!(
        lab.world()["routeTables"][&table]["propagating"],
        json!([vgw])
    );
    lab.ec2("DisableVgwRoutePropagation", &parameters)
        .await
        .expect("disabled");
    assert_eq!(lab.world()["routeTables"][&table]["propagating"], json!([]));
    let refusal = lab
        .ec2(
            "EnableVgwRoutePropagation",
            &[("GatewayId", &vgw), ("RouteTableId", "rtb-00000000")],
        )
        .await
        .expect_err("unknown");
    assert_eq!(refusal.code, "InvalidRouteTableID.NotFound");
}

#[tokio::test]
async fn lists_come_in_pages_and_by_filter() {
    let lab = Lab::new();
    let first = lab
        .ec2("DescribeRouteTables", &[("MaxResults", "5")])
        .await
        .expect("a page");
    assert_eq!(
        first.matches("<routeTableId>rtb-").count() - first.matches("<associationState>").count(),
        5
    );
    let token = tag(&first, "nextToken");
    let second = lab
        .ec2(
            "DescribeRouteTables",
            &[("MaxResults", "1000"), ("NextToken", &token)],
        )
        .await
        .expect("the rest");
    assert!(!second.contains("<nextToken>"));
    assert_eq!(
        lab.ec2("DescribeRouteTables", &[("MaxResults", "4")])
            .await
            .expect_err("too few")
            .code,
        "InvalidParameterValue"
    );
    let payments = lab
        .ec2(
            "DescribeVpcs",
            &[("Filter.1.Name", "tag:Name"), ("Filter.1.Value.1", "pay*")],
        )
        .await
        .expect("one");
    assert_eq!(payments.matches("<vpcId>").count(), 1);
    assert_eq!(
        lab.ec2(
            "DescribeVpcs",
            &[("Filter.1.Name", "colour"), ("Filter.1.Value.1", "red")]
        )
        .await
        .expect_err("unknown")
        .code,
        "InvalidParameterValue"
    );
    let page = lab
        .dx("DescribeDirectConnectGateways", json!({"maxResults": 1}))
        .await
        .expect("a page");
    let rest = lab
        .dx(
            "DescribeDirectConnectGateways",
            json!({"maxResults": 1, "nextToken": page["nextToken"]}),
        )
        .await
        .expect("the rest");
    assert_ne!(page["directConnectGateways"], rest["directConnectGateways"]);
    assert_eq!(rest["nextToken"], Value::Null);
}

#[tokio::test]
async fn the_seeded_world_is_the_documented_one() {
    let lab = Lab::new();
    let world = lab.world();
    for (name, cidrs) in [
        ("payments", json!(["10.20.0.0/16"])),
        ("analytics", json!(["10.30.0.0/16"])),
        ("lab", json!(["10.20.128.0/17"])),
        ("twin", json!(["10.22.0.0/16", "10.23.0.0/16"])),
        ("payments-dr", json!(["10.21.0.0/16"])),
        ("old-dr", json!(["10.20.0.0/16"])),
    ] {
        assert_eq!(
            world["vpcs"][lab.named("vpcs", name)]["cidrs"],
            cidrs,
            "{name}"
        );
    }
    let asns: Vec<_> = world["transitGateways"]
        .as_object()
        .expect("some")
        .values()
        .map(|one| one["amazonSideAsn"].clone())
        .collect();
    assert!(asns.contains(&json!(64512)) && asns.contains(&json!(64532)));
    for table in world["routeTables"].as_object().expect("some").values() {
        assert_eq!(table["routes"][0]["gatewayId"], "local");
    }
    let again = Lab::new().world();
    for kind in [
        "vpcs",
        "subnets",
        "routeTables",
        "vpnGateways",
        "directConnectGateways",
        "associations",
    ] {
        assert_eq!(
            world[kind], again[kind],
            "the same seed makes the same world"
        );
    }
}

#[tokio::test]
async fn a_gateway_carries_thirty_interfaces_and_an_account_two_hundred_gateways() {
    let lab = Lab::new();
    let id = lab.named("directConnectGateways", "legacy-dxgw");
    let mut answers = vec![];
    for vlan in 1..=31 {
        // A location takes ten.
        let connection = order(&lab, &format!("Eq{}", vlan / 10), vlan);
        let input = json!({"connectionId": connection});
        lab.dx("ConfirmConnection", input).await.expect("accepted");
        let new = json!({"virtualInterfaceName": "x", "vlan": vlan, "asnLong": 65_000, "directConnectGatewayId": id});
        let input = json!({"connectionId": connection, "newPrivateVirtualInterface": new});
        answers.push(lab.dx("CreatePrivateVirtualInterface", input).await);
    }
    let last = answers.pop().expect("an answer").expect_err("one too many");
    assert!(
        last.message
            .contains("maximum number of virtual interfaces (30)")
    );
    assert!(answers.iter().all(Result::is_ok));
    for _ in 2..200 {
        gateway(&lab, json!(64_600)).await.expect("room");
    }
    let full = gateway(&lab, json!(64_600))
        .await
        .expect_err("one too many");
    assert!(full.contains("maximum number of Direct Connect gateways (200)"));
}

async fn gateway_state(lab: &Lab, id: &str) -> Value {
    let input = json!({"directConnectGatewayId": id});
    let listed = lab.dx("DescribeDirectConnectGateways", input).await;
    listed.expect("a list")["directConnectGateways"][0]["directConnectGatewayState"].clone()
}

#[tokio::test]
async fn a_gateway_is_renamed_while_it_is_available() {
    let lab = Lab::at(Pace::Demo);
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let rename =
        |name: &str| json!({"directConnectGatewayId": id, "newDirectConnectGatewayName": name});
    let operation = "UpdateDirectConnectGateway";
    let said = refused(&lab, operation, rename("early")).await;
    assert!(said.contains("is not available"), "{said}");
    wait(&lab, 5);
    let answer = lab.dx(operation, rename("Core, new")).await;
    let renamed = answer.expect("renamed")["directConnectGateway"].clone();
    assert_eq!(renamed["directConnectGatewayName"], "Core, new");
    for name in [String::new(), "x".repeat(101)] {
        let said = refused(&lab, operation, rename(&name)).await;
        assert!(said.contains("1 to 100"), "{said}");
    }
}

#[tokio::test]
async fn a_gateway_with_an_interface_comes_back_after_its_deletion() {
    let lab = Lab::new();
    let interface = interface_on(&lab, json!({})).await;
    let id = lab.named("directConnectGateways", "legacy-dxgw");
    let delete = json!({"directConnectGatewayId": id});
    lab.dx("DeleteDirectConnectGateway", delete.clone())
        .await
        .expect("accepted");
    assert_eq!(gateway_state(&lab, &id).await, "available");
    let why = lab.world()["directConnectGateways"][&id]["stateChangeError"].clone();
    let why = why.as_str().expect("a reason").to_owned();
    assert!(why.contains("virtual interfaces"), "{why}");
    let input = json!({"virtualInterfaceId": interface});
    lab.dx("DeleteVirtualInterface", input).await.expect("gone");
    lab.dx("DeleteDirectConnectGateway", delete)
        .await
        .expect("accepted");
    assert_eq!(gateway_state(&lab, &id).await, Value::Null);
}

#[tokio::test]
async fn a_gateway_that_is_being_deleted_takes_nothing_more() {
    let lab = Lab::at(Pace::Demo);
    let id = lab.named("directConnectGateways", "legacy-dxgw");
    let delete = json!({"directConnectGatewayId": id});
    for _ in 0..2 {
        let answer = lab.dx("DeleteDirectConnectGateway", delete.clone()).await;
        let answer = answer.expect("accepted");
        assert_eq!(
            answer["directConnectGateway"]["directConnectGatewayState"],
            "deleting"
        );
    }
    let vgw = lab.named("vpnGateways", "analytics-vgw");
    let said = associate(&lab, WEST, &id, &vgw).await;
    assert!(said.expect_err("too late").contains("is not available"));
    wait(&lab, 10);
    assert_eq!(gateway_state(&lab, &id).await, Value::Null);
    let said = refused(&lab, "DeleteDirectConnectGateway", delete).await;
    assert_eq!(said, format!("Direct Connect Gateway {id} does not exist."));
}

#[tokio::test]
async fn a_gateway_is_nobody_elses() {
    let lab = Lab::new();
    let id = lab.named("directConnectGateways", "legacy-dxgw");
    let input = json!({"directConnectGatewayId": id, "newDirectConnectGatewayName": "mine"});
    for operation in ["UpdateDirectConnectGateway", "DeleteDirectConnectGateway"] {
        let refusal = lab.dx_as(ELSEWHERE, WEST, operation, input.clone()).await;
        let message = refusal.expect_err("not theirs").message;
        let unknown = format!("Direct Connect Gateway {id} does not exist.");
        assert_eq!(message, unknown, "{operation}");
    }
}

#[tokio::test]
async fn gateways_are_listed_by_id_in_the_form_of_a_uuid() {
    let lab = Lab::new();
    let input = json!({"directConnectGatewayId": "bogus"});
    let said = refused(&lab, "DescribeDirectConnectGateways", input).await;
    assert_eq!(
        said,
        "Direct Connect Gateway ID bogus has an invalid format."
    );
    let unknown = "00000000-0000-4000-8000-000000000000";
    assert_eq!(gateway_state(&lab, unknown).await, Value::Null);
}

#[tokio::test]
async fn a_gateway_is_made_with_its_tags() {
    let lab = Lab::new();
    let tags = json!([{"key": "managed-by", "value": "onramp"}]);
    let input = json!({"directConnectGatewayName": "tagged", "tags": tags});
    let made = lab.dx("CreateDirectConnectGateway", input).await;
    assert_eq!(made.expect("made")["directConnectGateway"]["tags"], tags);
    let twice = json!([{"key": "a"}, {"key": "a"}]);
    let input = json!({"directConnectGatewayName": "twice", "tags": twice});
    let refusal = lab.dx("CreateDirectConnectGateway", input).await;
    assert_eq!(
        refusal.expect_err("twice").code,
        "DuplicateTagKeysException"
    );
}

#[tokio::test]
async fn attachments_follow_the_interfaces_of_a_gateway() {
    let lab = Lab::at(Pace::Demo);
    let connection = lab.named("connections", "northwind-order-1");
    lab.patch(&connection, &json!({"connectionState": "available"}));
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let made = crate::made::create(&lab, &connection, json!({})).await;
    let id = made.expect("made")["virtualInterfaceId"].clone();
    let attachment = async || {
        let asked = json!({"directConnectGatewayId": gateway, "virtualInterfaceId": id});
        let listed = lab
            .dx("DescribeDirectConnectGatewayAttachments", asked)
            .await;
        listed.expect("a list")["directConnectGatewayAttachments"][0].clone()
    };
    let first = attachment().await;
    assert_eq!(first["attachmentType"], "PrivateVirtualInterface");
    assert_eq!(first["virtualInterfaceRegion"], WEST);
    assert_eq!(first["attachmentState"], "attaching");
    wait(&lab, 5);
    assert_eq!(attachment().await["attachmentState"], "attached");
    lab.dx("DeleteVirtualInterface", json!({"virtualInterfaceId": id}))
        .await
        .expect("deleting");
    assert_eq!(attachment().await["attachmentState"], "detaching");
    wait(&lab, 5);
    assert_eq!(attachment().await["attachmentState"], "detached");
    let said = refused(&lab, "DescribeDirectConnectGatewayAttachments", json!({})).await;
    assert!(said.contains("must be specified"), "{said}");
}

#[tokio::test]
async fn more_than_a_hundred_results_are_a_hundred_and_tokens_are_checked() {
    let lab = Lab::new();
    for _ in 0..110 {
        gateway(&lab, json!(64_600)).await.expect("room");
    }
    let operation = "DescribeDirectConnectGateways";
    let mut asked = json!({"maxResults": 5000});
    let mut sizes = vec![];
    loop {
        let page = lab.dx(operation, asked.clone()).await.expect("a page");
        sizes.push(page["directConnectGateways"].as_array().map(Vec::len));
        if page["nextToken"].is_null() {
            break;
        }
        asked["nextToken"] = page["nextToken"].clone();
    }
    assert_eq!(sizes, [Some(100), Some(12)]);
    for asked in [
        json!({"maxResults": 0}),
        json!({"maxResults": -1}),
        json!({"nextToken": "made up"}),
    ] {
        refused(&lab, operation, asked).await;
    }
    // A token is good for its own list.
    let token = lab.dx(operation, json!({"maxResults": 1})).await;
    let input = json!({"nextToken": token.expect("a page")["nextToken"]});
    refused(&lab, "DescribeConnections", input).await;
}
