//! A publication is what somebody has seen and confirmed: what changed in between is shown again, and what is published
//! already is not published once more.

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt};
use slipway_domain::event::EventKind;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::stage::Stage;

use crate::publish::{deploy, offering};
use crate::support::{ADA, GUS, House, KIM, OTTO, VERA, rejection};

async fn ready(house: &House) -> Acting {
    house.mend_listing().await;
    house.register_broker().await;
    house.deploy().await;
    house.acting(KIM).await
}

async fn seen(acting: &Acting) -> String {
    acting.publication(OFFERING).await.unwrap().seen
}

#[track_caller]
fn is_stale(result: slipway_backend::Result<()>) -> bool {
    matches!(rejection(result), Rejection::Stale { parked: None, .. })
}

async fn published(house: &House) -> usize {
    house.events().await.iter().filter(|event| event.kind == EventKind::PublishedLimited).count()
}

#[tokio::test]
async fn what_changed_after_it_was_seen_is_not_published_unseen() {
    let house = House::open().await;
    let kim = ready(&house).await;
    let ada = house.acting(ADA).await;

    let before = seen(&kim).await;
    let mut listing = offering(&ada).await.listing.draft;
    "Finds the nearest neighbours of a vector in milliseconds.".clone_into(&mut listing.description);
    let attempt = Attempt { revision: offering(&ada).await.listing.revision, operation: "" };
    ada.save_listing(OFFERING, attempt, &listing).await.unwrap();
    house.register_broker().await;
    assert!(is_stale(kim.publish_seen(OFFERING, &before).await), "another text");

    let before = seen(&kim).await;
    ada.allow(OFFERING, "Fernway").await.unwrap();
    assert!(is_stale(kim.publish_seen(OFFERING, &before).await), "another account that will see it");
    assert!(is_stale(kim.publish_seen(OFFERING, "").await), "nothing was seen");
    assert_eq!((offering(&kim).await.stage, published(&house).await), (Stage::Defining, 0));

    let now = seen(&kim).await;
    house.register_broker().await;
    kim.publish_seen(OFFERING, &now).await.unwrap();
    assert_eq!((offering(&kim).await.stage, published(&house).await), (Stage::Limited, 1));
}

#[tokio::test]
async fn what_is_published_as_it_is_is_not_published_once_more() {
    let house = House::open().await;
    let kim = ready(&house).await;
    let confirmed = seen(&kim).await;
    kim.publish_seen(OFFERING, &confirmed).await.unwrap();
    assert!(!kim.offering(OFFERING).await.unwrap().has_news());
    for again in [kim.publish_seen(OFFERING, &confirmed).await, kim.publish_limited(OFFERING).await] {
        assert_eq!(rejection(again), Rejection::Refused(Refusal::AlreadyDone));
    }
    assert_eq!(published(&house).await, 1);

    let broker = offering(&kim).await.brokers[0].id;
    let added = deploy(&kim, "lite", "fra02", broker).await;
    assert!(kim.offering(OFFERING).await.unwrap().has_news());
    kim.publish_seen(OFFERING, &seen(&kim).await).await.unwrap();
    assert_eq!(published(&house).await, 2);

    kim.withdraw_deployment(OFFERING, added).await.unwrap();
    assert!(!kim.offering(OFFERING).await.unwrap().has_news(), "the catalog has stopped showing it already");
}

#[tokio::test]
async fn a_release_is_of_what_was_seen_too() {
    let house = House::open().await;
    house.publish_limited().await;
    house.request_review().await;
    house.approve().await;
    let otto = house.acting(OTTO).await;
    let before = seen(&otto).await;
    house.acting(ADA).await.exclude(OFFERING, "Fernway").await.unwrap();
    assert!(is_stale(otto.release_seen(OFFERING, &before).await), "an account that will not see it");
    assert_eq!(offering(&otto).await.stage, Stage::GaApproved);
    otto.release_seen(OFFERING, &seen(&otto).await).await.unwrap();
    assert_eq!(offering(&otto).await.stage, Stage::Ga);
}

#[tokio::test]
async fn whoever_may_look_sees_the_screen_and_only_who_may_publish_confirms_it() {
    let house = House::open().await;
    ready(&house).await;
    let vera = house.acting(VERA).await;
    let seen = seen(&vera).await;
    assert!(matches!(rejection(vera.publish_seen(OFFERING, &seen).await), Rejection::Denied(_)));
    let gus = house.acting(GUS).await;
    let hidden = Rejection::NotFound(Kind::Offering);
    assert_eq!(rejection(gus.publication(OFFERING).await), hidden);
    assert_eq!(rejection(gus.publish_seen(OFFERING, &seen).await), hidden);
    assert_eq!(rejection(gus.release_seen(OFFERING, &seen).await), hidden);
}
