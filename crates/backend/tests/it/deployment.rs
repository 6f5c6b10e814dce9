//! Deployments on their way into the catalog and out of it: what is withdrawn leaves it, and what was never published
//! is not released.

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt};
use slipway_domain::deployment::{DeploymentOptions, DeploymentState};
use slipway_domain::event::EventKind;
use slipway_domain::gate::Requirement;
use slipway_domain::ids::DeploymentId;
use slipway_domain::location::GLOBAL;
use slipway_domain::plan::PlanDraft;
use slipway_domain::rejection::{Kind, Rejection};

use crate::publish::{deploy, ids, missing, offering, plans_of};
use crate::support::{ADA, CLARA, FINN, House, KIM, OTTO, RITA, approval, rejection};

async fn deployment_of(acting: &Acting, plan: &str) -> DeploymentId {
    let offering = offering(acting).await;
    let plan = offering.plans.iter().find(|record| record.draft.name == plan).unwrap();
    offering.deployments.iter().find(|record| record.plan == plan.id).unwrap().id
}

#[tokio::test]
async fn a_withdrawn_deployment_leaves_the_catalog_and_the_rest_stays_as_it_was_published() {
    let house = House::open().await;
    house.publish_limited().await;
    let (kim, clara) = (house.acting(KIM).await, house.acting(CLARA).await);
    let mut listing = offering(&kim).await.listing.draft;
    "Not published yet".clone_into(&mut listing.display_name);
    let attempt = Attempt { revision: offering(&kim).await.listing.revision, operation: "" };
    kim.save_listing(OFFERING, attempt, &listing).await.unwrap();
    let published_at = clara.catalog_details(OFFERING).await.unwrap().details.published_at;
    house.clock.advance(std::time::Duration::from_hours(1));

    kim.withdraw_deployment(OFFERING, deployment_of(&kim, "standard").await).await.unwrap();
    let published = kim.offering(OFFERING).await.unwrap().published.unwrap();
    assert_eq!(published.deployments.len(), 1, "the entry itself is rewritten");
    assert_eq!(plans_of(&clara).await, ["lite"]);
    let details = clara.catalog_details(OFFERING).await.unwrap().details;
    assert_eq!((details.tile.display_name.as_str(), details.published_at), ("Vector Search", published_at));

    kim.withdraw_deployment(OFFERING, deployment_of(&kim, "lite").await).await.unwrap();
    assert_eq!(kim.offering(OFFERING).await.unwrap().published, None);
    for viewer in [&kim, &clara, &house.acting(RITA).await] {
        assert!(plans_of(viewer).await.is_empty());
    }
    let broker = offering(&kim).await.brokers[0].id;
    deploy(&kim, "lite", "eu-de", broker).await;
    let mut mended = offering(&kim).await.listing.draft;
    "Vector Search".clone_into(&mut mended.display_name);
    let attempt = Attempt { revision: offering(&kim).await.listing.revision, operation: "" };
    kim.save_listing(OFFERING, attempt, &mended).await.unwrap();
    kim.publish_limited(OFFERING).await.unwrap();
    assert_eq!(plans_of(&clara).await, ["lite"], "it can be published again");
}

#[tokio::test]
async fn of_two_withdrawals_at_once_exactly_one_goes_through() {
    let house = House::open().await;
    house.publish_limited().await;
    let kim = house.acting(KIM).await;
    let deployment = deployment_of(&kim, "lite").await;
    let (first, second) =
        tokio::join!(kim.withdraw_deployment(OFFERING, deployment), kim.withdraw_deployment(OFFERING, deployment));
    let refused = if first.is_ok() { second } else { first };
    assert_eq!(rejection(refused), Rejection::NotFound(Kind::Deployment));
    let withdrawn = house.events().await.iter().filter(|event| event.kind == EventKind::DeploymentWithdrawn).count();
    assert_eq!(withdrawn, 1);
}

#[tokio::test]
async fn a_deployment_that_was_never_published_is_shown_to_nobody_and_keeps_the_release_back() {
    let house = House::open().await;
    house.publish_limited().await;
    let (ada, clara) = (house.acting(ADA).await, house.acting(CLARA).await);
    let broker = offering(&ada).await.brokers[0].id;
    deploy(&ada, "lite", "fra02", broker).await;
    let locations = || async { clara.catalog_details(OFFERING).await.unwrap().details.locations };
    assert_eq!(locations().await, ["eu-de"]);
    house.test().await;
    let view = ada.offering(OFFERING).await.unwrap();
    for row in slipway_domain::checklist::unticked(&view.offering, &view.attestations) {
        ada.attest(OFFERING, row, true).await.unwrap();
    }
    let missing = missing(ada.request_review(OFFERING, "").await);
    assert_eq!(ids(&missing), [Requirement::DeploymentsPublished]);
    assert_eq!(missing[0].names, ["lite (fra02)"]);

    ada.publish_limited(OFFERING).await.unwrap();
    assert_eq!(locations().await, ["eu-de", "fra02"]);
    let submission = house.request_review().await;
    let rita = house.acting(RITA).await;
    let content = rita.review(submission).await.unwrap().submission.content_sha256;
    rita.decide_review(submission, approval(&content)).await.unwrap();
    house.acting(OTTO).await.release(OFFERING).await.unwrap();
    let released = offering(&ada).await.deployments;
    assert!(released.iter().all(|deployment| deployment.state == DeploymentState::PublishedPublic));
    assert_eq!(plans_of(&house.acting(FINN).await).await, ["lite", "standard"]);
}

#[tokio::test]
async fn a_deployment_asks_for_parameters_of_its_own_once_it_is_published_again() {
    let house = House::open().await;
    house.publish_limited().await;
    let (kim, clara) = (house.acting(KIM).await, house.acting(CLARA).await);
    let id = deployment_of(&kim, "lite").await;
    let own = r#"[{"name":"zone","displayname":"Zone","type":"text","required":true}]"#;
    let options = DeploymentOptions {
        pricing_region: "us-south".to_owned(),
        parameters: own.to_owned(),
        ..DeploymentOptions::default()
    };
    kim.save_deployment(OFFERING, id, 1, &options).await.unwrap();
    let asked = || async { clara.catalog_details(OFFERING).await.unwrap().details.local_parameters.len() };
    assert_eq!(asked().await, 0, "customers see what was published");
    kim.publish_limited(OFFERING).await.unwrap();
    assert_eq!(asked().await, 1);
    let saved = offering(&kim).await.deployments.into_iter().find(|record| record.id == id).unwrap();
    assert_eq!((&saved.options, saved.revision), (&options, 2));

    let late = kim.save_deployment(OFFERING, id, 1, &DeploymentOptions::default()).await;
    assert_eq!(rejection(late), Rejection::Stale { current: 2, parked: None });
    let broken = DeploymentOptions { parameters: "[".to_owned(), ..options };
    assert!(matches!(rejection(kim.save_deployment(OFFERING, id, 2, &broken).await), Rejection::Invalid(_)));
    let changed = house.events().await.iter().filter(|event| event.kind == EventKind::DeploymentChanged).count();
    assert_eq!(changed, 1);
}

#[tokio::test]
async fn a_global_deployment_says_where_it_runs_and_no_other_does() {
    let house = House::open().await;
    house.publish_limited().await;
    let kim = house.acting(KIM).await;
    let frankfurt = deployment_of(&kim, "lite").await;
    let before = offering(&kim).await;
    let lite = before.plans.into_iter().find(|plan| plan.draft.name == "lite").unwrap();
    let draft = PlanDraft { locations: vec![GLOBAL.to_owned()], ..lite.draft };
    kim.save_plan(OFFERING, lite.id, lite.revision, &draft).await.unwrap();
    let world = deploy(&kim, "lite", GLOBAL, before.brokers[0].id).await;
    let deployment_regions = vec!["eu-de".to_owned(), "us-south".to_owned()];
    let options = DeploymentOptions { deployment_regions, ..DeploymentOptions::default() };
    let refused = kim.save_deployment(OFFERING, frankfurt, 1, &options).await;
    assert!(matches!(rejection(refused), Rejection::Invalid(_)));
    kim.save_deployment(OFFERING, world, 1, &options).await.unwrap();
    kim.publish_limited(OFFERING).await.unwrap();
    let details = house.acting(CLARA).await.catalog_details(OFFERING).await.unwrap().details;
    assert_eq!(details.regions(), ["eu-de", "us-south"]);
}
