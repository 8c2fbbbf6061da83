//! The path as an ordered list.

use leptos::prelude::*;

use super::super::status::StateBadge;
use super::{PathColumn, PathNode};

pub(super) fn list(columns: Vec<PathColumn>) -> impl IntoView {
    let column = |column: PathColumn| {
        view! {
            <li class="path__stage">
                <p class="path__title">{column.title}</p>
                <ul class="path__nodes">{column.nodes.into_iter().map(node).collect_view()}</ul>
            </li>
        }
    };
    view! { <ol class="path__list">{columns.into_iter().map(column).collect_view()}</ol> }
}

fn node(node: PathNode) -> impl IntoView {
    view! {
        <li class="path__node">
            <span class="path__label">{node.label}</span>
            {node.sublabel.into_option().map(|text| view! { <code class="path__sublabel">{text}</code> })}
            <StateBadge state=node.state word=node.word/>
        </li>
    }
}
