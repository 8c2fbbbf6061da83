use domain::{
    ports::{AttachmentState, Choice, LegRole, Target, VpnGateway},
    setup::{Goal, Refusal, Task, vpn_gateway, vpn_gateway_fits},
    values::name_or_id,
};
use leptos::prelude::*;

use super::{
    console,
    frame::{Command, outward, via_cli, via_console},
    interface_card::{self, plan},
    label,
    load::Loaded,
    post, target,
};
use crate::{
    answer::{AppError, post as answer},
    components::{
        Button, Card, Choice as Radio, DescriptionList, DetailRow, Kind, Notice, RadioGroup, Tone,
        ValueRow,
    },
    islands::RevealKey,
    paths, words,
};

/// The value of the radio for a virtual private gateway that task `vpc` makes.
const NEW: &str = "new";

/// AWS is not connected, or did not answer.
const NOT_KNOWN: &str = "Not known: AWS was not read";

/// Chooses what the interfaces connect to.
#[server(endpoint = "choose_target", prefix = "/api")]
pub async fn choose_target(
    connection: String,
    #[server(default)] target: String,
    #[server(default)] vpn_gateway: String,
) -> Result<(), AppError> {
    answer(|ux| async move {
        let before = ux.cx.services.choices.load(&connection).await?;
        let choice = match (target.as_str(), vpn_gateway.as_str(), before) {
            ("vpn_gateway", "" | NEW, _) => Choice::NewVpnGateway,
            ("vpn_gateway", _, _) => Choice::Existing {
                target: Target::VirtualPrivateGateway(vpn_gateway),
            },
            (_, _, Some(kept)) if ends_on_gateway(&kept) => kept,
            _ => Choice::NewGateway,
        };
        target::choose(&ux, &connection, Task::Interfaces, choice).await
    })
    .await
}

fn ends_on_gateway(choice: &Choice) -> bool {
    matches!(
        choice,
        Choice::Existing {
            target: Target::DirectConnectGateway(_)
        }
    )
}

/// Creates one leg's private virtual interface.
#[server(endpoint = "create_interface", prefix = "/api")]
pub async fn create_interface(
    connection: String,
    #[server(default)] leg: String,
    #[server(default)] name: String,
    #[server(default)] mtu: String,
) -> Result<(), AppError> {
    answer(|ux| async move {
        let leg = LegRole::from_word(&leg).ok_or(crate::answer::Stop::NotFound)?;
        // Anything else than a number is refused by the rule, as any other MTU is.
        let mtu = mtu.trim().parse().unwrap_or(0);
        post::pursue(&ux, &connection, Goal::CreateInterface { leg, name, mtu }).await
    })
    .await
}

pub(crate) fn view(at: &Loaded) -> AnyView {
    let legs = at.seen.connection.legs.iter();
    let cards: Vec<_> = legs.map(|leg| interface_card::view(at, leg)).collect();
    view! {
        {split(at)}
        {connect_to(at)}
        <div class="cards">{cards}</div>
        {by_console(at)}
        {via_cli(at, "Put the BGP key into the variable `BGP_KEY` first: `read -rs BGP_KEY` takes it without showing it.",
            commands(at))}
    }
    .into_any()
}

/// A leg that was found on another gateway.
fn split(at: &Loaded) -> AnyView {
    let Some(Target::DirectConnectGateway(id) | Target::VirtualPrivateGateway(id)) =
        at.seen.split_target()
    else {
        return ().into_any();
    };
    let existing = id.clone();
    let text = words::refusal(&Refusal::OtherTarget { existing });
    view! { <Notice tone=Tone::Bad title="The legs end on two gateways"><p>{text}</p></Notice> }
        .into_any()
}

fn connect_to(at: &Loaded) -> AnyView {
    let on_vgw = at.seen.ends_on_vpn_gateway();
    let fixed = at
        .seen
        .cloud
        .as_ref()
        .is_some_and(|cloud| !cloud.interfaces.is_empty());
    let off = |mine: bool| (fixed && !mine).then_some(words::TARGET_FIXED);
    let choices = vec![
        Radio::new("gateway", "Direct Connect gateway (AWS best practice)")
            .description("Reaches VPCs in every region, over one gateway.")
            .unavailable(off(!on_vgw)),
        Radio::new("vpn_gateway", "Virtual private gateway")
            .description(format!("Reaches one VPC, in {} only.", at.region()))
            .unavailable(off(on_vgw)),
    ];
    let value = if on_vgw { "vpn_gateway" } else { "gateway" };
    let id = at.id().to_owned();
    let choose = (!fixed).then(|| {
        view! {
            {vpn_gateways(at)}
            <div class="actions"><Button label="Use this target" kind=Kind::Secondary/></div>
        }
    });
    let row = gateway_row(at);
    view! {
        <Card title="Target" id="target-card">
            <form class="form" method="post" action="/api/choose_target" novalidate>
                <input type="hidden" name="connection" value=id/>
                <RadioGroup name="target" legend="Connect to" value choices/>
                {choose}
            </form>
            <DescriptionList>{row}</DescriptionList>
        </Card>
    }
    .into_any()
}

/// The gateway, or where it is made.
fn gateway_row(at: &Loaded) -> AnyView {
    let cloud = at.seen.cloud.as_ref();
    if at.seen.ends_on_vpn_gateway() {
        let href = paths::task(at.id(), Task::Vpc);
        return match vpn_gateway(&at.seen) {
            Some(found) => view! { <ValueRow label="Virtual private gateway" value=found.id.clone()
            copy="Copy ID, virtual private gateway"/> }
            .into_any(),
            None if !at.has_read("ec2:DescribeVpnGateways") => {
                view! { <DetailRow label="Virtual private gateway">{NOT_KNOWN}</DetailRow> }
                    .into_any()
            }
            None => view! { <DetailRow label="Virtual private gateway">"None yet. "
            <a href=href>"Create or attach it first"</a></DetailRow> }
            .into_any(),
        };
    }
    let href = paths::task(at.id(), Task::Gateway);
    let found =
        cloud.and_then(|cloud| cloud.direct_connect_gateway(&at.seen.connection, &at.seen.choice));
    match found {
        Some(found) => view! { <ValueRow label="Direct Connect gateway" value=found.id.clone()
            copy="Copy ID, Direct Connect gateway" note=name_or_id(&found.name, &found.id).to_owned()/> }
        .into_any(),
        None if !at.has_read("directconnect:DescribeDirectConnectGateways") => {
            view! { <DetailRow label="Direct Connect gateway">{NOT_KNOWN}</DetailRow> }.into_any()
        }
        None => view! { <DetailRow label="Direct Connect gateway">"None yet. "
            <a href=href>"Create or choose it first"</a></DetailRow> }
        .into_any(),
    }
}

/// The region's virtual private gateways; only those that are attached and fit can be chosen.
fn vpn_gateways(at: &Loaded) -> AnyView {
    let home = at
        .seen
        .cloud
        .as_ref()
        .and_then(|cloud| cloud.region(at.region()));
    let Some(home) = home else {
        return ().into_any();
    };
    let why_not =
        |gateway: &VpnGateway| match (&gateway.attachment, vpn_gateway_fits(gateway, &at.seen)) {
            (_, Err(Refusal::AsnMismatch { ordered, gateway })) => {
                Some(words::asn_trap(gateway, ordered))
            }
            (Some((_, AttachmentState::Attached)), _) => None,
            _ => Some("It is not attached to a VPC".to_owned()),
        };
    let radio = |gateway: &VpnGateway| {
        let vpc = gateway.attachment.as_ref().map(|(vpc, _)| {
            let named = home.vpcs.iter().find(|found| found.id == *vpc);
            named.map_or(vpc.as_str(), |found| name_or_id(&found.name, &found.id))
        });
        let asn = gateway
            .asn
            .map_or_else(|| "unknown".to_owned(), |asn| asn.to_string());
        let attached = vpc.map_or_else(
            || "not attached".to_owned(),
            |vpc| format!("attached to {vpc}"),
        );
        Radio::new(gateway.id.clone(), label::vpn_gateway(gateway))
            .description(format!("ASN {asn}, {attached}"))
            .unavailable(why_not(gateway))
    };
    let mut choices: Vec<Radio> = home
        .vpn_gateways
        .iter()
        .filter(|gateway| !gateway.state.is_going())
        .map(radio)
        .collect();
    choices.push(
        Radio::new(NEW, "A new one")
            .description("Its own task creates it with the ordered ASN and attaches it to a VPC."),
    );
    let value = match &at.seen.choice {
        Choice::Existing {
            target: Target::VirtualPrivateGateway(id),
        } => id.clone(),
        _ => NEW.to_owned(),
    };
    view! {
        <RadioGroup name="vpn_gateway" legend="Which virtual private gateway, if that is the target" value choices/>
    }
    .into_any()
}

fn commands(at: &Loaded) -> Vec<Command> {
    let command = |role: LegRole| {
        let exists = at.seen.leg(role).ok().and_then(|leg| {
            let cloud = at.seen.cloud.as_ref()?;
            cloud.interface_of(leg)
        });
        let plan = plan(at, role).ok().filter(|_| exists.is_none())?;
        Some(Command {
            copy: format!("Copy command, {}", role.word()),
            line: at.cli.create_interface(at.region(), &plan),
        })
    };
    let legs = at.seen.connection.legs.iter();
    legs.filter_map(|leg| command(leg.role)).collect()
}

fn by_console(at: &Loaded) -> AnyView {
    let list = outward(
        "list of connections".to_owned(),
        console::connections(at.region()),
    );
    let pair = at.seen.connection.legs.len() > 1;
    let (first, last) = if pair {
        (
            ", select the primary connection, and choose “Create virtual interface”.",
            "Create it, and do the same for the secondary connection.",
        )
    } else {
        (
            ", select the connection, and choose “Create virtual interface”.",
            "Create it.",
        )
    };
    let mut clicks = vec![
        view! { "Open the "{list}{first} }.into_any(),
        view! { "Choose the type “Private” and the owner “My AWS account”." }.into_any(),
        view! { "Enter the values below. The VLAN is filled in already: leave it. Open “Additional settings” for the \
                 addresses, the key and the MTU." }
        .into_any(),
        last.into_any(),
    ];
    let made = at.seen.cloud.iter().flat_map(|cloud| &cloud.interfaces);
    let links = made.map(|found| {
        let href = console::interface(at.region(), &at.seen.connection.account, &found.id);
        let open = outward(found.id.clone(), href);
        view! { "Look at the interface "{open}"." }.into_any()
    });
    clicks.extend(links);
    let legs = at.seen.connection.legs.iter();
    let values: Vec<_> = legs.map(|leg| console_values(at, leg.role)).collect();
    via_console(at, clicks, values.into_any())
}

/// Every value of one leg, in the order of AWS's form.
fn console_values(at: &Loaded, role: LegRole) -> AnyView {
    let Ok(leg) = at.seen.leg(role) else {
        return ().into_any();
    };
    let which = role.word();
    let rows = interface_card::rows(at, leg)
        .into_iter()
        .map(|(label, value)| {
            let copy =
                (!value.is_empty()).then(|| format!("Copy {label} for the console, {which}"));
            view! { <ValueRow label value copy/> }
        });
    let rows: Vec<_> = rows.collect();
    let url = paths::bgp_key(at.id());
    view! {
        <h3>{words::leg_title(role)}</h3>
        <DescriptionList>
            {rows}
            <DetailRow label="BGP authentication key">
                <RevealKey url leg=which show_label=format!("Show BGP key for the console, {which}")
                    copy_label=format!("Copy BGP key for the console, {which}")/>
            </DetailRow>
        </DescriptionList>
    }
    .into_any()
}
