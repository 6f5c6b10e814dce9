//! Taking values over from a broker: the definition is changed as its forms would change it, all at once, and only into
//! what somebody has seen. Nobody is called: it is the catalog that was read last.

use sha2::{Digest as _, Sha256};
use slipway_domain::broker::BrokerRecord;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{BrokerId, PlanId};
use slipway_domain::import::{self, ImportDraft, ImportView, Offer, Taken};
use slipway_domain::offering::{Offering, Scope, Section};
use slipway_domain::parity::BrokerCatalog;
use slipway_domain::policy::{Context, Object, Verb};
use slipway_domain::rejection::Rejection;
use slipway_store::{OfferingHead, SaveOutcome, SavedPlan, SectionSave, Tx};

use crate::broker::{find, version};
use crate::operation::Operation;
use crate::parity;
use crate::{Acting, Report, Result};

/// In the history: the listing became complete with it, and the service name was registered (T06).
const REGISTERED: &str = "name_registered";

impl Acting {
    /// What the catalog of a broker offers to the definition. `choice` is the service that somebody chose, counted from
    /// 1; it counts where none fits by itself.
    pub async fn import(&self, name: &str, broker: BrokerId, choice: u32) -> Result<ImportView> {
        let view = self.offering(name).await?;
        let catalog = self.last_said(view.offering.scope(), find(&view.offering, broker)?).await?;
        let services = import::services(&catalog);
        let meant = import::meant(&catalog, &view.offering, choice);
        let offers = meant.map(|(service, _)| import::offers(service, &view.offering)).unwrap_or_default();
        Ok(ImportView {
            broker,
            services,
            fit: meant.map(|(_, fit)| fit),
            meant: meant.map(|(service, _)| import::called(service)).unwrap_or_default(),
            seen: fingerprint(&offers)?,
            offers,
            view,
        })
    }

    /// Takes over what was ticked of the offers that somebody has seen, and gives its keys. `Stale` if other things are
    /// offered by now, or beside other values.
    pub async fn take_over(&self, name: &str, broker: BrokerId, draft: &ImportDraft) -> Result<Vec<String>> {
        let operation = self.attempt("import/take", &(name, broker, draft))?;
        self.once(operation.as_ref(), self.take_ticked(name, broker, draft, operation.as_ref())).await
    }

    async fn take_ticked(
        &self,
        name: &str,
        broker: BrokerId,
        draft: &ImportDraft,
        operation: Option<&Operation>,
    ) -> Result<Vec<String>> {
        let known = self.read(name).await?;
        let catalog = self.last_said(known.scope(), find(&known, broker)?).await?;
        let (mut tx, head) = self.edit_head(name, Verb::Edit, Object::Listing).await?;
        let offering = self.issued(tx.whole(head.clone()).await?);
        let record = find(&offering, broker)?;
        let meant = import::meant(&catalog, &offering, draft.choice);
        let offers = meant.map(|(service, _)| import::offers(service, &offering)).unwrap_or_default();
        if fingerprint(&offers)? != draft.seen {
            return Err(Rejection::Stale { current: offering.listing.revision, parked: None }.into());
        }
        let parts = import::ticked(&offers, &draft.take);
        for part in &parts {
            let (verb, object) = part.needs();
            self.require(verb, object, Context::of(offering.owner.id))?;
        }
        let keys: Vec<String> = parts.iter().map(|part| part.key()).collect();
        if keys.is_empty() {
            return Ok(keys);
        }
        let registers = self.adopt(&mut tx, &head, &offering, &import::take(&parts, &offering)).await?;
        let detail = Detail::about(&record.draft.name);
        let detail = if registers { detail.with_code(REGISTERED) } else { detail };
        self.record(&mut tx, &offering, EventKind::BrokerImported, detail).await?;
        self.done(&mut tx, operation, &keys).await?;
        tx.commit().await?;
        Ok(keys)
    }

    /// True: the service name is registered with it.
    async fn adopt(&self, tx: &mut Tx, head: &OfferingHead, offering: &Offering, taken: &Taken) -> Result<bool> {
        let (scope, by, at) = (head.scope(), self.person()?.id, self.now());
        let save = |section, revision| SectionSave { scope, section, revision, by, at };
        let mut registers = false;
        if let Some(draft) = &taken.listing {
            registers = self.beside_listing(tx, head, draft).await?;
            let listing = save(Section::Listing, offering.listing.revision);
            saved(tx.save_section(listing, draft, Vec::new()).await?)?;
        }
        if let Some(draft) = &taken.settings {
            let settings = save(Section::Settings, offering.settings.revision);
            saved(tx.save_section(settings, draft, Vec::new()).await?)?;
        }
        for draft in &taken.plans {
            let id = PlanId::new(self.backend().ids().uuid(at));
            tx.add_plan(&SavedPlan { scope, id, draft, by, at }).await?;
        }
        tx.touch_definition(scope, at).await?;
        Ok(registers)
    }

    /// The latest catalog that could be read, also where a later call failed; empty if there is none.
    async fn last_said(&self, scope: Scope, record: &BrokerRecord) -> Result<BrokerCatalog> {
        let raw = self.backend().store().broker_catalog(scope, record.id).await?.unwrap_or_default();
        let read = serde_json::from_str(&raw).map(|answer| parity::read(&answer, version(record)).catalog);
        Ok(read.unwrap_or_default())
    }
}

fn saved(outcome: SaveOutcome) -> Result<()> {
    match outcome {
        SaveOutcome::Saved { .. } => Ok(()),
        SaveOutcome::Stale { current } => Err(Rejection::Stale { current, parked: None }.into()),
    }
}

fn fingerprint(offers: &[Offer]) -> Result<String> {
    let seen =
        serde_json::to_vec(offers).map_err(|error| Report::new("what a broker offers did not serialise", error))?;
    Ok(hex::encode(Sha256::digest(&seen)))
}
