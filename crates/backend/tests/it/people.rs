//! Everybody in the hands of the operator's admin, and accounts that the operator opens.

use slipway_domain::account::{AccountKind, NewAccountDraft, Registration};
use slipway_domain::caller::Role;
use slipway_domain::event::EventKind;
use slipway_domain::field::Field;
use slipway_domain::ids::PersonId;
use slipway_domain::person::{PersonDraft, PersonState};
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::rule::{account, any, person};
use uuid::Uuid;

use crate::support::{ADA, CLARA, House, KIM, OTTO, RITA, rejection};

const OLGA: &str = "olga@operator.example";

fn olga_with(roles: &[&str]) -> PersonDraft {
    PersonDraft {
        email: OLGA.to_owned(),
        name: "Olga Park".to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
    }
}

fn acme(kind: &str) -> NewAccountDraft {
    NewAccountDraft {
        name: "Acme".to_owned(),
        kind: kind.to_owned(),
        administrator_name: "Eve Stone".to_owned(),
        administrator_email: "eve@acme.example".to_owned(),
    }
}

#[tokio::test]
async fn people_are_the_business_of_the_operators_admin_alone() {
    let house = House::open().await;
    let kim = house.person(KIM).await.id;
    for email in [ADA, CLARA, RITA] {
        let acting = house.acting(email).await;
        let answers = [
            rejection(acting.people().await.map(drop)),
            rejection(acting.person_view(kim).await.map(drop)),
            rejection(acting.add_person(&olga_with(&[])).await.map(drop)),
            rejection(acting.issue_setup_link(kim).await),
            rejection(acting.disable_person(kim).await),
            rejection(acting.enable_person(kim).await),
            rejection(acting.grant_role(kim, Role::Admin).await),
            rejection(acting.revoke_role(kim, Role::Admin).await),
            rejection(acting.end_sessions_of(kim).await),
            rejection(acting.add_account(&acme("provider")).await.map(drop)),
        ];
        for answer in answers {
            let denial = Denial::RoleMissing { needs: vec![Role::Admin], is_operator: email == RITA };
            assert_eq!(answer, Rejection::Denied(denial), "{email}");
        }
    }
    assert_eq!(rejection(house.nobody().people().await.map(drop)), Rejection::Unauthenticated);
}

#[tokio::test]
async fn a_person_is_added_with_roles_and_a_link() {
    let house = House::open().await;
    let otto = house.acting(OTTO).await;
    let id = otto.add_person(&olga_with(&["reviewer", "billing"])).await.unwrap();
    let link = otto.take_link().await.unwrap().link.unwrap();
    assert_eq!((link.email.as_str(), link.account), (OLGA, None));
    let people = otto.people().await.unwrap().people;
    let olga = people.iter().find(|person| person.id == id).unwrap();
    assert_eq!((olga.state, olga.operator.as_slice()), (PersonState::Invited, &[Role::Billing, Role::Reviewer][..]));
    assert_eq!(olga.last_sign_in, None);
    let added = house.events().await.into_iter().find(|event| event.kind == EventKind::PersonAdded).unwrap();
    assert_eq!(added.actor_name, "Otto Brandt");

    let Rejection::Invalid(findings) = rejection(otto.add_person(&olga_with(&["emperor"])).await) else {
        panic!("twice")
    };
    assert_eq!(findings.at(Field::PersonEmail).next().unwrap().rule, person::EMAIL_TAKEN);
    assert_eq!(findings.at(Field::PersonRoles).next().unwrap().rule, any::NOT_A_CHOICE);
}

#[tokio::test]
async fn roles_and_locks_are_given_and_taken_once_each_with_its_line() {
    let house = House::open().await;
    let otto = house.acting(OTTO).await;
    let rita = house.person(RITA).await.id;
    let done = Rejection::Refused(Refusal::AlreadyDone);
    otto.grant_role(rita, Role::Billing).await.unwrap();
    assert_eq!(rejection(otto.grant_role(rita, Role::Billing).await), done);
    otto.revoke_role(rita, Role::Billing).await.unwrap();
    assert_eq!(rejection(otto.revoke_role(rita, Role::Billing).await), done);
    assert!(matches!(rejection(otto.grant_role(rita, Role::ProviderEditor).await), Rejection::Invalid(_)));
    otto.disable_person(rita).await.unwrap();
    assert_eq!(rejection(otto.disable_person(rita).await), done);
    assert_eq!(rejection(otto.issue_setup_link(rita).await), Rejection::Refused(Refusal::PersonDisabled));
    otto.enable_person(rita).await.unwrap();
    otto.issue_setup_link(rita).await.unwrap();
    assert!(otto.take_link().await.unwrap().link.is_some());
    assert_eq!(rejection(otto.end_sessions_of(rita).await), done, "she is signed in nowhere");
    let nobody = PersonId::new(Uuid::from_u128(9));
    assert_eq!(rejection(otto.disable_person(nobody).await), Rejection::NotFound(Kind::Person));
    let mut kinds: Vec<_> = house.events().await.iter().take(5).map(|event| event.kind).collect();
    kinds.reverse();
    assert_eq!(
        kinds,
        [
            EventKind::OperatorRoleGranted,
            EventKind::OperatorRoleRevoked,
            EventKind::PersonDisabled,
            EventKind::PersonEnabled,
            EventKind::SetupLinkIssued
        ]
    );
}

#[tokio::test]
async fn the_last_admin_stays_one_except_for_the_owner_of_the_machine() {
    let house = House::open().await;
    let otto = house.acting(OTTO).await;
    let me = house.person(OTTO).await.id;
    let last = Rejection::Refused(Refusal::LastAdmin);
    assert_eq!(rejection(otto.disable_person(me).await), last);
    assert_eq!(rejection(otto.revoke_role(me, Role::Admin).await), last);
    house.backend.add_person(OLGA, "Olga Park", &[Role::Admin]).await.unwrap();
    house.backend.disable_person(OLGA).await.unwrap();
    assert_eq!(rejection(otto.disable_person(me).await), last, "somebody locked out looks after nothing");
    house.backend.enable_person(OLGA).await.unwrap();
    otto.revoke_role(me, Role::Admin).await.unwrap();
    house.backend.disable_person(OLGA).await.unwrap();
}

#[tokio::test]
async fn two_admins_who_take_the_role_from_each_other_at_once_leave_one() {
    for _ in 0..8 {
        let house = House::open().await;
        house.backend.add_person(OLGA, "Olga Park", &[Role::Admin]).await.unwrap();
        let (otto, olga) = (house.person(OTTO).await.id, house.person(OLGA).await.id);
        let (by_otto, by_olga) = (house.acting(OTTO).await, house.acting(OLGA).await);
        let (first, second) = tokio::join!(by_otto.revoke_role(olga, Role::Admin), by_olga.disable_person(otto));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        assert_eq!(house.backend.store().admins().await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn an_account_begins_with_its_administrator() {
    let house = House::open().await;
    let otto = house.acting(OTTO).await;
    let (id, is_new) = otto.add_account(&acme("provider")).await.unwrap();
    assert!(is_new);
    assert_eq!(otto.take_link().await.unwrap().link.unwrap().account, Some(id));
    let view = otto.account_of(id).await.unwrap();
    assert_eq!((view.account.kind, view.account.registration), (AccountKind::Provider, Registration::Draft));
    assert_eq!(view.account.form.contact_email, "eve@acme.example");
    assert_eq!(view.members.len(), 1);
    assert_eq!(view.members[0].role, Role::ProviderAdministrator);
    let mut kinds: Vec<_> = house.events().await.iter().take(4).map(|event| event.kind).collect();
    kinds.reverse();
    let expected =
        [EventKind::AccountCreated, EventKind::PersonAdded, EventKind::SetupLinkIssued, EventKind::MemberAdded];
    assert_eq!(kinds, expected);

    let again = NewAccountDraft { name: " aCME ".to_owned(), ..acme("consumer") };
    let Rejection::Invalid(findings) = rejection(otto.add_account(&again).await) else { panic!("twice") };
    assert_eq!(findings.at(Field::AccountName).next().unwrap().rule, account::NAME_TAKEN);
    let shop = NewAccountDraft { name: "Acme Shop".to_owned(), ..acme("consumer") };
    assert!(!otto.add_account(&shop).await.unwrap().1, "she is known by now");
    assert!(matches!(rejection(otto.add_account(&NewAccountDraft::default()).await), Rejection::Invalid(_)));
}

#[tokio::test]
async fn the_owner_of_the_machine_does_the_same_without_a_person_in_the_history() {
    let house = House::open().await;
    assert!(house.backend.add_account(&acme("provider")).await.unwrap().is_some());
    let known = NewAccountDraft {
        name: "Kim's".to_owned(),
        administrator_email: KIM.to_owned(),
        administrator_name: String::new(),
        ..acme("consumer")
    };
    assert!(house.backend.add_account(&known).await.unwrap().is_none(), "no name is needed for somebody known");
    let set = |email: &'static str, name: &'static str, role: &'static str| {
        let backend = house.backend.clone();
        async move { backend.set_member("acme", email, name, role).await }
    };
    assert!(set("rob@acme.example", "Rob Hill", "editor").await.unwrap().is_some());
    assert!(set("rob@acme.example", "", "administrator").await.unwrap().is_none(), "a change of the role");
    assert!(matches!(rejection(set("sue@acme.example", "", "editor").await), Rejection::Invalid(_)), "no name");
    assert!(matches!(rejection(set("sue@acme.example", "Sue", "user").await), Rejection::Invalid(_)), "a consumer's");
    house.backend.remove_member("Acme", "eve@acme.example").await.unwrap();
    assert_eq!(
        rejection(house.backend.remove_member("Acme", "eve@acme.example").await),
        Rejection::NotFound(Kind::Person)
    );
    assert_eq!(
        rejection(house.backend.set_member("Nowhere", KIM, "", "editor").await.map(drop)),
        Rejection::NotFound(Kind::Account)
    );
    assert!(house.events().await.iter().take(6).all(|event| event.actor.is_none()));
}
