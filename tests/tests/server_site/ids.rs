//! An id is what it is, or nothing: locks, journals and choices go by it.

use axum::http::StatusCode;

use crate::{
    runs::{calls, ordered},
    support::site,
};

/// What an address parser drops on the way to the provider.
const SPELLINGS: [&str; 3] = ["\t", "\n", "\r"];

#[tokio::test]
async fn another_spelling_of_an_id_is_nobodys() {
    let site = site().await;
    let id = ordered(&site).await;
    let mut browser = site.signed_in().await;
    browser.post("/api/connect_aws_sandbox", &[]).await;
    let page = browser.get(&format!("/connections/{id}")).await;
    assert_eq!(page.status, StatusCode::OK);
    for spelling in SPELLINGS {
        let other = id.replacen('-', &format!("-{spelling}"), 1);
        let address = format!("/connections/{}", crate::support::escape(&other));
        let page = browser.get(&address).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{other:?}");
        let key = browser
            .post(&format!("{address}/bgp-key"), &[("leg", "primary")])
            .await;
        assert_eq!(key.status, StatusCode::NOT_FOUND, "{other:?}");
        let form = [("connection", other.as_str()), ("name", "onramp")];
        browser.post("/api/create_gateway", &form).await;
    }
    assert_eq!(calls(&site, "CreateDirectConnectGateway"), 0);
    let key = browser
        .post(&format!("/connections/{id}/bgp-key"), &[("leg", "primary")])
        .await;
    assert_eq!(key.status, StatusCode::OK);
}
