//! Earlier versions of what is saved as a document, sections, plans and translations: each save, as it was. What a
//! document says is not known here, and an old one may be of a shape that nobody reads any more.

use slipway_domain::offering::{Saved, Scope};
use slipway_domain::view::{Subject, VersionLine};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::plan::SavedPlan;
use crate::row::{id, moment, to_body};
use crate::translation::TranslationSave;
use crate::{Result, Store, Tx};

#[derive(FromRow)]
struct VersionRow {
    revision: i64,
    saved_at: i64,
    saved_by: String,
    saved_by_name: String,
}

impl TryFrom<VersionRow> for VersionLine {
    type Error = crate::Error;

    fn try_from(row: VersionRow) -> Result<Self> {
        let by = id("section_version", "saved_by", &row.saved_by)?;
        let saved = Saved { at: moment(row.saved_at), by, by_name: row.saved_by_name };
        Ok(Self { revision: row.revision, saved })
    }
}

impl Store {
    /// The versions below revision `before`, the latest first; of what has none there are none.
    pub async fn versions(&self, scope: Scope, subject: Subject, before: i64, limit: u32) -> Result<Vec<VersionLine>> {
        let (statement, of) = match subject {
            Subject::Section(section) => (
                "select v.revision, v.saved_at, v.saved_by, p.name as saved_by_name \
                 from section_version v \
                 join person p on p.id = v.saved_by \
                 where v.account_id = $1 and v.offering_id = $2 and v.section = $3 and v.revision < $4 \
                 order by v.revision desc \
                 limit $5",
                section.name().to_owned(),
            ),
            Subject::Plan(plan) => (
                "select v.revision, v.saved_at, v.saved_by, p.name as saved_by_name \
                 from plan_version v \
                 join person p on p.id = v.saved_by \
                 where v.account_id = $1 and v.offering_id = $2 and v.plan_id = $3 and v.revision < $4 \
                 order by v.revision desc \
                 limit $5",
                plan.to_string(),
            ),
            Subject::Translation(language) => (
                "select v.revision, v.saved_at, v.saved_by, p.name as saved_by_name \
                 from translation_version v \
                 join person p on p.id = v.saved_by \
                 where v.account_id = $1 and v.offering_id = $2 and v.language = $3 and v.revision < $4 \
                 order by v.revision desc \
                 limit $5",
                language.code().to_owned(),
            ),
            Subject::NewPlan | Subject::Broker(_) => return Ok(Vec::new()),
        };
        let rows: Vec<VersionRow> = sqlx::query_as(statement)
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .bind(of)
            .bind(before)
            .bind(limit)
            .fetch_all(&self.reader)
            .await?;
        rows.into_iter().map(VersionLine::try_from).collect()
    }

    /// The text of one version; `None`: there is none of that revision.
    pub async fn version(&self, scope: Scope, subject: Subject, revision: i64) -> Result<Option<String>> {
        let mut on = self.reader.acquire().await?;
        version(&mut on, scope, subject, revision).await
    }
}

impl Tx {
    /// As [`Store::version`], as of this transaction.
    pub async fn version(&mut self, scope: Scope, subject: Subject, revision: i64) -> Result<Option<String>> {
        version(self.on(), scope, subject, revision).await
    }

    /// Keeps the text of a plan for ever.
    pub(crate) async fn keep_plan_version(&mut self, plan: &SavedPlan<'_>, revision: i64) -> Result<()> {
        sqlx::query(
            "insert into plan_version (account_id, offering_id, plan_id, revision, body, saved_at, saved_by) \
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(plan.scope.account.to_string())
        .bind(plan.scope.offering.to_string())
        .bind(plan.id.to_string())
        .bind(revision)
        .bind(to_body(plan.draft))
        .bind(plan.at.millis())
        .bind(plan.by.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Keeps the texts of one language for ever, at the revision that they were just saved at.
    pub(crate) async fn keep_translation_version(&mut self, save: TranslationSave<'_>) -> Result<()> {
        sqlx::query(
            "insert into translation_version (account_id, offering_id, language, revision, body, saved_at, saved_by) \
             values ($1, $2, $3, $4 + 1, $5, $6, $7)",
        )
        .bind(save.scope.account.to_string())
        .bind(save.scope.offering.to_string())
        .bind(save.language.code())
        .bind(save.revision)
        .bind(to_body(save.texts))
        .bind(save.at.millis())
        .bind(save.by.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }
}

async fn version(on: &mut SqliteConnection, scope: Scope, subject: Subject, revision: i64) -> Result<Option<String>> {
    let (statement, of) = match subject {
        Subject::Section(section) => (
            "select body from section_version \
             where account_id = $1 and offering_id = $2 and section = $3 and revision = $4",
            section.name().to_owned(),
        ),
        Subject::Plan(plan) => (
            "select body from plan_version \
             where account_id = $1 and offering_id = $2 and plan_id = $3 and revision = $4",
            plan.to_string(),
        ),
        Subject::Translation(language) => (
            "select body from translation_version \
             where account_id = $1 and offering_id = $2 and language = $3 and revision = $4",
            language.code().to_owned(),
        ),
        Subject::NewPlan | Subject::Broker(_) => return Ok(None),
    };
    Ok(sqlx::query_scalar(statement)
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(of)
        .bind(revision)
        .fetch_optional(on)
        .await?)
}
