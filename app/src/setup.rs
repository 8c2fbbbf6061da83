//! The set-up's pages: one task a file. Each page is [`load`]ed, then drawn from what was seen;
//! each button posts a [`domain::setup::Goal`], and the rule that decides about it is the one
//! that says beforehand why the button can't succeed yet.

pub mod accept;
pub mod association;
mod aws_only;
mod cli;
mod console;
mod drift;
mod frame;
pub mod gateway;
mod interface_card;
pub mod interface_delete;
pub mod interfaces;
mod label;
mod load;
pub mod overview;
mod path;
pub mod plan;
mod post;
pub mod routes;
mod support;
mod target;
pub mod verify;
pub mod vpc;

#[cfg(test)]
mod tests;

pub(crate) use aws_only::load_from_aws;
pub(crate) use drift::notice as drift_notice;
pub(crate) use frame::cloud_notices;
pub(crate) use label::{absent_or_unknown, badge, gateway_badge};
pub(crate) use load::{Loaded, load, measured, regions_worked_in};
pub(crate) use support::for_support;

use domain::setup::{LATELY, Reach, Task};

use crate::{
    answer::{Page, Stop},
    context::UserCx,
};

/// The page of a task.
pub async fn page(ux: UserCx, connection: &str, task: Task) -> Result<Page, Stop> {
    let here = crate::paths::task(connection, task);
    let here = match task {
        Task::Verify => {
            let traced = ux.cx.query(verify::trace::PREFIX);
            crate::paths::with_query(&here, &[(verify::trace::PREFIX, traced)])
        }
        _ => here,
    };
    let regions = regions_worked_in(&ux, connection).await?;
    let reach = match task {
        Task::Accept => Reach::Legs,
        Task::Gateway => Reach::Associations(regions),
        Task::Interfaces => Reach::Regions(regions),
        Task::Vpc | Task::Association => Reach::Everywhere,
        Task::Routes | Task::Verify => Reach::Proof(regions),
    };
    let mut at = load(&ux, connection, here, reach).await?;
    if task == Task::Verify {
        let measured = measured(&ux, &at, LATELY).await;
        at = at.with(measured);
    }
    let body = match task {
        Task::Accept => accept::view(&at),
        Task::Gateway => gateway::view(&at),
        Task::Interfaces => interfaces::view(&at),
        Task::Vpc => vpc::view(&at),
        Task::Association => association::view(&at),
        Task::Routes => routes::view(&at),
        Task::Verify => verify::view(&at),
    };
    Ok(frame::page(&at, task, body))
}
