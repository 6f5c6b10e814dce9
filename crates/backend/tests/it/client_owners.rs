//! Who owns the sign-in client: its creator always, and whom an owner names. They edit it, and administrators do.

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt};
use slipway_domain::access::AccessDraft;
use slipway_domain::event::EventKind;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Kind, Refusal, Rejection};

use crate::support::{ADA, CLARA, GUS, House, KIM, OTTO, RITA, VERA, rejection};

const DEV: &str = "dev@northwind.example";

async fn names(acting: &Acting) -> Vec<String> {
    let owners = acting.client_owners(OFFERING).await.unwrap().owners;
    owners.into_iter().map(|owner| owner.name).collect()
}

#[tokio::test]
async fn whoever_enabled_access_management_owns_the_client_and_names_others() {
    let house = House::open().await;
    let (kim, dev) = (house.acting(KIM).await, house.acting(DEV).await);
    let (first, second) = (house.person(KIM).await, house.person(DEV).await);
    let read = kim.client_owners(OFFERING).await.unwrap();
    assert_eq!((names(&kim).await, read.owners[0].is_creator, read.may_change), (vec![first.name.clone()], true, true));
    assert!(read.candidates.iter().any(|(person, _)| *person == second.id));
    let others = dev.client_owners(OFFERING).await.unwrap();
    assert!(!others.may_change && others.candidates.is_empty(), "only an owner is told whom they could name");
    let refused = rejection(dev.set_client_owner(OFFERING, second.id, true).await);
    assert_eq!(refused, Rejection::Refused(Refusal::NotAClientOwner));

    kim.set_client_owner(OFFERING, second.id, true).await.unwrap();
    let event = house.events().await.remove(0);
    assert_eq!(
        (event.kind, event.detail.subject.as_deref()),
        (EventKind::ClientOwnerAdded, Some(second.name.as_str()))
    );
    assert_eq!(names(&dev).await, [first.name.clone(), second.name.clone()]);
    let again = rejection(kim.set_client_owner(OFFERING, second.id, true).await);
    assert_eq!(again, Rejection::Refused(Refusal::AlreadyDone));
    for (acting, person) in [(&dev, first.id), (&dev, second.id), (&kim, first.id)] {
        let refused = rejection(acting.set_client_owner(OFFERING, person, false).await);
        assert_eq!(refused, Rejection::Refused(Refusal::ClientOwnerStays));
    }
    kim.set_client_owner(OFFERING, second.id, false).await.unwrap();
    assert_eq!(house.events().await[0].kind, EventKind::ClientOwnerRemoved);
    let gone = rejection(kim.set_client_owner(OFFERING, second.id, false).await);
    assert_eq!((gone, names(&kim).await), (Rejection::NotFound(Kind::Person), vec![first.name]));
}

#[tokio::test]
async fn only_owners_and_administrators_edit_the_client() {
    let house = House::open().await;
    let (ada, dev) = (house.acting(ADA).await, house.acting(DEV).await);
    let second = house.person(DEV).await.id;
    let access = dev.offering(OFFERING).await.unwrap().offering.access;
    let draft = |uri: &str| AccessDraft { redirect_uris: vec![uri.to_owned()], ..access.draft.clone() };
    let told = house.events().await.len();
    let mut at = Attempt { revision: access.revision, operation: "" };
    for refused in [
        rejection(dev.update_client(OFFERING).await),
        rejection(dev.replace_client_secret(OFFERING).await),
        rejection(dev.save_access(OFFERING, at, &draft("https://dev.northwind.example/cb")).await.map(drop)),
        rejection(dev.save_access(OFFERING, at, &draft("")).await.map(drop)),
    ] {
        assert_eq!(refused, Rejection::Refused(Refusal::NotAClientOwner));
    }
    assert_eq!(house.events().await.len(), told);
    let named = AccessDraft { display_name: "Vector".to_owned(), ..access.draft.clone() };
    at.revision = dev.save_access(OFFERING, at, &named).await.unwrap().revision;

    ada.replace_client_secret(OFFERING).await.unwrap();
    at.revision = ada.save_access(OFFERING, at, &draft("https://ada.northwind.example/cb")).await.unwrap().revision;
    house.acting(OTTO).await.update_client(OFFERING).await.unwrap();
    ada.set_client_owner(OFFERING, second, true).await.unwrap();
    dev.save_access(OFFERING, at, &draft("https://dev.northwind.example/cb")).await.unwrap();
    dev.update_client(OFFERING).await.unwrap();
    dev.replace_client_secret(OFFERING).await.unwrap();
}

#[tokio::test]
async fn a_late_save_of_somebody_else_keeps_the_addresses_of_the_owner() {
    let house = House::open().await;
    let (kim, dev) = (house.acting(KIM).await, house.acting(DEV).await);
    let access = kim.offering(OFFERING).await.unwrap().offering.access;
    let at = Attempt { revision: access.revision, operation: "" };
    let moved = vec!["https://new.northwind.example/cb".to_owned()];
    let draft = AccessDraft { redirect_uris: moved.clone(), ..access.draft.clone() };
    kim.save_access(OFFERING, at, &draft).await.unwrap();
    let named = AccessDraft { display_name: "Vector".to_owned(), ..access.draft };
    assert!(dev.save_access(OFFERING, at, &named).await.unwrap().merged);
    let now = kim.offering(OFFERING).await.unwrap().offering.access.draft;
    assert_eq!((now.redirect_uris, now.display_name.as_str()), (moved, "Vector"));
}

#[tokio::test]
async fn an_owner_is_one_of_the_account_and_a_role_that_edits_nothing_names_nobody() {
    let house = House::open().await;
    let (ada, vera) = (house.acting(ADA).await, house.person(VERA).await);
    for stranger in [CLARA, GUS, RITA] {
        let refused = rejection(ada.set_client_owner(OFFERING, house.person(stranger).await.id, true).await);
        assert_eq!(refused, Rejection::NotFound(Kind::Person), "{stranger}");
    }
    ada.set_client_owner(OFFERING, vera.id, true).await.unwrap();
    let kim = house.person(KIM).await.id;
    let refused = rejection(house.acting(VERA).await.set_client_owner(OFFERING, kim, true).await);
    assert!(matches!(refused, Rejection::Denied(Denial::RoleMissing { .. })), "{refused:?}");
    house.acting(OTTO).await.set_client_owner(OFFERING, vera.id, false).await.unwrap();
    let gus = house.acting(GUS).await;
    assert_eq!(rejection(gus.client_owners(OFFERING).await), Rejection::NotFound(Kind::Offering));
    assert_eq!(rejection(gus.set_client_owner(OFFERING, kim, true).await), Rejection::NotFound(Kind::Offering));
}
