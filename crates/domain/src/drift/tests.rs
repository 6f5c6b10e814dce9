use super::*;
use crate::broker::FetchFact;
use crate::sample::{self, agreeing};

/// The broker when somebody last had its catalog fetched.
fn broker(catalog: Option<BrokerCatalog>) -> BrokerRecord {
    let broker = sample::broker();
    let last_fetch = broker.last_fetch.clone().map(|fetch| FetchFact { catalog, ..fetch });
    BrokerRecord { last_fetch, ..broker }
}

fn changed(offering: &Offering, change: impl FnOnce(&mut BrokerCatalog)) -> BrokerCatalog {
    let mut catalog = agreeing(offering);
    change(&mut catalog);
    catalog
}

/// The places of what came apart.
fn places(verdict: &Verdict) -> Vec<String> {
    let Some((Cause::Drift, evidence)) = verdict.opens() else { return Vec::new() };
    evidence.lines.iter().map(|line| line.path.join(" / ")).collect()
}

#[test]
fn a_broker_that_says_the_same_agrees() {
    let offering = sample::offering();
    let verdict = offering.drift(&broker(Some(agreeing(&offering))), &agreeing(&offering));
    assert_eq!(verdict, Verdict::Agrees);
}

#[test]
fn what_contradicts_is_drift_even_if_somebody_has_seen_it() {
    let offering = sample::offering();
    let now = changed(&offering, |catalog| catalog.services[0].plan_updateable = false);
    for seen in [None, Some(agreeing(&offering)), Some(now.clone())] {
        assert_eq!(places(&offering.drift(&broker(seen), &now)), ["service northwind-vector / plan_updateable"]);
    }
}

#[test]
fn what_is_only_worth_a_look_is_drift_unless_it_was_so_when_somebody_last_looked() {
    let offering = sample::offering();
    let now = changed(&offering, |catalog| "Other words.".clone_into(&mut catalog.services[0].description));
    let later = changed(&offering, |catalog| "Others again.".clone_into(&mut catalog.services[0].description));
    let place = ["service northwind-vector / description"];
    assert_eq!(places(&offering.drift(&broker(Some(agreeing(&offering))), &now)), place);
    assert_eq!(offering.drift(&broker(Some(now.clone())), &now), Verdict::Agrees);
    assert_eq!(places(&offering.drift(&broker(Some(now)), &later)), place, "another difference is a new one");
}

#[test]
fn what_only_informs_is_no_drift() {
    let offering = sample::offering();
    let now = changed(&offering, |catalog| catalog.services[0].tags.push("more".to_owned()));
    assert_eq!(offering.drift(&broker(Some(agreeing(&offering))), &now), Verdict::Agrees);
}

#[test]
fn a_catalog_that_breaks_the_contract_is_drift_though_every_value_agrees() {
    let offering = sample::offering();
    let now = changed(&offering, |catalog| catalog.errors = 2);
    let verdict = offering.drift(&broker(Some(agreeing(&offering))), &now);
    assert!(matches!(verdict, Verdict::Drifted(Evidence { faults: 2, .. })), "{verdict:?}");
}

#[test]
fn an_incident_keeps_two_hundred_lines_and_counts_the_others() {
    let offering = sample::offering();
    let now = changed(&offering, |catalog| {
        let plan = catalog.services[0].plans[0].clone();
        let surplus = (0..300).map(|n| crate::parity::BrokerPlan {
            id: format!("p-{n}"),
            name: format!("n-{n}"),
            ..plan.clone()
        });
        catalog.services[0].plans.splice(0..0, surplus);
    });
    let verdict = offering.drift(&broker(None), &now);
    let Some((_, evidence)) = verdict.opens() else { panic!("{verdict:?}") };
    assert_eq!(evidence.lines.len(), 200);
    assert!(evidence.more > 0);
}

#[test]
fn a_broker_may_fail_twice_before_it_is_an_incident() {
    let failure = Remote { code: "refused".to_owned(), status: None, detail: String::new() };
    let after = |before| Verdict::of_failure(failure.clone(), before);
    assert_eq!([after(0), after(1)], [Verdict::Unknown, Verdict::Unknown]);
    assert_eq!(
        after(2).opens().map(|(cause, found)| (cause, found.failure.clone())),
        Some((Cause::Unreachable, Some(failure.clone())))
    );
}

#[test]
fn what_a_look_ends_and_when_the_next_one_is() {
    let failure = Remote { code: "refused".to_owned(), status: None, detail: String::new() };
    let rows = [
        (Verdict::Agrees, vec![Cause::Drift, Cause::Unreachable], INTERVAL),
        (Verdict::Drifted(Evidence::default()), vec![Cause::Unreachable], INTERVAL),
        (Verdict::of_failure(failure.clone(), 0), vec![], AGAIN),
        (Verdict::of_failure(failure, 9), vec![], AGAIN),
    ];
    for (verdict, closes, wait) in rows {
        assert_eq!((verdict.closes(), verdict.wait()), (closes.as_slice(), wait), "{verdict:?}");
    }
}

#[test]
fn names_of_causes_lead_back_to_them() {
    assert_eq!(Cause::ALL.map(|cause| Cause::parse(cause.name())), Cause::ALL.map(Some));
}
