//! What a run sees of the catalog: through the eyes of every account that is invited or kept out, and of all others.

use slipway_backend::demo::OFFERING;
use slipway_domain::checklist::RowState;
use slipway_domain::deployment::DeploymentState;
use slipway_domain::gate::Gate;
use slipway_domain::ids::{DeploymentId, PlanId, SnapshotId};
use slipway_domain::offering::Offering;
use slipway_domain::stage::Stage;
use slipway_domain::test_run::{Input, Outcome};
use slipway_domain::view::{CheckResult, TestRunView};
use slipway_domain::visibility::Restrictions;
use uuid::Uuid;

use crate::support::{ADA, CLARA, House, KIM};
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
    house.test().await;
    let kim = house.acting(KIM).await;
    assert!(kim.offering(OFFERING).await.unwrap().gate(Gate::Test).is_open(), "every check that applies passed");
    kim.publish_limited(OFFERING).await.unwrap();
    let now = kim.offering(OFFERING).await.unwrap();
    assert_eq!(now.gate(Gate::Test).missing()[0].names.len(), now.offering.deployments.len(), "and now others apply");
    house.test().await;
    assert!(kim.offering(OFFERING).await.unwrap().gate(Gate::Test).is_open());
    assert_eq!(found(&run(&house).await, "CTL-01").0, Outcome::Pass);
}

#[tokio::test]
async fn other_terms_are_looked_at_anew() {
    let house = House::open().await;
    house.publish_limited().await;
    house.test().await;
    let kim = house.acting(KIM).await;
    let view = kim.offering(OFFERING).await.unwrap();
    assert!(view.gate(Gate::Test).is_open());
    let mut draft = view.offering.listing.draft.clone();
    draft.terms_url.push_str("/2027");
    let attempt = slipway_backend::Attempt { revision: view.offering.listing.revision, operation: "" };
    kim.save_listing(OFFERING, attempt, &draft).await.unwrap();
    let view = kim.offering(OFFERING).await.unwrap();
    assert!(!view.gate(Gate::Test).is_open());
    assert_eq!(view.offering.changed_since(&view.offering.test_runs[0]), [Input::Pages]);
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
    let kim = house.acting(KIM).await;
    let view = kim.offering(OFFERING).await.unwrap();
    let mut draft = view.offering.listing.draft.clone();
    draft.icon = gone.clone();
    let attempt = slipway_backend::Attempt { revision: view.offering.listing.revision, operation: "" };
    kim.save_listing(OFFERING, attempt, &draft).await.unwrap();
    assert_eq!(found(&run(&house).await, "CTL-03"), (Outcome::Fail, format!("the console has no icon {gone}")));
}

/// Puts this into the catalog without asking any rule: what only a fault of the platform's own could bring about.
async fn list(house: &House, restrictions: Restrictions, change: impl FnOnce(&mut Offering)) {
    let mut content = house.acting(KIM).await.offering(OFFERING).await.unwrap().offering;
    change(&mut content);
    let (id, at) = (SnapshotId::new(Uuid::from_u128(0x5eed)), house.clock.now());
    let by = house.person(KIM).await.id;
    let mut tx = house.backend.store().write().await.unwrap();
    tx.add_snapshot(id, &content, "made up", by, at).await.unwrap();
    tx.set_entry(content.scope(), id, &[], restrictions, at).await.unwrap();
    tx.commit().await.unwrap();
}

async fn run_on(house: &House, plan: &str) -> TestRunView {
    let kim = house.acting(KIM).await;
    let offering = kim.offering(OFFERING).await.unwrap().offering;
    let plan = offering.plans.iter().find(|known| known.draft.name == plan).unwrap().id;
    let deployment = offering.deployments.iter().find(|record| record.plan == plan).unwrap().id;
    let id = kim.request_test_run(OFFERING, deployment).await.unwrap();
    house.backend.make_due_test_runs().await;
    kim.test_run(OFFERING, id).await.unwrap()
}

#[tokio::test]
async fn what_keeps_an_invited_account_from_an_instance_is_found_where_the_account_looks() {
    type Fault = (fn(&mut Offering), &'static str);
    let faults: [Fault; 3] = [
        (
            |content| content.plans.iter_mut().for_each(|plan| plan.draft.amounts.clear()),
            "for {} the plan has no price",
        ),
        (|content| content.plans.retain(|plan| plan.draft.is_free()), "for {} the details do not list the plan"),
        (|content| content.deployments.clear(), "{} is not offered the plan at this location"),
    ];
    for (fault, expected) in faults {
        let house = House::open().await;
        house.publish_limited().await;
        list(&house, Restrictions::Private, fault).await;
        let (outcome, reason) = found(&run_on(&house, "standard").await, "CTL-01");
        let expected = expected.replace("{}", "the account Orrery Labs");
        assert_eq!(outcome, Outcome::Fail, "{expected}");
        assert!(reason.starts_with(&expected), "{reason}");
    }
}

#[tokio::test]
async fn a_service_that_is_closed_to_new_instances_is_open_to_nobody_who_was_invited() {
    let house = House::open().await;
    house.publish_limited().await;
    let now = house.acting(KIM).await.offering(OFFERING).await.unwrap().offering;
    let mut tx = house.backend.store().write().await.unwrap();
    let (revision, at) = (now.stage_revision, house.clock.now());
    assert!(tx.move_stage(now.scope(), now.stage, revision, Stage::Suspended, at).await.unwrap());
    tx.commit().await.unwrap();
    let closed = "for the account Orrery Labs the service is closed to new instances".to_owned();
    assert_eq!(found(&run(&house).await, "CTL-01"), (Outcome::Fail, closed));
}

/// Makes the other plan public, and with it the page of the service. Gives the ids of `lite` and of the other deployment.
async fn other_is_public(house: &House) -> (PlanId, DeploymentId) {
    house.publish_limited().await;
    let now = house.acting(KIM).await.offering(OFFERING).await.unwrap().offering;
    let lite = now.plans.iter().find(|plan| plan.draft.name == "lite").unwrap().id;
    let other = now.deployments.iter().find(|record| record.plan != lite).unwrap().id;
    let (limited, public) = (DeploymentState::PublishedLimited, DeploymentState::PublishedPublic);
    let mut tx = house.backend.store().write().await.unwrap();
    assert!(tx.move_deployment(now.scope(), other, limited, public).await.unwrap());
    tx.commit().await.unwrap();
    (lite, other)
}

#[tokio::test]
async fn a_plan_that_the_catalog_gives_to_everybody_by_mistake_is_found_by_whoever_was_not_invited() {
    let house = House::open().await;
    other_is_public(&house).await;
    list(&house, Restrictions::Public, |_| ()).await;
    assert_eq!(found(&run(&house).await, "CTL-02").0, Outcome::Pass, "the page is for everybody, this plan is not");

    let house = House::open().await;
    let (lite, other) = other_is_public(&house).await;
    list(&house, Restrictions::Public, |content| {
        content.deployments.iter_mut().find(|record| record.id == other).unwrap().plan = lite;
    })
    .await;
    let leak = "an account that is not invited could ask for an instance of the plan".to_owned();
    assert_eq!(found(&run(&house).await, "CTL-02"), (Outcome::Fail, leak));
}

#[tokio::test]
async fn what_is_released_to_the_operators_own_accounts_is_looked_at_as_an_account_that_is_none_of_them() {
    let public = async |restrictions: Restrictions| {
        let house = House::open().await;
        house.publish_limited().await;
        let now = house.acting(KIM).await.offering(OFFERING).await.unwrap().offering;
        let mut tx = house.backend.store().write().await.unwrap();
        for record in &now.deployments {
            let (limited, public) = (DeploymentState::PublishedLimited, DeploymentState::PublishedPublic);
            tx.move_deployment(now.scope(), record.id, limited, public).await.unwrap();
        }
        tx.commit().await.unwrap();
        list(&house, restrictions, |_| ()).await;
        found(&run(&house).await, "CTL-02").0
    };
    assert_eq!(public(Restrictions::InternalOnly).await, Outcome::Pass, "no stranger sees any of it");
    assert_eq!(public(Restrictions::ExternalOnly).await, Outcome::Skip, "it is for every stranger");
}
