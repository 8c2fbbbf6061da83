pub(super) mod trace;

use domain::{
    setup::{Rung as Seen, RungName, Task, cause, ladder, tables},
    status::RungState,
};
use leptos::prelude::*;

use super::{
    frame::{Command, via_cli},
    load::Loaded,
};
use crate::{
    components::{Ladder, Notice, Rung, Tone, rich},
    paths, words,
};

pub(crate) fn view(at: &Loaded) -> AnyView {
    let rungs = ladder(&at.seen);
    let shown: Vec<_> = rungs.iter().map(|rung| one(at, rung)).collect();
    let unprovable: Vec<_> = words::UNPROVABLE
        .into_iter()
        .map(|(title, text)| {
            let (state, word) = (
                RungState::NotChecked.word(),
                words::rung_state(RungState::NotChecked),
            );
            let text = at.say(text);
            view! { <Rung title state word><p>{rich(&text)}</p></Rung> }
        })
        .collect();
    view! {
        {summary(at, &rungs)}
        <Ladder>{shown}</Ladder>
        {trace::section(at)}
        <h2>"Cannot be proven from here"</h2>
        <Ladder>{unprovable}</Ladder>
        {via_cli(at, "They only look.", commands(at))}
    }
    .into_any()
}

/// The first line names the cause, the second the mend.
fn summary(at: &Loaded, rungs: &[Seen]) -> AnyView {
    let count = |state| rungs.iter().filter(|rung| rung.state == state).count();
    let Some(rung) = cause(rungs) else {
        let text = view! { <p>{words::PROVEN}</p> };
        return notice(Tone::Good, "All checks passed".to_owned(), text.into_any());
    };
    let broken = count(RungState::Broken);
    let passed = count(RungState::Passed) + count(RungState::Warning);
    let unread = rungs.iter().filter(|rung| rung.is_unread()).count();
    let counted = passed + count(RungState::Waiting) + broken + unread;
    let (tone, counts) = match rung.state {
        RungState::Warning => (
            Tone::Warning,
            "All checks passed, with a warning".to_owned(),
        ),
        state => {
            let tone = if state == RungState::Broken {
                Tone::Bad
            } else {
                Tone::Running
            };
            (tone, format!("{passed} of {counted} checks passed"))
        }
    };
    let check = words::rung_title(rung);
    let (title, mend) = words::cause(rung);
    let text = view! {
        <p>{at.say(mend)}</p>
        {mending_link(at, rung)}
        <p class="muted">{at.say(format!("{counts}. The check to look at first: “{check}”."))}</p>
    };
    notice(tone, at.say(title), text.into_any())
}

fn notice(tone: Tone, title: String, text: AnyView) -> AnyView {
    view! { <div id="verdict"><Notice tone title>{text}</Notice></div> }.into_any()
}

/// To the page that mends it.
fn mending_link(at: &Loaded, rung: &Seen) -> AnyView {
    let on_vgw = at.seen.ends_on_vpn_gateway();
    let task = match (words::mending_task(rung), rung.name) {
        (Some(Task::Gateway), RungName::Gateway) if on_vgw => Some(Task::Vpc),
        (task, _) => task,
    };
    let open = matches!(rung.state, RungState::Waiting | RungState::Broken);
    let Some(task) = task.filter(|_| open) else {
        return ().into_any();
    };
    let (href, label) = (paths::task(at.id(), task), words::task_title(task));
    view! { <p><a href=href>{label}</a></p> }.into_any()
}

fn one(at: &Loaded, rung: &Seen) -> AnyView {
    let title = at.say(words::rung_title(rung));
    let (state, word) = (rung.state.word(), words::rung_word(rung));
    let evidence = at.say(words::evidence(rung));
    let link = mending_link(at, rung);
    view! { <Rung title state word><p>{evidence}</p>{link}</Rung> }.into_any()
}

fn commands(at: &Loaded) -> Vec<Command> {
    let Some(cloud) = &at.seen.cloud else {
        return Vec::new();
    };
    let legs = at.seen.connection.legs.iter();
    let mut all: Vec<Command> = legs
        .filter_map(|leg| {
            let found = cloud.interface_of(leg)?;
            Some(Command {
                copy: format!("Copy command, {}", leg.role.word()),
                line: at.cli.look_at_interface(at.region(), &found.id),
            })
        })
        .collect();
    let mut done: Vec<&str> = Vec::new();
    for view in tables(&at.seen) {
        if done.contains(&view.vpc) {
            continue;
        }
        done.push(view.vpc);
        all.push(Command {
            copy: format!("Copy command, route tables of {}", view.vpc),
            line: at.cli.look_at_tables(view.region, view.vpc),
        });
    }
    all
}
