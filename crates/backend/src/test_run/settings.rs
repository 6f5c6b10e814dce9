//! What a run is told: the definition as it is now, the broker with its credentials, and what the platform sends with every
//! call.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use slipway_domain::broker::{BrokerRecord, SignIn};
use slipway_domain::export;
use slipway_domain::offering::Offering;
use slipway_domain::test_run::{Consumer, Inputs, Options, Target};
use slipway_osb::conformance::{Definition, Selection, Settings, TakenId, TokenSource};
use slipway_osb::request::Cause;
use slipway_osb::{Broker, LegacyGuids, OriginatingIdentity};

use crate::{Backend, Report, Result};

/// A run waits for one operation no longer than this, whatever the broker's form says: somebody looks on.
const LONGEST_POLL: Duration = Duration::from_mins(30);
/// Ids of others that a catalog is compared with.
const MOST_TAKEN: u32 = 20_000;
/// Whose the disposable instances are, unless they are the provider's.
const CONSUMER: &str = "slipway-conformance";

/// Everything that a run needs.
pub(super) struct Prepared {
    pub(super) settings: Settings,
    pub(super) inputs: Inputs,
    /// Over the definition and what else the run is told; no credentials.
    pub(super) definition_sha256: String,
}

/// Why a run cannot be made: a stable code.
pub(super) type Obstacle = &'static str;

impl Backend {
    /// The inner error is the run's, the outer one the console's. `options` are what was asked for, `sealed` is the
    /// broker's secret.
    pub(super) fn prepared(
        &self,
        offering: &Offering,
        target: &Target,
        options: Options,
        sealed: Option<&[u8]>,
    ) -> Result<core::result::Result<Prepared, Obstacle>> {
        let Some(inputs) = Inputs::of(offering, target) else { return Ok(Err("deployment_gone")) };
        let inputs = Inputs { options, ..inputs };
        let Some(record) = offering.brokers.iter().find(|broker| broker.id == target.broker) else {
            return Ok(Err("deployment_gone"));
        };
        let catalog = serde_json::to_value(export::definitions(&offering.served_at(target)))
            .map_err(|error| Report::new("the definitions did not serialise", error))?;
        let Ok(definition) = Definition::read(&catalog, None) else { return Ok(Err("definition_incomplete")) };
        let legacy_guids = record.draft.sends_legacy_ids().then_some(LegacyGuids::DISPOSABLE);
        let broker = Broker { legacy_guids, ..self.called(offering, record, sealed)? };
        let (earns, patience) = (record.draft.sign_in().is_some_and(SignIn::earns_tokens), record.draft.patience());
        let told = (&catalog, &inputs, target);
        let told = serde_json::to_vec(&told).map_err(|error| Report::new("the inputs did not serialise", error))?;
        let settings = Settings {
            broker,
            tokens: earns.then(|| self.tokens(offering, record, sealed)),
            definition,
            plan: Some(target.plan.to_string()),
            location: target.location.clone(),
            parameters: Map::<String, Value>::new(),
            guid_ids: record.draft.has_guid_ids(),
            // Whoever names where a sign-in leads back to has a page for it.
            has_dashboard: offering.access.draft.redirect_uris.iter().any(|uri| !uri.trim().is_empty()),
            cloud: self.cloud(),
            account: match inputs.options.consumer {
                Consumer::Disposable => CONSUMER.to_owned(),
                Consumer::Provider => offering.owner.id.to_string(),
            },
            cause: Cause {
                identity: Some(OriginatingIdentity { iam_id: format!("IAM-{CONSUMER}"), sub: None }),
                region: Some(target.location.clone()),
            },
            interval: patience.pause,
            longest_poll: patience.operation.min(LONGEST_POLL),
            selection: Selection::all(),
            left_out: inputs.options.left_out.clone(),
            taken: Vec::new(),
            marketplace: None,
            metering: None,
        };
        Ok(Ok(Prepared { settings, inputs, definition_sha256: hex::encode(Sha256::digest(told)) }))
    }

    /// What the console knows and no broker tells, as far as a check that is made looks at it.
    pub(super) async fn look_around(
        &self,
        settings: &mut Settings,
        offering: &Offering,
        target: &Target,
    ) -> Result<()> {
        let makes = |group: &str| settings.selection.made().any(|id| id.starts_with(group));
        let [taken, marketplace, metering] = ["BRK-CAT-05", "CTL-", "MTR-"].map(makes);
        if taken {
            settings.taken = self.taken_ids(offering).await?;
        }
        if marketplace {
            settings.marketplace = Some(self.marketplace(offering, target).await?);
        }
        if metering {
            settings.metering = Some(self.metering(offering, target).await?);
        }
        Ok(())
    }

    /// What other accounts have on the platform. Of another offering of the same account the broker may speak, too.
    async fn taken_ids(&self, offering: &Offering) -> Result<Vec<TakenId>> {
        let ids = self.store().taken_ids(offering.owner.id, MOST_TAKEN).await?;
        Ok(ids.into_iter().map(|id| TakenId { id, owner: "another service".to_owned() }).collect())
    }

    /// Those that the API key earns which is kept now, or that the platform signs for the address that is saved now: a
    /// run takes longer than a token lives (§7.4b, §7.4d).
    fn tokens(&self, offering: &Offering, record: &BrokerRecord, sealed: Option<&[u8]>) -> TokenSource {
        let told = Arc::new((self.clone(), offering.clone(), record.clone(), sealed.map(<[u8]>::to_vec)));
        TokenSource::new(move || {
            let told = Arc::clone(&told);
            async move {
                let (backend, offering, record, sealed) = &*told;
                let earned = backend.earned(offering, record, sealed.as_deref()).await;
                earned.inspect_err(|error| tracing::warn!(%error, "a test run could not earn a token")).ok()
            }
        })
    }
}
