//! Catalog deployments and the download of the definitions.

use slipway_domain::crn::{self, Cloud, Ctype};
use slipway_domain::deployment::{DeploymentContext, DeploymentDraft, DeploymentOptions, DeploymentRecord};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::export::{self, CatalogJson, Wrapper};
use slipway_domain::field::Field;
use slipway_domain::ids::{AccountId, BrokerId, DeploymentId, PlanId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Offering;
use slipway_domain::policy::{Context, Object, Verb};
use slipway_domain::region::{DeploymentMove, deployment_next};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::revision::Revision;
use slipway_store::{NewDeployment, Tx};
use uuid::Uuid;

use crate::author::complete;
use crate::operation::Operation;
use crate::{Acting, Backend, Result};

impl Acting {
    /// T13. The tuple of plan and location is unique; the target CRN is minted here.
    pub async fn add_deployment(&self, name: &str, draft: &DeploymentDraft) -> Result<DeploymentId> {
        let operation = self.attempt("deployment/add", &(name, draft))?;
        self.once(operation.as_ref(), self.new_deployment(name, draft, operation.as_ref())).await
    }

    async fn new_deployment(
        &self,
        name: &str,
        draft: &DeploymentDraft,
        operation: Option<&Operation>,
    ) -> Result<DeploymentId> {
        let (mut tx, offering) = self.edit(name, Verb::Create, Object::Deployment).await?;
        let context = DeploymentContext {
            plans: &offering.plans,
            brokers: &offering.brokers,
            deployments: &offering.deployments,
        };
        let findings = draft.check(&context);
        if findings.errors().next().is_some() {
            return Err(Rejection::Invalid(findings).into());
        }
        let plan = PlanId::parse(draft.plan.trim()).map_err(|_| Rejection::NotFound(Kind::Plan))?;
        let broker = BrokerId::parse(draft.broker.trim()).map_err(|_| Rejection::NotFound(Kind::Broker))?;
        let at = self.now();
        let id = DeploymentId::new(self.backend().ids().uuid(at));
        let location = draft.location.trim().to_owned();
        tx.add_deployment(&NewDeployment {
            scope: offering.scope(),
            id,
            plan,
            target_crn: crn::target_crn(&self.backend().cloud(), plan, &location).to_string(),
            location: location.clone(),
            broker,
            by: self.person()?.id,
            at,
        })
        .await
        .map_err(|error| {
            if error.is_unique("deployment.plan_id") {
                Rejection::Taken(Field::DeploymentLocation).into()
            } else {
                crate::Error::from(error)
            }
        })?;
        let subject = format!("{} in {location}", offering.plan_called(plan));
        self.record(&mut tx, &offering, EventKind::DeploymentAdded, Detail::about(subject)).await?;
        self.done(&mut tx, operation, &id).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// What is said of a deployment otherwise than of the service (§4.14). Customers see it with the next publication. Like
    /// the deployment itself it is saved without errors or not at all.
    pub async fn save_deployment(
        &self,
        name: &str,
        deployment: DeploymentId,
        revision: i64,
        options: &DeploymentOptions,
    ) -> Result<()> {
        let (mut tx, offering) = self.edit(name, Verb::Edit, Object::Deployment).await?;
        let record = found(&offering, deployment)?;
        if offering.stands_still(record) {
            return Err(Rejection::Refused(Refusal::Frozen { stage: offering.stage, parked: None }).into());
        }
        complete(options.check(&record.location, &offering.settings_context().plan_ids))?;
        if !tx.save_deployment_options(offering.scope(), deployment, revision, options).await? {
            return Err(Rejection::Stale { current: record.revision, parked: None }.into());
        }
        let subject = format!("{} in {}", offering.plan_called(record.plan), record.location);
        self.record(&mut tx, &offering, EventKind::DeploymentChanged, Detail::about(subject)).await?;
        Ok(tx.commit().await?)
    }

    /// The catalog stops showing it in the same transaction. After the release one that only invited accounts have goes
    /// without a revision, and one that everybody has once nobody can come to it; neither as long as somebody has an
    /// instance there.
    pub async fn withdraw_deployment(&self, name: &str, deployment: DeploymentId) -> Result<()> {
        let (mut tx, offering) = self.edit(name, Verb::Edit, Object::Deployment).await?;
        let missing = Rejection::NotFound(Kind::Deployment);
        let record = found(&offering, deployment)?;
        self.still_at(record.revision)?;
        leaves_nobody(&mut tx, &offering, record, self.now()).await?;
        let to = deployment_next(record.state, DeploymentMove::Withdraw).ok_or(missing.clone())?;
        if !tx.move_deployment(offering.scope(), deployment, record.state, to).await? {
            return Err(missing.into());
        }
        self.unlist(&mut tx, &offering, deployment).await?;
        self.record(&mut tx, &offering, EventKind::DeploymentWithdrawn, Detail::about(&record.location)).await?;
        Ok(tx.commit().await?)
    }

    /// Takes a deployment out of what the catalog shows. The rest stays as it was published; without any deployment
    /// there is nothing to show.
    async fn unlist(&self, tx: &mut Tx, offering: &Offering, deployment: DeploymentId) -> Result<()> {
        let Some(listed) = tx.listed(offering.scope()).await? else { return Ok(()) };
        let mut content = listed.content;
        if content.deployments.iter().all(|record| record.id != deployment) {
            return Ok(());
        }
        content.deployments.retain(|record| record.id != deployment);
        if content.deployments.iter().any(|record| record.state.is_published()) {
            let (rest, _) = self.freeze(tx, &content).await?;
            if !tx.replace_listed(offering.scope(), listed.id, rest).await? {
                return Err(Rejection::Stale { current: offering.stage_revision, parked: None }.into());
            }
        } else {
            tx.remove_entry(offering.scope()).await?;
        }
        Ok(())
    }

    /// T11: the bytes of `catalog.json`. The download is recorded, because it goes stale when the definition changes.
    pub async fn download_definitions(&self, name: &str, wrapper: Wrapper) -> Result<Vec<u8>> {
        let (mut tx, offering) = self.change(name, Verb::View, Object::Definitions).await?;
        let bytes = export::catalog_json(&offering).map_err(Rejection::Refused)?.to_bytes_in(wrapper);
        tx.mark_downloaded(offering.scope(), self.now()).await?;
        self.record(&mut tx, &offering, EventKind::DefinitionsDownloaded, Detail::none()).await?;
        tx.commit().await?;
        Ok(bytes)
    }

    /// What a sample broker of the offering answers with, for whoever may download the definitions (T11). Nothing is
    /// recorded: a sample to start from is no proof that somebody has the definitions as they are.
    pub async fn sample_catalog(&self, name: &str) -> Result<CatalogJson> {
        let offering = self.read(name).await?;
        self.require(Verb::View, Object::Definitions, Context::of(offering.owner.id))?;
        Ok(export::catalog_json(&offering).map_err(Rejection::Refused)?)
    }
}

/// Which of its deployments is meant.
pub(crate) fn found(offering: &Offering, deployment: DeploymentId) -> Result<&DeploymentRecord> {
    let found = offering.deployments.iter().find(|record| record.id == deployment);
    found.ok_or_else(|| Rejection::NotFound(Kind::Deployment).into())
}

/// A deployment that everybody has stands still after the release as long as new instances can be made of it, and one with
/// instances stays until these are gone.
async fn leaves_nobody(tx: &mut Tx, offering: &Offering, record: &DeploymentRecord, now: Moment) -> Result<()> {
    let stage = offering.stage;
    let may_go = {
        let published = tx.listed(offering.scope()).await?.map(|listed| listed.content);
        offering.may_withdraw(record, published.as_ref(), now)
    };
    if !may_go {
        return Err(Rejection::Refused(Refusal::Frozen { stage, parked: None }).into());
    }
    if stage.is_editable() {
        return Ok(());
    }
    // What is under way was handed in with it, and would bring it back into what is listed.
    if let Some(open) = tx.revisions(offering.scope()).await?.into_iter().find(Revision::is_open) {
        let frozen = tx.snapshot(offering.scope(), open.snapshot).await?;
        if frozen.is_some_and(|frozen| frozen.content.deployments.iter().any(|part| part.id == record.id)) {
            return Err(Rejection::Refused(Refusal::RevisionOpen).into());
        }
    }
    match tx.instances_at(offering.scope(), record.plan, &record.location).await? {
        0 => Ok(()),
        instances => Err(Rejection::Refused(Refusal::DeploymentInUse { instances }).into()),
    }
}

impl Backend {
    pub(crate) fn cloud(&self) -> Cloud {
        let platform = self.platform();
        Cloud {
            cname: platform.cname.clone(),
            ctype: Ctype::parse(&platform.ctype).unwrap_or(Ctype::Public),
            catalog_account: AccountId::new(Uuid::nil()),
        }
    }
}
