//! What was typed survives whatever was refused.

use super::*;

fn associate(prefixes: Vec<Cidr>) -> Goal {
    Goal::Associate {
        region: region("us-west-2"),
        vpn_gateway: PAYMENTS_VGW.to_owned(),
        prefixes,
    }
}

#[test]
fn a_refused_form_comes_back_as_it_was_typed() {
    let mut at = loaded(attached());
    at.notice = Some(Notice::Refused {
        goal: associate(vec![cidr("10.20.1.0/24")]),
        refusal: Refusal::PrefixTooNarrow {
            prefix: "10.20.1.0/24".to_owned(),
            vpc_cidr: "10.20.0.0/16".to_owned(),
        },
        begun: false,
    });
    let page = html(&at, Task::Association);
    assert!(page.contains("value=\"10.20.1.0/24\""));
    assert!(page.contains("narrower than the VPC"));
    let typed = "10.0.0.0/8, ten, 192.168.0.0/16";
    at.notice = Some(Notice::Refused {
        goal: associate(Vec::new()),
        refusal: Refusal::PrefixUnusable {
            prefix: "ten".to_owned(),
            typed: typed.to_owned(),
        },
        begun: false,
    });
    let page = html(&at, Task::Association);
    assert!(page.contains(&format!("value=\"{typed}\"")), "all of it");
    assert!(page.contains("“ten” is no IPv4 network"));
}

/// Every way in which a goal was not begun.
fn not_done(goal: &Goal) -> [Notice; 3] {
    [
        Notice::Refused {
            goal: goal.clone(),
            refusal: Refusal::NotReadable,
            begun: false,
        },
        Notice::Failed {
            goal: goal.clone(),
            error: PortError::Unreachable,
            begun: false,
        },
        Notice::NotRecorded { goal: goal.clone() },
    ]
}

#[test]
fn a_typed_asn_survives_whatever_was_wrong_besides() {
    let mut at = loaded(interfaces_made());
    let goal = Goal::Attach {
        region: region("us-west-2"),
        vpc: PAYMENTS.to_owned(),
        gateway: None,
        name: "mine".to_owned(),
        asn: Some(Asn(64600)),
    };
    for notice in not_done(&goal) {
        at.notice = Some(notice);
        let page = html(&at, Task::Vpc);
        let field = tag(&page, &format!("asn-{PAYMENTS}"));
        assert!(field.contains("value=\"64600\""), "{field}");
        assert!(tag(&page, &format!("name-{PAYMENTS}")).contains("value=\"mine\""));
        assert!(tag(&page, &format!("more-{PAYMENTS}")).contains(" open"));
    }
}

#[test]
fn nothing_typed_is_lost_when_the_provider_or_the_journal_fails() {
    let mut at = loaded(gateway_made());
    let goal = Goal::CreateInterface {
        leg: LegRole::Primary,
        name: "my interface".to_owned(),
        mtu: 8500,
    };
    for notice in not_done(&goal) {
        at.notice = Some(notice);
        let page = html(&at, Task::Interfaces);
        assert!(tag(&page, "name-primary").contains("value=\"my interface\""));
        assert_eq!(page.matches("value=\"8500\" selected").count(), 1);
    }
    let mut at = loaded(accepted());
    for notice in not_done(&Goal::CreateGateway {
        name: "my gateway".to_owned(),
    }) {
        at.notice = Some(notice);
        assert!(tag(&html(&at, Task::Gateway), "name").contains("value=\"my gateway\""));
    }
    let mut at = loaded(associated());
    let goal = Goal::Propagate {
        region: region("us-west-2"),
        vpc: PAYMENTS.to_owned(),
        tables: vec!["rtb-0spare".to_owned()],
    };
    for notice in not_done(&goal) {
        at.notice = Some(notice);
        let page = html(&at, Task::Routes);
        assert!(tag(&page, "pick-rtb-0spare").contains("checked"));
        assert!(!tag(&page, "pick-rtb-0main").contains("checked"));
    }
}
