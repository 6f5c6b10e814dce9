//! What is measured and charged: the judgement of MTR-01 to MTR-10 over every way in which the facts can be short or
//! wrong.

use std::time::Duration;

use slipway_domain::gap::Window;
use slipway_domain::gap::hourly::{Came, Missing, Observed};
use slipway_domain::moment::Moment;
use slipway_domain::sandbox::trial::Trial;
use slipway_domain::usage::Code;
use slipway_osb::conformance::{CheckResult, Metering, Outcome, Selection};

use crate::rig::{Rig, rig};

type Change = fn(&mut Rig);

const ALL: [&str; 10] =
    ["MTR-01", "MTR-02", "MTR-03", "MTR-04", "MTR-05", "MTR-06", "MTR-07", "MTR-08", "MTR-09", "MTR-10"];

async fn result(change: Change, id: &'static str) -> CheckResult {
    let mut rig = rig().await;
    change(&mut rig);
    rig.settings.selection = Selection::of([id]);
    rig.run().await.checks.pop().unwrap()
}

async fn found(change: Change, id: &'static str) -> (Outcome, String) {
    let CheckResult { outcome, reason, .. } = result(change, id).await;
    (outcome, reason)
}

#[tokio::test]
async fn without_a_ledger_or_without_a_metered_plan_nothing_is_judged() {
    for id in ALL {
        let no_ledger = found(|rig| rig.settings.metering = None, id).await;
        assert_eq!(no_ledger, (Outcome::Skip, "only a console knows what is measured and charged".to_owned()));
        let free = found(|rig| rig.settings.metering = Some(Metering::NotMetered), id).await;
        assert_eq!(free, (Outcome::Skip, "the plan is not metered".to_owned()));
    }
    let mut rig = rig().await;
    rig.settings.metering = Some(Metering::NotMetered);
    assert!(rig.run().await.has_passed());
}

#[tokio::test]
async fn what_is_not_there_yet_is_skipped_with_what_to_do() {
    let skipped: [(Change, &str, &str); 13] = [
        (
            |rig| rig.metered().kept = None,
            "MTR-01",
            "no sandbox run of the plan is kept; send a record of each measure to the sandbox with an API key, and keep \
             the run as evidence",
        ),
        (
            |rig| rig.metered().kept.as_mut().unwrap().is_stale = true,
            "MTR-01",
            "the kept sandbox run is stale, because the plan charges something else now; send the records again, and keep \
             the run",
        ),
        (
            |rig| rig.metered().kept.as_mut().unwrap().with_key.clear(),
            "MTR-01",
            "no record of the kept sandbox run came with an API key",
        ),
        (|rig| rig.metered().measures.clear(), "MTR-01", "no metric of the plan is complete"),
        (|rig| rig.metered().tried.clear(), "MTR-02", "no metric of the plan is complete"),
        (|rig| rig.metered().tried.clear(), "MTR-05", "no metric of the plan is complete"),
        (|rig| rig.metered().measures.clear(), "MTR-06", "no metric of the plan is complete"),
        (|rig| rig.metered().measures.clear(), "MTR-07", "no metric of the plan is complete"),
        (
            |rig| rig.metered().observed = Observed::NothingHourly,
            "MTR-08",
            "no published measure of the plan is due every hour",
        ),
        (
            |rig| rig.metered().observed = Observed::TooFewInstances(1),
            "MTR-08",
            "the plan needs 2 active instances to show anything, and has 1",
        ),
        (
            |rig| rig.metered().observed = Observed::TooFewHours(2),
            "MTR-08",
            "the plan needs 3 full hours with 2 active instances to show anything, and has 2 whose records had to be there",
        ),
        (
            |rig| rig.metered().kept.as_mut().unwrap().is_resent = None,
            "MTR-09",
            "no failure was injected; let the sandbox of the plan fail once, let the service send a record with its API \
             key and send it again, and keep the run as evidence",
        ),
        (|rig| rig.metered().submitted = None, "MTR-10", "the service has submitted nothing lately"),
    ];
    for (change, id, reason) in skipped {
        assert_eq!(found(change, id).await, (Outcome::Skip, reason.to_owned()), "{id}");
    }
}

#[tokio::test]
async fn whatever_was_answered_otherwise_is_named() {
    let answer: [(Change, &str, &str); 3] = [
        (
            |rig| answered(rig, Trial::Again, Some(Code::Accepted)),
            "MTR-02",
            "measure QUERY: a record that was sent again was answered 201 (accepted), not 409 (duplicate)",
        ),
        (
            |rig| answered(rig, Trial::Good, None),
            "MTR-02",
            "measure QUERY: a good record got no answer, not 201 (accepted)",
        ),
        (
            |rig| answered(rig, Trial::OtherPlan, Some(Code::UnknownMeasure)),
            "MTR-05",
            "measure QUERY: another plan than that of the instance was answered 400 (unknown_measure), not 424 \
             (instance_metadata)",
        ),
    ];
    for (change, id, reason) in answer {
        assert_eq!(found(change, id).await, (Outcome::Fail, reason.to_owned()));
    }
}

fn answered(rig: &mut Rig, trial: Trial, code: Option<Code>) {
    rig.metered().tried.iter_mut().find(|one| one.trial == trial).unwrap().answered = code;
}

#[tokio::test]
async fn a_measure_that_never_came_with_the_key_fails_once_others_did() {
    let reason = "no record of measure BYTE was accepted with an API key in the kept sandbox run";
    let found = found(|rig| rig.metered().measures.push("BYTE".to_owned()), "MTR-01").await;
    assert_eq!(found, (Outcome::Fail, reason.to_owned()));
}

/// The first look is five queries at forty cents, as of the first day.
#[tokio::test]
async fn a_quantity_or_a_cost_that_is_off_is_told_beside_what_it_should_be() {
    let twice: Change = |rig| {
        let look = &mut rig.metered().golden[0];
        look.shown.as_mut().unwrap().quantity += look.expected.quantity;
    };
    let place = "measure QUERY, standard_add, by day 1 of 30";
    assert_eq!(found(twice, "MTR-06").await, (Outcome::Fail, format!("{place}: the quantity is 10, not 5")));
    assert_eq!(found(twice, "MTR-07").await.0, Outcome::Pass, "it was charged as it should be");
    let dear: Change = |rig| {
        let look = &mut rig.metered().golden[0];
        look.shown.as_mut().unwrap().amount = Some(look.expected.quantity);
    };
    let reason = format!("{place}: the cost is 5 (rounded 2), not 2 (rounded 2)");
    assert_eq!(found(dear, "MTR-07").await, (Outcome::Fail, reason));
    let unpriced: Change = |rig| rig.metered().golden[0].expected.amount = None;
    let reason = "measure QUERY has no price in the base currency";
    assert_eq!(found(unpriced, "MTR-07").await, (Outcome::Fail, reason.to_owned()));
    for id in ["MTR-06", "MTR-07"] {
        let nothing = found(|rig| rig.metered().golden.clear(), id).await;
        assert_eq!(nothing, (Outcome::Fail, "measure QUERY: nothing of it can be reckoned".to_owned()));
    }
}

#[tokio::test]
async fn hours_without_a_record_and_records_that_came_late_are_counted_and_named() {
    let missing: Change = |rig| {
        let hour = Moment::from_millis(3_600_000);
        rig.period().missing.push(Missing { instance: "crn".to_owned(), measure: "QUERY".to_owned(), hour });
    };
    let found = result(missing, "MTR-08").await;
    let reason = "no record tells of 1 of the 6 hours that were due";
    assert_eq!((found.outcome, found.reason.as_str()), (Outcome::Fail, reason));
    let named = found.facts.iter().find(|fact| fact.name == "no record").unwrap();
    assert_eq!(named.value, "crn, QUERY, from 1970-01-01T01:00:00Z");
    let late: Change = |rig| {
        let covers = Window { from: Moment::from_millis(0), until: Moment::from_millis(3_600_000) };
        let (instance, measure) = ("crn".to_owned(), "QUERY".to_owned());
        rig.period().late.push(Came { instance, measure, covers, lag: Duration::from_mins(150) });
    };
    let found = result(late, "MTR-08").await;
    let reason = "1 of the hours that were reported came more than 2 hours after their end";
    assert_eq!((found.outcome, found.reason.as_str()), (Outcome::Fail, reason));
    assert!(found.facts.iter().any(|fact| fact.value == "crn, QUERY, until 1970-01-01T01:00:00Z, 150 min"));
}

#[tokio::test]
async fn what_was_sent_again_is_a_warning() {
    let found = found(|rig| rig.metered().submitted.as_mut().unwrap().duplicates = 3, "MTR-10").await;
    let reason = "records were sent again although they had been accepted: 3";
    assert_eq!(found, (Outcome::Warn, reason.to_owned()));
}
