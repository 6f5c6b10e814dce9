//! Saving the sections of an offering: listing, settings, summary and redirect URIs. Content never makes a save fail. A
//! revision that somebody else has moved on does where both changed the same; then the input is parked instead of lost.
//! What is saved while a request waits, and after the release, is the next draft: reviewers and customers do not see it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use slipway_domain::access::AccessDraft;
use slipway_domain::definition::with_lines_of_forms;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::listing::{ListingContext, ListingDraft};
use slipway_domain::offering::{Scope, Section, Versioned};
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::rows::fit_a_page;
use slipway_domain::settings::SettingsDraft;
use slipway_domain::summary::SummaryDraft;
use slipway_domain::view::{SectionSaved, Subject};
use slipway_store::{OfferingHead, SaveOutcome, SectionSave, Tx, definition_changed, was_carried_out};

use crate::acting::Typed;
use crate::merge::merged;
use crate::operation::Operation;
use crate::{Acting, Result};

/// Nothing was ever saved at it: what was made of it has no base.
pub(crate) const NO_REVISION: i64 = -1;

/// What the author saw, and how one attempt to save is told from the next.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    pub revision: i64,
    /// Empty for a plain form.
    pub operation: &'a str,
}

/// The draft of a section.
trait SectionDraft: Serialize + DeserializeOwned + Clone + Default + PartialEq + Send + Sync {
    const SECTION: Section;

    /// Whether its page can show it.
    fn fits(&self) -> bool {
        fit_a_page(self)
    }

    /// What the policy calls it.
    fn object() -> Object {
        if Self::SECTION == Section::Access { Object::AccessRegistration } else { Object::Listing }
    }

    /// Refuses what this person may not change, whatever their role says. `revision` is the one that the save replaces.
    fn check_author(
        &self,
        _acting: &Acting,
        _tx: &mut Tx,
        _head: &OfferingHead,
        _revision: i64,
    ) -> impl Future<Output = Result<()>> + Send {
        core::future::ready(Ok(()))
    }

    /// Writes what else a save changes, and says what the history calls it.
    fn beside(
        &self,
        _acting: &Acting,
        _tx: &mut Tx,
        _head: &OfferingHead,
    ) -> impl Future<Output = Result<EventKind>> + Send {
        core::future::ready(Ok(EventKind::SectionSaved))
    }
}

impl SectionDraft for SummaryDraft {
    const SECTION: Section = Section::Summary;
}

impl SectionDraft for ListingDraft {
    const SECTION: Section = Section::Listing;

    async fn beside(&self, acting: &Acting, tx: &mut Tx, head: &OfferingHead) -> Result<EventKind> {
        let registers = acting.beside_listing(tx, head, self).await?;
        Ok(if registers { EventKind::ServiceNameRegistered } else { EventKind::SectionSaved })
    }
}

impl SectionDraft for SettingsDraft {
    const SECTION: Section = Section::Settings;
}

impl SectionDraft for AccessDraft {
    const SECTION: Section = Section::Access;

    fn fits(&self) -> bool {
        Self::fits(self)
    }

    /// Redirect URIs are the client's, which only its owners edit (§4.8). A save that comes too late changes nothing; what
    /// is put together with the other one is asked about anew.
    async fn check_author(&self, acting: &Acting, tx: &mut Tx, head: &OfferingHead, revision: i64) -> Result<()> {
        let stored: Versioned<Self> = tx.section(head.scope(), Section::Access).await?;
        let uris = |draft: &Self| draft.listed().map(|(_, uri)| uri.to_owned()).collect::<Vec<_>>();
        if stored.revision != revision || uris(&stored.draft) == uris(self) {
            return Ok(());
        }
        acting.require_owner_of_any_client(tx, head.scope()).await
    }

    async fn beside(&self, _acting: &Acting, tx: &mut Tx, head: &OfferingHead) -> Result<EventKind> {
        // Afterwards it is a draft like any other: the client is in force as it was published.
        let is_at_once = head.stage.is_editable() && self.listed().next().is_none();
        let disables = is_at_once && tx.disable_client(head.scope()).await?;
        Ok(if disables { EventKind::ClientDisabled } else { EventKind::SectionSaved })
    }
}

/// One save of one section.
struct Save<'a, T> {
    head: &'a OfferingHead,
    /// The revision that it replaces.
    revision: i64,
    draft: &'a T,
    /// What the form says. It is not the draft if others had saved in between.
    typed: &'a T,
    operation: Option<&'a Operation>,
}

impl Acting {
    pub async fn save_summary(&self, name: &str, attempt: Attempt<'_>, draft: &SummaryDraft) -> Result<SectionSaved> {
        self.save(name, attempt, draft).await
    }

    /// The first save that is complete registers the service name (T06).
    pub async fn save_listing(&self, name: &str, attempt: Attempt<'_>, draft: &ListingDraft) -> Result<SectionSaved> {
        self.save(name, attempt, draft).await
    }

    /// What a change of the listing changes beside the draft. True: it registers the service name.
    pub(crate) async fn beside_listing(&self, tx: &mut Tx, head: &OfferingHead, draft: &ListingDraft) -> Result<bool> {
        let terms_url = draft.terms_url.trim();
        // Of what was handed in or published, the terms stay taken: they move with the next publication.
        if terms_url != head.terms_url && head.stage.is_editable() {
            tx.set_terms_url(head.scope(), terms_url).await?;
        }
        Ok(!head.is_registered && self.register_if_complete(tx, head, draft).await?)
    }

    async fn register_if_complete(&self, tx: &mut Tx, head: &OfferingHead, draft: &ListingDraft) -> Result<bool> {
        let mut context = ListingContext {
            company: head.owner.name.clone(),
            platform_name: self.backend().platform().operator_name.clone(),
            service_name: head.name.clone(),
            issued_documentation_url: self.issued_url(&head.owner, &head.name),
            other_terms_urls: Vec::new(),
        };
        // The terms of others can only add findings, so that a listing in the making does not ask for them.
        if !draft.check(&context).is_complete() {
            return Ok(false);
        }
        context.other_terms_urls = tx.other_terms_urls(head.scope()).await?;
        Ok(draft.check(&context).is_complete() && tx.register_access(head.scope(), self.now()).await?)
    }

    pub async fn save_settings(&self, name: &str, attempt: Attempt<'_>, draft: &SettingsDraft) -> Result<SectionSaved> {
        self.save(name, attempt, draft).await
    }

    /// A change of the redirect URIs needs "Update client ID" before it is in force; without any the client is disabled
    /// at once, as long as nothing was handed in.
    pub async fn save_access(&self, name: &str, attempt: Attempt<'_>, draft: &AccessDraft) -> Result<SectionSaved> {
        self.save(name, attempt, draft).await
    }

    /// One save of one section. Where somebody else has moved the revision on, both are put together if they changed
    /// different things.
    async fn save<T: SectionDraft>(&self, name: &str, attempt: Attempt<'_>, draft: &T) -> Result<SectionSaved> {
        if !draft.fits() {
            return Err(Rejection::Refused(Refusal::TooManyRows).into());
        }
        let draft = &with_lines_of_forms(draft);
        let (tx, head) = self.change_head(name, Verb::Edit, T::object()).await?;
        let asked = (head.id, attempt.revision, self.since(), draft);
        let operation = self.attempt_to_save(attempt.operation, T::SECTION.name(), &asked)?;
        let operation = operation.as_ref();
        if head.stage.takes(T::object(), Verb::Edit) && self.since().is_empty() {
            let save = Save { head: &head, revision: attempt.revision, draft, typed: draft, operation };
            if let Some(saved) = self.write(tx, save).await? {
                return Ok(saved);
            }
        } else {
            drop(tx);
        }
        // What was carried out before, or has overtaken this, has moved the revision on, or the offering has come to its
        // end since.
        if let Some(saved) = self.answer_of(operation).await? {
            return Ok(saved);
        }
        let outcome = self.save_late(name, attempt.revision, draft, operation).await;
        self.or_answered(operation, outcome).await
    }

    /// The same where somebody else has moved the revision on, or nothing is saved any more.
    async fn save_late<T: SectionDraft>(
        &self,
        name: &str,
        revision: i64,
        draft: &T,
        operation: Option<&Operation>,
    ) -> Result<SectionSaved> {
        let (mut tx, head) = self.change_head(name, Verb::Edit, T::object()).await?;
        let base = self.base(&mut tx, head.scope(), revision).await?;
        // The form lacks what others had saved: kept input must not take its revision for what it was made of.
        let revision = if base.is_none() && !self.since().is_empty() { NO_REVISION } else { revision };
        let typed = Typed { subject: Subject::Section(T::SECTION), revision, draft, operation };
        if !head.stage.takes(T::object(), Verb::Edit) {
            drop(tx);
            return Err(self.frozen(&head, typed, base.as_ref()).await?.into());
        }
        let current: Versioned<T> = tx.section(head.scope(), T::SECTION).await?;
        if !self.puts_together() {
            return Err(Rejection::Stale { current: current.revision, parked: None }.into());
        }
        if let Some(merged) = merged(base.as_ref(), &current.draft, draft)?.filter(T::fits) {
            let save = Save { head: &head, revision: current.revision, draft: &merged, typed: draft, operation };
            if let Some(saved) = self.write(tx, save).await? {
                return Ok(saved);
            }
            // A twin, or a later attempt, was faster, and has the answer.
            return Err(Rejection::SentBefore.into());
        }
        drop(tx);
        let parked = self.park_made_of(head.scope(), typed, base.as_ref()).await?;
        Err(Rejection::Stale { current: current.revision, parked: Some(parked) }.into())
    }

    /// What an attempt was made of; `None`: nobody knows any more.
    async fn base<T: SectionDraft>(&self, tx: &mut Tx, scope: Scope, revision: i64) -> Result<Option<T>> {
        if !self.since().is_empty() {
            return self.typed_in(self.since()).await;
        }
        if revision == 0 {
            return Ok(Some(T::default()));
        }
        let version = tx.version(scope, Subject::Section(T::SECTION), revision).await?;
        Ok(version.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// `None`: somebody else has moved the revision on, or it was carried out before, or overtaken. Then nothing is
    /// written.
    async fn write<T: SectionDraft>(&self, mut tx: Tx, save: Save<'_, T>) -> Result<Option<SectionSaved>> {
        let Save { head, revision, draft, typed, operation } = save;
        let (person, at, scope) = (self.person()?, self.now(), head.scope());
        draft.check_author(self, &mut tx, head, revision).await?;
        let kind = draft.beside(self, &mut tx, head).await?;
        let merged = draft != typed;
        let saved = SectionSaved { revision: revision.saturating_add(1), at, merged };
        let subject = (kind == EventKind::ServiceNameRegistered).then(|| head.name.clone());
        let detail = self.telling(Detail { subject, ..Detail::section(T::SECTION, saved.revision) });
        let mut leaving = vec![self.event_of(scope, kind, detail)?.statement()];
        if T::SECTION != Section::Summary {
            leaving.push(definition_changed(scope, at));
        }
        if let Some(operation) = operation {
            leaving.push(operation.remembered_save(person, &saved, typed, at)?);
        }
        let save = SectionSave { scope, section: T::SECTION, revision, by: person.id, at };
        match tx.save_section(save, draft, leaving).await {
            Ok(SaveOutcome::Saved { .. }) => {
                self.finish(tx, scope).await?;
                Ok(Some(saved))
            }
            Ok(SaveOutcome::Stale { .. }) => Ok(None),
            Err(error) if was_carried_out(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
