//! A state as icon and word, never as colour alone.

use leptos::prelude::*;

/// How a state or a notice feels; picks icon and colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to do, or not known: blocked, not needed, not checked, stopped.
    #[default]
    Quiet,
    /// Something to know, or to do now.
    Ready,
    /// Under way.
    Running,
    Good,
    Warning,
    Bad,
}

impl Tone {
    /// The tone of a `data-state` word; an unknown word is quiet.
    pub fn of(state: &str) -> Self {
        match state {
            "done" | "passed" | "active" | "available" | "up" | "attached" | "associated"
            | "enabled" | "accepted" => Self::Good,
            "ready" | "needs_action" | "ordering" | "current" => Self::Ready,
            "running"
            | "waiting"
            | "in_progress"
            | "pending"
            | "provisioning"
            | "updating"
            | "attaching"
            | "associating"
            | "creating"
            | "deleting"
            | "detaching"
            | "disassociating"
            | "requested"
            | "initializing"
            | "waiting_to_provision" => Self::Running,
            "warning" | "degraded" | "verifying" => Self::Warning,
            "failed"
            | "broken"
            | "blocking"
            | "down"
            | "rejected"
            | "error"
            | "failed_to_provision" => Self::Bad,
            _ => Self::Quiet,
        }
    }

    /// The word that the style sheet knows the tone by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Bad => "bad",
        }
    }

    /// A 16 by 16 drawing, stroked in the text's colour.
    pub(super) fn drawing(self) -> &'static str {
        match self {
            Self::Quiet => "M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5M5.25 8h5.5",
            Self::Ready => {
                "M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5M5 8h5.6M8.3 5.6 10.7 8l-2.4 2.4"
            }
            Self::Running => "M8 1.75A6.25 6.25 0 1 1 1.75 8",
            Self::Good => {
                "M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5M5 8.2l2.1 2.1 4-4.3"
            }
            Self::Warning => "M8 2.1 14.4 13.4H1.6zM8 6.4v3.2M8 11.5v.1",
            Self::Bad => {
                "M5.3 1.75h5.4l3.55 3.55v5.4l-3.55 3.55H5.3L1.75 10.7V5.3zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4"
            }
        }
    }
}

/// The tone's drawing; decoration beside a word.
#[component]
pub fn Icon(tone: Tone) -> impl IntoView {
    view! {
        <svg class="icon" data-tone=tone.name() viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d=tone.drawing()></path>
        </svg>
    }
}

/// One state: `data-state` for programs, icon and word for people.
#[component]
pub fn StateBadge(
    /// The machine's word, for example `running`.
    #[prop(into)]
    state: String,
    /// The person's word, for example "In progress".
    #[prop(into)]
    word: String,
    /// By default what [`Tone::of`] makes of the state.
    #[prop(optional)]
    tone: Option<Tone>,
) -> impl IntoView {
    let tone = tone.unwrap_or_else(|| Tone::of(&state));
    view! { <span class="state" data-state=state data-tone=tone.name()><Icon tone/>{word}</span> }
}
