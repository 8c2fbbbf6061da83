//! What happens on the line: TLS, lost and broken answers, and their limits.

use domain::{
    ports::{Fabric, PortError},
    values::{Description, Name},
};
use tests::{
    World, keys,
    peer::{Peer, answer, nobody},
    tls::Authority,
    world,
};

/// What a login answers, and then anything else.
async fn after_login(rest: Vec<u8>) -> (World, Peer, pureport::Client) {
    let world = World::start().await;
    let peer = Peer::answering_after("POST /login", login(), rest).await;
    let client = world::fabric(&peer.url, None, &world.clock);
    (world, peer, client)
}

fn login() -> Vec<u8> {
    let body =
        r#"{"access_token":"t","expires_in":3600,"token_type":"bearer","refresh_token":"r"}"#;
    answer("200 OK", "content-type: application/json\r\n", body)
}

fn contract(what: &str) -> PortError {
    PortError::Contract {
        what: what.to_owned(),
    }
}

async fn change(client: &pureport::Client) -> Result<domain::ports::Network, PortError> {
    let (name, about) = (Name::parse("A").unwrap(), Description::default());
    client
        .create_network(&keys::operator(), "ac-1", &name, &about)
        .await
}

#[tokio::test]
async fn it_speaks_tls_to_a_certificate_of_the_given_authority() {
    let world = World::start().await;
    let authority = Authority::new();
    let tls = authority.in_front_of(&world.sandbox.pureport_url).await;
    let client = world::fabric(&tls.url, Some(authority.pem.clone()), &world.clock);
    let account = client.sign_in(&keys::operator()).await.unwrap();
    assert_eq!(account.name, "Acme Networks");
}

#[tokio::test]
async fn a_certificate_of_another_authority_is_not_believed() {
    let world = World::start().await;
    let tls = Authority::new()
        .in_front_of(&world.sandbox.pureport_url)
        .await;
    let client = world::fabric(&tls.url, Some(Authority::new().pem), &world.clock);
    let answer = client.sign_in(&keys::operator()).await;
    assert_eq!(answer, Err(PortError::Unreachable));
    assert_eq!(world.asked("login"), 0);
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() {
    let world = World::start().await;
    let client = world::fabric(&nobody().await, None, &world.clock);
    assert_eq!(
        client.sign_in(&keys::operator()).await,
        Err(PortError::Unreachable)
    );
    assert_eq!(change(&client).await, Err(PortError::Unreachable));
}

#[tokio::test]
async fn a_change_without_an_answer_has_an_unknown_outcome_and_is_sent_once() {
    let (_world, peer, client) = after_login(Vec::new()).await;
    assert_eq!(change(&client).await, Err(PortError::Unknown));
    assert_eq!(peer.heard().matches("POST /accounts/").count(), 1);
}

#[tokio::test]
async fn a_login_without_an_answer_means_that_the_change_was_not_sent() {
    let world = World::start().await;
    let peer = Peer::answering(Vec::new()).await;
    let client = world::fabric(&peer.url, None, &world.clock);
    assert_eq!(change(&client).await, Err(PortError::Unreachable));
    assert!(!peer.heard().contains("/accounts/"));
}

#[tokio::test]
async fn a_page_instead_of_json_is_not_understood() {
    let (_world, _peer, client) =
        after_login(answer("200 OK", "", "<html>maintenance</html>")).await;
    let read = client.networks(&keys::operator(), "ac-1").await;
    assert_eq!(read, Err(contract("findNetworks")));
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let huge = format!("[\"{}\"]", "x".repeat(2 * 1024 * 1024));
    let (_world, _peer, client) = after_login(answer("200 OK", "", &huge)).await;
    let read = client.networks(&keys::operator(), "ac-1").await;
    assert_eq!(read, Err(contract("findNetworks")));
}

#[tokio::test]
async fn a_truncated_answer_to_a_change_has_an_unknown_outcome() {
    let truncated = b"HTTP/1.1 201 Created\r\ncontent-length: 500\r\n\r\n{\"id\":".to_vec();
    let (_world, _peer, client) = after_login(truncated).await;
    assert_eq!(change(&client).await, Err(PortError::Unknown));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let world = World::start().await;
    let elsewhere = Peer::answering(answer("200 OK", "", "[]")).await;
    let location = format!("location: {}/accounts\r\n", elsewhere.url);
    let peer =
        Peer::answering_after("POST /login", login(), answer("307 Moved", &location, "")).await;
    let client = world::fabric(&peer.url, None, &world.clock);
    let read = client.networks(&keys::operator(), "ac-1").await;
    assert_eq!(read, Err(contract("findNetworks")));
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn throttling_tells_how_long_to_wait() {
    let body = r#"{"status":429,"code":"TOO_MANY_REQUESTS","message":"slow down"}"#;
    let (_world, _peer, client) =
        after_login(answer("429 Too Many Requests", "retry-after: 17\r\n", body)).await;
    let throttled = PortError::Throttled {
        retry_after_seconds: Some(17),
    };
    assert_eq!(change(&client).await, Err(throttled));
}

#[tokio::test]
async fn a_server_error_after_a_change_is_of_unknown_outcome() {
    let body = r#"{"status":500,"code":"INTERNAL_SERVER_ERROR","message":""}"#;
    let (_world, _peer, client) = after_login(answer("500 Internal Server Error", "", body)).await;
    assert_eq!(change(&client).await, Err(PortError::Unknown));
}

#[test]
fn an_address_or_an_authority_that_cannot_be_used_is_refused_at_the_start() {
    let make = |base_url: &str, ca_pem: Option<&str>| {
        let config = pureport::Config {
            base_url: base_url.to_owned(),
            ca_pem: ca_pem.map(|pem| pem.as_bytes().to_vec()),
            clock: std::sync::Arc::new(tests::clock::TestClock::default()),
        };
        pureport::Client::new(config).err()
    };
    for url in ["", "api.pureport.com", "ftp://x", "https://user:secret@x"] {
        assert_eq!(
            make(url, None),
            Some(pureport::SetupError::BaseUrl),
            "{url}"
        );
    }
    let pem = make("https://x", Some("no certificate"));
    assert_eq!(pem, Some(pureport::SetupError::Certificate));
}
