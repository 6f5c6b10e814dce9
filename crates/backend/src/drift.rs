//! The watch over the brokers of live offerings (§6.7): asks each for its catalog once a day, and raises an incident when
//! it says something else, which the provider and the operator are told by mail. It never changes the definition, nor the
//! broker's own state.

use std::time::Duration;

use slipway_domain::drift::{Cause, Evidence, Verdict};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::BrokerId;
use slipway_domain::mail::{About, incident};
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Offering, Scope};
use slipway_domain::revision;
use slipway_domain::stage::Stage;
use slipway_store::{Look, Tx};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::broker::version;
use crate::fetch::remote;
use crate::release::standing;
use crate::{Backend, Result, parity, rounds};

/// How often is looked for brokers whose turn it is.
const ROUND: Duration = Duration::from_mins(1);
/// Brokers that are asked at the same time.
const AT_ONCE: u32 = 8;
/// After which somebody else may look: no call takes as long.
const LEASE: Duration = Duration::from_mins(15);

impl Backend {
    /// Looks until `stop` ends. A look that is under way then is given up, and due again when its lease is over.
    pub async fn watch_brokers(&self, stop: impl Future<Output = ()>) {
        rounds::make(ROUND, stop, || self.look_at_brokers()).await;
    }

    /// Looks at every broker whose turn it is, a few at a time.
    pub async fn look_at_brokers(&self) {
        loop {
            let watched: Vec<Stage> = Stage::ALL.into_iter().filter(|stage| stage.is_watched()).collect();
            let due = match self.store().due_looks(&watched, self.clock().now(), AT_ONCE).await {
                Ok(due) if due.is_empty() => return,
                Ok(due) => due,
                Err(error) => return tracing::warn!(%error, "the brokers to look at could not be read"),
            };
            let mut looks = JoinSet::new();
            for (scope, broker) in due {
                let backend = self.clone();
                looks.spawn(async move { backend.look(scope, broker).await });
            }
            let mut is_kept = true;
            while let Some(look) = looks.join_next().await {
                if let Ok(Err(error)) = look {
                    tracing::error!(%error, "a look at a broker could not be kept");
                    is_kept = false;
                }
            }
            if !is_kept {
                // It may be due again at once; the next round is soon enough.
                return;
            }
        }
    }

    async fn look(&self, scope: Scope, broker: BrokerId) -> Result<()> {
        let mut tx = self.store().write().await?;
        let (at, request) = (self.clock().now(), Uuid::from_bytes(self.ids().bytes()));
        let Some(look) = tx.take_look(scope, broker, (at, LEASE), request).await? else { return Ok(()) };
        // What is not answered here is what an incident is for: an open breaker does not hold a look back.
        let Some(permit) = self.call_limits().probe(broker) else {
            tx.end_look(&look, at.plus(ROUND), look.failures).await?;
            return Ok(tx.commit().await?);
        };
        tx.commit().await?;
        let Some((offering, sealed)) = self.store().offering_to_call(scope, broker).await? else { return Ok(()) };
        let Some(record) = offering.brokers.iter().find(|record| record.id == broker) else { return Ok(()) };
        let target = self.catalog_target(&offering, record, sealed.as_deref(), request).await?;
        let answer = self.outbound().catalog(&target).await;
        permit.heard(&answer, self.clock().now());
        drop(permit);

        let mut tx = self.store().write().await?;
        // As they are once the answer is there.
        let Some(offering) = tx.offering(scope).await? else { return Ok(()) };
        // What customers have is compared, and not the draft of what they may have later.
        let live = standing(&mut tx, &offering).await?;
        let offering = live.map_or_else(|| offering.clone(), |live| revision::watched(&live, &offering));
        let at = self.clock().now();
        let current =
            offering.brokers.iter().find(|current| current.id == broker && current.revision == record.revision);
        let Some(record) = current.filter(|_| offering.stage.is_watched()) else {
            // An answer to an old form says nothing about a new one.
            tx.end_look(&look, at, look.failures).await?;
            return Ok(tx.commit().await?);
        };
        let verdict = match answer {
            Ok(fetched) => offering.drift(record, &parity::read(&fetched.value, version(record)).catalog),
            Err(error) => Verdict::of_failure(remote(&error, self.outbound().is_lab()), look.failures),
        };
        let failures = if verdict.is_answer() { 0 } else { look.failures.saturating_add(1) };
        if !tx.end_look(&look, at.plus(verdict.wait()), failures).await? {
            return Ok(());
        }
        let mut is_mailed = false;
        if let Some((cause, evidence)) = verdict.opens()
            && tx.open_incident(&look, cause, evidence, at).await?
        {
            self.tell(&mut tx, &offering, &look, (EventKind::BrokerIncidentOpened, cause)).await?;
            is_mailed = self.mail_incident(&mut tx, &offering, &look, (cause, evidence, at)).await?;
        }
        for cause in verdict.closes() {
            if tx.close_incident(&look, *cause, at).await? {
                self.tell(&mut tx, &offering, &look, (EventKind::BrokerIncidentClosed, *cause)).await?;
            }
        }
        tx.commit().await?;
        if is_mailed {
            self.mails_wanted().notify_one();
        }
        Ok(())
    }

    /// An incident is one by its beginning: what is found of it later is in no mail, nor is its end.
    async fn mail_incident(
        &self,
        tx: &mut Tx,
        offering: &Offering,
        look: &Look,
        (cause, evidence, opened_at): (Cause, &Evidence, Moment),
    ) -> Result<bool> {
        let Some(mailer) = self.mailer() else { return Ok(false) };
        let Some(broker) = offering.brokers.iter().find(|record| record.id == look.broker) else { return Ok(false) };
        let mail = incident(About { offering, console: mailer.console() }, broker, cause, evidence);
        let of = format!("incident/{}/{}/{}", look.broker, cause.name(), opened_at.millis());
        self.queue_mail(tx, offering.owner.id, &of, &mail).await
    }

    async fn tell(&self, tx: &mut Tx, offering: &Offering, look: &Look, what: (EventKind, Cause)) -> Result<()> {
        let (at, (kind, cause)) = (self.clock().now(), what);
        let name = offering.brokers.iter().find(|record| record.id == look.broker).map(|record| &record.draft.name);
        let detail = Detail::about(name.cloned().unwrap_or_default()).with_code(cause.name());
        Ok(tx.record(&self.event_of_platform(offering.scope(), kind, detail, at)).await?)
    }
}
