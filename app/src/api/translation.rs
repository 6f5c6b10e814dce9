//! Translations of what customers read.

use leptos::prelude::*;
use slipway_domain::translation::TranslationDraft;

use crate::error::AppError;

/// `language`: its code. `revision`: that of the language, 0 before it was first saved.
#[server(endpoint = "translation/save")]
pub async fn save_translation(
    offering: String,
    language: String,
    revision: i64,
    #[server(default)] translation: TranslationDraft,
) -> Result<(), AppError> {
    use slipway_domain::language::Language;
    use slipway_domain::rejection::{Kind, Rejection};

    use crate::paths::Path;

    let Some(language) = Language::parse(&language) else {
        return crate::ssr::answer(Err(Rejection::NotFound(Kind::Page).into()));
    };
    let saved = crate::ssr::acting().save_translation(&offering, language, revision, &translation).await;
    crate::ssr::saved_at(&offering, &Path::Translations(offering.clone(), Some(language)), saved)
}
