//! "Trace a prefix": one prefix on its way, asked for by the address.

use domain::{
    setup::{Hop, HopState, known_prefixes, trace},
    status::RungState,
    values::Cidr,
};
use leptos::prelude::*;

use crate::{
    components::{Button, Field, Kind, Ladder, Rung},
    setup::Loaded,
    words,
};

/// The query that asks for it.
pub(in crate::setup) const PREFIX: &str = "prefix";

/// The form, and below it what was found.
pub(super) fn section(at: &Loaded) -> AnyView {
    let typed = at.query(PREFIX).trim().to_owned();
    let asked = parse(&typed);
    let error = (!typed.is_empty() && asked.is_none()).then(|| words::not_traced(&typed));
    let found = asked.map(|prefix| found(at, prefix));
    view! {
        <section class="stack" aria-labelledby="trace">
            <h2 id="trace">"Trace a prefix"</h2>
            {form(at, typed, error)}
            {found}
        </section>
    }
    .into_any()
}

/// A network, or an address, which is a network of one.
fn parse(typed: &str) -> Option<Cidr> {
    let whole = if typed.contains('/') {
        typed.to_owned()
    } else {
        format!("{typed}/32")
    };
    Cidr::parse(&whole).ok()
}

fn form(at: &Loaded, typed: String, error: Option<String>) -> AnyView {
    let options: Vec<_> = known_prefixes(&at.seen)
        .into_iter()
        .map(|prefix| view! { <option value=prefix.to_string()></option> })
        .collect();
    let wrong = error.is_some();
    let described = if wrong {
        "prefix-error prefix-hint"
    } else {
        "prefix-hint"
    };
    view! {
        <form class="form" method="get" action="#trace" novalidate>
            <Field id="prefix" label="Prefix" hint=words::TRACE_HINT error>
                <input class="input input--medium input--code" type="text" id="prefix" name=PREFIX value=typed
                    list="known-prefixes" autocomplete="off" autocapitalize="none" spellcheck="false"
                    aria-invalid=wrong.then_some("true") aria-describedby=described/>
                <datalist id="known-prefixes">{options}</datalist>
            </Field>
            <div class="actions"><Button label="Trace" kind=Kind::Secondary/></div>
        </form>
    }
    .into_any()
}

fn found(at: &Loaded, prefix: Cidr) -> AnyView {
    let hops = trace(prefix, &at.seen);
    let first = hops
        .iter()
        .find(|hop| matches!(hop.state, HopState::Stopped(_)));
    let text = match first {
        Some(hop) => at.say(format!(
            "{prefix} stops: {}. {}",
            words::hop_title(hop),
            words::hop_text(hop)
        )),
        None if hops
            .iter()
            .all(|hop| matches!(hop.state, HopState::Passed(_))) =>
        {
            format!("{prefix} is carried from your network to every route table.")
        }
        None => format!("{prefix} stops nowhere that could be read."),
    };
    let shown: Vec<_> = hops.iter().map(|hop| one(at, hop)).collect();
    view! { <p id="traced">{text}</p><Ladder>{shown}</Ladder> }.into_any()
}

fn one(at: &Loaded, hop: &Hop) -> AnyView {
    let state = match hop.state {
        HopState::Passed(_) => RungState::Passed,
        HopState::Stopped(_) => RungState::Broken,
        HopState::NotReached | HopState::Unknown => RungState::NotChecked,
    };
    let (title, text) = (at.say(words::hop_title(hop)), at.say(words::hop_text(hop)));
    view! { <Rung title state=state.word() word=words::hop_word(&hop.state)><p>{text}</p></Rung> }
        .into_any()
}
