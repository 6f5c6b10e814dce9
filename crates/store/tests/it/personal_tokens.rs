//! Access tokens of people: found by their beginning while nobody has revoked them, counted while they live, and nobody
//! else's to revoke.

use core::time::Duration;

use slipway_domain::ids::{AccountId, PersonId, TokenId};
use slipway_domain::moment::Moment;
use slipway_domain::token::TokenScope;
use slipway_store::{NewPersonalToken, StoredSecret};
use uuid::Uuid;

use crate::house::{AT, House};

const END: Duration = Duration::from_hours(24);

fn id(number: u128) -> TokenId {
    TokenId::new(Uuid::from_u128(number))
}

fn prefix(number: u128) -> String {
    format!("slp_{number:012x}")
}

async fn add(house: &House, number: u128, person: PersonId, account: Option<AccountId>) {
    let mut tx = house.store.write().await.unwrap();
    let new = NewPersonalToken {
        id: id(number),
        person,
        account,
        name: format!("Token {number}"),
        prefix: prefix(number),
        hash: StoredSecret(format!("{number:064x}")),
        scope: TokenScope::Write,
        at: AT,
        expires_at: AT.plus(END),
    };
    tx.add_personal_token(&new).await.unwrap();
    tx.commit().await.unwrap();
}

async fn living(house: &House, person: PersonId, at: Moment) -> usize {
    house.store.write().await.unwrap().living_personal_tokens(person, at).await.unwrap()
}

async fn is_found(house: &House, number: u128) -> bool {
    house.store.personal_token(&prefix(number)).await.unwrap().is_some()
}

#[tokio::test]
async fn a_token_is_found_by_its_beginning_until_it_is_revoked_by_its_person() {
    let house = House::open().await;
    let (ada, rex) = (house.add_person(1, "ada@x.example").await, house.add_person(2, "rex@x.example").await);
    let acme = house.add_account(3, "Acme").await.unwrap();
    add(&house, 7, ada, Some(acme)).await;
    let found = house.store.personal_token(&prefix(7)).await.unwrap().unwrap();
    assert_eq!((found.id, found.person, found.account), (id(7), ada, Some(acme)));
    assert_eq!((found.scope, found.expires_at, found.last_used_at), (TokenScope::Write, AT.plus(END), None));
    assert_eq!(found.secret, StoredSecret(format!("{:064x}", 7)));
    assert!(!is_found(&house, 8).await);
    let mut tx = house.store.write().await.unwrap();
    assert_eq!(tx.revoke_personal_token(rex, id(7), AT).await.unwrap(), None, "somebody else's");
    assert_eq!(tx.revoke_personal_token(ada, id(7), AT).await.unwrap().as_deref(), Some("Token 7"));
    assert_eq!(tx.revoke_personal_token(ada, id(7), AT).await.unwrap(), None, "twice");
    tx.commit().await.unwrap();
    assert!(!is_found(&house, 7).await);
    assert!(house.store.personal_tokens(ada, AT).await.unwrap().is_empty());
}

#[tokio::test]
async fn tokens_are_listed_and_counted_while_they_live() {
    let house = House::open().await;
    let ada = house.add_person(1, "ada@x.example").await;
    let acme = house.add_account(3, "Acme").await.unwrap();
    add(&house, 7, ada, Some(acme)).await;
    add(&house, 8, ada, None).await;
    let listed = house.store.personal_tokens(ada, AT).await.unwrap();
    let facts: Vec<_> = listed.iter().map(|token| (token.id, token.account_name.as_deref())).collect();
    assert_eq!(facts, [(id(8), None), (id(7), Some("Acme"))]);
    assert_eq!((listed[0].name.as_str(), listed[0].prefix.as_str()), ("Token 8", "slp_000000000008"));
    let end = AT.plus(END);
    assert_eq!(living(&house, ada, end.minus(Duration::from_millis(1))).await, 2);
    assert_eq!(living(&house, ada, end).await, 0);
    assert!(house.store.personal_tokens(ada, end).await.unwrap().is_empty());
    assert!(is_found(&house, 7).await, "whether it has ended is its reader's question");
}

#[tokio::test]
async fn a_use_is_remembered_and_never_goes_back() {
    let house = House::open().await;
    let ada = house.add_person(1, "ada@x.example").await;
    add(&house, 7, ada, None).await;
    let used = async || house.store.personal_token(&prefix(7)).await.unwrap().unwrap().last_used_at;
    let later = AT.plus(Duration::from_mins(5));
    for at in [later, AT] {
        house.store.touch_personal_token(id(7), at).await.unwrap();
        assert_eq!(used().await, Some(later));
    }
    assert_eq!(house.store.personal_tokens(ada, AT).await.unwrap()[0].last_used_at, Some(later));
}

#[tokio::test]
async fn tokens_for_an_account_end_with_it_and_all_of_them_with_their_person() {
    let house = House::open().await;
    let (ada, rex) = (house.add_person(1, "ada@x.example").await, house.add_person(2, "rex@x.example").await);
    let (acme, globex) = (house.add_account(3, "Acme").await.unwrap(), house.add_account(4, "Globex").await.unwrap());
    for (number, person, account) in
        [(5, ada, Some(acme)), (6, ada, Some(globex)), (7, ada, None), (8, rex, Some(acme))]
    {
        add(&house, number, person, account).await;
    }
    let mut tx = house.store.write().await.unwrap();
    assert_eq!(tx.revoke_personal_tokens(ada, Some(acme), AT).await.unwrap(), 1);
    tx.commit().await.unwrap();
    let mut found = Vec::new();
    for number in 5..9 {
        found.push(is_found(&house, number).await);
    }
    assert_eq!(found, [false, true, true, true]);
    let mut tx = house.store.write().await.unwrap();
    assert_eq!(tx.revoke_personal_tokens(ada, None, AT).await.unwrap(), 2);
    tx.commit().await.unwrap();
    assert!(!is_found(&house, 6).await && !is_found(&house, 7).await && is_found(&house, 8).await);
}

#[tokio::test]
async fn no_two_tokens_begin_alike() {
    let house = House::open().await;
    let ada = house.add_person(1, "ada@x.example").await;
    add(&house, 7, ada, None).await;
    let mut tx = house.store.write().await.unwrap();
    let again = NewPersonalToken {
        id: id(9),
        person: ada,
        account: None,
        name: "Another".to_owned(),
        prefix: prefix(7),
        hash: StoredSecret("9".repeat(64)),
        scope: TokenScope::Read,
        at: AT,
        expires_at: AT.plus(END),
    };
    let error = tx.add_personal_token(&again).await.unwrap_err();
    assert!(error.is_unique("personal_token.prefix"), "{error:?}");
}
