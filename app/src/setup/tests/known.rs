//! What is said of what is known, unread, or somebody else's.

use super::*;

#[test]
fn what_could_not_be_read_is_not_called_absent() {
    let unread = |operation: &'static str, at_home: bool| {
        let mut seen = accepted();
        cloud(&mut seen).gaps.push(Gap {
            operation,
            region: at_home.then(|| region("us-west-2")),
            error: PortError::Denied {
                action: operation.to_owned(),
            },
        });
        loaded(seen)
    };
    let at = unread("directconnect:DescribeDirectConnectGateways", false);
    let page = html(&at, Task::Gateway);
    assert!(page.contains("could not be read") && !page.contains("has no Direct Connect gateway"));
    assert!(html(&at, Task::Interfaces).contains("Not known: AWS was not read"));
    let at = unread("ec2:DescribeVpnGateways", true);
    assert!(!html(&at, Task::Vpc).contains("No gateway"));
    assert!(overview(&at).contains("Not known"));
    let absent = |at: &Loaded| health(at).matches("data-state=\"absent\"").count();
    assert_eq!(absent(&loaded(accepted())), 2);
    assert_eq!(
        absent(&unread("directconnect:DescribeVirtualInterfaces", true)),
        0
    );
    let mut seen = accepted();
    cloud(&mut seen).gateways.push(dxgw("core", 64512));
    assert!(html(&loaded(seen.clone()), Task::Gateway).contains("connects nothing yet"));
    cloud(&mut seen).gaps.push(Gap {
        operation: "directconnect:DescribeDirectConnectGatewayAssociations",
        region: None,
        error: PortError::Unknown,
    });
    assert!(html(&loaded(seen), Task::Gateway).contains("what it connects is not known"));
}

#[test]
fn a_leg_is_down_only_when_somebody_says_so() {
    let leg = |at: &Loaded| {
        let page = health(at);
        let start = page.find("data-leg=\"primary\"").unwrap();
        let rest = page[start..].split("data-state=\"").nth(1).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    assert_eq!(leg(&loaded(proven())), "up");
    assert_eq!(leg(&loaded(interfaces_made())), "down");
    assert_eq!(leg(&loaded(ordered())), "pending");
    let mut silent = ordered();
    silent.connection.legs[0].bgp = None;
    assert_eq!(leg(&loaded(silent)), "unknown");
}

#[test]
fn a_page_does_not_wait_for_what_this_identity_may_not_read() {
    let moves = |error| {
        let mut seen = accepted();
        cloud(&mut seen).gaps.push(Gap {
            operation: "directconnect:DescribeDirectConnectGateways",
            region: None,
            error,
        });
        loaded(seen).is_moving()
    };
    let action = "directconnect:DescribeDirectConnectGateways".to_owned();
    assert!(!moves(PortError::Denied { action }));
    assert!(moves(PortError::Unreachable));
}

#[test]
fn aws_itself_is_looked_at_every_five_seconds_at_most() {
    let mut at = loaded(accepted());
    at.sandbox = false;
    for reach in [Reach::Legs, Reach::Proof(Vec::new()), Reach::Everywhere] {
        at.reach = reach;
        assert!(at.look_every() >= 5000);
    }
}

#[test]
fn the_text_for_support_holds_every_id_and_state_that_is_known() {
    let mut seen = proven();
    seen.partner_routes = vec![(LegRole::Primary, Vec::new())];
    let text = crate::setup::for_support(&loaded(seen));
    for part in [
        "1970-01-01 14:02:10 UTC",
        "direct connect gateway: 11111111-2222-4333-8444-555555555555 (asn 64512), Available",
        "vpc: vpc-0payments in us-west-2, 10.20.0.0/16",
        "virtual private gateway of vpc-0payments: vgw-0payments (asn 64512), Available, Attached",
        "association of vpc-0payments: assoc-vgw-0payments with 11111111",
        "primary: prefixes at pureport: ",
        "secondary: prefixes accepted by aws: 192.168.4.0/24",
        "secondary: prefixes advertised by aws: 10.20.0.0/16",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(!text.contains(ANALYTICS) && !text.contains("secondary: prefixes at pureport"));
    let mut on_vgw = accepted();
    on_vgw.choice = Choice::Existing {
        target: Target::VirtualPrivateGateway(ANALYTICS_VGW.to_owned()),
    };
    assert!(
        crate::setup::for_support(&loaded(on_vgw))
            .contains("virtual private gateway of vpc-0analytics")
    );
}

#[test]
fn the_words_for_the_console_fit_one_connection_and_every_region() {
    let mut single = gateway_made();
    single.connection.legs.truncate(1);
    let page = html(&loaded(single), Task::Interfaces);
    assert!(!page.contains("secondary") && page.contains("select the connection"));
    assert!(html(&loaded(gateway_made()), Task::Interfaces).contains("the same for the secondary"));
    let mut seen = interfaces_made();
    let mut east = cloud(&mut seen).regions[0].clone();
    east.name = region("us-east-1");
    east.vpcs.truncate(1);
    east.vpcs[0].id = "vpc-0east".to_owned();
    cloud(&mut seen).regions.push(east);
    let page = html(&loaded(seen), Task::Vpc);
    assert!(page.contains("us-east-1.console.aws.amazon.com/vpcconsole"));
    assert!(!page.contains("choose the region"));
    let page = html(&loaded(interfaces_made()), Task::Vpc);
    assert!(page.contains("choose the region us-west-2"));
}
