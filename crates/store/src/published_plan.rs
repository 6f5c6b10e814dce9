//! Plans as the catalog came to show them.

use slipway_domain::ids::PlanId;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::plan::{PlanApproval, PlanDraft, PlanRecord};
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
    approved: Option<bool>,
}

impl Store {
    /// Everything that was ever published of the plans of an offering.
    pub async fn price_book(&self, scope: Scope) -> Result<PriceBook> {
        let rows: Vec<PublishedRow> = sqlx::query_as(
            "select plan_id, since, body, approved from published_plan where account_id = $1 and offering_id = $2 \
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
                // What an older version published was charged.
                approved: row.approved.unwrap_or(true),
            })
        });
        Ok(PriceBook::new(published.collect::<Result<Vec<_>>>()?))
    }
}

impl Tx {
    /// From now on the catalog shows the plans like this. What it shows already is not written once more, unless it was
    /// approved since.
    pub(crate) async fn publish_plans(&mut self, scope: Scope, plans: &[PlanRecord], at: Moment) -> Result<()> {
        for plan in plans {
            sqlx::query(
                "insert into published_plan (account_id, offering_id, plan_id, since, body, approved) \
                 select $1, $2, $3, $4, $5, $6 \
                 where not exists (select 1 from published_plan l \
                                   where l.account_id = $1 and l.offering_id = $2 and l.plan_id = $3 \
                                     and l.body = $5 and coalesce(l.approved, 1) >= $6 \
                                     and l.number = (select max(number) from published_plan \
                                                     where account_id = $1 and offering_id = $2 and plan_id = $3))",
            )
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .bind(plan.id.to_string())
            .bind(at.millis())
            .bind(to_body(&plan.draft))
            .bind(plan.approval == PlanApproval::Approved)
            .execute(self.on())
            .await?;
        }
        Ok(())
    }

    /// The billing desk has approved the plan like this. If the catalog shows it like this, it may be charged from now on.
    pub async fn approve_published(&mut self, scope: Scope, plan: PlanId, draft: &PlanDraft, at: Moment) -> Result<()> {
        sqlx::query(
            "insert into published_plan (account_id, offering_id, plan_id, since, body, approved) \
             select account_id, offering_id, plan_id, $5, body, 1 from published_plan \
             where account_id = $1 and offering_id = $2 and plan_id = $3 and body = $4 and approved = 0 \
               and number = (select max(number) from published_plan \
                             where account_id = $1 and offering_id = $2 and plan_id = $3)",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(plan.to_string())
        .bind(to_body(draft))
        .bind(at.millis())
        .execute(self.on())
        .await?;
        Ok(())
    }
}
