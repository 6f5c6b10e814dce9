//! The API key of a service id as a caller: it stands for whoever made it, and reaches the definition of its one
//! offering. And the second lock of a token that reads, behind the one that asks what it may.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, ApiCaller, Attempt, Said, public_beginning};
use slipway_domain::caller::Role;
use slipway_domain::catalog::Query;
use slipway_domain::checklist::unticked;
use slipway_domain::listing::ListingDraft;
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::offering_line::LinesQuery;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::stage::Move;

use crate::support::{ADA, House, KIM, VERA, rejection};
use crate::tokens::{BEYOND, caller, draft, is_turned_away, save_settings, token};
use crate::usage::new_key;

const SECOND: &str = "northwind-ledger";

#[tokio::test]
async fn the_key_of_a_service_reads_and_edits_its_one_offering() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    let resource = NewResourceDraft { resource_name: SECOND.to_owned(), broker_ready: "yes".to_owned() };
    ada.add_resource(&resource).await.unwrap();
    let key = new_key(&house).await;
    let ApiCaller { acting, may_write } = caller(&house, &key).await;
    assert!(may_write);
    save_settings(&acting).await.unwrap();
    assert_eq!(house.events().await[0].actor, Some(house.person(ADA).await.id), "it stands for whoever made it");
    assert_eq!(rejection(acting.offering(SECOND).await), Rejection::NotFound(Kind::Offering));
    assert_eq!(rejection(acting.enable_access(SECOND).await), Rejection::NotFound(Kind::Offering));
    let first_page = LinesQuery::default();
    let seen = acting.offerings(&first_page).await.unwrap().offerings;
    assert_eq!(seen.iter().map(|view| view.offering.name.as_str()).collect::<Vec<_>>(), [OFFERING]);
    assert_eq!(ada.offerings(&first_page).await.unwrap().offerings.len(), 2);
}

#[tokio::test]
async fn the_use_of_a_key_is_written_once_a_minute() {
    let house = House::open().await;
    let key = new_key(&house).await;
    let ada = house.acting(ADA).await;
    let used = async || {
        let keys = ada.offering(OFFERING).await.unwrap().offering.access_facts.api_keys;
        keys.into_iter().filter(|fact| key.starts_with(&fact.prefix)).find_map(|fact| fact.last_used_at)
    };
    assert_eq!(used().await, None, "nobody has used it");
    let first = house.clock.now();
    caller(&house, &key).await;
    assert_eq!(used().await, Some(first));
    let changes = async || house.backend.store().changes().await.unwrap();
    let before = changes().await;
    house.clock.advance(Duration::from_secs(59));
    caller(&house, &key).await;
    assert_eq!((used().await, changes().await), (Some(first), before), "nothing was written");
    house.clock.advance(Duration::from_secs(1));
    caller(&house, &key).await;
    assert_eq!(used().await, Some(house.clock.now()));
}

/// What everybody sees is nothing that a key knows of, unless it is its own offering.
#[tokio::test]
async fn the_key_of_a_service_finds_its_own_offering_alone_in_the_catalog() {
    let house = House::open().await;
    house.publish_limited().await;
    let listed = async |acting: &Acting| acting.catalog(&Query::default()).await.unwrap().tiles.len();
    let own = caller(&house, &new_key(&house).await).await.acting;
    assert_eq!(listed(&own).await, 1);
    own.catalog_details(OFFERING).await.unwrap();

    let ada = house.acting(ADA).await;
    let resource = NewResourceDraft { resource_name: SECOND.to_owned(), broker_ready: "yes".to_owned() };
    ada.add_resource(&resource).await.unwrap();
    // The name is registered with the first complete listing.
    let listing = ada.offering(OFFERING).await.unwrap().offering.listing.draft;
    let issued = ada.offering(SECOND).await.unwrap().offering.issued_documentation_url;
    let listing = ListingDraft {
        documentation_url: issued.clone(),
        instructions_url: issued,
        display_name: "Ledger Search".to_owned(),
        terms_url: "https://northwind.example/ledger/terms".to_owned(),
        ..listing
    };
    ada.save_listing(SECOND, Attempt { revision: 0, operation: "" }, &listing).await.unwrap();
    ada.enable_access(SECOND).await.unwrap();
    let fresh = ada.take_secrets(SECOND).await.unwrap().unwrap();
    let key = fresh.secrets.iter().find(|secret| secret.label == "api_key").unwrap().value.clone();
    let other = caller(&house, &key).await.acting;
    assert_eq!(listed(&ada).await, 1, "its person sees it");
    assert_eq!(listed(&other).await, 0);
    assert_eq!(rejection(other.catalog_details(OFFERING).await.map(drop)), Rejection::NotFound(Kind::Offering));
}

#[tokio::test]
async fn the_key_of_a_service_decides_publishes_and_reveals_nothing() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    let key = new_key(&house).await;
    let acting = caller(&house, &key).await.acting;
    let vera = house.person(VERA).await;
    let account = vera.current.unwrap();
    let view = acting.offering(OFFERING).await.unwrap();
    let row = unticked(&view.offering, &[])[0];
    let said = Said { confirmation: OFFERING, reason: "" };
    ada.create_api_key(OFFERING, "30").await.unwrap();
    let refused = [
        rejection(acting.publish_limited(OFFERING).await),
        rejection(acting.request_review(OFFERING, "").await.map(drop)),
        rejection(acting.change_lifecycle(OFFERING, Move::Withdraw, said).await),
        rejection(acting.attest(OFFERING, row, true).await),
        rejection(acting.allow(OFFERING, "Fernway").await),
        rejection(acting.create_api_key(OFFERING, "").await),
        rejection(acting.replace_client_secret(OFFERING).await),
        rejection(acting.take_secrets(OFFERING).await.map(drop)),
        rejection(acting.update_client(OFFERING).await),
        rejection(acting.set_client_owner(OFFERING, vera.id, true).await),
        rejection(acting.take_link().await.map(drop)),
        rejection(acting.create_token(&draft("write", "90")).await),
        rejection(acting.add_resource(&NewResourceDraft::default()).await.map(drop)),
        rejection(acting.remove_member(account, vera.id).await),
        rejection(acting.revenue("").await.map(drop)),
    ];
    for (place, answer) in refused.into_iter().enumerate() {
        assert_eq!(answer, BEYOND, "{place}");
    }
    assert!(ada.take_secrets(OFFERING).await.unwrap().is_some(), "what waits for a person waits on");
    assert!(acting.client_owners(OFFERING).await.unwrap().candidates.is_empty(), "nobody's name is told");
    assert!(!ada.client_owners(OFFERING).await.unwrap().candidates.is_empty());
}

#[tokio::test]
async fn the_key_of_a_service_ends_with_its_revocation_and_with_its_makers_membership() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    house.backend.set_member("Northwind Data", VERA, "", "administrator").await.unwrap();
    let (first, second) = (new_key(&house).await, new_key(&house).await);
    assert!(!is_turned_away(&house, &first).await && !is_turned_away(&house, &second).await);
    let keys = ada.offering(OFFERING).await.unwrap().offering.access_facts.api_keys;
    let revoked = keys.iter().find(|key| key.prefix == public_beginning(&first)).unwrap().id;
    ada.revoke_api_key(OFFERING, revoked).await.unwrap();
    assert!(is_turned_away(&house, &first).await);
    house.backend.remove_member("Northwind Data", ADA).await.unwrap();
    assert!(is_turned_away(&house, &second).await);
}

#[tokio::test]
async fn the_key_of_a_service_has_none_of_its_makers_roles_at_the_operator() {
    let house = House::open().await;
    let key = new_key(&house).await;
    house.backend.grant_role(ADA, Role::Admin).await.unwrap();
    let person = caller(&house, &key).await.acting.caller().person().unwrap().clone();
    assert!(person.operator.is_empty());
    assert_eq!(person.memberships.len(), 1);
}

#[tokio::test]
async fn what_a_token_that_reads_would_leave_in_the_history_is_not_done() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let listing = kim.offering(OFFERING).await.unwrap().offering.listing.draft;
    let belated = ListingDraft { display_name: "Too late".to_owned(), ..listing };
    let save = kim.save_listing(OFFERING, Attempt { revision: 0, operation: "" }, &belated).await;
    let Rejection::Stale { parked: Some(parked), .. } = rejection(save) else { panic!("it is parked") };
    let reading = caller(&house, &token(&house, KIM, "read").await).await.acting;
    // No role is asked for: it is one's own. Only the line that it would leave is in the way.
    assert_eq!(rejection(reading.discard_parked(OFFERING, parked).await), BEYOND);
    kim.parked(OFFERING, parked).await.unwrap();
    kim.discard_parked(OFFERING, parked).await.unwrap();
}
