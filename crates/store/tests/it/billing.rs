//! Places of accounts and adjustments: read in the order in which they were made, of nobody else, and for good.

use core::time::Duration;

use slipway_domain::ids::AccountId;
use slipway_domain::month::Month;
use slipway_domain::rating::Buyer;
use slipway_domain::statement::{AdjustmentDraft, LinePlace, StatementLine};
use slipway_store::NewAdjustment;
use uuid::Uuid;

use crate::support::{ACCOUNT, AT, House, PERSON, SCOPE};
use crate::usage::{ELSEWHERE, house};

const NOBODY: AccountId = AccountId::new(Uuid::from_u128(99));

fn euros() -> Buyer {
    Buyer { country: "DEU".parse().unwrap(), currency: "EUR".parse().unwrap() }
}

fn line(amount: &str) -> StatementLine {
    let (offering, reason) = ("northwind-vector".to_owned(), "Counted twice.".to_owned());
    let draft = AdjustmentDraft { offering, amount: amount.to_owned(), currency: "EUR".to_owned(), reason };
    let place = LinePlace::of_service(draft.offering.clone(), "Vector".to_owned(), "Northwind".to_owned());
    draft.line(place, euros().country).unwrap()
}

async fn is_permanent(house: &House, statements: [&'static str; 2], why: &str) {
    let mut bare = house.bare().await;
    for statement in statements {
        let refused = sqlx::query(statement).execute(&mut bare).await.unwrap_err();
        assert!(refused.to_string().contains(why), "{statement}: {refused}");
    }
}

#[tokio::test]
async fn every_place_of_an_account_stays_and_the_catalog_changes_with_it() {
    let house = House::open().await;
    let (month, version) = (Month::of(AT), house.store.catalog_version().await.unwrap());
    assert!(house.store.places(ACCOUNT).await.unwrap().is_empty());
    let mut tx = house.store.write().await.unwrap();
    for (place, at) in [(Buyer::BASE, AT), (euros(), AT.plus(Duration::from_secs(1)))] {
        tx.set_place(ACCOUNT, place, PERSON, at).await.unwrap();
        assert_eq!(tx.places(ACCOUNT).await.unwrap().latest(), Some(place));
    }
    tx.commit().await.unwrap();
    let places = house.store.places(ACCOUNT).await.unwrap();
    assert_eq!([month, month.next()].map(|month| places.in_month(month)), [Buyer::BASE, euros()]);
    assert!(house.store.places(NOBODY).await.unwrap().is_empty());
    assert!(house.store.catalog_version().await.unwrap() > version, "kept pages are drawn anew");
    let altering = ["update account_place set currency = 'JPY'", "delete from account_place"];
    is_permanent(&house, altering, "places of accounts are permanent").await;
}

#[tokio::test]
async fn adjustments_are_read_in_their_order_by_whom_they_are_of() {
    let house = house().await;
    let month = Month::of(AT);
    let mut tx = house.store.write().await.unwrap();
    for (scope, amount) in [(SCOPE, "-5"), (ELSEWHERE, "1"), (SCOPE, "2")] {
        let line = line(amount);
        let new = NewAdjustment { scope, customer: ACCOUNT, month, line: &line, by: PERSON, at: AT };
        assert_eq!(tx.adjust(&new).await.is_ok(), scope == SCOPE, "there is no such offering elsewhere");
    }
    assert_eq!(tx.adjustments(ACCOUNT, month).await.unwrap().len(), 2);
    tx.commit().await.unwrap();
    let store = &house.store;
    let made = [line("-5"), line("2")];
    assert_eq!(store.adjustments(ACCOUNT, month).await.unwrap(), made.clone().map(|line| (SCOPE, line)));
    assert_eq!(store.adjustments_of(SCOPE, month).await.unwrap(), made.map(|line| (ACCOUNT, line)));
    assert!(store.adjustments_of(ELSEWHERE, month).await.unwrap().is_empty());
    assert!(store.adjustments(NOBODY, month).await.unwrap().is_empty());
    assert!(store.adjustments(ACCOUNT, month.next()).await.unwrap().is_empty());
    let altering = ["update statement_adjustment set body = ''", "delete from statement_adjustment"];
    is_permanent(&house, altering, "adjustments are permanent").await;
}

#[tokio::test]
async fn an_account_knows_up_to_which_month_its_statements_stand() {
    let house = house().await;
    let month = Month::of(AT);
    assert_eq!(house.store.frozen_until(ACCOUNT).await.unwrap(), None);
    let mut tx = house.store.write().await.unwrap();
    for month in [month, month.next()] {
        assert!(tx.freeze_statement(ACCOUNT, month, AT, &[]).await.unwrap());
        assert_eq!(tx.frozen_until(ACCOUNT).await.unwrap(), Some(month));
    }
    tx.commit().await.unwrap();
    assert_eq!(house.store.frozen_until(ACCOUNT).await.unwrap(), Some(month.next()));
    assert_eq!(house.store.frozen_until(NOBODY).await.unwrap(), None);
}
