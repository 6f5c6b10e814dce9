//! What a check is: the row of §6.9 and, for the provider who reads that it failed, why it matters and what to change.

use serde::Serialize;

pub use slipway_domain::test_run::Level;

use super::checks;

/// One row of §6.9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Check {
    /// For example `BRK-CAT-01`; never reused.
    pub id: &'static str,
    pub level: Level,
    /// What has to be so that the check makes sense; empty if nothing has to.
    pub precondition: &'static str,
    pub steps: &'static str,
    pub criterion: &'static str,
    pub why: &'static str,
    /// What to change at the broker when it fails.
    pub remedy: &'static str,
}

/// All checks of a broker, of what customers see of it and of what they pay, in the order of §6.9.
pub const CHECKS: &[&[Check]] = &[
    checks::catalog::CHECKS,
    checks::provision::CHECKS,
    checks::change::CHECKS,
    checks::binding::CHECKS,
    checks::end::CHECKS,
    checks::marketplace::CHECKS,
    checks::metering::CHECKS,
];

/// A check by its id, written in any case.
pub fn check(id: &str) -> Option<&'static Check> {
    CHECKS.iter().copied().flatten().find(|check| check.id.eq_ignore_ascii_case(id))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_check_is_complete_and_its_id_its_own() {
        let all: Vec<&Check> = CHECKS.iter().copied().flatten().collect();
        let ids: BTreeSet<_> = all.iter().map(|check| check.id).collect();
        assert_eq!((all.len(), ids.len()), (67, 67));
        for check in all {
            for text in [check.steps, check.criterion, check.why, check.remedy] {
                assert!(text.ends_with('.') && text.len() > 3, "{}: {text:?}", check.id);
            }
            assert!(check.precondition.is_empty() || check.precondition.ends_with('.'), "{}", check.id);
        }
        assert_eq!(super::check("brk-cat-01").map(|check| check.id), Some("BRK-CAT-01"));
        assert_eq!(super::check("BRK-CAT-99"), None);
    }
}
