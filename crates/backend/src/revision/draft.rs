//! Taking the draft back to what is public: ordinary saves of what differs, in the transaction of the one event that tells of
//! all of them.

use std::collections::BTreeMap;

use serde::Serialize;
use slipway_domain::offering::{Offering, Section, Versioned};
use slipway_domain::plan::{PlanApproval, PlanRecord};
use slipway_domain::rejection::Rejection;
use slipway_domain::translation::Translated;
use slipway_store::{SaveOutcome, SavedPlan, SectionSave, TranslationSave, Tx};

use crate::{Acting, Result};

impl Acting {
    /// False: nothing differed. Brokers and deployments are no drafts and stay; so does a plan that is deployed, and one that
    /// was removed does not come back, because no id is given twice.
    pub(super) async fn take_back(&self, tx: &mut Tx, draft: &Offering, live: &Offering) -> Result<bool> {
        let scope = draft.scope();
        let mut is_changed = self.section_back(tx, draft, Section::Summary, (&draft.summary, &live.summary)).await?;
        is_changed |= self.section_back(tx, draft, Section::Listing, (&draft.listing, &live.listing)).await?;
        is_changed |= self.section_back(tx, draft, Section::Settings, (&draft.settings, &live.settings)).await?;
        is_changed |= self.section_back(tx, draft, Section::Access, (&draft.access, &live.access)).await?;
        is_changed |= self.plans_back(tx, draft, live).await?;
        is_changed |= self.translations_back(tx, draft, live).await?;
        if is_changed {
            tx.touch_definition(scope, self.now()).await?;
        }
        Ok(is_changed)
    }

    async fn section_back<T: Serialize + PartialEq + Sync>(
        &self,
        tx: &mut Tx,
        draft: &Offering,
        section: Section,
        (now, live): (&Versioned<T>, &Versioned<T>),
    ) -> Result<bool> {
        if now.draft == live.draft {
            return Ok(false);
        }
        let (by, at) = (self.person()?.id, self.now());
        let save = SectionSave { scope: draft.scope(), section, revision: now.revision, by, at };
        match tx.save_section(save, &live.draft, Vec::new()).await? {
            SaveOutcome::Saved { .. } => Ok(true),
            SaveOutcome::Stale { current } => Err(Rejection::Stale { current, parked: None }.into()),
        }
    }

    /// A plan that is again as it was agreed to needs no new consent.
    async fn plans_back(&self, tx: &mut Tx, draft: &Offering, live: &Offering) -> Result<bool> {
        let (scope, by, at) = (draft.scope(), self.person()?.id, self.now());
        let is_agreed_to = |plan: &PlanRecord| plan.approval == PlanApproval::Approved;
        let mut is_changed = false;
        for plan in &draft.plans {
            match live.plans.iter().find(|public| public.id == plan.id) {
                Some(public) if public.draft != plan.draft || (is_agreed_to(public) && !is_agreed_to(plan)) => {
                    let saved = SavedPlan { scope, id: plan.id, draft: &public.draft, by, at };
                    if !tx.save_plan(&saved, plan.revision, (plan.approval, public.approval)).await? {
                        return Err(Rejection::Stale { current: plan.revision, parked: None }.into());
                    }
                    is_changed = true;
                }
                None if !draft.deployments.iter().any(|deployment| deployment.plan == plan.id) => {
                    is_changed |= tx.remove_plan(scope, plan.id, at).await?;
                }
                _ => {}
            }
        }
        Ok(is_changed)
    }

    async fn translations_back(&self, tx: &mut Tx, draft: &Offering, live: &Offering) -> Result<bool> {
        let (scope, by, at) = (draft.scope(), self.person()?.id, self.now());
        let none: BTreeMap<String, Translated> = BTreeMap::new();
        let mut is_changed = false;
        for translation in &draft.translations {
            let language = translation.language;
            let public = live.translations.iter().find(|public| public.language == language);
            let texts = public.map_or(&none, |public| &public.texts);
            if *texts == translation.texts {
                continue;
            }
            let save = TranslationSave { scope, language, revision: translation.revision, texts, by, at };
            if !tx.save_translation(save).await? {
                return Err(Rejection::Stale { current: translation.revision, parked: None }.into());
            }
            is_changed = true;
        }
        Ok(is_changed)
    }
}
