//! What the tables refuse, and under which name the refusal arrives.

use slipway_domain::ids::{AccountId, OfferingId, PersonId};
use slipway_domain::offering::Scope;
use slipway_store::Error;
use uuid::Uuid;

use crate::support::{AT, House, PERSON, SCOPE, event, person};

const OTHER: Uuid = Uuid::from_u128(99);

#[tokio::test]
async fn what_is_taken_is_told_by_its_column() {
    let house = House::open().await;
    let mut tx = house.store.write().await.unwrap();
    let scope = Scope { offering: OfferingId::new(OTHER), ..SCOPE };
    let name = tx.add_offering(scope, "northwind-vector", false, PERSON, AT).await.unwrap_err();
    assert!(name.is_unique("offering.name") && !name.is_unique("offering.id"), "{name}");
    let email = tx.add_person(&person(PersonId::new(OTHER), "ADA@Northwind.example")).await.unwrap_err();
    assert!(email.is_unique("person.email"), "{email}");
    tx.record(&event(1)).await.unwrap();
    let twice = tx.record(&event(1)).await.unwrap_err();
    assert!(twice.is_unique("event.id"), "{twice}");
    tx.add_setup_link("hash", PERSON, AT).await.unwrap();
    assert!(tx.add_setup_link("hash", PERSON, AT).await.unwrap_err().is_unique("setup_link.token_hash"));
    tx.add_identity("https://id.example", "1", PERSON).await.unwrap();
    assert!(tx.add_identity("https://id.example", "1", PERSON).await.unwrap_err().is_unique("identity.subject"));
}

#[tokio::test]
async fn nothing_refers_to_what_is_not_there() {
    let house = House::open().await;
    let mut tx = house.store.write().await.unwrap();
    let stranger = PersonId::new(OTHER);
    let (account, offering) = (AccountId::new(OTHER), OfferingId::new(OTHER));
    for refused in [
        tx.add_offering(Scope { account, offering }, "b", false, PERSON, AT).await.unwrap_err(),
        tx.add_offering(Scope { offering, ..SCOPE }, "b", false, stranger, AT).await.unwrap_err(),
        tx.register_access(Scope { account, ..SCOPE }, AT).await.unwrap_err(),
    ] {
        assert!(matches!(&refused, Error::Driver(error) if error.to_string().contains("FOREIGN KEY")), "{refused}");
    }
}

#[tokio::test]
async fn every_table_is_strict_and_every_tenant_table_is_tied_to_its_account() {
    let house = House::empty().await;
    let mut connection = house.bare().await;
    let loose: Vec<String> = sqlx::query_scalar(
        "select name from pragma_table_list \
         where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite\\_%' escape '\\' \
           and name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert_eq!(loose, Vec::<String>::new());
    // Events may be about no offering, accounts are the tenants themselves, and people belong to several.
    let untied: Vec<String> = sqlx::query_scalar(
        "select t.name from sqlite_schema t \
         where t.type = 'table' \
           and exists (select 1 from pragma_table_info(t.name) where name = 'offering_id') \
           and not exists (select 1 from pragma_foreign_key_list(t.name) where \"from\" = 'account_id' and \"to\" = 'account_id') \
           and t.name <> 'event'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert_eq!(untied, Vec::<String>::new());
}

#[tokio::test]
async fn what_belongs_to_a_tenant_always_says_to_which() {
    let house = House::empty().await;
    let mut connection = house.bare().await;
    let tables = "select t.name from sqlite_schema t join pragma_table_info(t.name) c \
                  where t.type = 'table' and c.name = 'account_id' and c.\"notnull\" = ";
    let named = |notnull: u8| sqlx::AssertSqlSafe(format!("{tables}{notnull} order by t.name"));
    let optional: Vec<String> = sqlx::query_scalar(named(0)).fetch_all(&mut connection).await.unwrap();
    // The operator's own events belong to no account, and neither do people's consents to the console's own clients and
    // the tokens of people of the operator who work in none.
    assert_eq!(optional, ["consent", "event", "personal_token"]);
    let told: Vec<String> = sqlx::query_scalar(named(1)).fetch_all(&mut connection).await.unwrap();
    assert!(told.len() > 20, "{told:?}");
}
