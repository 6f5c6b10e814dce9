//! What a run is told: the definition as it is now, the broker with its credentials, and what the platform sends with every
//! call.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use slipway_domain::broker::SignIn;
use slipway_domain::export;
use slipway_domain::ids::BrokerId;
use slipway_domain::offering::Offering;
use slipway_domain::test_run::{Inputs, Target};
use slipway_osb::conformance::{Definition, Selection, Settings, TokenSource};
use slipway_osb::request::Cause;
use slipway_osb::{Broker, LegacyGuids, OriginatingIdentity};

use crate::{Backend, Report, Result};

/// Between two polls, and for how long one operation is waited for.
const INTERVAL: Duration = Duration::from_secs(10);
const LONGEST_POLL: Duration = Duration::from_mins(30);
/// Whose the disposable instances are.
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
    /// The inner error is the run's, the outer one the console's. `sealed` is the broker's secret.
    pub(super) fn prepared(
        &self,
        offering: &Offering,
        target: &Target,
        sealed: Option<&[u8]>,
    ) -> Result<core::result::Result<Prepared, Obstacle>> {
        let Some(inputs) = Inputs::of(offering, target) else { return Ok(Err("deployment_gone")) };
        let Some(record) = offering.brokers.iter().find(|broker| broker.id == target.broker) else {
            return Ok(Err("deployment_gone"));
        };
        let catalog = serde_json::to_value(export::definitions(offering))
            .map_err(|error| Report::new("the definitions did not serialise", error))?;
        let Ok(definition) = Definition::read(&catalog, None) else { return Ok(Err("definition_incomplete")) };
        let legacy_guids = record.draft.sends_legacy_ids().then_some(LegacyGuids::DISPOSABLE);
        let broker = Broker { legacy_guids, ..self.called(offering, record, sealed)? };
        let earns = matches!(record.draft.sign_in(), Some(SignIn::ApiKey));
        let told = (&catalog, &inputs, target);
        let told = serde_json::to_vec(&told).map_err(|error| Report::new("the inputs did not serialise", error))?;
        let settings = Settings {
            broker,
            tokens: earns.then(|| self.tokens(offering, record.id, sealed)),
            definition,
            plan: Some(target.plan.to_string()),
            location: target.location.clone(),
            parameters: Map::<String, Value>::new(),
            guid_ids: record.draft.has_guid_ids(),
            // Whoever names where a sign-in leads back to has a page for it.
            has_dashboard: offering.access.draft.redirect_uris.iter().any(|uri| !uri.trim().is_empty()),
            cloud: self.cloud(),
            account: CONSUMER.to_owned(),
            cause: Cause {
                identity: Some(OriginatingIdentity { iam_id: format!("IAM-{CONSUMER}"), sub: None }),
                region: Some(target.location.clone()),
            },
            interval: INTERVAL,
            longest_poll: LONGEST_POLL,
            selection: Selection::all(),
            marketplace: None,
        };
        Ok(Ok(Prepared { settings, inputs, definition_sha256: hex::encode(Sha256::digest(told)) }))
    }

    /// Those that the API key earns which is kept now: a run takes longer than a token lives (§7.4b).
    fn tokens(&self, offering: &Offering, broker: BrokerId, sealed: Option<&[u8]>) -> TokenSource {
        let told = Arc::new((self.clone(), offering.clone(), sealed.map(<[u8]>::to_vec)));
        TokenSource::new(move || {
            let told = Arc::clone(&told);
            async move {
                let (backend, offering, sealed) = &*told;
                let earned = backend.earned(offering, broker, sealed.as_deref()).await;
                earned.inspect_err(|error| tracing::warn!(%error, "a test run could not earn a token")).ok()
            }
        })
    }
}
