//! Test runs: asked for once, held by one at a time, written by nobody else, and evidence once they have ended.

use core::time::Duration;

use slipway_domain::ids::{AccountId, BrokerId, OfferingId, PlanId, TestRunId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Offering, Scope};
use slipway_domain::plan::PlanDraft;
use slipway_domain::test_run::{Inputs, Level, Outcome, Progress, Target};
use slipway_domain::view::{CheckResult, Exchange};
use slipway_store::{EndedTestRun, Holding, NewTestAttestation, NewTestRun, SavedPlan, StoredThing};
use uuid::Uuid;

use crate::support::{ACCOUNT, AT, House, OFFERING, PERSON, SCOPE};

const PLAN: PlanId = PlanId::new(Uuid::from_u128(6));
const BROKER: BrokerId = BrokerId::new(Uuid::from_u128(7));
const LEASE: Duration = Duration::from_mins(1);

fn after(seconds: u64) -> Moment {
    AT.plus(Duration::from_secs(seconds))
}

fn target(location: &str) -> Target {
    Target { plan: PLAN, location: location.to_owned(), broker: BROKER }
}

async fn house() -> House {
    let house = House::open().await;
    house.add_broker(BROKER, "eu").await;
    let mut tx = house.store.write().await.unwrap();
    tx.add_plan(&SavedPlan { scope: SCOPE, id: PLAN, draft: &PlanDraft::default(), by: PERSON, at: AT }).await.unwrap();
    tx.commit().await.unwrap();
    house
}

async fn offering(house: &House) -> Offering {
    house.store.offering(SCOPE).await.unwrap().unwrap()
}

async fn ask(house: &House, number: u128, location: &str, seconds: u64) -> slipway_store::Result<TestRunId> {
    let (id, target) = (TestRunId::new(Uuid::from_u128(number)), target(location));
    let inputs = Inputs::of(&offering(house).await, &target).unwrap();
    let mut tx = house.store.write().await?;
    let new = NewTestRun {
        scope: SCOPE,
        id,
        target: &target,
        inputs: &inputs,
        repeats: None,
        by: PERSON,
        at: after(seconds),
    };
    tx.add_test_run(&new).await?;
    tx.commit().await?;
    Ok(id)
}

fn holding(id: TestRunId, holder: &str) -> Holding {
    Holding { scope: SCOPE, id, holder: holder.to_owned() }
}

async fn take(house: &House, held: &Holding, seconds: u64) -> bool {
    let mut tx = house.store.write().await.unwrap();
    let taken = tx.take_test_run(held, after(seconds), LEASE).await.unwrap();
    tx.commit().await.unwrap();
    taken
}

async fn end(house: &House, held: &Holding, seconds: u64) -> bool {
    let mut tx = house.store.write().await.unwrap();
    let ended = EndedTestRun {
        progress: Progress::Finished,
        evidence: "e1",
        ending: "",
        leftovers: &[("crn".to_owned(), "was answered 500".to_owned())],
        kept: &[],
        at: after(seconds),
    };
    let done = tx.end_test_run(held, &ended).await.unwrap();
    tx.commit().await.unwrap();
    done
}

fn check(id: &str, outcome: Outcome) -> CheckResult {
    CheckResult {
        id: id.to_owned(),
        level: Level::Must,
        outcome,
        reason: "was answered 500".to_owned(),
        facts: vec![("took".to_owned(), "12 ms".to_owned())],
        took_ms: 12,
        exchanges: vec![1, 2],
        from: None,
    }
}

fn exchange(number: usize) -> Exchange {
    Exchange {
        number,
        purpose: "BRK-CAT-03".to_owned(),
        method: "GET".to_owned(),
        url: "https://broker.example/v2/catalog".to_owned(),
        headers: Vec::new(),
        credentials: "right".to_owned(),
        body: None,
        status: Some(200),
        content_type: None,
        answer: "{}".to_owned(),
        took_ms: 3,
    }
}

fn thing(id: &str) -> StoredThing {
    StoredThing {
        id: id.to_owned(),
        instance_id: "crn".to_owned(),
        service_id: "service".to_owned(),
        plan_id: "plan".to_owned(),
    }
}

#[tokio::test]
async fn a_deployment_has_one_open_run_and_runs_are_counted() {
    let house = house().await;
    let first = ask(&house, 1, "eu-de", 0).await.unwrap();
    let again = ask(&house, 2, "eu-de", 1).await.unwrap_err();
    assert!(again.is_unique("test_run.offering_id"), "{again}");
    ask(&house, 3, "eu-nl", 2).await.unwrap();
    let numbers: Vec<u32> = house.store.test_runs(SCOPE).await.unwrap().iter().map(|run| run.number).collect();
    assert_eq!(numbers, [2, 1]);
    let held = holding(first, "a");
    assert!(take(&house, &held, 3).await);
    assert!(end(&house, &held, 4).await);
    ask(&house, 4, "eu-de", 5).await.unwrap();
}

#[tokio::test]
async fn a_run_is_held_by_one_until_its_lease_is_over_and_keeps_its_beginning() {
    let house = house().await;
    let id = ask(&house, 1, "eu-de", 0).await.unwrap();
    assert_eq!(house.store.due_test_runs(after(1)).await.unwrap()[0].id, id);
    let (first, second) = (holding(id, "first"), holding(id, "second"));
    assert!(take(&house, &first, 1).await);
    assert!(!take(&house, &second, 2).await, "it is held");
    assert_eq!(house.store.due_test_runs(after(60)).await.unwrap(), []);
    let mut tx = house.store.write().await.unwrap();
    assert!(tx.hold_test_run(&first, after(30), LEASE).await.unwrap());
    tx.commit().await.unwrap();
    assert!(!take(&house, &second, 61).await, "it was prolonged");
    let due = house.store.due_test_runs(after(90)).await.unwrap();
    assert_eq!((due[0].id, due[0].progress), (id, Progress::Running));
    assert!(take(&house, &second, 90).await);
    let mut tx = house.store.write().await.unwrap();
    assert!(!tx.hold_test_run(&first, after(91), LEASE).await.unwrap(), "whoever lost it writes nothing more");
    drop(tx);
    assert!(!end(&house, &first, 92).await);
    assert!(end(&house, &second, 93).await);
    let (run, _) = house.store.test_run(SCOPE, id).await.unwrap().unwrap();
    assert_eq!((run.started_at, run.ended_at, run.progress), (Some(after(1)), Some(after(93)), Progress::Finished));
}

#[tokio::test]
async fn a_broker_has_one_run_at_a_time_and_the_first_that_was_asked_for_is_next() {
    let house = house().await;
    let first = ask(&house, 1, "eu-de", 0).await.unwrap();
    let second = ask(&house, 2, "eu-nl", 1).await.unwrap();
    let due: Vec<_> = house.store.due_test_runs(after(2)).await.unwrap().iter().map(|due| due.id).collect();
    assert_eq!(due, [first]);
    assert!(take(&house, &holding(first, "a"), 2).await);
    assert_eq!(house.store.due_test_runs(after(3)).await.unwrap(), []);
    assert!(!take(&house, &holding(second, "b"), 3).await, "the broker is busy");
    assert!(end(&house, &holding(first, "a"), 4).await);
    assert!(take(&house, &holding(second, "b"), 5).await);
}

#[tokio::test]
async fn what_a_run_found_and_left_is_read_back() {
    let house = house().await;
    let id = ask(&house, 1, "eu-de", 0).await.unwrap();
    let held = holding(id, "a");
    assert!(take(&house, &held, 1).await);
    let mut tx = house.store.write().await.unwrap();
    for one in [check("BRK-CAT-03", Outcome::Pass), check("BRK-PRV-01", Outcome::Fail)] {
        tx.add_test_check(&held, &one).await.unwrap();
    }
    tx.add_test_exchange(&held, &exchange(1)).await.unwrap();
    for id in ["crn", "binding", "other"] {
        tx.put_test_thing(&held, &thing(id)).await.unwrap();
    }
    tx.put_test_thing(&held, &StoredThing { plan_id: "larger".to_owned(), ..thing("crn") }).await.unwrap();
    tx.remove_test_thing(&held, "other").await.unwrap();
    let things = tx.test_things(&held).await.unwrap();
    tx.commit().await.unwrap();
    let shown: Vec<_> = things.iter().map(|thing| (thing.id.as_str(), thing.plan_id.as_str())).collect();
    assert_eq!(shown, [("crn", "larger"), ("binding", "plan")]);
    assert_eq!(offering(&house).await.test_runs[0].leftovers, 0, "it goes on");

    assert!(end(&house, &held, 2).await);
    let (run, checks) = house.store.test_run(SCOPE, id).await.unwrap().unwrap();
    assert_eq!((run.tally.passed, run.tally.failed, run.leftovers, run.evidence.as_str()), (1, 1, 2, "e1"));
    assert_eq!(checks, [check("BRK-CAT-03", Outcome::Pass), check("BRK-PRV-01", Outcome::Fail)]);
    assert_eq!(house.store.test_exchanges(SCOPE, id).await.unwrap(), [exchange(1)]);
    let left = house.store.test_leftovers(SCOPE, id).await.unwrap();
    assert_eq!((left[0].kind.as_str(), left[0].reason.as_str()), ("instance", "was answered 500"));
    assert_eq!(left[1].kind, "binding");
}

#[tokio::test]
async fn an_offering_knows_the_latest_run_of_each_deployment_that_ended_and_the_open_one() {
    let house = house().await;
    for number in 1..=7 {
        let id = ask(&house, number, "eu-de", 0).await.unwrap();
        let held = holding(id, "a");
        assert!(take(&house, &held, 1).await);
        let mut tx = house.store.write().await.unwrap();
        tx.add_test_check(&held, &check("BRK-CAT-03", Outcome::Pass)).await.unwrap();
        tx.add_test_exchange(&held, &exchange(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(end(&house, &held, 2).await);
    }
    let open = ask(&house, 8, "eu-de", 3).await.unwrap();
    let runs = offering(&house).await.test_runs;
    let known: Vec<_> = runs.iter().map(|run| (run.id.uuid().as_u128(), run.progress, run.checks.len())).collect();
    assert_eq!(known, [(7, Progress::Finished, 1), (8, Progress::Queued, 0)]);
    assert_eq!(runs[1].id, open);
    let kept: Vec<usize> = {
        let mut kept = Vec::new();
        for number in 1..=7 {
            let id = TestRunId::new(Uuid::from_u128(number));
            kept.push(house.store.test_exchanges(SCOPE, id).await.unwrap().len());
        }
        kept
    };
    assert_eq!(kept, [0, 0, 1, 1, 1, 1, 1], "the calls of the last five");
}

async fn attest(house: &House, scope: Scope, run: TestRunId, check: &str, note: &str) -> slipway_store::Result<bool> {
    let at = after(if check == "CTL-03" { 9 } else { 10 });
    let mut tx = house.store.write().await?;
    let new = NewTestAttestation { scope, run, check, note, by: PERSON, at };
    let is_new = tx.attest_test_check(&new).await?;
    tx.commit().await?;
    Ok(is_new)
}

#[tokio::test]
async fn who_looked_first_is_kept_for_each_check_of_a_run() {
    let house = house().await;
    let id = ask(&house, 1, "eu-de", 0).await.unwrap();
    assert!(attest(&house, SCOPE, id, "CTL-03", "Sharp.").await.unwrap());
    assert!(!attest(&house, SCOPE, id, "CTL-03", "Blurred.").await.unwrap());
    assert!(attest(&house, SCOPE, id, "BRK-EXT-04", "").await.unwrap());
    let kept = house.store.test_attestations(SCOPE, id).await.unwrap();
    let told: Vec<_> = kept.iter().map(|(check, seen)| (check.as_str(), seen.note.as_str(), seen.at)).collect();
    assert_eq!(told, [("CTL-03", "Sharp.", after(9)), ("BRK-EXT-04", "", after(10))]);
}

#[tokio::test]
async fn a_run_of_somebody_else_is_none_and_is_written_by_nobody_else() {
    let house = house().await;
    let id = ask(&house, 1, "eu-de", 0).await.unwrap();
    let held = holding(id, "a");
    assert!(take(&house, &held, 1).await);
    let before = house.store.digests().await.unwrap();
    let (account, offering) = (AccountId::new(Uuid::from_u128(91)), OfferingId::new(Uuid::from_u128(92)));
    for scope in [Scope { account, offering: OFFERING }, Scope { account: ACCOUNT, offering }] {
        assert!(house.store.test_run(scope, id).await.unwrap().is_none());
        assert_eq!(house.store.test_runs(scope).await.unwrap(), []);
        assert_eq!(house.store.test_exchanges(scope, id).await.unwrap(), []);
        assert_eq!(house.store.test_leftovers(scope, id).await.unwrap(), []);
        assert_eq!(house.store.test_attestations(scope, id).await.unwrap(), []);
        assert!(attest(&house, scope, id, "CTL-03", "Seen.").await.is_err());
        let foreign = Holding { scope, ..held.clone() };
        assert!(!take(&house, &foreign, 99).await);
        assert!(!end(&house, &foreign, 99).await);
        let mut tx = house.store.write().await.unwrap();
        assert!(!tx.hold_test_run(&foreign, after(2), LEASE).await.unwrap());
        assert!(tx.add_test_check(&foreign, &check("BRK-CAT-03", Outcome::Pass)).await.is_err());
    }
    assert_eq!(house.store.digests().await.unwrap(), before);
}
