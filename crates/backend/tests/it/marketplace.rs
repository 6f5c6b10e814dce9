//! What a run sees of the catalog: through the eyes of every account that is invited or kept out, and of all others.

use slipway_backend::demo::OFFERING;
use slipway_domain::checklist::RowState;
use slipway_domain::test_run::Outcome;
use slipway_domain::view::{CheckResult, TestRunView};

use crate::support::{ADA, CLARA, House};
use crate::test_runs::{ready, run};

fn result<'a>(view: &'a TestRunView, id: &str) -> &'a CheckResult {
    let check = view.checks.iter().find(|check| check.id == id).unwrap();
    check.result.as_ref().unwrap()
}

fn found(view: &TestRunView, id: &str) -> (Outcome, String) {
    let result = result(view, id);
    (result.outcome, result.reason.clone())
}

#[tokio::test]
async fn what_is_published_for_some_is_seen_by_them_alone() {
    let house = House::open().await;
    house.publish_limited().await;
    let view = run(&house).await;
    for id in ["CTL-01", "CTL-02", "CTL-03"] {
        assert_eq!(found(&view, id), (Outcome::Pass, String::new()), "{id}");
    }
    let seen_as = |id| result(&view, id).facts.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>();
    assert_eq!(seen_as("CTL-01"), ["the account Orrery Labs"]);
    assert_eq!(seen_as("CTL-02"), ["an account that is not invited", "somebody who has not signed in"]);
    house.test().await;
    let view = house.acting(ADA).await.offering(OFFERING).await.unwrap();
    let row = view.checklist().rows.into_iter().find(|row| row.number.to_string() == "20.1").unwrap();
    assert_eq!(row.state, RowState::Done);
}

#[tokio::test]
async fn before_it_is_published_there_is_nothing_to_see() {
    let house = ready().await;
    let view = run(&house).await;
    for id in ["CTL-01", "CTL-02"] {
        assert_eq!(found(&view, id), (Outcome::Skip, "the deployment is not published".to_owned()));
    }
    assert!(view.run.has_passed());
}

#[tokio::test]
async fn whoever_is_kept_out_counts_as_kept_out_though_invited() {
    let house = House::open().await;
    house.publish_limited().await;
    let orrery = house.person(CLARA).await.current.unwrap();
    let ada = house.acting(ADA).await;
    ada.exclude(OFFERING, &orrery.to_string()).await.unwrap();
    let view = run(&house).await;
    assert_eq!(found(&view, "CTL-01"), (Outcome::Skip, "no account is on the allowlist".to_owned()));
    assert_eq!(found(&view, "CTL-02").0, Outcome::Pass);
    assert_eq!(result(&view, "CTL-02").facts[0].1, "the account Orrery Labs");
    ada.readmit(OFFERING, orrery).await.unwrap();
    assert_eq!(found(&run(&house).await, "CTL-01").0, Outcome::Pass);
}

#[tokio::test]
async fn an_icon_that_is_gone_is_found() {
    let house = ready().await;
    let gone = format!("/icons/{}.png", "x".repeat(43));
    let kim = house.acting(crate::support::KIM).await;
    let view = kim.offering(OFFERING).await.unwrap();
    let mut draft = view.offering.listing.draft.clone();
    draft.icon = gone.clone();
    let attempt = slipway_backend::Attempt { revision: view.offering.listing.revision, operation: "" };
    kim.save_listing(OFFERING, attempt, &draft).await.unwrap();
    assert_eq!(found(&run(&house).await, "CTL-03"), (Outcome::Fail, format!("the console has no icon {gone}")));
}
