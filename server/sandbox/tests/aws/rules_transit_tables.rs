//! Route tables of transit gateways: their life, who uses them, who fills them.

use crate::{
    ec2::{code, count, done, lab, slow_lab},
    made::{freeze, wait},
    support::{Lab, tag},
    transit::{active_routes, attach, attachment_of, default_table, new_transit_table},
};

/// `backbone` with another table, and the attachment of `payments` to it.
struct Backbone {
    lab: Lab,
    default: String,
    other: String,
    attachment: String,
}

impl Backbone {
    async fn new(lab: Lab) -> Self {
        let gateway = lab.named("transitGateways", "backbone");
        let default = default_table(&lab, &gateway).await;
        let other = new_transit_table(&lab, &gateway).await;
        wait(&lab, 1);
        let of = [("TransitGatewayRouteTableId", default.as_str())];
        let seen = done(&lab, "GetTransitGatewayRouteTableAssociations", &of).await;
        let attachment = tag(&seen, "transitGatewayAttachmentId");
        Self {
            lab,
            default,
            other,
            attachment,
        }
    }

    fn pair<'s>(&'s self, table: &'s str) -> [(&'static str, &'s str); 2] {
        [
            ("TransitGatewayRouteTableId", table),
            ("TransitGatewayAttachmentId", &self.attachment),
        ]
    }
}

#[tokio::test]
async fn a_table_of_a_transit_gateway_comes_and_goes() {
    let lab = slow_lab();
    freeze(&lab);
    let gateway = lab.named("transitGateways", "backbone");
    let id = new_transit_table(&lab, &gateway).await;
    let state = async || {
        let asked = [("TransitGatewayRouteTableIds.1", id.as_str())];
        let seen = done(&lab, "DescribeTransitGatewayRouteTables", &asked).await;
        assert_eq!(tag(&seen, "defaultAssociationRouteTable"), "false");
        tag(&seen, "state")
    };
    let named = [("TransitGatewayRouteTableId", id.as_str())];
    let delete = "DeleteTransitGatewayRouteTable";
    assert_eq!(state().await, "pending");
    assert_eq!(code(&lab, delete, &named).await, "IncorrectState");
    wait(&lab, 1);
    assert_eq!(state().await, "available");
    done(&lab, delete, &named).await;
    assert_eq!(state().await, "deleting");
    wait(&lab, 1);
    assert_eq!(state().await, "deleted");
    let gone = code(&lab, delete, &named).await;
    assert_eq!(gone, "InvalidRouteTableID.NotFound");
}

#[tokio::test]
async fn a_table_that_is_default_or_in_use_stays() {
    let it = Backbone::new(lab()).await;
    let delete = "DeleteTransitGatewayRouteTable";
    let refused = code(&it.lab, delete, &it.pair(&it.default)[..1]).await;
    assert_eq!(refused, "IncorrectState");
    let (default, other) = (it.pair(&it.default), it.pair(&it.other));
    done(&it.lab, "DisassociateTransitGatewayRouteTable", &default).await;
    done(&it.lab, "AssociateTransitGatewayRouteTable", &other).await;
    done(&it.lab, "EnableTransitGatewayRouteTablePropagation", &other).await;
    assert_eq!(code(&it.lab, delete, &other[..1]).await, "IncorrectState");
    done(&it.lab, "DisassociateTransitGatewayRouteTable", &other).await;
    done(&it.lab, delete, &other[..1]).await;
    let left = done(
        &it.lab,
        "GetTransitGatewayAttachmentPropagations",
        &other[1..],
    )
    .await;
    assert_eq!(count(&left, "transitGatewayRouteTableId"), 1);
    assert_eq!(tag(&left, "transitGatewayRouteTableId"), it.default);
}

#[tokio::test]
async fn a_transit_gateway_has_twenty_tables_at_most() {
    let lab = lab();
    let gateway = lab.named("transitGateways", "backbone");
    for _ in 1..20 {
        new_transit_table(&lab, &gateway).await;
    }
    let asked = [("TransitGatewayId", gateway.as_str())];
    assert_eq!(
        code(&lab, "CreateTransitGatewayRouteTable", &asked).await,
        "TransitGatewayRouteTableLimitExceeded"
    );
}

#[tokio::test]
async fn an_attachment_is_associated_with_one_table() {
    let lab = slow_lab();
    freeze(&lab);
    let it = Backbone::new(lab).await;
    let (default, other) = (it.pair(&it.default), it.pair(&it.other));
    let (associate, disassociate) = (
        "AssociateTransitGatewayRouteTable",
        "DisassociateTransitGatewayRouteTable",
    );
    for pair in [&default, &other] {
        assert_eq!(
            code(&it.lab, associate, pair).await,
            "Resource.AlreadyAssociated"
        );
    }
    assert_eq!(
        code(&it.lab, disassociate, &other).await,
        "InvalidAssociation.NotFound"
    );
    let leaves = done(&it.lab, disassociate, &default).await;
    assert_eq!(tag(&leaves, "state"), "disassociating");
    assert_eq!(
        code(&it.lab, disassociate, &default).await,
        "IncorrectState"
    );
    wait(&it.lab, 1);
    let of = async |table: &str| {
        let action = "GetTransitGatewayRouteTableAssociations";
        let seen = done(&it.lab, action, &it.pair(table)[..1]).await;
        tag(&seen, "state")
    };
    assert_eq!(of(&it.default).await, "");
    let comes = done(&it.lab, associate, &other).await;
    assert_eq!(tag(&comes, "state"), "associating");
    assert_eq!(tag(&comes, "resourceType"), "vpc");
    assert_eq!(of(&it.other).await, "associating");
    wait(&it.lab, 1);
    assert_eq!(of(&it.other).await, "associated");
    let seen = attachment_of(&it.lab, &it.attachment).await;
    assert_eq!(tag(&seen, "transitGatewayRouteTableId"), it.other);
}

#[tokio::test]
async fn an_attachment_fills_the_tables_into_which_it_propagates() {
    let it = Backbone::new(lab()).await;
    let (enable, disable) = (
        "EnableTransitGatewayRouteTablePropagation",
        "DisableTransitGatewayRouteTablePropagation",
    );
    let (default, other) = (it.pair(&it.default), it.pair(&it.other));
    let payments = it.lab.named("vpcs", "payments");
    let route = vec![("10.20.0.0/16".to_owned(), payments)];
    assert_eq!(active_routes(&it.lab, &it.default).await, route);
    assert!(active_routes(&it.lab, &it.other).await.is_empty());
    assert_eq!(
        code(&it.lab, enable, &default).await,
        "TransitGatewayRouteTablePropagation.Duplicate"
    );
    let enabled = done(&it.lab, enable, &other).await;
    assert_eq!(tag(&enabled, "state"), "enabled");
    assert_eq!(active_routes(&it.lab, &it.other).await, route);
    let disabled = done(&it.lab, disable, &default).await;
    assert_eq!(tag(&disabled, "state"), "disabled");
    assert!(active_routes(&it.lab, &it.default).await.is_empty());
    assert_eq!(
        code(&it.lab, disable, &default).await,
        "TransitGatewayRouteTablePropagation.NotFound"
    );
}

#[tokio::test]
async fn a_table_and_an_attachment_are_of_one_transit_gateway_and_ready() {
    let lab = slow_lab();
    freeze(&lab);
    let (backbone, partners) = (
        lab.named("transitGateways", "backbone"),
        lab.named("transitGateways", "partners"),
    );
    let theirs = default_table(&lab, &partners).await;
    let id = attach(&lab, &backbone, "analytics").await;
    let pending = new_transit_table(&lab, &backbone).await;
    for action in [
        "AssociateTransitGatewayRouteTable",
        "DisassociateTransitGatewayRouteTable",
        "EnableTransitGatewayRouteTablePropagation",
        "DisableTransitGatewayRouteTablePropagation",
    ] {
        let pair = [
            ("TransitGatewayRouteTableId", theirs.as_str()),
            ("TransitGatewayAttachmentId", id.as_str()),
        ];
        assert_eq!(code(&lab, action, &pair).await, "IncorrectState");
    }
    wait(&lab, 5);
    let late = new_transit_table(&lab, &backbone).await;
    for (table, expected) in [
        (&theirs, "InvalidParameterValue"),
        (&late, "IncorrectState"),
        (&pending, ""),
    ] {
        let pair = [
            ("TransitGatewayRouteTableId", table.as_str()),
            ("TransitGatewayAttachmentId", id.as_str()),
        ];
        let action = "EnableTransitGatewayRouteTablePropagation";
        assert_eq!(code(&lab, action, &pair).await, expected);
    }
}
