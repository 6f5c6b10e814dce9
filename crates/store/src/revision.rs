//! Changes of offerings that are public, and the versions that everybody saw. Every step names the state that it leaves.

use slipway_domain::ids::{PersonId, RevisionId, SnapshotId, SubmissionId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::region::RevisionState;
use slipway_domain::revision::{Revision, RevisionKind};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{id, moment, parsed, scope};
use crate::statement::Statement;
use crate::{Result, Store, Tx};

const TABLE: &str = "revision";

/// A revision that begins.
#[derive(Debug, Clone, Copy)]
pub struct NewRevision {
    pub scope: Scope,
    pub id: RevisionId,
    pub kind: RevisionKind,
    pub state: RevisionState,
    /// `None` for a rollback alone.
    pub submission: Option<SubmissionId>,
    pub snapshot: SnapshotId,
    pub by: PersonId,
    pub at: Moment,
    pub approved_at: Option<Moment>,
    pub effective_at: Option<Moment>,
}

/// A version that everybody saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    pub snapshot: SnapshotId,
    pub at: Moment,
    /// Empty: the platform.
    pub by_name: String,
}

/// An approved revision that the platform moves on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueRevision {
    pub scope: Scope,
    pub id: RevisionId,
    /// Its day, or when its approval ends.
    pub due_at: Moment,
}

#[derive(FromRow)]
struct RevisionRow {
    id: String,
    kind: String,
    state: String,
    submission_id: Option<String>,
    snapshot_id: String,
    created_at: i64,
    approved_at: Option<i64>,
    effective_at: Option<i64>,
    expires_at: Option<i64>,
    published_at: Option<i64>,
}

impl TryFrom<RevisionRow> for Revision {
    type Error = crate::Error;

    fn try_from(row: RevisionRow) -> Result<Self> {
        Ok(Self {
            id: id(TABLE, "id", &row.id)?,
            state: parsed(TABLE, "state", &row.id, &row.state, RevisionState::parse)?,
            kind: parsed(TABLE, "kind", &row.id, &row.kind, RevisionKind::parse)?,
            submission: row.submission_id.map(|of| id(TABLE, "submission_id", &of)).transpose()?,
            snapshot: id(TABLE, "snapshot_id", &row.snapshot_id)?,
            created_at: moment(row.created_at),
            approved_at: row.approved_at.map(moment),
            effective_at: row.effective_at.map(moment),
            expires_at: row.expires_at.map(moment),
            published_at: row.published_at.map(moment),
        })
    }
}

#[derive(FromRow)]
struct ReleasedRow {
    snapshot_id: String,
    published_at: i64,
    by_name: Option<String>,
}

impl TryFrom<ReleasedRow> for Released {
    type Error = crate::Error;

    fn try_from(row: ReleasedRow) -> Result<Self> {
        Ok(Self {
            snapshot: id("released_version", "snapshot_id", &row.snapshot_id)?,
            at: moment(row.published_at),
            by_name: row.by_name.unwrap_or_default(),
        })
    }
}

async fn revisions(on: &mut SqliteConnection, of: Scope) -> Result<Vec<Revision>> {
    let rows: Vec<RevisionRow> = sqlx::query_as(
        "select id, kind, state, submission_id, snapshot_id, created_at, approved_at, effective_at, expires_at, \
                published_at \
         from revision where account_id = $1 and offering_id = $2 order by created_at, id",
    )
    .bind(of.account.to_string())
    .bind(of.offering.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter().map(Revision::try_from).collect()
}

async fn released(on: &mut SqliteConnection, of: Scope) -> Result<Vec<Released>> {
    let rows: Vec<ReleasedRow> = sqlx::query_as(
        "select v.snapshot_id, v.published_at, p.name as by_name from released_version v \
         left join person p on p.id = v.published_by \
         where v.account_id = $1 and v.offering_id = $2 order by v.number desc",
    )
    .bind(of.account.to_string())
    .bind(of.offering.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter().map(Released::try_from).collect()
}

/// Says which revision a step is about: its `$1` to `$3`.
fn about(step: Statement, of: Scope, revision: RevisionId) -> Statement {
    step.bind(of.account.to_string()).bind(of.offering.to_string()).bind(revision.to_string())
}

impl Store {
    /// Every revision of an offering, oldest first.
    pub async fn revisions(&self, of: Scope) -> Result<Vec<Revision>> {
        revisions(&mut *self.reader.acquire().await?, of).await
    }

    /// Every version that everybody saw, the latest first.
    pub async fn released(&self, of: Scope) -> Result<Vec<Released>> {
        released(&mut *self.reader.acquire().await?, of).await
    }

    /// What is announced, and from when on it is charged: that may have passed while it waits.
    pub async fn announced(&self, of: Scope) -> Result<Option<(SnapshotId, Moment)>> {
        let row: Option<(String, i64)> = sqlx::query_as(
            "select snapshot_id, effective_at from revision \
             where account_id = $1 and offering_id = $2 and state = 'approved' and effective_at is not null",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .fetch_optional(&self.reader)
        .await?;
        row.map(|(snapshot, day)| Ok((id(TABLE, "snapshot_id", &snapshot)?, moment(day)))).transpose()
    }

    /// Every version that the catalog showed without that anybody had handed it in, the latest first, and from when: what
    /// was published with limited visibility, and what a withdrawn deployment left of what was shown. Whatever is frozen
    /// for anything else belongs to a request or a revision.
    pub async fn shown_snapshots(&self, of: Scope) -> Result<Vec<(SnapshotId, Moment)>> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "select s.id, s.created_at from snapshot s \
             where s.account_id = $1 and s.offering_id = $2 \
               and s.id not in (select snapshot_id from submission where account_id = $1 and offering_id = $2) \
               and s.id not in (select snapshot_id from revision where account_id = $1 and offering_id = $2) \
             order by s.created_at desc, s.id desc",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|(snapshot, at)| Ok((id("snapshot", "id", snapshot)?, moment(*at)))).collect()
    }

    /// Approved revisions whose day is there, and those that nobody published in time; those that have waited longest first.
    /// A day waits while the offering is suspended or on its way out. `behind`: the last one that was told before.
    pub async fn due_revisions(&self, now: Moment, behind: Option<DueRevision>, most: u32) -> Result<Vec<DueRevision>> {
        let (since, last) = behind.map_or((i64::MIN, String::new()), |one| (one.due_at.millis(), one.id.to_string()));
        let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
            "select r.account_id, r.offering_id, r.id, coalesce(r.effective_at, r.expires_at) from revision r \
             join offering o on o.account_id = r.account_id and o.id = r.offering_id \
             where r.state = 'approved' \
               and (r.effective_at <= $1 and o.stage = 'ga' or r.effective_at is null and r.expires_at <= $1) \
               and (coalesce(r.effective_at, r.expires_at), r.id) > ($2, $3) \
             order by coalesce(r.effective_at, r.expires_at), r.id limit $4",
        )
        .bind(now.millis())
        .bind(since)
        .bind(last)
        .bind(most)
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|(account, offering, revision, due_at)| {
                let (scope, id) = (scope(TABLE, account, offering)?, id(TABLE, "id", revision)?);
                Ok(DueRevision { scope, id, due_at: moment(*due_at) })
            })
            .collect()
    }
}

impl Tx {
    pub async fn revisions(&mut self, of: Scope) -> Result<Vec<Revision>> {
        revisions(self.on(), of).await
    }

    pub async fn released(&mut self, of: Scope) -> Result<Vec<Released>> {
        released(self.on(), of).await
    }

    /// Refused with `Unique("revision.account_id, revision.offering_id")` while another one of the offering waits.
    pub async fn add_revision(&mut self, new: &NewRevision) -> Result<()> {
        sqlx::query(
            "insert into revision (account_id, id, offering_id, kind, state, submission_id, snapshot_id, created_at, \
                                   created_by, approved_at, effective_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(new.scope.account.to_string())
        .bind(new.id.to_string())
        .bind(new.scope.offering.to_string())
        .bind(new.kind.name())
        .bind(new.state.name())
        .bind(new.submission.map(|id| id.to_string()))
        .bind(new.snapshot.to_string())
        .bind(new.at.millis())
        .bind(new.by.to_string())
        .bind(new.approved_at.map(Moment::millis))
        .bind(new.effective_at.map(Moment::millis))
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// The guarded step to where nothing else is to be said. False: it is no longer in `from`.
    pub async fn move_revision(
        &mut self,
        of: Scope,
        revision: RevisionId,
        (from, to): (RevisionState, RevisionState),
    ) -> Result<bool> {
        let step = Statement::new(
            "update revision set state = $4, expires_at = null \
             where account_id = $1 and offering_id = $2 and id = $3 and state = $5",
        );
        about(step, of, revision).bind(to.name()).bind(from.name()).execute(self.on()).await
    }

    /// False: it does not wait for a decision any more.
    pub async fn approve_revision(
        &mut self,
        of: Scope,
        revision: RevisionId,
        at: Moment,
        expires_at: Moment,
    ) -> Result<bool> {
        let step = Statement::new(
            "update revision set state = 'approved', approved_at = $4, expires_at = $5 \
             where account_id = $1 and offering_id = $2 and id = $3 and state = 'submitted'",
        );
        about(step, of, revision).bind(at.millis()).bind(expires_at.millis()).execute(self.on()).await
    }

    /// Sets the day on which the platform publishes it. False: it is not approved, or its day is set.
    pub async fn schedule_revision(&mut self, of: Scope, revision: RevisionId, effective_at: Moment) -> Result<bool> {
        let step = Statement::new(
            "update revision set effective_at = $4, expires_at = null \
             where account_id = $1 and offering_id = $2 and id = $3 and state = 'approved' and effective_at is null",
        );
        about(step, of, revision).bind(effective_at.millis()).execute(self.on()).await
    }

    /// False: it is not approved, or its day is another one than was read.
    pub async fn mark_revision_published(
        &mut self,
        of: Scope,
        revision: RevisionId,
        effective_at: Option<Moment>,
        at: Moment,
    ) -> Result<bool> {
        let step = Statement::new(
            "update revision set state = 'published', published_at = $4, expires_at = null \
             where account_id = $1 and offering_id = $2 and id = $3 and state = 'approved' and effective_at is $5",
        );
        let due = effective_at.map(Moment::millis);
        about(step, of, revision).bind(at.millis()).bind(due).execute(self.on()).await
    }

    /// Everybody sees this version from now on. `by`: nobody if it is the platform.
    pub async fn add_released(
        &mut self,
        of: Scope,
        snapshot: SnapshotId,
        by: Option<PersonId>,
        at: Moment,
    ) -> Result<()> {
        sqlx::query(
            "insert into released_version (account_id, offering_id, number, snapshot_id, published_at, published_by) \
             select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5 \
             from released_version where account_id = $1 and offering_id = $2",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(snapshot.to_string())
        .bind(at.millis())
        .bind(by.map(|by| by.to_string()))
        .execute(self.on())
        .await?;
        Ok(())
    }
}
