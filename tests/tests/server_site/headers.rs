use axum::http::StatusCode;

use crate::support::{Answer, site};

const OPEN: [&str; 4] = ["/", "/sign-in", "/take-over", "/help"];
const SIGNED_IN: [&str; 8] = [
    "/networks",
    "/networks/new",
    "/connections",
    "/activity",
    "/session",
    "/aws/sign-in",
    "/networks/network-unknown",
    "/no/such/page",
];

#[tokio::test]
async fn every_page_has_the_security_headers_and_nothing_inline() {
    let site = site().await;
    let mut signed_out = site.browser();
    for path in OPEN {
        check(path, &signed_out.get(path).await);
    }
    let mut signed_in = site.signed_in().await;
    for path in SIGNED_IN {
        check(path, &signed_in.get(path).await);
    }
}

fn check(path: &str, answer: &Answer) {
    let kind = answer.header("content-type");
    assert!(
        kind.starts_with("text/html"),
        "{path}: {} {kind}",
        answer.status
    );
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(answer.header(name), value, "{path}: {name}");
    }
    let csp = answer.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
    ] {
        assert!(csp.contains(part), "{path}: {csp}");
    }
    assert!(
        !csp.contains("unsafe-inline") && !csp.contains("'unsafe-eval'"),
        "{path}: {csp}"
    );
    assert!(!answer.header("x-request-id").is_empty(), "{path}");
    assert!(
        !answer.headers.contains_key("access-control-allow-origin"),
        "{path}"
    );
    nothing_inline(path, &answer.body);
}

/// Goes through every tag of the page.
fn nothing_inline(path: &str, html: &str) {
    let mut tags = 0;
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag.split_ascii_whitespace().next().unwrap_or_default();
        tags += 1;
        assert_ne!(name, "style", "{path}: a style element");
        assert!(name != "script" || tag.contains(" src="), "{path}: <{tag}>");
        for attribute in tag.split_ascii_whitespace().skip(1) {
            let attribute = attribute.split('=').next().unwrap_or_default();
            let handler = attribute.starts_with("on")
                && attribute.len() > 2
                && tag.contains(&format!("{attribute}=\""));
            assert!(attribute != "style" && !handler, "{path}: <{tag}>");
        }
        assert!(!tag.contains("javascript:"), "{path}: <{tag}>");
    }
    assert!(tags > 10, "{path} is hardly a page: {html}");
}

#[tokio::test]
async fn unknown_and_foreign_ids_are_not_found() {
    let site = site().await;
    let mut browser = site.signed_in().await;
    for path in [
        "/networks/network-AAAAAAAAAAAAAAAAAAAAAA",
        "/connections/conn-AAAAAAAAAAAAAAAAAAAAAA",
        "/connections/conn-AAAAAAAAAAAAAAAAAAAAAA/health",
        "/connections/conn-AAAAAAAAAAAAAAAAAAAAAA/setup",
        "/connections/conn-AAAAAAAAAAAAAAAAAAAAAA/setup/accept",
        "/connections/..%2f..%2fnetworks",
        "/networks/%00",
        "/nothing/here",
    ] {
        assert_eq!(
            browser.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let key = browser
        .post(
            "/connections/conn-AAAAAAAAAAAAAAAAAAAAAA/bgp-key",
            &[("leg", "primary")],
        )
        .await;
    assert_eq!(key.status, StatusCode::NOT_FOUND);
    assert_eq!(
        browser.post("/api/no_such_function", &[]).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        browser.get("/pkg/..%2fCargo.toml").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        browser.get("/pkg/manifest.json").await.status,
        StatusCode::NOT_FOUND
    );
}
