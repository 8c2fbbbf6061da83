use axum::{
    body::Body,
    http::{StatusCode, header},
};

use crate::support::{LISTEN, site};

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn a_body_above_64_kib_is_refused_announced_or_not() {
    let site = site().await;
    let mut browser = site.browser();
    let long = "x".repeat(70 * 1024);
    let announced = browser.post("/api/sign_in", &[("key", &long)]).await;
    assert_eq!(announced.status, StatusCode::PAYLOAD_TOO_LARGE);
    for (path, kind) in [
        ("/csp-report", "application/csp-report"),
        ("/api/sign_in", FORM),
    ] {
        let chunks = futures_util::stream::iter(vec![Ok::<_, std::io::Error>(long.clone())]);
        let request = browser
            .request("POST", path)
            .header(header::CONTENT_TYPE, kind);
        let unannounced = browser
            .send(request.body(Body::from_stream(chunks)).unwrap())
            .await;
        assert_eq!(unannounced.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
    }
}

#[tokio::test]
async fn a_form_that_is_none_of_ours_is_the_senders_fault() {
    let site = site().await;
    let mut browser = site.signed_in().await;
    for body in ["", "id[a][b]=1", "=&=&%ff"] {
        let mut request = browser
            .request("POST", "/api/delete_connection")
            .header(header::CONTENT_TYPE, FORM)
            .body(Body::from(body))
            .unwrap();
        request.headers_mut().remove(header::ACCEPT);
        let answer = browser.send(request).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body:?}");
    }
}

#[tokio::test]
async fn long_addresses_and_headers_are_refused() {
    let site = site().await;
    let mut browser = site.browser();
    let address = format!("/networks?x={}", "y".repeat(9000));
    assert_eq!(browser.get(&address).await.status, StatusCode::URI_TOO_LONG);
    let request = browser
        .request("GET", "/healthz")
        .header("x-long", "y".repeat(17 * 1024));
    let answer = browser.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
}

#[tokio::test]
async fn methods_and_content_types_that_are_not_declared_are_refused() {
    let site = site().await;
    let mut browser = site.signed_in().await;
    for (method, path, kind, status) in [
        ("PUT", "/networks", FORM, StatusCode::METHOD_NOT_ALLOWED),
        ("DELETE", "/networks", FORM, StatusCode::METHOD_NOT_ALLOWED),
        ("TRACE", "/networks", FORM, StatusCode::METHOD_NOT_ALLOWED),
        ("POST", "/networks", FORM, StatusCode::METHOD_NOT_ALLOWED),
        ("GET", "/api/sign_in", FORM, StatusCode::METHOD_NOT_ALLOWED),
        (
            "POST",
            "/api/sign_in",
            "application/json",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            "POST",
            "/api/sign_in",
            "multipart/form-data; boundary=x",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            "POST",
            "/api/sign_in",
            "text/plain",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
    ] {
        let request = browser
            .request(method, path)
            .header(header::CONTENT_TYPE, kind);
        let answer = browser.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, status, "{method} {path} {kind}");
    }
}

#[tokio::test]
async fn a_report_of_a_browser_is_one_harmless_line() {
    let site = site().await;
    let mut browser = site.browser();
    let report = r#"{"csp-report":{"effective-directive":"script-src\r\nforged line","blocked-uri":"https://evil.example/x?secret-of-the-query","document-uri":"http://127.0.0.1:3000/"}}"#;
    let request = browser
        .request("POST", "/csp-report")
        .header(header::CONTENT_TYPE, "application/csp-report");
    let answer = browser
        .send(request.body(Body::from(report)).unwrap())
        .await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let logged = crate::support::logged();
    assert!(logged.contains("https://evil.example/x"));
    assert!(!logged.contains("secret-of-the-query"));
    assert!(!logged.lines().any(|line| line.starts_with("forged line")));
}

#[tokio::test]
async fn the_instance_is_healthy_without_a_session() {
    let site = site().await;
    let answer = site.browser().get("/healthz").await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (StatusCode::OK, "ok\n")
    );
    assert!(!answer.headers.contains_key("set-cookie"));
    assert_eq!(LISTEN, "127.0.0.1:3000");
}
