//! An offering as a file: read, held against what is there, and applied. Applying it makes the saves that the forms make,
//! each by its own use case with its own event, so that it may do nothing that its author may not do on the pages.

use secrecy::SecretString;
use sha2::{Digest as _, Sha256};
use slipway_domain::definition::{
    DefinitionFile, DeploymentEntry, Fault, PlannedChanges, Step, Told, Walk, broker_meant, plan_meant,
};
use slipway_domain::deployment::DeploymentDraft;
use slipway_domain::offering::{Offering, Section};
use slipway_domain::rejection::{Kind, Rejection};

use crate::broker::find as find_broker;
use crate::deployment::found as find_deployment;
use crate::listing::Attempt;
use crate::plan::find as find_plan;
use crate::{Acting, Error, Report, Result};

/// The revision of a deployment that was just added.
const FIRST: i64 = 1;

/// How a file is applied.
#[derive(Debug, Clone, Copy, Default)]
pub struct Applying {
    /// The revision of the definition that the author looked at; `None`: whatever is there.
    pub if_match: Option<i64>,
    /// What the file lacks is removed.
    pub prune: bool,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Of the definition as this left it; where others saved meanwhile, the one that it was made of.
    pub revision: i64,
    /// What stood against the file; then nothing was done.
    pub faults: Vec<Fault>,
    pub done: Vec<Told>,
    /// Where it came to a stop. Applying the file again goes on from there.
    pub stopped: Option<Stopped>,
    /// What was to come after that.
    pub waiting: Vec<Told>,
}

impl Applied {
    /// Whether what the file still takes is what was not done. Else somebody else has saved meanwhile.
    fn leaves(&self, now: &Walk) -> bool {
        let is_overtaken = self.stopped.as_ref().is_some_and(|stop| matches!(stop.rejection, Rejection::Stale { .. }));
        let left: Vec<&Told> = self.stopped.iter().map(|stop| &stop.step).chain(&self.waiting).collect();
        !is_overtaken && now.steps.iter().all(|(_, told)| left.contains(&told))
    }
}

/// A step that was turned down, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    pub step: Told,
    pub rejection: Rejection,
}

impl Acting {
    /// The definition as a file, with its revision.
    pub async fn definition(&self, name: &str) -> Result<(DefinitionFile, i64)> {
        let file = DefinitionFile::of(&self.read(name).await?);
        let revision = revision(&file)?;
        Ok((file, revision))
    }

    /// What applying a file would change. It changes nothing.
    pub async fn plan_definition(&self, name: &str, file: &DefinitionFile, prune: bool) -> Result<PlannedChanges> {
        let view = Box::pin(self.offering(name)).await?;
        let revision = revision(&DefinitionFile::of(&view.offering))?;
        let walk = file.walk(&view.offering, prune);
        Ok(PlannedChanges::of(&walk, view.published.as_ref(), revision, view.now))
    }

    /// Makes the saves that a file takes, one after the other. The first one that is turned down ends it: that is an error
    /// where nothing was saved before, and told beside what was done where something was.
    pub async fn apply_definition(&self, name: &str, file: &DefinitionFile, how: Applying) -> Result<Applied> {
        let before = self.read(name).await?;
        let current = revision(&DefinitionFile::of(&before))?;
        if how.if_match.is_some_and(|wanted| wanted != current) {
            return Err(Rejection::Stale { current, parked: None }.into());
        }
        let walk = file.walk(&before, how.prune);
        let faults: Vec<Fault> = walk.faults.iter().filter(|fault| fault.kind.blocks()).cloned().collect();
        let mut applied = Applied { revision: current, faults, done: Vec::new(), stopped: None, waiting: Vec::new() };
        if !applied.faults.is_empty() || walk.steps.is_empty() {
            return Ok(applied);
        }
        let file = file.clone().with_plain_lines();
        // Each step is an attempt of its own; that the whole is sent twice changes nothing the second time.
        let each = self.clone().as_operation(String::new());
        for (step, told) in walk.steps {
            if applied.stopped.is_some() {
                applied.waiting.push(told);
                continue;
            }
            match Box::pin(each.carry_out(&before, &file, step)).await {
                Ok(()) => applied.done.push(told),
                Err(Error::Rejected(rejection)) if !applied.done.is_empty() => {
                    applied.stopped = Some(Stopped { step: told, rejection });
                }
                // The revision of one part says nothing about the whole.
                Err(Error::Rejected(Rejection::Stale { .. })) => {
                    let current = self.definition(name).await?.1;
                    return Err(Rejection::Stale { current, parked: None }.into());
                }
                Err(error) => return Err(error),
            }
        }
        let after = self.read(name).await?;
        // Where somebody else has saved meanwhile the revision of before, which nothing has any more, refuses the next file.
        if applied.leaves(&file.walk(&after, how.prune)) {
            applied.revision = revision(&DefinitionFile::of(&after))?;
        }
        Ok(applied)
    }

    /// `before`: what the file was held against. A revision that has moved on since is stale.
    async fn carry_out(&self, before: &Offering, file: &DefinitionFile, step: Step) -> Result<()> {
        let name = before.name.as_str();
        let none = SecretString::default();
        match step {
            Step::Section(section) => self.save_section_of(before, file, section).await?,
            Step::AddPlan { at } => {
                if let Some(entry) = file.plans.get(at) {
                    Box::pin(self.add_plan(name, &entry.plan)).await?;
                }
            }
            Step::SavePlan { id, at } => {
                if let Some(entry) = file.plans.get(at) {
                    let revision = find_plan(before, id)?.revision;
                    let exactly = self.clone().only_at(revision);
                    Box::pin(exactly.save_plan(name, id, revision, &entry.plan)).await?;
                }
            }
            Step::AddBroker { at } => {
                if let Some(draft) = file.brokers.get(at) {
                    Box::pin(self.add_broker(name, draft, &none)).await?;
                }
            }
            Step::SaveBroker { id, at } => {
                if let Some(draft) = file.brokers.get(at) {
                    let revision = find_broker(before, id)?.revision;
                    let exactly = self.clone().only_at(revision);
                    Box::pin(exactly.save_broker(name, id, revision, draft, &none)).await?;
                }
            }
            Step::AddDeployment { at } => {
                if let Some(entry) = file.deployments.get(at) {
                    self.deploy_told(name, entry).await?;
                }
            }
            Step::SaveDeployment { id, at } => {
                let record = before.deployments.iter().find(|record| record.id == id);
                if let Some((record, entry)) = record.zip(file.deployments.get(at)) {
                    Box::pin(self.save_deployment(name, id, record.revision, &entry.options)).await?;
                }
            }
            Step::Translation(language) => {
                let revision = before.translation(language).map_or(0, |translation| translation.revision);
                let form = file.translation_form(language);
                let exactly = self.clone().only_at(revision);
                Box::pin(exactly.save_translation(name, language, revision, &form)).await?;
            }
            Step::RemoveDeployment(id) => {
                let exactly = self.clone().only_at(find_deployment(before, id)?.revision);
                Box::pin(exactly.withdraw_deployment(name, id)).await?;
            }
            Step::RemovePlan(id) => {
                let exactly = self.clone().only_at(find_plan(before, id)?.revision);
                Box::pin(exactly.remove_plan(name, id)).await?;
            }
            Step::RemoveBroker(id) => {
                let exactly = self.clone().only_at(find_broker(before, id)?.revision);
                Box::pin(exactly.remove_broker(name, id)).await?;
            }
        }
        Ok(())
    }

    async fn save_section_of(&self, before: &Offering, file: &DefinitionFile, section: Section) -> Result<()> {
        let name = before.name.as_str();
        let of = |revision| (self.clone().only_at(revision), Attempt { revision, operation: "" });
        match section {
            Section::Summary => {
                if let Some(draft) = &file.summary {
                    let (exactly, attempt) = of(before.summary.revision);
                    Box::pin(exactly.save_summary(name, attempt, draft)).await?;
                }
            }
            Section::Listing => {
                if let Some(draft) = &file.listing {
                    let (exactly, attempt) = of(before.listing.revision);
                    Box::pin(exactly.save_listing(name, attempt, draft)).await?;
                }
            }
            Section::Settings => {
                if let Some(draft) = &file.settings {
                    let (exactly, attempt) = of(before.settings.revision);
                    Box::pin(exactly.save_settings(name, attempt, draft)).await?;
                }
            }
            Section::Access => {
                if let Some(draft) = &file.access {
                    let (exactly, attempt) = of(before.access.revision);
                    Box::pin(exactly.save_access(name, attempt, draft)).await?;
                }
            }
        }
        Ok(())
    }

    /// Plan and broker may have been added by the steps before.
    async fn deploy_told(&self, name: &str, entry: &DeploymentEntry) -> Result<()> {
        let now = self.read(name).await?;
        let plan = plan_meant(&now, &entry.plan).ok_or(Rejection::NotFound(Kind::Plan))?;
        let broker = broker_meant(&now, &entry.broker).ok_or(Rejection::NotFound(Kind::Broker))?;
        let location = entry.location.clone();
        let draft = DeploymentDraft { plan: plan.to_string(), location, broker: broker.to_string() };
        let id = Box::pin(self.add_deployment(name, &draft)).await?;
        if !entry.options.is_empty() {
            Box::pin(self.save_deployment(name, id, FIRST, &entry.options)).await?;
        }
        Ok(())
    }
}

/// Tells one content of a file from another: the beginning of its hash, as a number that fits wherever numbers do.
pub(crate) fn revision(file: &DefinitionFile) -> Result<i64> {
    const MOST: i64 = 1_000_000_000_000_000;
    let bytes = serde_json::to_vec(file).map_err(|error| Report::new("definition", error))?;
    let hash = Sha256::digest(bytes);
    let number = hash.iter().take(8).fold(0_i64, |number, byte| number.wrapping_shl(8) | i64::from(*byte));
    Ok(number.rem_euclid(MOST))
}
