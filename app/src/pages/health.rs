//! How the connection is, from both sides. For two in the morning.

pub mod actions;
mod legs;
mod next;
pub mod restart;
mod timeline;

use domain::{
    ports::{BgpState, LegRole, PortError, Timestamp},
    setup::{
        Evidence, PAST_DAY, Ports, Reach, Records, Verdict, bgp_since, cause, gather, ladder,
        leg_bgp, verdict,
    },
};
use futures_util::join;
use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    components::{BusyForms, Checked, CodeLine, Kind, LinkButton, Live, Notice, PageHeader, Tone},
    context::UserCx,
    paths,
    setup::{
        Loaded, cloud_notices, drift_notice, for_support, load, load_from_aws, measured,
        regions_worked_in,
    },
    words,
};

const TITLE: &str = "Health";

/// One look at both sides, with their records.
#[derive(Clone, Copy)]
struct Seen<'a> {
    at: &'a Loaded,
    records: &'a Records,
    /// Why the partner's half is missing.
    partner_error: Option<&'a PortError>,
}

impl Seen<'_> {
    /// The partner tells its half: it has an API, and it answered.
    fn has_partner(&self) -> bool {
        self.partner_error.is_none() && self.at.seen.connection.capabilities.reports
    }
}

/// With Pureport silent, or not signed in to, what AWS alone shows.
pub async fn page(ux: UserCx, id: &str) -> Result<Page, Stop> {
    let here = paths::health(id);
    let reach = Reach::Proof(regions_worked_in(&ux, id).await?);
    let loaded = load(&ux, id, here.clone(), reach).await;
    let (at, error) = match loaded {
        Ok(at) => (at, None),
        Err(stop) => {
            let error = match &stop {
                Stop::Port(error) => error.clone(),
                Stop::SignIn => PortError::Unauthenticated,
                _ => return Err(stop),
            };
            let found = load_from_aws(&ux, id, here).await?;
            (found.ok_or(stop)?, Some(error))
        }
    };
    let (records, measured) = join!(
        async {
            match error {
                None => records(&ux, &at).await,
                Some(_) => Records {
                    at: at.now,
                    ..Records::default()
                },
            }
        },
        measured(&ux, &at, PAST_DAY),
    );
    let at = at.with(measured);
    let view = view(&at, &records, error.as_ref());
    Ok(Page::new(TITLE, view).with_islands())
}

async fn records(ux: &UserCx, at: &Loaded) -> Records {
    let ports = Ports {
        fabric: ux.fabric.as_ref(),
        cloud: ux.cx.services.cloud.as_ref(),
        fabric_key: &ux.fabric_key,
        cloud_key: ux.cloud_key.as_ref(),
    };
    gather(ports, &at.seen, ux.account(), at.now).await
}

pub(crate) fn view(at: &Loaded, records: &Records, partner_error: Option<&PortError>) -> AnyView {
    let of = Seen {
        at,
        records,
        partner_error,
    };
    let found = verdict(&at.seen);
    let line = first_line(of, found);
    let trail = vec![(at.seen.connection.name.clone(), paths::connection(at.id()))];
    let healthy = matches!(found, Verdict::Up | Verdict::BothUp);
    let moving = at.is_moving() || !healthy;
    let live = if moving { "on" } else { "off" };
    let announce = words::verdict(found);
    let tables = at.seen.connection.legs.iter();
    let tables: Vec<_> = tables.map(|leg| legs::table(of, leg)).collect();
    let (checked, here) = (words::utc(at.now), at.here.clone());
    let (setup, connection) = (paths::setup(at.id()), paths::connection(at.id()));
    view! {
        <PageHeader title=TITLE trail>
            <LinkButton label="Set up AWS" href=setup kind=Kind::Secondary/>
            <LinkButton label="Connection" href=connection kind=Kind::Secondary/>
        </PageHeader>
        <div id="health" class="stack" data-live=live data-announce=announce>
            {shown(found, line)}
            {silent(of)}
            {cloud_notices(at)}
            {drift_notice(at)}
            {next::section(of, found)}
            {tables}
            {timeline::section(of)}
        </div>
        <div id="checked" data-live=live><Checked at=checked href=here/></div>
        <div id="support" data-live=live>
            <h2>"For support"</h2>
            <p>"Every id, address and state of this page, without the keys."</p>
            <CodeLine command=support(of) copy="Copy for support"/>
        </div>
        <BusyForms/>
        {moving.then(|| view! { <Live every_ms=at.look_every()/> })}
    }
    .into_any()
}

/// The verdict, with since when the session that matters is down.
fn first_line(of: Seen<'_>, found: Verdict) -> String {
    let down = match found {
        Verdict::Only { down, .. } => session(of, down),
        Verdict::Testing { leg } => session(of, leg),
        Verdict::Down => (None, all_down_since(of)),
        _ => (None, None),
    };
    let line = words::verdict_line(found, down, of.at.now);
    let told = matches!(
        found,
        Verdict::Up | Verdict::BothUp | Verdict::Only { .. } | Verdict::Down
    );
    let connection = &of.at.seen.connection;
    let why = match (found, &connection.failure) {
        (Verdict::NotDeleted, Some((_, why))) if !why.is_empty() => Some(why.clone()),
        _ if told => why(of),
        _ => None,
    };
    of.at
        .say(why.map_or(line.clone(), |why| format!("{line}. {why}")))
}

/// What is wrong, when a check tells it.
fn why(of: Seen<'_>) -> Option<String> {
    let rungs = ladder(&of.at.seen);
    let rung = cause(&rungs).filter(|rung| !rung.is_unread())?;
    let tells = !matches!(rung.evidence, Evidence::Bgp { .. } | Evidence::Seen(_));
    tells.then(|| words::cause(rung).0)
}

fn session(of: Seen<'_>, role: LegRole) -> (Option<BgpState>, Option<Timestamp>) {
    let mut legs = of.at.seen.connection.legs.iter();
    let leg = legs.find(|leg| leg.role == role);
    let state = leg.and_then(|leg| leg_bgp(leg, &of.at.seen));
    let since = leg.and_then(|leg| bgp_since(leg, &of.at.seen, of.records));
    (state, since)
}

/// Since the last of them went down; `None` when one's time is not known.
fn all_down_since(of: Seen<'_>) -> Option<Timestamp> {
    let legs = of.at.seen.connection.legs.iter();
    let times: Option<Vec<Timestamp>> = legs
        .map(|leg| bgp_since(leg, &of.at.seen, of.records))
        .collect();
    times?.into_iter().max()
}

fn shown(found: Verdict, line: String) -> AnyView {
    let (tone, state) = match found {
        Verdict::Up | Verdict::BothUp => (Tone::Good, "up"),
        Verdict::Only { .. } | Verdict::Testing { .. } => (Tone::Warning, "degraded"),
        Verdict::Down | Verdict::OrderFailed | Verdict::NotDeleted => (Tone::Bad, "down"),
        Verdict::Building | Verdict::AwaitsApproval | Verdict::NotSetUp => (Tone::Ready, "pending"),
        Verdict::OtherAccount => (Tone::Warning, "unknown"),
        Verdict::Unknown => (Tone::Quiet, "unknown"),
    };
    view! { <div id="verdict" data-state=state><Notice tone title=line>{().into_any()}</Notice></div> }
        .into_any()
}

/// Without Pureport only the lines that AWS tells.
fn support(of: Seen<'_>) -> String {
    let text = for_support(of.at);
    if of.partner_error.is_none() {
        return text;
    }
    let partners = ["pureport", "location: ", "speed: ", "amazon side asn"];
    let lines = text.lines();
    let told = lines.filter(|line| !partners.iter().any(|word| line.contains(word)));
    std::iter::once("pureport: does not answer")
        .chain(told)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Pureport does not answer, or some of its records could not be read.
fn silent(of: Seen<'_>) -> AnyView {
    if let Some(error) = of.partner_error {
        let text = words::partner_silent(&words::port_error(error));
        return view! { <Notice tone=Tone::Warning title=words::PARTNER_SILENT><p>{text}</p></Notice> }
            .into_any();
    }
    let gaps: Vec<_> = of
        .records
        .gaps
        .iter()
        .map(|gap| {
            let error = words::port_error(&gap.error);
            view! { <li><code>{gap.operation}</code>{format!(": {error}")}</li> }
        })
        .collect();
    if gaps.is_empty() {
        return ().into_any();
    }
    view! {
        <Notice tone=Tone::Warning title="Some evidence could not be read">
            <p>"What depends on it is shown as not known."</p>
            <ul>{gaps}</ul>
        </Notice>
    }
    .into_any()
}
