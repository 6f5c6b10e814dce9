//! All tables as `SQLite` has them, so that a change of one is seen in review.

use crate::support::House;

#[tokio::test]
async fn the_tables_of_this_version() {
    let house = House::empty().await;
    let texts: Vec<String> = sqlx::query_scalar(
        "select sql from sqlite_schema \
         where sql is not null and name <> '_sqlx_migrations' and name not like 'sqlite\\_%' escape '\\' \
         order by tbl_name, type desc, name",
    )
    .fetch_all(&mut house.bare().await)
    .await
    .unwrap();
    insta::assert_snapshot!(texts.join("\n\n"));
}
