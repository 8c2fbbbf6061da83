mod card;

use domain::{
    ports::{Choice, Target},
    setup::{Goal, Refusal, RegionView, Task, VpcView, vpcs},
    tags,
    values::{Asn, GatewayKind, RegionName},
};
use leptos::prelude::*;

use self::card::{card, default_name};
use super::{
    console,
    frame::{Command, outward, via_cli, via_console_in},
    label::Labels,
    load::Loaded,
    post, target,
};
use crate::{
    answer::{AppError, Stop, post as answer},
    components::{DescriptionList, EmptyState, ValueRow},
    context::UserCx,
    paths,
};

/// Creates a virtual private gateway for a VPC and attaches it; with `gateway`, attaches that one.
#[server(endpoint = "attach_gateway", prefix = "/api")]
pub async fn attach_gateway(
    connection: String,
    region: String,
    vpc: String,
    #[server(default)] gateway: String,
    #[server(default)] name: String,
    #[server(default)] asn: String,
) -> Result<(), AppError> {
    answer(|ux| async move {
        let region = RegionName::parse(&region).ok_or(Stop::NotFound)?;
        let gateway = Some(gateway).filter(|id| !id.is_empty());
        let parsed = match asn.trim() {
            "" => Ok(None),
            typed => Asn::parse_amazon_side(typed, GatewayKind::VirtualPrivate).map(Some),
        };
        let goal = |asn| Goal::Attach {
            region,
            vpc,
            gateway: gateway.clone(),
            name,
            asn,
        };
        match parsed {
            Ok(number) => attach(&ux, &connection, goal(number), gateway.clone()).await,
            Err(_) => {
                ux.own_connection(&connection).await?;
                let (goal, refusal) = (goal(None), Refusal::AsnUnusable { asn });
                let notice = domain::setup::Notice::Refused {
                    goal,
                    refusal,
                    begun: false,
                };
                Ok(ux.tell(&paths::task(&connection, Task::Vpc), notice).await)
            }
        }
    })
    .await
}

/// With a virtual private gateway as target, the one that was attached is the target.
async fn attach(
    ux: &UserCx,
    id: &str,
    goal: Goal,
    gateway: Option<String>,
) -> Result<String, Stop> {
    let notice = post::outcome(ux, id, goal).await?;
    let choices = &ux.cx.services.choices;
    let ends_here = matches!(
        choices.load(id).await?,
        Some(
            Choice::NewVpnGateway
                | Choice::Existing {
                    target: Target::VirtualPrivateGateway(_)
                }
        )
    );
    if ends_here && post::is_under_way(&notice) {
        let choice = match gateway {
            Some(id) => Choice::Existing {
                target: Target::VirtualPrivateGateway(id),
            },
            None => Choice::NewVpnGateway,
        };
        choices.save(id, &choice).await?;
    }
    Ok(ux.tell(&paths::task(id, Task::Vpc), notice).await)
}

/// Makes a gateway that is attached already the target.
#[server(endpoint = "use_vpn_gateway", prefix = "/api")]
pub async fn use_vpn_gateway(connection: String, gateway: String) -> Result<(), AppError> {
    answer(|ux| async move {
        let target = Target::VirtualPrivateGateway(gateway);
        target::choose(&ux, &connection, Task::Vpc, Choice::Existing { target }).await
    })
    .await
}

pub(crate) fn view(at: &Loaded) -> AnyView {
    let Some(cloud) = &at.seen.cloud else {
        return by_console(at, &[]);
    };
    let only_home = at.seen.ends_on_vpn_gateway();
    let regions = cloud
        .regions
        .iter()
        .filter(|region| !region.vpcs.is_empty() && (!only_home || region.name == *at.region()));
    let labels = Labels::of_vpcs(cloud.regions.iter().flat_map(|region| &region.vpcs));
    let regions: Vec<&RegionView> = regions.collect();
    let names: Vec<&RegionName> = regions.iter().map(|region| &region.name).collect();
    let by_console = by_console(at, &names);
    let groups: Vec<_> = regions
        .into_iter()
        .map(|region| group(at, region, &labels))
        .collect();
    let text = if at.has_read("ec2:DescribeVpcs") && at.has_read("ec2:DescribeRegions") {
        "None of the regions that were read has a VPC. Create one in AWS, then refresh."
    } else {
        "Not every region’s VPCs could be read, so it is not known whether there is one."
    };
    let empty = groups
        .is_empty()
        .then(|| view! { <EmptyState title="No VPC in sight" text/> });
    view! {
        {groups}
        {empty}
        {by_console}
        {via_cli(at, "", commands(at, &labels))}
    }
    .into_any()
}

fn group(at: &Loaded, region: &RegionView, labels: &Labels) -> AnyView {
    let mut views: Vec<VpcView<'_>> = vpcs(&at.seen)
        .into_iter()
        .filter(|view| *view.region == region.name)
        .collect();
    views.sort_by_key(|view| view.vpc.is_default);
    let cards: Vec<_> = views
        .iter()
        .map(|view| card(at, region, view, &labels.get(&view.vpc.id)))
        .collect();
    let title = if region.name == *at.region() {
        format!("{}, the connection’s region", region.name)
    } else {
        region.name.to_string()
    };
    view! { <h2>{title}</h2><div class="cards">{cards}</div> }.into_any()
}

fn commands(at: &Loaded, labels: &Labels) -> Vec<Command> {
    let asn = at.seen.ends_on_vpn_gateway().then(|| at.seen.ordered_asn());
    let open = vpcs(&at.seen)
        .into_iter()
        .filter(|view| view.gateway.is_none());
    let here = open.filter(|view| !at.seen.ends_on_vpn_gateway() || *view.region == *at.region());
    here.map(|view| {
        let mut marks = tags::marks(at.id(), None, &tags::vpc_step(&view.vpc.id));
        marks.push(("Name".to_owned(), default_name(at, &view)));
        Command {
            copy: format!("Copy command, {}", labels.get(&view.vpc.id)),
            line: at
                .cli
                .create_and_attach(view.region, &view.vpc.id, asn, &marks),
        }
    })
    .collect()
}

/// `regions`: those that have a VPC to attach to; none is known without AWS.
fn by_console(at: &Loaded, regions: &[&RegionName]) -> AnyView {
    let regions = if regions.is_empty() {
        &[at.region()]
    } else {
        regions
    };
    let link = |region: &&RegionName| {
        let list = format!("virtual private gateways in {region}");
        view! { <li>{outward(list, console::vpn_gateways(region))}</li> }
    };
    let links: Vec<_> = regions.iter().map(link).collect();
    let clicks = vec![
        view! { "Open the VPC’s region and choose “Create virtual private gateway”:"<ul>{links}</ul> }.into_any(),
        view! { "Enter a name. Leave “Amazon default ASN”, unless the interfaces are to end here: then enter the ordered one." }
            .into_any(),
        view! { "Select the new gateway, choose “Actions”, “Attach to VPC”, and select the VPC." }.into_any(),
    ];
    let asn = at.seen.ordered_asn().to_string();
    let values = view! {
        <DescriptionList><ValueRow label="Ordered Amazon side ASN" value=asn copy="Copy ordered Amazon side ASN"/></DescriptionList>
    };
    via_console_in(at, regions, clicks, values.into_any())
}
