//! Saving: nothing is refused for its content, nobody overwrites anybody, and a repetition has no second effect.

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt, Said};
use slipway_domain::access::AccessDraft;
use slipway_domain::event::EventKind;
use slipway_domain::listing::ListingDraft;
use slipway_domain::offering::Section;
use slipway_domain::plan::PlanDraft;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::stage::Move;
use slipway_domain::summary::SummaryDraft;
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

    ada.apply_parked(OFFERING, parked, current).await.unwrap();
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
async fn a_save_for_which_there_is_no_room_is_no_fault_and_changes_nothing() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    house.backend.store().confine(Some(1)).await.unwrap();
    let long = named(&"x".repeat(20_000));
    let refused = loop {
        let revision = kim.offering(OFFERING).await.unwrap().offering.listing.revision;
        let events = house.events().await.len();
        if let Err(error) = kim.save_listing(OFFERING, Attempt { revision, operation: "" }, &long).await {
            assert_eq!(kim.offering(OFFERING).await.unwrap().offering.listing.revision, revision);
            assert_eq!(house.events().await.len(), events);
            break error;
        }
    };
    assert!(matches!(refused, slipway_backend::Error::Unavailable(_)), "{refused:?}");
    house.backend.store().confine(None).await.unwrap();
    let revision = kim.offering(OFFERING).await.unwrap().offering.listing.revision;
    kim.save_listing(OFFERING, Attempt { revision, operation: "" }, &long).await.unwrap();
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
    assert!(matches!(rejection(vera.create_api_key(OFFERING, "").await), Rejection::Denied(_)));
    assert_eq!(vera.offering(OFFERING).await.unwrap().offering, before);
    assert_eq!(house.events().await.len(), events);
}

#[tokio::test]
async fn what_was_saved_before_the_review_is_answered_when_it_comes_again_during_it() {
    let house = House::open().await;
    house.publish_limited().await;
    let kim = house.acting(KIM).await;
    let listing = kim.offering(OFFERING).await.unwrap().offering.listing;
    let draft = ListingDraft { description: format!("{} Anew.", listing.draft.description), ..listing.draft };
    let attempt = Attempt { revision: listing.revision, operation: "0b6f1c" };
    let saved = kim.save_listing(OFFERING, attempt, &draft).await.unwrap();
    house.request_review().await;
    let events = house.events().await.len();
    assert_eq!(kim.save_listing(OFFERING, attempt, &draft).await.unwrap(), saved);
    assert_eq!(house.events().await.len(), events, "nothing is kept for later");
}

#[tokio::test]
async fn a_fresh_secret_is_handed_out_once_and_kept_as_a_hash() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    ada.create_api_key(OFFERING, "").await.unwrap();
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

#[tokio::test]
async fn parked_input_is_kept_given_up_and_saved_with_one_line_of_history_each() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let count = async || house.events().await.len();
    let stale = async |name: &str| {
        let attempt = Attempt { revision: 0, operation: "" };
        match rejection(kim.save_listing(OFFERING, attempt, &named(name)).await) {
            Rejection::Stale { parked: Some(parked), .. } => parked,
            other => panic!("{other:?}"),
        }
    };
    let before = count().await;
    let first = stale("One").await;
    assert_eq!((count().await, house.events().await[0].kind), (before + 1, EventKind::InputParked));
    kim.discard_parked(OFFERING, first).await.unwrap();
    assert_eq!((count().await, house.events().await[0].kind), (before + 2, EventKind::InputDiscarded));
    let second = stale("Two").await;
    assert_eq!((count().await, house.events().await[0].kind), (before + 3, EventKind::InputParked));
    let seen = kim.offering(OFFERING).await.unwrap().offering.listing.revision;
    kim.apply_parked(OFFERING, second, seen).await.unwrap();
    assert_eq!((count().await, house.events().await[0].kind), (before + 4, EventKind::SectionSaved));
    for gone in [first, second] {
        assert!(matches!(rejection(kim.parked(OFFERING, gone).await), Rejection::NotFound(_)));
        assert!(matches!(rejection(kim.apply_parked(OFFERING, gone, seen).await), Rejection::NotFound(_)));
    }
    assert_eq!(count().await, before + 4);
}

#[tokio::test]
async fn what_one_author_could_not_save_of_one_page_is_kept_once_as_it_was_typed_last() {
    let house = House::open().await;
    let (ada, kim) = (house.acting(ADA).await, house.acting(KIM).await);
    let late = Attempt { revision: 0, operation: "" };
    let stale =
        async |acting: &Acting, name: &str| match rejection(acting.save_listing(OFFERING, late, &named(name)).await) {
            Rejection::Stale { parked: Some(parked), .. } => parked,
            other => panic!("{other:?}"),
        };
    let waiting = async |acting: &Acting| -> Vec<_> {
        acting.offering(OFFERING).await.unwrap().parked.into_iter().map(|line| (line.subject, line.id)).collect()
    };
    let before = house.events().await.len();
    let first = stale(&kim, "First").await;
    for name in ["Second", "Third", "Last"] {
        assert_eq!(stale(&kim, name).await, first, "links to it stay");
    }
    assert_eq!(house.events().await.len(), before + 1, "one line of history");
    assert_eq!(waiting(&kim).await, [(Subject::Section(Section::Listing), first)]);
    assert!(kim.parked(OFFERING, first).await.unwrap().body.contains("Last"));

    let of_ada = stale(&ada, "Ada's").await;
    let summary = SummaryDraft { contact_name: "Late".to_owned(), ..SummaryDraft::default() };
    rejection(kim.save_summary(OFFERING, late, &summary).await);
    assert_eq!(house.events().await.len(), before + 3, "another author and another page");
    assert_eq!(waiting(&ada).await, [(Subject::Section(Section::Listing), of_ada)], "nobody else's is told");
    assert_eq!(waiting(&kim).await.len(), 2);
    assert!(kim.parked(OFFERING, first).await.unwrap().body.contains("Last"));
}

#[tokio::test]
async fn plans_that_could_not_be_added_any_more_are_kept_each() {
    let house = House::open().await;
    house.publish_limited().await;
    let kim = house.acting(KIM).await;
    let like = kim.offering(OFFERING).await.unwrap().offering.plans[0].draft.clone();
    let said = Said { confirmation: OFFERING, reason: "" };
    house.acting(ADA).await.change_lifecycle(OFFERING, Move::Withdraw, said).await.unwrap();
    for name in ["one", "other"] {
        let refused = rejection(kim.add_plan(OFFERING, &PlanDraft { name: name.to_owned(), ..like.clone() }).await);
        let Rejection::Refused(Refusal::Frozen { parked: Some(parked), .. }) = refused else { panic!("{refused:?}") };
        let again = rejection(kim.apply_parked(OFFERING, parked, 0).await);
        let same = matches!(again, Rejection::Refused(Refusal::Frozen { parked: Some(id), .. }) if id == parked);
        assert!(same, "it is not kept a second time: {again:?}");
    }
    let waiting = kim.offering(OFFERING).await.unwrap().parked;
    assert_eq!(waiting.len(), 2, "{waiting:?}");
    assert!(waiting.iter().all(|line| line.subject == Subject::NewPlan), "{waiting:?}");
}

#[tokio::test]
async fn of_two_who_save_the_same_parked_input_at_once_one_does() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let attempt = Attempt { revision: 0, operation: "" };
    let stale = rejection(kim.save_listing(OFFERING, attempt, &named("Once")).await);
    let Rejection::Stale { parked: Some(parked), .. } = stale else { panic!("{stale:?}") };
    let before = kim.offering(OFFERING).await.unwrap().offering.listing.revision;
    let apply = || kim.apply_parked(OFFERING, parked, before);
    let (one, other) = tokio::join!(apply(), apply());
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(kim.offering(OFFERING).await.unwrap().offering.listing.revision, before + 1);
}

#[tokio::test]
async fn the_last_redirect_uri_takes_the_client_with_it_and_a_changed_one_waits() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let access = async || kim.offering(OFFERING).await.unwrap().offering;
    let save = async |uris: &[&str]| {
        let revision = access().await.access.revision;
        let draft =
            AccessDraft { redirect_uris: uris.iter().map(|uri| (*uri).to_owned()).collect(), ..AccessDraft::default() };
        kim.save_access(OFFERING, Attempt { revision, operation: "" }, &draft).await.unwrap();
        access().await
    };
    assert!(access().await.has_client_in_force());
    let changed = save(&["https://new.northwind.example/callback"]).await;
    assert!(changed.access_facts.client_enabled && !changed.has_client_in_force(), "the earlier addresses hold");
    kim.update_client(OFFERING).await.unwrap();
    assert!(access().await.has_client_in_force());
    let none = save(&[" "]).await;
    assert!(!none.access_facts.client_enabled && !none.has_client_in_force());
    assert_eq!(house.events().await[0].kind, EventKind::ClientDisabled);
    let back = save(&["https://new.northwind.example/callback"]).await;
    assert!(!back.access_facts.client_enabled, "it is enabled by hand");
}

#[tokio::test]
async fn enabling_access_is_one_line_of_history_and_makes_the_policy() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let events = house.events().await;
    let enabled: Vec<_> = events.iter().filter(|event| event.kind == EventKind::AccessEnabled).collect();
    let facts = kim.offering(OFFERING).await.unwrap().offering.access_facts;
    assert_eq!(enabled.len(), 1);
    assert_eq!(enabled[0].detail.subject, facts.service_id);
    assert_eq!(enabled[0].detail.code.as_ref(), Some(&facts.api_keys[0].prefix));
    assert!(events.iter().all(|event| event.kind != EventKind::ApiKeyCreated));
    assert_eq!(facts.policy, slipway_domain::access::SERVICE_POLICY);
}
