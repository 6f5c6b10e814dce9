//! What a run is told: the definition as it is now, the broker with its credentials, and what the platform sends with every
//! call.

use std::time::Duration;

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use slipway_domain::export;
use slipway_domain::offering::Offering;
use slipway_domain::test_run::{Inputs, Target};
use slipway_osb::conformance::{Definition, Selection, Settings};
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
    pub(super) async fn prepared(
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
        let broker = Broker { legacy_guids, ..self.signed_in(offering, record, sealed).await? };
        let told = (&catalog, &inputs, target);
        let told = serde_json::to_vec(&told).map_err(|error| Report::new("the inputs did not serialise", error))?;
        let settings = Settings {
            broker,
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
}
