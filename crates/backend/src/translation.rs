//! Saving what customers read in another language (§4.7a). As with everything that is typed, its content never makes a save
//! fail. What somebody else has saved meanwhile is put together with it text by text; where both edited one text, what was
//! typed waits for its author.

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::language::Language;
use slipway_domain::merge::Side;
use slipway_domain::offering::Offering;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::translation::{Texts, TranslationDraft};
use slipway_domain::view::{SectionSaved, Subject};
use slipway_store::{OfferingHead, TranslationSave, Tx};

use crate::acting::Typed;
use crate::listing::NO_REVISION;
use crate::operation::Operation;
use crate::{Acting, Result};

/// One save of one language.
struct Save<'a> {
    /// The revision that it replaces.
    revision: i64,
    texts: &'a Texts,
    /// What the form says. It is not `texts` if others had saved in between.
    typed: &'a Texts,
    operation: Option<&'a Operation>,
}

impl Acting {
    /// One language of an offering, as typed; `revision` is the one that its form shows, 0 before the first save. Where
    /// somebody else has moved that on, both are put together if they changed different texts. Customers read it with the
    /// next publication.
    pub async fn save_translation(
        &self,
        name: &str,
        language: Language,
        revision: i64,
        draft: &TranslationDraft,
    ) -> Result<SectionSaved> {
        let asked = (name, language, revision, self.since(), draft);
        let operation = self.attempt_to_save(self.operation(), "translation/save", &asked)?;
        let operation = operation.as_ref();
        self.once(operation, self.write_translation(name, language, (revision, draft), operation)).await
    }

    async fn write_translation(
        &self,
        name: &str,
        language: Language,
        (revision, draft): (i64, &TranslationDraft),
        operation: Option<&Operation>,
    ) -> Result<SectionSaved> {
        let (mut tx, head, offering) = self.translating(name, language).await?;
        let current = revision_of(&offering, language);
        let is_taken = head.stage.takes(Object::Listing, Verb::Edit);
        if is_taken && revision == current && self.since().is_empty() {
            let texts = &draft.kept(&offering, language);
            return self.save_texts(tx, &offering, language, Save { revision, texts, typed: texts, operation }).await;
        }
        // A twin of this attempt may have moved it on since that was looked up: then there is nothing to put together.
        if let Some(saved) = self.answer_of(operation).await? {
            return Ok(saved);
        }
        let base = self.base_of_texts(&mut tx, &head, language, revision).await?;
        // What was left as it was in the form is what it was made of, and not what is saved now.
        let typed = match &base {
            Some(base) => draft.kept(&offering.saying(language, base.clone()), language),
            None => draft.kept(&offering, language),
        };
        // The form lacks what others had saved: kept input must not take its revision for what it was made of.
        let revision = if base.is_none() && !self.since().is_empty() { NO_REVISION } else { revision };
        let input = Typed { subject: Subject::Translation(language), revision, draft: &typed, operation };
        if !is_taken {
            drop(tx);
            return Err(self.frozen(&head, input, base.as_ref()).await?.into());
        }
        if !self.puts_together() {
            return Err(Rejection::Stale { current, parked: None }.into());
        }
        let merged = offering.joined(language, base.as_ref(), &typed, |_| Side::Theirs);
        if !merged.conflicts.is_empty() {
            drop(tx);
            let parked = self.park_made_of(head.scope(), input, base.as_ref()).await?;
            return Err(Rejection::Stale { current, parked: Some(parked) }.into());
        }
        let save = Save { revision: current, texts: &merged.draft, typed: &typed, operation };
        self.save_texts(tx, &offering, language, save).await
    }

    /// Texts as they are kept: those of an earlier revision once more, or what parked input comes to. They take the place
    /// of `revision` and of no other.
    pub(crate) async fn save_kept_texts(
        &self,
        name: &str,
        language: Language,
        revision: i64,
        texts: &Texts,
    ) -> Result<()> {
        let (tx, head, offering) = self.translating(name, language).await?;
        if !head.stage.takes(Object::Listing, Verb::Edit) {
            drop(tx);
            let input = Typed { subject: Subject::Translation(language), revision, draft: texts, operation: None };
            return Err(self.frozen(&head, input, None).await?.into());
        }
        let save = Save { revision, texts, typed: texts, operation: None };
        self.save_texts(tx, &offering, language, save).await.map(drop)
    }

    async fn translating(&self, name: &str, language: Language) -> Result<(Tx, OfferingHead, Offering)> {
        let (mut tx, head) = self.change_head(name, Verb::Edit, Object::Listing).await?;
        if language == Language::English {
            return Err(Rejection::NotFound(Kind::Page).into());
        }
        let offering = tx.whole(head.clone()).await?;
        Ok((tx, head, offering))
    }

    /// What an attempt was made of; `None`: nobody knows any more.
    async fn base_of_texts(
        &self,
        tx: &mut Tx,
        head: &OfferingHead,
        language: Language,
        revision: i64,
    ) -> Result<Option<Texts>> {
        if !self.since().is_empty() {
            return self.typed_in(self.since()).await;
        }
        // Before the first save there was nothing.
        if revision == 0 {
            return Ok(Some(Texts::new()));
        }
        // What was kept in a shape of old is not read.
        let kept = tx.version(head.scope(), Subject::Translation(language), revision).await?;
        Ok(kept.and_then(|body| serde_json::from_str(&body).ok()))
    }

    async fn save_texts(
        &self,
        mut tx: Tx,
        offering: &Offering,
        language: Language,
        save: Save<'_>,
    ) -> Result<SectionSaved> {
        let Save { revision, texts, typed, operation } = save;
        let (scope, at) = (offering.scope(), self.now());
        let row = TranslationSave { scope, language, revision, texts, by: self.person()?.id, at };
        if !tx.save_translation(row).await? {
            let current = revision_of(offering, language);
            return Err(Rejection::Stale { current, parked: self.applied() }.into());
        }
        tx.touch_definition(scope, at).await?;
        let detail = self.telling(Detail::about(language.name()));
        self.record(&mut tx, offering, EventKind::TranslationSaved, detail).await?;
        let saved = SectionSaved { revision: revision.saturating_add(1), at, merged: texts != typed };
        self.done_saving(&mut tx, operation, &saved, typed).await?;
        self.finish(tx, scope).await?;
        Ok(saved)
    }
}

fn revision_of(offering: &Offering, language: Language) -> i64 {
    offering.translation(language).map_or(0, |translation| translation.revision)
}
