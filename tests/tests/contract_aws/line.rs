//! What happens on the line: protocols, TLS, lost answers, and how often something is sent.

use domain::{
    ports::{Cloud, PortError, Tags},
    values::Asn,
};
use tests::{
    World, keys,
    peer::{Peer, answer, nobody},
    tls::Authority,
    world,
};

async fn change(client: &aws::Client) -> Result<domain::ports::Gateway, PortError> {
    let (key, west) = (keys::cloud_operator(), keys::region("us-west-2"));
    client
        .create_gateway(&key, &west, "x", Asn(64512), &Tags::new())
        .await
}

async fn read(client: &aws::Client) -> Result<Vec<domain::ports::Gateway>, PortError> {
    client
        .gateways(&keys::cloud_operator(), &keys::region("us-west-2"))
        .await
}

fn contract(action: &str) -> PortError {
    PortError::Contract {
        what: action.to_owned(),
    }
}

#[tokio::test]
async fn direct_connect_is_spoken_to_in_json_1_1() {
    let world = World::start().await;
    let peer = Peer::in_front_of(&world.sandbox.aws_url).await;
    change(&world::cloud(&peer.url, None)).await.unwrap();
    let heard = peer.heard().to_lowercase();
    assert!(
        heard.contains("content-type: application/x-amz-json-1.1"),
        "{heard}"
    );
    assert!(
        heard.contains("x-amz-target: overtureservice.createdirectconnectgateway"),
        "{heard}"
    );
    assert!(
        heard.contains("/us-west-2/directconnect/aws4_request"),
        "{heard}"
    );
}

#[tokio::test]
async fn ec2_and_sts_are_spoken_to_in_query_form() {
    let world = World::start().await;
    let peer = Peer::in_front_of(&world.sandbox.aws_url).await;
    let (client, key, west) = (
        world::cloud(&peer.url, None),
        keys::cloud_operator(),
        keys::region("us-west-2"),
    );
    client
        .create_vpn_gateway(&key, &west, "n", None, &Tags::new())
        .await
        .unwrap();
    client.identity(&key, &west).await.unwrap();
    let heard = peer.heard();
    assert!(
        heard.contains("Action=CreateVpnGateway&Version=2016-11-15"),
        "{heard}"
    );
    assert!(
        heard.contains("TagSpecification.1.ResourceType=vpn-gateway"),
        "{heard}"
    );
    assert!(
        heard.contains("Action=GetCallerIdentity&Version=2011-06-15"),
        "{heard}"
    );
    assert!(
        heard.contains("content-type: application/x-www-form-urlencoded"),
        "{heard}"
    );
}

#[tokio::test]
async fn the_secret_key_never_leaves() {
    let world = World::start().await;
    let peer = Peer::in_front_of(&world.sandbox.aws_url).await;
    change(&world::cloud(&peer.url, None)).await.unwrap();
    assert!(!peer.heard().contains("sandbox/operator/secret"));
}

#[tokio::test]
async fn it_speaks_tls_to_a_certificate_of_the_given_authority() {
    let world = World::start().await;
    let authority = Authority::new();
    let tls = authority.in_front_of(&world.sandbox.aws_url).await;
    let client = world::cloud(&tls.url, Some(authority.pem.clone()));
    let identity = client
        .identity(&keys::cloud_operator(), &keys::region("us-west-2"))
        .await
        .unwrap();
    assert_eq!(identity.account, keys::account());
    assert!(!read(&client).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_certificate_of_another_authority_is_not_believed() {
    let world = World::start().await;
    let tls = Authority::new().in_front_of(&world.sandbox.aws_url).await;
    let client = world::cloud(&tls.url, Some(Authority::new().pem));
    assert_eq!(change(&client).await, Err(PortError::Unreachable));
    assert!(world.sandbox.requests(0).is_empty());
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() {
    let client = world::cloud(&nobody().await, None);
    assert_eq!(change(&client).await, Err(PortError::Unreachable));
    assert_eq!(read(&client).await, Err(PortError::Unreachable));
}

#[tokio::test]
async fn a_change_without_an_answer_is_sent_once_and_its_outcome_is_unknown() {
    let peer = Peer::answering(Vec::new()).await;
    assert_eq!(
        change(&world::cloud(&peer.url, None)).await,
        Err(PortError::Unknown)
    );
    assert_eq!(peer.connections(), 1);
}

#[tokio::test]
async fn a_read_without_an_answer_is_sent_once_too() {
    let peer = Peer::answering(Vec::new()).await;
    assert_eq!(
        read(&world::cloud(&peer.url, None)).await,
        Err(PortError::Unknown)
    );
    assert_eq!(peer.connections(), 1);
}

#[tokio::test]
async fn a_server_error_under_another_name_is_of_unknown_outcome_and_not_repeated() {
    let body = r#"{"__type":"DirectConnectServerException","message":"Unable to process request"}"#;
    let peer = Peer::answering(answer("400 Bad Request", "", body)).await;
    assert_eq!(
        change(&world::cloud(&peer.url, None)).await,
        Err(PortError::Unknown)
    );
    assert_eq!(peer.connections(), 1);
}

#[tokio::test]
async fn a_read_that_meets_a_server_error_under_another_name_is_sent_once_too() {
    let body = r#"{"__type":"DirectConnectServerException","message":"Unable to process request"}"#;
    let peer = Peer::answering(answer("400 Bad Request", "", body)).await;
    assert_eq!(
        read(&world::cloud(&peer.url, None)).await,
        Err(PortError::Unknown)
    );
    assert_eq!(peer.connections(), 1);
}

#[tokio::test]
async fn a_change_that_meets_a_500_is_not_repeated() {
    let peer = Peer::answering(answer("500 Internal Server Error", "", "<html>")).await;
    assert_eq!(
        change(&world::cloud(&peer.url, None)).await,
        Err(PortError::Unknown)
    );
    assert_eq!(peer.connections(), 1);
}

#[tokio::test]
async fn throttling_is_definite_and_tells_how_long_to_wait() {
    let body = r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#;
    let peer = Peer::answering(answer("400 Bad Request", "retry-after: 9\r\n", body)).await;
    let throttled = PortError::Throttled {
        retry_after_seconds: Some(9),
    };
    assert_eq!(change(&world::cloud(&peer.url, None)).await, Err(throttled));
}

#[tokio::test]
async fn a_page_instead_of_json_is_not_understood() {
    let peer = Peer::answering(answer("200 OK", "", "<html>maintenance</html>")).await;
    let action = "directconnect:CreateDirectConnectGateway";
    assert_eq!(
        change(&world::cloud(&peer.url, None)).await,
        Err(contract(action))
    );
}

#[tokio::test]
async fn an_answer_without_the_thing_itself_is_not_understood() {
    let peer = Peer::answering(answer("200 OK", "", "{}")).await;
    let action = "directconnect:CreateDirectConnectGateway";
    assert_eq!(
        change(&world::cloud(&peer.url, None)).await,
        Err(contract(action))
    );
}

#[tokio::test]
async fn a_list_that_never_ends_is_given_up() {
    let page = r#"{"directConnectGateways":[],"nextToken":"again"}"#;
    let peer = Peer::answering(answer("200 OK", "", page)).await;
    let action = "directconnect:DescribeDirectConnectGateways";
    assert_eq!(
        read(&world::cloud(&peer.url, None)).await,
        Err(contract(action))
    );
}

#[tokio::test]
async fn an_unknown_state_does_not_break_a_list() {
    let body = r#"{"connections":[{"connectionId":"dxcon-1","connectionState":"asleep"}]}"#;
    let peer = Peer::answering(answer("200 OK", "", body)).await;
    let (key, west) = (keys::cloud_operator(), keys::region("us-west-2"));
    let all = world::cloud(&peer.url, None)
        .hosted_connections(&key, &west)
        .await
        .unwrap();
    let states: Vec<_> = all.iter().map(|one| one.state).collect();
    assert_eq!(states, [domain::ports::HostedState::Unknown]);
}
