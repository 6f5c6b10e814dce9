//! T-USAGE (security.md §5) with the executable: eight clients report ten thousand records in any order and in calls of any
//! size, many of them twice and some again with another quantity, lose answers, and have the server killed under them.
//! Afterwards the ledger is the set of the valid signatures, and each day is what its records come to.
//! `SLIPWAY_USAGE_SEED` chooses other orders and moments.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use hyper::StatusCode;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use slipway_backend::Clock;
use slipway_domain::instance::Instance;
use slipway_domain::metering::DayCount;
use slipway_domain::month::Month;
use slipway_domain::usage::batch::MOST_RECORDS;
use slipway_store::{DaysOf, Store};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::support::{Answer, Browser, Process, Scene, cycles};
use crate::usage::{USAGE, instance, json_of, new_key, reading, submission, token};

const RECORDS: usize = 10_000;
const CLIENTS: usize = 8;
/// A key may call twenty times a second, and a client calls as fast as it is answered.
const KEYS: usize = 3 * CLIENTS;
const KILLS: usize = 6;
/// How often a client does not read an answer.
const LOST: f64 = 0.15;
/// The longest that a client waits which goes away before it has an answer.
const PATIENCE_MICROS: u64 = 60_000;
/// Far longer than any answer takes.
const DEADLINE: Duration = Duration::from_mins(2);
const HUNG: &str = "the server neither answered nor went away within two minutes";
/// What no record says at first: one that says so contradicts what was kept. With each call goes one, which makes about
/// a tenth of what is sent twice.
const CONTRARY: u64 = 7;

/// A key called too often, or storage took nothing for a moment.
const TRY_AGAIN: [StatusCode; 2] = [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE];

/// Signatures, which differ in the ends of their windows alone.
type Ends = BTreeSet<i64>;

/// What the clients were told, and where each record is.
#[derive(Default)]
struct Told {
    accepted: Ends,
    located: BTreeMap<i64, String>,
    /// The answer to a call with it was not read.
    lost: Ends,
    /// Records that were told to contradict what was kept.
    contradicted: usize,
}

struct Client {
    random: StdRng,
    tokens: Arc<Vec<String>>,
    address: watch::Receiver<SocketAddr>,
    /// Records that were answered, over all clients.
    answered: Arc<watch::Sender<usize>>,
    /// Those that are in the ledger for sure.
    kept: Vec<Value>,
    told: Told,
}

fn is_valid(record: &Value) -> bool {
    record["measured_usage"][0]["measure"] == "QUERY"
}

fn is_contrary(record: &Value) -> bool {
    record["measured_usage"][0]["quantity"] == CONTRARY
}

/// The same record with another quantity.
fn contrary(record: &Value) -> Value {
    let mut contrary = record.clone();
    contrary["measured_usage"][0]["quantity"] = CONTRARY.into();
    contrary
}

fn end_of(record: &Value) -> i64 {
    record["end"].as_i64().unwrap()
}

/// Windows of a second side by side, up to a minute ago; every tenth names a measure that there is not.
fn records(instance: &Instance) -> Vec<Value> {
    let last = Clock::System.now().millis() - 60_000;
    let record = |number: usize| {
        let end = last - i64::try_from(number).unwrap() * 1000;
        let measure = if number.is_multiple_of(10) { "NONE" } else { "QUERY" };
        json!({
            "resource_instance_id": instance.resource, "plan_id": instance.plan, "start": end - 1000, "end": end,
            "measured_usage": [{ "measure": measure, "quantity": number as u64 % CONTRARY }]
        })
    };
    (0..RECORDS).map(record).collect()
}

impl Told {
    fn locate(&mut self, end: i64, location: &str) {
        let before = self.located.entry(end).or_insert_with(|| location.to_owned());
        assert_eq!(before, location, "one record is at two places");
    }

    fn accept(&mut self, end: i64) {
        assert!(self.accepted.insert(end), "{end} was accepted twice");
    }

    fn merge(&mut self, other: Self) {
        for end in other.accepted {
            self.accept(end);
        }
        for (end, location) in &other.located {
            self.locate(*end, location);
        }
        self.lost.extend(other.lost);
        self.contradicted += other.contradicted;
    }
}

impl Client {
    /// Sends its share until every record was answered; what was not goes again, in other company.
    async fn report(mut self, mut share: Vec<Value>) -> Told {
        share.shuffle(&mut self.random);
        let mut rest = share.as_slice();
        while !rest.is_empty() {
            let size = self.random.random_range(1..MOST_RECORDS).min(rest.len());
            let (part, later) = rest.split_at(size);
            let again = self.kept.choose(&mut self.random).map(contrary);
            let call: Vec<Value> = part.iter().cloned().chain(again).collect();
            if let Some(answer) = self.call(&call).await {
                self.read(&call, &answer);
                rest = later;
            }
        }
        self.told
    }

    /// `None`: there is no answer, or it was not read.
    async fn call(&mut self, records: &[Value]) -> Option<Answer> {
        let browser = Browser::new(*self.address.borrow_and_update());
        let token = self.tokens.choose(&mut self.random).unwrap();
        let answering = browser.try_send(submission(token, Value::from(records)));
        let is_lost = self.random.random_bool(LOST);
        let patience = Duration::from_micros(self.random.random_range(0..PATIENCE_MICROS));
        // The connection goes away while the server works, or right after it has answered.
        let answer = if is_lost && self.random.random_bool(0.5) {
            tokio::time::timeout(patience, answering).await.ok().and_then(Result::ok)
        } else {
            tokio::time::timeout(DEADLINE, answering).await.expect(HUNG).ok()
        };
        match answer.filter(|_| !is_lost) {
            Some(answer) if answer.status == StatusCode::ACCEPTED => return Some(answer),
            // Nothing of it was kept.
            Some(answer) => assert!(TRY_AGAIN.contains(&answer.status), "{}: {}", answer.status, answer.body),
            None => {
                self.told.lost.extend(records.iter().filter(|record| !is_contrary(record)).map(end_of));
                if !is_lost {
                    self.address.changed().await.expect("a server that nobody kills answers");
                }
            }
        }
        None
    }

    fn read(&mut self, records: &[Value], answer: &Answer) {
        let told = json_of(answer);
        let answers = told["resources"].as_array().unwrap();
        assert_eq!(answers.len(), records.len());
        for (record, answer) in records.iter().zip(answers) {
            let end = end_of(record);
            let is_contrary = is_contrary(record);
            match (is_valid(record), answer["status"].as_u64().unwrap()) {
                (true, 201) if !is_contrary => {
                    self.told.accept(end);
                    self.told.locate(end, answer["location"].as_str().unwrap());
                    self.kept.push(record.clone());
                }
                (true, 409) => {
                    assert_eq!(answer["details"]["identical"], !is_contrary, "{answer}");
                    self.told.locate(end, answer["details"]["location"].as_str().unwrap());
                    if is_contrary {
                        self.told.contradicted += 1;
                    } else {
                        self.kept.push(record.clone());
                    }
                }
                (false, 400) => assert_eq!(answer["code"], "unknown_measure"),
                _ => panic!("{record} was answered with {answer}"),
            }
        }
        self.answered.send_modify(|answered| *answered += records.len());
    }
}

/// Every record of the service, page by page.
async fn ledger(address: SocketAddr, tokens: &[String]) -> Vec<Value> {
    let service = Browser::new(address);
    let (mut kept, mut next) = (Vec::new(), Some(format!("{USAGE}?limit={MOST_RECORDS}")));
    for token in tokens.iter().cycle() {
        let Some(target) = next else { break };
        let answer = tokio::time::timeout(DEADLINE, service.send(reading(token, &target))).await.expect(HUNG);
        let page = json_of(&answer);
        kept.extend(page["resources"].as_array().unwrap().iter().cloned());
        next = page["next"]["href"].as_str().map(str::to_owned);
    }
    kept
}

/// The days beside the ledger are what its records come to, and no page of the file is damaged.
async fn assert_days_add_up(dir: &Path, instance: &Instance) {
    let store = Store::open_current(&dir.join("data/slipway.db")).await.unwrap();
    store.copy_to(&dir.join("sound.db")).await.unwrap();
    let mut counted: BTreeMap<(Month, u8), DayCount> = BTreeMap::new();
    for stored in store.usage(instance.scope, None, u32::MAX).await.unwrap() {
        for (_, reading) in stored.record.readings() {
            let month = Month::of(reading.instant());
            let day = counted.entry((month, month.day_of(reading.instant()).unwrap())).or_default();
            *day = day.with(&reading).unwrap();
        }
    }
    let mut kept = BTreeMap::new();
    for month in counted.keys().map(|(month, _)| *month).collect::<BTreeSet<_>>() {
        let of = DaysOf { scope: instance.scope, customer: instance.consumer, instance: None, month };
        kept.extend(store.usage_days(of).await.unwrap().into_iter().map(|day| ((day.month, day.day), day.count)));
    }
    store.close().await;
    assert_eq!(kept, counted);
}

/// A metered service with its instance, at rest, and the keys of those who report.
async fn lay_out() -> (TempDir, Instance, Vec<String>) {
    let stage = Scene::Ready.open().await;
    let instance = instance(&stage).await;
    let mut keys = Vec::with_capacity(KEYS);
    for _ in 0..KEYS {
        keys.push(new_key(&stage).await);
    }
    (stage.server.stopped().await.1, instance, keys)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ledger_is_the_set_of_valid_signatures_whatever_is_lost_and_killed() {
    let seed = u64::try_from(cycles("SLIPWAY_USAGE_SEED", 8_516)).unwrap();
    println!("SLIPWAY_USAGE_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let (dir, instance, keys) = lay_out().await;
    let mut process = Process::serve(dir.path());
    let service = Browser::new(process.address);
    let mut tokens = Vec::with_capacity(KEYS);
    for key in &keys {
        tokens.push(token(&service, key).await);
    }
    let tokens = Arc::new(tokens);
    let records = records(&instance);
    let (address, watched) = watch::channel(process.address);
    let (answered, mut reported) = watch::channel(0);
    let answered = Arc::new(answered);
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        // What it alone has, and a quarter more of anybody's.
        let mut share: Vec<Value> = records.iter().skip(number).step_by(CLIENTS).cloned().collect();
        share.extend(records.choose_multiple(&mut random, share.len() / 4).cloned());
        let client = Client {
            random: StdRng::seed_from_u64(random.random()),
            tokens: Arc::clone(&tokens),
            address: watched.clone(),
            answered: Arc::clone(&answered),
            kept: Vec::new(),
            told: Told::default(),
        };
        clients.spawn(client.report(share));
    }
    drop(answered);
    for kill in 0..KILLS {
        // Anywhere in its part of the way, and at any moment after that.
        let due = random.random_range(0..RECORDS / KILLS) + kill * RECORDS / KILLS;
        reported.wait_for(|answered| *answered >= due).await.expect("the clients go on");
        tokio::time::sleep(Duration::from_micros(random.random_range(0..PATIENCE_MICROS))).await;
        process.kill();
        process = Process::serve(dir.path());
        address.send_replace(process.address);
    }
    drop(address);
    let mut told = Told::default();
    while let Some(client) = clients.join_next().await {
        told.merge(client.unwrap());
    }

    let valid: BTreeMap<i64, &Value> =
        records.iter().filter(|record| is_valid(record)).map(|record| (end_of(record), record)).collect();
    let kept = ledger(process.address, &tokens).await;
    assert_eq!(kept.len(), valid.len(), "something is missing, or there twice");
    for record in &kept {
        let sent = valid.get(&end_of(record)).expect("only valid ones are kept");
        assert_eq!((&record["start"], &record["measured_usage"]), (&sent["start"], &sent["measured_usage"]));
        assert_eq!(record["location"].as_str(), told.located.get(&end_of(record)).map(String::as_str), "{record}");
    }
    let ends: Ends = valid.keys().copied().collect();
    assert!(told.located.keys().eq(&ends), "each was acknowledged, and no other one");
    let unseen: Ends = ends.difference(&told.accepted).copied().collect();
    assert!(unseen.is_subset(&told.lost), "accepted, and nobody was told, though every answer was read");
    assert!(!unseen.is_empty(), "no answer that mattered was lost: this proves nothing");
    assert!(told.contradicted > 0, "no record was sent again with another quantity: this proves nothing");
    process.kill();
    assert_days_add_up(dir.path(), &instance).await;
}
