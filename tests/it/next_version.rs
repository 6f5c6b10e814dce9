//! What the pages of a public offering offer of its next version, where the server would refuse it, without scripts.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_backend::{Attempt, Ruling, Said};
use slipway_domain::access::AccessDraft;
use slipway_domain::listing::ListingDraft;
use slipway_domain::plan::PlanDraft;
use slipway_domain::review::Answer;
use slipway_domain::stage::Move;

use crate::support::Scene;
use crate::usage::acting;

const ADA: &str = "ada@northwind.example";
const KIM: &str = "kim@northwind.example";
const RITA: &str = "rita@operator.example";
const PAGE: &str = "/offerings/northwind-vector/changes";
const PUBLISH: &str = "action=\"/api/revision/publish\"";
const DISCARD: &str = "action=\"/api/revision/discard\"";

#[tokio::test]
async fn what_is_approved_is_neither_published_nor_discarded_while_the_offering_is_suspended() {
    let stage = Scene::Agreed.open().await;
    let browser = stage.browser_of(KIM);
    let page = browser.get(PAGE).await.body;
    assert!(page.contains(PUBLISH) && page.contains(DISCARD), "{page}");
    let said = Said { confirmation: OFFERING, reason: "The broker is being moved." };
    acting(&stage, ADA).await.change_lifecycle(OFFERING, Move::Suspend, said).await.unwrap();
    let page = browser.get(PAGE).await.body;
    assert!(!page.contains(PUBLISH) && !page.contains(DISCARD), "{page}");
    assert!(page.contains("when the offering is public again"), "{page}");
}

#[tokio::test]
async fn a_draft_of_a_suspended_offering_is_not_discarded() {
    let stage = Scene::Suspended.open().await;
    let kim = acting(&stage, KIM).await;
    let listing = kim.offering(OFFERING).await.unwrap().offering.listing;
    let renamed = ListingDraft { display_name: "Vector Finder".to_owned(), ..listing.draft };
    kim.save_listing(OFFERING, Attempt { revision: listing.revision, operation: "" }, &renamed).await.unwrap();
    let page = stage.browser_of(KIM).get(PAGE).await.body;
    assert!(page.contains("<ins>Finder</ins>") && !page.contains(DISCARD), "{page}");
}

#[tokio::test]
async fn what_was_rejected_is_not_asked_about_again_as_it_is() {
    let stage = Scene::Revised.open().await;
    let rita = acting(&stage, RITA).await;
    let open = rita.reviews().await.unwrap().remove(0).submission;
    let ruling = Ruling {
        answer: Answer::Reject { rule: None },
        track: None,
        content_sha256: &open.content_sha256,
        reason: "It finds nothing.",
        internal_note: "",
    };
    rita.decide_review(open.id, ruling).await.unwrap();
    let page = stage.browser_of(KIM).get(PAGE).await.body;
    assert!(page.contains("A reviewer rejected this, and nothing has changed since"), "{page}");
    assert!(!page.contains("action=\"/api/revision/submit\""), "{page}");
}

#[tokio::test]
async fn a_plan_that_ends_too_soon_is_told_before_somebody_asks_for_a_review() {
    const TEN_DAYS: Duration = Duration::from_hours(10 * 24);
    let stage = Scene::Public.open().await;
    let kim = acting(&stage, KIM).await;
    let plans = kim.offering(OFFERING).await.unwrap().offering.plans;
    let plan = plans.into_iter().find(|plan| plan.id.to_string() == stage.facts["plan"]).unwrap();
    let draft = PlanDraft { ends_on: stage.server.now().plus(TEN_DAYS).iso_day(), ..plan.draft };
    kim.save_plan(OFFERING, plan.id, plan.revision, &draft).await.unwrap();
    let page = stage.browser_of(KIM).get(PAGE).await.body;
    assert!(page.contains("A plan would end too soon for its customers"), "{page}");
    assert!(!page.contains("action=\"/api/revision/submit\""), "{page}");
}

#[tokio::test]
async fn the_client_of_a_public_service_gets_the_addresses_that_are_public_whatever_the_draft_says() {
    let stage = Scene::Public.open().await;
    let kim = acting(&stage, KIM).await;
    let access = kim.offering(OFFERING).await.unwrap().offering.access;
    let draft = AccessDraft { redirect_uris: Vec::new(), ..access.draft };
    kim.save_access(OFFERING, Attempt { revision: access.revision, operation: "" }, &draft).await.unwrap();
    let page = stage.browser_of(KIM).get("/offerings/northwind-vector/access").await.body;
    assert!(page.contains("action=\"/api/access/update-client\""), "{page}");
    assert!(page.contains("Puts the redirect URIs in force that are public."), "{page}");
}
