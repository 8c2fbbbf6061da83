//! What all pages of the set-up share.

use domain::{
    ports::PortError,
    setup::{Goal, Refusal, Task},
    status::TaskState,
    values::RegionName,
};
use leptos::prelude::*;

use super::{drift, load::Loaded};
use crate::{
    answer::Page,
    components::{
        BusyForms, Checked, CodeLine, Disclosure, ErrorSummary, LinkButton, Live, Notice,
        PageHeader, StateBadge, Tone, WaitText,
    },
    paths, words,
};

/// A task's page around its `body`.
pub(super) fn page(at: &Loaded, task: Task, body: AnyView) -> Page {
    let heading = words::task_title(task);
    let trail = vec![
        (at.seen.connection.name.clone(), paths::connection(at.id())),
        ("Set up AWS".to_owned(), paths::setup(at.id())),
    ];
    let lead = at.say(words::task_lead(task, at.seen.ends_on_vpn_gateway()));
    let view = view! {
        <ErrorSummary errors=field_error(at)/>
        <PageHeader title=heading lead trail/>
        {moving_part(at, announce(at, task), view! {
            {cloud_notices(at)}
            {drift::notice(at)}
            {not_done(at, task)}
            {standing(at, task)}
            {body}
            {following(at, task)}
        }.into_any())}
    };
    Page::new(heading, view).with_islands()
}

/// What went wrong in the background since the task's button was pressed.
fn not_done(at: &Loaded, task: Task) -> Vec<AnyView> {
    at.failed
        .iter()
        .filter(|notice| notice.undone().is_some_and(|goal| goal.task() == task))
        .map(words::notice_view)
        .collect()
}

/// The field that the request before this one was refused for, with the mend.
fn field_error(at: &Loaded) -> Vec<(String, String)> {
    let Some((goal, Some(refusal))) = at.refused() else {
        return Vec::new();
    };
    let field = match (refusal, goal) {
        (Refusal::NameUnusable, Goal::CreateGateway { .. }) => "name".to_owned(),
        (Refusal::NameUnusable, Goal::CreateInterface { leg, .. }) => {
            format!("name-{}", leg.word())
        }
        (Refusal::MtuUnusable, Goal::CreateInterface { leg, .. }) => format!("mtu-{}", leg.word()),
        (Refusal::NameUnusable, Goal::Attach { vpc, .. }) => format!("name-{vpc}"),
        (Refusal::AsnUnusable { .. } | Refusal::AsnMismatch { .. }, Goal::Attach { vpc, .. }) => {
            format!("asn-{vpc}")
        }
        (
            Refusal::PrefixUnusable { .. } | Refusal::PrefixTooNarrow { .. },
            Goal::Associate { vpn_gateway, .. },
        ) => format!("prefixes-{vpn_gateway}"),
        _ => return Vec::new(),
    };
    vec![(field, words::refusal(refusal))]
}

/// What changes by itself, with when it was looked at and the link that looks again.
pub(super) fn moving_part(at: &Loaded, announce: String, body: AnyView) -> AnyView {
    let moving = at.is_moving();
    let live = if moving { "on" } else { "off" };
    let (checked, here) = (words::utc(at.now), at.here.clone());
    view! {
        <div id="task" class="stack" data-live=live data-announce=announce>{body}</div>
        <div id="checked" data-live=live><Checked at=checked href=here/></div>
        <BusyForms/>
        {moving.then(|| view! { <Live every_ms=at.look_every()/> })}
    }
    .into_any()
}

/// What is spoken when it changes: the task, and how each leg is.
fn announce(at: &Loaded, task: Task) -> String {
    let state = words::task_state(at.task(task).state);
    format!("{}: {}", words::task_title(task), state.to_lowercase())
}

/// AWS not connected, not readable, another account, or read in part.
pub(crate) fn cloud_notices(at: &Loaded) -> AnyView {
    let connect = paths::aws_sign_in(&at.here);
    let Some(cloud) = &at.seen.cloud else {
        let (title, text, label) = words::cloud_missing(at.cloud_error.as_ref());
        let tone = match at.cloud_error {
            None => Tone::Ready,
            Some(_) => Tone::Warning,
        };
        let link = match at.cloud_error {
            None | Some(PortError::Unauthenticated | PortError::Denied { .. }) => {
                view! { <LinkButton label href=connect/> }.into_any()
            }
            Some(_) => ().into_any(),
        };
        return view! { <Notice tone title><p>{text}</p>{link}</Notice> }.into_any();
    };
    if let Err(refusal) = cloud.is_account_ordered(&at.seen.connection) {
        let text = words::refusal(&refusal);
        return view! {
            <Notice tone=Tone::Warning title="Another AWS account is connected">
                <p>{text}</p>
                <LinkButton label="Connect the ordered account" href=connect/>
            </Notice>
        }
        .into_any();
    }
    gaps(at)
}

/// What could not be read, by operation.
fn gaps(at: &Loaded) -> AnyView {
    let gaps = at.seen.cloud.iter().flat_map(|cloud| &cloud.gaps);
    let lines: Vec<AnyView> = gaps
        .map(|gap| {
            let place = gap
                .region
                .as_ref()
                .map(|region| format!(" in {region}"))
                .unwrap_or_default();
            let error = words::port_error(&gap.error);
            view! { <li><code>{gap.operation}</code>{format!("{place}: {error}")}</li> }.into_any()
        })
        .collect();
    if lines.is_empty() {
        return ().into_any();
    }
    view! {
        <Notice tone=Tone::Warning title="AWS could not be read completely">
            <p>"What depends on these is shown as not known, and nothing is decided on it."</p>
            <ul>{lines}</ul>
        </Notice>
    }
    .into_any()
}

/// The task's state: why it can't start, how long it has been at work, or that it is done.
fn standing(at: &Loaded, task: Task) -> AnyView {
    let view = at.task(task);
    let (state, word) = (view.state.word(), words::task_state(view.state));
    let badge = view! { <p><StateBadge state word/></p> };
    let wait = view.wait.map(|wait| {
        let elapsed = at.elapsed(|goal| goal.task() == task);
        let text = words::wait(wait);
        view! { <p>{format!("{text}. The page may be closed.")}</p><WaitText elapsed usual=words::usual(wait)/> }
    });
    let told_above = matches!(
        view.reason,
        Some(Refusal::CloudNotConnected | Refusal::OtherAccount { .. })
    );
    let reason = view
        .reason
        .as_ref()
        .filter(|_| !told_above)
        .map(|why| at.say(words::refusal(why)));
    let reason = reason.map(|text| {
        view! { <Notice tone=Tone::Quiet title="This cannot start yet"><p>{text}</p></Notice> }
    });
    view! { {badge}{wait}{reason} }.into_any()
}

/// "Next: {task}", once this one is done.
fn following(at: &Loaded, task: Task) -> AnyView {
    let done = at.task(task).state == TaskState::Done;
    let all = paths::setup(at.id());
    match task.following(at.seen.ends_on_vpn_gateway()) {
        Some(next) if done => {
            let label = format!("Next: {}", words::task_title(next));
            view! { <div class="actions"><LinkButton label href=paths::task(at.id(), next)/></div> }
                .into_any()
        }
        None if done => {
            let health = paths::health(at.id());
            view! { <div class="actions"><LinkButton label="Next: Health" href=health/></div> }
                .into_any()
        }
        _ => view! { <p><a href=all>"All tasks"</a></p> }.into_any(),
    }
}

/// "Via the AWS Console" in the connection's region.
pub(super) fn via_console(at: &Loaded, clicks: Vec<AnyView>, values: AnyView) -> AnyView {
    via_console_in(at, &[at.region()], clicks, values)
}

/// "Via the AWS Console": where to go, what to press, which values to enter. Each link opens the
/// console in its own region.
pub(super) fn via_console_in(
    at: &Loaded,
    regions: &[&RegionName],
    clicks: Vec<AnyView>,
    values: AnyView,
) -> AnyView {
    let account = &at.seen.connection.account;
    let only = match regions {
        [] => Some(at.region()),
        [only] => Some(*only),
        _ => None,
    };
    let first = match only {
        Some(only) => format!("Sign in as {account} first, and choose the region {only}."),
        None => format!("Sign in as {account} first. Each link opens the region that it names."),
    };
    let real = at.sandbox.then(|| {
        view! {
            <Notice tone=Tone::Warning title="These links lead to the real AWS">
                <p>"This is a sandbox: the real AWS knows nothing of this connection."</p>
            </Notice>
        }
    });
    let clicks: Vec<_> = clicks
        .into_iter()
        .map(|click| view! { <li>{click}</li> })
        .collect();
    view! {
        <Disclosure summary="Via the AWS Console">
            {real}
            <ol class="prose"><li>{first}</li>{clicks}</ol>
            {values}
        </Disclosure>
    }
    .into_any()
}

/// A link that leaves Onramp.
pub(super) fn outward(label: String, href: String) -> AnyView {
    view! { <a href=href target="_blank" rel="noopener noreferrer">{label}</a> }.into_any()
}

/// A command with the name of its copy button.
pub(super) struct Command {
    pub copy: String,
    pub line: String,
}

/// "Via the AWS CLI". Nothing when there is no command yet.
pub(super) fn via_cli(at: &Loaded, note: &str, commands: Vec<Command>) -> AnyView {
    if commands.is_empty() {
        return ().into_any();
    }
    let intro = if at.sandbox {
        "These lines go to the sandbox, not to AWS. Onramp sees what they did at its next look."
    } else {
        "These lines do what the buttons do. Onramp sees what they did at its next look."
    };
    let note = (!note.is_empty()).then(|| {
        let note = crate::components::rich(note);
        view! { <p>{note}</p> }
    });
    let lines: Vec<_> = commands
        .into_iter()
        .map(|Command { copy, line }| view! { <CodeLine command=line copy/> })
        .collect();
    view! {
        <Disclosure summary="Via the AWS CLI"><p>{intro}</p>{note}{lines}</Disclosure>
    }
    .into_any()
}
