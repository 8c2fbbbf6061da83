//! Keeping what was typed: the key in the vault, the rest in the database.

use domain::{
    FieldIssue,
    activity::Outcome,
    ports::{CloudKey, PortError},
    setup::{Notice, Task},
    takeover::{Form as Values, LegForm, TakenOver, Typed},
    values::{AwsAccountId, BgpKey},
    wizard::Fields,
};
use leptos::prelude::*;

use super::FORM;
use crate::{
    answer::{AppError, Stop, post},
    context::UserCx,
    form::Form,
    paths, words,
};

/// Takes a hosted connection over; nothing changes in AWS yet.
#[server(endpoint = "take_over", prefix = "/api")]
pub async fn take_over(#[server(flatten)] form: Fields) -> Result<(), AppError> {
    post(|ux| async move {
        let values = Values::read(|name| form.get(name).to_owned());
        let connected = (ux.aws_account().cloned(), ux.cloud_key.clone());
        let (Some(account), Some(key)) = connected else {
            return Err(Stop::Go(paths::take_over()));
        };
        match keep(&ux, &account, &key, values.clone()).await? {
            Ok(taken) => done(&ux, &taken).await,
            Err(errors) => Ok(refuse(&ux, &values, errors).await),
        }
    })
    .await
}

/// Forgets the values; what stands in AWS stays.
#[server(endpoint = "let_go", prefix = "/api")]
pub async fn let_go(connection: String) -> Result<(), AppError> {
    post(|ux| async move {
        let own = ux.own_connection(&connection).await?;
        if own.capabilities.reports {
            return Err(Stop::NotFound);
        }
        let _hold = ux.cx.services.engine.hold(&connection).await;
        ux.cx.services.takeovers.remove(&connection).await?;
        ux.record("onramp:LetGo", &connection, Outcome::Done)
            .await?;
        let notice = Notice::Plain {
            code: "let_go".to_owned(),
            values: vec![own.name],
        };
        Ok(ux.tell(&paths::take_over(), notice).await)
    })
    .await
}

/// The session's vault has the key of the chosen hosted connection.
pub(super) async fn is_key_kept(ux: &UserCx, leg: &LegForm) -> bool {
    let vault = &ux.cx.services.vault;
    match leg.place() {
        Some((_, hosted)) => vault.bgp_key(&ux.user.vault_key, hosted).await.is_some(),
        None => false,
    }
}

/// (Field, sentence).
type Errors = Vec<(String, String)>;

async fn keep(
    ux: &UserCx,
    account: &AwsAccountId,
    key: &CloudKey,
    mut values: Values,
) -> Result<Result<TakenOver, Errors>, Stop> {
    for leg in [&mut values.primary, &mut values.secondary] {
        let sound = leg.place().zip(leg.sound_key());
        if let Some(((_, hosted), bgp_key)) = sound {
            // Also when another field is refused: nobody types a key twice.
            keep_key(ux, hosted, bgp_key).await?;
        }
        leg.key_known = is_key_kept(ux, leg).await || has_interface(ux, key, leg).await;
    }
    let before = ux.cx.services.takeovers.of_account(account).await?;
    let typed = match values.parse(&before) {
        Ok(typed) => typed,
        Err(issues) => return Ok(Err(words::field_errors(&issues))),
    };
    let taken = match look(ux, account, key, &typed).await {
        Ok(Ok(taken)) => taken,
        Ok(Err(issue)) => return Ok(Err(words::field_errors(&[issue]))),
        Err(error) => {
            let why = words::port_error(&error);
            return Ok(Err(vec![(
                String::new(),
                format!("Nothing was taken over. {why}"),
            )]));
        }
    };
    let _hold = ux.cx.services.engine.hold(taken.id()).await;
    ux.cx.services.takeovers.save(&taken).await?;
    Ok(Ok(taken))
}

async fn keep_key(ux: &UserCx, hosted: &str, key: BgpKey) -> Result<(), Stop> {
    let vault = &ux.cx.services.vault;
    Ok(vault.put_bgp_key(&ux.user.vault_key, hosted, key).await?)
}

/// AWS has the key in an interface already, so nobody needs it here.
async fn has_interface(ux: &UserCx, key: &CloudKey, leg: &LegForm) -> bool {
    let Some((region, hosted)) = leg.place().filter(|_| leg.bgp_key.0.is_empty()) else {
        return false;
    };
    let listed = ux.cx.services.cloud.interfaces(key, &region).await;
    let mut listed = listed.into_iter().flatten();
    listed.any(|found| found.connection == hosted && found.state.exists())
}

/// AWS lists it in this account now.
async fn look(
    ux: &UserCx,
    account: &AwsAccountId,
    key: &CloudKey,
    typed: &Typed,
) -> Result<Result<TakenOver, FieldIssue>, PortError> {
    let services = &ux.cx.services;
    let listed = services
        .cloud
        .hosted_connections(key, &typed.region)
        .await?;
    let now = services.clock.now();
    Ok(TakenOver::new(typed, &listed, account, now))
}

async fn done(ux: &UserCx, taken: &TakenOver) -> Result<String, Stop> {
    ux.record("onramp:TakeOver", taken.id(), Outcome::Done)
        .await?;
    let notice = Notice::Plain {
        code: "taken_over".to_owned(),
        values: vec![taken.name.clone()],
    };
    let accept = paths::task(taken.id(), Task::Accept);
    Ok(ux.tell(&accept, notice).await)
}

async fn refuse(ux: &UserCx, values: &Values, errors: Errors) -> String {
    let form = Form::typed_all(values.shown());
    let refused = errors
        .into_iter()
        .fold(form, |form, (field, why)| form.refused(&field, why));
    ux.tell(&paths::take_over(), refused.notice(FORM)).await
}
