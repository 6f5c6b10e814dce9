//! What a run leaves to a person (§4.16): somebody looked, and says so beside the check. It stands with the run as evidence
//! of its own and changes no outcome: what a machine found stays what it found.

use serde::{Deserialize, Serialize};

use super::Outcome;
use crate::moment::Moment;

/// The checks that see a part of their criterion only. CTL-03: whether pages and icon look right. BRK-EXT-04: whether
/// credentials that were given out before stop working.
const LEFT_TO_A_PERSON: [&str; 2] = ["BRK-EXT-04", "CTL-03"];

/// Somebody looked at what a check could not see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attested {
    pub by_name: String,
    pub at: Moment,
    /// What they saw, in their words; may be empty.
    pub note: String,
}

/// Whether something of a check that ended so is left to a person. What a machine found broken is not: it is mended, and
/// the next run is looked at. What was skipped is, as a machine could see nothing of it.
pub fn is_left_to_a_person(check: &str, outcome: Outcome) -> bool {
    outcome != Outcome::Fail && LEFT_TO_A_PERSON.contains(&check)
}
