//! What the tables hold, as one count and one hash for each: two databases with the same digests hold the same rows,
//! whatever their pages look like. It knows no table by name.

use std::collections::BTreeMap;

use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;

use crate::{Result, Store};

/// Every table by its name.
pub type Digests = BTreeMap<String, TableDigest>;

/// The rows of one table, in no particular order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDigest {
    pub rows: usize,
    /// Of the hashes of all rows, each row as SQL literals, sorted.
    pub sha256: [u8; 32],
}

impl Store {
    /// All tables at one moment.
    pub async fn digests(&self) -> Result<Digests> {
        let mut tx = self.reader.begin().await?;
        let found = digests(&mut tx).await?;
        tx.rollback().await?;
        Ok(found)
    }

    /// How many rows the writer has changed since it was opened, committed or not. Where this stands still, `digests`
    /// does.
    pub async fn changes(&self) -> Result<i64> {
        Ok(sqlx::query_scalar("select total_changes()").fetch_one(&self.writer).await?)
    }
}

/// Of one moment only inside a transaction, or where nobody writes. One row is held at a time.
pub(crate) async fn digests(on: &mut SqliteConnection) -> Result<Digests> {
    let columns: Vec<(String, String)> = sqlx::query_as(
        "select t.name, c.name from sqlite_schema t join pragma_table_info(t.name) c \
         where t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\' order by t.name, c.cid",
    )
    .fetch_all(&mut *on)
    .await?;
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, column) in columns {
        tables.entry(table).or_default().push(format!("quote({})", quoted(&column)));
    }
    let mut found = Digests::new();
    for (table, columns) in tables {
        // Only names from the schema are put into this text, each of them quoted.
        let select = format!("select {} from {}", columns.join(" || ',' || "), quoted(&table));
        let mut rows = sqlx::query_scalar::<_, String>(AssertSqlSafe(select)).fetch(&mut *on);
        let mut hashes = Vec::new();
        while let Some(row) = rows.try_next().await? {
            hashes.push(Sha256::digest(row));
        }
        drop(rows);
        found.insert(table, digest(hashes));
    }
    Ok(found)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn digest(mut rows: Vec<impl AsRef<[u8]> + Ord>) -> TableDigest {
    rows.sort_unstable();
    let mut hash = Sha256::new();
    for row in &rows {
        hash.update(row);
    }
    TableDigest { rows: rows.len(), sha256: hash.finalize().into() }
}
