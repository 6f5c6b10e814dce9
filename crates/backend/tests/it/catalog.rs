//! Who sees what in the catalog: owner, invited, stranger, everybody.

use slipway_backend::demo::OFFERING;
use slipway_domain::catalog::Query;
use slipway_domain::rejection::{Kind, Rejection};

use crate::support::{ADA, CLARA, FINN, House, KIM, OTTO, RITA, approval, rejection};

async fn sees(house: &House, email: &str) -> bool {
    let acting = house.acting(email).await;
    let listed = acting.catalog(&Query::default()).await.unwrap().tiles.iter().any(|tile| tile.name == OFFERING);
    match acting.catalog_details(OFFERING).await {
        Ok(_) => assert!(listed, "what has a details page is listed"),
        error => {
            assert_eq!(rejection(error.map(drop)), Rejection::NotFound(Kind::Offering));
            assert!(!listed, "what is listed has a details page");
        }
    }
    listed
}

#[tokio::test]
async fn a_draft_is_in_nobodys_catalog() {
    let house = House::open().await;
    for email in [ADA, KIM, CLARA, FINN, RITA] {
        assert!(!sees(&house, email).await, "{email}");
    }
}

#[tokio::test]
async fn limited_visibility_is_for_the_owner_and_the_invited() {
    let house = House::open().await;
    house.publish_limited().await;
    assert!(sees(&house, ADA).await);
    assert!(sees(&house, CLARA).await);
    assert!(sees(&house, RITA).await);
    assert!(!sees(&house, FINN).await);
    assert!(house.nobody().catalog(&Query::default()).await.unwrap().tiles.is_empty());
    assert!(house.acting(ADA).await.catalog(&Query::default()).await.unwrap().tiles[0].is_limited);
}

#[tokio::test]
async fn an_invited_account_of_another_company_waits_for_the_operator() {
    let house = House::open().await;
    house.publish_limited().await;
    let fernway = house.person(FINN).await.current.unwrap();
    let ada = house.acting(ADA).await;
    ada.allow(OFFERING, &fernway.to_string()).await.unwrap();
    assert!(!sees(&house, FINN).await);
    assert!(matches!(rejection(ada.approve_allowed(OFFERING, fernway).await), Rejection::Denied(_)));
    house.acting(RITA).await.approve_allowed(OFFERING, fernway).await.unwrap();
    assert!(sees(&house, FINN).await);
    ada.disallow(OFFERING, fernway).await.unwrap();
    assert!(!sees(&house, FINN).await);
}

#[tokio::test]
async fn what_somebody_may_not_see_is_as_a_name_that_nobody_has() {
    let house = House::open().await;
    house.publish_limited().await;
    for acting in [house.acting(FINN).await, house.nobody()] {
        let (mut details, mut forms, mut lists) = (Vec::new(), Vec::new(), Vec::new());
        for name in [OFFERING, "northwind-absent"] {
            details.push(rejection(acting.catalog_details(name).await.map(drop)));
            forms.push(rejection(acting.new_instance_form(name).await.map(drop)));
            let text = name.to_owned();
            lists.push(acting.catalog(&Query { text, ..Query::default() }).await.unwrap());
        }
        assert_eq!(details, [Rejection::NotFound(Kind::Offering), Rejection::NotFound(Kind::Offering)]);
        assert_eq!(forms[0], forms[1]);
        assert_eq!(lists[0], lists[1]);
    }
}

#[tokio::test]
async fn what_consumers_see_is_what_was_published_and_not_the_draft() {
    let house = House::open().await;
    house.publish_limited().await;
    let kim = house.acting(KIM).await;
    let view = kim.offering(OFFERING).await.unwrap();
    let mut draft = view.offering.listing.draft.clone();
    draft.display_name = "Not yet".to_owned();
    let attempt = slipway_backend::Attempt { revision: view.offering.listing.revision, operation: "" };
    kim.save_listing(OFFERING, attempt, &draft).await.unwrap();
    let details = house.acting(CLARA).await.catalog_details(OFFERING).await.unwrap();
    assert_eq!(details.details.tile.display_name, "Vector Search");
}

#[tokio::test]
async fn every_change_that_a_catalog_page_could_show_moves_its_version() {
    let house = House::open().await;
    let version = || async { house.backend.store().catalog_version().await.unwrap() };
    let start = version().await;
    house.publish_limited().await;
    let published = version().await;
    assert!(published > start);
    let fernway = house.person(FINN).await.current.unwrap();
    house.acting(ADA).await.allow(OFFERING, &fernway.to_string()).await.unwrap();
    let invited = version().await;
    assert!(invited > published);
    house.acting(RITA).await.approve_allowed(OFFERING, fernway).await.unwrap();
    assert!(version().await > invited);
}

#[tokio::test]
async fn after_the_release_everybody_sees_it_and_search_finds_it() {
    let house = House::open().await;
    house.publish_limited().await;
    let submission = house.request_review().await;
    let rita = house.acting(RITA).await;
    let content = rita.review(submission).await.unwrap().submission.content_sha256;
    rita.decide_review(submission, approval(&content)).await.unwrap();
    assert!(!sees(&house, FINN).await, "approved is not yet released");
    house.acting(OTTO).await.release(OFFERING).await.unwrap();
    assert!(sees(&house, FINN).await);
    let found = |text: &str| Query { text: text.to_owned(), ..Query::default() };
    let anybody = house.nobody();
    assert_eq!(anybody.catalog(&found("hybrid vector")).await.unwrap().tiles.len(), 1);
    assert_eq!(anybody.catalog(&found("hybrid bananas")).await.unwrap().tiles.len(), 0);
    let within = Query { category: "databases".to_owned(), ..Query::default() };
    assert_eq!(anybody.catalog(&within).await.unwrap().tiles.len(), 1);
    let elsewhere = Query { category: "storage".to_owned(), ..Query::default() };
    assert_eq!(anybody.catalog(&elsewhere).await.unwrap().tiles.len(), 0);
}
