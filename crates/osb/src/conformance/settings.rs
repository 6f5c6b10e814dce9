//! What a run is told: the broker, what it is measured by, and how patient to be.

use std::time::Duration;

use serde_json::{Map, Value};
use slipway_domain::crn::Cloud;
use slipway_domain::test_run::Part;

use super::definition::Definition;
use super::marketplace::Marketplace;
use super::metering::Metering;
use super::selection::Selection;
use super::token::TokenSource;
use crate::broker::Broker;
use crate::request::Cause;

/// The id of a service or a plan of somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenId {
    pub id: String,
    /// Whose it is, for whoever reads the result: in words that name no other tenant.
    pub owner: String,
}

/// What a run is told.
#[derive(Debug, Clone)]
pub struct Settings {
    pub broker: Broker,
    /// `None`: what `broker` authenticates with lasts. Otherwise its calls are made with these tokens.
    pub tokens: Option<TokenSource>,
    pub definition: Definition,
    /// Name or id of the plan to provision; the first one if not said.
    pub plan: Option<String>,
    /// Where the disposable instances are.
    pub location: String,
    /// Values of custom parameters that go before the definition's defaults.
    pub parameters: Map<String, Value>,
    /// Call the broker with GUIDs instead of CRNs.
    pub guid_ids: bool,
    /// The offering has a dashboard: BRK-PRV-03 is a must.
    pub has_dashboard: bool,
    pub cloud: Cloud,
    /// The disposable consumer account.
    pub account: String,
    pub cause: Cause,
    /// Between two polls.
    pub interval: Duration,
    /// How long one operation may take.
    pub longest_poll: Duration,
    pub selection: Selection,
    /// What is skipped although it would be made, and then proves nothing.
    pub left_out: Vec<Part>,
    /// What others have on the platform (BRK-CAT-05). A command line knows of none.
    pub taken: Vec<TakenId>,
    /// `None`: there is no catalog that customers see.
    pub marketplace: Option<Marketplace>,
    /// `None`: there is no ledger.
    pub metering: Option<Metering>,
}

impl Settings {
    /// What the results depend on (DEC-53); no credentials.
    pub(super) fn inputs(&self) -> Vec<String> {
        let Settings { broker, definition, plan, location, parameters, guid_ids, has_dashboard, account, .. } = self;
        let left_out: Vec<&str> = self.left_out.iter().map(|part| part.name()).collect();
        vec![
            broker.url.clone(),
            broker.version.to_string(),
            broker.extension_prefix.clone(),
            broker.legacy_guids.is_some().to_string(),
            definition.source.to_string(),
            plan.clone().unwrap_or_default(),
            location.clone(),
            Value::Object(parameters.clone()).to_string(),
            guid_ids.to_string(),
            has_dashboard.to_string(),
            account.clone(),
            left_out.join(" "),
        ]
    }
}

/// Why a check of it is skipped.
pub(super) const fn why_skipped(part: Part) -> &'static str {
    match part {
        Part::Bindings => "bindings were left out of this run",
        Part::Usage => "usage was left out of this run",
        Part::LostAnswers => "lost answers were left out of this run",
    }
}
