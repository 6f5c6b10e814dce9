//! Addresses that islands write too. `Path` tells them as they stand here, and islands ask here themselves: with the first
//! address that they took from `Path` the browser would download its match over all of them.

use slipway_domain::ids::ParkedId;

use super::percent;

pub const NEW_RESOURCE: &str = "/offerings/new";
pub const RULES: &str = "/rules";

/// The page that shows parked input beside what is saved.
pub fn merge(offering: &str, parked: ParkedId) -> String {
    format!("/offerings/{}/merge/{parked}", percent(offering))
}
