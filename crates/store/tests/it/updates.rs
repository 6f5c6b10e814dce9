//! From an older version's tables to this one's, and from a newer version's not at all.

use std::fs;
use std::path::Path;

use slipway_domain::deployment::DeploymentState;
use slipway_domain::offering_line::LinesQuery;
use slipway_store::{Error, Store};
use tempfile::TempDir;

use crate::support::{ACCOUNT, AT, SCOPE, bare, furnish};

/// The schema before this one's.
fn previous() -> i64 {
    let schemas = Store::schemas();
    schemas[schemas.len() - 2]
}

async fn applied(file: &Path) -> Vec<(i64, Vec<u8>)> {
    let mut connection = bare(file).await;
    sqlx::query_as("select version, checksum from _sqlx_migrations order by version")
        .fetch_all(&mut connection)
        .await
        .unwrap()
}

/// A database that the previous version has used and left.
async fn left_behind(dir: &TempDir) -> std::path::PathBuf {
    let file = dir.path().join("slipway.db");
    let store = Store::open_at(&file, previous()).await.unwrap();
    furnish(&store).await;
    store.close().await;
    file
}

fn copies(dir: &TempDir) -> Vec<String> {
    let names = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut copies: Vec<String> = names.filter(|name| name.contains("schema")).collect();
    copies.sort();
    copies
}

#[tokio::test]
async fn a_copy_is_made_before_the_tables_change_and_holds_what_was_there() {
    let dir = TempDir::new().unwrap();
    let file = left_behind(&dir).await;
    let before = applied(&file).await;
    let store = Store::open(&file).await.unwrap();
    let copy = dir.path().join(format!("slipway-schema-{}.db", previous()));
    assert_eq!(copies(&dir), [copy.file_name().unwrap().to_str().unwrap()]);
    assert_eq!(applied(&copy).await, before);
    assert_eq!(applied(&file).await.len(), before.len() + 1);
    let copied = Store::open_as_it_is(&copy).await.unwrap();
    assert_eq!(copied.digests().await.unwrap()["person"], store.digests().await.unwrap()["person"]);
}

#[tokio::test]
async fn a_new_database_and_a_current_one_are_not_copied() {
    let dir = TempDir::new().unwrap();
    for _ in 0..2 {
        Store::open(&dir.path().join("slipway.db")).await.unwrap().close().await;
    }
    assert_eq!(copies(&dir), Vec::<String>::new());
}

#[tokio::test]
async fn the_last_three_copies_are_kept() {
    let dir = TempDir::new().unwrap();
    let file = left_behind(&dir).await;
    for old in [1, 2, 9] {
        fs::write(dir.path().join(format!("slipway-schema-{old}.db")), "old").unwrap();
    }
    fs::write(dir.path().join("slipway-schema-mine.db"), "not ours").unwrap();
    Store::open(&file).await.unwrap();
    let latest = format!("slipway-schema-{}.db", previous());
    let mut expected = ["slipway-schema-2.db", "slipway-schema-9.db", &latest, "slipway-schema-mine.db"];
    expected.sort_unstable();
    assert_eq!(copies(&dir), expected);
}

#[tokio::test]
async fn without_a_copy_nothing_changes() {
    let dir = TempDir::new().unwrap();
    let file = left_behind(&dir).await;
    let before = applied(&file).await;
    // A directory stands where the copy has to go.
    fs::create_dir(dir.path().join(format!("slipway-schema-{}.db", previous()))).unwrap();
    assert!(matches!(Store::open(&file).await, Err(Error::Copy(_))));
    assert_eq!(applied(&file).await, before);
}

#[tokio::test]
async fn a_backup_of_older_tables_leaves_them_older() {
    let dir = TempDir::new().unwrap();
    let file = left_behind(&dir).await;
    let before = applied(&file).await;
    let store = Store::open_as_it_is(&file).await.unwrap();
    let copy = dir.path().join("backup.db");
    store.copy_to(&copy).await.unwrap();
    store.close().await;
    assert_eq!(applied(&file).await, before);
    assert_eq!(applied(&copy).await, before);
    assert_eq!(copies(&dir), Vec::<String>::new());
}

#[tokio::test]
async fn newer_tables_are_refused_with_both_numbers_and_can_still_be_backed_up() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("slipway.db");
    Store::open(&file).await.unwrap().close().await;
    let newest = *Store::schemas().last().unwrap();
    sqlx::query(
        "insert into _sqlx_migrations (version, description, installed_on, success, checksum, execution_time) \
         values ($1, 'of tomorrow', '2027-01-01', true, x'00', 0)",
    )
    .bind(newest + 5)
    .execute(&mut bare(&file).await)
    .await
    .unwrap();
    for refused in [Store::open(&file).await, Store::open_current(&file).await] {
        let error = refused.unwrap_err();
        assert!(matches!(error, Error::Newer { found, known } if found == newest + 5 && known == newest));
        let text = error.to_string();
        assert!(text.contains(&(newest + 5).to_string()) && text.contains(&newest.to_string()), "{text}");
    }
    let store = Store::open_as_it_is(&file).await.unwrap();
    store.copy_to(&dir.path().join("backup.db")).await.unwrap();
    assert!(store.probe().await.is_err(), "a server under which the tables were changed is not ready");
}

#[tokio::test]
async fn a_migration_that_is_not_the_known_one_is_refused() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("slipway.db");
    Store::open(&file).await.unwrap().close().await;
    sqlx::query("update _sqlx_migrations set checksum = x'00' where version = 3")
        .execute(&mut bare(&file).await)
        .await
        .unwrap();
    for refused in [Store::open(&file).await, Store::open_current(&file).await] {
        assert!(refused.unwrap_err().to_string().contains("migration 3"));
    }
}

#[tokio::test]
async fn beside_a_running_server_older_tables_are_left_alone() {
    let dir = TempDir::new().unwrap();
    let file = left_behind(&dir).await;
    let before = applied(&file).await;
    let text = Store::open_current(&file).await.unwrap_err().to_string();
    assert!(text.contains(&format!("schema {}", previous())), "{text}");
    assert_eq!(applied(&file).await, before);
    assert!(Store::open_current(&dir.path().join("none.db")).await.is_err());
    assert!(!dir.path().join("none.db").exists(), "nothing is made");
}

#[tokio::test]
async fn every_earlier_schema_leads_to_this_one() {
    for schema in Store::schemas() {
        let dir = TempDir::new().unwrap();
        let file = dir.path().join("slipway.db");
        Store::open_at(&file, schema).await.unwrap().close().await;
        Store::open(&file).await.unwrap().close().await;
        assert_eq!(Store::examine(&file).await.unwrap(), Vec::<String>::new(), "from {schema}");
    }
}

/// Every value of a table, as text.
async fn values(file: &Path, table: &str) -> Vec<String> {
    let mut on = bare(file).await;
    let columns: Vec<String> = sqlx::query_scalar("select name from pragma_table_info($1) order by cid")
        .bind(table)
        .fetch_all(&mut on)
        .await
        .unwrap();
    let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
    let all = format!("select {} from {table} order by 1", quoted.join(" || ', ' || "));
    sqlx::query_scalar(sqlx::AssertSqlSafe(all)).fetch_all(&mut on).await.unwrap()
}

/// One of everything that names a plan, a broker or a snapshot, as schema 44 kept it.
const OLD_ROWS: &str = "\
insert into plan (account_id, id, offering_id, position, revision, body, approval, saved_at, saved_by)
select account_id, '00000000-0000-0000-0000-0000000000c1', id, 1, 3, '{}', 'draft', 5, created_by from offering;
insert into plan (account_id, id, offering_id, position, revision, body, approval, saved_at, saved_by)
select account_id, '00000000-0000-0000-0000-0000000000c2', id, 2, 1, '{}', 'approved', 5, created_by from offering;
insert into broker (account_id, id, offering_id, name, url, username, osb_version, state, revision, saved_at, saved_by)
select account_id, '00000000-0000-0000-0000-0000000000d1', id, 'eu', '', '', '2.17', 'registered', 2, 5, created_by
from offering;
insert into deployment (account_id, id, offering_id, plan_id, location, broker_id, target_crn, state, published_at,
                        created_at, created_by)
select account_id, '00000000-0000-0000-0000-0000000000e1', id, '00000000-0000-0000-0000-0000000000c1', 'eu-de',
       '00000000-0000-0000-0000-0000000000d1', 'crn', 'published_limited', 6, 5, created_by
from offering;
insert into snapshot (account_id, id, offering_id, content, sha256, created_at, created_by)
select account_id, '00000000-0000-0000-0000-0000000000e2', id, '{}', 'hash', 5, created_by from offering;
insert into catalog_entry (account_id, offering_id, snapshot_id, visibility, published_at)
select account_id, id, '00000000-0000-0000-0000-0000000000e2', 'private', 6 from offering;
insert into submission (account_id, id, offering_id, snapshot_id, content_sha256, note, state, submitted_at,
                        submitted_by, decided_at, decided_by, reason, internal_note)
select account_id, '00000000-0000-0000-0000-0000000000e3', id, '00000000-0000-0000-0000-0000000000e2', 'hash', 'Look.',
       'returned', 6, created_by, 7, created_by, 'Why?', 'Hm.'
from offering;";

#[tokio::test]
async fn what_there_was_before_the_keys_named_the_offering_is_kept_and_the_catalog_still_moves_with_it() {
    const TABLES: [&str; 6] = ["plan", "broker", "deployment", "snapshot", "catalog_entry", "submission"];
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("slipway.db");
    let old = Store::open_at(&file, 44).await.unwrap();
    furnish(&old).await;
    old.close().await;
    sqlx::raw_sql(OLD_ROWS).execute(&mut bare(&file).await).await.unwrap();
    let mut before = Vec::new();
    for table in TABLES {
        before.push(values(&file, table).await);
    }
    let store = Store::open(&file).await.unwrap();
    for (table, before) in TABLES.iter().zip(before) {
        assert!(!before.is_empty(), "{table}");
        let now = values(&file, table).await;
        // Columns that came later stand behind those that there were.
        let is_kept = now.len() == before.len() && now.iter().zip(&before).all(|(now, before)| now.starts_with(before));
        assert!(is_kept, "{table}: {now:?} after {before:?}");
    }
    let plans = store.offering(SCOPE).await.unwrap().unwrap().plans;
    let authors: Vec<usize> = plans.iter().map(|plan| plan.authors.len()).collect();
    assert_eq!(authors, [1, 0], "whoever saved a plan last is its author, unless it was agreed to");

    let version = store.catalog_version().await.unwrap();
    let mut tx = store.write().await.unwrap();
    let (limited, public) = (DeploymentState::PublishedLimited, DeploymentState::PublishedPublic);
    assert_eq!(tx.move_deployments(SCOPE, limited, public, AT).await.unwrap(), 1);
    tx.remove_entry(SCOPE).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.catalog_version().await.unwrap(), version + 2);
}

#[tokio::test]
async fn offerings_from_before_there_were_lines_are_in_the_lists_at_once() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("slipway.db");
    let before = Store::schemas().into_iter().filter(|schema| *schema < 130).max().unwrap();
    let store = Store::open_at(&file, before).await.unwrap();
    furnish(&store).await;
    store.close().await;
    let store = Store::open(&file).await.unwrap();
    let by_age = LinesQuery { sort: "age".to_owned(), ..LinesQuery::default() };
    for (account, query) in [(None, LinesQuery::default()), (Some(ACCOUNT), by_age)] {
        let page = store.offering_lines(account, &query).await.unwrap();
        assert_eq!((page.scopes, page.view.all()), (vec![SCOPE], 1));
    }
}
