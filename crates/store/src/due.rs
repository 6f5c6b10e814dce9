//! What is written anew before a transaction ends: triggers mark the offerings that it is due for. What is written, and
//! by which tables, is not known here.

use slipway_domain::offering::Scope;

use crate::row::scope;
use crate::{Error, Result, Tx};

impl Tx {
    /// The offerings that are marked in `table`; `statement` takes the marks off.
    pub(crate) async fn due(&mut self, table: &'static str, statement: &'static str) -> Result<Vec<Scope>> {
        let due: Vec<(String, String)> = sqlx::query_as(statement).fetch_all(self.on()).await?;
        due.iter().map(|(account, offering)| scope(table, account, offering)).collect()
    }
}

/// What cannot be read is told where it is read. It keeps nobody from changing something else; the log says what comes
/// of it `instead`.
pub(crate) fn as_far_as_read(settled: Result<()>, instead: &'static str) -> Result<()> {
    match settled {
        Err(error @ Error::Inconsistent { .. }) => {
            tracing::warn!(%error, "{instead}");
            Ok(())
        }
        settled => settled,
    }
}
