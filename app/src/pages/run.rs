//! The run of a connection: every step with its wait, from what is written down. No provider is
//! asked for it.

mod commands;

use domain::{
    ports::{Measured, Timestamp},
    run::{Plan, Run, RunState, StepKind, StepView},
    setup::{Task, Wait},
    status::TaskState,
};
use leptos::prelude::*;

pub use self::commands::{end_run, keep_single, pause_run, resume_run, retry_step};
use crate::{
    answer::{Page, Stop},
    components::{
        BusyForms, Button, Checked, EmptyState, Kind, Ladder, LinkButton, Live, Notice, NotifyMe,
        PageHeader, Rung, TaskItem, TaskList, Tone, WaitText,
    },
    context::UserCx,
    paths, words,
};

const TITLE: &str = "Run";

/// What the page knows.
struct Scene {
    run: Run,
    now: Timestamp,
    usual: Vec<(Wait, Measured)>,
    look_every: u32,
}

/// The newest run of a connection of the user's own account.
pub async fn page(ux: UserCx, id: &str) -> Result<Page, Stop> {
    let services = &ux.cx.services;
    let Some(run) = services.runs.run_of(id).await? else {
        ux.own_connection(id).await?;
        return Ok(Page::new(TITLE, none(id)));
    };
    if run.account != ux.account_of(id) {
        return Err(Stop::NotFound);
    }
    let mut usual = Vec::new();
    for wait in run.steps.iter().filter_map(|view| view.wait) {
        usual.push((wait, services.runs.measured(wait).await?));
    }
    let title = match run.state {
        RunState::Running => TITLE.to_owned(),
        RunState::Done => format!("Done: {TITLE}"),
        state if state.is_over() => TITLE.to_owned(),
        _ => format!("Needs you: {TITLE}"),
    };
    let scene = Scene {
        now: services.clock.now(),
        look_every: services.settings.mode.look_every(),
        run,
        usual,
    };
    Ok(Page::new(title, view(&scene)).with_islands())
}

fn none(id: &str) -> AnyView {
    let href = paths::setup(id);
    view! {
        <PageHeader title=TITLE/>
        <EmptyState title="No run yet" text="A run does every step of the set-up in order, and proves the result.">
            <LinkButton label="Plan a run" href/>
        </EmptyState>
    }
    .into_any()
}

fn view(scene: &Scene) -> AnyView {
    let run = &scene.run;
    let trail = trail(run);
    let live = if run.state == RunState::Running {
        "on"
    } else {
        "off"
    };
    let events = paths::events(&run.connection);
    let done = run.steps.iter().filter(|view| view.is_settled()).count();
    let announce = format!(
        "{}, {done} of {} steps done",
        words::run_head(run).0,
        run.steps.len()
    );
    let tasks = run.steps.iter().map(|view| item(scene, view)).collect();
    let (checked, here) = (words::utc(run.looked), paths::run(&run.connection));
    let moving = run.state == RunState::Running;
    // Where somebody has to decide, the buttons stand beside the reason.
    let parked = run.state.is_parked();
    view! {
        <PageHeader title=TITLE trail lead="Every step, and how it stands."/>
        <div id="run" class="stack" data-live=live data-events=events data-announce=announce data-notify=run.connection_name.clone() data-state=run.state.word()>
            {head(scene)}
            {unseen(scene)}
            {parked.then(|| buttons(run))}
            <TaskList tasks/>
            {waits(scene)}
            {(!parked).then(|| buttons(run))}
            {proof(run)}
        </div>
        <div id="checked" data-live=live><Checked at=checked href=here/></div>
        <BusyForms/>
        {moving.then(|| view! { <div class="actions"><NotifyMe/></div><Live every_ms=scene.look_every/> })}
    }
    .into_any()
}

fn head(scene: &Scene) -> AnyView {
    let run = &scene.run;
    let tone = match run.state {
        RunState::Running => Tone::Running,
        RunState::Done => Tone::Good,
        RunState::Ended | RunState::Paused => Tone::Quiet,
        RunState::Degraded | RunState::WaitingForCredentials => Tone::Warning,
        RunState::NeedsYou => Tone::Bad,
    };
    let (title, advice) = words::run_head(run);
    let began = format!(
        "Started {} by {}, {} ago.",
        words::when(run.began, scene.now),
        run.by.0,
        words::elapsed(run.began, scene.now)
    );
    let connect = (run.state == RunState::WaitingForCredentials).then(|| {
        let href = paths::aws_sign_in(&paths::run(&run.connection));
        view! { <div class="actions"><LinkButton label="Connect AWS" href/></div> }
    });
    let stopped = (run.state.is_parked()).then(|| stopped(run));
    view! {
        <Notice tone title>
            {stopped}
            <p>{advice}</p>
            <p class="muted">{began}</p>
            {connect}
        </Notice>
    }
    .into_any()
}

/// A provider does not answer as it should.
fn unseen(scene: &Scene) -> Option<AnyView> {
    let run = &scene.run;
    let unseen = run.unseen.as_ref().filter(|_| !run.state.is_over())?;
    let text = words::unseen(run, unseen, scene.now);
    let title = "A provider does not answer as it should";
    Some(view! { <Notice tone=Tone::Warning title><p>{text}</p></Notice> }.into_any())
}

/// The steps that stand still, each with why.
fn stopped(run: &Run) -> Vec<AnyView> {
    let failed = run
        .steps
        .iter()
        .filter(|view| view.state == TaskState::Failed);
    failed
        .filter_map(|view| {
            let (step, why) = (words::run_step(&view.key, &run.plan), view.told.as_ref()?);
            let text = format!(": {}", words::told(why));
            Some(view! { <p><strong>{step}</strong>{text}</p> }.into_any())
        })
        .collect()
}

fn item(scene: &Scene, view: &StepView) -> TaskItem {
    let run = &scene.run;
    let reason = match (&view.told, view.state) {
        (Some(told), TaskState::Failed) => Some(words::told(told)),
        (_, TaskState::Running) => Some(words::step_wait(view)),
        (_, TaskState::Done) if view.sent => Some("Done by this run.".to_owned()),
        (_, TaskState::Done) if !view.key.kind.is_proof() => {
            Some(words::step_found(&run.plan).to_owned())
        }
        _ => None,
    };
    TaskItem {
        label: words::run_step(&view.key, &run.plan),
        href: href_of(run, view.key.kind),
        state: view.state.word().to_owned(),
        word: words::task_state(view.state).to_owned(),
        reason: reason.into(),
        usual: wait_line(scene, view).into(),
    }
}

/// "40 s so far, usually …".
fn wait_line(scene: &Scene, view: &StepView) -> Option<String> {
    let wait = view.wait.filter(|_| view.state == TaskState::Running)?;
    let elapsed = words::elapsed(view.since, scene.now);
    let measured = scene.usual.iter().find(|(known, _)| *known == wait);
    let measured = measured.map(|(_, measured)| *measured).unwrap_or_default();
    Some(format!(
        "{elapsed} so far. Usually {}.",
        words::usual_here(wait, measured)
    ))
}

fn waits(scene: &Scene) -> Option<AnyView> {
    let run = &scene.run;
    (run.state == RunState::Running).then(|| {
        let elapsed = words::elapsed(run.began, scene.now);
        view! { <WaitText elapsed/> }.into_any()
    })
}

/// The task whose page shows the step's thing.
fn task_of(kind: StepKind) -> Task {
    match kind {
        StepKind::Accept => Task::Accept,
        StepKind::Gateway => Task::Gateway,
        StepKind::Interface => Task::Interfaces,
        StepKind::Attach => Task::Vpc,
        StepKind::Associate => Task::Association,
        StepKind::Propagate => Task::Routes,
        _ => Task::Verify,
    }
}

/// Where the step's thing is to be seen; nowhere once the connection is gone.
fn href_of(run: &Run, kind: StepKind) -> Option<String> {
    match &run.plan {
        Plan::SetUp(_) => Some(paths::task(&run.connection, task_of(kind))),
        Plan::TearDown(_) => (!is_gone(run)).then(|| paths::teardown(&run.connection)),
    }
}

/// The connection's own pages are not there any more.
fn is_gone(run: &Run) -> bool {
    let deleted = run.step("delete-connection");
    deleted.is_some_and(|view| view.state == TaskState::Done)
}

fn trail(run: &Run) -> Vec<(String, String)> {
    if is_gone(run) {
        return vec![("Connections".to_owned(), paths::connections())];
    }
    let (label, href) = match run.plan {
        Plan::SetUp(_) => ("Set up AWS", paths::setup(&run.connection)),
        Plan::TearDown(_) => ("Tear down", paths::teardown(&run.connection)),
    };
    vec![
        (
            run.connection_name.clone(),
            paths::connection(&run.connection),
        ),
        (label.to_owned(), href),
    ]
}

fn buttons(run: &Run) -> AnyView {
    let form = |action: &'static str, label: &'static str, kind: Kind| {
        let id = run.id.clone();
        view! {
            <form method="post" action=action><input type="hidden" name="run" value=id/><Button label kind/></form>
        }
        .into_any()
    };
    let mut all: Vec<AnyView> = Vec::new();
    if !run.state.is_over() {
        let failed = run
            .steps
            .iter()
            .filter(|view| view.state == TaskState::Failed);
        all.extend(failed.map(|view| retry(run, view)));
    }
    match run.state {
        RunState::Running => all.push(form("/api/pause_run", "Pause", Kind::Secondary)),
        RunState::Paused | RunState::WaitingForCredentials | RunState::NeedsYou => {
            // A step's own “Retry” is the way on; without one it is this.
            let kind = if all.is_empty() {
                Kind::Primary
            } else {
                Kind::Secondary
            };
            all.push(form("/api/resume_run", "Resume", kind));
        }
        RunState::Degraded => {
            all.push(form(
                "/api/keep_single",
                "Keep single connection",
                Kind::Secondary,
            ));
        }
        RunState::Done | RunState::Ended => {}
    }
    if run.state.is_parked() {
        let label = match run.plan {
            Plan::SetUp(_) => "Roll back",
            Plan::TearDown(_) => "Plan again",
        };
        all.push(form("/api/end_run", label, Kind::Danger));
    }
    let set_up = matches!(run.plan, Plan::SetUp(_));
    let links = (run.state.is_over() && set_up).then(|| {
        let (verify, health) = (
            paths::task(&run.connection, Task::Verify),
            paths::health(&run.connection),
        );
        view! { <LinkButton label="Verify" href=verify/><LinkButton label="Health" href=health kind=Kind::Secondary/> }
    });
    view! { <div class="actions">{all}{links}</div> }.into_any()
}

fn retry(run: &Run, view: &StepView) -> AnyView {
    let (id, step) = (run.id.clone(), view.key.word());
    let label = format!("Retry {}", words::run_step(&view.key, &run.plan));
    view! {
        <form method="post" action="/api/retry_step">
            <input type="hidden" name="run" value=id/>
            <input type="hidden" name="step" value=step.clone()/>
            <Button label id=format!("retry-{step}")/>
        </form>
    }
    .into_any()
}

/// The ladder, once it was looked at.
fn proof(run: &Run) -> Option<AnyView> {
    let rungs: Vec<_> = run
        .rungs
        .iter()
        .map(|rung| {
            let title = words::rung_title(rung);
            let (state, word) = (rung.state.word(), words::rung_word(rung));
            let evidence = words::evidence(rung);
            view! { <Rung title state word><p>{evidence}</p></Rung> }
        })
        .collect();
    (!rungs.is_empty()).then(|| view! { <h2>"The proof"</h2><Ladder>{rungs}</Ladder> }.into_any())
}
