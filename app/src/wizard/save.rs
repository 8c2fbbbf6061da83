//! The one post of the wizard: every button saves what was typed.

use domain::{
    setup::Notice,
    wizard::{Fields, Networks, Step},
};
use leptos::prelude::*;

use super::{
    Entry, bgp, lock, order,
    scene::{Scene, overlay},
};
use crate::{
    answer::{AppError, Stop, post},
    context::UserCx,
    paths, words,
};

/// Saves a step's form and leads on as the pressed button says (`go`, `add` or `remove`).
#[server(endpoint = "save_step", prefix = "/api")]
pub async fn save_step(
    network: String,
    step: String,
    #[server(flatten)] form: Fields,
) -> Result<(), AppError> {
    post(|ux| async move {
        let turn = lock::of(ux.user_id(), &network);
        let _mine = turn.lock().await;
        save(ux, &network, &step, &form).await
    })
    .await
}

/// Forgets the connection that was begun.
#[server(endpoint = "discard_draft", prefix = "/api")]
pub async fn discard_draft(network: String) -> Result<(), AppError> {
    post(|ux| async move {
        let turn = lock::of(ux.user_id(), &network);
        let _mine = turn.lock().await;
        ux.own_network(&network).await?;
        ux.cx.services.drafts.remove(ux.user_id(), &network).await?;
        let text = "The connection that you began is discarded. Nothing was ordered.".to_owned();
        let notice = Notice::Plain {
            code: "draft_discarded".to_owned(),
            values: vec![text],
        };
        Ok(ux.tell(&paths::network(&network), notice).await)
    })
    .await
}

async fn save(ux: UserCx, network: &str, step: &str, form: &Fields) -> Result<String, Stop> {
    let step = Step::from_word(step).ok_or(Stop::NotFound)?;
    let entry = Entry::read(|name| form.get(name).to_owned());
    let mut scene = Scene::load(ux, network, step, entry).await?;
    if step == Step::Review {
        adopt(&mut scene, form)?;
    }
    let shown = scene.draft.page_for(step, &scene.answers);
    if shown != step {
        return Ok(scene.entry.address(network, shown));
    }
    let before = answered(&scene);
    take(&mut scene, form).await;
    scene
        .ux
        .cx
        .services
        .drafts
        .save(scene.ux.user_id(), network, &scene.draft)
        .await?;
    let reopened: Vec<Step> = before
        .into_iter()
        .filter(|other| *other != step && !scene.answers.is_answered(*other))
        .collect();
    if form.get("go") == "add" && scene.found().is_empty() {
        return order::place(scene, form).await;
    }
    let to = address(&scene, form);
    if reopened.is_empty() {
        return Ok(to);
    }
    let text = words::reopened(step, &reopened);
    let notice = Notice::Plain {
        code: "location_gone".to_owned(),
        values: vec![text],
    };
    Ok(scene.ux.tell(&to, notice).await)
}

/// The review orders the draft that was looked at, under its id. When another tab has ordered it
/// meanwhile, its connection is the answer; when another tab has begun anew, so is a new look.
fn adopt(scene: &mut Scene, form: &Fields) -> Result<(), Stop> {
    let (id, base) = (form.get("draft"), form.get("base"));
    let review = || Stop::Go(paths::step(&scene.network.id, Step::Review));
    match &scene.ordered {
        Some(connection) if id == scene.base || base != scene.base => {
            Err(Stop::Go(paths::connection(connection)))
        }
        None if !scene.base.is_empty() => {
            if id == scene.base {
                Ok(())
            } else {
                Err(review())
            }
        }
        _ if base != scene.base || !is_token(id) => Err(review()),
        _ => {
            id.clone_into(&mut scene.draft.id);
            Ok(())
        }
    }
}

/// What `services.token` makes: only such an id becomes an order's reference.
fn is_token(id: &str) -> bool {
    (16..=128).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn answered(scene: &Scene) -> Vec<Step> {
    Step::ALL
        .into_iter()
        .filter(|step| scene.answers.is_answered(*step))
        .collect()
}

/// Puts the form into the draft.
async fn take(scene: &mut Scene, form: &Fields) {
    let fields = match scene.step {
        Step::Bgp => bgp::taken(scene, form).await,
        Step::Networks => with_vpcs(
            rows(form.of_step(scene.step), &["name", "cidr"], form),
            form,
        ),
        Step::Nat => rows(form.of_step(scene.step), &["native"], form),
        step => form.of_step(step),
    };
    if scene.step == Step::Review && scene.draft.asks_account(&scene.answers) {
        scene.draft.set_account(form.get("account"));
    }
    scene.draft.put(scene.step, fields);
    let (account, entry) = (scene.account().cloned(), entry_after(scene));
    overlay(
        &mut scene.draft,
        &entry,
        &scene.catalog,
        &scene.network.name,
        account.as_ref(),
    );
    scene.answers = scene.draft.answers(&scene.catalog);
}

/// A chosen location replaces the one that the wizard was entered with.
fn entry_after(scene: &Scene) -> Entry {
    let location = if scene.step < Step::Location {
        scene.entry.location.clone()
    } else {
        String::new()
    };
    Entry {
        location,
        ..scene.entry.clone()
    }
}

/// The rows without gaps, and without the one that was removed.
fn rows(fields: Fields, prefixes: &[&str], form: &Fields) -> Fields {
    fields.renumbered(prefixes, form.get("remove").parse().ok())
}

/// Ticked VPC CIDRs (`{cidr} {name}`) become rows.
fn with_vpcs(mut fields: Fields, form: &Fields) -> Fields {
    let first = fields.row_count(&["name", "cidr"]);
    for (at, offer) in form
        .values("vpc")
        .into_iter()
        .take(Networks::MAX)
        .enumerate()
    {
        let (cidr, name) = offer.split_once(' ').unwrap_or((offer, ""));
        fields.set(format!("cidr.{}", first + at), cidr);
        fields.set(format!("name.{}", first + at), name);
    }
    fields
}

/// Where the pressed button leads.
fn address(scene: &Scene, form: &Fields) -> String {
    let (network, step) = (&scene.network.id, scene.step);
    // What was filled in is saved now.
    let entry = Entry {
        defaults: false,
        ..entry_after(scene)
    };
    let posted = form.row_count(step.fields().1);
    let with_rows = |rows: usize| {
        paths::with_query(
            &entry.address(network, step),
            &[("rows", &rows.to_string())],
        )
    };
    if !form.get("add").is_empty() {
        return with_rows(posted + 1);
    }
    if !form.get("remove").is_empty() {
        return with_rows(posted.saturating_sub(1));
    }
    match (form.get("go"), step.before()) {
        ("back", _) if scene.entry.change => forward(scene, &entry, Step::Review),
        ("back", Some(before)) => entry.address(network, before),
        ("back", None) => paths::network(network),
        _ if !scene.found().is_empty() => entry.address(network, step),
        ("check", _) => format!(
            "{}#checks",
            paths::with_query(&entry.address(network, step), &[("check", "1")])
        ),
        _ if scene.entry.change || scene.entry.defaults => forward(scene, &entry, Step::Review),
        _ => forward(scene, &entry, step.after().unwrap_or(Step::Review)),
    }
}

/// `wanted`, or the first step that is open before it; the way back to the review is kept until it is reached.
fn forward(scene: &Scene, entry: &Entry, wanted: Step) -> String {
    let step = scene.draft.page_for(wanted, &scene.answers);
    let change = entry.change && step != Step::Review;
    Entry {
        change,
        ..entry.clone()
    }
    .address(&scene.network.id, step)
}
