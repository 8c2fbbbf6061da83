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
    paths, words,
};

const TITLE: &str = "Create a network";
const FORM: &str = "form:new_network";

/// Why this account can't create one.
pub fn barred(account: &Account) -> Option<String> {
    let text = "Your role at Pureport may not create networks. Ask an administrator of the account for a role with this permission, then sign in again.";
    (!account.may_create).then(|| format!("{}: {text}", account.name))
}

/// The form for a new network.
pub fn page(ux: UserCx) -> Result<Page, Stop> {
    let refused = ux.cx.refused(FORM);
    let at = |n: usize| refused.get(n).cloned().unwrap_or_default();
    let (name, description) = (at(0), at(1));
    let errors: Vec<(String, String)> = refused
        .get(2..)
        .unwrap_or_default()
        .chunks_exact(2)
        .filter_map(|pair| Some((pair.first()?.clone(), pair.get(1)?.clone())))
        .collect();
    let of = |field: &str| {
        errors
            .iter()
            .find(|(at, _)| at == field)
            .map(|(_, text)| text.clone())
    };
    let title = if errors.is_empty() {
        TITLE.to_owned()
    } else {
        format!("Error: {TITLE}")
    };
    let body = match barred(&ux.user.account) {
        Some(text) => view! { <Banner tone=Tone::Warning title="Not with this role"><p>{text}</p></Banner> }.into_any(),
        None => view! {
            <form class="form" method="post" action="/api/create_network" novalidate>
                <TextInput name="name" label="Name" value=name error=of("name")
                    hint="Up to 64 characters, and not in use in this account: for example the company and the environment, “Acme production”"/>
                <TextInput name="description" label="Description (optional)" value=description error=of("description")/>
                <div class="actions"><Button label="Create network"/><a href=paths::networks()>"Cancel"</a></div>
            </form>
        }
        .into_any(),
    };
    let view = view! {
        <ErrorSummary errors=errors.clone()/>
        <PageHeader title=TITLE trail=vec![("Networks".to_owned(), paths::networks())]
            lead="Connections of one network reach each other; those of two networks don’t."/>
        {body}
    };
    Ok(Page {
        title,
        ..Page::new(TITLE, view)
    })
}

#[server(endpoint = "create_network", prefix = "/api")]
pub async fn create_network(
    #[server(default)] name: String,
    #[server(default)] description: String,
) -> Result<(), AppError> {
    post(|ux| async move { create(&ux, &name, &description).await }).await
}

async fn create(ux: &UserCx, name: &str, description: &str) -> Result<String, Stop> {
    let refused = |issues: Vec<FieldIssue>| {
        let errors = words::field_errors(&issues)
            .into_iter()
            .flat_map(|(field, text)| [field, text]);
        let values = [name.to_owned(), description.to_owned()]
            .into_iter()
            .chain(errors)
            .collect();
        Notice::Plain {
            code: FORM.to_owned(),
            values,
        }
    };
    let (name, description) = match parse(name, description) {
        Ok(parsed) => parsed,
        Err(issues) => return Ok(ux.tell(&paths::new_network(), refused(issues)).await),
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
        Err(PortError::Refused { code, .. }) if code == "NETWORK_NAME_UNIQUE" => Ok(ux
            .tell(
                &paths::new_network(),
                refused(vec![FieldIssue::new("name", Issue::NameInUse)]),
            )
            .await),
        Err(error) => Err(error.into()),
    }
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
