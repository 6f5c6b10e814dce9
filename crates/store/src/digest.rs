//! What the tables hold, as one count and one hash for each: two databases with the same digests hold the same rows,
//! whatever their pages look like. It knows no table by name.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};
use sqlx::AssertSqlSafe;

use crate::{Result, Store};

/// The rows of one table, in no particular order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDigest {
    pub rows: usize,
    /// Of all rows, each as SQL literals, sorted.
    pub sha256: [u8; 32],
}

impl Store {
    /// Every table by its name, read within one statement and so at one moment.
    pub async fn digests(&self) -> Result<BTreeMap<String, TableDigest>> {
        let columns: Vec<(String, String)> = sqlx::query_as(
            "select t.name, c.name from sqlite_schema t join pragma_table_info(t.name) c \
             where t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\' order by t.name, c.cid",
        )
        .fetch_all(&self.reader)
        .await?;
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (table, column) in columns {
            tables.entry(table).or_default().push(format!("quote({})", quoted(&column)));
        }
        let selects: Vec<String> = tables
            .iter()
            .map(|(table, columns)| {
                let row = columns.join(" || ',' || ");
                format!("select '{}', {row} from {}", table.replace('\'', "''"), quoted(table))
            })
            .collect();
        // Only names from the schema are put into this text, each of them quoted.
        let rows: Vec<(String, String)> =
            sqlx::query_as(AssertSqlSafe(selects.join(" union all "))).fetch_all(&self.reader).await?;
        let mut found: BTreeMap<String, Vec<String>> = tables.into_keys().map(|table| (table, Vec::new())).collect();
        for (table, row) in rows {
            found.entry(table).or_default().push(row);
        }
        Ok(found.into_iter().map(|(table, rows)| (table, digest(rows))).collect())
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn digest(mut rows: Vec<String>) -> TableDigest {
    rows.sort_unstable();
    let mut hash = Sha256::new();
    for row in &rows {
        hash.update(row.as_bytes());
        hash.update(b"\n");
    }
    TableDigest { rows: rows.len(), sha256: hash.finalize().into() }
}
