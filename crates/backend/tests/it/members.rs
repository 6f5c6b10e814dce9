//! The people of an account: who may change them, that a change leaves its line, and that an administrator is left.

use slipway_domain::caller::Role;
use slipway_domain::event::{Event, EventKind};
use slipway_domain::field::Field;
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::member::MemberDraft;
use slipway_domain::person::PersonState;
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::rule::{member, person};
use uuid::Uuid;

use crate::support::{ADA, BEA, CLARA, FINN, GUS, House, KIM, OTTO, RITA, VERA, rejection};
use crate::tokens;

const IVY: &str = "ivy@northwind.example";

fn draft(email: &str, role: Role) -> MemberDraft {
    MemberDraft { email: email.to_owned(), name: "Ivy Chen".to_owned(), role: role.name().to_owned() }
}

async fn northwind(house: &House) -> AccountId {
    house.person(ADA).await.current.unwrap()
}

async fn id(house: &House, email: &str) -> PersonId {
    house.person(email).await.id
}

async fn since(house: &House, before: usize) -> Vec<Event> {
    let mut events = house.events().await;
    events.truncate(events.len() - before);
    events.reverse();
    events
}

#[tokio::test]
async fn somebody_new_becomes_a_member_and_their_link_is_shown_once() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    let before = house.events().await.len();
    assert!(ada.add_member(northwind(&house).await, &draft(IVY, Role::ProviderEditor)).await.unwrap());
    let events = since(&house, before).await;
    let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::PersonAdded, EventKind::SetupLinkIssued, EventKind::MemberAdded]);
    assert!(events.iter().all(|event| event.actor_name == "Ada Vance"), "{events:?}");
    assert_eq!(events[2].account, Some(northwind(&house).await));
    assert_eq!(events[2].detail.code.as_deref(), Some("provider_editor"));

    let link = ada.take_link().await.unwrap().link.unwrap();
    assert_eq!((link.name.as_str(), link.email.as_str()), ("Ivy Chen", IVY));
    assert_eq!(ada.take_link().await.unwrap().link, None, "once");
    let token = link.path.strip_prefix("/set-up/").unwrap();
    house.backend.complete_setup(token, "four random words in a row".to_owned().into(), "").await.unwrap();
    let ivy = house.person(IVY).await;
    assert_eq!(ivy.memberships[0].role, Role::ProviderEditor);
    assert!(format!("{link:?}").find(token).is_none(), "the token is in no log");
}

#[tokio::test]
async fn somebody_known_is_in_at_once_and_keeps_their_name() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    let account = northwind(&house).await;
    assert!(!ada.add_member(account, &draft(" FINN@fernway.example ", Role::ProviderViewer)).await.unwrap());
    assert_eq!(ada.take_link().await.unwrap().link, None);
    let finn = house.person(FINN).await;
    assert_eq!(finn.name, "Finn Abel");
    assert_eq!(finn.membership(account).unwrap().role, Role::ProviderViewer);
    let Rejection::Invalid(findings) = rejection(ada.add_member(account, &draft(FINN, Role::ProviderViewer)).await)
    else {
        panic!("twice")
    };
    assert_eq!(findings.at(Field::MemberEmail).next().unwrap().rule, member::MEMBER_TWICE);
}

#[tokio::test]
async fn what_is_missing_is_found_at_its_field_and_nothing_is_saved() {
    let house = House::open().await;
    let before = house.events().await.len();
    let account = northwind(&house).await;
    let nothing = MemberDraft::default();
    let Rejection::Invalid(findings) = rejection(house.acting(ADA).await.add_member(account, &nothing).await) else {
        panic!("nothing was typed")
    };
    let rules: Vec<_> = findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [person::EMAIL_MISSING, person::NAME_MISSING, member::ROLE_MISSING]);
    let foreign = draft(IVY, Role::ConsumerUser);
    assert!(matches!(rejection(house.acting(ADA).await.add_member(account, &foreign).await), Rejection::Invalid(_)));
    let operator = draft(IVY, Role::Admin);
    assert!(matches!(rejection(house.acting(ADA).await.add_member(account, &operator).await), Rejection::Invalid(_)));
    assert_eq!(house.events().await.len(), before);
}

#[tokio::test]
async fn only_administrators_and_the_operators_admin_change_members() {
    let house = House::open().await;
    let account = northwind(&house).await;
    let vera = id(&house, VERA).await;
    for email in [KIM, VERA, RITA, BEA] {
        let acting = house.acting(email).await;
        let denied = [
            rejection(acting.add_member(account, &draft(IVY, Role::ProviderEditor)).await.map(drop)),
            rejection(acting.change_member_role(account, vera, Role::ProviderEditor).await),
            rejection(acting.issue_member_link(account, vera).await),
            rejection(acting.remove_member(account, vera).await),
        ];
        for answer in denied {
            assert!(matches!(answer, Rejection::Denied(Denial::RoleMissing { .. })), "{email}: {answer:?}");
        }
    }
    let otto = house.acting(OTTO).await;
    otto.change_member_role(account, vera, Role::ProviderEditor).await.unwrap();
    otto.remove_member(account, vera).await.unwrap();
    assert_eq!(rejection(otto.remove_member(account, vera).await), Rejection::NotFound(Kind::Person));
    assert!(house.person(VERA).await.memberships.is_empty());
}

#[tokio::test]
async fn members_of_a_foreign_account_and_nobodys_are_indistinguishable() {
    let house = House::open().await;
    let account = northwind(&house).await;
    let (vera, nobody) = (id(&house, VERA).await, PersonId::new(Uuid::from_u128(9)));
    for email in [GUS, CLARA] {
        let stranger = house.acting(email).await;
        let own = house.person(email).await.current.unwrap();
        for account in [account, AccountId::new(Uuid::from_u128(9))] {
            let missing = Rejection::NotFound(Kind::Account);
            assert_eq!(rejection(stranger.add_member(account, &draft(IVY, Role::ProviderEditor)).await), missing);
            assert_eq!(rejection(stranger.remove_member(account, vera).await), missing);
        }
        for person in [vera, nobody] {
            let missing = Rejection::NotFound(Kind::Person);
            assert_eq!(rejection(stranger.remove_member(own, person).await), missing);
            assert_eq!(rejection(stranger.issue_member_link(own, person).await), missing);
            assert_eq!(rejection(stranger.change_member_role(own, person, Role::ProviderViewer).await), missing);
        }
    }
}

#[tokio::test]
async fn the_last_administrator_is_neither_removed_nor_demoted() {
    let house = House::open().await;
    let account = northwind(&house).await;
    let (ada, kim) = (id(&house, ADA).await, id(&house, KIM).await);
    let last = Rejection::Refused(Refusal::LastAdministrator);
    let otto = house.acting(OTTO).await;
    for acting in [house.acting(ADA).await, otto.clone()] {
        assert_eq!(rejection(acting.remove_member(account, ada).await), last);
        assert_eq!(rejection(acting.change_member_role(account, ada, Role::ProviderViewer).await), last);
    }
    assert_eq!(rejection(house.backend.remove_member("Northwind Data", ADA).await), last, "by nobody at all");
    house.acting(ADA).await.change_member_role(account, kim, Role::ProviderAdministrator).await.unwrap();
    house.acting(ADA).await.remove_member(account, ada).await.unwrap();
    assert_eq!(rejection(house.acting(KIM).await.remove_member(account, kim).await), last);
}

#[tokio::test]
async fn two_administrators_who_demote_each_other_at_once_leave_one() {
    for _ in 0..8 {
        let house = House::open().await;
        let account = northwind(&house).await;
        let (ada, kim) = (id(&house, ADA).await, id(&house, KIM).await);
        house.acting(ADA).await.change_member_role(account, kim, Role::ProviderAdministrator).await.unwrap();
        let (by_ada, by_kim) = (house.acting(ADA).await, house.acting(KIM).await);
        let (first, second) = tokio::join!(
            by_ada.change_member_role(account, kim, Role::ProviderEditor),
            by_kim.change_member_role(account, ada, Role::ProviderEditor),
        );
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        let refused = if first.is_ok() { rejection(second) } else { rejection(first) };
        assert_eq!(refused, Rejection::Refused(Refusal::LastAdministrator));
    }
}

#[tokio::test]
async fn a_new_link_is_for_those_who_never_signed_in_and_belong_nowhere_else() {
    let house = House::open().await;
    let account = northwind(&house).await;
    let ada = house.acting(ADA).await;
    ada.add_member(account, &draft(IVY, Role::ProviderEditor)).await.unwrap();
    let first = ada.take_link().await.unwrap().link.unwrap();
    let ivy = id(&house, IVY).await;
    ada.issue_member_link(account, ivy).await.unwrap();
    let second = ada.take_link().await.unwrap().link.unwrap();
    let token = |path: &str| path.strip_prefix("/set-up/").unwrap().to_owned();
    assert!(house.backend.setup_for(&token(&first.path)).await.is_err(), "the one before stops working");
    assert!(house.backend.setup_for(&token(&second.path)).await.is_ok());

    assert_eq!(
        rejection(ada.issue_member_link(account, id(&house, VERA).await).await),
        Rejection::Refused(Refusal::SignedInBefore)
    );
    // Somebody whom the operator invited must not become whoever invites them once more.
    house.backend.add_person("olga@operator.example", "Olga Park", &[Role::Admin]).await.unwrap();
    ada.add_member(account, &draft("olga@operator.example", Role::ProviderViewer)).await.unwrap();
    assert_eq!(
        rejection(ada.issue_member_link(account, id(&house, "olga@operator.example").await).await),
        Rejection::Refused(Refusal::LinkIsTheOperators)
    );
}

#[tokio::test]
async fn whoever_is_removed_before_the_first_sign_in_has_no_link_any_more() {
    let house = House::open().await;
    let account = northwind(&house).await;
    let ada = house.acting(ADA).await;
    ada.add_member(account, &draft(IVY, Role::ProviderEditor)).await.unwrap();
    let link = ada.take_link().await.unwrap().link.unwrap();
    ada.remove_member(account, id(&house, IVY).await).await.unwrap();
    assert!(house.backend.setup_for(link.path.strip_prefix("/set-up/").unwrap()).await.is_err());
}

#[tokio::test]
async fn a_disabled_member_is_still_listed_and_administers_nothing() {
    let house = House::open().await;
    let account = northwind(&house).await;
    let ada = house.acting(ADA).await;
    let kim = id(&house, KIM).await;
    ada.change_member_role(account, kim, Role::ProviderAdministrator).await.unwrap();
    house.backend.disable_person(KIM).await.unwrap();
    let members = ada.account().await.unwrap().members;
    let listed = members.iter().find(|member| member.person == kim).unwrap();
    assert_eq!(listed.state, PersonState::Disabled);
    let last = Rejection::Refused(Refusal::LastAdministrator);
    assert_eq!(rejection(ada.remove_member(account, id(&house, ADA).await).await), last);
}

#[tokio::test]
async fn whoever_is_locked_out_or_removed_while_they_ask_gets_no_token() {
    let house = House::open().await;
    let (kim, vera) = (house.acting(KIM).await, house.acting(VERA).await);
    let account = house.person(VERA).await.current.unwrap();
    // Both were let in before it happened.
    house.backend.disable_person(KIM).await.unwrap();
    house.acting(ADA).await.remove_member(account, house.person(VERA).await.id).await.unwrap();
    let events = house.events().await.len();
    assert_eq!(rejection(kim.create_token(&tokens::draft("write", "90")).await), Rejection::Unauthenticated);
    assert_eq!(rejection(vera.create_token(&tokens::draft("read", "90")).await), Rejection::NotFound(Kind::Account));
    assert_eq!(house.events().await.len(), events);
    house.backend.enable_person(KIM).await.unwrap();
    assert!(house.acting(KIM).await.tokens().await.unwrap().tokens.is_empty(), "nothing waited for them");
}
