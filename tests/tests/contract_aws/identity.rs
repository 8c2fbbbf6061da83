//! Whose key it is, and keys that are not accepted.

use domain::ports::PortError;
use tests::{World, keys};

#[tokio::test]
async fn the_identity_tells_account_and_arn() {
    let world = World::start().await;
    let east = keys::region("us-east-1");
    let operator = world
        .cloud
        .identity(&keys::cloud_operator(), &east)
        .await
        .unwrap();
    assert_eq!(operator.account, keys::account());
    assert_eq!(operator.arn, "arn:aws:iam::123456789012:user/operator");
    let elsewhere = world
        .cloud
        .identity(&keys::cloud_elsewhere(), &east)
        .await
        .unwrap();
    assert_eq!(elsewhere.account.as_str(), "210987654321");
}

#[tokio::test]
async fn temporary_credentials_need_their_session_token() {
    let world = World::start().await;
    let east = keys::region("us-east-1");
    let temporary = keys::cloud_temporary();
    let found = world.cloud.identity(&temporary, &east).await.unwrap();
    assert_eq!(found.account, keys::account());
    for token in [None, Some("wrong-token".into())] {
        let key = domain::ports::CloudKey {
            session_token: token,
            ..temporary.clone()
        };
        let answer = world.cloud.identity(&key, &east).await;
        assert_eq!(answer, Err(PortError::Unauthenticated));
    }
}

#[tokio::test]
async fn expired_credentials_are_not_accepted() {
    let world = World::start().await;
    let change = sandbox::control::ClockChange {
        advance_seconds: Some(13 * 3600),
        freeze: None,
    };
    world.sandbox.clock(&change).unwrap();
    let answer = world
        .cloud
        .identity(&keys::cloud_temporary(), &keys::region("us-east-1"))
        .await;
    assert_eq!(answer, Err(PortError::Unauthenticated));
}

#[tokio::test]
async fn a_wrong_secret_and_an_unknown_key_are_told_by_every_service() {
    let world = World::start().await;
    let (cloud, west) = (&world.cloud, keys::region("us-west-2"));
    let wrong = keys::cloud("AKIASANDBOXOPERATOR1", "wrong");
    let unknown = keys::cloud(
        "AKIANOBODYNOBODYNOBO",
        "sandbox/operator/secret/key/000000000001",
    );
    for key in [wrong, unknown] {
        let (sts, ec2) = (
            cloud.identity(&key, &west).await,
            cloud.vpcs(&key, &west).await,
        );
        let direct_connect = cloud.hosted_connections(&key, &west).await;
        assert_eq!(sts, Err(PortError::Unauthenticated));
        assert_eq!(ec2, Err(PortError::Unauthenticated));
        assert_eq!(direct_connect, Err(PortError::Unauthenticated));
    }
}

#[tokio::test]
async fn the_enabled_regions_are_listed() {
    let world = World::start().await;
    let key = keys::cloud_reader();
    let regions = world
        .cloud
        .regions(&key, &keys::region("us-east-1"))
        .await
        .unwrap();
    for name in ["us-east-1", "us-east-2", "us-west-1", "us-west-2"] {
        assert!(regions.contains(&keys::region(name)), "{name}");
    }
    let wrong = keys::cloud("AKIASANDBOXOPERATOR1", "wrong");
    let answer = world
        .cloud
        .regions(&wrong, &keys::region("us-east-1"))
        .await;
    assert_eq!(answer, Err(PortError::Unauthenticated));
}
