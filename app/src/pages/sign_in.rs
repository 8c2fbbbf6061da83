use domain::{
    activity::{Entry, Outcome},
    ports::{FabricKey, PortError, UserId},
    setup::Notice,
};
use leptos::prelude::*;

use crate::{
    answer::{AppError, Page, Stop, post_open},
    components::{
        Button, ErrorSummary, Kind, Notice as Banner, PageHeader, SecretInput, TextInput, Tone,
    },
    context::{Cx, Mode},
    paths,
    session::{NOBODY, SignedIn},
    words,
};

const TITLE: &str = "Sign in";
const FORM: &str = "form:sign_in";

pub fn page(cx: Cx) -> Result<Page, Stop> {
    let next = paths::safe_next(cx.query("next")).to_owned();
    let refused = cx.refused(FORM).to_vec();
    let typed = refused.first().cloned().unwrap_or_default();
    let field = refused.get(1).cloned().unwrap_or_default();
    let message = refused.get(2).cloned();
    let errors: Vec<(String, String)> = message
        .into_iter()
        .map(|message| (field.clone(), message))
        .collect();
    let title = if errors.is_empty() {
        TITLE.to_owned()
    } else {
        format!("Error: {TITLE}")
    };
    let of = |name: &str| {
        errors
            .iter()
            .find(|(at, _)| at == name)
            .map(|(_, message)| message.clone())
    };
    let form = match cx.services.fabric {
        Some(_) => view! {
            <form class="form" method="post" action="/api/sign_in" novalidate>
                <input type="hidden" name="next" value=next.clone()/>
                <TextInput name="key" label="Pureport API key" value=typed code=true error=of("key")
                    hint="In the Pureport console: API, then API Keys"/>
                <SecretInput name="secret" label="Pureport API secret" error=of("secret")
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
        <ErrorSummary errors=errors.clone()/>
        <PageHeader title=TITLE lead="Onramp acts at Pureport with your own key. It is kept for this session and forgotten when you sign out."/>
        <div class="stack">
            {form}
            {(cx.services.settings.mode == Mode::Sandbox).then(|| sandbox(next.clone()))}
            <p>"Was the connection ordered elsewhere? "<a href=paths::take_over()>"Continue with AWS only"</a></p>
        </div>
    };
    Ok(Page {
        title,
        ..Page::new(TITLE, view)
    })
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

async fn enter(cx: Cx, key: FabricKey, next: String) -> Result<String, Stop> {
    use secrecy::ExposeSecret;
    for (field, raw) in [
        ("key", key.key.as_str()),
        ("secret", key.secret.expose_secret()),
    ] {
        if raw.is_empty() {
            let message = words::issue(field, &domain::Issue::Required);
            return Ok(refuse(&cx, &key.key, field, message, &next).await);
        }
    }
    let fabric = cx.services.fabric.clone().ok_or(Stop::NotFound)?;
    match fabric.sign_in(&key).await {
        Ok(account) => start(cx, key, account, &next).await,
        Err(error) => {
            let message = match &error {
                PortError::Unauthenticated => {
                    "Pureport did not accept this key and secret".to_owned()
                }
                error => words::port_error(error),
            };
            note_refused(&cx, &key.key).await?;
            Ok(refuse(&cx, &key.key, "key", message, &next).await)
        }
    }
}

async fn start(
    cx: Cx,
    key: FabricKey,
    account: domain::ports::Account,
    next: &str,
) -> Result<String, Stop> {
    if let Some(before) = &cx.user {
        cx.services.vault.forget(&before.vault_key).await;
    }
    let user = SignedIn {
        user: user_of(&key.key),
        vault_key: (cx.services.token)(),
        account,
        since: cx.services.clock.now(),
        cloud: None,
    };
    note(&cx, &user.user, "onramp:SignIn", Outcome::Done).await?;
    cx.services.vault.put_fabric_key(&user.vault_key, key).await;
    user.save(&cx.session).await.map_err(|_| Stop::Store)?;
    let next = paths::safe_next(next);
    Ok(if next == "/" {
        paths::networks()
    } else {
        next.to_owned()
    })
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

/// Back to the form with everything but the secret.
async fn refuse(cx: &Cx, key: &str, field: &str, message: String, next: &str) -> String {
    let values = vec![key.to_owned(), field.to_owned(), message];
    let vault_key = cx
        .user
        .as_ref()
        .map_or(NOBODY, |user| user.vault_key.as_str());
    let id = cx
        .services
        .notices
        .put(
            vault_key,
            Notice::Plain {
                code: FORM.to_owned(),
                values,
            },
        )
        .await;
    let page = paths::with_query(&paths::sign_in(""), &[("notice", &id)]);
    paths::with_next(&page, next)
}

/// Ends the session: its secrets are gone before the answer is.
#[server(endpoint = "sign_out", prefix = "/api")]
pub async fn sign_out() -> Result<(), AppError> {
    post_open(|cx| async move {
        if let Some(user) = &cx.user {
            if let (Some(fabric), Some(key)) = (
                &cx.services.fabric,
                cx.services.vault.fabric_key(&user.vault_key).await,
            ) {
                fabric.forget(&key).await;
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
