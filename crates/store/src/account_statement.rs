//! Statements that stand, line by line, and whose months wait for theirs.

use slipway_domain::ids::{AccountId, InstanceId};
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::statement::{ShownLine, StatementLine};
use sqlx::FromRow;

use crate::kept_reckoning::{AT_ONCE, NewLine};
use crate::row::{body, id, moment, parsed, to_body};
use crate::{ReckoningOf, Result, Store, Tx};

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
    customer_id: String,
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

    /// Some lines of a statement that stands, as pages show them.
    pub async fn frozen_page(
        &self,
        customer: AccountId,
        month: Month,
        (from, most): (usize, usize),
    ) -> Result<Vec<ShownLine>> {
        let rows: Vec<(String, Option<i64>)> = sqlx::query_as(
            "select coalesce(shown, body), instances from account_statement_line \
             where customer_id = $1 and month = $2 and position >= $3 order by position limit $4",
        )
        .bind(customer.to_string())
        .bind(month.to_string())
        .bind(i64::try_from(from).unwrap_or(i64::MAX))
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(&self.reader)
        .await?;
        let shown = |(text, instances): &(String, Option<i64>)| {
            let line: StatementLine = body(TABLE, "body", &customer.to_string(), text)?;
            Ok(match instances {
                Some(instances) => ShownLine { line, instances: usize::try_from(*instances).unwrap_or_default() },
                // An older version wrote it.
                None => ShownLine::of(&line),
            })
        };
        rows.iter().map(shown).collect()
    }

    /// The lines of an offering in a statement that stands.
    pub async fn frozen_lines(&self, of: ReckoningOf) -> Result<Vec<StatementLine>> {
        let rows: Vec<String> = sqlx::query_scalar(
            "select body from account_statement_line \
             where account_id = $1 and offering_id = $2 and month = $3 and customer_id = $4 order by position",
        )
        .bind(of.scope.account.to_string())
        .bind(of.scope.offering.to_string())
        .bind(of.month.to_string())
        .bind(of.customer.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|line| body(TABLE, "body", &of.customer.to_string(), line)).collect()
    }

    /// Those that are of one instance alone, or of several: among those it may be.
    pub async fn frozen_lines_of_instance(&self, of: ReckoningOf, instance: InstanceId) -> Result<Vec<StatementLine>> {
        let rows: Vec<String> = sqlx::query_scalar(
            "select body from account_statement_line \
             where +account_id = $1 and +offering_id = $2 and month = $3 and customer_id = $4 \
               and (instance_id = $5 or instance_id is null) order by +position",
        )
        .bind(of.scope.account.to_string())
        .bind(of.scope.offering.to_string())
        .bind(of.month.to_string())
        .bind(of.customer.to_string())
        .bind(instance.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|line| body(TABLE, "body", &of.customer.to_string(), line)).collect()
    }

    /// The accounts that have, or had, instances of any offering.
    pub async fn customers(&self) -> Result<Vec<Customer>> {
        let rows: Vec<CustomerRow> = sqlx::query_as(
            "select c.customer_id, min(c.since) as since, \
                    (select max(s.month) from account_statement s where s.customer_id = c.customer_id) as frozen \
             from offering_customer c group by c.customer_id",
        )
        .fetch_all(&self.reader)
        .await?;
        let month = |text: &String| parsed(TABLE, "month", text, text, Month::parse);
        rows.iter()
            .map(|row| {
                Ok(Customer {
                    account: id("offering_customer", "customer_id", &row.customer_id)?,
                    since: moment(row.since),
                    frozen: row.frozen.as_ref().map(month).transpose()?,
                })
            })
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
        lines: &[(Scope, &StatementLine)],
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
        for (number, chunk) in lines.chunks(AT_ONCE).enumerate() {
            let line = |(position, (of, line)): (usize, &(Scope, &StatementLine))| NewLine::of(position, *of, line);
            let rows: Vec<NewLine> = (number * AT_ONCE..).zip(chunk).map(line).collect();
            sqlx::query(
                "insert into account_statement_line (account_id, offering_id, customer_id, month, position, \
                                                     instance_id, instances, shown, body) \
                 select l.value ->> '$.account', l.value ->> '$.offering', $1, $2, l.value ->> '$.position', \
                        l.value ->> '$.instance', l.value ->> '$.instances', l.value ->> '$.shown', \
                        l.value ->> '$.body' \
                 from json_each($3) l",
            )
            .bind(customer.to_string())
            .bind(month.to_string())
            .bind(to_body(&rows))
            .execute(self.on())
            .await?;
        }
        Ok(true)
    }
}
