//! Who is kept out of an offering, and until when an invitation lasts.

use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::visibility::Excluded;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{id, moment};
use crate::{Result, Store, Tx};

#[derive(FromRow)]
struct ExcludedRow {
    excluded_account_id: String,
    account_name: String,
    added_at: i64,
}

async fn excluded(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<Excluded>> {
    let rows: Vec<ExcludedRow> = sqlx::query_as(
        "select x.excluded_account_id, a.name as account_name, x.added_at \
         from exclusion x \
         join account a on a.id = x.excluded_account_id \
         where x.account_id = $1 and x.offering_id = $2 \
         order by a.name, x.excluded_account_id",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Excluded {
                account: id("exclusion", "excluded_account_id", &row.excluded_account_id)?,
                account_name: row.account_name,
                added_at: moment(row.added_at),
            })
        })
        .collect()
}

impl Store {
    pub async fn excluded(&self, scope: Scope) -> Result<Vec<Excluded>> {
        excluded(&mut *self.reader.acquire().await?, scope).await
    }
}

impl Tx {
    pub async fn excluded(&mut self, scope: Scope) -> Result<Vec<Excluded>> {
        excluded(self.on(), scope).await
    }

    /// Sets the end of an invitation, or takes it away. False: the account is not on the list.
    pub async fn set_allowed_until(&mut self, scope: Scope, allowed: AccountId, until: Option<Moment>) -> Result<bool> {
        let done = sqlx::query(
            "update allowlist set expires_at = $1 \
             where account_id = $2 and offering_id = $3 and allowed_account_id = $4",
        )
        .bind(until.map(Moment::millis))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(allowed.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// False: the account is excluded already.
    pub async fn exclude(&mut self, scope: Scope, excluded: AccountId, by: PersonId, at: Moment) -> Result<bool> {
        let done = sqlx::query(
            "insert into exclusion (account_id, offering_id, excluded_account_id, added_at, added_by) \
             values ($1, $2, $3, $4, $5) \
             on conflict (offering_id, excluded_account_id) do nothing",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(excluded.to_string())
        .bind(at.millis())
        .bind(by.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// False: the account is not excluded.
    pub async fn readmit(&mut self, scope: Scope, excluded: AccountId) -> Result<bool> {
        let done = sqlx::query(
            "delete from exclusion where account_id = $1 and offering_id = $2 and excluded_account_id = $3",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(excluded.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
