//! Drafts of an offering's sections, their earlier versions, repeated autosaves and parked input.

use serde::Serialize;
use serde::de::DeserializeOwned;
use slipway_domain::ids::{ParkedId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Saved, Scope, Section, Versioned};
use slipway_domain::view::{ParkedLine, Subject};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::operation::Sequence;
use crate::row::{body, id, moment, parsed, to_body};
use crate::statement::{Statement, execute_all};
use crate::{Result, Store, Tx};

/// One save of one section.
#[derive(Debug, Clone, Copy)]
pub struct SectionSave {
    pub scope: Scope,
    pub section: Section,
    /// The revision that the author saw.
    pub revision: i64,
    pub by: PersonId,
    pub at: Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveOutcome {
    Saved { revision: i64 },
    Stale { current: i64 },
}

/// A stored draft, not yet read as a particular type.
#[derive(Debug, Clone, FromRow)]
pub struct SectionRow {
    section: String,
    revision: i64,
    body: String,
    saved_at: i64,
    saved_by: String,
    saved_by_name: String,
}

impl SectionRow {
    pub fn section(&self) -> Option<Section> {
        Section::parse(&self.section)
    }

    pub fn read<T: DeserializeOwned>(&self) -> Result<Versioned<T>> {
        Ok(Versioned {
            draft: body("section_draft", "body", &self.section, &self.body)?,
            revision: self.revision,
            saved: Some(Saved {
                at: moment(self.saved_at),
                by: id("section_draft", "saved_by", &self.saved_by)?,
                by_name: self.saved_by_name.clone(),
            }),
        })
    }
}

/// Input that could not be saved, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    pub id: ParkedId,
    pub scope: Scope,
    pub subject: Subject,
    pub base_revision: i64,
    /// What it was made of, where that is no version of `base_revision`.
    pub base: Option<String>,
    pub body: String,
    pub at: Moment,
    pub by: PersonId,
}

pub(crate) async fn sections(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<SectionRow>> {
    Ok(sqlx::query_as(
        "select d.section, d.revision, d.body, d.saved_at, d.saved_by, p.name as saved_by_name \
         from section_draft d \
         join person p on p.id = d.saved_by \
         where d.account_id = $1 and d.offering_id = $2",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(on)
    .await?)
}

impl SectionSave {
    /// The text as it is kept for ever. There is one of each revision, so that this fails when somebody else was faster.
    fn version(self, text: &str) -> Statement {
        Statement::new(
            "insert into section_version (account_id, offering_id, section, revision, body, saved_at, saved_by) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(self.scope.account.to_string())
        .bind(self.scope.offering.to_string())
        .bind(self.section.name())
        .bind(self.revision.saturating_add(1))
        .bind(text)
        .bind(self.at.millis())
        .bind(self.by.to_string())
    }

    /// The text as it is now, from the revision that the author saw.
    fn draft(self, text: String) -> Statement {
        let statement = if self.revision == 0 {
            Statement::new(
                "insert into section_draft (account_id, offering_id, section, body, saved_at, saved_by, revision) \
                 values ($1, $2, $3, $4, $5, $6, $7 + 1) \
                 on conflict (offering_id, section) do nothing",
            )
        } else {
            Statement::new(
                "update section_draft set body = $4, saved_at = $5, saved_by = $6, revision = revision + 1 \
                 where account_id = $1 and offering_id = $2 and section = $3 and revision = $7",
            )
        };
        statement
            .bind(self.scope.account.to_string())
            .bind(self.scope.offering.to_string())
            .bind(self.section.name())
            .bind(text)
            .bind(self.at.millis())
            .bind(self.by.to_string())
            .bind(self.revision)
    }
}

impl Tx {
    /// A section as it is saved now; one that was never saved has revision 0.
    pub async fn section<T: DeserializeOwned + Default>(
        &mut self,
        scope: Scope,
        section: Section,
    ) -> Result<Versioned<T>> {
        let rows = sections(self.on(), scope).await?;
        rows.iter()
            .find(|row| row.section() == Some(section))
            .map_or_else(|| Ok(Versioned::default()), SectionRow::read)
    }

    /// Writes the draft if its revision is still current, keeps the text as a version, and writes what else the save
    /// leaves behind, all at once. Only what was saved may be committed.
    pub async fn save_section<T: Serialize>(
        &mut self,
        save: SectionSave,
        draft: &T,
        leaving: Vec<Statement>,
    ) -> Result<SaveOutcome> {
        let text = to_body(draft);
        let mut statements = vec![save.version(&text), save.draft(text)];
        statements.extend(leaving);
        match execute_all(self.on(), statements).await {
            Ok(true) => return Ok(SaveOutcome::Saved { revision: save.revision.saturating_add(1) }),
            Ok(false) => {}
            Err(error) if error.is_unique("section_version.revision") => {}
            Err(error) => return Err(error),
        }
        let current: Option<i64> = sqlx::query_scalar(
            "select revision from section_draft where account_id = $1 and offering_id = $2 and section = $3",
        )
        .bind(save.scope.account.to_string())
        .bind(save.scope.offering.to_string())
        .bind(save.section.name())
        .fetch_optional(self.on())
        .await?;
        Ok(SaveOutcome::Stale { current: current.unwrap_or(0) })
    }

    /// Keeps input, in the place of what its author could not save of the same subject before. Tells under which id it
    /// is kept: that of the earlier input, if there was any, so that links to it stay. What a later attempt of the same
    /// form has kept before stays as it is. Of plans that were never added none is the same as another.
    pub async fn park(&mut self, parked: &Parked, sequence: Option<Sequence<'_>>) -> Result<ParkedId> {
        let kept: Option<String> = sqlx::query_scalar(
            "insert into parked_input \
               (account_id, id, offering_id, subject, base_revision, body, parked_at, parked_by, base, form_hash, \
                sequence) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             on conflict (account_id, offering_id, parked_by, subject) where subject <> 'plan:new' do update \
             set base_revision = excluded.base_revision, body = excluded.body, parked_at = excluded.parked_at, \
               base = excluded.base, form_hash = excluded.form_hash, sequence = excluded.sequence \
             where excluded.sequence is null or parked_input.form_hash is not excluded.form_hash \
               or parked_input.sequence <= excluded.sequence \
             returning id",
        )
        .bind(parked.scope.account.to_string())
        .bind(parked.id.to_string())
        .bind(parked.scope.offering.to_string())
        .bind(parked.subject.name())
        .bind(parked.base_revision)
        .bind(&parked.body)
        .bind(parked.at.millis())
        .bind(parked.by.to_string())
        .bind(&parked.base)
        .bind(sequence.map(|sequence| sequence.form))
        .bind(sequence.map(|sequence| sequence.number))
        .fetch_optional(self.on())
        .await?;
        let kept = match kept {
            Some(kept) => kept,
            None => self.kept_of(parked).await?,
        };
        id("parked_input", "id", &kept)
    }

    /// Under which id the author's input of that subject is kept.
    async fn kept_of(&mut self, parked: &Parked) -> Result<String> {
        Ok(sqlx::query_scalar(
            "select id from parked_input \
             where account_id = $1 and offering_id = $2 and parked_by = $3 and subject = $4",
        )
        .bind(parked.scope.account.to_string())
        .bind(parked.scope.offering.to_string())
        .bind(parked.by.to_string())
        .bind(parked.subject.name())
        .fetch_one(self.on())
        .await?)
    }

    /// Drops parked input, after it was saved or given up. False: it is gone already.
    pub async fn unpark(&mut self, scope: Scope, parked: ParkedId) -> Result<bool> {
        let done = sqlx::query("delete from parked_input where account_id = $1 and offering_id = $2 and id = $3")
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .bind(parked.to_string())
            .execute(self.on())
            .await?;
        Ok(done.rows_affected() == 1)
    }
}

#[derive(FromRow)]
struct ParkedLineRow {
    id: String,
    subject: String,
    parked_at: i64,
}

impl TryFrom<ParkedLineRow> for ParkedLine {
    type Error = crate::Error;

    fn try_from(row: ParkedLineRow) -> Result<Self> {
        Ok(Self {
            id: id("parked_input", "id", &row.id)?,
            subject: parsed("parked_input", "subject", &row.id, &row.subject, Subject::parse)?,
            at: moment(row.parked_at),
        })
    }
}

#[derive(FromRow)]
struct ParkedRow {
    id: String,
    subject: String,
    base_revision: i64,
    base: Option<String>,
    body: String,
    parked_at: i64,
    parked_by: String,
}

impl Store {
    /// What `author` could not save of an offering, the latest first.
    pub async fn parked_of(&self, scope: Scope, author: PersonId) -> Result<Vec<ParkedLine>> {
        let rows: Vec<ParkedLineRow> = sqlx::query_as(
            "select id, subject, parked_at from parked_input \
             where account_id = $1 and offering_id = $2 and parked_by = $3 \
             order by parked_at desc, id desc",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(author.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(ParkedLine::try_from).collect()
    }

    pub async fn parked(&self, scope: Scope, parked: ParkedId) -> Result<Option<Parked>> {
        let row: Option<ParkedRow> = sqlx::query_as(
            "select id, subject, base_revision, base, body, parked_at, parked_by from parked_input \
             where account_id = $1 and offering_id = $2 and id = $3",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(parked.to_string())
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| {
            Ok(Parked {
                id: parked,
                scope,
                subject: parsed("parked_input", "subject", &row.id, &row.subject, Subject::parse)?,
                base_revision: row.base_revision,
                base: row.base,
                body: row.body,
                at: moment(row.parked_at),
                by: id("parked_input", "parked_by", &row.parked_by)?,
            })
        })
        .transpose()
    }
}
