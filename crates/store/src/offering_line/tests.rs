use sqlx::AssertSqlSafe;
use tempfile::TempDir;

use super::*;

/// How the database goes about a statement.
async fn plan(store: &Store, statement: &str) -> String {
    let explained = AssertSqlSafe(format!("explain query plan {statement}"));
    let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(explained).fetch_all(&store.reader).await.unwrap();
    steps.into_iter().map(|(_, _, _, step)| step).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn every_page_is_read_along_an_index_and_nothing_is_sorted() {
    let dir = TempDir::new().unwrap();
    let store = Store::open(&dir.path().join("slipway.db")).await.unwrap();
    for order in Order::ALL {
        for is_backwards in [false, true] {
            let place = Place { track: None, turn: slipway_domain::stage::Turn::Nobody };
            let wanted = Wanted { account: None, place, order, is_backwards, behind: None, words: &[], most: 1 };
            let plan = plan(&store, wanted.statement()).await;
            let index = match order.key() {
                Key::Title => "offering_line_title (track=? AND turn=? AND (title,name)",
                Key::Since => "offering_line_since (track=? AND turn=? AND (since,title,name)",
                Key::Age => "offering_line_of_account (account_id=? AND track=? AND turn=? AND (created_at,name)",
            };
            assert!(plan.contains(index), "{order:?}: {plan}");
            assert!(!plan.contains("TEMP B-TREE"), "{order:?}: {plan}");
        }
    }
    store.close().await;
}
