pub(super) mod trace;

use domain::{
    setup::{Rung as Seen, RungName, Task, ladder, tables},
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

fn summary(at: &Loaded, rungs: &[Seen]) -> AnyView {
    let count = |state| rungs.iter().filter(|rung| rung.state == state).count();
    let warned = count(RungState::Warning);
    let passed = count(RungState::Passed) + warned;
    let broken = count(RungState::Broken);
    let unread = rungs.iter().filter(|rung| rung.is_unread()).count();
    let counted = passed + count(RungState::Waiting) + broken + unread;
    let first = |state| rungs.iter().find(|rung| rung.state == state);
    let told = |rung: &Seen| {
        at.say(format!(
            "{}: {}",
            words::rung_title(rung),
            words::evidence(rung)
        ))
    };
    if passed < counted || passed == 0 {
        let cause = first(RungState::Broken)
            .or_else(|| first(RungState::Waiting))
            .or_else(|| rungs.iter().find(|rung| rung.is_unread()));
        let tone = if broken > 0 { Tone::Bad } else { Tone::Running };
        let title = format!("{passed} of {counted} checks passed");
        return notice(tone, title, cause.map(told).unwrap_or_default());
    }
    match first(RungState::Warning).map(told) {
        Some(text) => notice(Tone::Warning, "All checks passed, with a warning", text),
        None => notice(Tone::Good, "All checks passed", words::PROVEN),
    }
}

fn notice(tone: Tone, title: impl Into<String>, text: impl Into<String>) -> AnyView {
    let (title, text) = (title.into(), text.into());
    view! { <Notice tone title><p>{text}</p></Notice> }.into_any()
}

fn one(at: &Loaded, rung: &Seen) -> AnyView {
    let title = at.say(words::rung_title(rung));
    let (state, word) = (rung.state.word(), words::rung_state(rung.state));
    let evidence = at.say(words::evidence(rung));
    let on_vgw = at.seen.ends_on_vpn_gateway();
    let task = words::mending_task(rung.name)
        .map(|task| match (task, rung.name) {
            (Task::Gateway, RungName::Gateway) if on_vgw => Task::Vpc,
            (task, _) => task,
        })
        .filter(|_| matches!(rung.state, RungState::Waiting | RungState::Broken));
    let link = task.map(|task| {
        let (href, label) = (paths::task(at.id(), task), words::task_title(task));
        view! { <p><a href=href>{label}</a></p> }
    });
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
