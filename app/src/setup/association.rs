mod card;

use domain::{
    setup::{Goal, Notice as Told, Refusal, Task, VpcView, Wait, gateway_ready, vpcs},
    values::{Cidr, RegionName},
};
use leptos::prelude::*;

use self::card::card;
use super::{
    console,
    frame::{Command, outward, via_cli, via_console},
    label::Labels,
    load::Loaded,
    post,
};
use crate::{
    answer::{AppError, Stop, post as answer},
    components::{
        Card, CodeLine, DescriptionList, Disclosure, EmptyState, LinkButton, StateBadge, ValueRow,
        WaitText, slug,
    },
    paths, words,
};

/// Associates one virtual private gateway with the Direct Connect gateway.
#[server(endpoint = "associate_gateway", prefix = "/api")]
pub async fn associate_gateway(
    connection: String,
    region: String,
    vpn_gateway: String,
    #[server(default)] prefixes: String,
) -> Result<(), AppError> {
    answer(|ux| async move {
        let region = RegionName::parse(&region).ok_or(Stop::NotFound)?;
        let goal = |prefixes| Goal::Associate {
            region,
            vpn_gateway,
            prefixes,
        };
        match parse(&prefixes) {
            Ok(prefixes) => post::pursue(&ux, &connection, goal(prefixes)).await,
            Err(prefix) => {
                ux.own_connection(&connection).await?;
                let typed = prefixes;
                let refusal = Refusal::PrefixUnusable { prefix, typed };
                let goal = goal(Vec::new());
                let page = paths::task(&connection, Task::Association);
                Ok(ux
                    .tell(
                        &page,
                        Told::Refused {
                            goal,
                            refusal,
                            begun: false,
                        },
                    )
                    .await)
            }
        }
    })
    .await
}

/// CIDRs between commas, semicolons or blanks; the first that is none is the error.
fn parse(raw: &str) -> Result<Vec<Cidr>, String> {
    let separators = |c: char| c == ',' || c == ';' || c.is_whitespace();
    raw.split(separators)
        .filter(|part| !part.is_empty())
        .map(|part| Cidr::parse(part).map_err(|_| part.chars().take(80).collect()))
        .collect()
}

pub(crate) fn view(at: &Loaded) -> AnyView {
    if at.seen.ends_on_vpn_gateway() {
        return ().into_any();
    }
    let labels = Labels::of_vpcs(vpcs(&at.seen).iter().map(|view| view.vpc));
    // A gateway that is being attached is shown too, with the reason why it has to wait.
    let mut attached: Vec<VpcView<'_>> = vpcs(&at.seen)
        .into_iter()
        .filter(|view| view.gateway.is_some())
        .collect();
    // What this connection is about comes first.
    attached.sort_by_key(|view| (!is_meant(at, view), !card::propagates(at, view)));
    let cards: Vec<_> = attached
        .iter()
        .map(|view| card(at, view, &labels.get(&view.vpc.id)))
        .collect();
    let coming = coming(at, &labels);
    let none = (cards.is_empty() && coming.is_empty() && at.seen.cloud.is_some()).then(|| none(at));
    view! {
        {gateway(at)}
        {none}
        <div class="cards">{coming}{cards}</div>
        {by_console(at)}
        {via_cli(at, "", commands(at, &attached, &labels))}
        {other_account(at)}
    }
    .into_any()
}

/// No gateway to associate, or none that could be read.
fn none(at: &Loaded) -> AnyView {
    let href = paths::task(at.id(), Task::Vpc);
    let read = ["ec2:DescribeVpcs", "ec2:DescribeVpnGateways"];
    if !read.iter().all(|operation| at.has_read(operation)) {
        return view! {
            <EmptyState title="Not known" text="The VPCs or their gateways could not be read, so it is not known which could be associated."/>
        }
        .into_any();
    }
    view! {
        <EmptyState title="No attached virtual private gateway" text="Attach one to a VPC first.">
            <LinkButton label="Virtual private gateway" href/>
        </EmptyState>
    }
    .into_any()
}

/// VPCs whose gateway Onramp is still creating: nothing to associate yet.
fn coming(at: &Loaded, labels: &Labels) -> Vec<AnyView> {
    let all = vpcs(&at.seen);
    let is_made = |vpc: &str| {
        all.iter()
            .any(|view| view.vpc.id == vpc && view.gateway.is_some())
    };
    let card = |goal: &Goal| match goal {
        Goal::Attach { vpc, .. } if !is_made(vpc) => {
            let elapsed =
                at.elapsed(|goal| matches!(goal, Goal::Attach { vpc: of, .. } if of == vpc));
            let (title, usual) = (labels.get(vpc), words::usual(Wait::Attachment));
            let badge = view! { <StateBadge state="in_progress" word="Being created"/> }.into_any();
            Some(
                view! {
                    <Card title id=slug(vpc) aside=badge>
                        <p>"Its virtual private gateway is not attached to the VPC yet; only then can it be associated."</p>
                        <WaitText elapsed usual/>
                    </Card>
                }
                .into_any(),
            )
        }
        _ => None,
    };
    at.running.iter().filter_map(card).collect()
}

/// Made for this connection, associated already, or what the page before this one meant.
fn is_meant(at: &Loaded, view: &VpcView<'_>) -> bool {
    let Some(gateway) = view.gateway else {
        return false;
    };
    view.is_part(&at.seen) || gateway.id == at.query("gateway")
}

fn gateway(at: &Loaded) -> AnyView {
    match gateway_ready(&at.seen) {
        Ok(found) => {
            let (name, id, asn) = (found.name.clone(), found.id.clone(), found.asn.to_string());
            view! {
                <Card title="Direct Connect gateway">
                    <DescriptionList>
                        <ValueRow label="Name" value=name/>
                        <ValueRow label="ID" value=id copy="Copy ID, Direct Connect gateway"/>
                        <ValueRow label="Amazon side ASN" value=asn/>
                    </DescriptionList>
                </Card>
            }
            .into_any()
        }
        Err(_) => ().into_any(),
    }
}

fn commands(at: &Loaded, attached: &[VpcView<'_>], labels: &Labels) -> Vec<Command> {
    let Ok(target) = gateway_ready(&at.seen) else {
        return Vec::new();
    };
    let open = attached
        .iter()
        .filter(|view| view.is_attached() && view.association.is_none());
    open.filter_map(|view| {
        Some(Command {
            copy: format!("Copy command, {}", labels.get(&view.vpc.id)),
            line: at
                .cli
                .associate(view.region, &target.id, &view.gateway?.id, &[]),
        })
    })
    .collect()
}

/// A virtual private gateway in somebody else's account: they propose, you accept.
fn other_account(at: &Loaded) -> AnyView {
    let Ok(target) = gateway_ready(&at.seen) else {
        return ().into_any();
    };
    let owner = at.seen.connection.account.as_str();
    let propose = at.cli.propose(&target.id, owner);
    let list = at.cli.proposals(at.region(), &target.id);
    let accept = at.cli.accept_proposal(at.region(), &target.id);
    view! {
        <Disclosure summary="A gateway of another AWS account: they propose, you accept">
            <p>"Onramp does not read proposals. The owner of the virtual private gateway runs this with its ID in "
               <code>"VGW"</code>" and its region in "<code>"REGION"</code>":"</p>
            <CodeLine command=propose copy="Copy command, they propose"/>
            <p>"This shows you every proposal for this Direct Connect gateway, with its ID, its state, and whose it is. "
               <code>"requested"</code>" waits for you; "<code>"deleted"</code>
               " ran out after seven days or was taken back, and only its owner can propose again:"</p>
            <CodeLine command=list copy="Copy command, see the proposals"/>
            <p>"Within seven days you accept it, with that ID in "<code>"PROPOSAL"</code>" and their account in "
               <code>"OWNER"</code>":"</p>
            <CodeLine command=accept copy="Copy command, you accept"/>
        </Disclosure>
    }
    .into_any()
}

fn by_console(at: &Loaded) -> AnyView {
    let open = match gateway_ready(&at.seen) {
        Ok(found) => outward(
            format!("gateway {}", found.id),
            console::gateway(at.region(), &found.id),
        ),
        Err(_) => outward(
            "Direct Connect console".to_owned(),
            console::connections(at.region()),
        ),
    };
    let clicks = vec![
        view! { "Open the "{open}"." }.into_any(),
        view! { "Choose the tab “Gateway associations”, then “Associate gateway”." }.into_any(),
        view! { "Select the virtual private gateway that is attached to your VPC. Leave “Allowed prefixes” empty." }.into_any(),
        view! { "Choose “Associate gateway”, and wait until it says “associated”." }.into_any(),
    ];
    via_console(at, clicks, ().into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_read_as_people_write_lists() {
        for raw in ["10.0.0.0/8,10.20.0.0/16", " 10.0.0.0/8 ;\n10.20.0.0/16, "] {
            assert_eq!(parse(raw).unwrap().len(), 2, "{raw:?}");
        }
        assert_eq!(parse(" ").unwrap(), Vec::new());
        assert_eq!(parse("10.0.0.0/8, ten"), Err("ten".to_owned()));
    }
}
