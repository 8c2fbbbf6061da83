use axum::http::{Request, StatusCode};
use server::Providers;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::oneshot,
};

use crate::support::{Browser, site, site_with};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/networks").await.status == StatusCode::OK
}

#[tokio::test]
async fn the_cookie_is_bound_to_this_host_and_out_of_reach_of_scripts() {
    let site = site().await;
    let answer = site
        .browser()
        .post("/api/sign_in", &[("key", "sandbox"), ("secret", "sandbox")])
        .await;
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-onramp="), "{cookie}");
    for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(
        !cookie.contains("Domain") && !cookie.contains("Max-Age") && cookie.len() < 4096,
        "{cookie}"
    );
}

#[tokio::test]
async fn an_unused_session_ends_after_half_an_hour() {
    let site = site().await;
    let mut browser = site.signed_in().await;
    site.clock.advance_seconds(29 * MINUTE);
    assert!(is_in(&mut browser).await);
    site.clock.advance_seconds(29 * MINUTE);
    assert!(is_in(&mut browser).await);
    site.clock.advance_seconds(31 * MINUTE);
    assert!(!is_in(&mut browser).await);
}

#[tokio::test]
async fn a_used_session_ends_after_ten_hours_even_when_aws_was_connected_late() {
    let site = site().await;
    let mut browser = site.signed_in().await;
    for _ in 0..23 {
        site.clock.advance_seconds(25 * MINUTE);
        assert!(is_in(&mut browser).await);
    }
    let answer = browser.post("/api/connect_aws_sandbox", &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(is_in(&mut browser).await);
    site.clock.advance_seconds(26 * MINUTE);
    assert!(
        !is_in(&mut browser).await,
        "signed in {} minutes ago",
        10 * HOUR / MINUTE + 1
    );
}

#[tokio::test]
async fn a_cookie_is_dead_after_sign_out() {
    let site = site().await;
    let mut browser = site.signed_in().await;
    let before = browser.cookies.clone();
    let answer = browser.post("/api/sign_out", &[]).await;
    assert_eq!(answer.header("clear-site-data"), "\"cache\", \"storage\"");
    let cookie = answer.header("set-cookie");
    let taken_back = cookie.starts_with("__Host-onramp=;") && cookie.contains("Max-Age=0");
    // Without it browsers ignore the line.
    assert!(taken_back && cookie.contains("; Secure"), "{cookie}");
    let mut thief = site.browser();
    thief.cookies = before;
    for path in ["/networks", "/session", "/activity", "/connections"] {
        let answer = thief.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.location().starts_with("/sign-in"), "{path}");
    }
}

#[tokio::test]
async fn signing_in_and_connecting_aws_change_the_session_id() {
    let site = site().await;
    let mut browser = site.signed_in().await;
    let first = browser.cookies.clone();
    browser.post("/api/connect_aws_sandbox", &[]).await;
    assert_ne!(browser.cookies, first);
    assert!(is_in(&mut browser).await);
    let mut old = site.browser();
    old.cookies = first;
    assert!(!is_in(&mut old).await);
}

#[tokio::test]
async fn a_made_up_cookie_is_nobody() {
    let site = site().await;
    for value in ["AAAAAAAAAAAAAAAAAAAAAA", "", "%00", "../../etc/passwd"] {
        let mut browser = site.browser();
        browser
            .cookies
            .insert("__Host-onramp".to_owned(), value.to_owned());
        assert!(!is_in(&mut browser).await, "{value}");
    }
}

#[tokio::test]
async fn a_page_that_keeps_itself_up_to_date_does_not_keep_the_session() {
    let site = site().await;
    let mut browser = site.signed_in().await;
    for minutes in [20, 15] {
        site.clock.advance_seconds(minutes * MINUTE);
        let look = browser
            .request("GET", "/networks")
            .header("sec-fetch-dest", "empty");
        browser
            .send(look.body(axum::body::Body::empty()).unwrap())
            .await;
    }
    assert!(!is_in(&mut browser).await);
}

#[tokio::test]
async fn in_clear_beyond_loopback_the_cookie_is_one_that_browsers_keep() {
    let plain = site_with(sandbox::Pace::Instant, |config| config.plain_http = true).await;
    let answer = plain.browser().post("/api/sign_in_sandbox", &[]).await;
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("onramp=") && !cookie.contains("Secure"),
        "{cookie}"
    );
    assert!(
        plain
            .browser()
            .get("/")
            .await
            .body
            .contains("Not encrypted")
    );
}

#[tokio::test]
async fn behind_a_proxy_its_origin_and_host_are_ours() {
    let url = server::guard::origin::Origin::parse("https://onramp.example.com");
    let site = site_with(sandbox::Pace::Instant, |config| config.public_url = url).await;
    for (origin, status) in [
        ("https://onramp.example.com", StatusCode::SEE_OTHER),
        ("http://onramp.example.com", StatusCode::FORBIDDEN),
        ("https://onramp.example.com:8443", StatusCode::FORBIDDEN),
    ] {
        let request = Request::post("/api/sign_in_sandbox")
            .header("host", "onramp.example.com")
            .header("origin", origin)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(axum::body::Body::empty());
        let answer = site.browser().send(request.unwrap()).await;
        assert_eq!(answer.status, status, "{origin}");
        assert_eq!(
            answer.header("strict-transport-security"),
            "max-age=31536000"
        );
    }
}

const IDENTITY: &str = "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
    <GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/slow</Arn><UserId>AIDA</UserId>\
    <Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

#[tokio::test]
async fn a_request_from_before_the_sign_out_does_not_bring_the_session_back() {
    let aws = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", aws.local_addr().unwrap());
    let site = site_with(sandbox::Pace::Instant, |config| {
        if let Providers::Sandbox { aws_url, .. } = &mut config.providers {
            *aws_url = Some(url);
        }
    })
    .await;
    let mut browser = site.signed_in().await;
    let mut slow = site.browser();
    slow.cookies = browser.cookies.clone();
    let (asked, was_asked) = oneshot::channel();
    let (go_on, may_answer) = oneshot::channel::<()>();
    tokio::spawn(async move {
        let (mut stream, _) = aws.accept().await.unwrap();
        let _ = stream.read(&mut [0; 4096]).await;
        asked.send(()).unwrap();
        may_answer.await.unwrap();
        let length = IDENTITY.len();
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: {length}\r\n\r\n"
        );
        let _ = stream.write_all((head + IDENTITY).as_bytes()).await;
    });
    let connecting = tokio::spawn(async move {
        let form = [
            ("access_key_id", "AKIASANDBOXOPERATOR1"),
            ("secret_access_key", "a-secret"),
        ];
        let answer = slow.post("/api/connect_aws", &form).await;
        (slow, answer)
    });
    was_asked.await.unwrap();
    browser.post("/api/sign_out", &[]).await;
    go_on.send(()).unwrap();
    let (mut slow, answer) = connecting.await.unwrap();
    assert!(
        answer.location().starts_with("/sign-in"),
        "{}",
        answer.location()
    );
    assert_eq!(answer.header("set-cookie"), "");
    // Whoever is signed in is led on from the first page.
    assert_eq!(slow.get("/").await.status, StatusCode::OK);
}
