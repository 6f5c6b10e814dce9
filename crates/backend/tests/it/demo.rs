//! The demo is made in many steps. Whatever ends a start in the middle of them, the next one makes the rest.

use slipway_backend::demo::OFFERING;
use slipway_domain::caller::Role;
use slipway_domain::event::EventKind;

use crate::support::{ADA, House, KIM};

/// How much there is to be seen of the making.
async fn progress(house: &House) -> (usize, usize) {
    (house.backend.store().people().await.unwrap().len(), house.events().await.len())
}

/// Makes the demo, and gives up as soon as there is something new to be seen. True: it was given up.
async fn is_interrupted(house: &House) -> bool {
    let before = progress(house).await;
    let something = async {
        while progress(house).await == before {
            tokio::task::yield_now().await;
        }
    };
    let broker = house.demo_broker();
    let given_up = tokio::select! {
        made = house.backend.seed_demo(&broker) => {
            made.unwrap();
            false
        }
        () = something => true,
    };
    // What was on its way to the disk has arrived.
    drop(house.backend.store().write().await.unwrap());
    given_up
}

/// All that the demo consists of, but for what differs from house to house.
async fn made(house: &House) -> String {
    let view = house.acting(ADA).await.offering(OFFERING).await.unwrap();
    let offering = view.offering;
    let plans: Vec<_> = offering.plans.iter().map(|plan| (&plan.draft, plan.approval, plan.revision)).collect();
    let brokers: Vec<_> = offering.brokers.iter().map(|broker| (&broker.draft.name, broker.state)).collect();
    let invited: Vec<_> = view.allowlist.iter().map(|entry| (&entry.account_name, entry.approved)).collect();
    let ticks: Vec<_> = view.attestations.iter().map(|tick| (tick.row, &tick.by_name)).collect();
    let sections = (&offering.summary.draft, &offering.listing.draft, &offering.settings.draft, &offering.access.draft);
    let revisions = [offering.summary.revision, offering.listing.revision, offering.access.revision];
    format!("{sections:#?} {revisions:?} {plans:#?} {brokers:?} {invited:?} {ticks:#?}")
}

/// The history without the line that says that this is a demo.
async fn history(house: &House) -> Vec<EventKind> {
    house.events().await.iter().map(|event| event.kind).filter(|kind| *kind != EventKind::DemoMade).collect()
}

#[tokio::test]
async fn a_demo_that_was_interrupted_after_every_step_is_completed() {
    let house = House::empty().await;
    house.backend.reserve_for_demo().await.unwrap();
    let mut interruptions = 0;
    while is_interrupted(&house).await {
        interruptions += 1;
    }
    assert!(interruptions > 5, "{interruptions}");
    let whole = House::open().await;
    assert_eq!(made(&house).await, made(&whole).await);
    assert_eq!(history(&house).await, history(&whole).await, "no step was made twice");
    assert!(!house.backend.seed_demo(&house.demo_broker()).await.unwrap());
}

#[tokio::test]
async fn a_complete_demo_stays_as_its_visitors_have_made_it() {
    let house = House::empty().await;
    house.backend.reserve_for_demo().await.unwrap();
    assert!(house.backend.seed_demo(&house.demo_broker()).await.unwrap());
    let kim = house.acting(KIM).await;
    let plans = kim.offering(OFFERING).await.unwrap().offering.plans;
    let lite = plans.iter().find(|plan| plan.draft.name == "lite").unwrap();
    kim.remove_plan(OFFERING, lite.id).await.unwrap();
    assert!(!house.backend.seed_demo(&house.demo_broker()).await.unwrap());
    assert_eq!(kim.offering(OFFERING).await.unwrap().offering.plans.len(), plans.len() - 1);
}

#[tokio::test]
async fn a_database_of_other_people_gets_no_demo() {
    let house = House::empty().await;
    house.backend.add_person("rex@example.com", "Rex Ohm", &[Role::Admin]).await.unwrap();
    house.backend.reserve_for_demo().await.unwrap();
    assert!(!house.backend.seed_demo(&house.demo_broker()).await.unwrap());
    assert!(!house.backend.holds_demo().await.unwrap());
    assert_eq!(house.backend.store().people().await.unwrap().len(), 1);
}
