//! What customers read in another language.

use slipway_backend::Acting;
use slipway_backend::demo::OFFERING;
use slipway_domain::language::Language;
use slipway_domain::translation::{TextDraft, TranslationDraft};

/// The display name of the offering in Japanese.
pub(super) async fn translate(kim: &Acting) {
    let source = kim.offering(OFFERING).await.unwrap().offering.listing.draft.display_name;
    let text = TextDraft {
        key: "listing[display_name]".to_owned(),
        source,
        text: "ベクトル検索".to_owned(),
        fits: String::new(),
    };
    let draft = TranslationDraft { groups: vec![vec![text]] };
    kim.save_translation(OFFERING, Language::Japanese, 0, &draft).await.unwrap();
}
