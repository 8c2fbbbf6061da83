use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    components::{
        Button, Card, DescriptionList, Kind, LinkButton, Notice as Banner, PageHeader, Tone,
        ValueRow,
    },
    context::UserCx,
    paths, words,
};

const TITLE: &str = "Session";

/// Who is signed in where, and since when.
pub fn page(ux: UserCx) -> Result<Page, Stop> {
    let now = ux.cx.services.clock.now();
    let since = move |at| format!("{}, {}", words::utc(at), words::ago(at, now));
    let (name, user, signed_in) = (ux.user.account.name, ux.user.user.0, since(ux.user.since));
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
            </DescriptionList>
            <form method="post" action="/api/forget_aws"><Button label="Forget AWS credentials" kind=Kind::Secondary/></form>
        }
        .into_any(),
        None => view! {
            <p>"AWS is not connected."</p>
            <LinkButton label="Connect AWS" href=paths::aws_sign_in(&paths::session())/>
        }
        .into_any(),
    };
    let view = view! {
        <PageHeader title=TITLE lead="A session ends after 30 minutes without a request, and after 10 hours in any case. Its secrets go with it; drafts stay."/>
        <div class="cards">
            <Card title="Pureport">
                <DescriptionList>
                    <ValueRow label="Account" value=name/>
                    <ValueRow label="Signed in as" value=user/>
                    <ValueRow label="Since" value=signed_in/>
                </DescriptionList>
            </Card>
            <Card title="AWS">{aws}</Card>
        </div>
    };
    Ok(Page::new(TITLE, view))
}
