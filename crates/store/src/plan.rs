//! Plans of an offering.

use slipway_domain::ids::{AccountId, OfferingId, PersonId, PlanId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Saved;
use slipway_domain::plan::{PlanApproval, PlanDraft, PlanRecord};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{body, id, moment, parsed, to_body};
use crate::{Result, Tx};

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
pub(crate) async fn plans(on: &mut SqliteConnection, offering: OfferingId) -> Result<Vec<PlanRecord>> {
    let rows: Vec<PlanRow> = sqlx::query_as(
        "select l.id, l.revision, l.body, l.approval, l.saved_at, l.saved_by, p.name as saved_by_name \
         from plan l \
         join person p on p.id = l.saved_by \
         where l.offering_id = $1 and l.removed_at is null \
         order by l.position, l.id",
    )
    .bind(offering.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter().map(PlanRecord::try_from).collect()
}

impl Tx {
    pub async fn add_plan(
        &mut self,
        account: AccountId,
        offering: OfferingId,
        plan: PlanId,
        draft: &PlanDraft,
        by: PersonId,
        at: Moment,
    ) -> Result<()> {
        sqlx::query(
            "insert into plan (account_id, id, offering_id, position, revision, body, approval, saved_at, saved_by) \
             select $1, $2, $3, coalesce(max(position), 0) + 1, 1, $4, 'draft', $5, $6 \
             from plan where offering_id = $3",
        )
        .bind(account.to_string())
        .bind(plan.to_string())
        .bind(offering.to_string())
        .bind(to_body(draft))
        .bind(at.millis())
        .bind(by.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Writes the plan if `revision` is still current. False: somebody saved in between, or it was removed.
    pub async fn save_plan(
        &mut self,
        plan: PlanId,
        revision: i64,
        (from, to): (PlanApproval, PlanApproval),
        draft: &PlanDraft,
        by: PersonId,
        at: Moment,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update plan \
             set body = $1, revision = revision + 1, approval = $6, saved_at = $2, saved_by = $3 \
             where id = $4 and revision = $5 and approval = $7 and removed_at is null",
        )
        .bind(to_body(draft))
        .bind(at.millis())
        .bind(by.to_string())
        .bind(plan.to_string())
        .bind(revision)
        .bind(approval_name(to))
        .bind(approval_name(from))
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// False: the plan is not in `from` at `revision`.
    pub async fn set_plan_approval(
        &mut self,
        plan: PlanId,
        revision: i64,
        from: PlanApproval,
        to: PlanApproval,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update plan set approval = $1 \
             where id = $2 and revision = $3 and approval = $4 and removed_at is null",
        )
        .bind(approval_name(to))
        .bind(plan.to_string())
        .bind(revision)
        .bind(approval_name(from))
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The id stays taken for ever.
    pub async fn remove_plan(&mut self, plan: PlanId, at: Moment) -> Result<bool> {
        let done = sqlx::query("update plan set removed_at = $1 where id = $2 and removed_at is null")
            .bind(at.millis())
            .bind(plan.to_string())
            .execute(self.on())
            .await?;
        Ok(done.rows_affected() == 1)
    }
}
