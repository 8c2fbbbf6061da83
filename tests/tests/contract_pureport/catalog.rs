//! What can be ordered.

use domain::ports::{Peering, PortError};
use tests::{World, keys};

use crate::account;

#[tokio::test]
async fn the_catalogue_tells_locations_regions_and_what_leads_from_one_to_the_other() {
    let world = World::start().await;
    let account = account(&world, &keys::operator()).await;
    let catalog = world
        .fabric
        .catalog(&keys::operator(), &account.id)
        .await
        .unwrap();
    let seattle = catalog
        .locations
        .iter()
        .find(|site| site.id == "us-sea")
        .unwrap();
    assert_eq!(seattle.name, "Seattle, WA");
    assert!(
        (47.0..48.0).contains(&seattle.latitude) && (-123.0..-122.0).contains(&seattle.longitude)
    );
    let oregon = catalog
        .regions
        .iter()
        .find(|region| region.id == "aws-us-west-2")
        .unwrap();
    assert_eq!(oregon.name.as_str(), "us-west-2");
    assert_eq!(oregon.display_name, "US West (Oregon)");
    let offer = catalog
        .offers
        .iter()
        .find(|offer| offer.id == "us-sea-awsdx-private-50-ha")
        .unwrap();
    assert_eq!(
        (offer.location.as_str(), offer.speed.mbps()),
        ("us-sea", 50)
    );
    assert_eq!(
        (offer.peering, offer.high_availability),
        (Peering::Private, true)
    );
    assert_eq!(offer.regions, ["aws-us-west-2"]);
    let price = offer.price.as_ref().unwrap();
    assert!(
        price.amount_cents > 0 && price.term == "HOURLY",
        "{price:?}"
    );
}

#[tokio::test]
async fn nothing_leads_to_aws_from_dallas() {
    let world = World::start().await;
    let account = account(&world, &keys::operator()).await;
    let catalog = world
        .fabric
        .catalog(&keys::operator(), &account.id)
        .await
        .unwrap();
    assert!(catalog.locations.iter().any(|site| site.id == "us-dal"));
    assert!(
        catalog
            .offers
            .iter()
            .all(|offer| offer.location != "us-dal")
    );
}

#[tokio::test]
async fn only_regions_of_aws_are_listed() {
    let world = World::start().await;
    let account = account(&world, &keys::operator()).await;
    let catalog = world
        .fabric
        .catalog(&keys::operator(), &account.id)
        .await
        .unwrap();
    assert!(catalog.regions.len() > 4);
    assert!(
        catalog
            .regions
            .iter()
            .all(|region| region.id.starts_with("aws-"))
    );
}

#[tokio::test]
async fn the_catalogue_of_an_unknown_account_is_not_there() {
    let world = World::start().await;
    let answer = world.fabric.catalog(&keys::operator(), "ac-none").await;
    assert_eq!(answer, Err(PortError::NotFound));
}
