//! Offerings that the catalog does not list. What a catalog entry says of that is read with it.

use slipway_domain::ids::PersonId;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;

use crate::{Result, Store, Tx};

impl Store {
    pub async fn is_hidden(&self, of: Scope) -> Result<bool> {
        let known: Option<i64> =
            sqlx::query_scalar("select since from hidden_offering where account_id = $1 and offering_id = $2")
                .bind(of.account.to_string())
                .bind(of.offering.to_string())
                .fetch_optional(&self.reader)
                .await?;
        Ok(known.is_some())
    }
}

impl Tx {
    /// False: it is hidden already.
    pub async fn hide(&mut self, of: Scope, by: PersonId, at: Moment) -> Result<bool> {
        let done = sqlx::query(
            "insert into hidden_offering (account_id, offering_id, since, hidden_by) \
             values ($1, $2, $3, $4) \
             on conflict (account_id, offering_id) do nothing",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(at.millis())
        .bind(by.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// False: it is not hidden.
    pub async fn unhide(&mut self, of: Scope) -> Result<bool> {
        let done = sqlx::query("delete from hidden_offering where account_id = $1 and offering_id = $2")
            .bind(of.account.to_string())
            .bind(of.offering.to_string())
            .execute(self.on())
            .await?;
        Ok(done.rows_affected() == 1)
    }
}
