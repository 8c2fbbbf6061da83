use axum::http::StatusCode;

use crate::support::site;

#[tokio::test]
async fn a_signed_out_visitor_is_led_to_sign_in_and_back() {
    let site = site().await;
    let mut browser = site.browser();
    for (path, to) in [
        ("/networks", "/sign-in?next=%2Fnetworks"),
        (
            "/connections/conn-1/setup?x=1",
            "/sign-in?next=%2Fconnections%2Fconn-1%2Fsetup%3Fx%3D1",
        ),
        ("/no/such/page", "/sign-in?next=%2Fno%2Fsuch%2Fpage"),
    ] {
        let answer = browser.get(path).await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, to),
            "{path}"
        );
    }
    for path in ["/", "/sign-in", "/take-over", "/help"] {
        assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path}");
    }
    let key = browser
        .post("/connections/conn-1/bgp-key", &[("leg", "primary")])
        .await;
    assert_eq!(key.status, StatusCode::SEE_OTHER);
    assert!(key.location().starts_with("/sign-in"), "{}", key.location());
    let answer = browser
        .post(
            "/api/sign_in",
            &[
                ("key", "sandbox"),
                ("secret", "sandbox"),
                ("next", "/connections?x=1"),
            ],
        )
        .await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/connections?x=1")
    );
}

#[tokio::test]
async fn sign_in_never_leads_to_another_site() {
    let site = site().await;
    for next in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%0d%0aSet-Cookie:x=1/../\r\nLocation: //evil",
        "javascript:alert(1)",
        "networks",
        "/\t/evil.example",
        &format!("/{}", "a".repeat(600)),
    ] {
        let form = [("key", "sandbox"), ("secret", "sandbox"), ("next", next)];
        let answer = site.browser().post("/api/sign_in", &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{next:?}");
        assert!(
            matches!(answer.location(), "/" | "/networks"),
            "{next:?} led to {:?}",
            answer.location()
        );
    }
}

#[tokio::test]
async fn a_wrong_secret_is_refused_without_a_session() {
    let site = site().await;
    let mut browser = site.browser();
    let answer = browser
        .post("/api/sign_in", &[("key", "sandbox"), ("secret", "wrong")])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = browser.get(answer.location()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body
            .contains("Pureport did not accept this key and secret"),
        "{}",
        page.body
    );
    assert_eq!(browser.get("/networks").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_referer_of_another_site_is_not_followed() {
    let site = site().await;
    let browser = site.browser();
    let request = browser
        .request("POST", "/api/sign_in")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("referer", "https://evil.example/next")
        .body(axum::body::Body::from("key=%ff&&&=&secret"))
        .unwrap();
    let answer = site.browser().send(request).await;
    assert!(
        !answer.location().contains("evil.example"),
        "{}",
        answer.location()
    );
}

#[tokio::test]
async fn a_secret_in_the_field_of_the_key_is_not_kept() {
    const TYPED: &str = "canary-secret-as-key-41d7";
    let site = site().await;
    let mut browser = site.browser();
    let form = [("key", TYPED), ("secret", "whatever")];
    let answer = browser.post("/api/sign_in", &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let folder = site.folder.0.clone();
    site.site.stop().await;
    let mut files = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        files += 1;
        let found = bytes
            .windows(TYPED.len())
            .any(|window| window == TYPED.as_bytes());
        assert!(!found);
    }
    assert!(files > 0, "no database in {}", folder.display());
}

#[tokio::test]
async fn the_owner_of_a_key_sees_that_somebody_tried_it() {
    let site = site().await;
    let mut owner = site.signed_in().await;
    let form = [("key", "sandbox"), ("secret", "guessed")];
    site.browser().post("/api/sign_in", &form).await;
    let page = owner.get("/activity").await;
    assert!(page.body.contains("Refused"), "{}", page.body);
}

#[tokio::test]
async fn a_long_way_back_does_not_hide_what_is_wrong() {
    let site = site().await;
    let mut browser = site.browser();
    let next = format!("/{}", "?".repeat(400));
    let form = [("key", "sandbox"), ("secret", "wrong"), ("next", &*next)];
    let answer = browser.post("/api/sign_in", &form).await;
    let page = browser.get(answer.location()).await;
    assert!(page.body.contains("did not accept"), "{}", page.body);
}
