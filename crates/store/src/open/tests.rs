use sqlx::Executor;
use tempfile::TempDir;

use super::*;

/// What `SQLite` itself says about a connection.
async fn pragmas(connection: &mut SqliteConnection) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for pragma in
        ["journal_mode", "synchronous", "foreign_keys", "trusted_schema", "busy_timeout", "query_only", "mmap_size"]
    {
        let row = (&mut *connection).fetch_one(sqlx::AssertSqlSafe(format!("pragma {pragma}"))).await.unwrap();
        let value = sqlx::Row::try_get::<String, _>(&row, 0)
            .or_else(|_| sqlx::Row::try_get::<i64, _>(&row, 0).map(|number| number.to_string()));
        found.push((pragma, value.unwrap()));
    }
    found
}

fn expected(query_only: &str) -> Vec<(&'static str, String)> {
    [
        ("journal_mode", "wal"),
        // FULL
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
        ("busy_timeout", "5000"),
        ("query_only", query_only),
        ("mmap_size", "0"),
    ]
    .map(|(pragma, value)| (pragma, value.to_owned()))
    .to_vec()
}

#[tokio::test]
async fn every_connection_is_durable_and_believes_nothing_in_the_file() {
    let dir = TempDir::new().unwrap();
    let store = Store::open(&dir.path().join("slipway.db")).await.unwrap();
    assert_eq!(pragmas(&mut store.writer.acquire().await.unwrap()).await, expected("0"));
    let mut readers = Vec::new();
    for _ in 0..READERS {
        readers.push(store.reader.acquire().await.unwrap());
    }
    for reader in &mut readers {
        assert_eq!(pragmas(reader).await, expected("1"));
    }
    assert_eq!(store.writer.options().get_max_connections(), 1, "there is one writer");
}

#[tokio::test]
async fn a_reader_writes_nothing() {
    let dir = TempDir::new().unwrap();
    let store = Store::open(&dir.path().join("slipway.db")).await.unwrap();
    assert!(sqlx::query("update probe set count = 7").execute(&store.reader).await.is_err());
}

#[test]
fn a_sqlite_that_can_lose_commits_is_refused() {
    for old in ["3.51.2", "3.50.9", "2.99.99", "", "x"] {
        assert!(check_version(old).is_err(), "{old}");
    }
    for fine in ["3.51.3", "3.51.10", "3.52.0", "4.0.0"] {
        assert!(check_version(fine).is_ok(), "{fine}");
    }
}
