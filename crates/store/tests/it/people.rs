//! Everybody with their roles, accounts and last sign-in; members and what ties them elsewhere.

use core::time::Duration;

use slipway_domain::caller::Role;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{EventId, PersonId};
use slipway_domain::person::PersonState;
use slipway_store::NewEvent;
use uuid::Uuid;

use crate::house::{AT, House};

#[tokio::test]
async fn everybody_is_read_with_everything_that_is_theirs() {
    let house = House::open().await;
    let (ada, rex) = (house.add_person(1, "ada@x.example").await, house.add_person(2, "rex@x.example").await);
    let acme = house.add_account(3, "Acme").await.unwrap();
    let mut tx = house.store.write().await.unwrap();
    for (number, minutes) in [(1, 5), (2, 9)] {
        tx.record(&NewEvent {
            id: EventId::new(Uuid::from_u128(number)),
            at: AT.plus(Duration::from_mins(minutes)),
            actor: Some(ada),
            account: None,
            offering: None,
            kind: EventKind::SignedIn,
            detail: Detail::none(),
            request: String::new(),
        })
        .await
        .unwrap();
    }
    tx.set_password(ada, "hash", AT).await.unwrap();
    tx.set_membership(acme, ada, Role::ProviderAdministrator).await.unwrap();
    tx.grant_operator_role(rex, Role::Admin).await.unwrap();
    tx.set_disabled(rex, Some(AT)).await.unwrap();
    assert_eq!(tx.admins().await.unwrap(), Vec::<PersonId>::new(), "somebody disabled is none");
    tx.commit().await.unwrap();

    let people = house.store.people().await.unwrap();
    assert_eq!(people.iter().map(|line| line.id).collect::<Vec<_>>(), [ada, rex]);
    assert_eq!(people[0].last_sign_in, Some(AT.plus(Duration::from_mins(9))));
    assert_eq!((people[0].state, people[0].memberships[0].account), (PersonState::Active, acme));
    assert_eq!((people[1].state, people[1].operator.as_slice()), (PersonState::Disabled, &[Role::Admin][..]));
    assert_eq!(house.store.person_line(rex).await.unwrap().as_ref(), Some(&people[1]));
    assert_eq!(house.store.person_line(PersonId::new(Uuid::from_u128(9))).await.unwrap(), None);
}

#[tokio::test]
async fn a_member_belongs_elsewhere_with_another_account_or_a_role_at_the_operator() {
    let house = House::open().await;
    let (acme, globex) = (house.add_account(1, "Acme").await.unwrap(), house.add_account(2, "Globex").await.unwrap());
    let mut people = Vec::new();
    for (number, email) in [(3, "a@x.example"), (4, "b@x.example"), (5, "c@x.example")] {
        people.push(house.add_person(number, email).await);
    }
    let mut tx = house.store.write().await.unwrap();
    for person in &people {
        tx.set_membership(acme, *person, Role::ProviderViewer).await.unwrap();
    }
    tx.set_membership(globex, people[1], Role::ProviderViewer).await.unwrap();
    tx.grant_operator_role(people[2], Role::Support).await.unwrap();
    let members = tx.members(acme).await.unwrap();
    let facts: Vec<_> = members.iter().map(|member| (member.state, member.is_elsewhere)).collect();
    let invited = PersonState::Invited;
    assert_eq!(facts, [(invited, false), (invited, true), (invited, true)]);
}
