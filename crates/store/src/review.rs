//! Requests for release and their decisions.

use slipway_domain::ids::{AccountId, PersonId, SnapshotId, SubmissionId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::review::{Decision, Submission, SubmissionState};
use slipway_domain::rule::RuleId;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::review_track::{with_open_tracks, with_tracks};
use crate::row::{id, moment, parsed, scope};
use crate::{Result, Store, Tx};

#[derive(Debug, Clone)]
pub struct NewSubmission<'a> {
    pub scope: Scope,
    pub id: SubmissionId,
    pub snapshot: SnapshotId,
    pub content_sha256: &'a str,
    /// Of the offering's stage, once it waits.
    pub revision: i64,
    pub note: &'a str,
    pub by: PersonId,
    pub at: Moment,
}

/// How an open submission is closed. It names the content that was read: nothing else can be approved.
#[derive(Debug, Clone)]
pub struct Closing<'a> {
    pub scope: Scope,
    pub submission: SubmissionId,
    pub content_sha256: &'a str,
    pub to: SubmissionState,
    /// What stands against a rejected one, where there is such a rule.
    pub rule: Option<RuleId>,
    pub reason: &'a str,
    pub internal_note: &'a str,
    pub by: PersonId,
    pub at: Moment,
}

#[derive(FromRow)]
struct SubmissionRow {
    id: String,
    account_id: String,
    offering_id: String,
    snapshot_id: String,
    content_sha256: String,
    revision: i64,
    note: String,
    state: String,
    submitted_at: i64,
    submitted_by: String,
    submitted_by_name: String,
    decided_at: Option<i64>,
    decided_by: Option<String>,
    decided_by_name: Option<String>,
    reason: String,
    rejected_for: Option<String>,
}

impl TryFrom<SubmissionRow> for Submission {
    type Error = crate::Error;

    fn try_from(row: SubmissionRow) -> Result<Self> {
        let decision = match (row.decided_by, row.decided_at) {
            (Some(by), Some(at)) => Some(Decision {
                by: id("submission", "decided_by", &by)?,
                by_name: row.decided_by_name.unwrap_or_default(),
                at: moment(at),
                reason: row.reason,
                rule: row.rejected_for.as_deref().and_then(RuleId::parse),
            }),
            _ => None,
        };
        let state = parsed("submission", "state", &row.id, &row.state, SubmissionState::parse)?;
        Ok(Self {
            id: id("submission", "id", &row.id)?,
            account: id("submission", "account_id", &row.account_id)?,
            offering: id("submission", "offering_id", &row.offering_id)?,
            snapshot: id("submission", "snapshot_id", &row.snapshot_id)?,
            content_sha256: row.content_sha256,
            revision: row.revision,
            note: row.note,
            submitted_by: id("submission", "submitted_by", &row.submitted_by)?,
            submitted_by_name: row.submitted_by_name,
            submitted_at: moment(row.submitted_at),
            // Stored as returned, with what it was rejected for beside it.
            state: if row.rejected_for.is_some() { SubmissionState::Rejected } else { state },
            decision,
            tracks: Vec::new(),
        })
    }
}

macro_rules! select_submission {
    ($rest:literal) => {
        concat!(
            "select s.id, s.account_id, s.offering_id, s.snapshot_id, s.content_sha256, s.revision, s.note, s.state, \
                    s.submitted_at, s.submitted_by, p.name as submitted_by_name, s.decided_at, s.decided_by, \
                    d.name as decided_by_name, s.reason, s.rejected_for \
             from submission s \
             join person p on p.id = s.submitted_by \
             left join person d on d.id = s.decided_by ",
            $rest
        )
    };
}

async fn submissions(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<Submission>> {
    let rows: Vec<SubmissionRow> = sqlx::query_as(select_submission!(
        "where s.account_id = $1 and s.offering_id = $2 order by s.submitted_at, s.id"
    ))
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(&mut *on)
    .await?;
    let mut asked: Vec<_> = rows.into_iter().map(Submission::try_from).collect::<Result<_>>()?;
    with_tracks(on, scope, &mut asked).await?;
    Ok(asked)
}

impl Store {
    /// Every request of an offering, oldest first.
    pub async fn submissions(&self, scope: Scope) -> Result<Vec<Submission>> {
        submissions(&mut *self.reader.acquire().await?, scope).await
    }

    pub async fn submission(&self, scope: Scope, submission: SubmissionId) -> Result<Option<Submission>> {
        let mut on = self.reader.acquire().await?;
        let row: Option<SubmissionRow> =
            sqlx::query_as(select_submission!("where s.account_id = $1 and s.offering_id = $2 and s.id = $3"))
                .bind(scope.account.to_string())
                .bind(scope.offering.to_string())
                .bind(submission.to_string())
                .fetch_optional(&mut *on)
                .await?;
        let mut found: Vec<_> = row.map(Submission::try_from).transpose()?.into_iter().collect();
        with_tracks(&mut on, scope, &mut found).await?;
        Ok(found.pop())
    }

    /// The name of the offering that a request is about, and whose it is: for those to whom the address of a request was
    /// sent.
    pub async fn offering_of_submission(&self, submission: SubmissionId) -> Result<Option<(String, AccountId)>> {
        let found: Option<(String, String)> = sqlx::query_as(concat!(
            "select o.name, o.account_id from submission s \
             join offering o on o.account_id = s.account_id and o.id = s.offering_id ",
            "where s.id = $1"
        ))
        .bind(submission.to_string())
        .fetch_optional(&self.reader)
        .await?;
        found.map(|(name, owner)| Ok((name, id("offering", "account_id", &owner)?))).transpose()
    }

    /// All open requests, first come first.
    pub async fn open_submissions(&self) -> Result<Vec<Submission>> {
        let mut on = self.reader.acquire().await?;
        let rows: Vec<SubmissionRow> =
            sqlx::query_as(select_submission!("where s.state = 'open' order by s.submitted_at, s.id"))
                .fetch_all(&mut *on)
                .await?;
        let mut asked: Vec<_> = rows.into_iter().map(Submission::try_from).collect::<Result<_>>()?;
        with_open_tracks(&mut on, &mut asked).await?;
        Ok(asked)
    }

    /// Requests that came in before that moment, still wait, and of which nobody was told that they are late; first come
    /// first.
    pub async fn late_requests(&self, before: Moment, most: u32) -> Result<Vec<(Scope, SubmissionId)>> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(
            "select s.account_id, s.offering_id, s.id from submission s \
             where s.state = 'open' and s.submitted_at < $1 and s.late_told_at is null \
             order by s.submitted_at, s.id limit $2",
        )
        .bind(before.millis())
        .bind(most)
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|(account, offering, submission)| {
                Ok((scope("submission", account, offering)?, id("submission", "id", submission)?))
            })
            .collect()
    }

    /// What reviewers wrote for each other about one request.
    pub async fn internal_note(&self, scope: Scope, submission: SubmissionId) -> Result<String> {
        let note: Option<String> = sqlx::query_scalar(
            "select internal_note from submission where account_id = $1 and offering_id = $2 and id = $3",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(submission.to_string())
        .fetch_optional(&self.reader)
        .await?;
        Ok(note.unwrap_or_default())
    }

    /// When a plan of the offering was last handed to the billing desk.
    pub async fn prices_since(&self, scope: Scope) -> Result<Option<Moment>> {
        let at: Option<i64> = sqlx::query_scalar(
            "select max(at) from event where account_id = $1 and offering_id = $2 and kind = 'plan.submitted'",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .fetch_one(&self.reader)
        .await?;
        Ok(at.map(moment))
    }
}

impl Tx {
    pub async fn submissions(&mut self, scope: Scope) -> Result<Vec<Submission>> {
        submissions(self.on(), scope).await
    }

    /// Who handed the latest request of an offering in.
    pub async fn latest_submitter(&mut self, scope: Scope) -> Result<Option<PersonId>> {
        let by: Option<String> = sqlx::query_scalar(
            "select submitted_by from submission where account_id = $1 and offering_id = $2 \
             order by submitted_at desc, id desc limit 1",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .fetch_optional(self.on())
        .await?;
        by.map(|by| id("submission", "submitted_by", &by)).transpose()
    }

    /// Refused with `Unique("submission.offering_id")` while another request of the offering is open.
    pub async fn add_submission(&mut self, new: &NewSubmission<'_>) -> Result<()> {
        sqlx::query(
            "insert into submission (account_id, id, offering_id, snapshot_id, content_sha256, note, state, \
                                     submitted_at, submitted_by, reason, internal_note, revision) \
             values ($1, $2, $3, $4, $5, $6, 'open', $7, $8, '', '', $9)",
        )
        .bind(new.scope.account.to_string())
        .bind(new.id.to_string())
        .bind(new.scope.offering.to_string())
        .bind(new.snapshot.to_string())
        .bind(new.content_sha256)
        .bind(new.note)
        .bind(new.at.millis())
        .bind(new.by.to_string())
        .bind(new.revision)
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Remembers that people were told that the answer is late. False: they were told before, or the answer was given.
    pub async fn late_told(&mut self, of: Scope, submission: SubmissionId, at: Moment) -> Result<bool> {
        let done = sqlx::query(
            "update submission set late_told_at = $1 \
             where account_id = $2 and offering_id = $3 and id = $4 and state = 'open' and late_told_at is null",
        )
        .bind(at.millis())
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(submission.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// False: the request is no longer open, or it is about other content.
    pub async fn close_submission(&mut self, closing: &Closing<'_>) -> Result<bool> {
        let rejects = closing.to == SubmissionState::Rejected;
        let state = if rejects { SubmissionState::Returned } else { closing.to };
        let rejected_for = rejects.then(|| closing.rule.map_or("", RuleId::as_str));
        let done = sqlx::query(
            "update submission \
             set state = $1, decided_at = $2, decided_by = $3, reason = $4, internal_note = $5, rejected_for = $10 \
             where account_id = $6 and offering_id = $7 and id = $8 and content_sha256 = $9 and state = 'open'",
        )
        .bind(state.name())
        .bind(closing.at.millis())
        .bind(closing.by.to_string())
        .bind(closing.reason)
        .bind(closing.internal_note)
        .bind(closing.scope.account.to_string())
        .bind(closing.scope.offering.to_string())
        .bind(closing.submission.to_string())
        .bind(closing.content_sha256)
        .bind(rejected_for)
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
