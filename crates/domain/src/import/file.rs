//! A `catalog.json` that somebody hands in (§6.7), with its wrapper or without it (DEC-23): what a page shows of it. The
//! bytes are read by whoever knows the protocol; what can be taken over is the same as from a broker, and the prices of
//! new plans beside it, because it is the provider's own word.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Fit, Left, Offer};
use crate::parity::{BrokerCatalog, PlanTerms};
use crate::view::ViolationLine;

/// The longest file that is read, in bytes.
pub const LARGEST: usize = 4 * 1024 * 1024;

/// What a file offers to the definition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileImport {
    /// How its services are called, in its order.
    pub services: Vec<String>,
    /// By which rule one of them is this offering's; `None`: somebody has to choose, or there is none.
    pub fit: Option<Fit>,
    /// How that one is called.
    pub meant: String,
    pub offers: Vec<Offer>,
    /// What cannot be taken over.
    pub left: Vec<Left>,
    /// The fingerprint of the offers. It comes back with what was ticked.
    pub seen: String,
    /// Members that say something else than the contract wants, with their places.
    pub violations: Vec<ViolationLine>,
}

/// Why nothing of a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileProblem {
    /// Neither a text nor a file was sent.
    Empty,
    /// Longer than `LARGEST`.
    TooLong,
    /// A file that is no UTF-8.
    NotText,
    /// More objects and lists within one another than `limit`.
    TooDeep {
        limit: usize,
    },
    TooManyValues {
        limit: usize,
    },
    /// Where the first fault is, both counted from 1.
    NotJson {
        line: usize,
        column: usize,
    },
}

/// Adds to a catalog that was read from `value` what only a file says: the days of the prices of its plans.
pub fn add_terms(value: &Value, catalog: &mut BrokerCatalog) {
    let wrapped = value.get("services").and_then(Value::as_array).or_else(|| value.as_array());
    let services = wrapped.map_or_else(|| core::slice::from_ref(value), Vec::as_slice);
    let services = services.iter().filter(|service| service.is_object());
    for (said, service) in services.zip(&mut catalog.services) {
        let plans = said.get("plans").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for (said, plan) in plans.iter().filter(|plan| plan.is_object()).zip(&mut service.plans) {
            let day = |name: &str| said.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            plan.terms =
                Some(PlanTerms { effective_from: day("effective_from"), effective_until: day("effective_until") });
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::parity::{BrokerPlan, BrokerService};

    #[test]
    fn the_days_of_prices_are_found_with_and_without_the_wrapper_and_beside_what_is_no_plan() {
        let service = json!({ "plans": [7, { "effective_from": "2026-06-01" }, null, { "effective_until": 3 }] });
        for value in [json!({ "services": ["x", service] }), json!([null, service]), service.clone()] {
            let plans = vec![BrokerPlan::default(), BrokerPlan::default()];
            let services = vec![BrokerService { plans, ..BrokerService::default() }];
            let mut catalog = BrokerCatalog { services, ..BrokerCatalog::default() };
            add_terms(&value, &mut catalog);
            let days = catalog.services[0].plans.iter().map(|plan| plan.terms.clone().unwrap().effective_from);
            assert_eq!(days.collect::<Vec<_>>(), ["2026-06-01", ""], "{value}");
        }
    }
}
