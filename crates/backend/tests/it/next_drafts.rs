//! The next draft, beside what was handed in or is public: reviewers and customers do not see it, and it leaves alone the
//! watch over brokers, the sign-in client, and what the service is called.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt, EmbeddedIssuer};
use slipway_domain::access::AccessDraft;
use slipway_domain::broker::BrokerDraft;
use slipway_domain::checklist::RowState;
use slipway_domain::deployment::DeploymentDraft;
use slipway_domain::drift::INTERVAL;
use slipway_domain::event::EventKind;
use slipway_domain::gate::Gate;
use slipway_domain::listing::ListingDraft;
use slipway_domain::month::Month;
use slipway_domain::plan::{PlanApproval, PlanDraft};
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::stage::Stage;
use slipway_domain::view::OfferingView;
use slipway_oidc::authorize::AuthorizeQuery;

use crate::drift::{drifted, live, told};
use crate::publish::offering;
use crate::revisions::{approved, publish};
use crate::support::{ADA, House, KIM, OTTO, RITA, rejection};

const NEW: &str = "https://new.northwind.example/callback";

fn named(name: &str) -> ListingDraft {
    ListingDraft { display_name: name.to_owned(), ..ListingDraft::default() }
}

#[tokio::test]
async fn what_is_saved_during_a_review_is_the_next_draft_and_the_reviewer_reads_what_was_handed_in() {
    let house = House::open().await;
    house.publish_limited().await;
    let submission = house.request_review().await;
    let (kim, rita) = (house.acting(KIM).await, house.acting(RITA).await);
    let read = rita.review(submission).await.unwrap().content;
    let revision = kim.offering(OFFERING).await.unwrap().offering.listing.revision;
    kim.save_listing(OFFERING, Attempt { revision, operation: "" }, &named("Late")).await.unwrap();
    assert_eq!(rita.review(submission).await.unwrap().content, read);
    assert_eq!(kim.offering(OFFERING).await.unwrap().parked, [], "nothing waits");
    house.acting(ADA).await.withdraw_review(OFFERING).await.unwrap();
    let now = kim.offering(OFFERING).await.unwrap().offering.listing;
    assert_eq!((now.draft.display_name.as_str(), now.revision), ("Late", revision + 1), "the draft went on from it");
}

#[tokio::test]
async fn what_a_request_rests_on_is_what_was_handed_in_whatever_the_draft_says_by_now() {
    let house = House::open().await;
    house.publish_limited().await;
    let submission = house.request_review().await;
    let (kim, rita) = (house.acting(KIM).await, house.acting(RITA).await);
    let before = rita.review(submission).await.unwrap().evidence();
    // A tick rests on it, and so do the test runs.
    let listing = offering(&kim).await.listing;
    let mut draft = listing.draft;
    draft.terms_url.push_str("/2027");
    kim.save_listing(OFFERING, Attempt { revision: listing.revision, operation: "" }, &draft).await.unwrap();

    let stands = |view: &OfferingView| {
        let mut rows = view.checklist().rows.into_iter();
        let row = rows.find(|report| report.number.to_string() == "6.2").unwrap();
        let is_proven = view.offering.test_targets().all(|target| view.offering.is_proven(&target));
        (row.state, row.stale.is_some(), is_proven)
    };
    let own = kim.offering(OFFERING).await.unwrap();
    assert_eq!(stands(&own), (RowState::Open, true, false), "the draft owes both again");
    let review = rita.review(submission).await.unwrap();
    let read = review.evidence();
    assert!(read.offering.test_targets().count() > 0);
    assert_eq!(stands(&read), (RowState::Done, false, true));
    assert_eq!(read.checklist(), before.checklist());
    assert_eq!(read.gate(Gate::Ga), before.gate(Gate::Ga));
    assert_eq!(review.view.offering.listing.draft, draft, "what is there now is read beside it");
}

#[tokio::test]
async fn terms_that_were_typed_beside_a_request_are_taken_with_the_next_one() {
    let house = House::open().await;
    house.publish_limited().await;
    house.request_review().await;
    let kim = house.acting(KIM).await;
    let listing = offering(&kim).await.listing;
    let mut draft = listing.draft.clone();
    draft.terms_url.push_str("/2027");
    let attempt = Attempt { revision: listing.revision, operation: "" };
    kim.save_listing(OFFERING, attempt, &draft).await.unwrap();
    let taken = async || house.backend.store().offering_head_named(OFFERING).await.unwrap().unwrap().terms_url;
    assert_eq!(taken().await, listing.draft.terms_url, "those of the request are");
    house.acting(ADA).await.withdraw_review(OFFERING).await.unwrap();
    house.request_review().await;
    assert_eq!(taken().await, draft.terms_url);
}

#[tokio::test]
async fn what_is_released_is_what_was_approved_whatever_was_saved_since() {
    let house = House::open().await;
    house.publish_limited().await;
    house.request_review().await;
    let kim = house.acting(KIM).await;
    let before = kim.offering(OFFERING).await.unwrap().offering;
    let plan = before.plans.iter().find(|plan| plan.draft.name == "standard").unwrap().clone();
    let mut dearer = plan.draft.clone();
    "99.00".clone_into(&mut dearer.amounts[0].price);
    for stage in [Stage::GaRequested, Stage::GaApproved] {
        let now = kim.offering(OFFERING).await.unwrap().offering;
        assert_eq!(now.stage, stage);
        let attempt = Attempt { revision: now.listing.revision, operation: "" };
        kim.save_listing(OFFERING, attempt, &named("Late")).await.unwrap();
        let current = now.plans.iter().find(|record| record.id == plan.id).unwrap().revision;
        kim.save_plan(OFFERING, plan.id, current, &dearer).await.unwrap();
        if stage == Stage::GaRequested {
            house.approve().await;
        }
    }
    house.acting(OTTO).await.release(OFFERING).await.unwrap();
    let view = kim.offering(OFFERING).await.unwrap();
    let public = view.published.unwrap();
    assert_eq!(public.listing, before.listing);
    assert_eq!(public.plans, before.plans, "what is charged was agreed to");
    assert_eq!(view.offering.listing.draft, named("Late"), "the draft goes on");
    let draft = view.offering.plans.iter().find(|record| record.id == plan.id).unwrap();
    assert_eq!(draft.approval, PlanApproval::Draft, "the new price needs a consent of its own");
    let month = Month::of(house.clock.now());
    let book = house.backend.store().price_book(view.offering.scope()).await.unwrap();
    assert!(book.is_fee_billable(plan.id, month));
}

#[tokio::test]
async fn plans_of_a_request_are_saved_and_added_beside_it() {
    let house = House::open().await;
    house.publish_limited().await;
    let submission = house.request_review().await;
    let kim = house.acting(KIM).await;
    let plan = kim.offering(OFFERING).await.unwrap().offering.plans[0].clone();
    let text = "Typed during the review.".to_owned();
    let edited = PlanDraft { description: text.clone(), ..plan.draft.clone() };
    let added = PlanDraft { name: "late".to_owned(), description: text.clone(), ..plan.draft.clone() };
    kim.save_plan(OFFERING, plan.id, plan.revision, &edited).await.unwrap();
    kim.add_plan(OFFERING, &added).await.unwrap();
    let plans = kim.offering(OFFERING).await.unwrap().offering.plans;
    assert_eq!(plans.iter().filter(|plan| plan.draft.description == text).count(), 2);
    let read = house.acting(RITA).await.review(submission).await.unwrap().content.plans;
    assert!(read.iter().all(|plan| plan.draft.description != text), "the reviewer reads what was handed in");
}

async fn look(house: &House) {
    house.clock.advance(INTERVAL);
    house.backend.look_at_brokers().await;
}

/// The flag that `drifted` turns in the broker's catalog.
async fn turn_the_flag(kim: &Acting) {
    let settings = offering(kim).await.settings;
    let mut draft = settings.draft;
    let other = if draft.plan_updateable == "yes" { "no" } else { "yes" };
    other.clone_into(&mut draft.plan_updateable);
    let attempt = Attempt { revision: settings.revision, operation: "" };
    kim.save_settings(OFFERING, attempt, &draft).await.unwrap();
}

#[tokio::test]
async fn a_draft_is_no_drift_and_a_broker_that_follows_it_too_early_is() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let before = offering(&kim).await;
    turn_the_flag(&kim).await;
    look(&house).await;
    assert_eq!(told(&house).await, [], "the broker says what customers have");
    house.broker.set_catalog(drifted(&before));
    look(&house).await;
    let found = told(&house).await;
    assert_eq!(found.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), [EventKind::BrokerIncidentOpened]);
}

async fn save_addresses(kim: &Acting, addresses: &[&str]) {
    let access = offering(kim).await.access;
    let redirect_uris = addresses.iter().map(|address| (*address).to_owned()).collect();
    let draft = AccessDraft { redirect_uris, ..access.draft };
    kim.save_access(OFFERING, Attempt { revision: access.revision, operation: "" }, &draft).await.unwrap();
}

/// The addresses that people are sent back to.
async fn in_force(house: &House) -> Vec<String> {
    house.backend.store().sign_in_client(OFFERING).await.unwrap().unwrap().uris_in_force
}

#[tokio::test]
async fn nobody_is_sent_to_an_address_of_the_draft_before_it_is_public() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let before = in_force(&house).await;
    assert!(!before.is_empty() && !before.contains(&NEW.to_owned()), "{before:?}");
    save_addresses(&kim, &[NEW]).await;
    kim.update_client(OFFERING).await.unwrap();
    assert_eq!(in_force(&house).await, before, "what was published stays in force");
    save_addresses(&kim, &[]).await;
    assert!(offering(&kim).await.access_facts.client_enabled, "an empty draft disables nobody's sign-in");
}

#[tokio::test]
async fn a_service_is_called_what_customers_call_it_when_they_sign_in() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let listing = offering(&kim).await.listing;
    let was = listing.draft.display_name.clone();
    let mut draft = listing.draft;
    "Vector Next".clone_into(&mut draft.display_name);
    kim.save_listing(OFFERING, Attempt { revision: listing.revision, operation: "" }, &draft).await.unwrap();
    let origin = "https://console.example.com";
    let callback = format!("{origin}/login/callback");
    let issuer = EmbeddedIssuer::open(house.backend.clone(), origin, &callback, Vec::new()).await.unwrap();
    let address = in_force(&house).await.remove(0);
    let fields = [
        ("response_type", "code"),
        ("client_id", OFFERING),
        ("redirect_uri", address.as_str()),
        ("scope", "openid"),
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ("code_challenge_method", "S256"),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let asked = issuer.check(&AuthorizeQuery::from_pairs(fields)).await.unwrap();
    assert_eq!(issuer.addressee(&asked).await.unwrap().unwrap().service, was);
}

#[tokio::test]
async fn brokers_and_deployments_are_added_for_a_revision_and_taken_out_as_long_as_nobody_has_them() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let before = offering(&kim).await;
    let record = before.brokers[0].clone();
    let other = BrokerDraft { name: "other".to_owned(), ..record.draft.clone() };
    let password = secrecy::SecretString::from("broker-password");
    let added = kim.add_broker(OFFERING, &other, &password).await.unwrap();
    let moved = BrokerDraft { url: format!("{}/v2", other.url), ..other };
    kim.save_broker(OFFERING, added, 1, &moved, &password).await.unwrap();
    kim.remove_broker(OFFERING, added).await.unwrap();

    let draft = DeploymentDraft {
        plan: before.plans[0].id.to_string(),
        location: "fra02".to_owned(),
        broker: record.id.to_string(),
    };
    let id = kim.add_deployment(OFFERING, &draft).await.unwrap();
    kim.withdraw_deployment(OFFERING, id).await.unwrap();
    let public = before.deployments[0].id;
    let refused = rejection(kim.withdraw_deployment(OFFERING, public).await);
    assert_eq!(refused, Rejection::Refused(Refusal::Frozen { stage: Stage::Ga, parked: None }));
    assert_eq!(offering(&kim).await.deployments, before.deployments);
}

#[tokio::test]
async fn what_is_added_after_an_approval_is_no_part_of_it_and_voids_nothing() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    crate::revisions::edit(&house, "Faster than before. In three zones.").await;
    approved(&house).await;
    let now = offering(&kim).await;
    let (plan, broker) = (now.plans[0].id.to_string(), now.brokers[0].id.to_string());
    let draft = DeploymentDraft { plan, location: "fra02".to_owned(), broker };
    let id = kim.add_deployment(OFFERING, &draft).await.unwrap();
    let asked = kim.offering(OFFERING).await.unwrap().latest_submission().unwrap().id;
    let read = house.acting(RITA).await.review(asked).await.unwrap().evidence().offering;
    assert!(!read.deployments.is_empty() && read.deployments.iter().all(|record| record.id != id));
    house.clock.advance(Duration::from_mins(1));
    publish(&house).await;
    let added = offering(&kim).await.deployments.into_iter().find(|record| record.id == id).unwrap();
    assert_eq!(added.state, slipway_domain::deployment::DeploymentState::Unpublished);
}
