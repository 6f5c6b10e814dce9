//! Plans as the catalog came to show them.

use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::plan::PlanRecord;
use slipway_domain::price_book::{PriceBook, PublishedPlan};
use sqlx::FromRow;

use crate::row::{body, id, moment, to_body};
use crate::{Result, Store, Tx};

const TABLE: &str = "published_plan";

#[derive(FromRow)]
struct PublishedRow {
    plan_id: String,
    since: i64,
    body: String,
}

impl Store {
    /// Everything that was ever published of the plans of an offering.
    pub async fn price_book(&self, scope: Scope) -> Result<PriceBook> {
        let rows: Vec<PublishedRow> = sqlx::query_as(
            "select plan_id, since, body from published_plan where account_id = $1 and offering_id = $2 \
             order by plan_id, number",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .fetch_all(&self.reader)
        .await?;
        let published = rows.into_iter().map(|row| {
            Ok(PublishedPlan {
                plan: id(TABLE, "plan_id", &row.plan_id)?,
                since: moment(row.since),
                draft: body(TABLE, "body", &row.plan_id, &row.body)?,
            })
        });
        Ok(PriceBook::new(published.collect::<Result<Vec<_>>>()?))
    }
}

impl Tx {
    /// From now on the catalog shows the plans like this. What it shows already is not written once more.
    pub(crate) async fn publish_plans(&mut self, scope: Scope, plans: &[PlanRecord], at: Moment) -> Result<()> {
        for plan in plans {
            sqlx::query(
                "insert into published_plan (account_id, offering_id, plan_id, since, body) \
                 select $1, $2, $3, $4, $5 \
                 where $5 is not (select body from published_plan \
                                  where account_id = $1 and offering_id = $2 and plan_id = $3 \
                                  order by number desc limit 1)",
            )
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .bind(plan.id.to_string())
            .bind(at.millis())
            .bind(to_body(&plan.draft))
            .execute(self.on())
            .await?;
        }
        Ok(())
    }
}
