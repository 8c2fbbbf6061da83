//! VPCs on transit gateways, and what becomes of the routes to them.

use crate::{
    ec2::{code, count, done, lab, new_table, slow_lab, table_of},
    made::{freeze, wait},
    support::tag,
    transit::{attach, attachment_of, default_table, subnets, transit_gateway},
};
use serde_json::json;

#[tokio::test]
async fn a_vpc_is_attached_by_one_subnet_in_each_zone() {
    let lab = lab();
    let (gateway, vpc) = (
        transit_gateway(&lab, "64601").await,
        lab.named("vpcs", "payments"),
    );
    let (ours, theirs) = (subnets(&lab, "payments"), subnets(&lab, "analytics"));
    assert_eq!(ours.len(), 3, "two of one zone, and one of another");
    let named = [("TransitGatewayId", gateway.as_str()), ("VpcId", &vpc)];
    for (subnets, expected) in [
        (vec![], "MissingParameter"),
        (vec![&theirs[0]], "InvalidParameterValue"),
        (vec![&ours[0], &ours[1]], "DuplicateSubnetsInSameZone"),
        (vec![&ours[0], &ours[2]], ""),
    ] {
        let names = ["SubnetIds.1", "SubnetIds.2"];
        let subnets = names
            .iter()
            .copied()
            .zip(subnets.into_iter().map(String::as_str));
        let asked: Vec<_> = named.into_iter().chain(subnets).collect();
        let refused = code(&lab, "CreateTransitGatewayVpcAttachment", &asked).await;
        assert_eq!(refused, expected, "{asked:?}");
    }
    let unknown = [
        named[0],
        named[1],
        ("SubnetIds.1", "subnet-0123456789abcdef0"),
    ];
    let refused = code(&lab, "CreateTransitGatewayVpcAttachment", &unknown).await;
    assert_eq!(refused, "InvalidSubnetID.NotFound");
}

#[tokio::test]
async fn a_vpc_is_on_a_transit_gateway_once_and_on_five_at_most() {
    let lab = lab();
    let vpc = lab.named("vpcs", "payments");
    let subnet = subnets(&lab, "payments").swap_remove(0);
    let asked = |gateway: String| {
        vec![
            ("TransitGatewayId".to_owned(), gateway),
            ("VpcId".to_owned(), vpc.clone()),
            ("SubnetIds.1".to_owned(), subnet.clone()),
        ]
    };
    let refused = async |gateway: String| {
        let asked = asked(gateway);
        let asked: Vec<_> = asked
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        code(&lab, "CreateTransitGatewayVpcAttachment", &asked).await
    };
    let backbone = lab.named("transitGateways", "backbone");
    assert_eq!(refused(backbone).await, "DuplicateTransitGatewayAttachment");
    for asn in ["64601", "64602", "64603"] {
        let gateway = transit_gateway(&lab, asn).await;
        assert_eq!(refused(gateway).await, "");
    }
    let partners = lab.named("transitGateways", "partners");
    assert_eq!(refused(partners.clone()).await, "", "the fifth");
    let world = lab.world();
    let all = world["transitGatewayAttachments"].as_object();
    let (last, _) = all
        .and_then(|all| {
            all.iter()
                .find(|(_, one)| one["transitGatewayId"] == partners && one["resourceId"] == vpc)
        })
        .expect("the fifth");
    // As if it were on a sixth.
    lab.patch(last, &json!({"transitGatewayId": "tgw-0123456789abcdef0"}));
    assert_eq!(
        refused(partners).await,
        "TransitGatewayAttachmentLimitExceeded"
    );
}

#[tokio::test]
async fn an_attachment_goes_through_its_states() {
    let lab = slow_lab();
    freeze(&lab);
    let gateway = lab.named("transitGateways", "backbone");
    let id = attach(&lab, &gateway, "analytics").await;
    let named = [("TransitGatewayAttachmentId", id.as_str())];
    let states = async || {
        let seen = attachment_of(&lab, &id).await;
        let parts = seen.split("<state>").skip(1);
        let words = parts.filter_map(|rest| rest.split('<').next());
        words.collect::<Vec<_>>().join(" ")
    };
    let delete = "DeleteTransitGatewayVpcAttachment";
    assert_eq!(states().await, "pending");
    assert_eq!(code(&lab, delete, &named).await, "IncorrectState");
    wait(&lab, 3);
    assert_eq!(states().await, "associating available");
    wait(&lab, 1);
    assert_eq!(states().await, "associated available");
    let deleting = done(&lab, delete, &named).await;
    assert_eq!(tag(&deleting, "state"), "deleting");
    assert_eq!(code(&lab, delete, &named).await, "IncorrectState");
    wait(&lab, 3);
    assert_eq!(states().await, "deleted");
    assert_eq!(
        code(&lab, delete, &named).await,
        "InvalidTransitGatewayAttachmentID.NotFound"
    );
}

#[tokio::test]
async fn a_new_attachment_uses_the_default_table_where_there_is_one() {
    let lab = lab();
    let gateway = transit_gateway(&lab, "64601").await;
    let table = default_table(&lab, &gateway).await;
    let id = attach(&lab, &gateway, "payments").await;
    let seen = attachment_of(&lab, &id).await;
    assert_eq!(tag(&seen, "transitGatewayRouteTableId"), table);
    let of = [("TransitGatewayAttachmentId", id.as_str())];
    let fills = done(&lab, "GetTransitGatewayAttachmentPropagations", &of).await;
    assert_eq!(tag(&fills, "transitGatewayRouteTableId"), table);

    let options = [
        ("Options.DefaultRouteTableAssociation", "disable"),
        ("Options.DefaultRouteTablePropagation", "disable"),
    ];
    let made = done(&lab, "CreateTransitGateway", &options).await;
    let id = attach(&lab, &tag(&made, "transitGatewayId"), "payments").await;
    let seen = attachment_of(&lab, &id).await;
    assert_eq!(tag(&seen, "transitGatewayRouteTableId"), "");
    assert_eq!(tag(&seen, "state"), "available");
    let of = [("TransitGatewayAttachmentId", id.as_str())];
    let fills = done(&lab, "GetTransitGatewayAttachmentPropagations", &of).await;
    assert_eq!(count(&fills, "transitGatewayRouteTableId"), 0);
}

#[tokio::test]
async fn vpcs_on_transit_gateways_have_a_list_of_their_own() {
    let lab = lab();
    let partners = lab.named("transitGateways", "partners");
    let dxgw = crate::made::gateway(&lab, json!(64_600)).await;
    let input = json!({
        "directConnectGatewayId": dxgw.expect("made"), "gatewayId": partners,
        "addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.30.0.0/16"}],
    });
    lab.dx("CreateDirectConnectGatewayAssociation", input)
        .await
        .expect("associated");
    let on_partners = [
        ("Filter.1.Name", "transit-gateway-id"),
        ("Filter.1.Value.1", partners.as_str()),
    ];
    let all = done(&lab, "DescribeTransitGatewayAttachments", &on_partners).await;
    assert_eq!(count(&all, "transitGatewayAttachmentId"), 2);
    let vpcs = "DescribeTransitGatewayVpcAttachments";
    let listed = done(&lab, vpcs, &on_partners).await;
    assert_eq!(count(&listed, "transitGatewayAttachmentId"), 1);
    assert_eq!(tag(&listed, "vpcId"), lab.named("vpcs", "analytics"));
    assert_eq!(tag(&listed, "vpcOwnerId"), "123456789012");
    assert_eq!(tag(&listed, "dnsSupport"), "enable");
    assert_eq!(
        count(&listed, "item"),
        1 + subnets(&lab, "analytics").len(),
        "itself and its subnets"
    );
    let ours = [
        ("Filter.1.Name", "resource-type"),
        ("Filter.1.Value.1", "direct-connect-gateway"),
    ];
    let other = done(&lab, "DescribeTransitGatewayAttachments", &ours).await;
    let other = tag(&other, "transitGatewayAttachmentId");
    let asked = [("TransitGatewayAttachmentIds.1", other.as_str())];
    let not_found = "InvalidTransitGatewayAttachmentID.NotFound";
    assert_eq!(code(&lab, vpcs, &asked).await, not_found);
    let gone = [("TransitGatewayAttachmentId", other.as_str())];
    let delete = "DeleteTransitGatewayVpcAttachment";
    assert_eq!(code(&lab, delete, &gone).await, not_found);
    assert_eq!(
        code(&lab, vpcs, &ours).await,
        "InvalidParameterValue",
        "not a filter of this list"
    );
}

#[tokio::test]
async fn a_route_to_a_transit_gateway_is_a_blackhole_when_the_attachment_goes() {
    let lab = lab();
    let gateway = transit_gateway(&lab, "64601").await;
    let table = new_table(&lab, "payments").await;
    let route = [
        ("RouteTableId", table.as_str()),
        ("DestinationCidrBlock", "192.168.0.0/16"),
        ("TransitGatewayId", &gateway),
    ];
    let early = code(&lab, "CreateRoute", &route).await;
    assert_eq!(early, "InvalidTransitGatewayID.NotFound");
    let attachment = attach(&lab, &gateway, "payments").await;
    done(&lab, "CreateRoute", &route).await;
    let seen = table_of(&lab, &table).await;
    assert!(seen.contains(&format!("<transitGatewayId>{gateway}</transitGatewayId>")));
    assert_eq!(count(&seen, "state"), 2, "{seen}");
    assert!(!seen.contains("blackhole"), "{seen}");
    let gone = [("TransitGatewayAttachmentId", attachment.as_str())];
    done(&lab, "DeleteTransitGatewayVpcAttachment", &gone).await;
    let seen = table_of(&lab, &table).await;
    assert!(seen.contains("<state>blackhole</state>"), "{seen}");
    done(&lab, "DeleteRoute", &route[..2]).await;
    let late = code(&lab, "CreateRoute", &route).await;
    assert_eq!(late, "InvalidTransitGatewayID.NotFound");
}

#[tokio::test]
async fn a_subnet_through_which_a_vpc_is_attached_stays() {
    let lab = lab();
    let gateway = transit_gateway(&lab, "64601").await;
    let vpc = done(&lab, "CreateVpc", &[("CidrBlock", "10.99.0.0/16")]).await;
    let vpc = tag(&vpc, "vpcId");
    let subnet = [("VpcId", vpc.as_str()), ("CidrBlock", "10.99.1.0/24")];
    let subnet = tag(&done(&lab, "CreateSubnet", &subnet).await, "subnetId");
    let asked = [
        ("TransitGatewayId", gateway.as_str()),
        ("VpcId", &vpc),
        ("SubnetIds.1", &subnet),
    ];
    let made = done(&lab, "CreateTransitGatewayVpcAttachment", &asked).await;
    let gone = [("SubnetId", subnet.as_str())];
    assert_eq!(
        code(&lab, "DeleteSubnet", &gone).await,
        "DependencyViolation"
    );
    let id = tag(&made, "transitGatewayAttachmentId");
    let left = [("TransitGatewayAttachmentId", id.as_str())];
    done(&lab, "DeleteTransitGatewayVpcAttachment", &left).await;
    done(&lab, "DeleteSubnet", &gone).await;
    done(&lab, "DeleteVpc", &[("VpcId", &vpc)]).await;
}

#[tokio::test]
async fn tags_at_birth_come_under_each_operations_own_name() {
    let lab = lab();
    let gateway = lab.named("transitGateways", "backbone");
    let (vpc, subnets) = (lab.named("vpcs", "analytics"), subnets(&lab, "analytics"));
    let attachment = [
        ("TransitGatewayId", gateway.as_str()),
        ("VpcId", &vpc),
        ("SubnetIds.1", &subnets[0]),
    ];
    for (action, kind, needed) in [
        (
            "CreateTransitGatewayVpcAttachment",
            "transit-gateway-attachment",
            &attachment[..],
        ),
        (
            "CreateTransitGatewayRouteTable",
            "transit-gateway-route-table",
            &attachment[..1],
        ),
    ] {
        let tagged = |list: &str, kind: &str| {
            let values = [
                ("ResourceType", kind),
                ("Tag.1.Key", "Name"),
                ("Tag.1.Value", "mine"),
            ];
            values.map(|(name, value)| (format!("{list}.1.{name}"), value.to_owned()))
        };
        for (list, kind, expected) in [
            ("TagSpecification", kind, "UnknownParameter"),
            ("TagSpecifications", "vpc", "InvalidParameterValue"),
            ("TagSpecifications", kind, ""),
        ] {
            let tags = tagged(list, kind);
            let mut asked = needed.to_vec();
            asked.extend(
                tags.iter()
                    .map(|(name, value)| (name.as_str(), value.as_str())),
            );
            assert_eq!(
                code(&lab, action, &asked).await,
                expected,
                "{action} {list}"
            );
        }
        let filter = [
            ("Filter.1.Name", "resource-type"),
            ("Filter.1.Value.1", kind),
        ];
        let listed = done(&lab, "DescribeTags", &filter).await;
        assert_eq!(tag(&listed, "value"), "mine", "{action}");
    }
}
