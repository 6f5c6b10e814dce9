//! T-USAGE: whatever happens on the way, the ledger is the set of the valid signatures that were sent.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{Rng as _, SeedableRng as _};
use serde_json::Value;
use slipway_backend::demo::OFFERING;
use slipway_domain::metric::FEE_MEASURE;
use slipway_domain::statement::{Charged, StatementLine};
use slipway_domain::usage::Code;
use slipway_domain::usage::batch::MOST_RECORDS;

use crate::instances::{made, view};
use crate::support::{CLARA, House};
use crate::usage::{Metered, codes, issuer, new_key, service, token};

const RECORDS: usize = 10_000;
const CLIENTS: u64 = 8;

/// Windows of one second, side by side, in the last two days; every tenth names a measure that there is not.
fn records(metered: &Metered) -> Vec<Value> {
    let end = metered.house.clock.now().millis();
    let record = |number: usize| {
        let mut record = metered.record(1, 1);
        let end = end - i64::try_from(number).unwrap() * 1000;
        record["start"] = (end - 1000).into();
        record["end"] = end.into();
        if number.is_multiple_of(10) {
            record["measured_usage"][0]["measure"] = "NONE".into();
        }
        record
    };
    (0..RECORDS).map(record).collect()
}

/// A client that sends its share in an order of its own, in calls of any size, some of them again because their answer
/// was lost, until every record was answered.
async fn client(metered: Arc<Metered>, mut share: Vec<Value>, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let again: Vec<Value> = share.choose_multiple(&mut random, share.len() / 4).cloned().collect();
    share.extend(again);
    share.shuffle(&mut random);
    let mut rest = share.as_slice();
    while !rest.is_empty() {
        let (call, later) = rest.split_at(random.random_range(1..=MOST_RECORDS).min(rest.len()));
        let answers = metered.submit(call).await;
        assert_eq!(answers.len(), call.len());
        for (answer, record) in answers.iter().zip(call) {
            let is_valid = record["measured_usage"][0]["measure"] == "QUERY";
            let expected = if is_valid { &[Code::Accepted, Code::Duplicate][..] } else { &[Code::UnknownMeasure] };
            assert!(expected.contains(&answer.code), "{answer:?}");
            assert!(answer.details.as_ref().is_none_or(|details| details.identical), "{answer:?}");
        }
        let is_lost = random.random_bool(0.2);
        rest = if is_lost { rest } else { later };
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_ledger_is_the_set_of_valid_signatures() {
    let metered = Arc::new(Metered::open().await);
    let records = records(&metered);
    // Each record is in the shares of two clients.
    let share = |client: u64| {
        let client = usize::try_from(client).unwrap();
        let is_mine = |number: &usize| number % 8 == client || number % 7 == client;
        (0..RECORDS).filter(is_mine).map(|number| records[number].clone()).collect::<Vec<_>>()
    };
    let clients: Vec<_> =
        (0..CLIENTS).map(|number| tokio::spawn(client(Arc::clone(&metered), share(number), number))).collect();
    for client in clients {
        client.await.unwrap();
    }
    let valid: BTreeSet<i64> = records
        .iter()
        .filter(|record| record["measured_usage"][0]["measure"] == "QUERY")
        .map(|record| record["end"].as_i64().unwrap())
        .collect();
    let (mut kept, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = metered.house.backend.usage(&metered.service, OFFERING, cursor.as_deref(), 100).await.unwrap();
        assert!(page.records.iter().all(|record| !record.overlap));
        kept.extend(page.records.iter().map(|record| record.end));
        let Some(next) = page.next else { break };
        cursor = Some(next.to_string());
    }
    assert_eq!(kept.len(), valid.len(), "nothing twice");
    assert_eq!(kept.into_iter().collect::<BTreeSet<_>>(), valid, "nothing missing");
}

#[tokio::test]
async fn a_fault_of_storage_beside_a_record_is_told_for_that_record_alone() {
    let metered = Metered::open().await;
    let store = metered.house.backend.store();
    // The record itself could be kept; its day cannot.
    store.refuse_days_of("SEAT").await.unwrap();
    let mut bad = metered.record(1, 5);
    bad["plan_id"] = "none".into();
    let sent = [metered.record(3, 1), metered.event(0, 1, 30), bad, metered.record(2, 1), metered.record(3, 1)];
    let answers = metered.submit(&sent).await;
    let expected = [Code::Accepted, Code::Internal, Code::InstanceMetadata, Code::Accepted, Code::Duplicate];
    assert_eq!(codes(&answers), expected);
    assert_eq!(answers[1].status, 500);
    let kept = store.usage(metered.service.scope, None, 10).await.unwrap();
    let ends: Vec<_> = kept.iter().map(|stored| Value::from(stored.record.signature.end.millis())).collect();
    assert_eq!(ends, [sent[0]["end"].clone(), sent[3]["end"].clone()], "nothing of the other ones");
    let day = store.digests().await.unwrap()["usage_day"].clone();
    assert!(day.rows > 0, "what was kept is counted");
}

/// What each line of the account's statement is for and comes to.
async fn owed(house: &House) -> Vec<(Charged, String)> {
    let lines = house.acting(CLARA).await.statement("").await.unwrap().statement.lines;
    let line = |line: &StatementLine| (line.charged.clone(), line.line().unwrap().cost.normalize().to_string());
    lines.iter().map(line).collect()
}

#[tokio::test]
async fn what_is_reported_of_a_subscription_is_kept_once_and_costs_nothing_beside_the_fee() {
    let house = House::open().await;
    house.publish_limited().await;
    let id = made(&house).await;
    let issuer = issuer(&house).await;
    let key = new_key(&house).await;
    house.clock.advance(Duration::from_hours(48));
    let service = service(&issuer, &token(&issuer, &key).await.unwrap()).await.unwrap();
    let metered = Metered { instance: view(&house, id).await.instance, issuer, house, service };
    let fee = owed(&metered.house).await;
    let [(Charged::Fee, _)] = fee.as_slice() else { panic!("{fee:?}") };

    let mut record = metered.record(1, 1);
    record["measured_usage"][0]["measure"] = FEE_MEASURE.into();
    let answers = metered.submit(&[record.clone(), record, metered.record(1, 1)]).await;
    assert_eq!(codes(&answers), [Code::Accepted, Code::Duplicate, Code::UnknownMeasure]);
    assert!(answers[1].details.as_ref().unwrap().identical);
    let after = owed(&metered.house).await;
    let of_fee: Vec<_> = after.iter().filter(|(charged, _)| *charged == Charged::Fee).cloned().collect();
    assert_eq!(of_fee, fee);
    let rest: Vec<_> = after.iter().filter(|(charged, _)| *charged != Charged::Fee).map(|(_, cost)| cost).collect();
    assert!(rest.iter().all(|cost| *cost == "0"), "{rest:?}");
}
