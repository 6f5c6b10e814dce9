//! Two versions of the same thing: putting them together where both changed different things, and saving input that was
//! parked because they did not.

use secrecy::SecretString;
use serde::Serialize;
use serde::de::DeserializeOwned;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::ParkedId;
use slipway_domain::language::Language;
use slipway_domain::merge::{Merged, Side, merge};
use slipway_domain::offering::Section;
use slipway_domain::plan::PlanDraft;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::translation::Texts;
use slipway_domain::view::{ParkedView, Subject};

use crate::listing::Attempt;
use crate::{Acting, Report, Result};

/// Both versions in one, if they were made of the same and no value was changed by both.
pub(crate) fn merged<T: Serialize + DeserializeOwned>(base: Option<&T>, theirs: &T, mine: &T) -> Result<Option<T>> {
    let Some(base) = base else { return Ok(None) };
    let merged = merge(Some(base), theirs, mine, |_| Side::Theirs).map_err(fault)?;
    Ok(merged.conflicts.is_empty().then_some(merged.draft))
}

fn fault(error: serde_json::Error) -> Report {
    Report::new("two versions of a draft could not be put together", error)
}

/// Whose value counts in a conflict of that name; `None`: nobody has said.
type Choice<'a> = &'a (dyn Fn(&str) -> Option<Side> + Send + Sync);

impl Acting {
    /// Parked input beside what is saved now. Only its author may see it.
    pub async fn parked(&self, name: &str, parked: ParkedId) -> Result<ParkedView> {
        let view = self.offering(name).await?;
        let (store, scope) = (self.backend().store(), view.offering.scope());
        let found = store
            .parked(scope, parked)
            .await?
            .filter(|found| found.by == view.person.id)
            .ok_or(Rejection::NotFound(Kind::Page))?;
        let base = match (found.base, found.subject) {
            (Some(base), _) => Some(base),
            // What was never saved was made of an empty form.
            (None, Subject::Section(_) | Subject::Translation(_)) if found.base_revision == 0 => Some("{}".to_owned()),
            (None, subject) => store.version(scope, subject, found.base_revision).await?,
        };
        Ok(ParkedView {
            id: parked,
            subject: found.subject,
            body: found.body,
            at: found.at,
            base_revision: found.base_revision,
            base,
            view,
        })
    }

    /// Saves parked input: what its author typed counts wherever both changed the same. It is gone in the same moment.
    /// Where something was saved since its author looked at revision `seen`, nothing is saved and the input stays
    /// parked.
    pub async fn apply_parked(&self, name: &str, parked: ParkedId, seen: i64) -> Result<()> {
        let found = self.parked_beside(name, parked, seen).await?;
        self.save_parked(name, &found, &|_| Some(Side::Mine)).await
    }

    /// The same, with a choice for every value that both changed (`Side::value`). Where one is missing, nothing is
    /// saved either.
    pub async fn merge_parked(&self, name: &str, parked: ParkedId, seen: i64, choices: &[String]) -> Result<()> {
        let found = self.parked_beside(name, parked, seen).await?;
        self.save_parked(name, &found, &|member| Side::chosen(choices, member)).await
    }

    /// Parked input, as long as the revision `seen` is what is saved beside it.
    async fn parked_beside(&self, name: &str, parked: ParkedId, seen: i64) -> Result<ParkedView> {
        let found = self.parked(name, parked).await?;
        match found.revision().filter(|current| *current != seen) {
            Some(current) => Err(Rejection::Stale { current, parked: Some(parked) }.into()),
            None => Ok(found),
        }
    }

    async fn save_parked(&self, name: &str, found: &ParkedView, choice: Choice<'_>) -> Result<()> {
        let current = &found.view.offering;
        let saving = self.applying(found.id);
        let attempt = |revision| Attempt { revision, operation: "" };
        match found.subject {
            Subject::Section(Section::Summary) => {
                let draft = resolved(found, &current.summary.draft, choice)?;
                saving.save_summary(name, attempt(current.summary.revision), &draft).await?;
            }
            Subject::Section(Section::Listing) => {
                let draft = resolved(found, &current.listing.draft, choice)?;
                saving.save_listing(name, attempt(current.listing.revision), &draft).await?;
            }
            Subject::Section(Section::Settings) => {
                let draft = resolved(found, &current.settings.draft, choice)?;
                saving.save_settings(name, attempt(current.settings.revision), &draft).await?;
            }
            Subject::Section(Section::Access) => {
                let draft = resolved(found, &current.access.draft, choice)?;
                saving.save_access(name, attempt(current.access.revision), &draft).await?;
            }
            Subject::Translation(language) => {
                let texts = resolved_texts(found, language, choice)?;
                let revision = current.translation(language).map_or(0, |translation| translation.revision);
                saving.save_kept_texts(name, language, revision, &texts).await?;
            }
            Subject::NewPlan => {
                saving.add_plan(name, &read::<PlanDraft>(&found.body)?).await?;
            }
            Subject::Plan(plan) => {
                let record = crate::plan::find(current, plan)?;
                let draft = resolved(found, &record.draft, choice)?;
                saving.save_plan(name, plan, record.revision, &draft).await?;
            }
            Subject::Broker(broker) => {
                let record = crate::broker::find(current, broker)?;
                let draft = resolved(found, &record.draft, choice)?;
                saving.save_broker(name, broker, record.revision, &draft, &SecretString::default()).await?;
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
        let detail = Detail::about(found.subject.told());
        self.record(&mut tx, &found.view.offering, EventKind::InputDiscarded, detail).await?;
        Ok(tx.commit().await?)
    }
}

/// What parked input comes to, beside what is saved now.
fn resolved<T: Serialize + DeserializeOwned>(found: &ParkedView, current: &T, choice: Choice<'_>) -> Result<T> {
    let (base, mine): (Option<T>, T) = (base_of(found), read(&found.body)?);
    let merged =
        merge(base.as_ref(), current, &mine, |member| choice(member).unwrap_or(Side::Theirs)).map_err(fault)?;
    decided(found, merged, choice)
}

/// The same for the texts of a language, which are put together one by one.
fn resolved_texts(found: &ParkedView, language: Language, choice: Choice<'_>) -> Result<Texts> {
    let (base, mine): (Option<Texts>, Texts) = (base_of(found), read(&found.body)?);
    let choose = |key: &str| choice(key).unwrap_or(Side::Theirs);
    let merged = found.view.offering.joined(language, base.as_ref(), &mine, choose);
    decided(found, merged, choice)
}

fn base_of<T: DeserializeOwned>(found: &ParkedView) -> Option<T> {
    found.base.as_deref().and_then(|text| serde_json::from_str(text).ok())
}

/// Refuses what nobody has decided.
fn decided<T>(found: &ParkedView, merged: Merged<T>, choice: Choice<'_>) -> Result<T> {
    if merged.conflicts.iter().any(|member| choice(member).is_none()) {
        let current = found.revision().unwrap_or_default();
        return Err(Rejection::Stale { current, parked: Some(found.id) }.into());
    }
    Ok(merged.draft)
}

fn read<T: DeserializeOwned>(body: &str) -> Result<T> {
    serde_json::from_str(body).map_err(|error| Report::new("parked input does not read back", error).into())
}
