//! What customers read in another language.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use slipway_domain::field::Field;
use slipway_domain::language::Language;
use slipway_domain::offering::Offering;
use slipway_domain::translation::{Part, Row, Texts, Translated, Translation};

use super::{FindingDto, MomentDto};

/// A language that something of an offering is translated into.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TranslationLine")]
pub(in crate::server::api) struct TranslationLineDto {
    /// The code of the language.
    language: String,
    revision: i64,
    saved_at: Option<MomentDto>,
    /// The name of who saved it.
    saved_by: Option<String>,
}

impl From<&Translation> for TranslationLineDto {
    fn from(translation: &Translation) -> Self {
        let saved = translation.saved.as_ref();
        Self {
            language: translation.language.code().to_owned(),
            revision: translation.revision,
            saved_at: saved.map(|saved| saved.at.into()),
            saved_by: saved.map(|saved| saved.by_name.clone()),
        }
    }
}

/// One language as it is written.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "TranslationDraft")]
#[serde(default, deny_unknown_fields)]
pub(in crate::server::api) struct TranslationToSaveDto {
    /// By the keys of `places`, each with the English text that it translates.
    pub(in crate::server::api) texts: Texts,
}

/// A text that customers read, and what it is in the language.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TranslationPlace")]
pub(in crate::server::api) struct PlaceDto {
    /// What `texts` call it.
    key: String,
    /// What it is, in a few words; empty: its English text is gone.
    label: String,
    /// The English text now; empty: it is gone.
    source: String,
    /// The English text that was translated, where that is another one.
    was: Option<String>,
    /// Empty: it is not translated.
    text: String,
}

/// One language of an offering, and what the rules say about it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Translation")]
pub(in crate::server::api) struct TranslationDto {
    /// The code of the language.
    language: String,
    /// 0: it was never saved.
    pub(in crate::server::api) revision: i64,
    saved_at: Option<MomentDto>,
    /// The name of who saved it.
    saved_by: Option<String>,
    /// What is translated, as it is saved.
    draft: TranslationToSaveDto,
    /// All that can be translated, in the order of the forms.
    places: Vec<PlaceDto>,
    findings: Vec<FindingDto>,
}

impl TranslationDto {
    pub(in crate::server::api) fn of(offering: &Offering, language: Language) -> Self {
        let translation = offering.translation(language);
        let saved = translation.and_then(|translation| translation.saved.as_ref());
        let rows = offering.translation_rows(language);
        let findings = findings(offering, language, &rows);
        let rows: Vec<Row> = rows.into_iter().flat_map(|(_, rows)| rows).collect();
        let texts = rows.iter().filter(|row| row.is_translated()).map(|row| {
            let source = row.was.as_ref().unwrap_or(&row.source).clone();
            (row.place.key.clone(), Translated { text: row.text.clone(), source })
        });
        Self {
            language: language.code().to_owned(),
            revision: translation.map_or(0, |translation| translation.revision),
            saved_at: saved.map(|saved| saved.at.into()),
            saved_by: saved.map(|saved| saved.by_name.clone()),
            draft: TranslationToSaveDto { texts: texts.collect() },
            places: rows.into_iter().map(PlaceDto::from).collect(),
            findings,
        }
    }
}

impl From<Row> for PlaceDto {
    fn from(row: Row) -> Self {
        Self { key: row.place.key, label: row.place.label, source: row.source, was: row.was, text: row.text }
    }
}

/// With the keys of the texts in the place of the fields of the form.
fn findings(offering: &Offering, language: Language, rows: &[(Part, Vec<Row>)]) -> Vec<FindingDto> {
    let key = |field| {
        let Field::Translated(group, row) = field else { return None };
        let (_, rows) = rows.get(usize::from(group))?;
        rows.get(usize::from(row)).map(|row| row.place.key.clone())
    };
    let findings = offering.translation_findings(language);
    let told = findings.iter().map(|finding| {
        let mut told = FindingDto::from(finding);
        if let Some(key) = key(finding.field) {
            told.field = key;
        }
        told
    });
    told.collect()
}
