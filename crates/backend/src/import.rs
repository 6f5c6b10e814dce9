//! Taking values over from a broker, or from a file that somebody hands in: the definition is changed as its forms would
//! change it, all at once, and only into what somebody has seen. Nobody is called: it is the catalog that was read last.

use slipway_domain::broker::BrokerRecord;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{BrokerId, PlanId};
use slipway_domain::import::{self, ImportDraft, ImportView, Offer, Taken, TakenOver};
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Offering, Scope, Section};
use slipway_domain::parity::BrokerCatalog;
use slipway_domain::policy::{Context, Object, Verb};
use slipway_domain::rejection::Rejection;
use slipway_store::{OfferingHead, SaveOutcome, SavedPlan, SectionSave, TranslationSave, Tx};

use crate::broker::{find, version};
use crate::digest::sha256_of;
use crate::operation::Operation;
use crate::parity;
use crate::{Acting, Result};

mod file;

/// In the history: the listing became complete with it, and the service name was registered (T06).
const REGISTERED: &str = "name_registered";

impl Acting {
    /// What the catalog of a broker offers to the definition. `choice` is the service that somebody chose, counted from
    /// 1; it counts where none fits by itself.
    pub async fn import(&self, name: &str, broker: BrokerId, choice: u32) -> Result<ImportView> {
        let view = self.offering(name).await?;
        let record = find(&view.offering, broker)?;
        let said = self.last_said(view.offering.scope(), record).await?;
        let (is_outdated, catalog) = (said.is_outdated(record), said.about(record));
        let services = import::services(&catalog);
        let meant = import::meant(&catalog, &view.offering, choice);
        let offers = meant.map(|(service, _)| import::offers(service, &view.offering)).unwrap_or_default();
        let left = meant.map(|(service, _)| import::left(service, &view.offering)).unwrap_or_default();
        Ok(ImportView {
            broker,
            is_outdated,
            services,
            fit: meant.map(|(_, fit)| fit),
            meant: meant.map(|(service, _)| import::called(service)).unwrap_or_default(),
            seen: fingerprint(&offers)?,
            offers,
            left,
            view,
        })
    }

    /// Takes over what was ticked of the offers that somebody has seen, and says what that is now: fields by their keys,
    /// and plans by the ids that they got. `Stale` if other things are offered by now, or beside other values.
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
        let said = self.last_said(known.scope(), find(&known, broker)?).await?;
        let (mut tx, head) = self.edit_head(name, Verb::Edit, Object::Listing).await?;
        let offering = self.issued(tx.whole(head.clone()).await?);
        let record = find(&offering, broker)?;
        let detail = Detail::about(&record.draft.name);
        let source = Source { catalog: said.about(record), kind: EventKind::BrokerImported, detail };
        let names = self.take_offered(&mut tx, &head, &offering, source, draft).await?;
        self.keep_taken(tx, operation, names).await
    }

    /// What was ticked of what `source` offers, in the drafts and in the history; nothing where nothing was ticked.
    async fn take_offered(
        &self,
        tx: &mut Tx,
        head: &OfferingHead,
        offering: &Offering,
        source: Source,
        draft: &ImportDraft,
    ) -> Result<Vec<String>> {
        let meant = import::meant(&source.catalog, offering, draft.choice);
        let offers = meant.map(|(service, _)| import::offers(service, offering)).unwrap_or_default();
        if fingerprint(&offers)? != draft.seen {
            return Err(Rejection::Stale { current: offering.listing.revision, parked: None }.into());
        }
        let parts = import::ticked(&offers, &draft.take);
        for part in &parts {
            let (verb, object) = part.needs();
            self.require(verb, object, Context::of(offering.owner.id))?;
        }
        if parts.is_empty() {
            return Ok(Vec::new());
        }
        let taken = TakenOver::of(&parts);
        let (registers, plans) = self.adopt(tx, head, offering, &import::take(&parts, offering)).await?;
        let names: Vec<String> = taken.fields.iter().cloned().chain(plans.iter().map(PlanId::to_string)).collect();
        let detail = source.detail.taking(taken);
        let detail = if registers { detail.with_code(REGISTERED) } else { detail };
        self.record(tx, offering, source.kind, detail).await?;
        Ok(names)
    }

    /// Commits what was taken over; where that is nothing, there is nothing to keep.
    async fn keep_taken(&self, mut tx: Tx, operation: Option<&Operation>, names: Vec<String>) -> Result<Vec<String>> {
        if names.is_empty() {
            return Ok(names);
        }
        self.done(&mut tx, operation, &names).await?;
        tx.commit().await?;
        Ok(names)
    }

    /// Whether the service name is registered with it, and the ids of the new plans.
    async fn adopt(
        &self,
        tx: &mut Tx,
        head: &OfferingHead,
        offering: &Offering,
        taken: &Taken,
    ) -> Result<(bool, Vec<PlanId>)> {
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
        let mut plans = Vec::with_capacity(taken.plans.len());
        for draft in &taken.plans {
            let id = PlanId::new(self.backend().ids().uuid(at));
            tx.add_plan(&SavedPlan { scope, id, draft, by, at }).await?;
            plans.push(id);
        }
        let after = taken.after(offering, &plans);
        for (language, heard) in &taken.translations {
            let texts = after.with_heard(*language, heard);
            let revision = offering.translation(*language).map_or(0, |translation| translation.revision);
            let save = TranslationSave { scope, language: *language, revision, texts: &texts, by, at };
            if !tx.save_translation(save).await? {
                return Err(Rejection::Stale { current: revision, parked: None }.into());
            }
        }
        tx.touch_definition(scope, at).await?;
        Ok((registers, plans))
    }

    /// The latest catalog that could be read, also where a later call failed.
    async fn last_said(&self, scope: Scope, record: &BrokerRecord) -> Result<Said> {
        let Some((at, raw)) = self.backend().store().broker_catalog(scope, record.id).await? else {
            return Ok(Said::default());
        };
        let read = serde_json::from_str(&raw).map(|answer| parity::read(&answer, version(record)).catalog);
        Ok(Said { at: Some(at), catalog: read.unwrap_or_default() })
    }
}

/// What is taken over from, and what the history says of it.
struct Source {
    catalog: BrokerCatalog,
    kind: EventKind,
    detail: Detail,
}

/// What a broker said last.
#[derive(Default)]
struct Said {
    /// When it was asked; `None`: it never answered.
    at: Option<Moment>,
    catalog: BrokerCatalog,
}

impl Said {
    /// The broker was saved since, so that another machine may have said it.
    fn is_outdated(&self, record: &BrokerRecord) -> bool {
        self.at.is_some_and(|at| record.was_saved_since(at))
    }

    /// As far as it is about the broker as it is saved now; otherwise nothing.
    fn about(self, record: &BrokerRecord) -> BrokerCatalog {
        if self.is_outdated(record) { BrokerCatalog::default() } else { self.catalog }
    }
}

fn saved(outcome: SaveOutcome) -> Result<()> {
    match outcome {
        SaveOutcome::Saved { .. } => Ok(()),
        SaveOutcome::Stale { current } => Err(Rejection::Stale { current, parked: None }.into()),
    }
}

fn fingerprint(offers: &[Offer]) -> Result<String> {
    sha256_of(offers, "what a broker offers did not serialise")
}
