//! Which ids other accounts have on the platform: a broker's catalog must not use one of them (BRK-CAT-05).

use slipway_domain::ids::AccountId;

use crate::{Result, Store};

impl Store {
    /// The ids of services and plans that belong to other accounts than this one, at most so many: those given last, as
    /// ids of version 7 sort by when they were given. Whose they are is not told.
    pub async fn taken_ids(&self, account: AccountId, most: u32) -> Result<Vec<String>> {
        Ok(sqlx::query_scalar(
            "select id from offering where account_id <> $1 \
             union all select id from plan where account_id <> $1 \
             order by id desc limit $2",
        )
        .bind(account.to_string())
        .bind(most)
        .fetch_all(&self.reader)
        .await?)
    }
}
