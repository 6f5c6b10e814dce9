//! When an instance was there and with which plan.

use super::*;

const DAY: i64 = 24 * HOUR;

fn is_there(operations: &[InstanceOperation]) -> bool {
    Lifetime::of(&instance(), operations).is_some()
}

#[test]
fn an_instance_that_was_never_made_has_no_time() {
    assert!(!is_there(&[]));
    for progress in [Progress::Queued, Progress::Running, Progress::Polling, Progress::Failed, Progress::Mitigating] {
        assert!(!is_there(&[InstanceOperation { progress, ..provisioned() }]), "{}", progress.name());
    }
    assert!(is_there(&[provisioned()]));
    let fault = judged_of(&good(), &[]).unwrap_err();
    assert_eq!(fault.code, Code::InstanceMetadata);
}

#[test]
fn the_time_of_an_instance_goes_from_the_first_call_to_the_last_answer() {
    let removal = operation(2, OperationKind::Deprovision, NOW - 2 * HOUR, NOW - HOUR);
    let failed = InstanceOperation { progress: Progress::Failed, ..removal.clone() };
    let given_up = InstanceOperation { progress: Progress::GivenUp, ..removal.clone() };
    let window = |start: i64, end: i64| with(serde_json::json!({ "start": start, "end": end }));
    for gone in [removal, given_up] {
        let operations = [gone, provisioned()];
        assert!(judged_of(&window(NOW - 2 * HOUR, NOW - HOUR), &operations).is_ok());
        let fault = judged_of(&window(NOW - 2 * HOUR, NOW - HOUR + 1), &operations).unwrap_err();
        assert_eq!(fault.code, Code::OutsideLifetime);
        assert!(fault.message.contains("was removed"), "{fault}");
    }
    assert!(judged_of(&good(), &[failed, provisioned()]).is_ok(), "what failed has removed nothing");
}

#[test]
fn usage_is_of_the_plan_of_its_time() {
    let other = sample::subscription().id;
    let change = |number: u128, before: PlanId, after: PlanId, at: i64| InstanceOperation {
        plan_before: Some(before),
        new_plan: Some(after),
        ..operation(number, OperationKind::Update, at, at + HOUR)
    };
    let metered = plan().id;
    // It was metered, then not, then metered again.
    let first = change(2, metered, other, MADE + DAY);
    let second = change(3, other, metered, MADE + 2 * DAY);
    let failed = InstanceOperation { progress: Progress::Failed, ..change(4, metered, other, MADE + 3 * DAY) };
    let lifetime = Lifetime::of(&instance(), &[failed, second, first, provisioned()]).unwrap();
    let had = |plan: PlanId, from: i64, until: i64| lifetime.had(plan, at(MADE + from), at(MADE + until));
    assert!(had(metered, 0, DAY));
    assert!(had(metered, DAY, DAY + HOUR) && had(other, DAY, DAY + HOUR), "nobody knows the moment between them");
    assert!(!had(metered, 0, DAY + HOUR + 1), "a window over the change belongs to neither");
    assert!(had(other, DAY, 2 * DAY + HOUR) && !had(other, 0, DAY));
    assert!(!had(metered, DAY + 1, 2 * DAY - 1 + HOUR));
    assert!(had(metered, 2 * DAY, 5 * DAY), "what failed has changed nothing");
    let periods = lifetime.periods_of(metered);
    let ended = |told: i64| periods.ended_between(at(MADE + told), at(MADE + 9 * DAY));
    assert_eq!((ended(0), ended(2 * DAY)), (Some(at(MADE + DAY + HOUR)), None));
    assert!(!periods.go_on_at(at(MADE + DAY + HOUR)) && periods.go_on_at(at(MADE + 2 * DAY)));
    let never = PlanId::new(Uuid::from_u128(99));
    assert!(lifetime.periods_of(never).go_on_at(at(MADE - DAY)), "nobody wrote down when");
    let unknown = InstanceOperation { plan_before: None, ..change(2, metered, other, MADE + DAY) };
    let lifetime = Lifetime::of(&instance(), &[unknown, provisioned()]).unwrap();
    assert!(!lifetime.had(metered, at(MADE), at(MADE)) && lifetime.had(other, at(NOW), at(NOW)));
}

#[test]
fn reports_are_due_from_the_answer_that_made_enabled_or_moved_an_instance() {
    let plans = |before: PlanId, after: PlanId| InstanceOperation {
        plan_before: Some(before),
        new_plan: Some(after),
        ..operation(2, OperationKind::Update, MADE, MADE + HOUR)
    };
    let (metered, other) = (plan().id, sample::subscription().id);
    let parameters = InstanceOperation { new_plan: None, ..plans(metered, metered) };
    for (operation, begins) in [
        (provisioned(), Some(at(MADE + 60_000))),
        (InstanceOperation { progress: Progress::Failed, ..provisioned() }, None),
        (operation(2, OperationKind::Enable, MADE, MADE + HOUR), Some(at(MADE + HOUR))),
        (operation(2, OperationKind::Disable, MADE, MADE + HOUR), None),
        (operation(2, OperationKind::Bind, MADE, MADE + HOUR), None),
        (plans(metered, other), Some(at(MADE + HOUR))),
        (plans(metered, metered), None),
        (parameters, None),
    ] {
        assert_eq!(active_since(&operation), begins, "{operation:?}");
    }
}
