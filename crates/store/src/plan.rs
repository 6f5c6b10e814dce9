//! Plans of an offering.

use slipway_domain::ids::{PersonId, PlanId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Saved, Scope};
use slipway_domain::plan::{PlanApproval, PlanDraft, PlanRecord};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{body, id, moment, parsed, to_body};
use crate::{Result, Tx};

/// A plan as saved by somebody.
#[derive(Debug, Clone)]
pub struct SavedPlan<'a> {
    pub scope: Scope,
    pub id: PlanId,
    pub draft: &'a PlanDraft,
    pub by: PersonId,
    pub at: Moment,
}

#[derive(FromRow)]
struct PlanRow {
    id: String,
    revision: i64,
    body: String,
    approval: String,
    saved_at: i64,
    saved_by: String,
    saved_by_name: String,
}

impl TryFrom<PlanRow> for PlanRecord {
    type Error = crate::Error;

    fn try_from(row: PlanRow) -> Result<Self> {
        Ok(Self {
            id: id("plan", "id", &row.id)?,
            draft: body("plan", "body", &row.id, &row.body)?,
            approval: parsed("plan", "approval", &row.id, &row.approval, approval)?,
            revision: row.revision,
            saved: Some(Saved {
                at: moment(row.saved_at),
                by: id("plan", "saved_by", &row.saved_by)?,
                by_name: row.saved_by_name,
            }),
            authors: Vec::new(),
        })
    }
}

fn approval(name: &str) -> Option<PlanApproval> {
    match name {
        "draft" => Some(PlanApproval::Draft),
        "in_review" => Some(PlanApproval::InReview),
        "approved" => Some(PlanApproval::Approved),
        _ => None,
    }
}

const fn approval_name(approval: PlanApproval) -> &'static str {
    match approval {
        PlanApproval::Draft => "draft",
        PlanApproval::InReview => "in_review",
        PlanApproval::Approved => "approved",
    }
}

/// The plans that are not removed, in the order in which they were added.
pub(crate) async fn plans(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<PlanRecord>> {
    let rows: Vec<PlanRow> = sqlx::query_as(
        "select l.id, l.revision, l.body, l.approval, l.saved_at, l.saved_by, p.name as saved_by_name \
         from plan l \
         join person p on p.id = l.saved_by \
         where l.account_id = $1 and l.offering_id = $2 and l.removed_at is null \
         order by l.position, l.id",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(&mut *on)
    .await?;
    let mut plans: Vec<PlanRecord> = rows.into_iter().map(PlanRecord::try_from).collect::<Result<_>>()?;
    let authors: Vec<(String, String)> = sqlx::query_as(
        "select plan_id, person_id from plan_author where account_id = $1 and offering_id = $2 order by person_id",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(on)
    .await?;
    for (plan, author) in authors {
        let plan: PlanId = id("plan_author", "plan_id", &plan)?;
        if let Some(written) = plans.iter_mut().find(|record| record.id == plan) {
            written.authors.push(id("plan_author", "person_id", &author)?);
        }
    }
    Ok(plans)
}

impl Tx {
    pub async fn add_plan(&mut self, plan: &SavedPlan<'_>) -> Result<()> {
        sqlx::query(
            "insert into plan (account_id, id, offering_id, position, revision, body, approval, saved_at, saved_by) \
             select $1, $2, $3, coalesce(max(position), 0) + 1, 1, $4, 'draft', $5, $6 \
             from plan where account_id = $1 and offering_id = $3",
        )
        .bind(plan.scope.account.to_string())
        .bind(plan.id.to_string())
        .bind(plan.scope.offering.to_string())
        .bind(to_body(plan.draft))
        .bind(plan.at.millis())
        .bind(plan.by.to_string())
        .execute(self.on())
        .await?;
        self.keep_plan_version(plan, 1).await?;
        self.add_plan_author(plan.scope, plan.id, plan.by).await
    }

    /// Writes the plan if `revision` is still current. False: somebody saved in between, or it was removed.
    pub async fn save_plan(
        &mut self,
        plan: &SavedPlan<'_>,
        revision: i64,
        (from, to): (PlanApproval, PlanApproval),
    ) -> Result<bool> {
        let done = sqlx::query(
            "update plan \
             set body = $1, revision = revision + 1, approval = $2, saved_at = $3, saved_by = $4 \
             where account_id = $5 and offering_id = $6 and id = $7 and revision = $8 and approval = $9 \
               and removed_at is null",
        )
        .bind(to_body(plan.draft))
        .bind(approval_name(to))
        .bind(plan.at.millis())
        .bind(plan.by.to_string())
        .bind(plan.scope.account.to_string())
        .bind(plan.scope.offering.to_string())
        .bind(plan.id.to_string())
        .bind(revision)
        .bind(approval_name(from))
        .execute(self.on())
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        self.keep_plan_version(plan, revision.saturating_add(1)).await?;
        self.add_plan_author(plan.scope, plan.id, plan.by).await?;
        Ok(true)
    }

    /// Hands it to the billing desk. False: the plan is not in `from` at `revision`.
    pub async fn submit_plan(
        &mut self,
        scope: Scope,
        plan: PlanId,
        revision: i64,
        (from, to): (PlanApproval, PlanApproval),
        by: PersonId,
    ) -> Result<bool> {
        let done = self.set_plan_approval(scope, plan, revision, from, to).await?;
        if done {
            self.add_plan_author(scope, plan, by).await?;
        }
        Ok(done)
    }

    /// The desk's decision. With an approval the plan has no authors any more: what they wrote was seen by somebody
    /// else. False: the plan is not in `from` at `revision`.
    pub async fn decide_plan(
        &mut self,
        scope: Scope,
        plan: PlanId,
        revision: i64,
        (from, to): (PlanApproval, PlanApproval),
    ) -> Result<bool> {
        let done = self.set_plan_approval(scope, plan, revision, from, to).await?;
        if done && to == PlanApproval::Approved {
            sqlx::query("delete from plan_author where account_id = $1 and offering_id = $2 and plan_id = $3")
                .bind(scope.account.to_string())
                .bind(scope.offering.to_string())
                .bind(plan.to_string())
                .execute(self.on())
                .await?;
        }
        Ok(done)
    }

    /// The id stays taken for ever.
    pub async fn remove_plan(&mut self, scope: Scope, plan: PlanId, at: Moment) -> Result<bool> {
        let done = sqlx::query(
            "update plan set removed_at = $1 \
             where account_id = $2 and offering_id = $3 and id = $4 and removed_at is null",
        )
        .bind(at.millis())
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(plan.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn set_plan_approval(
        &mut self,
        scope: Scope,
        plan: PlanId,
        revision: i64,
        from: PlanApproval,
        to: PlanApproval,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update plan set approval = $1 \
             where account_id = $2 and offering_id = $3 and id = $4 and revision = $5 and approval = $6 \
               and removed_at is null",
        )
        .bind(approval_name(to))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(plan.to_string())
        .bind(revision)
        .bind(approval_name(from))
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn add_plan_author(&mut self, scope: Scope, plan: PlanId, by: PersonId) -> Result<()> {
        sqlx::query(
            "insert into plan_author (account_id, offering_id, plan_id, person_id) \
             values ($1, $2, $3, $4) \
             on conflict (plan_id, person_id) do nothing",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(plan.to_string())
        .bind(by.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }
}
