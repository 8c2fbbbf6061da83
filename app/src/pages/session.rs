use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    components::{
        Button, Card, DescriptionList, DetailRow, Kind, LinkButton, Notice as Banner, PageHeader,
        Tone, ValueRow,
    },
    context::UserCx,
    pages::grants,
    paths,
    session::IDLE_SECONDS,
    words,
};

const TITLE: &str = "Session";

/// Who is signed in where, since when, and until when.
pub async fn page(ux: UserCx) -> Result<Page, Stop> {
    let runs = grants::granted(&ux.cx.services, ux.user_id()).await?;
    let leaving = (!ux.cx.query("leaving").is_empty()).then(|| grants::ask_before_leaving(&runs));
    let now = ux.cx.services.clock.now();
    let since = move |at| format!("{}, {}", words::when(at, now), words::ago(at, now));
    let ends = ux.user.ends_at();
    let until = format!(
        "{}, in {}, or after {} without a request",
        words::when(ends, now),
        words::duration(ends.seconds_since(now)),
        words::minutes(IDLE_SECONDS),
    );
    let aws_until = match &ux.user.cloud {
        Some(cloud) if cloud.long_lived => "As long as the session",
        _ => "As long as the session, unless AWS ends them before: it does not tell when",
    };
    let at_pureport = ux.user.account.is_some();
    let name = ux.user.account.map(|account| account.name);
    let (user, signed_in) = (ux.user.user.0, since(ux.user.since));
    let aws = match ux.user.cloud {
        Some(cloud) => view! {
            {cloud.long_lived.then(|| view! {
                <Banner tone=Tone::Warning title="This is a long-lived key">
                    <p>"It works until somebody deletes it. Temporary credentials are safer."</p>
                </Banner>
            })}
            <DescriptionList>
                <ValueRow label="Account" value=cloud.identity.account.to_string()/>
                <ValueRow label="ARN" value=cloud.identity.arn/>
                <ValueRow label="Since" value=since(cloud.since)/>
                <DetailRow label="Until">{aws_until}</DetailRow>
            </DescriptionList>
            {at_pureport.then(|| view! {
                <form method="post" action="/api/forget_aws"><Button label="Forget AWS credentials" kind=Kind::Secondary/></form>
            })}
        }
        .into_any(),
        None => view! {
            <p>"AWS is not connected."</p>
            <LinkButton label="Connect AWS" href=paths::aws_sign_in(&paths::session())/>
        }
        .into_any(),
    };
    let view = view! {
        <PageHeader title=TITLE lead="When a session ends, its secrets go with it; drafts stay."/>
        {leaving}
        <div class="cards">
            <Card title=if at_pureport { "Pureport" } else { "Session" }>
                <DescriptionList>
                    {name.map(|name| view! { <ValueRow label="Account" value=name/> })}
                    <ValueRow label="Signed in as" value=user/>
                    <ValueRow label="Since" value=signed_in/>
                    <ValueRow label="Until" value=until/>
                </DescriptionList>
                <form method="post" action="/api/sign_out"><Button label="Sign out" kind=Kind::Secondary/></form>
            </Card>
            <Card title="AWS">{aws}</Card>
            {grants::card(runs)}
        </div>
    };
    Ok(Page::new(TITLE, view))
}
