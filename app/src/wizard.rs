//! The wizard's pages: one step a file. A step is rendered from the draft and posts its form to
//! [`save::save_step`]; what is open, reached or asked again follows from the draft alone.

mod bgp;
mod checks;
mod entry;
mod frame;
mod kind;
mod location;
mod lock;
mod nat;
mod networks;
mod order;
mod review;
pub mod save;
mod scene;
mod service;

pub use entry::Entry;

use domain::wizard::Step;

use crate::{
    answer::{Page, Stop},
    context::UserCx,
};
use scene::Scene;

/// The page of a step; an address ahead of the draft leads to the first open step.
pub async fn page(ux: UserCx, network: &str, step: Step) -> Result<Page, Stop> {
    let entry = Entry::read(|name| ux.cx.query(name).to_owned());
    let scene = Scene::load(ux, network, step, entry).await?;
    let shown = scene.draft.page_for(step, &scene.answers);
    if shown != step {
        return Err(Stop::Go(scene.entry.address(network, shown)));
    }
    let parts = match step {
        Step::Type => kind::parts(&scene),
        Step::Location => location::parts(&scene),
        Step::Service => service::parts(&scene),
        Step::Bgp => bgp::parts(&scene).await,
        Step::Networks => networks::parts(&scene).await,
        Step::Nat => nat::parts(&scene),
        Step::Review => review::parts(&scene).await,
    };
    Ok(frame::page(&scene, parts))
}
