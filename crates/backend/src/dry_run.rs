//! The dry run of a registration: the catalog of a broker as it is typed is fetched and compared, and nothing is taken over.
//! As with a registration, the call is written down before it is made and goes on to its end whoever waits.

use secrecy::SecretString;
use slipway_domain::broker::{BrokerContext, BrokerDraft, BrokerRecord};
use slipway_domain::dry_run::{DryRun, Found, consequences};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::BrokerId;
use slipway_domain::offering::Offering;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_store::NewDryRun;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::author::complete;
use crate::broker::{check, find, has_unreadable_ca, version};
use crate::call_limits::Permit;
use crate::fetch::{SOON_SECONDS, WINDOW, remote, wait};
use crate::parity;
use crate::{Acting, Report, Result};

/// A look that has been written down and is yet to be taken.
struct Try {
    offering: Offering,
    tried: BrokerRecord,
    sealed: Option<Vec<u8>>,
    identity: Uuid,
    run: NewDryRun,
    permit: Permit,
}

impl Acting {
    /// Looks at the catalog of a saved broker as it is typed now. Without a password the saved one is sent, as long as a
    /// save would keep it. Whatever the broker does is an outcome, not an error of this function.
    pub async fn try_broker(
        &self,
        name: &str,
        broker: BrokerId,
        draft: &BrokerDraft,
        password: &SecretString,
    ) -> Result<()> {
        let attempt = self.begin_try(name, broker, draft, password).await?;
        let acting = self.clone();
        let work = async move { acting.make_try(attempt).await };
        tokio::spawn(work.in_current_span()).await.map_err(|error| Report::new("a dry run of a registration", error))?
    }

    async fn begin_try(
        &self,
        name: &str,
        broker: BrokerId,
        draft: &BrokerDraft,
        password: &SecretString,
    ) -> Result<Try> {
        check(draft, password)?;
        let (mut tx, offering) = self.change(name, Verb::Edit, Object::Broker).await?;
        let record = find(&offering, broker)?;
        let typed = self.sealed(&offering, broker, draft, password);
        let keeps = typed.is_none() && record.has_password && draft.keeps_secret(&record.draft);
        let context = BrokerContext {
            has_password: typed.is_some() || keeps,
            lab: self.backend().outbound().is_lab(),
            other_names: Vec::new(),
            ca_is_unreadable: has_unreadable_ca(draft),
            signs_no_tokens: self.backend().signs_no_tokens(),
        };
        complete(draft.check(&context).errors().cloned().collect())?;
        let (at, by) = (self.now(), self.person()?.id);
        let since = at.minus(WINDOW);
        if let Some(retry_after_seconds) = wait(&tx.calls_begun_by(by, since).await?, at) {
            return Err(Rejection::TooManyAttempts { retry_after_seconds }.into());
        }
        let too_many = Rejection::TooManyAttempts { retry_after_seconds: SOON_SECONDS };
        let permit = self.backend().call_limits().probe(broker).ok_or(too_many)?;
        let tried = BrokerRecord { draft: draft.clone(), ..record.clone() };
        let sealed = if keeps { tx.broker_password(offering.scope(), broker).await? } else { typed };
        let identity = Uuid::from_bytes(self.backend().ids().bytes());
        let run = NewDryRun {
            scope: offering.scope(),
            broker,
            at,
            by,
            request_identity: identity.hyphenated().to_string(),
            url: draft.url.trim().to_owned(),
            osb_version: draft.osb_version.clone(),
        };
        tx.begin_dry_run(&run, since).await?;
        tx.commit().await?;
        Ok(Try { offering, tried, sealed, identity, run, permit })
    }

    async fn make_try(&self, attempt: Try) -> Result<()> {
        let Try { offering, tried, sealed, identity, run, permit } = attempt;
        // No transaction is open: a token may have to be earned first.
        let target = self.backend().catalog_target(&offering, &tried, sealed.as_deref(), identity).await?;
        let answer = self.backend().outbound().catalog(&target).await;
        // Another address says nothing about the broker that is registered.
        drop(permit);
        let mut tx = self.backend().store().write().await?;
        let offering = tx.offering(run.scope).await?.ok_or(Rejection::NotFound(Kind::Offering))?;
        let outcome = match answer {
            Ok(fetched) => Ok(parity::read(&fetched.value, version(&tried)).catalog.kept_for(&offering)),
            Err(error) => Err(remote(&error, self.backend().outbound().is_lab())),
        };
        tx.end_dry_run(&run, outcome.as_ref()).await?;
        let code = outcome.err().map(|remote| remote.code);
        let detail = Detail { code, ..Detail::about(&tried.draft.name) };
        self.record(&mut tx, &offering, EventKind::BrokerTried, detail).await?;
        Ok(tx.commit().await?)
    }

    /// The latest look at a broker, compared with everything as it is now.
    pub(crate) async fn dry_run(&self, offering: &Offering, record: &BrokerRecord) -> Result<Option<DryRun>> {
        let (store, scope) = (self.backend().store(), offering.scope());
        let Some(run) = store.latest_dry_run(scope, record.id).await? else { return Ok(None) };
        let found = match (run.failure, run.catalog) {
            (Some(remote), _) => Found::Failed(remote),
            (None, None) => Found::Nothing,
            (None, Some(catalog)) => {
                let pinned = store.plans_pinned(scope, record.id).await?;
                Found::Consequences(consequences(offering, record, &catalog, &pinned))
            }
        };
        Ok(Some(DryRun { at: run.at, by: run.by_name, url: run.url, osb_version: run.osb_version, found }))
    }
}
