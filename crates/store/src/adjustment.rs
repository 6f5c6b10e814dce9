//! What the operator put right on statements, as the lines that it adds to them.

use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::statement::StatementLine;
use sqlx::sqlite::SqliteConnection;

use crate::row::{body, id, parsed, scope, to_body};
use crate::{Result, Store, Tx};

/// An adjustment of one service on the statement of a customer.
#[derive(Debug, Clone, Copy)]
pub struct NewAdjustment<'a> {
    pub scope: Scope,
    pub customer: AccountId,
    pub month: Month,
    pub line: &'a StatementLine,
    pub by: PersonId,
    pub at: Moment,
}

const TABLE: &str = "statement_adjustment";

async fn adjustments(
    on: &mut SqliteConnection,
    customer: AccountId,
    month: Month,
) -> Result<Vec<(Scope, StatementLine)>> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "select account_id, offering_id, body from statement_adjustment where customer_id = $1 and month = $2 \
         order by number",
    )
    .bind(customer.to_string())
    .bind(month.to_string())
    .fetch_all(on)
    .await?;
    let line = |(account, offering, line): &(String, String, String)| {
        Ok((scope(TABLE, account, offering)?, body(TABLE, "body", offering, line)?))
    };
    rows.iter().map(line).collect()
}

async fn frozen_until(on: &mut SqliteConnection, customer: AccountId) -> Result<Option<Month>> {
    let latest: Option<String> = sqlx::query_scalar("select max(month) from account_statement where customer_id = $1")
        .bind(customer.to_string())
        .fetch_one(on)
        .await?;
    latest.map(|month| parsed("account_statement", "month", &month, &month, Month::parse)).transpose()
}

impl Store {
    /// What was adjusted on a statement, over all services, in the order in which it was.
    pub async fn adjustments(&self, customer: AccountId, month: Month) -> Result<Vec<(Scope, StatementLine)>> {
        adjustments(&mut *self.reader.acquire().await?, customer, month).await
    }

    /// What was adjusted of a service in a month, each with whose statement it is on.
    pub async fn adjustments_of(&self, of: Scope, month: Month) -> Result<Vec<(AccountId, StatementLine)>> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "select customer_id, body from statement_adjustment \
             where account_id = $1 and offering_id = $2 and month = $3 order by number",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(month.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|(customer, line)| Ok((id(TABLE, "customer_id", customer)?, body(TABLE, "body", customer, line)?)))
            .collect()
    }

    /// The latest month whose statement stands; `None`: none does.
    pub async fn frozen_until(&self, customer: AccountId) -> Result<Option<Month>> {
        frozen_until(&mut *self.reader.acquire().await?, customer).await
    }
}

impl Tx {
    /// As `Store::adjustments`: whoever closes a statement reads them in the transaction that does.
    pub async fn adjustments(&mut self, customer: AccountId, month: Month) -> Result<Vec<(Scope, StatementLine)>> {
        adjustments(self.on(), customer, month).await
    }

    pub async fn frozen_until(&mut self, customer: AccountId) -> Result<Option<Month>> {
        frozen_until(self.on(), customer).await
    }

    pub async fn adjust(&mut self, new: &NewAdjustment<'_>) -> Result<()> {
        sqlx::query(
            "insert into statement_adjustment (account_id, offering_id, customer_id, month, body, made_by, made_at) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(new.scope.account.to_string())
        .bind(new.scope.offering.to_string())
        .bind(new.customer.to_string())
        .bind(new.month.to_string())
        .bind(to_body(new.line))
        .bind(new.by.to_string())
        .bind(new.at.millis())
        .execute(self.on())
        .await?;
        Ok(())
    }
}
