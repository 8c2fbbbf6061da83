//! What every button of the set-up does.

use domain::{
    ports::Actor,
    setup::{Goal, Notice, Task},
};

use crate::{answer::Stop, context::UserCx, paths};

/// Works towards `goal`; says what came of it on the task's page.
pub(super) async fn pursue(ux: &UserCx, id: &str, goal: Goal) -> Result<String, Stop> {
    let task = goal.task();
    let notice = outcome(ux, id, goal).await?;
    Ok(ux.tell(&paths::task(id, task), notice).await)
}

/// Works towards `goal` with this session's credentials.
pub(super) async fn outcome(ux: &UserCx, id: &str, goal: Goal) -> Result<Notice, Stop> {
    ux.own_connection(id).await?;
    let actor = Actor {
        user: ux.user_id().clone(),
        session: ux.user.vault_key.clone(),
        connection: id.to_owned(),
    };
    Ok(ux.cx.services.engine.pursue(actor, goal).await)
}

/// The goal is reached, or will be.
pub(super) fn is_under_way(notice: &Notice) -> bool {
    matches!(notice, Notice::Reached { .. } | Notice::Waiting { .. })
}

/// Back to the task's page with what a code says.
pub(super) async fn tell(ux: &UserCx, id: &str, task: Task, code: &str, value: String) -> String {
    let notice = Notice::Plain {
        code: code.to_owned(),
        values: vec![value],
    };
    ux.tell(&paths::task(id, task), notice).await
}
