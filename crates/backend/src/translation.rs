//! Saving what customers read in another language (§4.7a). As with everything that is typed, its content never makes a save
//! fail. What somebody else has saved meanwhile is put together with it text by text; two edits of one text are refused.

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::language::Language;
use slipway_domain::offering::Offering;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::translation::{self, Texts, TranslationDraft};
use slipway_domain::view::Subject;
use slipway_store::{TranslationSave, Tx};

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
        let (mut tx, offering) = self.translating(name, language).await?;
        let mine = draft.kept(&offering, language);
        let (seen, texts) = put_together(&mut tx, &offering, language, (revision, mine)).await?;
        self.save_texts(tx, &offering, language, (seen, texts)).await
    }

    /// The texts of an earlier revision once more, as they were kept.
    pub(crate) async fn restore_translation(
        &self,
        name: &str,
        language: Language,
        revision: i64,
        texts: Texts,
    ) -> Result<()> {
        let (tx, offering) = self.translating(name, language).await?;
        self.save_texts(tx, &offering, language, (revision, texts)).await
    }

    async fn translating(&self, name: &str, language: Language) -> Result<(Tx, Offering)> {
        let editing = self.edit(name, Verb::Edit, Object::Listing).await?;
        if language == Language::English {
            return Err(Rejection::NotFound(Kind::Page).into());
        }
        Ok(editing)
    }

    async fn save_texts(
        &self,
        mut tx: Tx,
        offering: &Offering,
        language: Language,
        (revision, texts): (i64, Texts),
    ) -> Result<()> {
        let (scope, at) = (offering.scope(), self.now());
        let save = TranslationSave { scope, language, revision, texts: &texts, by: self.person()?.id, at };
        if !tx.save_translation(save).await? {
            let current = offering.translation(language).map_or(0, |translation| translation.revision);
            return Err(Rejection::Stale { current, parked: None }.into());
        }
        tx.touch_definition(scope, at).await?;
        let detail = self.telling(Detail::about(language.name()));
        self.record(&mut tx, offering, EventKind::TranslationSaved, detail).await?;
        Ok(tx.commit().await?)
    }
}

/// The same with what others have saved since that revision, as of the last one; as it was where both edited one text.
async fn put_together(
    tx: &mut Tx,
    offering: &Offering,
    language: Language,
    (revision, mine): (i64, Texts),
) -> Result<(i64, Texts)> {
    let Some(theirs) = offering.translation(language).filter(|theirs| theirs.revision > revision) else {
        return Ok((revision, mine));
    };
    let kept = tx.version(offering.scope(), Subject::Translation(language), revision).await?;
    // Before the first save there was nothing. What was kept in a shape of old is not read.
    let base = match &kept {
        Some(body) => serde_json::from_str(body).ok(),
        None => (revision == 0).then(Texts::new),
    };
    Ok(match base.and_then(|base| translation::merged(&base, &theirs.texts, &mine)) {
        Some(both) => (theirs.revision, both),
        None => (revision, mine),
    })
}
