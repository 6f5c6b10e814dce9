//! Who owns the sign-in client: its creator always, and whom an owner names.

use slipway_backend::Acting;
use slipway_backend::demo::OFFERING;
use slipway_domain::event::EventKind;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Kind, Refusal, Rejection};

use crate::support::{ADA, CLARA, GUS, House, KIM, OTTO, RITA, VERA, rejection};

async fn names(acting: &Acting) -> Vec<String> {
    let owners = acting.client_owners(OFFERING).await.unwrap().owners;
    owners.into_iter().map(|owner| owner.name).collect()
}

#[tokio::test]
async fn whoever_enabled_access_management_owns_the_client_and_names_others() {
    let house = House::open().await;
    let (ada, kim) = (house.acting(ADA).await, house.acting(KIM).await);
    let (first, second) = (house.person(ADA).await, house.person(KIM).await);
    let read = ada.client_owners(OFFERING).await.unwrap();
    assert_eq!((names(&ada).await, read.owners[0].is_creator, read.may_change), (vec![first.name.clone()], true, true));
    assert!(read.candidates.iter().any(|(person, _)| *person == second.id));
    let others = kim.client_owners(OFFERING).await.unwrap();
    assert!(!others.may_change && others.candidates.is_empty(), "only an owner is told whom they could name");
    let refused = rejection(kim.set_client_owner(OFFERING, second.id, true).await);
    assert_eq!(refused, Rejection::Refused(Refusal::NotAClientOwner));

    ada.set_client_owner(OFFERING, second.id, true).await.unwrap();
    let event = house.events().await.remove(0);
    assert_eq!(
        (event.kind, event.detail.subject.as_deref()),
        (EventKind::ClientOwnerAdded, Some(second.name.as_str()))
    );
    assert_eq!(names(&kim).await, [first.name.clone(), second.name.clone()]);
    let again = rejection(ada.set_client_owner(OFFERING, second.id, true).await);
    assert_eq!(again, Rejection::Refused(Refusal::AlreadyDone));
    for (acting, person) in [(&kim, first.id), (&kim, second.id), (&ada, first.id)] {
        let refused = rejection(acting.set_client_owner(OFFERING, person, false).await);
        assert_eq!(refused, Rejection::Refused(Refusal::ClientOwnerStays));
    }
    ada.set_client_owner(OFFERING, second.id, false).await.unwrap();
    assert_eq!(house.events().await[0].kind, EventKind::ClientOwnerRemoved);
    let gone = rejection(ada.set_client_owner(OFFERING, second.id, false).await);
    assert_eq!((gone, names(&ada).await), (Rejection::NotFound(Kind::Person), vec![first.name]));
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
    house.acting(OTTO).await.set_client_owner(OFFERING, kim, true).await.unwrap();
    let gus = house.acting(GUS).await;
    assert_eq!(rejection(gus.client_owners(OFFERING).await), Rejection::NotFound(Kind::Offering));
    assert_eq!(rejection(gus.set_client_owner(OFFERING, kim, true).await), Rejection::NotFound(Kind::Offering));
}
