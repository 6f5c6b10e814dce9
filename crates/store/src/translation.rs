//! What customers read in other languages: a row for each language of an offering.

use std::collections::BTreeMap;

use slipway_domain::ids::PersonId;
use slipway_domain::language::Language;
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Saved, Scope};
use slipway_domain::translation::{Translated, Translation};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{body, id, moment, parsed, to_body};
use crate::{Error, Result, Tx};

/// One save of one language.
#[derive(Debug, Clone, Copy)]
pub struct TranslationSave<'a> {
    pub scope: Scope,
    pub language: Language,
    /// The revision that the author saw; 0: there was none.
    pub revision: i64,
    pub texts: &'a BTreeMap<String, Translated>,
    pub by: PersonId,
    pub at: Moment,
}

#[derive(FromRow)]
struct TranslationRow {
    language: String,
    body: String,
    revision: i64,
    saved_at: i64,
    saved_by: String,
    saved_by_name: String,
}

impl TryFrom<TranslationRow> for Translation {
    type Error = Error;

    fn try_from(row: TranslationRow) -> Result<Self> {
        Ok(Self {
            language: parsed("translation", "language", &row.language, &row.language, Language::parse)?,
            texts: body("translation", "body", &row.language, &row.body)?,
            revision: row.revision,
            saved: Some(Saved {
                at: moment(row.saved_at),
                by: id("translation", "saved_by", &row.saved_by)?,
                by_name: row.saved_by_name,
            }),
        })
    }
}

/// By language.
pub(crate) async fn translations(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<Translation>> {
    let rows: Vec<TranslationRow> = sqlx::query_as(
        "select t.language, t.body, t.revision, t.saved_at, t.saved_by, p.name as saved_by_name \
         from translation t \
         join person p on p.id = t.saved_by \
         where t.account_id = $1 and t.offering_id = $2 \
         order by t.language",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter().map(Translation::try_from).collect()
}

impl Tx {
    /// False: somebody else has saved the language since.
    pub async fn save_translation(&mut self, save: TranslationSave<'_>) -> Result<bool> {
        let statement = if save.revision == 0 {
            "insert into translation (account_id, offering_id, language, body, saved_at, saved_by, revision) \
             values ($1, $2, $3, $4, $5, $6, $7 + 1) \
             on conflict (account_id, offering_id, language) do nothing"
        } else {
            "update translation set body = $4, saved_at = $5, saved_by = $6, revision = revision + 1 \
             where account_id = $1 and offering_id = $2 and language = $3 and revision = $7"
        };
        let done = sqlx::query(statement)
            .bind(save.scope.account.to_string())
            .bind(save.scope.offering.to_string())
            .bind(save.language.code())
            .bind(to_body(save.texts))
            .bind(save.at.millis())
            .bind(save.by.to_string())
            .bind(save.revision)
            .execute(self.on())
            .await?;
        let is_saved = done.rows_affected() == 1;
        if is_saved {
            self.keep_translation_version(save).await?;
        }
        Ok(is_saved)
    }
}
