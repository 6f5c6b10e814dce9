//! Who has, or had, instances of which offering, each with what is known of one month: whether its statement stands, and
//! what was kept of it. Nothing here reads instances: they are counted as they are asked for.

use slipway_domain::ids::AccountId;
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use sqlx::FromRow;

use crate::row::{id, kept_body, moment, scope};
use crate::{Error, KeptReckoning, ReckoningOf, Result, Store};

/// A customer of an offering in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dealing {
    pub scope: Scope,
    pub customer: AccountId,
    /// When the first instance was asked for.
    pub since: Moment,
    /// How many there ever were.
    pub instances: u32,
    /// Since when the customer's statement of the month stands; `None`: it is a draft.
    pub frozen: Option<Moment>,
    /// `None` as well if it cannot be read.
    pub kept: Option<KeptReckoning>,
}

impl Dealing {
    pub const fn in_month(&self, month: Month) -> ReckoningOf {
        ReckoningOf { scope: self.scope, customer: self.customer, month }
    }
}

/// An offering as the list of what its provider earns names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    pub scope: Scope,
    /// The programmatic name.
    pub name: String,
    /// The display name as it is saved now; empty before the first save.
    pub title: String,
    /// When the first instance was asked for; `None`: nobody did.
    pub since: Option<Moment>,
}

const TABLE: &str = "offering_customer";

#[derive(FromRow)]
struct DealingRow {
    account_id: String,
    offering_id: String,
    customer_id: String,
    since: i64,
    instances: u32,
    frozen_at: Option<i64>,
    as_of: Option<i64>,
    is_closed: Option<bool>,
    has_lines: Option<bool>,
    body: Option<String>,
}

impl TryFrom<DealingRow> for Dealing {
    type Error = Error;

    fn try_from(row: DealingRow) -> Result<Self> {
        let kept = match (row.as_of, row.is_closed, row.has_lines, row.body) {
            (Some(as_of), Some(is_closed), Some(has_lines), Some(text)) => {
                kept_body("kept_reckoning", &row.customer_id, &text).map(|summary| KeptReckoning {
                    as_of: moment(as_of),
                    is_closed,
                    has_lines,
                    summary,
                })
            }
            _ => None,
        };
        Ok(Self {
            scope: scope(TABLE, &row.account_id, &row.offering_id)?,
            customer: id(TABLE, "customer_id", &row.customer_id)?,
            since: moment(row.since),
            instances: row.instances,
            frozen: row.frozen_at.map(moment),
            kept,
        })
    }
}

macro_rules! select_dealing {
    ($rest:literal) => {
        concat!(
            "select c.account_id, c.offering_id, c.customer_id, c.since, c.instances, s.frozen_at, k.as_of, k.is_closed, \
                    k.has_lines, k.body \
             from offering_customer c \
             left join account_statement s on s.customer_id = c.customer_id and s.month = $1 \
             left join kept_reckoning k \
               on k.account_id = c.account_id and k.offering_id = c.offering_id and k.customer_id = c.customer_id \
               and k.month = $1 ",
            $rest
        )
    };
}

impl Store {
    /// Everything that an account uses or used, in the order in which it first did.
    pub async fn dealings_of(&self, customer: AccountId, month: Month) -> Result<Vec<Dealing>> {
        let rows: Vec<DealingRow> = sqlx::query_as(select_dealing!("where c.customer_id = $2 order by c.number"))
            .bind(month.to_string())
            .bind(customer.to_string())
            .fetch_all(&self.reader)
            .await?;
        rows.into_iter().map(Dealing::try_from).collect()
    }

    /// Every customer of an offering.
    pub async fn dealings_at(&self, of: Scope, month: Month) -> Result<Vec<Dealing>> {
        let rows: Vec<DealingRow> =
            sqlx::query_as(select_dealing!("where c.account_id = $2 and c.offering_id = $3 order by c.customer_id"))
                .bind(month.to_string())
                .bind(of.account.to_string())
                .bind(of.offering.to_string())
                .fetch_all(&self.reader)
                .await?;
        rows.into_iter().map(Dealing::try_from).collect()
    }

    /// `None`: the account never had an instance of it.
    pub async fn dealing(&self, of: ReckoningOf) -> Result<Option<Dealing>> {
        let row: Option<DealingRow> =
            sqlx::query_as(select_dealing!("where c.account_id = $2 and c.offering_id = $3 and c.customer_id = $4"))
                .bind(of.month.to_string())
                .bind(of.scope.account.to_string())
                .bind(of.scope.offering.to_string())
                .bind(of.customer.to_string())
                .fetch_optional(&self.reader)
                .await?;
        row.map(Dealing::try_from).transpose()
    }

    /// Everybody's, but for those whose month is closed and has its summary.
    pub async fn dealings(&self, month: Month) -> Result<Vec<Dealing>> {
        let rows: Vec<DealingRow> =
            sqlx::query_as(select_dealing!("where coalesce(k.is_closed, 0) = 0 order by c.number"))
                .bind(month.to_string())
                .fetch_all(&self.reader)
                .await?;
        rows.into_iter().map(Dealing::try_from).collect()
    }

    /// The accounts that have, or had, instances of an offering.
    pub async fn customers_of(&self, of: Scope) -> Result<Vec<AccountId>> {
        let rows: Vec<String> = sqlx::query_scalar(
            "select customer_id from offering_customer where account_id = $1 and offering_id = $2 order by customer_id",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|row| id(TABLE, "customer_id", row)).collect()
    }

    /// The offerings of an account, oldest first, also those that nobody has.
    pub async fn sales_of(&self, account: AccountId) -> Result<Vec<Sale>> {
        let rows: Vec<(String, String, String, Option<i64>)> = sqlx::query_as(
            "select o.id, o.name, coalesce(d.body ->> 'display_name', ''), \
                    (select min(c.since) from offering_customer c \
                     where c.account_id = o.account_id and c.offering_id = o.id) \
             from offering o \
             left join section_draft d \
               on d.account_id = o.account_id and d.offering_id = o.id and d.section = 'listing' \
             where o.account_id = $1 \
             order by o.created_at, o.id",
        )
        .bind(account.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter()
            .map(|(offering, name, title, since)| {
                let scope = Scope { account, offering: id("offering", "id", &offering)? };
                Ok(Sale { scope, name, title, since: since.map(moment) })
            })
            .collect()
    }

    /// When the first instance of an offering was asked for.
    pub async fn sold_since(&self, of: Scope) -> Result<Option<Moment>> {
        let since: Option<i64> =
            sqlx::query_scalar("select min(since) from offering_customer where account_id = $1 and offering_id = $2")
                .bind(of.account.to_string())
                .bind(of.offering.to_string())
                .fetch_one(&self.reader)
                .await?;
        Ok(since.map(moment))
    }

    /// How many instances of an offering there ever were.
    pub async fn instances_ever(&self, of: Scope) -> Result<u32> {
        Ok(sqlx::query_scalar(
            "select coalesce(sum(instances), 0) from offering_customer where account_id = $1 and offering_id = $2",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .fetch_one(&self.reader)
        .await?)
    }
}
