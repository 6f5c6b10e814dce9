//! Statements that stand, line by line, and whose months wait for theirs.

use slipway_domain::ids::AccountId;
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::statement::StatementLine;
use sqlx::FromRow;

use crate::row::{body, id, moment, parsed, scope, to_body};
use crate::{Result, Store, Tx};

/// An account that has, or had, instances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Customer {
    pub account: AccountId,
    /// When its first instance was asked for.
    pub since: Moment,
    /// The latest month whose statement stands.
    pub frozen: Option<Month>,
}

const TABLE: &str = "account_statement";

#[derive(FromRow)]
struct CustomerRow {
    consumer_id: String,
    since: i64,
    frozen: Option<String>,
}

impl Store {
    /// When the statement was frozen, with its lines; `None`: it is a draft.
    pub async fn frozen_statement(
        &self,
        customer: AccountId,
        month: Month,
    ) -> Result<Option<(Moment, Vec<StatementLine>)>> {
        let Some(at) = self.frozen_at(customer, month).await? else { return Ok(None) };
        let lines: Vec<String> = sqlx::query_scalar(
            "select body from account_statement_line where customer_id = $1 and month = $2 order by position",
        )
        .bind(customer.to_string())
        .bind(month.to_string())
        .fetch_all(&self.reader)
        .await?;
        let lines = lines.iter().map(|line| body(TABLE, "body", &customer.to_string(), line)).collect::<Result<_>>()?;
        Ok(Some((at, lines)))
    }

    /// Since when the statement of a month stands; `None`: it is a draft.
    pub async fn frozen_at(&self, customer: AccountId, month: Month) -> Result<Option<Moment>> {
        let at: Option<i64> =
            sqlx::query_scalar("select frozen_at from account_statement where customer_id = $1 and month = $2")
                .bind(customer.to_string())
                .bind(month.to_string())
                .fetch_optional(&self.reader)
                .await?;
        Ok(at.map(moment))
    }

    /// The lines of an offering in statements that stand, each with whose it is.
    pub async fn frozen_lines(&self, of: Scope, month: Month) -> Result<Vec<(AccountId, StatementLine)>> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "select customer_id, body from account_statement_line \
             where account_id = $1 and offering_id = $2 and month = $3 order by customer_id, position",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(month.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter()
            .map(|(customer, line)| Ok((id(TABLE, "customer_id", &customer)?, body(TABLE, "body", &customer, &line)?)))
            .collect()
    }

    /// The accounts that have, or had, instances of any offering.
    pub async fn customers(&self) -> Result<Vec<Customer>> {
        let rows: Vec<CustomerRow> = sqlx::query_as(
            "select i.consumer_id, min(i.created_at) as since, \
                    (select max(s.month) from account_statement s where s.customer_id = i.consumer_id) as frozen \
             from instance i group by i.consumer_id",
        )
        .fetch_all(&self.reader)
        .await?;
        let month = |text: &String| parsed(TABLE, "month", text, text, Month::parse);
        rows.iter()
            .map(|row| {
                Ok(Customer {
                    account: id("instance", "consumer_id", &row.consumer_id)?,
                    since: moment(row.since),
                    frozen: row.frozen.as_ref().map(month).transpose()?,
                })
            })
            .collect()
    }

    /// The accounts that have, or had, instances of an offering.
    pub async fn customers_of(&self, of: Scope) -> Result<Vec<AccountId>> {
        let rows: Vec<String> = sqlx::query_scalar(
            "select distinct consumer_id from instance where account_id = $1 and offering_id = $2 order by consumer_id",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|row| id("instance", "consumer_id", row)).collect()
    }

    /// When the first instance of an offering was asked for.
    pub async fn sold_since(&self, of: Scope) -> Result<Option<Moment>> {
        let since: Option<i64> =
            sqlx::query_scalar("select min(created_at) from instance where account_id = $1 and offering_id = $2")
                .bind(of.account.to_string())
                .bind(of.offering.to_string())
                .fetch_one(&self.reader)
                .await?;
        Ok(since.map(moment))
    }

    /// The offerings of which an account has, or had, instances, and when the first of each was asked for.
    pub async fn offerings_used_by(&self, customer: AccountId) -> Result<Vec<(Scope, Moment)>> {
        let rows: Vec<(String, String, i64)> = sqlx::query_as(
            "select i.account_id, i.offering_id, min(i.created_at) from instance i where i.consumer_id = $1 \
             group by i.account_id, i.offering_id order by min(i.rowid)",
        )
        .bind(customer.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|(account, offering, since)| Ok((scope("instance", account, offering)?, moment(*since))))
            .collect()
    }
}

impl Tx {
    /// Whether it did not stand before.
    pub async fn freeze_statement(
        &mut self,
        customer: AccountId,
        month: Month,
        at: Moment,
        lines: &[(Scope, StatementLine)],
    ) -> Result<bool> {
        let done = sqlx::query(
            "insert into account_statement (customer_id, month, frozen_at) values ($1, $2, $3) \
             on conflict (customer_id, month) do nothing",
        )
        .bind(customer.to_string())
        .bind(month.to_string())
        .bind(at.millis())
        .execute(self.on())
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        for (position, (of, line)) in (0i64..).zip(lines) {
            sqlx::query(
                "insert into account_statement_line (account_id, offering_id, customer_id, month, position, body) \
                 values ($1, $2, $3, $4, $5, $6)",
            )
            .bind(of.account.to_string())
            .bind(of.offering.to_string())
            .bind(customer.to_string())
            .bind(month.to_string())
            .bind(position)
            .bind(to_body(line))
            .execute(self.on())
            .await?;
        }
        Ok(true)
    }
}
