//! A registration that comes too late keeps what was typed, for its author alone, until they have decided.

use slipway_domain::account::RegistrationDraft;
use slipway_domain::caller::Role;
use slipway_domain::event::EventKind;
use slipway_domain::ids::ParkedId;
use slipway_domain::member::MemberDraft;
use slipway_domain::registration::RegistrationMove;
use slipway_domain::rejection::{Kind, Refusal, Rejection};

use crate::support::{GUS, House, KIM, OTTO, rejection};

fn form(company: &str) -> RegistrationDraft {
    RegistrationDraft {
        company_name: company.to_owned(),
        company_legal_name: String::new(),
        contact_name: "Gus Meyer".to_owned(),
        contact_email: GUS.to_owned(),
    }
}

/// Globex with a returned registration, and Kim as its second administrator.
async fn globex(house: &House) -> i64 {
    let account = house.person(GUS).await.current.unwrap();
    let otto = house.acting(OTTO).await;
    otto.decide_registration(account, RegistrationMove::Return, "The name.").await.unwrap();
    let kim = MemberDraft {
        email: KIM.to_owned(),
        name: "Kim Wood".to_owned(),
        role: Role::ProviderAdministrator.name().to_owned(),
    };
    house.acting(GUS).await.add_member(account, &kim).await.unwrap();
    house.acting(GUS).await.account().await.unwrap().account.revision
}

#[tokio::test]
async fn what_came_too_late_waits_for_its_author_beside_what_is_saved() {
    let house = House::open().await;
    let revision = globex(&house).await;
    let gus = house.acting(GUS).await;
    gus.save_registration(revision, &form("Globex One"), None).await.unwrap();
    let stale = rejection(gus.save_registration(revision, &form("Globex Two"), None).await);
    let Rejection::Stale { current, parked: Some(parked) } = stale else { panic!("{stale:?}") };
    assert_eq!(current, revision + 1);
    let view = gus.account().await.unwrap();
    assert_eq!(view.account.form.company_name, "Globex One");
    let kept = view.parked.unwrap();
    assert_eq!((kept.id, kept.form.company_name.as_str()), (parked, "Globex Two"));
    let account = view.account.id;
    assert_eq!(house.acting(OTTO).await.account_of(account).await.unwrap().parked, None, "nobody else sees it");

    gus.save_registration(current, &form("Globex Three"), Some(parked)).await.unwrap();
    let view = gus.account().await.unwrap();
    assert_eq!((view.account.form.company_name.as_str(), view.parked), ("Globex Three", None));
}

#[tokio::test]
async fn a_second_late_save_replaces_the_first_and_discarding_is_the_authors_alone() {
    let house = House::open().await;
    let revision = globex(&house).await;
    let gus = house.acting(GUS).await;
    let late = |result| match rejection(result) {
        Rejection::Stale { parked: Some(parked), .. } => parked,
        other => panic!("{other:?}"),
    };
    let first = late(gus.save_registration(revision - 1, &form("First"), None).await);
    let second = late(gus.save_registration(revision - 1, &form("Second"), Some(first)).await);
    let missing = Rejection::NotFound(Kind::Page);
    assert_eq!(rejection(house.acting(KIM).await.discard_registration(second).await), missing);
    let nobodys = ParkedId::new(uuid::Uuid::from_u128(9));
    assert_eq!(rejection(gus.discard_registration(nobodys).await), missing);
    gus.discard_registration(second).await.unwrap();
    assert_eq!(gus.account().await.unwrap().parked, None, "the first one went with the second");
}

#[tokio::test]
async fn a_save_after_the_submission_is_refused_and_kept() {
    let house = House::open().await;
    let revision = globex(&house).await;
    let gus = house.acting(GUS).await;
    gus.submit_registration().await.unwrap();
    let refused = rejection(gus.save_registration(revision, &form("Too late"), None).await);
    assert!(matches!(refused, Rejection::Refused(Refusal::NoSuchRegistrationMove { .. })), "{refused:?}");
    assert_eq!(gus.account().await.unwrap().parked.unwrap().form.company_name, "Too late");
}

#[tokio::test]
async fn an_account_takes_the_name_of_its_company_unless_another_has_it() {
    let house = House::open().await;
    let revision = globex(&house).await;
    let gus = house.acting(GUS).await;
    gus.save_registration(revision, &form("northwind DATA"), None).await.unwrap();
    let view = gus.account().await.unwrap();
    assert_eq!(view.account.name, "Globex");
    assert_eq!(view.account.form.company_name, "northwind DATA", "as typed");
    gus.save_registration(view.account.revision, &form("Globex Corporation"), None).await.unwrap();
    assert_eq!(gus.account().await.unwrap().account.name, "Globex Corporation");
    assert_eq!(house.events().await[0].kind, EventKind::RegistrationSaved);
}
