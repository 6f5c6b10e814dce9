use sqlx::AssertSqlSafe;
use tempfile::TempDir;

use super::*;

async fn copied(dir: &TempDir) -> (PathBuf, Digests) {
    let store = Store::open(&dir.path().join("slipway.db")).await.unwrap();
    let to = dir.path().join("copy.db");
    store.copy_to(&to).await.unwrap();
    (to, store.digests().await.unwrap())
}

async fn alter(path: &Path, statement: &'static str) {
    let options = SqliteConnectOptions::new().filename(path).foreign_keys(false);
    let mut connection = options.connect().await.unwrap();
    sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_sound_copy_has_nothing_wrong_with_it() {
    let dir = TempDir::new().unwrap();
    let (copy, source) = copied(&dir).await;
    assert_eq!(judge(&copy, &source).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_row_that_the_source_does_not_have_is_found() {
    let dir = TempDir::new().unwrap();
    let (copy, source) = copied(&dir).await;
    alter(&copy, "update catalog_version set version = version + 1").await;
    assert_eq!(judge(&copy, &source).await.unwrap(), ["catalog_version differs from the source"]);
}

#[tokio::test]
async fn a_table_more_or_less_is_found() {
    let dir = TempDir::new().unwrap();
    let (copy, source) = copied(&dir).await;
    alter(&copy, "create table surplus (a) ").await;
    alter(&copy, "drop table attestation").await;
    let wrong = judge(&copy, &source).await.unwrap();
    assert_eq!(wrong, ["attestation differs from the source", "surplus differs from the source"]);
}

#[tokio::test]
async fn a_row_that_refers_to_nothing_is_found() {
    let dir = TempDir::new().unwrap();
    let (copy, _) = copied(&dir).await;
    assert_eq!(Store::examine(&copy).await.unwrap(), Vec::<String>::new());
    alter(&copy, "insert into operator_role (person_id, role) values ('nobody', 'admin')").await;
    assert_eq!(Store::examine(&copy).await.unwrap(), ["a row of operator_role refers to nothing"]);
}

#[tokio::test]
async fn a_damaged_page_is_found() {
    let dir = TempDir::new().unwrap();
    let (copy, _) = copied(&dir).await;
    let mut bytes = fs::read(&copy).unwrap();
    // The head of the second page: a table's root.
    bytes[4096..4104].fill(0xff);
    fs::write(&copy, bytes).unwrap();
    let found = Store::examine(&copy).await;
    assert!(found.is_err() || !found.unwrap().is_empty());
}
