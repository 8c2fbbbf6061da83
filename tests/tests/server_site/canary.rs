//! Unique fake secrets, typed into every form that takes one, then looked for everywhere.

use std::fs;

use crate::support::{escape, logged, site};

const PUREPORT_SECRET: &str = "canary-pureport-7f3a9c51d2";
const AWS_SECRET: &str = "canary/aws+secret/8b1e44a0f7";
const AWS_TOKEN: &str = "canary-aws-token-55d0c3e9b1";

#[tokio::test]
async fn secrets_that_were_typed_are_found_nowhere() {
    let site = site().await;
    let mut browser = site.browser();
    let answer = browser
        .post(
            "/api/sign_in",
            &[("key", "sandbox"), ("secret", PUREPORT_SECRET)],
        )
        .await;
    browser.get(answer.location()).await;
    let signed_in = browser
        .post("/api/sign_in", &[("key", "sandbox"), ("secret", "sandbox")])
        .await;
    assert_eq!(signed_in.location(), "/networks");
    let keys = [
        ("AKIASANDBOXOPERATOR1", AWS_SECRET, ""),
        ("ASIASANDBOXTEMPORARY", AWS_SECRET, AWS_TOKEN),
        ("", AWS_SECRET, AWS_TOKEN),
    ];
    for (id, secret, token) in keys {
        let form = [
            ("access_key_id", id),
            ("secret_access_key", secret),
            ("session_token", token),
            ("next", "/networks"),
        ];
        let answer = browser.post("/api/connect_aws", &form).await;
        browser.get(answer.location()).await;
    }
    for path in [
        "/networks",
        "/session",
        "/activity",
        "/aws/sign-in",
        "/connections",
    ] {
        browser.get(path).await;
    }
    let folder = site.folder.0.clone();
    site.site.stop().await;
    let logged = logged();
    assert!(logged.contains("answered"), "nothing was captured");
    let mut places = vec![
        ("an answer".to_owned(), browser.seen.into_bytes()),
        ("the log".to_owned(), logged.into_bytes()),
    ];
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        places.push((path.display().to_string(), fs::read(&path).unwrap()));
    }
    assert!(places.len() > 2, "no database in {}", folder.display());
    for (place, bytes) in &places {
        for secret in [PUREPORT_SECRET, AWS_SECRET, AWS_TOKEN] {
            for form in forms(secret) {
                let found = bytes
                    .windows(form.len())
                    .any(|window| window == form.as_bytes());
                assert!(!found, "{form} is in {place}");
            }
        }
    }
}

/// Plain, URL-encoded, hexadecimal, base64 at each of its three alignments (without its ends).
pub fn forms(secret: &str) -> Vec<String> {
    let hex: Vec<String> = secret.bytes().map(|b| format!("{b:02x}")).collect();
    let hex = hex.concat();
    let mut forms = vec![secret.to_owned(), escape(secret), hex.to_uppercase(), hex];
    forms.extend((0..3).map(|skip| base64(secret.as_bytes().get(skip..).unwrap())));
    forms
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks_exact(3) {
        let bits = three
            .iter()
            .fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        for shift in [18, 12, 6, 0] {
            text.push(char::from(DIGITS[bits >> shift & 63]));
        }
    }
    text
}
