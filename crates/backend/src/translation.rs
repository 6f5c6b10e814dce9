//! Saving what customers read in another language (§4.7a). As with everything that is typed, its content never makes a save
//! fail; one on a revision that somebody else has moved on does.

use std::collections::BTreeMap;

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::language::Language;
use slipway_domain::offering::Offering;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::translation::{Translated, TranslationDraft};
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
        self.save_texts(name, language, revision, |offering| draft.kept(offering, language)).await
    }

    /// The texts of an earlier revision once more, as they were kept.
    pub(crate) async fn restore_translation(
        &self,
        name: &str,
        language: Language,
        revision: i64,
        texts: BTreeMap<String, Translated>,
    ) -> Result<()> {
        self.save_texts(name, language, revision, |_| texts).await
    }

    async fn save_texts(
        &self,
        name: &str,
        language: Language,
        revision: i64,
        texts: impl FnOnce(&Offering) -> BTreeMap<String, Translated> + Send,
    ) -> Result<()> {
        let (mut tx, offering) = self.edit(name, Verb::Edit, Object::Listing).await?;
        if language == Language::English {
            return Err(Rejection::NotFound(Kind::Page).into());
        }
        let (scope, at) = (offering.scope(), self.now());
        let texts = texts(&offering);
        let save = TranslationSave { scope, language, revision, texts: &texts, by: self.person()?.id, at };
        if !tx.save_translation(save).await? {
            let current = offering.translation(language).map_or(0, |translation| translation.revision);
            return Err(Rejection::Stale { current, parked: None }.into());
        }
        tx.touch_definition(scope, at).await?;
        let detail = self.telling(Detail::about(language.name()));
        self.record(&mut tx, &offering, EventKind::TranslationSaved, detail).await?;
        Ok(tx.commit().await?)
    }
}
