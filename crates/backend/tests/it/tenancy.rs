//! What one may not know of does not exist: a foreign id and a missing one are the same answer.

use slipway_backend::Attempt;
use slipway_backend::demo::OFFERING;
use slipway_domain::caller::{Caller, Person, Role};
use slipway_domain::export::Wrapper;
use slipway_domain::ids::{AccountId, BrokerId, PlanId};
use slipway_domain::listing::ListingDraft;
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::offering_line::LinesQuery;
use slipway_domain::plan::PlanDraft;
use slipway_domain::policy::Denial;
use slipway_domain::registration::RegistrationMove;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::rule;
use slipway_domain::view::HistoryQuery;
use uuid::Uuid;

use crate::support::{ADA, CLARA, FINN, GUS, House, KIM, OTTO, rejection};
use crate::tokens::{caller, made_by};

#[tokio::test]
async fn a_foreign_offering_and_a_missing_one_are_indistinguishable() {
    let house = House::open().await;
    for email in [GUS, CLARA, FINN] {
        let stranger = house.acting(email).await;
        for name in [OFFERING, "no-such-offering"] {
            let missing = Rejection::NotFound(Kind::Offering);
            let attempt = Attempt { revision: 0, operation: "" };
            assert_eq!(rejection(stranger.offering(name).await), missing);
            assert_eq!(rejection(stranger.save_listing(name, attempt, &ListingDraft::default()).await), missing);
            assert_eq!(rejection(stranger.add_plan(name, &PlanDraft::default()).await), missing);
            assert_eq!(rejection(stranger.enable_access(name).await), missing);
            assert_eq!(rejection(stranger.publish_limited(name).await), missing);
            assert_eq!(rejection(stranger.request_review(name, "").await), missing);
            assert_eq!(rejection(stranger.download_definitions(name, Wrapper::Services).await), missing);
            assert_eq!(rejection(stranger.sample_catalog(name).await), missing);
            assert_eq!(rejection(stranger.history(name, &HistoryQuery::default()).await), missing);
            assert_eq!(rejection(stranger.allow(name, "Fernway").await), missing);
        }
    }
}

#[tokio::test]
async fn a_plan_or_broker_of_another_offering_is_not_found_in_this_one() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    let other = NewResourceDraft { resource_name: "northwind-data-two".to_owned(), broker_ready: "no".to_owned() };
    ada.add_resource(&other).await.unwrap();
    let view = ada.offering(OFFERING).await.unwrap().offering;
    let here = "northwind-data-two";
    let nowhere = Uuid::from_u128(99);
    for plan in [view.plans[0].id, PlanId::new(nowhere)] {
        assert_eq!(rejection(ada.remove_plan(here, plan).await), Rejection::NotFound(Kind::Plan));
    }
    for broker in [view.brokers[0].id, BrokerId::new(nowhere)] {
        assert_eq!(rejection(ada.register_broker(here, broker).await), Rejection::NotFound(Kind::Broker));
        assert_eq!(rejection(ada.broker(here, broker).await.map(drop)), Rejection::NotFound(Kind::Broker));
    }
}

#[tokio::test]
async fn somebody_signed_out_is_asked_to_sign_in() {
    let house = House::open().await;
    assert_eq!(rejection(house.nobody().offering(OFFERING).await), Rejection::Unauthenticated);
    assert_eq!(rejection(house.nobody().board(&LinesQuery::default()).await), Rejection::Unauthenticated);
    assert_eq!(rejection(house.nobody().offerings(&LinesQuery::default()).await), Rejection::Unauthenticated);
}

#[tokio::test]
async fn an_offering_of_another_account_of_mine_says_where_it_lives() {
    let house = House::open().await;
    let mut ada = house.person(ADA).await;
    let northwind = ada.current.unwrap();
    let gus = house.person(GUS).await;
    ada.memberships.push(gus.memberships[0].clone());
    ada.current = gus.current;
    let acting = house.backend.acting_for(Caller::Person(ada));
    assert_eq!(
        rejection(acting.offering(OFFERING).await),
        Rejection::Denied(Denial::OtherAccount { account: northwind, name: "Northwind Data".to_owned() })
    );
}

/// It is for one account; whoever holds it learns of no other one, nor how that is called.
#[tokio::test]
async fn a_token_of_mine_knows_nothing_of_another_account_of_mine() {
    let house = House::open().await;
    let northwind = house.person(ADA).await.current.unwrap();
    let globex = house.person(GUS).await.current;
    let mut tx = house.backend.store().write().await.unwrap();
    tx.set_membership(northwind, house.person(GUS).await.id, Role::ProviderViewer).await.unwrap();
    tx.commit().await.unwrap();
    house.publish_limited().await;
    let request = house.request_review().await;
    let gus = Person { current: globex, ..house.person(GUS).await };
    let in_person = house.backend.acting_for(Caller::Person(gus));
    let elsewhere = Denial::OtherAccount { account: northwind, name: "Northwind Data".to_owned() };
    assert_eq!(rejection(in_person.offering(OFFERING).await), Rejection::Denied(elsewhere));
    for scope in ["read", "write"] {
        let program = caller(&house, &made_by(&in_person, scope, "90").await).await.acting;
        for name in [OFFERING, "no-such-offering"] {
            let missing = Rejection::NotFound(Kind::Offering);
            assert_eq!(rejection(program.offering(name).await), missing, "{scope}");
            assert_eq!(rejection(program.publish_limited(name).await), missing, "{scope}");
        }
        assert_eq!(rejection(program.review(request).await), Rejection::NotFound(Kind::Submission), "{scope}");
    }
}

#[tokio::test]
async fn the_operators_desks_are_closed_to_everybody_else() {
    let house = House::open().await;
    for email in [ADA, GUS, CLARA] {
        let acting = house.acting(email).await;
        let board = rejection(acting.board(&LinesQuery::default()).await);
        assert!(matches!(board, Rejection::Denied(Denial::RoleMissing { .. })));
        assert!(matches!(rejection(acting.desk().await), Rejection::Denied(Denial::RoleMissing { .. })));
        assert!(matches!(rejection(acting.reviews().await), Rejection::Denied(Denial::RoleMissing { .. })));
        assert!(matches!(rejection(acting.registrations().await), Rejection::Denied(Denial::RoleMissing { .. })));
    }
    let globex = house.person(GUS).await.current.unwrap();
    let ada = house.acting(ADA).await;
    for account in [globex, AccountId::new(Uuid::from_u128(5))] {
        assert_eq!(rejection(ada.account_of(account).await), Rejection::NotFound(Kind::Account));
    }
}

#[tokio::test]
async fn an_account_without_approval_adds_no_resource() {
    let house = House::open().await;
    let draft = NewResourceDraft { resource_name: "globex-mail".to_owned(), broker_ready: "no".to_owned() };
    let refused = rejection(house.acting(GUS).await.add_resource(&draft).await);
    assert_eq!(refused, Rejection::Refused(Refusal::AccountNotApproved));
}

#[tokio::test]
async fn a_taken_name_is_taken_for_everybody() {
    let house = House::open().await;
    let draft = NewResourceDraft { resource_name: OFFERING.to_owned(), broker_ready: "no".to_owned() };
    assert!(matches!(rejection(house.acting(ADA).await.add_resource(&draft).await), Rejection::Taken(_)));
    assert!(!house.acting(KIM).await.is_name_free(OFFERING).await.unwrap());
}

#[tokio::test]
async fn a_terms_page_of_somebody_elses_draft_is_taken_and_its_address_is_not_told() {
    const THEIRS: &str = "https://globex.example/relay/unpublished-terms";
    let house = House::open().await;
    let globex = house.person(GUS).await.current.unwrap();
    house.acting(OTTO).await.decide_registration(globex, RegistrationMove::Approve, "").await.unwrap();
    let gus = house.acting(GUS).await;
    let draft = NewResourceDraft { resource_name: "globex-relay".to_owned(), broker_ready: "no".to_owned() };
    gus.add_resource(&draft).await.unwrap();
    let first = Attempt { revision: 0, operation: "" };
    let listing = ListingDraft { terms_url: THEIRS.to_owned(), ..ListingDraft::default() };
    gus.save_listing("globex-relay", first, &listing).await.unwrap();

    let ada = house.acting(ADA).await;
    let second = NewResourceDraft { resource_name: "northwind-data-two".to_owned(), broker_ready: "no".to_owned() };
    ada.add_resource(&second).await.unwrap();
    let issued = ada.offering("northwind-data-two").await.unwrap().offering.issued_documentation_url;
    let demo = ada.offering(OFFERING).await.unwrap().offering.listing.draft;
    let complete = ListingDraft {
        display_name: "Vector Search".to_owned(),
        documentation_url: issued.clone(),
        instructions_url: issued,
        terms_url: "https://GLOBEX.example/relay/unpublished-terms/".to_owned(),
        ..demo
    };
    ada.save_listing("northwind-data-two", first, &complete).await.unwrap();
    let view = ada.offering("northwind-data-two").await.unwrap();
    let found: Vec<_> = view.offering.listing_findings().errors().map(|finding| finding.rule).collect();
    assert_eq!(found, [rule::listing::TERMS_URL_SHARED]);
    assert_eq!(view.offering.access_facts.registered_at, None, "a listing with an error registers no name (T06)");
    assert!(!serde_json::to_string(&view).unwrap().contains(THEIRS));

    let own = ListingDraft { terms_url: "https://northwind.example/two/terms".to_owned(), ..complete };
    ada.save_listing("northwind-data-two", Attempt { revision: 1, operation: "" }, &own).await.unwrap();
    let view = ada.offering("northwind-data-two").await.unwrap();
    assert!(view.offering.listing_findings().is_complete() && view.offering.access_facts.registered_at.is_some());
}
