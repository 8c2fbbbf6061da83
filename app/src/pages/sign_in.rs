use domain::{
    activity::{Entry, Outcome},
    ports::{CloudKey, FabricKey, PortError, UserId},
    setup::Notice,
};
use leptos::prelude::*;

use crate::{
    answer::{AppError, Page, Stop, post_open},
    components::{
        Button, ErrorSummary, Kind, Notice as Banner, PageHeader, SecretInput, TextInput, Tone,
    },
    context::{Cx, Mode},
    form::Form,
    pages::grants,
    paths,
    session::{CloudSignedIn, NOBODY, SignedIn},
    words,
};

const TITLE: &str = "Sign in";
const FORM: &str = "sign_in";

pub fn page(cx: Cx) -> Result<Page, Stop> {
    let next = paths::safe_next(cx.query("next")).to_owned();
    let form = Form::of(&cx, FORM);
    let typed = form.typed("key").unwrap_or_default();
    let fields = match cx.services.fabric {
        Some(_) => view! {
            <form class="form" method="post" action="/api/sign_in" novalidate>
                <input type="hidden" name="next" value=next.clone()/>
                <TextInput name="key" label="Pureport API key" value=typed code=true error=form.error("key")
                    hint="In the Pureport console: API, then API Keys"/>
                <SecretInput name="secret" label="Pureport API secret" error=form.error("secret")
                    hint="Shown once, when the key was made. It stays on this server, for this session only."/>
                <div class="actions"><Button label="Sign in"/></div>
            </form>
        }
        .into_any(),
        None => view! {
            <Banner tone=Tone::Warning title="The Pureport half is off">
                <p>"This instance was started without "<code>"--pureport-url"</code>
                   ". Ask its operator, or continue with AWS only."</p>
            </Banner>
        }
        .into_any(),
    };
    let view = view! {
        <ErrorSummary errors=form.errors/>
        <PageHeader title=TITLE lead="Onramp acts at Pureport with your own key. It is kept for this session and forgotten when you sign out."/>
        <div class="stack">
            {fields}
            {(cx.services.settings.mode == Mode::Sandbox).then(|| sandbox(next.clone()))}
            <p>"Was the connection ordered elsewhere? "<a href=paths::take_over()>"Continue with AWS only"</a></p>
        </div>
    };
    Ok(Page::new(TITLE, view))
}

fn sandbox(next: String) -> impl IntoView {
    view! {
        <form class="form" method="post" action="/api/sign_in_sandbox">
            <input type="hidden" name="next" value=next/>
            <p class="muted">"This is the sandbox: everything is imitated, nothing costs."</p>
            <div class="actions"><Button label="Use sandbox credentials" kind=Kind::Secondary/></div>
        </form>
    }
}

/// Proves the key at Pureport and starts a session under a new id.
#[server(endpoint = "sign_in", prefix = "/api")]
pub async fn sign_in(
    #[server(default)] key: String,
    #[server(default)] secret: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let key = FabricKey {
        key: key.trim().to_owned(),
        secret: secret.trim().into(),
    };
    post_open(|cx| enter(cx, key, next)).await
}

/// The sandbox's published demo key.
#[server(endpoint = "sign_in_sandbox", prefix = "/api")]
pub async fn sign_in_sandbox(#[server(default)] next: String) -> Result<(), AppError> {
    post_open(|cx| async move {
        let keys = cx
            .services
            .settings
            .sandbox_keys
            .clone()
            .ok_or(Stop::NotFound)?;
        enter(cx, keys.fabric, next).await
    })
    .await
}

/// Signs in, or leads back to the form with everything but the secret.
async fn enter(cx: Cx, key: FabricKey, next: String) -> Result<String, Stop> {
    let form = Form::typed_in([("key", key.key.as_str())]);
    match prove(&cx, key, &next).await {
        Ok(to) => Ok(to),
        Err((field, why)) => Ok(refuse(&cx, form.refused(field, why), &next).await),
    }
}

/// Why nobody was signed in: the field, and the sentence.
type Why = (&'static str, String);

async fn prove(cx: &Cx, key: FabricKey, next: &str) -> Result<String, Why> {
    use secrecy::ExposeSecret;
    for (field, raw) in [
        ("key", key.key.as_str()),
        ("secret", key.secret.expose_secret()),
    ] {
        if raw.is_empty() {
            return Err((field, words::issue(field, &domain::Issue::Required)));
        }
    }
    let fabric = cx.services.fabric.clone();
    let fabric = fabric.ok_or_else(|| stopped(Stop::NotFound))?;
    match fabric.sign_in(&key).await {
        Ok(account) => start(cx, key, account, next).await.map_err(stopped),
        Err(error) => {
            note_refused(cx, &key.key).await.map_err(stopped)?;
            let not_accepted = "Pureport did not accept this key and secret";
            Err(match error {
                PortError::Unauthenticated => ("key", not_accepted.to_owned()),
                error => ("key", words::port_error(&error)),
            })
        }
    }
}

fn stopped(stop: Stop) -> Why {
    let why = match stop {
        Stop::Port(error) => words::port_error(&error),
        Stop::Store => words::SIGN_IN_NOT_KEPT.to_owned(),
        _ => words::SIGN_IN_OFF.to_owned(),
    };
    ("", why)
}

async fn start(
    cx: &Cx,
    key: FabricKey,
    account: domain::ports::Account,
    next: &str,
) -> Result<String, Stop> {
    let before = leave(cx).await;
    let (cloud, cloud_key) = before.unzip();
    let user = SignedIn {
        user: user_of(&key.key),
        vault_key: (cx.services.token)(),
        account: Some(account),
        since: cx.services.clock.now(),
        cloud,
    };
    note(cx, &user.user, "onramp:SignIn", Outcome::Done).await?;
    let vault = &cx.services.vault;
    vault.put_fabric_key(&user.vault_key, key).await?;
    if let Some(cloud_key) = cloud_key {
        vault.put_cloud_key(&user.vault_key, cloud_key).await?;
    }
    user.save(&cx.session).await.map_err(|_| Stop::Store)?;
    let next = paths::safe_next(next);
    Ok(if next == "/" {
        paths::networks()
    } else {
        next.to_owned()
    })
}

/// Ends the session before this one. One that acted in AWS only goes on with Pureport besides.
async fn leave(cx: &Cx) -> Option<(CloudSignedIn, CloudKey)> {
    let before = cx.user.as_ref()?;
    let vault = &cx.services.vault;
    let cloud_key = vault.cloud_key(&before.vault_key).await;
    vault.forget(&before.vault_key).await;
    let kept = before.cloud.clone().filter(|_| before.account.is_none());
    kept.zip(cloud_key)
}

async fn note(cx: &Cx, user: &UserId, action: &str, outcome: Outcome) -> Result<(), Stop> {
    let at = cx.services.clock.now();
    let entry = Entry {
        at,
        user: user.clone(),
        action: action.to_owned(),
        object: "session".to_owned(),
        outcome,
    };
    Ok(cx.services.activity.record(entry).await?)
}

fn user_of(key: &str) -> UserId {
    UserId(format!("pureport:{key}"))
}

/// Lists a refused sign-in for the key's owner, who has been here before. Anything else is not
/// kept: it may be a secret in the wrong field, or somebody filling the disk.
async fn note_refused(cx: &Cx, key: &str) -> Result<(), Stop> {
    let user = user_of(key);
    let before = cx.services.activity.recent(&user, 1).await?;
    if before.is_empty() {
        return Ok(());
    }
    note(cx, &user, "onramp:SignIn", Outcome::Refused).await
}

/// Back to the form.
async fn refuse(cx: &Cx, form: Form, next: &str) -> String {
    let page = cx.tell(&paths::sign_in(""), form.notice(FORM)).await;
    paths::with_next(&page, next)
}

/// Ends the session: its secrets are gone before the answer is.
#[server(endpoint = "sign_out", prefix = "/api")]
pub async fn sign_out(#[server(default)] runs: String) -> Result<(), AppError> {
    post_open(|cx| async move {
        if let Some(user) = &cx.user {
            let granted = grants::granted(&cx.services, &user.user)
                .await
                .unwrap_or_default();
            if runs.is_empty() && !granted.is_empty() {
                return Ok(paths::with_query(&paths::session(), &[("leaving", "1")]));
            }
            if runs == "revoke" {
                for run in &granted {
                    grants::revoked(&cx.services, run).await;
                }
            }
            if let (Some(fabric), Some(key)) = (
                &cx.services.fabric,
                cx.services.vault.fabric_key(&user.vault_key).await,
            ) {
                fabric.forget(&key).await;
            }
            if let Some(key) = cx.services.vault.cloud_key(&user.vault_key).await {
                cx.services.cloud.forget(&key).await;
            }
            cx.services.vault.forget(&user.vault_key).await;
        }
        // Whatever else fails, the session is over.
        cx.session.flush().await.map_err(|_| Stop::Store)?;
        if let Some(user) = &cx.user {
            note(&cx, &user.user, "onramp:SignOut", Outcome::Done).await?;
        }
        let notice = Notice::Plain {
            code: "signed_out".to_owned(),
            values: Vec::new(),
        };
        let id = cx.services.notices.put(NOBODY, notice).await;
        Ok(paths::with_query("/", &[("notice", &id)]))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_stops_a_sign_in_is_told_on_its_form() {
        for stop in [
            Stop::Store,
            Stop::Port(PortError::Unreachable),
            Stop::NotFound,
        ] {
            let (field, why) = stopped(stop);
            assert!(field.is_empty() && why.ends_with('.'), "{why}");
        }
    }
}
