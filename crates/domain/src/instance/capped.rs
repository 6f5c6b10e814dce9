//! What follows for an instance from the caps of its free plan (§4.9): it is disabled where a cap that stops is reached, and
//! enabled again when a month begins. Quantities are not known here: whether a cap is reached is handed in.

use super::{InstanceOperation, InstanceState, OperationKind, Progress};

/// What there is to do about an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capped {
    /// A cap is reached: it is to be disabled.
    Stop,
    /// It was stopped, and no cap is reached any more: it is to be enabled.
    Resume,
    /// It is stopped, and stays so until the month ends.
    Stopped,
    /// Something else is being done to it: one operation at a time.
    Busy,
    /// Nothing, until the next record arrives.
    Nothing,
}

/// Whether the last order that was followed disabled the instance because of a cap. `operations` are newest first.
pub fn is_stopped_at_cap(operations: impl IntoIterator<Item = (OperationKind, Progress, bool)>) -> bool {
    let is_order = |kind| matches!(kind, OperationKind::Enable | OperationKind::Disable);
    let mut orders = operations.into_iter().filter(|(kind, ..)| is_order(*kind));
    let followed = orders.find(|(_, progress, _)| *progress == Progress::Succeeded);
    followed.is_some_and(|(kind, _, is_for_cap)| kind == OperationKind::Disable && is_for_cap)
}

/// `operations` are newest first; `is_reached` is about the caps that stop, in the month that it is.
pub fn capped(state: InstanceState, operations: &[InstanceOperation], is_reached: bool) -> Capped {
    if operations.iter().any(|one| one.progress.is_open()) {
        return Capped::Busy;
    }
    let is_stopped = || is_stopped_at_cap(operations.iter().map(InstanceOperation::order));
    match (state, is_reached) {
        (InstanceState::Active, true) => Capped::Stop,
        (InstanceState::Inactive, true) if is_stopped() => Capped::Stopped,
        (InstanceState::Inactive, false) if is_stopped() => Capped::Resume,
        _ => Capped::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::{InstanceId, InstanceOperationId};
    use crate::sample;

    fn operation(kind: OperationKind, progress: Progress, is_for_cap: bool) -> InstanceOperation {
        let (id, instance) = (InstanceOperationId::new(Uuid::nil()), InstanceId::new(Uuid::nil()));
        InstanceOperation { progress, is_for_cap, ..InstanceOperation::asked(id, instance, kind, sample::at(0)) }
    }

    #[test]
    fn an_active_instance_is_stopped_at_a_cap_and_one_that_was_stopped_goes_on_below_it() {
        use InstanceState::{Active, Inactive, Removed};
        use OperationKind::{Disable, Enable};
        let done = |kind, is_for_cap| operation(kind, Progress::Succeeded, is_for_cap);
        let stopped = [operation(Enable, Progress::Failed, true), done(Disable, true)];
        let by_hand = [done(Disable, false), done(Enable, true), done(Disable, true)];
        for (state, operations, is_reached, expected) in [
            (Active, &[][..], true, Capped::Stop),
            (Active, &[][..], false, Capped::Nothing),
            (Active, &by_hand[1..], true, Capped::Stop),
            (Inactive, &stopped[..], true, Capped::Stopped),
            (Inactive, &stopped[..], false, Capped::Resume),
            (Inactive, &by_hand[..], false, Capped::Nothing),
            (Inactive, &by_hand[..], true, Capped::Nothing),
            (Removed, &stopped[..], true, Capped::Nothing),
        ] {
            assert_eq!(capped(state, operations, is_reached), expected, "{state:?} {is_reached} {operations:?}");
        }
    }

    #[test]
    fn it_waits_for_what_is_under_way() {
        let open = [operation(OperationKind::Update, Progress::Polling, false)];
        for is_reached in [true, false] {
            assert_eq!(capped(InstanceState::Active, &open, is_reached), Capped::Busy);
        }
    }
}
