//! The path as a picture. All lengths are in the picture's own units.

use leptos::prelude::*;

use super::super::status::Tone;
use super::{PathColumn, PathNode};

const COLUMN: f64 = 176.0;
const BOX: f64 = 148.0;
const LANE: f64 = 96.0;
const BOX_HEIGHT: f64 = 80.0;
/// Room for the columns' titles.
const HEAD: f64 = 44.0;
/// Characters that fit into a box: proportional, monospace, and of the state; and over a column.
const LINE: usize = 15;
const CODE: usize = 21;
const WORD: usize = 18;
const TITLE: usize = 20;

pub(super) fn drawing(columns: &[PathColumn]) -> impl IntoView + use<> {
    let lanes = columns
        .iter()
        .map(|column| column.nodes.len())
        .max()
        .unwrap_or(1)
        .max(1);
    let (width, height) = (COLUMN * count(columns.len()), HEAD + LANE * count(lanes));
    let links = columns
        .windows(2)
        .enumerate()
        .flat_map(|(at, pair)| match pair {
            [from, to] => links(at, from, to, lanes),
            _ => Vec::new(),
        });
    let boxes = columns
        .iter()
        .enumerate()
        .map(|(at, column)| stage(at, column, lanes))
        .collect_view();
    view! {
        <svg class="path__drawing" viewBox=format!("0 0 {width} {height}") aria-hidden="true" focusable="false">
            {links.collect_view()}
            {boxes}
        </svg>
    }
}

/// Small counts only: columns and lanes of a picture.
fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(0.0, f64::from)
}

/// The middle of column `at`.
fn column_x(at: usize) -> f64 {
    COLUMN * (count(at) + 0.5)
}

/// The middle of node `at` of `of`, spread evenly over all lanes.
fn lane_y(at: usize, of: usize, lanes: usize) -> f64 {
    HEAD + LANE * count(lanes) * (count(at) + 0.5) / count(of.max(1))
}

fn links(at: usize, from: &PathColumn, to: &PathColumn, lanes: usize) -> Vec<AnyView> {
    let (many, few) = (
        from.nodes.len().max(to.nodes.len()),
        from.nodes.len().min(to.nodes.len()),
    );
    if few == 0 {
        return Vec::new();
    }
    let ends = (0..many).map(|n| (n * from.nodes.len() / many, n * to.nodes.len() / many));
    let (start, end) = (column_x(at) + BOX / 2.0, column_x(at + 1) - BOX / 2.0);
    ends.map(|(left, right)| {
        let (y, to_y) = (
            lane_y(left, from.nodes.len(), lanes),
            lane_y(right, to.nodes.len(), lanes),
        );
        let middle = f64::midpoint(start, end);
        let line = format!("M{start} {y}C{middle} {y} {middle} {to_y} {end} {to_y}");
        let tone = to
            .nodes
            .get(right)
            .map_or(Tone::Quiet, |node| Tone::of(&node.state));
        view! { <path class="path__link" data-tone=tone.name() d=line></path> }.into_any()
    })
    .collect()
}

fn stage(at: usize, column: &PathColumn, lanes: usize) -> impl IntoView + use<> {
    let x = column_x(at);
    let title = lines(&column.title, TITLE);
    let first = if title.len() > 1 { 14.0 } else { 28.0 };
    let title = title.into_iter().enumerate().map(|(n, line)| {
        view! { <text class="path__head" x=x y=first + 15.0 * count(n)>{line}</text> }
    });
    let nodes = column.nodes.iter().enumerate();
    let nodes = nodes
        .map(|(n, item)| node(x, lane_y(n, column.nodes.len(), lanes), item))
        .collect_view();
    view! { {title.collect_view()} {nodes} }
}

fn node(x: f64, y: f64, node: &PathNode) -> impl IntoView + use<> {
    let tone = Tone::of(&node.state);
    let (left, top) = (x - BOX / 2.0, y - BOX_HEIGHT / 2.0);
    let label = lines(&node.label, LINE);
    let rows = label.len() + usize::from(node.sublabel.is_some());
    let first = match rows {
        0 | 1 => 30.0,
        2 => 22.0,
        _ => 17.0,
    };
    let top_line = top + first;
    let sub_y = top_line + 14.0 * count(label.len());
    let sublabel = node.sublabel.get().map(|text| {
        view! { <text class="path__code" x=left + 12.0 y=sub_y>{cut(text, CODE)}</text> }
    });
    let label = label.into_iter().enumerate().map(|(n, line)| {
        view! { <text class="path__name" x=left + 12.0 y=top_line + 14.0 * count(n)>{line}</text> }
    });
    let (icon, word_y) = (
        format!("translate({} {})", left + 12.0, top + 56.0),
        top + 67.0,
    );
    view! {
        <g data-tone=tone.name()>
            <rect class="path__box" x=left y=top width=BOX height=BOX_HEIGHT rx="8"></rect>
            <rect class="path__edge" x=left y=top + 8.0 width="3" height=BOX_HEIGHT - 16.0 rx="1.5"></rect>
            {label.collect_view()}
            {sublabel}
            <g transform=icon><path class="path__icon" transform="scale(.875)" d=tone.drawing()></path></g>
            <text class="path__word" x=left + 31.0 y=word_y>{cut(&node.word, WORD)}</text>
        </g>
    }
}

/// At most two lines of at most `fit` characters, broken at blanks and after dashes.
fn lines(text: &str, fit: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in text.split_inclusive([' ', '-']) {
        let full = lines.len() > 1;
        match lines.last_mut() {
            Some(line) if full || length(line) + length(part.trim_end()) <= fit => {
                line.push_str(part);
            }
            _ => lines.push(part.to_owned()),
        }
    }
    lines.iter().map(|line| cut(line.trim_end(), fit)).collect()
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn cut(text: &str, fit: usize) -> String {
    if length(text) <= fit {
        return text.to_owned();
    }
    text.chars()
        .take(fit.saturating_sub(1))
        .chain(['…'])
        .collect()
}
