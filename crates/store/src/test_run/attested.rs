//! What people say that they saw of a run, beside its checks.

use slipway_domain::ids::{PersonId, TestRunId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::test_run::Attested;

use crate::row::moment;
use crate::{Result, Store, Tx};

/// Somebody looked at what a check left to a person.
#[derive(Debug, Clone)]
pub struct NewTestAttestation<'a> {
    pub scope: Scope,
    pub run: TestRunId,
    pub check: &'a str,
    pub note: &'a str,
    pub by: PersonId,
    pub at: Moment,
}

impl Store {
    /// By the ids of the checks, in the order of time.
    pub async fn test_attestations(&self, scope: Scope, run: TestRunId) -> Result<Vec<(String, Attested)>> {
        let rows: Vec<(String, String, i64, String)> = sqlx::query_as(
            "select a.check_id, p.name, a.attested_at, a.note \
             from test_attestation a \
             join person p on p.id = a.attested_by \
             where a.account_id = $1 and a.offering_id = $2 and a.run_id = $3 \
             order by a.attested_at, a.check_id",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(run.to_string())
        .fetch_all(&self.reader)
        .await?;
        let attested = |(check, by_name, at, note): (String, String, i64, String)| {
            (check, Attested { by_name, at: moment(at), note })
        };
        Ok(rows.into_iter().map(attested).collect())
    }
}

impl Tx {
    /// False: somebody said so before, and that stays.
    pub async fn attest_test_check(&mut self, new: &NewTestAttestation<'_>) -> Result<bool> {
        let done = sqlx::query(
            "insert into test_attestation (account_id, offering_id, run_id, check_id, note, attested_at, attested_by) \
             values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        )
        .bind(new.scope.account.to_string())
        .bind(new.scope.offering.to_string())
        .bind(new.run.to_string())
        .bind(new.check)
        .bind(new.note)
        .bind(new.at.millis())
        .bind(new.by.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
