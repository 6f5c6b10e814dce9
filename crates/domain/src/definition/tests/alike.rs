//! Plans that are called alike for a while.

use super::*;

#[test]
fn plans_of_one_name_are_told_apart_by_their_ids() {
    let mut offering = sample::offering();
    offering.plans[1].draft.name = offering.plans[0].draft.name.clone();
    let mut file = DefinitionFile::of(&offering);
    let walk = file.walk(&offering, true);
    assert_eq!((walk.steps.len(), walk.left.len(), walk.faults), (0, 0, Vec::new()));
    // Without an id, nothing says which of them it is, and applied twice it would be added twice.
    file.plans[1].id.clear();
    let kinds: Vec<_> = file.walk(&offering, false).faults.into_iter().map(|fault| fault.kind).collect();
    assert_eq!(kinds, [FaultKind::PlanTwice]);
}
