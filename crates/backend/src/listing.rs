//! Saving the sections of an offering: listing, settings, summary and redirect URIs. Content never makes a save fail; a
//! revision that somebody else has moved on and a review do, and then the input is parked instead of lost.

use secrecy::SecretString;
use serde::Serialize;
use slipway_domain::access::AccessDraft;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::ParkedId;
use slipway_domain::listing::{ListingContext, ListingDraft};
use slipway_domain::offering::Section;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::settings::SettingsDraft;
use slipway_domain::summary::SummaryDraft;
use slipway_domain::view::{ParkedView, SectionSaved, Subject};
use slipway_store::{OfferingHead, SaveOutcome, SectionSave, Tx, definition_changed, was_carried_out};

use crate::acting::Typed;
use crate::operation::Operation;
use crate::{Acting, Result};

/// What the author saw, and how one attempt to save is told from the next.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    pub revision: i64,
    /// Empty for a plain form.
    pub operation: &'a str,
}

impl Acting {
    pub async fn save_summary(&self, name: &str, attempt: Attempt<'_>, draft: &SummaryDraft) -> Result<SectionSaved> {
        self.save(name, Section::Summary, attempt, draft, async |_, _| Ok(EventKind::SectionSaved)).await
    }

    /// The first save that is complete registers the service name (T06).
    pub async fn save_listing(&self, name: &str, attempt: Attempt<'_>, draft: &ListingDraft) -> Result<SectionSaved> {
        let beside = async |tx: &mut Tx, head: &OfferingHead| {
            let registers = self.beside_listing(tx, head, draft).await?;
            Ok(if registers { EventKind::ServiceNameRegistered } else { EventKind::SectionSaved })
        };
        self.save(name, Section::Listing, attempt, draft, beside).await
    }

    /// What a change of the listing changes beside the draft. True: it registers the service name.
    pub(crate) async fn beside_listing(&self, tx: &mut Tx, head: &OfferingHead, draft: &ListingDraft) -> Result<bool> {
        let terms_url = draft.terms_url.trim();
        if terms_url != head.terms_url {
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
        self.save(name, Section::Settings, attempt, draft, async |_, _| Ok(EventKind::SectionSaved)).await
    }

    /// A change of the redirect URIs needs "Update client ID" before it is in force; without any the client is disabled
    /// at once.
    pub async fn save_access(&self, name: &str, attempt: Attempt<'_>, draft: &AccessDraft) -> Result<SectionSaved> {
        let beside = async |tx: &mut Tx, head: &OfferingHead| {
            let disables = draft.listed().next().is_none() && tx.disable_client(head.scope()).await?;
            Ok(if disables { EventKind::ClientDisabled } else { EventKind::SectionSaved })
        };
        self.save(name, Section::Access, attempt, draft, beside).await
    }

    /// One save of one section. `beside` writes what else it changes, and says what the history calls it.
    async fn save<T: Serialize + Sync>(
        &self,
        name: &str,
        section: Section,
        attempt: Attempt<'_>,
        draft: &T,
        beside: impl AsyncFnOnce(&mut Tx, &OfferingHead) -> Result<EventKind>,
    ) -> Result<SectionSaved> {
        let object = if section == Section::Access { Object::AccessRegistration } else { Object::Listing };
        let (mut tx, head) = self.change_head(name, Verb::Edit, object).await?;
        let (person, at) = (self.person()?, self.now());
        let operation = Operation::new(attempt.operation, section.name(), &(head.id, attempt.revision, draft))?;
        let typed = Typed { subject: Subject::Section(section), revision: attempt.revision, draft };
        if !head.stage.is_editable() {
            drop(tx);
            // It may have been saved before the review began.
            return match self.answer_of(operation.as_ref()).await? {
                Some(saved) => Ok(saved),
                None => Err(self.frozen(&head, typed).await?.into()),
            };
        }
        let kind = beside(&mut tx, &head).await?;
        let saved = SectionSaved { revision: attempt.revision.saturating_add(1), at };
        let subject = (kind == EventKind::ServiceNameRegistered).then(|| head.name.clone());
        let detail = Detail { subject, ..Detail::section(section, saved.revision) };
        let mut leaving = vec![self.event_of(head.scope(), kind, detail)?.statement()];
        if section != Section::Summary {
            leaving.push(definition_changed(head.scope(), at));
        }
        if let Some(operation) = &operation {
            leaving.push(operation.remembered(person, &saved, at)?);
        }
        let save = SectionSave { scope: head.scope(), section, revision: attempt.revision, by: person.id, at };
        let current = match tx.save_section(save, draft, leaving).await {
            Ok(SaveOutcome::Saved { .. }) => {
                self.finish(tx, head.scope()).await?;
                return Ok(saved);
            }
            Ok(SaveOutcome::Stale { current }) => Some(current),
            Err(error) if was_carried_out(&error) => None,
            Err(error) => return Err(error.into()),
        };
        drop(tx);
        // What was carried out before has moved the revision on.
        if let Some(saved) = self.answer_of(operation.as_ref()).await? {
            return Ok(saved);
        }
        let current = current.ok_or(Rejection::SentBefore)?;
        let parked = self.park(head.scope(), typed).await?;
        Err(Rejection::Stale { current, parked: Some(parked) }.into())
    }

    /// Parked input beside what is saved now. Only its author may see it.
    pub async fn parked(&self, name: &str, parked: ParkedId) -> Result<ParkedView> {
        let view = self.offering(name).await?;
        let found = self
            .backend()
            .store()
            .parked(view.offering.scope(), parked)
            .await?
            .filter(|found| found.by == view.person.id)
            .ok_or(Rejection::NotFound(Kind::Page))?;
        Ok(ParkedView {
            id: parked,
            subject: found.subject,
            body: found.body,
            at: found.at,
            base_revision: found.base_revision,
            view,
        })
    }

    /// Saves parked input over what is saved now, because its author says so. It is gone in the same moment.
    pub async fn apply_parked(&self, name: &str, parked: ParkedId) -> Result<()> {
        let found = self.parked(name, parked).await?;
        let body = &found.body;
        let current = &found.view.offering;
        let saving = self.applying(parked);
        let attempt = |revision| Attempt { revision, operation: "" };
        match found.subject {
            Subject::Section(Section::Summary) => {
                saving.save_summary(name, attempt(current.summary.revision), &draft(body)?).await?;
            }
            Subject::Section(Section::Listing) => {
                saving.save_listing(name, attempt(current.listing.revision), &draft(body)?).await?;
            }
            Subject::Section(Section::Settings) => {
                saving.save_settings(name, attempt(current.settings.revision), &draft(body)?).await?;
            }
            Subject::Section(Section::Access) => {
                saving.save_access(name, attempt(current.access.revision), &draft(body)?).await?;
            }
            Subject::NewPlan => {
                saving.add_plan(name, &draft(body)?).await?;
            }
            Subject::Plan(plan) => {
                let record = crate::plan::find(current, plan)?;
                saving.save_plan(name, plan, record.revision, &draft(body)?).await?;
            }
            Subject::Broker(broker) => {
                let record = crate::broker::find(current, broker)?;
                saving.save_broker(name, broker, record.revision, &draft(body)?, &SecretString::default()).await?;
            }
        }
        Ok(())
    }

    /// The author gives up what they typed.
    pub async fn discard_parked(&self, name: &str, parked: ParkedId) -> Result<()> {
        let found = self.parked(name, parked).await?;
        let scope = found.view.offering.scope();
        let mut tx = self.backend().store().write().await?;
        if !tx.unpark(scope, parked).await? {
            return Err(Rejection::NotFound(Kind::Page).into());
        }
        let detail = Detail::about(found.subject.noun());
        self.record(&mut tx, &found.view.offering, EventKind::InputDiscarded, detail).await?;
        Ok(tx.commit().await?)
    }
}

fn draft<T: serde::de::DeserializeOwned>(body: &str) -> Result<T> {
    serde_json::from_str(body).map_err(|error| crate::Report::new("parked input does not read back", error).into())
}
