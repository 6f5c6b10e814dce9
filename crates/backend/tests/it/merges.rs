//! Two people edit the same: what only one of them changed is put together, what both changed is for its author to
//! decide, and every earlier text can be restored.

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt, Said};
use slipway_domain::event::EventKind;
use slipway_domain::ids::ParkedId;
use slipway_domain::listing::{BulletDraft, ListingDraft};
use slipway_domain::merge::Side;
use slipway_domain::metric::MetricDraft;
use slipway_domain::offering::{Section, Versioned};
use slipway_domain::plan::{MOST_METRICS, PlanDraft, PlanRecord};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::settings::{ExtrasDraft, SettingsDraft, SlaDraft};
use slipway_domain::stage::{Move, Stage};
use slipway_domain::summary::SummaryDraft;
use slipway_domain::view::{Subject, VersionsQuery};

use crate::support::{ADA, GUS, House, KIM, VERA, rejection};

const LISTING: Subject = Subject::Section(Section::Listing);

async fn listing(acting: &Acting) -> Versioned<ListingDraft> {
    acting.offering(OFFERING).await.unwrap().offering.listing
}

async fn plan(acting: &Acting) -> PlanRecord {
    acting.offering(OFFERING).await.unwrap().offering.plans[0].clone()
}

const fn on(revision: i64) -> Attempt<'static> {
    Attempt { revision, operation: "" }
}

fn parked(rejected: Rejection) -> ParkedId {
    let Rejection::Stale { parked: Some(parked), .. } = rejected else { panic!("{rejected:?}") };
    parked
}

/// Both save on the same revision: Kim the tags and the category, Ada these tags and this description.
async fn both(house: &House, tags: &str) -> Result<i64, Rejection> {
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let Versioned { draft, revision, .. } = listing(&kim).await;
    let theirs = ListingDraft { tags: "kim".to_owned(), category: String::new(), ..draft.clone() };
    kim.save_listing(OFFERING, on(revision), &theirs).await.unwrap();
    let mine = ListingDraft { tags: tags.to_owned(), description: "Ada's".to_owned(), ..draft.clone() };
    let mine = if tags.is_empty() { ListingDraft { tags: draft.tags, ..mine } } else { mine };
    match ada.save_listing(OFFERING, on(revision), &mine).await {
        Ok(saved) => {
            assert!(saved.merged, "the form does not say what is saved");
            Ok(saved.revision)
        }
        Err(error) => Err(rejection::<()>(Err(error))),
    }
}

#[tokio::test]
async fn what_only_one_of_them_changed_is_saved_together_with_one_line_of_history() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let before = (listing(&kim).await, house.events().await.len());
    assert_eq!(both(&house, "").await, Ok(before.0.revision + 2));
    let saved = listing(&kim).await;
    let expected = ListingDraft {
        tags: "kim".to_owned(),
        category: String::new(),
        description: "Ada's".to_owned(),
        ..before.0.draft
    };
    assert_eq!((saved.draft, saved.saved.unwrap().by_name.as_str()), (expected, "Ada Vance"));
    assert_eq!(house.events().await.len(), before.1 + 2);
}

/// Kim presses the button and touches another field; a script sends what Ada types into this one.
#[tokio::test]
async fn lines_that_only_end_in_another_way_are_nobodys_change() {
    let house = House::open().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let before = kim.offering(OFFERING).await.unwrap().offering.settings;
    let with = |recovery_text: &str, tenancy: &str| {
        let (recovery_text, tenancy) = (recovery_text.to_owned(), tenancy.to_owned());
        let sla = SlaDraft { recovery_text, tenancy, ..SlaDraft::default() };
        SettingsDraft { extras: ExtrasDraft { sla, ..ExtrasDraft::default() }, ..before.draft.clone() }
    };
    let first = with("From copies.\nOf each day.", "");
    let revision = kim.save_settings(OFFERING, on(before.revision), &first).await.unwrap().revision;
    kim.save_settings(OFFERING, on(revision), &with("From copies.\r\nOf each day.", "single")).await.unwrap();
    let mine = with("From copies.\nOf each hour.", "");
    assert!(ada.save_settings(OFFERING, on(revision), &mine).await.unwrap().merged);
    let now = kim.offering(OFFERING).await.unwrap().offering.settings.draft;
    assert_eq!(now, with("From copies.\nOf each hour.", "single"));
}

#[tokio::test]
async fn what_both_changed_is_decided_value_by_value_and_the_rest_is_put_together() {
    for (side, tags) in [(Side::Theirs, "kim"), (Side::Mine, "ada")] {
        let house = House::open().await;
        let ada = house.acting(ADA).await;
        let waiting = parked(both(&house, "ada").await.unwrap_err());
        let seen = listing(&ada).await.revision;
        let found = ada.parked(OFFERING, waiting).await.unwrap();
        assert!(found.base.is_some_and(|base| !base.contains("Ada's")), "it shows what both were made of");

        let undecided = ada.merge_parked(OFFERING, waiting, seen, &["mine:description".to_owned()]).await;
        assert_eq!(parked(rejection(undecided)), waiting, "nobody decides for the author");
        assert_eq!(listing(&ada).await.revision, seen);

        ada.merge_parked(OFFERING, waiting, seen, &[side.value("tags")]).await.unwrap();
        let draft = listing(&ada).await.draft;
        assert_eq!((draft.tags.as_str(), draft.category.as_str(), draft.description.as_str()), (tags, "", "Ada's"));
        assert_eq!(rejection(ada.parked(OFFERING, waiting).await), Rejection::NotFound(Kind::Page));
    }
}

#[tokio::test]
async fn a_third_save_meanwhile_is_shown_first() {
    let house = House::open().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let waiting = parked(both(&house, "ada").await.unwrap_err());
    let seen = listing(&kim).await;
    let third = ListingDraft { tags: "third".to_owned(), ..seen.draft };
    kim.save_listing(OFFERING, on(seen.revision), &third).await.unwrap();
    let choice = [Side::Mine.value("tags")];
    for outdated in [
        ada.merge_parked(OFFERING, waiting, seen.revision, &choice).await,
        ada.apply_parked(OFFERING, waiting, seen.revision).await,
    ] {
        assert_eq!(parked(rejection(outdated)), waiting, "it stays where it was");
    }
    assert_eq!(listing(&ada).await.draft.tags, "third");
    ada.merge_parked(OFFERING, waiting, seen.revision + 1, &choice).await.unwrap();
    assert_eq!(listing(&ada).await.draft.tags, "ada");
}

#[tokio::test]
async fn a_form_that_lacks_what_others_saved_takes_nothing_of_it_back() {
    let house = House::open().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let Versioned { draft, revision, .. } = listing(&kim).await;
    let theirs = ListingDraft { tags: "kim".to_owned(), ..draft.clone() };
    kim.save_listing(OFFERING, on(revision), &theirs).await.unwrap();
    let first = ListingDraft { description: "One".to_owned(), ..draft.clone() };
    let attempt = Attempt { revision, operation: "first" };
    let saved = ada.save_listing(OFFERING, attempt, &first).await.unwrap();
    assert!(saved.merged);
    // Ada goes on typing in the same form, the very same field.
    let second = ListingDraft { description: "One and two".to_owned(), ..draft };
    let going_on = ada.clone().going_on_from("first".to_owned());
    let attempt = Attempt { revision: saved.revision, operation: "second" };
    let again = going_on.save_listing(OFFERING, attempt, &second).await.unwrap();
    let now = listing(&ada).await;
    assert_eq!((now.draft.tags.as_str(), now.draft.description.as_str()), ("kim", "One and two"));
    assert_eq!(going_on.save_listing(OFFERING, attempt, &second).await.unwrap(), again, "a repetition has no effect");
    assert_eq!(listing(&ada).await.revision, now.revision);
    let forgotten = ada.clone().going_on_from("never".to_owned());
    let attempt = Attempt { revision: now.revision, operation: "third" };
    let waiting = parked(rejection(forgotten.save_listing(OFFERING, attempt, &second).await));
    assert_eq!(ada.parked(OFFERING, waiting).await.unwrap().base, None);
    let undecided = ada.merge_parked(OFFERING, waiting, now.revision, &[]).await;
    assert_eq!(parked(rejection(undecided)), waiting);
    assert_eq!(listing(&ada).await.draft.tags, "kim", "nobody knows what that form was made of");
}

#[tokio::test]
async fn a_form_that_lacks_what_others_saved_takes_nothing_of_it_back_during_a_review_either() {
    let house = House::open().await;
    house.publish_limited().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let Versioned { draft, revision, .. } = listing(&kim).await;
    let theirs = ListingDraft { tags: "kim".to_owned(), ..draft.clone() };
    kim.save_listing(OFFERING, on(revision), &theirs).await.unwrap();
    let first = ListingDraft { description: "One".to_owned(), ..draft.clone() };
    let saved = ada.save_listing(OFFERING, Attempt { revision, operation: "first" }, &first).await.unwrap();
    assert!(saved.merged);
    house.request_review().await;
    let second = ListingDraft { description: "One and two".to_owned(), ..draft };
    let going_on = ada.clone().going_on_from("first".to_owned());
    let attempt = Attempt { revision: saved.revision, operation: "second" };
    assert!(going_on.save_listing(OFFERING, attempt, &second).await.unwrap().merged);
    let now = listing(&ada).await.draft;
    assert_eq!((now.tags.as_str(), now.description.as_str()), ("kim", "One and two"));
}

#[tokio::test]
async fn metrics_that_no_form_holds_are_not_put_together() {
    let house = House::open().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let before = plan(&kim).await;
    let with = |whose: &str| {
        let metric = |number| MetricDraft { charge_unit: format!("{whose}_{number}"), ..MetricDraft::new() };
        PlanDraft { metrics: (0..MOST_METRICS).map(metric).collect(), ..before.draft.clone() }
    };
    kim.save_plan(OFFERING, before.id, before.revision, &with("KIM")).await.unwrap();
    let waiting = parked(rejection(ada.save_plan(OFFERING, before.id, before.revision, &with("ADA")).await));
    let seen = plan(&kim).await.revision;
    let too_many = Rejection::Refused(Refusal::TooManyRows);
    assert_eq!(rejection(ada.apply_parked(OFFERING, waiting, seen).await), too_many, "the page says why");
    assert!(ada.parked(OFFERING, waiting).await.is_ok(), "it stays");
    assert_eq!(plan(&kim).await.draft, with("KIM"), "it could not be edited any more");
}

#[tokio::test]
async fn rows_that_no_page_could_show_are_not_put_together() {
    let house = House::open().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let Versioned { draft, revision, .. } = listing(&kim).await;
    let with = |whose: &str| {
        let bullet = |number| BulletDraft { title: format!("{whose} {number}"), ..BulletDraft::default() };
        ListingDraft { bullets: (0..300).map(bullet).collect(), ..draft.clone() }
    };
    kim.save_listing(OFFERING, on(revision), &with("Kim's")).await.unwrap();
    let waiting = parked(rejection(ada.save_listing(OFFERING, on(revision), &with("Ada's")).await));
    let seen = listing(&kim).await.revision;
    let too_many = Rejection::Refused(Refusal::TooManyRows);
    assert_eq!(rejection(ada.apply_parked(OFFERING, waiting, seen).await), too_many);
    assert!(ada.parked(OFFERING, waiting).await.is_ok(), "it stays");
    assert_eq!(listing(&kim).await.draft, with("Kim's"), "whoever opened the page would wait for all of them");
}

#[tokio::test]
async fn two_edits_of_a_plan_are_put_together_and_a_repetition_has_no_effect() {
    let house = House::open().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let before = plan(&kim).await;
    let theirs = PlanDraft { description: "Kim's".to_owned(), ..before.draft.clone() };
    kim.save_plan(OFFERING, before.id, before.revision, &theirs).await.unwrap();
    let mine = PlanDraft { display_name: "Ada's".to_owned(), ..before.draft.clone() };
    let once = ada.clone().as_operation("once".to_owned());
    let saved = once.save_plan(OFFERING, before.id, before.revision, &mine).await.unwrap();
    assert_eq!(once.save_plan(OFFERING, before.id, before.revision, &mine).await.unwrap(), saved);
    let now = plan(&kim).await;
    assert_eq!(now.revision, before.revision + 2);
    assert_eq!((now.draft.description.as_str(), now.draft.display_name.as_str()), ("Kim's", "Ada's"));

    let late = PlanDraft { description: "Late".to_owned(), ..before.draft };
    let waiting = parked(rejection(ada.save_plan(OFFERING, before.id, before.revision, &late).await));
    ada.merge_parked(OFFERING, waiting, now.revision, &[Side::Mine.value("description")]).await.unwrap();
    let now = plan(&kim).await.draft;
    assert_eq!((now.description.as_str(), now.display_name.as_str()), ("Late", "Ada's"));
}

#[tokio::test]
async fn every_text_that_was_saved_can_be_looked_at_and_restored() {
    let house = House::open().await;
    let (kim, vera) = (house.acting(KIM).await, house.acting(VERA).await);
    let first = listing(&kim).await;
    let changed = ListingDraft { tags: "changed".to_owned(), ..first.draft.clone() };
    kim.save_listing(OFFERING, on(first.revision), &changed).await.unwrap();
    let seen = first.revision + 1;

    let query = VersionsQuery { before: seen, revision: first.revision };
    let versions = vera.versions(OFFERING, LISTING, query).await.unwrap();
    assert_eq!(versions.versions[0].revision, first.revision);
    let shown = versions.shown.unwrap().body;
    assert_eq!(serde_json::from_str::<ListingDraft>(&shown).unwrap(), first.draft);

    let denied = vera.restore_version(OFFERING, LISTING, first.revision, seen).await;
    assert!(matches!(rejection(denied), Rejection::Denied(_)), "looking is not editing");
    let outdated = kim.restore_version(OFFERING, LISTING, first.revision, seen - 1).await;
    assert_eq!(rejection(outdated), Rejection::Stale { current: seen, parked: None });
    kim.restore_version(OFFERING, LISTING, first.revision, seen).await.unwrap();
    let now = listing(&kim).await;
    assert_eq!((now.draft, now.revision), (first.draft, seen + 1));
    let line = house.events().await[0].clone();
    assert_eq!((line.kind, line.detail.code), (EventKind::SectionSaved, Some(first.revision.to_string())));

    let record = plan(&kim).await;
    let text = PlanDraft { description: "Changed".to_owned(), ..record.draft.clone() };
    kim.save_plan(OFFERING, record.id, record.revision, &text).await.unwrap();
    let part = Subject::Plan(record.id);
    kim.restore_version(OFFERING, part, record.revision, record.revision + 1).await.unwrap();
    assert_eq!(plan(&kim).await.draft, record.draft);
    let versions = kim.versions(OFFERING, part, VersionsQuery::default()).await.unwrap().versions;
    assert_eq!(versions.len(), usize::try_from(record.revision).unwrap() + 2);

    // A program that names every request: the second one is a restoration of its own, and not the answer of the first.
    let named = kim.clone().as_operation("one".to_owned());
    for (part, seen) in [(LISTING, seen + 1), (part, record.revision + 2)] {
        named.restore_version(OFFERING, part, seen - 1, seen).await.unwrap();
        let again = named.restore_version(OFFERING, part, seen - 1, seen).await;
        assert_eq!(rejection(again), Rejection::Stale { current: seen + 1, parked: None }, "{part:?}");
    }
}

#[tokio::test]
async fn versions_are_told_to_nobody_else_and_what_has_none_has_no_page() {
    let house = House::open().await;
    let (kim, gus) = (house.acting(KIM).await, house.acting(GUS).await);
    let everything = VersionsQuery::default();
    assert_eq!(rejection(gus.versions(OFFERING, LISTING, everything).await), Rejection::NotFound(Kind::Offering));
    let broker = kim.offering(OFFERING).await.unwrap().offering.brokers[0].id;
    for part in [Subject::NewPlan, Subject::Broker(broker)] {
        assert_eq!(rejection(kim.versions(OFFERING, part, everything).await), Rejection::NotFound(Kind::Page));
    }
    let unknown = VersionsQuery { revision: 999, ..everything };
    assert_eq!(rejection(kim.versions(OFFERING, LISTING, unknown).await), Rejection::NotFound(Kind::Page));
    assert_eq!(rejection(kim.restore_version(OFFERING, LISTING, 999, 0).await), Rejection::NotFound(Kind::Page));
}

#[tokio::test]
async fn what_is_restored_after_the_end_or_too_late_is_refused_and_nothing_waits() {
    let house = House::open().await;
    house.publish_limited().await;
    let kim = house.acting(KIM).await;
    let (text, record) = (listing(&kim).await, plan(&kim).await);
    let part = Subject::Plan(record.id);
    let late = kim.restore_version(OFFERING, part, record.revision, record.revision - 1).await;
    assert_eq!(rejection(late), Rejection::Stale { current: record.revision, parked: None });

    let said = Said { confirmation: OFFERING, reason: "" };
    house.acting(ADA).await.change_lifecycle(OFFERING, Move::Withdraw, said).await.unwrap();
    let frozen = Rejection::Refused(Refusal::Frozen { stage: Stage::Withdrawn, parked: None });
    for (part, revision) in [(LISTING, text.revision), (part, record.revision)] {
        assert_eq!(rejection(kim.restore_version(OFFERING, part, revision, revision).await), frozen, "{part:?}");
    }
    assert_eq!(kim.offering(OFFERING).await.unwrap().parked, []);
}

#[tokio::test]
async fn edits_that_were_made_on_an_empty_page_are_put_together() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let summary = kim.offering(OFFERING).await.unwrap().offering.summary;
    kim.save_summary(OFFERING, on(summary.revision), &SummaryDraft::default()).await.unwrap();
    for (contact_name, target_date) in [("Kim", ""), ("", "2026-09-01")] {
        let (contact_name, target_date) = (contact_name.to_owned(), target_date.to_owned());
        let draft = SummaryDraft { contact_name, target_date, ..SummaryDraft::default() };
        kim.save_summary(OFFERING, on(0), &draft).await.unwrap();
    }
    let now = kim.offering(OFFERING).await.unwrap().offering.summary;
    assert_eq!((now.draft.contact_name.as_str(), now.draft.target_date.as_str()), ("Kim", "2026-09-01"));
    assert_eq!(now.revision, summary.revision + 3);
}
