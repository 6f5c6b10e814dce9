//! Translations of what customers read.

use leptos::prelude::*;
use slipway_domain::translation::TranslationDraft;
use slipway_domain::view::SectionSaved;

use crate::error::AppError;

/// The form of a language as it would be drawn of what is typed; nothing is kept. `language`: its code.
#[server(endpoint = "translation/check")]
pub async fn check_translation(
    offering: String,
    language: String,
    #[server(default)] translation: TranslationDraft,
) -> Result<String, AppError> {
    use slipway_domain::language::Language;
    use slipway_domain::rejection::{Kind, Rejection};

    let Some(language) = Language::parse(&language) else {
        return crate::ssr::answer(Err(Rejection::NotFound(Kind::Page).into()));
    };
    let view = crate::ssr::answer(crate::ssr::acting().offering(&offering).await)?;
    Ok(crate::pages::translations::typed(&view, language, &translation))
}

/// `language`: its code. `revision`: that of the language, 0 before it was first saved. `operation` and `after` are those of
/// `save_listing`.
#[server(endpoint = "translation/save")]
pub async fn save_translation(
    offering: String,
    language: String,
    revision: i64,
    #[server(default)] operation: String,
    #[server(default)] after: String,
    #[server(default)] translation: TranslationDraft,
) -> Result<SectionSaved, AppError> {
    use slipway_domain::language::Language;
    use slipway_domain::rejection::{Kind, Rejection};

    use crate::paths::Path;

    let Some(language) = Language::parse(&language) else {
        return crate::ssr::answer(Err(Rejection::NotFound(Kind::Page).into()));
    };
    let acting = crate::ssr::acting().as_operation(operation).going_on_from(after);
    let saved = acting.save_translation(&offering, language, revision, &translation).await;
    crate::ssr::saved_at(&offering, &Path::Translations(offering.clone(), Some(language)), saved)
}
