//! The tracks of requests for release, and how long decisions about them took.

use core::time::Duration;

use slipway_domain::ids::{PersonId, SubmissionId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::review::{ReviewTrack, Submission, TrackDecision, TrackOf, TrackState};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{id, moment, parsed, to_body};
use crate::{Result, Store, Tx};

/// A track of a request that begins.
#[derive(Debug, Clone)]
pub struct NewTrack {
    pub track: ReviewTrack,
    pub content_sha256: String,
    /// An approval of the same content that holds on: who gave it when, and in which request.
    pub kept: Option<(SubmissionId, PersonId, Moment)>,
}

/// What is decided about some tracks of an open request.
#[derive(Debug, Clone)]
pub struct TracksDecided<'a> {
    pub scope: Scope,
    pub submission: SubmissionId,
    pub tracks: &'a [ReviewTrack],
    pub to: TrackState,
    pub reason: &'a str,
    pub internal_note: &'a str,
    pub by: PersonId,
    pub at: Moment,
}

#[derive(FromRow)]
struct TrackRow {
    submission_id: String,
    track: String,
    content_sha256: String,
    state: String,
    decided_at: Option<i64>,
    decided_by: Option<String>,
    decided_by_name: Option<String>,
    reason: String,
    kept_from: Option<String>,
}

impl TryFrom<TrackRow> for TrackOf {
    type Error = crate::Error;

    fn try_from(row: TrackRow) -> Result<Self> {
        let decision = match (row.decided_by, row.decided_at) {
            (Some(by), Some(at)) => Some(TrackDecision {
                by: id("review_track", "decided_by", &by)?,
                by_name: row.decided_by_name.unwrap_or_default(),
                at: moment(at),
                reason: row.reason,
            }),
            _ => None,
        };
        Ok(Self {
            track: parsed("review_track", "track", &row.submission_id, &row.track, ReviewTrack::parse)?,
            content_sha256: row.content_sha256,
            state: parsed("review_track", "state", &row.submission_id, &row.state, TrackState::parse)?,
            decision,
            kept_from: row.kept_from.map(|from| id("review_track", "kept_from", &from)).transpose()?,
        })
    }
}

macro_rules! select_track {
    ($rest:literal) => {
        concat!(
            "select t.submission_id, t.track, t.content_sha256, t.state, t.decided_at, t.decided_by, \
                    d.name as decided_by_name, t.reason, t.kept_from \
             from review_track t \
             join submission s on s.account_id = t.account_id and s.id = t.submission_id \
             left join person d on d.id = t.decided_by ",
            $rest
        )
    };
}

/// Gives the requests of one offering their tracks.
pub(crate) async fn with_tracks(on: &mut SqliteConnection, scope: Scope, asked: &mut [Submission]) -> Result<()> {
    if asked.is_empty() {
        return Ok(());
    }
    let rows: Vec<TrackRow> = sqlx::query_as(select_track!("where t.account_id = $1 and t.offering_id = $2"))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .fetch_all(on)
        .await?;
    hand_out(rows, asked)
}

/// Gives all open requests their tracks.
pub(crate) async fn with_open_tracks(on: &mut SqliteConnection, asked: &mut [Submission]) -> Result<()> {
    let rows: Vec<TrackRow> = sqlx::query_as(select_track!("where s.state = 'open'")).fetch_all(on).await?;
    hand_out(rows, asked)
}

fn hand_out(rows: Vec<TrackRow>, asked: &mut [Submission]) -> Result<()> {
    for row in rows {
        let of: SubmissionId = id("review_track", "submission_id", &row.submission_id)?;
        if let Some(submission) = asked.iter_mut().find(|submission| submission.id == of) {
            submission.tracks.push(row.try_into()?);
        }
    }
    for submission in asked {
        submission.tracks.sort_by_key(|one| one.track);
    }
    Ok(())
}

impl Store {
    /// How long the latest decisions about each track took since it was handed in, at most `limit` of each. An approval
    /// that held on is none.
    pub async fn decided_tracks(&self, limit: u32) -> Result<Vec<(ReviewTrack, Duration)>> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "select t.track, t.decided_at - s.submitted_at from json_each($1) k \
             cross join review_track t on t.rowid in ( \
               select l.rowid from review_track l \
               where l.track = k.value and l.decided_at is not null and l.kept_from is null \
               order by l.decided_at desc limit $2) \
             join submission s on s.account_id = t.account_id and s.id = t.submission_id",
        )
        .bind(to_body(&ReviewTrack::ALL.map(ReviewTrack::name)))
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter()
            .map(|(track, took)| {
                let took = Duration::from_millis(u64::try_from(took).unwrap_or_default());
                Ok((parsed("review_track", "track", &track, &track, ReviewTrack::parse)?, took))
            })
            .collect()
    }

    /// What reviewers wrote for each other with decisions about single tracks of a request.
    pub async fn track_notes(&self, scope: Scope, submission: SubmissionId) -> Result<Vec<(ReviewTrack, String)>> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "select track, internal_note from review_track \
             where account_id = $1 and offering_id = $2 and submission_id = $3 and internal_note <> '' \
             order by decided_at",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(submission.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter()
            .map(|(track, note)| Ok((parsed("review_track", "track", &track, &track, ReviewTrack::parse)?, note)))
            .collect()
    }
}

impl Tx {
    pub async fn add_tracks(&mut self, scope: Scope, submission: SubmissionId, tracks: &[NewTrack]) -> Result<()> {
        for new in tracks {
            let state = if new.kept.is_some() { TrackState::Approved } else { TrackState::Open };
            sqlx::query(
                "insert into review_track (account_id, offering_id, submission_id, track, content_sha256, state, \
                                           decided_at, decided_by, reason, internal_note, kept_from) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, '', '', $9)",
            )
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .bind(submission.to_string())
            .bind(new.track.name())
            .bind(&new.content_sha256)
            .bind(state.name())
            .bind(new.kept.map(|(_, _, at)| at.millis()))
            .bind(new.kept.map(|(_, by, _)| by.to_string()))
            .bind(new.kept.map(|(from, ..)| from.to_string()))
            .execute(self.on())
            .await?;
        }
        Ok(())
    }

    /// False: one of the tracks is decided so already, or turned down. What was noted with an approval stays when that is
    /// overruled without a word.
    pub async fn decide_tracks(&mut self, decided: &TracksDecided<'_>) -> Result<bool> {
        for track in decided.tracks {
            let done = sqlx::query(
                "update review_track \
                 set state = $1, decided_at = $2, decided_by = $3, reason = $4, \
                     internal_note = case when $5 = '' then internal_note else $5 end, kept_from = null \
                 where account_id = $6 and offering_id = $7 and submission_id = $8 and track = $9 \
                   and state in ('open', 'approved') and state <> $1",
            )
            .bind(decided.to.name())
            .bind(decided.at.millis())
            .bind(decided.by.to_string())
            .bind(decided.reason)
            .bind(decided.internal_note)
            .bind(decided.scope.account.to_string())
            .bind(decided.scope.offering.to_string())
            .bind(decided.submission.to_string())
            .bind(track.name())
            .execute(self.on())
            .await?;
            if done.rows_affected() != 1 {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
