//! What a run found, written while it goes on and when it ends.

use slipway_domain::ids::TestRunId;
use slipway_domain::test_run::{Inputs, Options};
use slipway_domain::view::{CheckResult, Exchange};
use uuid::Uuid;

use crate::lease::Holding;
use crate::row::{body, id, to_body};
use crate::{Result, Tx};

impl Tx {
    pub async fn add_test_check(&mut self, held: &Holding, check: &CheckResult) -> Result<()> {
        sqlx::query(
            "insert into test_check (account_id, offering_id, run_id, position, id, level, outcome, reason, facts, \
                                     took_ms, exchanges, from_id) \
             select $1, $2, $3, count(*), $4, $5, $6, $7, $8, $9, $10, $11 from test_check \
             where account_id = $1 and offering_id = $2 and run_id = $3",
        )
        .bind(held.scope.account.to_string())
        .bind(held.scope.offering.to_string())
        .bind(held.id.to_string())
        .bind(&check.id)
        .bind(check.level.name())
        .bind(check.outcome.name())
        .bind(&check.reason)
        .bind(to_body(&check.facts))
        .bind(i64::try_from(check.took_ms).unwrap_or(i64::MAX))
        .bind(to_body(&check.exchanges))
        .bind(check.from.map(|from| from.run.to_string()))
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Under which identity the next call is sent. To be written before that.
    pub async fn add_test_call(&mut self, held: &Holding, request: Uuid) -> Result<()> {
        sqlx::query(
            "insert into test_call (account_id, offering_id, run_id, number, request) \
             select $1, $2, $3, coalesce(max(number), 0) + 1, $4 from test_call \
             where account_id = $1 and offering_id = $2 and run_id = $3",
        )
        .bind(held.scope.account.to_string())
        .bind(held.scope.offering.to_string())
        .bind(held.id.to_string())
        .bind(request.hyphenated().to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Exchanges of a clean-up after an interruption go on counting.
    pub async fn add_test_exchange(&mut self, held: &Holding, exchange: &Exchange) -> Result<()> {
        sqlx::query(
            "insert into test_exchange (account_id, offering_id, run_id, number, body) \
             select $1, $2, $3, coalesce(max(number), 0) + 1, $4 from test_exchange \
             where account_id = $1 and offering_id = $2 and run_id = $3",
        )
        .bind(held.scope.account.to_string())
        .bind(held.scope.offering.to_string())
        .bind(held.id.to_string())
        .bind(to_body(exchange))
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Results of another run, in place of the run's own.
    pub(super) async fn keep_test_checks(&mut self, held: &Holding, kept: &[CheckResult]) -> Result<()> {
        for check in kept {
            sqlx::query(
                "delete from test_check where account_id = $1 and offering_id = $2 and run_id = $3 and id = $4",
            )
            .bind(held.scope.account.to_string())
            .bind(held.scope.offering.to_string())
            .bind(held.id.to_string())
            .bind(&check.id)
            .execute(self.on())
            .await?;
            self.add_test_check(held, check).await?;
        }
        Ok(())
    }

    /// What somebody chose when they asked for the run.
    pub async fn test_options(&mut self, held: &Holding) -> Result<Options> {
        let inputs: Option<String> =
            sqlx::query_scalar("select inputs from test_run where account_id = $1 and offering_id = $2 and id = $3")
                .bind(held.scope.account.to_string())
                .bind(held.scope.offering.to_string())
                .bind(held.id.to_string())
                .fetch_optional(self.on())
                .await?;
        let Some(inputs) = inputs else { return Ok(Options::default()) };
        let inputs: Inputs = body("test_run", "inputs", &held.id.to_string(), &inputs)?;
        Ok(inputs.options)
    }

    /// What the run goes back to, if it makes some checks of another one again.
    pub async fn test_repeated(&mut self, held: &Holding) -> Result<Option<(TestRunId, Vec<String>)>> {
        let row: Option<(Option<String>, Option<String>)> = sqlx::query_as(
            "select base_id, asked from test_run where account_id = $1 and offering_id = $2 and id = $3",
        )
        .bind(held.scope.account.to_string())
        .bind(held.scope.offering.to_string())
        .bind(held.id.to_string())
        .fetch_optional(self.on())
        .await?;
        let Some((Some(base), Some(asked))) = row else { return Ok(None) };
        let asked = body("test_run", "asked", &held.id.to_string(), &asked)?;
        Ok(Some((id("test_run", "base_id", &base)?, asked)))
    }
}
