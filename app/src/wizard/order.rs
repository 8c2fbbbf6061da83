//! "Add connection".

use domain::{
    order::Order,
    ports::PortError,
    setup::Notice,
    wizard::{Fields, Step},
};

use super::{review::price_mark, scene::Scene};
use crate::{answer::Stop, paths, words};

/// Orders the draft once: its id is the order's reference, and the stored draft keeps the mark of
/// the connection that it became.
pub async fn place(mut scene: Scene, form: &Fields) -> Result<String, Stop> {
    let review = paths::step(&scene.network.id, Step::Review);
    if let Some(reason) = hindrance(&scene, form) {
        return Ok(scene
            .ux
            .tell(&review, plain("order_failed", vec![reason]))
            .await);
    }
    let order = match Order::from_draft(&scene.draft, &scene.network.id, &scene.catalog) {
        Ok(order) => order,
        Err(open) => return Ok(paths::step(&scene.network.id, open)),
    };
    let name = order.parts().name.as_str();
    let call = scene.ux.fabric.order(&scene.ux.fabric_key, &order);
    let connection = match scene.ux.change(ACTION, name, call).await? {
        Ok(connection) => connection,
        Err(error) => return failed(&scene, error, &review).await,
    };
    let services = &scene.ux.cx.services;
    // An earlier try may have been ordered after all, before something was changed.
    let told = if order.is_of(&connection) {
        services
            .choices
            .save(&connection.id, &order.parts().choice)
            .await?;
        "ordered"
    } else {
        "ordered_before"
    };
    scene.draft.ordered = Some(connection.id.clone());
    scene.draft.answers.clear();
    services
        .drafts
        .save(scene.ux.user_id(), &scene.network.id, &scene.draft)
        .await?;
    Ok(scene
        .ux
        .tell(&paths::connection(&connection.id), plain(told, Vec::new()))
        .await)
}

const ACTION: &str = "pureport:AddConnection";

fn plain(code: &str, values: Vec<String>) -> Notice {
    Notice::Plain {
        code: code.to_owned(),
        values,
    }
}

/// Why it is not even sent: the account can't order, or the price is not the one that was shown.
fn hindrance(scene: &Scene, form: &Fields) -> Option<String> {
    if let Some(reason) = words::order_barred(scene.ux.user.account.as_ref()) {
        return Some(reason);
    }
    let (shown, now) = (form.get("price"), price_mark(scene));
    (shown != now).then(|| words::price_changed(shown, &now))
}

async fn failed(scene: &Scene, error: PortError, review: &str) -> Result<String, Stop> {
    if error == PortError::Unauthenticated {
        return Err(Stop::SignIn);
    }
    let notice = if error.is_definite() {
        plain("order_failed", vec![words::order_refused(&error)])
    } else {
        plain("port", vec![words::order_unknown()])
    };
    Ok(scene.ux.tell(review, notice).await)
}
