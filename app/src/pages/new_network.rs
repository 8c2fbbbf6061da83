use domain::{
    FieldIssue, Issue,
    ports::{Account, PortError},
    setup::Notice,
    values::{Description, Name},
};
use leptos::prelude::*;

use crate::{
    answer::{AppError, Page, Stop, post},
    components::{Button, ErrorSummary, Notice as Banner, PageHeader, TextInput, Tone},
    context::UserCx,
    form::Form,
    paths, words,
};

const TITLE: &str = "Create a network";
const FORM: &str = "create_network";

/// Why this account can't create one.
pub fn barred(account: Option<&Account>) -> Option<String> {
    let Some(account) = account else {
        return Some(words::NOT_AT_PUREPORT.to_owned());
    };
    let text = "Your role at Pureport may not create networks. Ask an administrator of the account for a role with this permission, then sign in again.";
    (!account.may_create).then(|| format!("{}: {text}", account.name))
}

/// The form for a new network.
pub fn page(ux: UserCx) -> Result<Page, Stop> {
    let form = Form::of(&ux.cx, FORM);
    let typed = |field| form.typed(field).unwrap_or_default();
    let (name, description) = (typed("name"), typed("description"));
    let body = match barred(ux.user.account.as_ref()) {
        Some(text) => view! { <Banner tone=Tone::Warning title="Not with this role"><p>{text}</p></Banner> }.into_any(),
        None => view! {
            <form class="form" method="post" action="/api/create_network" novalidate>
                <TextInput name="name" label="Name" value=name error=form.error("name")
                    hint="Up to 64 characters, and not in use in this account: for example the company and the environment, “Acme production”"/>
                <TextInput name="description" label="Description (optional)" value=description error=form.error("description")/>
                <div class="actions"><Button label="Create network"/><a href=paths::networks()>"Cancel"</a></div>
            </form>
        }
        .into_any(),
    };
    let view = view! {
        <ErrorSummary errors=form.errors/>
        <PageHeader title=TITLE trail=vec![("Networks".to_owned(), paths::networks())]
            lead="Connections of one network reach each other; those of two networks don’t."/>
        {body}
    };
    Ok(Page::new(TITLE, view))
}

#[server(endpoint = "create_network", prefix = "/api")]
pub async fn create_network(
    #[server(default)] name: String,
    #[server(default)] description: String,
) -> Result<(), AppError> {
    post(|ux| async move { create(&ux, &name, &description).await }).await
}

async fn create(ux: &UserCx, name: &str, description: &str) -> Result<String, Stop> {
    let form = Form::typed_in([("name", name), ("description", description)]);
    let (name, description) = match parse(name, description) {
        Ok(parsed) => parsed,
        Err(issues) => return Ok(refuse(ux, form, words::field_errors(&issues)).await),
    };
    let call = ux
        .fabric
        .create_network(&ux.fabric_key, ux.account(), &name, &description);
    match ux.change(ACTION, name.as_str(), call).await? {
        Ok(network) => {
            let notice = Notice::Plain {
                code: "network_created".to_owned(),
                values: Vec::new(),
            };
            Ok(ux.tell(&paths::network(&network.id), notice).await)
        }
        Err(PortError::Refused { code, .. }) if code == "NETWORK_NAME_UNIQUE" => {
            let issue = FieldIssue::new("name", Issue::NameInUse);
            Ok(refuse(ux, form, words::field_errors(&[issue])).await)
        }
        Err(PortError::Unauthenticated) => Err(Stop::SignIn),
        Err(error) => {
            let why = words::network_not_created(&error);
            Ok(refuse(ux, form, vec![(String::new(), why)]).await)
        }
    }
}

async fn refuse(ux: &UserCx, form: Form, errors: Vec<(String, String)>) -> String {
    let refused = errors
        .into_iter()
        .fold(form, |form, (field, why)| form.refused(&field, why));
    ux.tell(&paths::new_network(), refused.notice(FORM)).await
}

const ACTION: &str = "pureport:AddNetwork";

fn parse(name: &str, description: &str) -> Result<(Name, Description), Vec<FieldIssue>> {
    let name = Name::parse(name).map_err(|issue| FieldIssue::new("name", issue));
    let description =
        Description::parse(description).map_err(|issue| FieldIssue::new("description", issue));
    match (name, description) {
        (Ok(name), Ok(description)) => Ok((name, description)),
        (name, description) => Err(name.err().into_iter().chain(description.err()).collect()),
    }
}
