//! Nothing is taken from the environment: not keys, regions, addresses or proxies.

use std::process::Command;

use tests::{World, keys};

/// The test that is run again in a strange environment.
const ALONE: &str = "environment::a_key_given_with_the_call_is_enough";

#[tokio::test]
async fn a_key_given_with_the_call_is_enough() {
    let world = World::start().await;
    let (key, west) = (keys::cloud_operator(), keys::region("us-west-2"));
    let identity = world.cloud.identity(&key, &west).await.unwrap();
    assert_eq!(identity.arn, "arn:aws:iam::123456789012:user/operator");
    assert!(!world.cloud.vpcs(&key, &west).await.unwrap().is_empty());
    assert!(!world.cloud.gateways(&key, &west).await.unwrap().is_empty());
    let account = world.fabric.sign_in(&keys::operator()).await.unwrap();
    assert_eq!(account.name, "Acme Networks");
}

#[test]
fn a_strange_environment_changes_nothing() {
    let nowhere = "http://127.0.0.1:9";
    let names = [
        ("AWS_ACCESS_KEY_ID", "AKIASANDBOXREADONLY1"),
        ("AWS_SECRET_ACCESS_KEY", "wrong"),
        ("AWS_SESSION_TOKEN", "wrong"),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_PROFILE", "none"),
        ("AWS_CONFIG_FILE", "/nonexistent"),
        ("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"),
        ("AWS_CA_BUNDLE", "/nonexistent"),
        ("AWS_ENDPOINT_URL", nowhere),
        ("AWS_ENDPOINT_URL_EC2", nowhere),
        ("AWS_ENDPOINT_URL_STS", nowhere),
        ("AWS_ENDPOINT_URL_DIRECT_CONNECT", nowhere),
        ("AWS_USE_FIPS_ENDPOINT", "true"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "true"),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", nowhere),
        ("HTTP_PROXY", nowhere),
        ("http_proxy", nowhere),
        ("HTTPS_PROXY", nowhere),
        ("ALL_PROXY", nowhere),
        ("PUREPORT_API_KEY", "wrong"),
        ("PUREPORT_ENDPOINT", nowhere),
    ];
    let itself = std::env::current_exe().unwrap();
    let run = Command::new(itself)
        .args(["--exact", ALONE])
        .envs(names)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("1 passed"), "{said}");
}
