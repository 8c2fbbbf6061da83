//! What is changed behind a finished run is told where both providers are looked at, and left.

use serde_json::json;

use crate::{
    proof::Proven,
    runs::ordered,
    support::site,
    whole_run::{connected, plan, stands, start},
};

/// A run that ended well.
async fn finished() -> Proven {
    let site = site().await;
    let id = ordered(&site).await;
    let mut browser = connected(&site).await;
    let form = plan(&mut browser, &id, "payments,").await;
    start(&mut browser, &form).await;
    stands(&mut browser, &id, "done").await;
    Proven { site, browser, id }
}

/// How often something was asked for that changes anything.
fn changes(proven: &Proven) -> usize {
    let log = proven.site.site.sandbox().unwrap().requests(0);
    let changing = [
        "Create",
        "Delete",
        "Update",
        "Enable",
        "Associate",
        "Attach",
    ];
    let changes = log.iter().filter(|entry| {
        changing
            .iter()
            .any(|word| entry.operation.starts_with(word))
    });
    changes.count()
}

const PAGES: [&str; 3] = ["setup", "health", "setup/verify"];

#[tokio::test]
async fn what_is_as_the_run_left_it_is_not_told() {
    let mut proven = finished().await;
    for page in PAGES {
        let body = proven.page(page).await;
        assert!(!body.contains("id=\"drift\""), "{page}: {body}");
    }
}

#[tokio::test]
async fn each_change_is_named_with_its_mend_and_left_as_it_is() {
    let mut proven = finished().await;
    let interfaces = proven.things("virtualInterfaces");
    let second = interfaces.iter().find(|(_, one)| {
        one["virtualInterfaceName"]
            .to_string()
            .contains("secondary")
    });
    let second = second.unwrap().0.clone();
    let associations = proven.things("associations");
    let ours = associations
        .iter()
        .find(|(_, one)| one["allowedPrefixes"] == json!(["10.20.0.0/16"]));
    let association = ours.unwrap().0.clone();
    let tables = proven.things("routeTables");
    let table = tables
        .iter()
        .find(|(_, one)| one["tags"].to_string().contains("payments-app"));
    let table = table.unwrap().0.clone();
    proven.patch(&second, &json!({"virtualInterfaceState": "deleted"}));
    proven.patch(&association, &json!({"allowedPrefixes": ["10.0.0.0/8"]}));
    proven.patch(&table, &json!({"propagating": []}));
    let before = changes(&proven);
    for page in PAGES {
        let body = proven.page(page).await;
        for told in [
            "3 things were changed since the run",
            "data-drift=\"interface-secondary\"",
            "It was deleted, so nothing flows over this leg.",
            "The allowed prefixes are 10.0.0.0/8, the plan has 10.20.0.0/16.",
            &format!(
                "--association-id {association} --add-allowed-prefixes-to-direct-connect-gateway cidr=10.20.0.0/16 --remove-allowed-prefixes-to-direct-connect-gateway cidr=10.0.0.0/8"
            ),
            &format!("Propagation is off in {table}"),
            "Plan a run that puts it back",
        ] {
            assert!(body.contains(told), "{page}: {told} is missing in {body}");
        }
    }
    assert_eq!(changes(&proven), before, "nothing is repaired by looking");
}

#[tokio::test]
async fn the_offered_plan_puts_back_what_went() {
    let mut proven = finished().await;
    let tables = proven.things("routeTables");
    let table = tables
        .iter()
        .find(|(_, one)| one["tags"].to_string().contains("payments-app"));
    let table = table.unwrap().0.clone();
    proven.patch(&table, &json!({"propagating": []}));
    let body = proven.page("setup").await;
    let (_, from) = body.split_once("id=\"drift\"").unwrap();
    let marker = format!("href=\"/connections/{}/setup?", proven.id);
    let (_, query) = from.split_once(&marker).unwrap();
    let query = query.split('"').next().unwrap().replace("&amp;", "&");
    let body = proven.page(&format!("setup?{query}")).await;
    assert!(body.contains("data-step=\"propagate-"), "{body}");
    let pairs: Vec<(String, String)> = query
        .split('&')
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap();
            // A form's list has brackets.
            let name = match name {
                "vpcs" | "tables" => format!("{name}[]"),
                name => name.to_owned(),
            };
            (name, value.to_owned())
        })
        .chain([("connection".to_owned(), proven.id.clone())])
        .collect();
    // Until then what the first run switched on might merely not be listed yet.
    proven.site.clock.advance_seconds(301);
    let id = proven.id.clone();
    let answer = start(&mut proven.browser, &pairs).await;
    assert_eq!(answer.location(), format!("/connections/{id}/run"));
    stands(&mut proven.browser, &id, "done").await;
    assert!(!proven.page("setup").await.contains("id=\"drift\""));
    let now = &proven.things("routeTables")[&table]["propagating"];
    assert_eq!(now.as_array().unwrap().len(), 1);
}
