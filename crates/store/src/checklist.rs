//! Attestations: the ticks that people give.

use slipway_domain::checklist::{Attestation, RowNumber};
use slipway_domain::ids::PersonId;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{id, moment};
use crate::{Result, Store, Tx};

#[derive(FromRow)]
struct AttestationRow {
    row: String,
    given_at: i64,
    given_by: String,
    given_by_name: String,
    inputs_sha256: String,
}

async fn attestations(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<Attestation>> {
    let rows: Vec<AttestationRow> = sqlx::query_as(
        "select t.\"row\", t.given_at, t.given_by, p.name as given_by_name, t.inputs_sha256 \
         from attestation t \
         join person p on p.id = t.given_by \
         where t.account_id = $1 and t.offering_id = $2",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Attestation {
                row: id("attestation", "row", &row.row)?,
                at: moment(row.given_at),
                by: id("attestation", "given_by", &row.given_by)?,
                by_name: row.given_by_name,
                inputs_sha256: row.inputs_sha256,
                is_stale: false,
            })
        })
        .collect()
}

impl Store {
    pub async fn attestations(&self, scope: Scope) -> Result<Vec<Attestation>> {
        attestations(&mut *self.reader.acquire().await?, scope).await
    }
}

impl Tx {
    pub async fn attestations(&mut self, scope: Scope) -> Result<Vec<Attestation>> {
        attestations(self.on(), scope).await
    }

    /// False: it is ticked already, for the same `inputs`; a tick for others gives way.
    pub async fn attest(
        &mut self,
        scope: Scope,
        row: RowNumber,
        by: PersonId,
        at: Moment,
        inputs_sha256: &str,
    ) -> Result<bool> {
        let done = sqlx::query(
            "insert into attestation (account_id, offering_id, \"row\", given_at, given_by, inputs_sha256) \
             values ($1, $2, $3, $4, $5, $6) \
             on conflict (offering_id, \"row\") do update \
             set given_at = excluded.given_at, given_by = excluded.given_by, inputs_sha256 = excluded.inputs_sha256 \
             where attestation.inputs_sha256 not in ('', excluded.inputs_sha256)",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(row.to_string())
        .bind(at.millis())
        .bind(by.to_string())
        .bind(inputs_sha256)
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    pub async fn withdraw_attestation(&mut self, scope: Scope, row: RowNumber) -> Result<bool> {
        let done = sqlx::query("delete from attestation where account_id = $1 and offering_id = $2 and \"row\" = $3")
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .bind(row.to_string())
            .execute(self.on())
            .await?;
        Ok(done.rows_affected() == 1)
    }
}
