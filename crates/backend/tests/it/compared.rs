//! Two versions of an offering beside each other: which can be chosen, what is said of them, and to whom.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_domain::compare::{Line, Sign, Subject};
use slipway_domain::field::Field;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::view::{ComparedView, VersionKind};

use crate::drift::live;
use crate::revisions::{approved, edit, publish, revisions, submit};
use crate::rollbacks::for_invited;
use crate::support::{GUS, House, KIM, VERA, rejection};

fn kinds(compared: &ComparedView) -> Vec<VersionKind> {
    compared.versions.iter().map(|version| version.kind).collect()
}

/// The text that `edit` changes, in both versions.
fn texts(compared: &ComparedView) -> (&str, &str) {
    let is_it = |line: &&Line| line.subject == Subject::Field(Field::LongDescription);
    let line = compared.lines.iter().find(is_it).unwrap();
    (&line.before, &line.now)
}

#[tokio::test]
async fn before_anybody_saw_it_there_is_the_draft_alone() {
    let house = House::open().await;
    let vera = house.acting(VERA).await;
    let compared = vera.compare_versions(OFFERING, "", "").await.unwrap();
    assert_eq!(kinds(&compared), [VersionKind::Draft]);
    assert_eq!((compared.from.as_str(), compared.to.as_str()), ("draft", "draft"));
    assert!(compared.lines.iter().all(|line| line.sign() == Sign::Same));
    for key in ["live", "limited", "nonsense", "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11"] {
        let none = vera.compare_versions(OFFERING, "draft", key).await;
        assert_eq!(rejection(none), Rejection::NotFound(Kind::Snapshot), "{key}");
    }
    house.publish_limited().await;
    let compared = vera.compare_versions(OFFERING, "", "").await.unwrap();
    assert_eq!(kinds(&compared), [VersionKind::Draft, VersionKind::Limited]);
    assert_eq!((compared.from.as_str(), compared.to.as_str()), ("limited", "draft"));
    let live = vera.compare_versions(OFFERING, "live", "").await;
    assert_eq!(rejection(live), Rejection::NotFound(Kind::Snapshot), "not everybody sees it");
}

#[tokio::test]
async fn any_two_versions_that_somebody_saw_are_compared() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    edit(&house, "Second.").await;
    approved(&house).await;
    publish(&house).await;
    edit(&house, "Third.").await;
    submit(&house).await;
    edit(&house, "Fourth.").await;

    let compared = kim.compare_versions(OFFERING, "", "").await.unwrap();
    assert_eq!((compared.from.as_str(), texts(&compared)), ("live", ("Second.", "Fourth.")));
    assert_eq!(kinds(&compared)[..3], [VersionKind::Draft, VersionKind::Live, VersionKind::Published]);
    let handed_in = compared.versions.iter().find(|version| version.kind == VersionKind::HandedIn).unwrap().key.clone();
    let compared = kim.compare_versions(OFFERING, &handed_in, "live").await.unwrap();
    assert_eq!(texts(&compared), ("Third.", "Second."));

    let released = revisions(&house).await.released;
    let [second, first] = [&released[0], &released[1]].map(|version| version.snapshot.to_string());
    let compared = kim.compare_versions(OFFERING, &first, &second).await.unwrap();
    assert_eq!((compared.to.as_str(), texts(&compared).1), ("live", "Second."), "what is live is called so");
    assert_ne!(texts(&compared).0, "Second.");

    let stranger = house.acting(GUS).await.compare_versions(OFFERING, &first, "").await;
    assert_eq!(rejection(stranger), Rejection::NotFound(Kind::Offering));
}

#[tokio::test]
async fn what_invited_accounts_saw_before_is_chosen_though_nobody_handed_it_in() {
    let house = House::open().await;
    house.publish_limited().await;
    let kim = house.acting(KIM).await;
    edit(&house, "Second.").await;
    house.register_broker().await;
    house.clock.advance(Duration::from_mins(1));
    kim.publish_limited(OFFERING).await.unwrap();
    let compared = kim.compare_versions(OFFERING, "", "").await.unwrap();
    assert_eq!(kinds(&compared), [VersionKind::Draft, VersionKind::Limited, VersionKind::WasLimited]);
    assert!(compared.versions[2].at < compared.versions[1].at);
    let compared = kim.compare_versions(OFFERING, &compared.versions[2].key, "limited").await.unwrap();
    assert_eq!(texts(&compared).1, "Second.");
    assert_ne!(texts(&compared).0, "Second.");
}

#[tokio::test]
async fn what_a_withdrawn_deployment_left_was_seen_by_everybody() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let deployment = for_invited(&house).await;
    house.clock.advance(Duration::from_mins(1));
    kim.withdraw_deployment(OFFERING, deployment).await.unwrap();
    edit(&house, "Second.").await;
    approved(&house).await;
    publish(&house).await;
    let compared = kim.compare_versions(OFFERING, "", "").await.unwrap();
    let count = |kind| kinds(&compared).into_iter().filter(|one| *one == kind).count();
    let released = revisions(&house).await.released.len();
    assert_eq!(count(VersionKind::Published), released, "what was left, and all of these but the one that is live");
    assert_eq!(count(VersionKind::WasLimited), 1);
    let published = compared.versions.iter().filter(|one| one.kind == VersionKind::Published);
    let times: Vec<_> = published.map(|one| one.at).collect();
    assert!(times.is_sorted_by(|one, next| one >= next), "{times:?}");
}
