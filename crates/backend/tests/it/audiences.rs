//! Services for the operator's own accounts alone, and for all but these (§4.15): everywhere in the catalog, and for
//! orders.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt};
use slipway_domain::catalog::Query;
use slipway_domain::event::EventKind;
use slipway_domain::ids::AccountId;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::visibility::Restrictions;

use crate::drift::live;
use crate::instances::new;
use crate::revisions::{approved, edit, publish, revisions};
use crate::support::{ADA, BEA, CLARA, FINN, GUS, House, KIM, OTTO, RITA, rejection};

async fn account(house: &House, email: &str) -> AccountId {
    house.person(email).await.current.unwrap()
}

/// Kim says to whom the service is released.
async fn say(house: &House, only_for: &str) {
    let kim = house.acting(KIM).await;
    let settings = kim.offering(OFFERING).await.unwrap().offering.settings;
    let mut draft = settings.draft;
    only_for.clone_into(&mut draft.extras.only_for);
    kim.save_settings(OFFERING, Attempt { revision: settings.revision, operation: "" }, &draft).await.unwrap();
}

/// Released to them.
async fn released_to(only_for: &str) -> House {
    let house = House::open().await;
    say(&house, only_for).await;
    house.go_live().await;
    house
}

/// The same in the list, its counts, the search, and at its address.
async fn sees(acting: &Acting) -> bool {
    let list = acting.catalog(&Query::default()).await.unwrap();
    let is_listed = list.tiles.iter().any(|tile| tile.name == OFFERING);
    assert_eq!((list.tiles.len(), list.all, list.matching), (usize::from(is_listed), list.tiles.len(), list.all));
    let counted: usize = list.categories.iter().map(|(_, count)| count).sum();
    assert_eq!(counted, list.all);
    let search = acting.catalog(&Query { text: OFFERING.to_owned(), ..Query::default() }).await.unwrap();
    assert_eq!((search.tiles.len(), search.matching), (list.all, list.all));
    assert_eq!(acting.catalog_details(OFFERING).await.is_ok(), is_listed);
    is_listed
}

#[tokio::test]
async fn what_is_for_the_operators_own_accounts_is_nowhere_for_anybody_else() {
    let house = released_to("internal").await;
    let (ada, clara, finn) = (house.acting(ADA).await, house.acting(CLARA).await, house.acting(FINN).await);
    let entry = house.backend.store().offering_named(OFFERING).await.unwrap().unwrap();
    let entry = house.backend.store().catalog_entry(entry).await.unwrap().unwrap();
    assert_eq!((entry.restrictions, entry.is_public()), (Restrictions::InternalOnly, true), "it is released");
    assert!(sees(&ada).await, "it is her own");
    assert!(sees(&clara).await, "she is invited");
    assert!(!sees(&finn).await && !sees(&house.nobody()).await && !sees(&house.acting(GUS).await).await);
    assert!(sees(&house.acting(RITA).await).await, "the desk sees everything");

    let order = new(&house, "standard").await;
    let missing = Rejection::NotFound(Kind::Offering);
    assert_eq!(rejection(finn.create_instance(OFFERING, &order).await), missing);
    assert_eq!(rejection(finn.catalog_details(OFFERING).await.map(drop)), missing, "as if there were none");

    let fernway = account(&house, FINN).await;
    house.acting(OTTO).await.set_internal(fernway, true).await.unwrap();
    assert!(sees(&finn).await && !sees(&house.nobody()).await);
    finn.create_instance(OFFERING, &order).await.unwrap();
    ada.exclude(OFFERING, &fernway.to_string()).await.unwrap();
    assert!(!sees(&finn).await, "exclusion wins");
}

#[tokio::test]
async fn what_is_for_all_others_is_not_for_the_operators_own_accounts_unless_they_are_invited() {
    let house = released_to("external").await;
    let (clara, finn) = (house.acting(CLARA).await, house.acting(FINN).await);
    assert!(sees(&finn).await && sees(&house.nobody()).await && sees(&clara).await);
    let otto = house.acting(OTTO).await;
    for email in [CLARA, FINN] {
        otto.set_internal(account(&house, email).await, true).await.unwrap();
    }
    assert!(!sees(&finn).await && sees(&clara).await && sees(&house.nobody()).await);
    let order = new(&house, "standard").await;
    assert_eq!(rejection(finn.create_instance(OFFERING, &order).await), Rejection::NotFound(Kind::Offering));
    otto.set_internal(account(&house, FINN).await, false).await.unwrap();
    assert!(sees(&finn).await);
}

#[tokio::test]
async fn before_the_release_it_is_for_invited_accounts_whoever_it_will_be_for() {
    let house = House::open().await;
    say(&house, "internal").await;
    house.publish_limited().await;
    house.acting(OTTO).await.set_internal(account(&house, FINN).await, true).await.unwrap();
    assert!(sees(&house.acting(CLARA).await).await && !sees(&house.acting(FINN).await).await);
}

#[tokio::test]
async fn the_draft_narrows_nothing_before_it_is_published_and_an_earlier_version_is_for_whom_it_was() {
    let house = live().await;
    let finn = house.acting(FINN).await;
    let first = revisions(&house).await.released[0].snapshot;
    say(&house, "internal").await;
    edit(&house, "For our own people.").await;
    assert!(sees(&finn).await, "what was released holds");
    house.test().await;
    approved(&house).await;
    assert!(sees(&finn).await);
    publish(&house).await;
    assert!(!sees(&finn).await && !sees(&house.nobody()).await);
    house.clock.advance(Duration::from_mins(1));
    house.acting(KIM).await.roll_back(OFFERING, first).await.unwrap();
    assert!(sees(&finn).await && sees(&house.nobody()).await);
}

#[tokio::test]
async fn the_operator_alone_says_which_accounts_are_its_own() {
    let house = House::open().await;
    let before = house.events().await.len();
    for (email, own) in [(ADA, ADA), (KIM, KIM), (CLARA, CLARA), (RITA, ADA), (BEA, ADA)] {
        let acting = house.acting(email).await;
        let denied = rejection(acting.set_internal(account(&house, own).await, true).await);
        assert!(matches!(denied, Rejection::Denied(Denial::RoleMissing { .. })), "{email}: {denied:?}");
    }
    let northwind = account(&house, ADA).await;
    assert_eq!(rejection(house.nobody().set_internal(northwind, true).await), Rejection::Unauthenticated);
    assert_eq!(house.events().await.len(), before);

    let otto = house.acting(OTTO).await;
    let version = otto.catalog_version().await.unwrap();
    otto.set_internal(northwind, true).await.unwrap();
    assert!(otto.catalog_version().await.unwrap() > version, "kept pages are drawn anew");
    assert!(otto.account_of(northwind).await.unwrap().account.is_internal);
    assert_eq!(rejection(otto.set_internal(northwind, true).await), Rejection::Refused(Refusal::AlreadyDone));
    otto.set_internal(northwind, false).await.unwrap();
    let told = house.events().await;
    assert_eq!(told.len(), before + 2);
    assert_eq!([told[0].kind, told[1].kind], [EventKind::AccountMadeExternal, EventKind::AccountMadeInternal]);
    assert_eq!((told[0].account, told[0].detail.subject.as_deref()), (Some(northwind), Some("Northwind Data")));
    let nobodys = AccountId::new(uuid::Uuid::from_u128(9));
    assert_eq!(rejection(otto.set_internal(nobodys, true).await), Rejection::NotFound(Kind::Account));
}

#[tokio::test]
async fn a_list_that_its_provider_closed_takes_no_account_after_the_release_and_those_before_stay() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let settings = kim.offering(OFFERING).await.unwrap().offering.settings;
    let mut draft = settings.draft;
    "yes".clone_into(&mut draft.extras.not_extendable);
    kim.save_settings(OFFERING, Attempt { revision: settings.revision, operation: "" }, &draft).await.unwrap();
    house.publish_limited().await;
    let ada = house.acting(ADA).await;
    ada.allow(OFFERING, "Globex").await.unwrap();
    house.request_review().await;
    house.approve().await;
    house.acting(OTTO).await.release(OFFERING).await.unwrap();
    let events = house.events().await.len();
    assert_eq!(rejection(ada.allow(OFFERING, "Fernway").await), Rejection::Refused(Refusal::AllowlistClosed));
    assert_eq!(house.events().await.len(), events);
    ada.exclude(OFFERING, "Fernway").await.unwrap();
    let invited: Vec<String> =
        ada.offering(OFFERING).await.unwrap().allowlist.into_iter().map(|allowed| allowed.account_name).collect();
    assert_eq!(invited, ["Globex", "Orrery Labs"]);

    let open = live().await;
    open.acting(ADA).await.allow(OFFERING, "Fernway").await.unwrap();
}
