//! Which plan an instance may have instead of the one that is written down: that of a change whose answer never came.

use super::{InstanceOperation, OperationKind, Progress};
use crate::ids::PlanId;

/// The changes that may have happened although the instance is written down with `plan`, each with the plan that it
/// leads to: newest first, and one for each plan. `operations` are those of the instance, newest first. Only a change of
/// the plan that succeeded later is certain.
pub fn plans_in_doubt(plan: PlanId, operations: &[InstanceOperation]) -> Vec<(&InstanceOperation, PlanId)> {
    let updates = operations.iter().filter(|one| one.kind == OperationKind::Update);
    let changes = updates.filter_map(|one| Some((one, one.new_plan?)));
    let mut found: Vec<(&InstanceOperation, PlanId)> = Vec::new();
    for (change, new) in changes.take_while(|(one, _)| one.progress != Progress::Succeeded) {
        let is_other = new != plan && found.iter().all(|(_, known)| *known != new);
        if is_other && change.progress == Progress::Unknown {
            found.push((change, new));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::{InstanceId, InstanceOperationId};
    use crate::sample;

    const fn plan(number: u128) -> PlanId {
        PlanId::new(Uuid::from_u128(number))
    }

    fn change(number: u128, new_plan: Option<PlanId>, progress: Progress) -> InstanceOperation {
        let (id, instance) = (InstanceOperationId::new(Uuid::from_u128(number)), InstanceId::new(Uuid::nil()));
        let asked = InstanceOperation::asked(id, instance, OperationKind::Update, sample::at(0));
        InstanceOperation { progress, new_plan, ..asked }
    }

    #[track_caller]
    fn assert_in_doubt(operations: &[InstanceOperation], expected: &[(u128, PlanId)]) {
        let found = plans_in_doubt(plan(1), operations);
        let found: Vec<_> = found.into_iter().map(|(change, plan)| (change.id.uuid().as_u128(), plan)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_plan_is_in_doubt_from_a_change_that_nobody_heard_of_until_one_that_succeeded() {
        use Progress::{Failed, Succeeded, Unknown};
        assert_in_doubt(&[], &[]);
        assert_in_doubt(&[change(10, Some(plan(2)), Unknown)], &[(10, plan(2))]);
        assert_in_doubt(&[change(10, Some(plan(2)), Failed)], &[]);
        assert_in_doubt(&[change(11, Some(plan(1)), Succeeded), change(10, Some(plan(2)), Unknown)], &[]);
        assert_in_doubt(&[change(11, Some(plan(3)), Failed), change(10, Some(plan(2)), Unknown)], &[(10, plan(2))]);
        let parameters = change(11, None, Succeeded);
        assert_in_doubt(&[parameters, change(10, Some(plan(2)), Unknown)], &[(10, plan(2))]);
    }

    #[test]
    fn each_other_plan_is_in_doubt_once_and_the_newest_change_to_it_counts() {
        use Progress::Unknown;
        let changes = [(13, 2), (12, 1), (11, 3), (10, 2)].map(|(id, to)| change(id, Some(plan(to)), Unknown));
        assert_in_doubt(&changes, &[(13, plan(2)), (11, plan(3))]);
        let removal = InstanceOperation { kind: OperationKind::Deprovision, ..change(14, Some(plan(4)), Unknown) };
        assert_in_doubt(&[removal], &[]);
    }
}
