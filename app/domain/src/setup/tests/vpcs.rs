//! Virtual private gateways, associations and propagation.

use super::*;
use crate::{
    ports::{AssociationState, AttachmentState},
    tags,
};

fn attach(vpc: &str, gateway: Option<&str>) -> Goal {
    Goal::Attach {
        region: region("us-west-2"),
        vpc: vpc.to_owned(),
        gateway: gateway.map(str::to_owned),
        name: "acme-payments".to_owned(),
        asn: None,
    }
}

fn associate(vgw: &str, prefixes: &[&str]) -> Goal {
    Goal::Associate {
        region: region("us-west-2"),
        vpn_gateway: vgw.to_owned(),
        prefixes: prefixes.iter().map(|raw| cidr(raw)).collect(),
    }
}

fn propagate(vpc: &str, tables: &[&str]) -> Goal {
    Goal::Propagate {
        region: region("us-west-2"),
        vpc: vpc.to_owned(),
        tables: tables.iter().map(|id| (*id).to_owned()).collect(),
    }
}

#[test]
fn a_gateway_is_created_then_attached_then_left_alone() {
    let mut seen = interfaces_made();
    let goal = attach(PAYMENTS, None);
    let Call::CreateVpnGateway { asn, tags, .. } = call(&goal, &seen) else {
        panic!("another call");
    };
    assert_eq!(asn, None, "Amazon's default");
    let mut made = vgw("vgw-new", 64512, None);
    made.tags = tags;
    made.state = GatewayState::Pending;
    west(&mut seen).vpn_gateways.push(made);
    assert!(matches!(next(&goal, &seen), Next::Wait(Wait::VpnGateway)));
    west(&mut seen).vpn_gateways.last_mut().unwrap().state = GatewayState::Available;
    let Call::AttachVpnGateway { vpn_gateway, .. } = call(&goal, &seen) else {
        panic!("another call");
    };
    assert_eq!(vpn_gateway, "vgw-new");
    for (state, done) in [
        (AttachmentState::Attaching, false),
        (AttachmentState::Attached, true),
    ] {
        let last = west(&mut seen).vpn_gateways.last_mut().unwrap();
        last.attachment = Some((PAYMENTS.to_owned(), state));
        assert_eq!(matches!(next(&goal, &seen), Next::Done), done, "{state:?}");
    }
}

#[test]
fn a_gateway_that_is_going_is_not_attached() {
    let mut seen = interfaces_made();
    let mut going = vgw("vgw-going", 64512, None);
    going.tags = tags::marks(CONNECTION, None, &tags::vpc_step(PAYMENTS));
    going.state = GatewayState::Deleting;
    west(&mut seen).vpn_gateways.push(going);
    assert!(matches!(
        call(&attach(PAYMENTS, None), &seen),
        Call::CreateVpnGateway { .. }
    ));
    let named = attach(PAYMENTS, Some("vgw-going"));
    let id = "vgw-going".to_owned();
    assert_eq!(refusal(&named, &seen), Refusal::GatewayGone { id });
}

#[test]
fn attaching_is_refused_with_the_reason() {
    let seen = interfaces_made();
    let gateway = ANALYTICS_VGW.to_owned();
    let expected = Refusal::VpcHasGateway { gateway };
    assert_eq!(refusal(&attach(ANALYTICS, None), &seen), expected);
    let vpc = ANALYTICS.to_owned();
    let expected = Refusal::GatewayElsewhere { vpc };
    let goal = attach(PAYMENTS, Some(ANALYTICS_VGW));
    assert_eq!(refusal(&goal, &seen), expected);
    let id = "vpc-no".to_owned();
    assert_eq!(
        refusal(&attach("vpc-no", None), &seen),
        Refusal::NoSuchVpc { id }
    );
    let mut blind = interfaces_made();
    let mut missing = gap("ec2:DescribeVpcs");
    missing.region = Some(region("us-west-2"));
    cloud(&mut blind).gaps.push(missing);
    assert_eq!(
        refusal(&attach(PAYMENTS, None), &blind),
        Refusal::NotReadable
    );
    let mut nameless = attach(PAYMENTS, None);
    if let Goal::Attach { name, .. } = &mut nameless {
        name.clear();
    }
    assert_eq!(refusal(&nameless, &seen), Refusal::NameUnusable);
}

#[test]
fn with_a_virtual_private_gateway_as_target_it_has_the_ordered_asn_and_one_vpc_at_home() {
    let mut seen = accepted();
    seen.choice = Choice::NewVpnGateway;
    let Call::CreateVpnGateway { asn, .. } = call(&attach(PAYMENTS, None), &seen) else {
        panic!("another call");
    };
    assert_eq!(asn, Some(Asn(64512)));
    let mut typed = attach(PAYMENTS, None);
    if let Goal::Attach { asn, .. } = &mut typed {
        *asn = Some(Asn(65010));
    }
    let expected = Refusal::AsnMismatch {
        ordered: 64512,
        gateway: 65010,
    };
    assert_eq!(refusal(&typed, &seen), expected);

    let mut far = west(&mut seen).clone();
    far.name = region("us-east-1");
    cloud(&mut seen).regions.push(far);
    let mut goal = attach(PAYMENTS, None);
    if let Goal::Attach { region: at, .. } = &mut goal {
        *at = region("us-east-1");
    }
    let expected = Refusal::OtherRegion {
        region: "us-west-2".to_owned(),
    };
    assert_eq!(refusal(&goal, &seen), expected);

    seen.choice = Choice::Existing {
        target: Target::VirtualPrivateGateway(ANALYTICS_VGW.to_owned()),
    };
    let gateway = ANALYTICS_VGW.to_owned();
    let expected = Refusal::OneVpcOnly { gateway };
    assert_eq!(refusal(&attach(PAYMENTS, None), &seen), expected);
}

#[test]
fn with_a_virtual_private_gateway_as_target_interfaces_wait_until_it_is_attached() {
    let goal = create_interface(LegRole::Primary);
    let mut seen = accepted();
    seen.choice = Choice::NewVpnGateway;
    assert_eq!(refusal(&goal, &seen), Refusal::NoGateway);
    west(&mut seen)
        .vpn_gateways
        .push(vgw("vgw-loose", 64512, None));
    seen.choice = Choice::Existing {
        target: Target::VirtualPrivateGateway("vgw-loose".to_owned()),
    };
    let gateway = "vgw-loose".to_owned();
    assert_eq!(refusal(&goal, &seen), Refusal::NotAttached { gateway });
    seen.choice = Choice::Existing {
        target: Target::VirtualPrivateGateway(ANALYTICS_VGW.to_owned()),
    };
    let Call::CreateInterface { new, .. } = call(&goal, &seen) else {
        panic!("another call");
    };
    assert_eq!(
        new.target,
        Target::VirtualPrivateGateway(ANALYTICS_VGW.to_owned())
    );
    let no_interface = propagate(ANALYTICS, &["rtb-0analytics"]);
    assert_eq!(refusal(&no_interface, &seen), Refusal::NoInterface);
}

#[test]
fn an_association_is_made_once_and_waits_while_aws_works() {
    let goal = associate(PAYMENTS_VGW, &[]);
    let Call::Associate { gateway, .. } = call(&goal, &attached()) else {
        panic!("another call");
    };
    assert_eq!(gateway, GATEWAY);
    assert!(matches!(next(&goal, &associated()), Next::Done));
    let mut seen = associated();
    for state in [
        AssociationState::Associating,
        AssociationState::Updating,
        AssociationState::Disassociating,
    ] {
        cloud(&mut seen).associations[0].state = state;
        assert!(
            matches!(next(&goal, &seen), Next::Wait(Wait::Association)),
            "{state:?}"
        );
    }
    cloud(&mut seen).associations[0].state = AssociationState::Disassociated;
    assert!(matches!(call(&goal, &seen), Call::Associate { .. }));
}

#[test]
fn an_association_is_sent_to_the_gateways_own_region() {
    let mut seen = attached();
    let mut far = west(&mut seen).clone();
    far.name = region("us-east-1");
    far.vpcs = vec![vpc("vpc-0dr", "payments-dr", &["10.21.0.0/16"])];
    far.vpn_gateways = vec![vgw("vgw-0dr", 64512, Some("vpc-0dr"))];
    cloud(&mut seen).regions.push(far);
    let Call::Associate { region: at, .. } = call(&associate("vgw-0dr", &[]), &seen) else {
        panic!("another call");
    };
    assert_eq!(at, region("us-east-1"));
}

#[test]
fn an_association_is_refused_with_the_reason() {
    let loose = {
        let mut seen = attached();
        west(&mut seen)
            .vpn_gateways
            .push(vgw("vgw-loose", 64512, None));
        seen
    };
    let gateway = "vgw-loose".to_owned();
    let expected = Refusal::NotAttached { gateway };
    assert_eq!(refusal(&associate("vgw-loose", &[]), &loose), expected);
    let id = "vgw-no".to_owned();
    let expected = Refusal::GatewayGone { id };
    assert_eq!(refusal(&associate("vgw-no", &[]), &loose), expected);
    let mut no_gateway = attached();
    cloud(&mut no_gateway).gateways.clear();
    cloud(&mut no_gateway).interfaces.clear();
    let goal = associate(PAYMENTS_VGW, &[]);
    assert_eq!(refusal(&goal, &no_gateway), Refusal::NoGateway);
    let mut elsewhere = attached();
    let mut other = association(PAYMENTS_VGW, AssociationState::Associated);
    other.gateway = "other".to_owned();
    cloud(&mut elsewhere).elsewhere.push(other);
    let gateway = "other".to_owned();
    let expected = Refusal::AssociatedElsewhere { gateway };
    assert_eq!(refusal(&goal, &elsewhere), expected);
    let mut on_vgw = accepted();
    on_vgw.choice = Choice::NewVpnGateway;
    assert_eq!(refusal(&goal, &on_vgw), Refusal::NotNeeded);
}

#[test]
fn overlapping_vpcs_of_one_gateway_are_refused_by_name() {
    let mut seen = associated();
    west(&mut seen)
        .vpcs
        .push(vpc("vpc-0lab", "lab", &["10.20.128.0/17"]));
    west(&mut seen)
        .vpn_gateways
        .push(vgw("vgw-0lab", 64512, Some("vpc-0lab")));
    let expected = Refusal::CidrOverlap {
        vpc: "payments".to_owned(),
        cidr: "10.20.128.0/17".to_owned(),
        with: "10.20.0.0/16".to_owned(),
    };
    assert_eq!(refusal(&associate("vgw-0lab", &[]), &seen), expected);
    assert!(matches!(
        call(&associate(ANALYTICS_VGW, &[]), &seen),
        Call::Associate { .. }
    ));
}

#[test]
fn prefixes_that_advertise_nothing_are_refused() {
    for (prefixes, refused) in [
        (&["10.20.0.0/16"][..], false),
        (&["10.0.0.0/8"], false),
        (&["10.20.1.0/24"], true),
        (&["10.20.0.0/16", "192.168.0.0/16"], true),
    ] {
        let goal = associate(PAYMENTS_VGW, prefixes);
        let found = matches!(
            next(&goal, &attached()),
            Next::Refuse(Refusal::PrefixTooNarrow { .. })
        );
        assert_eq!(found, refused, "{prefixes:?}");
    }
}

#[test]
fn propagation_goes_table_by_table_and_ends() {
    let mut seen = associated();
    let goal = propagate(PAYMENTS, &["rtb-0main", "rtb-0apps"]);
    for id in ["rtb-0main", "rtb-0apps"] {
        let Call::EnablePropagation { table, .. } = call(&goal, &seen) else {
            panic!("another call");
        };
        assert_eq!(table, id);
        let tables = &mut west(&mut seen).tables;
        let found = tables.iter_mut().find(|table| table.id == id).unwrap();
        found.propagating.push(PAYMENTS_VGW.to_owned());
    }
    assert!(matches!(next(&goal, &seen), Next::Done));
}

#[test]
fn propagation_is_refused_with_the_reason() {
    let goal = propagate(PAYMENTS, &["rtb-0main"]);
    let gateway = String::new();
    let expected = Refusal::NotAttached { gateway };
    assert_eq!(refusal(&goal, &interfaces_made()), expected);
    assert_eq!(refusal(&goal, &attached()), Refusal::NotAssociated);
    let mut seen = associated();
    cloud(&mut seen).associations[0].state = AssociationState::Associating;
    assert_eq!(refusal(&goal, &seen), Refusal::AssociationPending);
    let id = "rtb-0analytics".to_owned();
    let foreign = propagate(PAYMENTS, &["rtb-0analytics"]);
    assert_eq!(
        refusal(&foreign, &associated()),
        Refusal::NoSuchTable { id }
    );
    let nothing = propagate(PAYMENTS, &[]);
    assert_eq!(refusal(&nothing, &associated()), Refusal::NothingChosen);
}

#[test]
fn an_ended_association_does_not_hide_the_one_that_followed_it() {
    let mut seen = proven();
    let mut ended = cloud(&mut seen).associations[0].clone();
    ended.state = AssociationState::Disassociated;
    let gateway = ended.associated.clone();
    cloud(&mut seen).associations.insert(0, ended);
    let cloud = seen.cloud.as_ref().unwrap();
    let found = cloud.association_of(&gateway).unwrap();
    assert_eq!(found.state, AssociationState::Associated);
    assert!(crate::setup::vpcs(&seen).iter().any(|view| {
        view.association
            .is_some_and(|one| one.state == AssociationState::Associated)
    }));
}
