//! Where one is: the wizard's steps, the tasks in AWS, the ladder of checks.

use leptos::prelude::*;

use super::status::{StateBadge, Tone};
use super::text::{MaybeText, rich, slug};

/// One step of the wizard.
#[derive(Debug, Clone)]
pub struct StepItem {
    pub label: String,
    /// Where it leads; missing while it isn't reached.
    pub href: Option<String>,
    pub done: bool,
    pub current: bool,
}

/// The wizard's steps. Narrow screens see "Step 2 of 7" and open the list.
#[component]
pub fn StepList(steps: Vec<StepItem>) -> impl IntoView {
    let count = steps.len();
    let at = steps
        .iter()
        .position(|step| step.current)
        .map_or(1, |at| at + 1);
    let label = steps
        .iter()
        .find(|step| step.current)
        .map(|step| step.label.clone());
    let line = format!("Step {at} of {count}");
    let items = steps
        .into_iter()
        .enumerate()
        .map(|(at, step)| step_item(at + 1, step))
        .collect_view();
    view! {
        <nav class="steps" aria-label="Steps">
            <p class="steps__line" aria-hidden="true">{line}{label.map(|label| format!(": {label}"))}</p>
            <ol class="steps__list">{items}</ol>
        </nav>
    }
}

fn step_item(number: usize, step: StepItem) -> impl IntoView {
    let (state, word) = match (step.current, step.done) {
        (true, _) => ("current", "current"),
        (false, true) => ("done", "done"),
        (false, false) => ("ahead", "not reached"),
    };
    let text = view! {
        <span class="steps__number" aria-hidden="true">{number}</span>
        <span class="steps__label">{step.label}</span>
        <span class="hidden">{format!(", {word}")}</span>
    };
    let text = match step.href.filter(|_| !step.current) {
        Some(href) => view! { <a class="steps__item" href=href>{text}</a> }.into_any(),
        None => view! { <span class="steps__item">{text}</span> }.into_any(),
    };
    view! { <li data-state=state aria-current=step.current.then_some("step")>{text}</li> }
}

/// One task in AWS.
#[derive(Debug, Clone, Default)]
pub struct TaskItem {
    pub label: String,
    pub href: Option<String>,
    /// blocked, ready, running, done, failed, not_needed.
    pub state: String,
    /// "Cannot start yet", "Ready", "In progress", "Done", "Failed", "Not needed".
    pub word: String,
    /// Why it is so, or what it is about.
    pub reason: MaybeText,
    /// What is usual to wait.
    pub usual: MaybeText,
}

/// The tasks in order; a whole row is its link. The first ready one stands out.
#[component]
pub fn TaskList(tasks: Vec<TaskItem>) -> impl IntoView {
    let next = tasks.iter().position(|task| task.state == "ready");
    let items = tasks
        .into_iter()
        .enumerate()
        .map(|(at, task)| task_item(task, next == Some(at)))
        .collect_view();
    view! { <ol class="tasks">{items}</ol> }
}

fn task_item(task: TaskItem, next: bool) -> impl IntoView {
    let id = format!("task-{}", slug(&task.label));
    let status = format!("{id}-state");
    let (described, data_state) = (status.clone(), task.state.clone());
    let label = match task.href {
        Some(href) => {
            view! { <a class="tasks__link" href=href aria-describedby=described>{task.label}</a> }
                .into_any()
        }
        None => view! { <span class="tasks__link">{task.label}</span> }.into_any(),
    };
    view! {
        <li class="tasks__row" class:tasks__row--next=next id=id data-state=data_state>
            <div class="tasks__text">
                {label}
                {task.reason.get().map(|text| view! { <p class="tasks__reason">{rich(text)}</p> })}
                {task.usual.get().map(|text| view! { <p class="tasks__usual">{rich(text)}</p> })}
            </div>
            <div class="tasks__state" id=status><StateBadge state=task.state word=task.word/></div>
        </li>
    }
}

/// The ladder of checks; children are [`Rung`]s.
#[component]
pub fn Ladder(children: Children) -> impl IntoView {
    view! { <ol class="ladder">{children()}</ol> }
}

/// One check: its state, and below it the evidence or the mend as children.
#[component]
pub fn Rung(
    #[prop(into)] title: String,
    /// passed, waiting, broken, not_checked.
    #[prop(into)]
    state: String,
    /// "Passed", "Waiting", "Broken", "Not checked".
    #[prop(into)]
    word: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (tone, data_state) = (Tone::of(&state), state.clone());
    view! {
        <li class="rung" data-state=data_state data-tone=tone.name()>
            <div class="rung__head"><span class="rung__title">{title}</span><StateBadge state word/></div>
            {children.map(|evidence| view! { <div class="rung__body">{evidence()}</div> })}
        </li>
    }
}
