//! Two accounts share no name, and databases from before are put in order.

use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;

use crate::house::House;

#[tokio::test]
async fn an_account_is_found_by_its_name_whatever_the_letter_case_and_no_other_takes_it() {
    let house = House::open().await;
    let acme = house.add_account(1, "Acme").await.unwrap();
    assert!(house.add_account(2, "aCME").await.unwrap_err().is_unique("account.name"));
    let mut tx = house.store.write().await.unwrap();
    assert_eq!(tx.account_named("ACME").await.unwrap().unwrap().id, acme);
    assert!(tx.account_named("Acme Ltd").await.unwrap().is_none());
}

#[tokio::test]
async fn of_accounts_that_shared_a_name_the_oldest_keeps_it() {
    let mut on = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    let before = "create table account (id text primary key, name text not null) strict; \
                  insert into account values ('a', 'Acme'), ('b', 'ACME'), ('c', 'Globex'), ('d', 'Acme')";
    sqlx::raw_sql(before).execute(&mut on).await.unwrap();
    sqlx::raw_sql(include_str!("../../../../migrations/0012_account_names.sql")).execute(&mut on).await.unwrap();
    let names: Vec<String> =
        sqlx::query_scalar("select name from account order by id").fetch_all(&mut on).await.unwrap();
    assert_eq!(names, ["Acme", "ACME b", "Globex", "Acme d"]);
}
