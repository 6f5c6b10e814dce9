//! Parts of a run: a check that is asked for alone finds what it finds in a whole run, and calls for no other.

use std::collections::BTreeSet;

use slipway_domain::test_run::Part;
use slipway_osb::conformance::{CHECKS, CheckResult, Outcome, Selection, TakenId};
use slipway_osb::fake::Fault;

use crate::conformance::BREAKS;
use crate::rig::{rig, shown};
use crate::support::{SERVICE, SMALL};

fn ids() -> impl Iterator<Item = &'static str> {
    CHECKS.iter().copied().flatten().map(|check| check.id)
}

fn found(result: Option<&CheckResult>) -> Option<(Outcome, &str)> {
    result.map(|result| (result.outcome, result.reason.as_str()))
}

#[tokio::test]
async fn a_check_alone_ends_as_in_a_whole_run_and_makes_no_call_for_others() {
    let whole = rig().await.run().await;
    for id in ids() {
        let mut rig = rig().await;
        rig.settings.selection = Selection::of([id]);
        let part = rig.run().await;
        assert_eq!(found(part.check(id)), found(whole.check(id)), "{id}\n{}", shown(&part));
        let made: BTreeSet<&str> = rig.settings.selection.made().collect();
        assert_eq!(part.checks.iter().map(|check| check.id).collect::<BTreeSet<_>>(), made, "{id}");
        let purposes: BTreeSet<&str> = part.exchanges.iter().map(|exchange| exchange.purpose).collect();
        assert!(purposes.iter().all(|purpose| made.contains(purpose) || *purpose == "cleanup"), "{id}: {purposes:?}");
        assert!(part.has_passed() && rig.broker.instances().is_empty(), "{id}\n{}", shown(&part));
    }
}

#[tokio::test]
async fn a_check_alone_finds_the_fault_that_breaks_it() {
    for (id, break_it) in BREAKS {
        let mut rig = rig().await;
        break_it(&mut rig);
        rig.settings.selection = Selection::of([*id]);
        let report = rig.run().await;
        assert!(report.check(id).unwrap().outcome >= Outcome::Warn, "{id}\n{}", shown(&report));
    }
}

#[tokio::test]
async fn a_part_calls_less_than_the_whole() {
    let whole = rig().await.run().await.exchanges.len();
    let mut rig = rig().await;
    rig.settings.selection = Selection::of(["BRK-PRV-05"]);
    let part = rig.run().await.exchanges.len();
    assert!(part * 5 < whole, "{part} of {whole}");
}

#[tokio::test]
async fn what_a_part_sees_broken_on_its_way_it_tells() {
    let mut rig = rig().await;
    rig.fault(Fault::PlainErrors);
    rig.settings.selection = Selection::of(["BRK-PRV-07"]);
    let report = rig.run().await;
    assert_eq!(report.check("BRK-ERR-01").map(|check| check.outcome), Some(Outcome::Fail));
    rig.broker.set_faults([]);
    let report = rig.run().await;
    assert!(report.check("BRK-ERR-01").is_none(), "a part says nothing good about all calls");
}

#[tokio::test]
async fn a_part_without_its_ground_is_skipped_with_the_reason() {
    let mut rig = rig().await;
    rig.fault(Fault::RefusesProvision);
    rig.settings.selection = Selection::of(["BRK-DEP-02"]);
    let report = rig.run().await;
    assert_eq!(report.check("BRK-PRV-01").map(|check| check.outcome), Some(Outcome::Fail));
    assert_eq!(report.check("BRK-DEP-02").map(|check| check.outcome), Some(Outcome::Skip));
    assert!(!report.has_passed());
}

#[tokio::test]
async fn what_is_left_out_is_skipped_with_the_reason_and_the_rest_ends_as_ever() {
    let whole = rig().await.run().await;
    for part in Part::ALL {
        let mut rig = rig().await;
        rig.settings.left_out = vec![part];
        let report = rig.run().await;
        for id in ids() {
            let result = found(report.check(id));
            if part.holds(id) {
                let Some((Outcome::Skip, reason)) = result else { panic!("{part:?} {id}: {result:?}") };
                assert!(reason.ends_with("left out of this run"), "{part:?} {id}: {reason}");
            } else {
                assert_eq!(result, found(whole.check(id)), "{part:?} {id}\n{}", shown(&report));
            }
        }
        let calls: Vec<_> = report.exchanges.iter().filter(|exchange| part.holds(exchange.purpose)).collect();
        assert!(calls.is_empty(), "{part:?}: {calls:?}");
        assert!(report.has_passed() && report.evidence != whole.evidence, "{part:?}: other evidence");
        assert!(rig.broker.instances().is_empty(), "{part:?}");
    }
}

#[tokio::test]
async fn what_could_not_be_made_anyway_says_so_although_it_was_left_out() {
    let mut rig = rig().await;
    rig.settings.left_out = Part::ALL.to_vec();
    rig.settings.metering = None;
    let report = rig.run().await;
    let reason = report.check("MTR-01").map(|check| check.reason.as_str());
    assert_eq!(reason, Some("only a console knows what is measured and charged"));
}

#[tokio::test]
async fn an_id_that_is_somebody_elses_is_found_and_not_told_whose_it_is() {
    for (id, path) in [(SERVICE, "services[0].id"), (SMALL, "services[0].plans[0].id")] {
        let mut rig = rig().await;
        let other = |id: &str| TakenId { id: id.to_owned(), owner: "another service".to_owned() };
        rig.settings.taken = vec![other("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c1a"), other(id)];
        rig.settings.selection = Selection::of(["BRK-CAT-05"]);
        let report = rig.run().await;
        let found = report.check("BRK-CAT-05").unwrap();
        let reason = format!("{path}: {id} is an id of another service");
        assert_eq!((found.outcome, found.reason.as_str()), (Outcome::Fail, reason.as_str()));
    }
}
