//! Saving what customers read in another language (§4.7a). As with everything that is typed, its content never makes a save
//! fail; one on a revision that somebody else has moved on does.

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::language::Language;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::translation::TranslationDraft;
use slipway_store::TranslationSave;

use crate::{Acting, Result};

impl Acting {
    /// One language of an offering, as typed. Customers read it with the next publication.
    pub async fn save_translation(
        &self,
        name: &str,
        language: Language,
        revision: i64,
        draft: &TranslationDraft,
    ) -> Result<()> {
        let (mut tx, offering) = self.edit(name, Verb::Edit, Object::Listing).await?;
        if language == Language::English {
            return Err(Rejection::NotFound(Kind::Page).into());
        }
        let (scope, at) = (offering.scope(), self.now());
        let texts = draft.kept(&offering, language);
        let save = TranslationSave { scope, language, revision, texts: &texts, by: self.person()?.id, at };
        if !tx.save_translation(save).await? {
            let current = offering.translation(language).map_or(0, |translation| translation.revision);
            return Err(Rejection::Stale { current, parked: None }.into());
        }
        tx.touch_definition(scope, at).await?;
        self.record(&mut tx, &offering, EventKind::TranslationSaved, Detail::about(language.name())).await?;
        Ok(tx.commit().await?)
    }
}
