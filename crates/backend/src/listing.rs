//! Saving the sections of an offering: listing, settings, summary and redirect URIs. Content never makes a save fail;
//! a revision that somebody else has moved on does, and then the input is parked instead of lost.

use secrecy::SecretString;
use serde::Serialize;
use slipway_domain::access::AccessDraft;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::ParkedId;
use slipway_domain::listing::ListingDraft;
use slipway_domain::offering::{Offering, Section};
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::settings::SettingsDraft;
use slipway_domain::summary::SummaryDraft;
use slipway_domain::view::{ParkedView, SectionSaved, Subject};
use slipway_store::{Parked, SaveOutcome, SectionSave, Tx};

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
        let (tx, offering) = self.edit(name, Verb::Edit, Object::Listing).await?;
        self.save(tx, &offering, Section::Summary, attempt, draft).await
    }

    /// The first save that is complete registers the service name (T06).
    pub async fn save_listing(&self, name: &str, attempt: Attempt<'_>, draft: &ListingDraft) -> Result<SectionSaved> {
        let (mut tx, offering) = self.edit(name, Verb::Edit, Object::Listing).await?;
        let mut saved = offering.clone();
        saved.listing.draft = draft.clone();
        saved.compare_terms(&tx.other_terms_urls(offering.scope()).await?);
        tx.set_terms_url(offering.scope(), draft.terms_url.trim()).await?;
        if saved.listing_findings().is_complete() && tx.register_access(offering.scope(), self.now()).await? {
            self.record(&mut tx, &offering, EventKind::ServiceNameRegistered, Detail::about(&offering.name)).await?;
        }
        self.save(tx, &offering, Section::Listing, attempt, draft).await
    }

    pub async fn save_settings(&self, name: &str, attempt: Attempt<'_>, draft: &SettingsDraft) -> Result<SectionSaved> {
        let (tx, offering) = self.edit(name, Verb::Edit, Object::Listing).await?;
        self.save(tx, &offering, Section::Settings, attempt, draft).await
    }

    /// A change of the redirect URIs needs "Update client ID" before it is in force.
    pub async fn save_access(&self, name: &str, attempt: Attempt<'_>, draft: &AccessDraft) -> Result<SectionSaved> {
        let (tx, offering) = self.edit(name, Verb::Edit, Object::AccessRegistration).await?;
        self.save(tx, &offering, Section::Access, attempt, draft).await
    }

    async fn save<T: Serialize + Sync>(
        &self,
        mut tx: Tx,
        offering: &Offering,
        section: Section,
        attempt: Attempt<'_>,
        draft: &T,
    ) -> Result<SectionSaved> {
        let at = self.now();
        let save = SectionSave {
            scope: offering.scope(),
            section,
            revision: attempt.revision,
            operation: attempt.operation,
            by: self.person()?.id,
            at,
        };
        match tx.save_section(save, draft).await? {
            SaveOutcome::Saved { revision } => {
                self.record(&mut tx, offering, EventKind::SectionSaved, Detail::section(section, revision)).await?;
                if section != Section::Summary {
                    tx.touch_definition(offering.scope(), at).await?;
                }
                tx.commit().await?;
                Ok(SectionSaved { revision, at })
            }
            SaveOutcome::Repeated { revision } => Ok(SectionSaved { revision, at }),
            SaveOutcome::Stale { current } => {
                drop(tx);
                let parked = self.park(offering, Subject::Section(section), attempt.revision, draft).await?;
                Err(Rejection::Stale { current, parked: Some(parked) }.into())
            }
        }
    }

    /// Keeps input that came too late, until its author has decided.
    pub(crate) async fn park<T: Serialize + Sync>(
        &self,
        offering: &Offering,
        subject: Subject,
        base_revision: i64,
        draft: &T,
    ) -> Result<ParkedId> {
        let at = self.now();
        let id = ParkedId::new(self.backend().ids().uuid(at));
        let body =
            serde_json::to_string(draft).map_err(|error| crate::Report::new("a draft did not serialise", error))?;
        let mut tx = self.backend().store().write().await?;
        tx.park(&Parked { id, scope: offering.scope(), subject, base_revision, body, at, by: self.person()?.id })
            .await?;
        tx.commit().await?;
        Ok(id)
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

    /// Saves parked input over what is saved now, because its author says so.
    pub async fn apply_parked(&self, name: &str, parked: ParkedId) -> Result<()> {
        let found = self.parked(name, parked).await?;
        let body = &found.body;
        let current = &found.view.offering;
        let attempt = |revision| Attempt { revision, operation: "" };
        match found.subject {
            Subject::Section(Section::Summary) => {
                self.save_summary(name, attempt(current.summary.revision), &draft(body)?).await?;
            }
            Subject::Section(Section::Listing) => {
                self.save_listing(name, attempt(current.listing.revision), &draft(body)?).await?;
            }
            Subject::Section(Section::Settings) => {
                self.save_settings(name, attempt(current.settings.revision), &draft(body)?).await?;
            }
            Subject::Section(Section::Access) => {
                self.save_access(name, attempt(current.access.revision), &draft(body)?).await?;
            }
            Subject::Plan(plan) => {
                let record = crate::plan::find(current, plan)?;
                self.save_plan(name, plan, record.revision, &draft(body)?).await?;
            }
            Subject::Broker(broker) => {
                let record = crate::broker::find(current, broker)?;
                self.save_broker(name, broker, record.revision, &draft(body)?, &SecretString::default()).await?;
            }
        }
        self.discard_parked(name, parked).await
    }

    /// The author has decided, one way or the other.
    pub async fn discard_parked(&self, name: &str, parked: ParkedId) -> Result<()> {
        let scope = self.parked(name, parked).await?.view.offering.scope();
        let mut tx = self.backend().store().write().await?;
        tx.unpark(scope, parked).await?;
        Ok(tx.commit().await?)
    }
}

fn draft<T: serde::de::DeserializeOwned>(body: &str) -> Result<T> {
    serde_json::from_str(body).map_err(|error| crate::Report::new("parked input does not read back", error).into())
}
