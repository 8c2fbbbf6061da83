use domain::{
    activity::Outcome,
    ports::{CloudKey, Identity, PortError, UserId},
    setup::Notice,
    values::RegionName,
};
use leptos::prelude::*;

use crate::{
    answer::{AppError, Page, Stop, post, post_open},
    components::{
        Button, ErrorSummary, Kind, Notice as Banner, PageHeader, SecretInput, TextInput, Tone,
        Width,
    },
    context::{Cx, Mode, UserCx},
    form::Form,
    paths,
    session::{CloudSignedIn, SignedIn},
    words,
};

const TITLE: &str = "Connect AWS";
const FORM: &str = "connect_aws";

/// Pasted keys. The account and ARN behind them are shown before anything else happens.
pub fn page(cx: Cx) -> Result<Page, Stop> {
    let next = paths::safe_next(cx.query("next")).to_owned();
    let form = Form::of(&cx, FORM);
    let typed = |field| form.typed(field).unwrap_or_default();
    let (typed_id, typed_region) = (typed("access_key_id"), typed("region"));
    let of = |field| form.error(field);
    let sandbox = cx.services.settings.mode == Mode::Sandbox;
    let view = view! {
        <ErrorSummary errors=form.errors.clone()/>
        <PageHeader title=TITLE lead="Onramp asks AWS whose credentials these are, and shows you the account before it does anything with them."/>
        {connected(&cx)}
        <div class="stack">
            <form class="form" method="post" action="/api/connect_aws" novalidate>
                <input type="hidden" name="next" value=next.clone()/>
                <TextInput name="access_key_id" label="Access key ID" value=typed_id code=true error=of("access_key_id")
                    hint="Temporary keys begin with `ASIA`; long-lived ones with `AKIA` work, but draw a warning"/>
                <SecretInput name="secret_access_key" label="Secret access key" error=of("secret_access_key")/>
                <SecretInput name="session_token" label="Session token (optional)" error=of("session_token")
                    hint="Belongs to temporary keys; `aws configure export-credentials` prints all three"/>
                <TextInput name="region" label="Region (optional)" value=typed_region width=Width::Medium code=true error=of("region")
                    hint="Where AWS is asked whose key this is; only needed when your policy allows some regions"/>
                <div class="actions"><Button label="Connect AWS"/></div>
            </form>
            {sandbox.then(|| view! {
                <form class="form" method="post" action="/api/connect_aws_sandbox">
                    <input type="hidden" name="next" value=next.clone()/>
                    <p class="muted">"This is the sandbox: a temporary identity of account 123456789012 is ready."</p>
                    <div class="actions"><Button label="Use sandbox credentials" kind=Kind::Secondary/></div>
                </form>
            })}
        </div>
    };
    Ok(Page::new(TITLE, view))
}

fn connected(cx: &Cx) -> Option<impl IntoView + use<>> {
    let cloud = cx.user.as_ref()?.cloud.as_ref()?;
    let text = format!(
        "{} in account {}",
        cloud.identity.arn, cloud.identity.account
    );
    Some(view! {
        <Banner tone=Tone::Ready title="AWS is connected already"><p>{text}". Connecting again replaces it."</p></Banner>
    })
}

#[server(endpoint = "connect_aws", prefix = "/api")]
pub async fn connect_aws(
    #[server(default)] access_key_id: String,
    #[server(default)] secret_access_key: String,
    #[server(default)] session_token: String,
    #[server(default)] region: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    post_open(|cx| async move {
        let form = Typed {
            access_key_id: access_key_id.trim().to_owned(),
            region,
            next,
        };
        let required = [
            ("access_key_id", form.access_key_id.as_str()),
            ("secret_access_key", secret_access_key.trim()),
        ];
        if let Some((field, _)) = required.iter().find(|(_, text)| text.is_empty()) {
            let text = words::issue(field, &domain::Issue::Required);
            return Ok(refuse(&cx, &form, field, text).await);
        }
        let token = session_token.trim();
        let key = CloudKey {
            access_key_id: form.access_key_id.clone(),
            secret_access_key: secret_access_key.trim().into(),
            session_token: (!token.is_empty()).then(|| token.into()),
        };
        Ok(connect(cx, key, form).await)
    })
    .await
}

/// The sandbox's temporary identity.
#[server(endpoint = "connect_aws_sandbox", prefix = "/api")]
pub async fn connect_aws_sandbox(#[server(default)] next: String) -> Result<(), AppError> {
    post_open(|cx| async move {
        let keys = cx.services.settings.sandbox_keys.clone();
        let key = keys.ok_or(Stop::NotFound)?.cloud;
        let form = Typed {
            access_key_id: key.access_key_id.clone(),
            region: String::new(),
            next,
        };
        Ok(connect(cx, key, form).await)
    })
    .await
}

/// What may be shown again after a refusal.
struct Typed {
    access_key_id: String,
    region: String,
    next: String,
}

async fn connect(cx: Cx, key: CloudKey, form: Typed) -> String {
    let region = match form.region.trim() {
        "" => Some(cx.services.settings.home_region.clone()),
        typed => RegionName::parse(typed),
    };
    let Some(region) = region else {
        let text = "Enter a region such as us-west-2, or leave it empty".to_owned();
        return refuse(&cx, &form, "region", text).await;
    };
    let ux = cx.clone().signed_in().await.ok();
    // Whoever connects looks anew.
    cx.services.cloud.forget(&key).await;
    let asked = cx.services.cloud.identity(&key, &region).await;
    let kept = match asked {
        Ok(identity) => keep(&cx, ux, key, identity, &form.next).await,
        Err(error) => {
            let listed = refused(ux, &form.access_key_id).await;
            let why = refused_words(&error);
            listed.map(|()| Err(("access_key_id", why)))
        }
    };
    match kept {
        Ok(Ok(to)) => to,
        Ok(Err((field, why))) => refuse(&cx, &form, field, why).await,
        // The session has ended meanwhile.
        Err(Stop::SignIn) => paths::sign_in(&form.next),
        Err(_) => refuse(&cx, &form, "", words::AWS_NOT_KEPT.to_owned()).await,
    }
}

/// Where it leads; or the field that is refused, and why.
type Kept = Result<String, (&'static str, String)>;

/// A try that AWS refused is listed for who made it, if that is known.
async fn refused(ux: Option<UserCx>, access_key_id: &str) -> Result<(), Stop> {
    match ux {
        Some(ux) => {
            let object = listed(access_key_id);
            ux.record("onramp:ConnectAws", object, Outcome::Refused)
                .await
        }
        None => Ok(()),
    }
}

/// Keeps the key for the session; without one, one begins that acts in AWS only.
async fn keep(
    cx: &Cx,
    ux: Option<UserCx>,
    key: CloudKey,
    identity: Identity,
    next: &str,
) -> Result<Kept, Stop> {
    let ux = match ux {
        Some(ux) => ux,
        None => begin(cx, &identity).await?,
    };
    let account = identity.account.as_str();
    ux.record("onramp:ConnectAws", account, Outcome::Done)
        .await?;
    let long_lived = key.is_long_lived();
    let values = vec![identity.account.to_string(), identity.arn.clone()];
    let vault = &ux.cx.services.vault;
    vault.put_cloud_key(&ux.user.vault_key, key).await?;
    let mut ux = ux;
    if ux.user.account.is_none() {
        ux.user.user = user_of(&identity);
    }
    ux.user.cloud = Some(CloudSignedIn {
        identity,
        long_lived,
        since: ux.cx.services.clock.now(),
    });
    ux.save().await?;
    let code = if long_lived {
        "aws_long_lived"
    } else {
        "aws_connected"
    };
    let next = match paths::safe_next(next) {
        "/" => ux.user.home(),
        next => next.to_owned(),
    };
    let notice = Notice::Plain {
        code: code.to_owned(),
        values,
    };
    Ok(Ok(ux.tell(&next, notice).await))
}

/// A session of somebody who is signed in nowhere else.
async fn begin(cx: &Cx, identity: &Identity) -> Result<UserCx, Stop> {
    let user = SignedIn {
        user: user_of(identity),
        vault_key: (cx.services.token)(),
        account: None,
        since: cx.services.clock.now(),
        cloud: None,
    };
    cx.services.vault.open(&user.vault_key).await?;
    let cx = Cx {
        user: Some(user),
        ..cx.clone()
    };
    cx.signed_in().await
}

fn user_of(identity: &Identity) -> UserId {
    UserId(format!("aws:{}:{}", identity.account, identity.arn))
}

/// What the activity list may name: in the wrong field stands a secret as easily as an id.
fn listed(access_key_id: &str) -> &str {
    let shape = ["AKIA", "ASIA"]
        .iter()
        .any(|kind| access_key_id.starts_with(kind))
        && (16..=128).contains(&access_key_id.len())
        && access_key_id
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if shape {
        access_key_id
    } else {
        "no access key ID"
    }
}

fn refused_words(error: &PortError) -> String {
    match error {
        PortError::Unauthenticated => {
            "AWS did not accept these credentials: check that all parts belong together and have not expired".to_owned()
        }
        error => words::port_error(error),
    }
}

async fn refuse(cx: &Cx, form: &Typed, field: &str, text: String) -> String {
    let typed = [
        ("access_key_id", form.access_key_id.as_str()),
        ("region", form.region.as_str()),
    ];
    let refused = Form::typed_in(typed).refused(field, text);
    let page = cx.tell(&paths::aws_sign_in(""), refused.notice(FORM)).await;
    paths::with_next(&page, &form.next)
}

/// "Forget AWS credentials".
#[server(endpoint = "forget_aws", prefix = "/api")]
pub async fn forget_aws() -> Result<(), AppError> {
    post(|mut ux| async move {
        // Nothing would be left of a session that acts in AWS only: it can be signed out.
        ux.pureport()?;
        let services = &ux.cx.services;
        services.vault.forget_cloud_key(&ux.user.vault_key).await;
        if let Some(key) = &ux.cloud_key {
            services.cloud.forget(key).await;
        }
        ux.user.cloud = None;
        ux.save().await?;
        ux.record("onramp:ForgetAws", "session", Outcome::Done)
            .await?;
        Ok(ux
            .tell(
                &paths::session(),
                Notice::Plain {
                    code: "aws_forgotten".to_owned(),
                    values: Vec::new(),
                },
            )
            .await)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_in_the_field_of_the_id_is_not_listed() {
        assert_eq!(listed("AKIAIOSFODNN7EXAMPLE"), "AKIAIOSFODNN7EXAMPLE");
        for secret in [
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "AKIAwJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLE",
            "",
        ] {
            assert_eq!(listed(secret), "no access key ID", "{secret}");
        }
    }
}
