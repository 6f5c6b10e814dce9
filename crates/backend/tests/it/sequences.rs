//! A page that saves by itself numbers its attempts: what arrives after a later one of the same form is ignored,
//! whatever it says and whenever it comes, and holds nobody else up.

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt, Error, Said};
use slipway_domain::language::Language;
use slipway_domain::listing::ListingDraft;
use slipway_domain::plan::{PlanDraft, PlanRecord};
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::stage::Move;
use slipway_domain::translation::{TextDraft, TranslationDraft};
use slipway_domain::view::SectionSaved;
use slipway_store::Digests;

use crate::support::{ADA, House, KIM, rejection};

async fn listing(acting: &Acting) -> (i64, ListingDraft) {
    let listing = acting.offering(OFFERING).await.unwrap().offering.listing;
    (listing.revision, listing.draft)
}

/// The form with that address of the help desk.
fn typed(draft: &ListingDraft, support_url: &str) -> ListingDraft {
    ListingDraft { support_url: support_url.to_owned(), ..draft.clone() }
}

/// The form with another field changed, which nobody else changes.
fn tagged(draft: &ListingDraft, tags: &str) -> ListingDraft {
    ListingDraft { tags: tags.to_owned(), ..draft.clone() }
}

async fn save(acting: &Acting, operation: &str, revision: i64, draft: &ListingDraft) -> Result<SectionSaved, Error> {
    acting.save_listing(OFFERING, Attempt { revision, operation }, draft).await
}

/// All that there is: as long as it stays the same nothing was saved, kept or told.
async fn everything(house: &House) -> Digests {
    house.backend.store().digests().await.unwrap()
}

async fn withdraw(house: &House) {
    let said = Said { confirmation: OFFERING, reason: "" };
    house.acting(ADA).await.change_lifecycle(OFFERING, Move::Withdraw, said).await.unwrap();
}

#[tokio::test]
async fn what_arrives_after_a_later_attempt_is_ignored_and_answered_with_what_became_of_that_one() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let (revision, draft) = listing(&kim).await;
    let first = save(&kim, "form.1", revision, &typed(&draft, "one")).await.unwrap();
    let third = save(&kim, "form.3", first.revision, &typed(&draft, "three")).await.unwrap();
    let before = everything(&house).await;
    for (why, seen, late) in [
        ("its text conflicts", first.revision, typed(&draft, "two")),
        ("it could be put together", first.revision, tagged(&typed(&draft, "one"), "two")),
        ("it says what is saved", first.revision, typed(&draft, "three")),
        ("it says the revision of now", third.revision, typed(&draft, "two")),
        ("it says a revision that is not there", 9_999, typed(&draft, "two")),
    ] {
        assert_eq!(save(&kim, "form.2", seen, &late).await.unwrap(), third, "{why}");
        assert_eq!(everything(&house).await, before, "{why}");
    }
    // What was carried out is answered as it was, and its name stands for nothing else.
    assert_eq!(save(&kim, "form.1", revision, &typed(&draft, "one")).await.unwrap(), first);
    assert_eq!(rejection(save(&kim, "form.1", revision, &typed(&draft, "two")).await), Rejection::SentBefore);
    assert_eq!(everything(&house).await, before);
    // Ten comes after three.
    let tenth = save(&kim, "form.10", third.revision, &typed(&draft, "ten")).await.unwrap();
    assert_eq!(tenth.revision, third.revision + 1);
}

#[tokio::test]
async fn what_was_overtaken_does_not_wait_for_its_author_after_the_end_either() {
    let house = House::open().await;
    house.publish_limited().await;
    let kim = house.acting(KIM).await;
    let (revision, draft) = listing(&kim).await;
    let second = save(&kim, "form.2", revision, &typed(&draft, "two")).await.unwrap();
    withdraw(&house).await;
    let before = everything(&house).await;
    assert_eq!(save(&kim, "form.1", revision, &typed(&draft, "one")).await.unwrap(), second);
    assert_eq!(everything(&house).await, before);
    let refused = rejection(save(&kim, "form.3", second.revision, &typed(&draft, "three")).await);
    assert!(matches!(refused, Rejection::Refused(Refusal::Frozen { parked: Some(_), .. })), "{refused:?}");
}

#[tokio::test]
async fn two_windows_and_two_people_do_not_hold_each_other_up() {
    let house = House::open().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let (revision, draft) = listing(&kim).await;
    let second = save(&kim, "form.2", revision, &typed(&draft, "two")).await.unwrap();
    let other_window = save(&kim, "window.1", revision, &tagged(&draft, "of the window")).await.unwrap();
    assert_eq!((other_window.revision, other_window.merged), (second.revision + 1, true));
    let mut of_ada = draft.clone();
    "Ada's".clone_into(&mut of_ada.provider_display_name);
    let other_person = save(&ada, "form.1", revision, &of_ada).await.unwrap();
    assert_eq!((other_person.revision, other_person.merged), (second.revision + 2, true));
    // The same name on another page is another form.
    let summary = kim.offering(OFFERING).await.unwrap().offering.summary;
    let attempt = Attempt { revision: summary.revision, operation: "form.1" };
    let saved = kim.save_summary(OFFERING, attempt, &summary.draft).await.unwrap();
    assert_eq!(saved.revision, summary.revision + 1);
    let now = listing(&kim).await.1;
    assert_eq!((now.support_url.as_str(), now.tags.as_str()), ("two", "of the window"));
}

#[tokio::test]
async fn names_without_a_number_and_programs_are_never_overtaken() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let (revision, draft) = listing(&kim).await;
    save(&kim, "form.2", revision, &typed(&draft, "two")).await.unwrap();
    for operation in ["form.x", "form.", ".1", "form", "form.1234567890"] {
        let refused = rejection(save(&kim, operation, revision, &typed(&draft, operation)).await);
        assert!(matches!(refused, Rejection::Stale { parked: Some(_), .. }), "{operation}: {refused:?}");
    }
    let program = kim.clone().only_at(revision);
    let refused = rejection(save(&program, "form.1", revision, &typed(&draft, "one")).await);
    assert_eq!(refused, Rejection::Stale { current: revision + 1, parked: None });
    let program = kim.clone().only_at(revision + 1);
    save(&program, "form.1", revision + 1, &typed(&draft, "one")).await.unwrap();
    assert_eq!(listing(&kim).await, (revision + 2, typed(&draft, "one")));
}

#[tokio::test]
async fn what_a_form_says_later_is_kept_and_not_what_it_said_before() {
    let house = House::open().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let (revision, draft) = listing(&kim).await;
    save(&ada, "", revision, &typed(&draft, "Ada's")).await.unwrap();
    let kept = async |operation: &str, text: &str| {
        let refused = rejection(save(&kim, operation, revision, &typed(&draft, text)).await);
        let Rejection::Stale { parked: Some(parked), .. } = refused else { panic!("{operation}: {refused:?}") };
        parked
    };
    let waiting = kept("form.2", "two").await;
    let before = everything(&house).await;
    assert_eq!(kept("form.1", "one").await, waiting);
    assert_eq!(everything(&house).await, before);
    assert_eq!(kept("form.3", "three").await, waiting);
    let body = kim.parked(OFFERING, waiting).await.unwrap().body;
    assert_eq!(serde_json::from_str::<ListingDraft>(&body).unwrap(), typed(&draft, "three"));
}

#[tokio::test]
async fn a_numbered_form_goes_on_from_the_save_that_lacks_what_others_saved() {
    let house = House::open().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let (revision, draft) = listing(&kim).await;
    save(&kim, "kim.1", revision, &tagged(&draft, "Kim's")).await.unwrap();
    let first = save(&ada, "ada.1", revision, &typed(&draft, "one")).await.unwrap();
    assert!(first.merged);
    let going_on = ada.clone().going_on_from("ada.1".to_owned());
    let second = save(&going_on, "ada.2", first.revision, &typed(&draft, "one and two")).await.unwrap();
    assert_eq!(listing(&ada).await.1, tagged(&typed(&draft, "one and two"), "Kim's"));
    assert_eq!(save(&ada, "ada.1", revision, &typed(&draft, "one")).await.unwrap(), first);
    assert_eq!(save(&ada, "ada.0", revision, &typed(&draft, "none")).await.unwrap(), second);
    assert_eq!(listing(&ada).await.0, second.revision);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_that_race_the_earlier_one_is_saved_first_or_ignored() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    for round in 0..20 {
        let (revision, draft) = listing(&kim).await;
        let send = |number: i32| {
            let (kim, draft) = (kim.clone(), typed(&draft, &format!("round {round}, {number}")));
            tokio::spawn(async move { save(&kim, &format!("round-{round}.{number}"), revision, &draft).await })
        };
        let (later, earlier) = (send(2), send(1));
        let (later, earlier) = (later.await.unwrap(), earlier.await.unwrap().unwrap());
        let waiting = kim.offering(OFFERING).await.unwrap().parked;
        if let Ok(later) = later {
            assert_eq!(earlier, later, "round {round}");
            assert!(waiting.is_empty(), "round {round}: {waiting:?}");
        } else {
            assert_eq!((earlier.revision, waiting.len()), (revision + 1, 1), "round {round}");
            kim.discard_parked(OFFERING, waiting[0].id).await.unwrap();
        }
    }
}

async fn standard(acting: &Acting) -> PlanRecord {
    let plans = acting.offering(OFFERING).await.unwrap().offering.plans;
    plans.into_iter().find(|plan| plan.draft.name == "standard").unwrap()
}

#[tokio::test]
async fn an_overtaken_attempt_to_save_a_plan_is_ignored_before_and_after_the_end() {
    let house = House::open().await;
    house.publish_limited().await;
    let kim = house.acting(KIM).await;
    let before = standard(&kim).await;
    let save = async |operation: &str, revision: i64, description: &str| {
        let draft = PlanDraft { description: description.to_owned(), ..before.draft.clone() };
        let named = kim.clone().as_operation(operation.to_owned());
        named.save_plan(OFFERING, before.id, revision, &draft).await
    };
    let second = save("form.2", before.revision, "Two.").await.unwrap();
    let saved = everything(&house).await;
    for revision in [before.revision, second.revision] {
        assert_eq!(save("form.1", revision, "One.").await.unwrap(), second);
    }
    assert_eq!(everything(&house).await, saved);
    withdraw(&house).await;
    let ended = everything(&house).await;
    assert_eq!(save("form.1", before.revision, "One.").await.unwrap(), second);
    assert_eq!(everything(&house).await, ended);
}

#[tokio::test]
async fn an_overtaken_attempt_to_save_a_language_is_ignored() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let source = listing(&kim).await.1.display_name;
    let save = async |operation: &str, revision: i64, text: &str| {
        let text = TextDraft {
            key: "listing[display_name]".to_owned(),
            source: source.clone(),
            text: text.to_owned(),
            fits: String::new(),
        };
        let draft = TranslationDraft { groups: vec![vec![text]] };
        let named = kim.clone().as_operation(operation.to_owned());
        named.save_translation(OFFERING, Language::German, revision, &draft).await
    };
    let second = save("form.2", 0, "Zwei").await.unwrap();
    let saved = everything(&house).await;
    for revision in [0, second.revision] {
        assert_eq!(save("form.1", revision, "Eins").await.unwrap(), second);
    }
    assert_eq!(everything(&house).await, saved);
}
