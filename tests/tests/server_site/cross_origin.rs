use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use crate::support::{LISTEN, site};

const FORM: &str = "application/x-www-form-urlencoded";
const COOKIE: &str = "__Host-onramp=AAAAAAAAAAAAAAAAAAAAAA";

struct Row {
    method: &'static str,
    host: &'static str,
    site: &'static [&'static str],
    origin: &'static [&'static str],
    cookie: bool,
    passes: bool,
}

const fn row(
    method: &'static str,
    site: &'static [&'static str],
    origin: &'static [&'static str],
    passes: bool,
) -> Row {
    Row {
        method,
        host: LISTEN,
        site,
        origin,
        cookie: true,
        passes,
    }
}

const ROWS: [Row; 26] = [
    row("GET", &[], &[], true),
    row("GET", &["cross-site"], &["https://evil.example"], true),
    row("HEAD", &["cross-site"], &[], true),
    row("POST", &["same-origin"], &[], true),
    row("POST", &["none"], &[], true),
    row("POST", &["same-site"], &[], false),
    row("POST", &["cross-site"], &[], false),
    row("POST", &[""], &[], false),
    row("POST", &["SAME-ORIGIN"], &[], false),
    row("POST", &["same-origin", "same-origin"], &[], false),
    row("POST", &["same-origin", "cross-site"], &[], false),
    row("POST", &["cross-site"], &["http://127.0.0.1:3000"], false),
    row("POST", &[], &["http://127.0.0.1:3000"], true),
    row("POST", &[], &["http://localhost:3000"], true),
    row("POST", &[], &["http://[::1]:3000"], true),
    row("POST", &[], &["http://127.0.0.1:3001"], false),
    row("POST", &[], &["https://127.0.0.1:3000"], false),
    row("POST", &[], &["http://127.0.0.1"], false),
    row("POST", &[], &["null"], false),
    row("POST", &[], &["https://evil.example"], false),
    row("POST", &[], &["http://127.0.0.1:3000.evil.example"], false),
    row("POST", &[], &["http://127.0.0.1:3000@evil.example"], false),
    row(
        "POST",
        &[],
        &["http://127.0.0.1:3000", "https://evil.example"],
        false,
    ),
    row("POST", &[], &[], false),
    Row {
        cookie: false,
        ..row("POST", &[], &[], true)
    },
    // Whatever the Host header says, the origin is compared with what the operator configured.
    Row {
        host: "localhost:9999",
        ..row("POST", &[], &["http://localhost:9999"], false)
    },
];

#[tokio::test]
async fn only_our_own_pages_change_anything() {
    let site = site().await;
    for (number, row) in ROWS.iter().enumerate() {
        let mut request = Request::builder()
            .method(row.method)
            .uri("/api/sign_out")
            .header(header::HOST, row.host);
        for value in row.site {
            request = request.header("sec-fetch-site", *value);
        }
        for value in row.origin {
            request = request.header(header::ORIGIN, *value);
        }
        if row.cookie {
            request = request.header(header::COOKIE, COOKIE);
        }
        let request = request
            .header(header::CONTENT_TYPE, FORM)
            .body(Body::empty())
            .unwrap();
        let answer = site.browser().send(request).await;
        assert_eq!(
            answer.status != StatusCode::FORBIDDEN,
            row.passes,
            "row {number}: {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn the_check_comes_before_the_body_is_read() {
    let site = site().await;
    let endless = futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>("x".repeat(1024)));
    let request = Request::post("/api/sign_in")
        .header(header::HOST, LISTEN)
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, FORM)
        .body(Body::from_stream(endless))
        .unwrap();
    assert_eq!(
        site.browser().send(request).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn names_that_are_not_ours_are_misdirected() {
    let site = site().await;
    for (hosts, status) in [
        (vec!["127.0.0.1:3000"], StatusCode::OK),
        (vec!["LOCALHOST"], StatusCode::OK),
        (vec!["[::1]:8080"], StatusCode::OK),
        (vec!["evil.example"], StatusCode::MISDIRECTED_REQUEST),
        (
            vec!["127.0.0.1.evil.example:3000"],
            StatusCode::MISDIRECTED_REQUEST,
        ),
        (
            vec!["localhost@evil.example"],
            StatusCode::MISDIRECTED_REQUEST,
        ),
        (
            vec!["127.0.0.1:3000", "evil.example"],
            StatusCode::MISDIRECTED_REQUEST,
        ),
        (vec![""], StatusCode::MISDIRECTED_REQUEST),
        (vec![], StatusCode::MISDIRECTED_REQUEST),
    ] {
        let mut request = Request::get("/healthz");
        for host in &hosts {
            request = request.header(header::HOST, *host);
        }
        let answer = site
            .browser()
            .send(request.body(Body::empty()).unwrap())
            .await;
        assert_eq!(answer.status, status, "{hosts:?}");
    }
}
