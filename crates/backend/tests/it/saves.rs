//! Saving: nothing is refused for its content, nobody overwrites anybody, and a repetition has no second effect.

use slipway_backend::Attempt;
use slipway_backend::demo::OFFERING;
use slipway_domain::event::EventKind;
use slipway_domain::listing::ListingDraft;
use slipway_domain::plan::PlanDraft;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::view::Subject;

use crate::support::{ADA, House, KIM, VERA, rejection};

fn named(name: &str) -> ListingDraft {
    ListingDraft { display_name: name.to_owned(), ..ListingDraft::default() }
}

#[tokio::test]
async fn a_save_keeps_what_was_typed_however_wrong_it_is() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let revision = kim.offering(OFFERING).await.unwrap().offering.listing.revision;
    let wrong = ListingDraft {
        display_name: "</textarea><script>\u{7}".repeat(5_000),
        terms_url: "javascript:alert(1)".to_owned(),
        ..ListingDraft::default()
    };
    kim.save_listing(OFFERING, Attempt { revision, operation: "" }, &wrong).await.unwrap();
    let saved = kim.offering(OFFERING).await.unwrap().offering.listing;
    assert_eq!(saved.draft, wrong);
    assert_eq!(saved.revision, revision + 1);
    assert_eq!(saved.saved.unwrap().by_name, "Kim Wood");
}

#[tokio::test]
async fn a_save_on_a_stale_revision_keeps_the_input_beside_what_is_saved() {
    let house = House::open().await;
    let (ada, kim) = (house.acting(ADA).await, house.acting(KIM).await);
    let revision = ada.offering(OFFERING).await.unwrap().offering.listing.revision;
    let attempt = Attempt { revision, operation: "" };
    kim.save_listing(OFFERING, attempt, &named("Kim's")).await.unwrap();
    let Rejection::Stale { current, parked: Some(parked) } =
        rejection(ada.save_listing(OFFERING, attempt, &named("Ada's")).await)
    else {
        panic!("the second save must be stale")
    };
    assert_eq!(current, revision + 1);
    let found = ada.parked(OFFERING, parked).await.unwrap();
    assert_eq!(found.subject, Subject::Section(slipway_domain::offering::Section::Listing));
    assert!(found.body.contains("Ada's"));
    assert_eq!(found.view.offering.listing.draft.display_name, "Kim's");
    assert_eq!(
        rejection(kim.parked(OFFERING, parked).await),
        Rejection::NotFound(slipway_domain::rejection::Kind::Page)
    );

    ada.apply_parked(OFFERING, parked).await.unwrap();
    assert_eq!(ada.offering(OFFERING).await.unwrap().offering.listing.draft.display_name, "Ada's");
    assert_eq!(
        rejection(ada.parked(OFFERING, parked).await),
        Rejection::NotFound(slipway_domain::rejection::Kind::Page)
    );
}

#[tokio::test]
async fn of_fifty_saves_at_once_exactly_one_goes_through() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let revision = kim.offering(OFFERING).await.unwrap().offering.listing.revision;
    let mut saves = tokio::task::JoinSet::new();
    for number in 0..50 {
        let kim = kim.clone();
        saves.spawn(async move {
            kim.save_listing(OFFERING, Attempt { revision, operation: "" }, &named(&format!("Number {number}"))).await
        });
    }
    let results = saves.join_all().await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    for lost in results.into_iter().filter(Result::is_err) {
        assert!(matches!(rejection(lost), Rejection::Stale { parked: Some(_), .. }));
    }
    assert_eq!(kim.offering(OFFERING).await.unwrap().offering.listing.revision, revision + 1);
}

#[tokio::test]
async fn a_repeated_autosave_has_one_effect_and_the_same_answer() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let revision = kim.offering(OFFERING).await.unwrap().offering.listing.revision;
    let attempt = Attempt { revision, operation: "0b6f1c" };
    let first = kim.save_listing(OFFERING, attempt, &named("Once")).await.unwrap();
    let events = house.events().await.len();
    let again = kim.save_listing(OFFERING, attempt, &named("Once")).await.unwrap();
    assert_eq!(first.revision, again.revision);
    assert_eq!(house.events().await.len(), events);
}

#[tokio::test]
async fn a_viewer_changes_nothing() {
    let house = House::open().await;
    let vera = house.acting(VERA).await;
    let before = vera.offering(OFFERING).await.unwrap().offering;
    let events = house.events().await.len();
    let attempt = Attempt { revision: before.listing.revision, operation: "" };
    assert!(matches!(rejection(vera.save_listing(OFFERING, attempt, &named("V")).await), Rejection::Denied(_)));
    assert!(matches!(rejection(vera.add_plan(OFFERING, &PlanDraft::default()).await), Rejection::Denied(_)));
    assert!(matches!(rejection(vera.publish_limited(OFFERING).await), Rejection::Denied(_)));
    assert!(matches!(rejection(vera.create_api_key(OFFERING).await), Rejection::Denied(_)));
    assert_eq!(vera.offering(OFFERING).await.unwrap().offering, before);
    assert_eq!(house.events().await.len(), events);
}

#[tokio::test]
async fn the_definition_stands_still_while_it_is_in_review() {
    let house = House::open().await;
    house.publish_limited().await;
    house.request_review().await;
    let kim = house.acting(KIM).await;
    let revision = kim.offering(OFFERING).await.unwrap().offering.listing.revision;
    let refused = rejection(kim.save_listing(OFFERING, Attempt { revision, operation: "" }, &named("Late")).await);
    assert!(matches!(refused, Rejection::Refused(Refusal::Frozen { .. })));
    house.acting(ADA).await.withdraw_review(OFFERING).await.unwrap();
    kim.save_listing(OFFERING, Attempt { revision, operation: "" }, &named("Again")).await.unwrap();
}

#[tokio::test]
async fn a_fresh_secret_is_handed_out_once_and_kept_as_a_hash() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    ada.create_api_key(OFFERING).await.unwrap();
    assert_eq!(house.acting(KIM).await.take_secrets(OFFERING).await.unwrap(), None, "nobody else sees it");
    let secrets = ada.take_secrets(OFFERING).await.unwrap().unwrap();
    let key = secrets.secrets[0].value.clone();
    assert_eq!(ada.take_secrets(OFFERING).await.unwrap(), None);

    let copy = house.backend.store().path().with_extension("copy");
    house.backend.store().copy_to(&copy).await.unwrap();
    let bytes = std::fs::read(&copy).unwrap();
    std::fs::remove_file(&copy).unwrap();
    let secret = key.rsplit('_').next().unwrap();
    assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "the database holds no secret");
    assert_eq!(house.events().await[0].kind, EventKind::ApiKeyCreated);
}
