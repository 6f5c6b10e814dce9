//! Metering sandboxes: one for each plan, bounded, of nobody else; and runs that stay.

use slipway_domain::ids::{InstanceId, PlanId, SandboxRunId, UsageRecordId};
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::rating::Buyer;
use slipway_domain::sandbox::{Channel, Entry, Failure, MOST_ENTRIES, SavedMeasure, SavedSandbox, Setting, Size};
use slipway_store::{EarlierSandbox, NewSandbox, NewSandboxRun};
use uuid::Uuid;

use crate::support::{ACCOUNT, AT, House, PERSON, SCOPE};
use crate::usage::{ELSEWHERE, KEY, PLAN, house};

const NAME: &str = "northwind-vector";

fn setting() -> Setting {
    let month = Month::of(AT);
    Setting {
        instance: InstanceId::new(Uuid::from_u128(0x91)),
        account: ACCOUNT,
        offering: NAME.to_owned(),
        location: "eu-de".to_owned(),
        plan: PLAN,
        month,
        provisioned: month.start(),
        buyer: Buyer::BASE,
    }
}

fn entry(number: usize, arrived: Moment, channel: Channel) -> Entry {
    let id = UsageRecordId::new(Uuid::from_u128(number as u128 + 0x1000));
    Entry::read(id, arrived, channel, format!("{{\"n\":{number}}}"))
}

async fn open(house: &House) {
    let mut tx = house.store.write().await.unwrap();
    let setting = setting();
    tx.open_sandbox(&NewSandbox { scope: SCOPE, setting: &setting, day: 1, at: AT, by: PERSON }).await.unwrap();
    tx.commit().await.unwrap();
}

async fn add(house: &House, entries: &[Entry]) -> slipway_store::Result<()> {
    let mut tx = house.store.write().await.unwrap();
    let key = entries.iter().any(|entry| entry.channel == Channel::Key).then_some(KEY);
    tx.add_sandbox_records(SCOPE, PLAN, entries, key).await?;
    tx.commit().await
}

fn run(number: u128) -> SavedSandbox {
    let measure = SavedMeasure {
        measure: "QUERY".to_owned(),
        accepted: 3,
        with_key: 2,
        duplicates: 1,
        quantity: Some(7.into()),
        cost: Some(("USD".parse().unwrap(), 5.into())),
    };
    SavedSandbox {
        id: SandboxRunId::new(Uuid::from_u128(number)),
        plan: PLAN,
        by_name: "Ada Winter".to_owned(),
        at: AT,
        fingerprint: "{}".to_owned(),
        measures: vec![measure],
        is_resent: Some(true),
        sha256: format!("{number:064}"),
    }
}

async fn keep(house: &House, run: &SavedSandbox) {
    let mut tx = house.store.write().await.unwrap();
    tx.keep_sandbox_run(&NewSandboxRun { scope: SCOPE, run, by: PERSON, body: "{}" }).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_sandbox_gives_back_its_records_in_the_order_in_which_they_arrive() {
    let house = house().await;
    assert_eq!(house.store.sandbox(SCOPE, NAME, PLAN).await.unwrap(), None);
    open(&house).await;
    let (early, late) = (setting().end_of(1), setting().end_of(2));
    add(&house, &[entry(1, late, Channel::Pattern), entry(2, early, Channel::Pattern)]).await.unwrap();
    add(&house, &[entry(3, early, Channel::Key)]).await.unwrap();
    let found = house.store.sandbox(SCOPE, NAME, PLAN).await.unwrap().unwrap();
    assert_eq!((&found.setting, found.day), (&setting(), 1));
    let expected = [entry(2, early, Channel::Pattern), entry(3, early, Channel::Key), entry(1, late, Channel::Pattern)];
    assert_eq!(found.entries, expected);
    for (scope, plan) in [(ELSEWHERE, PLAN), (SCOPE, PlanId::new(Uuid::nil()))] {
        assert_eq!(house.store.sandbox(scope, NAME, plan).await.unwrap(), None, "{scope:?} {plan}");
    }
    assert_eq!(house.store.digests().await.unwrap()["usage_record"].rows, 0, "nothing of it is usage");
}

#[tokio::test]
async fn the_size_of_a_sandbox_is_that_of_its_records() {
    let house = house().await;
    let size = async |scope: Scope| house.store.sandbox_size(scope, PLAN).await.unwrap();
    assert_eq!(size(SCOPE).await, None);
    open(&house).await;
    assert_eq!(size(SCOPE).await, Some(Size::default()));
    let umlaut = Entry { json: "\"ü\"".to_owned(), ..entry(2, AT, Channel::Pattern) };
    add(&house, &[entry(1, AT, Channel::Pattern), umlaut]).await.unwrap();
    assert_eq!(size(SCOPE).await, Some(Size { records: 2, bytes: 7 + 4 }));
    assert_eq!(size(ELSEWHERE).await, None);
}

#[tokio::test]
async fn what_was_read_before_a_transaction_is_read_on_within_it() {
    let house = house().await;
    let since = async |before: &EarlierSandbox| {
        let mut tx = house.store.write().await.unwrap();
        tx.sandbox_since(SCOPE, before.clone()).await.unwrap()
    };
    let now = async || house.store.sandbox(SCOPE, NAME, PLAN).await.unwrap();
    open(&house).await;
    let (early, late) = (setting().end_of(1), setting().end_of(2));
    let pattern = |number: usize, arrived: Moment| entry(number, arrived, Channel::Pattern);
    add(&house, &[pattern(1, late), pattern(2, early)]).await.unwrap();
    let before = house.store.earlier_sandbox(SCOPE, NAME, PLAN).await.unwrap().unwrap();
    add(&house, &[pattern(3, late), pattern(4, early)]).await.unwrap();
    let read = since(&before).await;
    let expected = [pattern(2, early), pattern(4, early), pattern(1, late), pattern(3, late)];
    assert_eq!(read.as_ref().unwrap().entries, expected);
    assert_eq!(read, now().await);
    let mut bare = house.bare().await;
    sqlx::query("update sandbox_record set body = '{}' where seq = 1").execute(&mut bare).await.unwrap();
    assert_eq!(since(&before).await, read, "what was read is not read again");

    let mut tx = house.store.write().await.unwrap();
    tx.empty_sandbox(SCOPE, PLAN).await.unwrap();
    tx.commit().await.unwrap();
    add(&house, &[pattern(5, early), pattern(6, early), pattern(7, early)]).await.unwrap();
    assert_eq!(since(&before).await, now().await, "the new ones are at the places of the old");
    open(&house).await;
    assert_eq!(since(&before).await, now().await);
}

#[tokio::test]
async fn another_sandbox_takes_the_place_of_the_one_before() {
    let house = house().await;
    open(&house).await;
    add(&house, &[entry(1, AT, Channel::Form)]).await.unwrap();
    open(&house).await;
    assert_eq!(house.store.sandbox(SCOPE, NAME, PLAN).await.unwrap().unwrap().entries, []);
    assert_eq!(house.store.digests().await.unwrap()["sandbox_record"].rows, 0);
}

#[tokio::test]
async fn its_clock_goes_on_from_where_it_stands_and_it_can_be_emptied() {
    let house = house().await;
    open(&house).await;
    add(&house, &[entry(1, AT, Channel::Form)]).await.unwrap();
    let mut tx = house.store.write().await.unwrap();
    assert!(tx.move_sandbox(SCOPE, PLAN, (1, 4)).await.unwrap());
    assert!(!tx.move_sandbox(SCOPE, PLAN, (1, 5)).await.unwrap(), "somebody else was faster");
    assert!(!tx.move_sandbox(ELSEWHERE, PLAN, (4, 5)).await.unwrap());
    tx.empty_sandbox(ELSEWHERE, PLAN).await.unwrap();
    assert_eq!(tx.sandbox(SCOPE, NAME, PLAN).await.unwrap().unwrap().entries.len(), 1);
    tx.empty_sandbox(SCOPE, PLAN).await.unwrap();
    let found = tx.sandbox(SCOPE, NAME, PLAN).await.unwrap().unwrap();
    assert_eq!((found.day, found.entries.len()), (4, 0));
}

#[tokio::test]
async fn the_table_holds_no_more_records_than_a_sandbox_does() {
    let house = house().await;
    open(&house).await;
    let full: Vec<Entry> = (0..MOST_ENTRIES).map(|number| entry(number, AT, Channel::Pattern)).collect();
    add(&house, &full).await.unwrap();
    let refused = add(&house, &[entry(MOST_ENTRIES, AT, Channel::Pattern)]).await.unwrap_err();
    assert!(refused.to_string().contains("a sandbox holds 2000 records"), "{refused}");
}

#[tokio::test]
async fn what_was_sent_with_a_key_names_it_and_nothing_else_does() {
    let house = house().await;
    open(&house).await;
    let mut tx = house.store.write().await.unwrap();
    let form = [entry(1, AT, Channel::Form)];
    assert!(tx.add_sandbox_records(SCOPE, PLAN, &form, Some(KEY)).await.is_err());
    drop(tx);
    let mut tx = house.store.write().await.unwrap();
    assert!(tx.add_sandbox_records(SCOPE, PLAN, &[entry(1, AT, Channel::Key)], None).await.is_err());
}

#[tokio::test]
async fn the_latest_run_of_a_plan_is_a_part_of_its_offering_and_nobody_alters_it() {
    let house = house().await;
    let of = async |scope: Scope| house.store.offering(scope).await.unwrap().map(|offering| offering.sandboxes);
    assert_eq!(of(SCOPE).await, Some(Vec::new()));
    keep(&house, &run(1)).await;
    keep(&house, &run(2)).await;
    let latest = of(SCOPE).await.unwrap();
    let told: Vec<_> = latest.iter().map(|run| (run.id, run.measures.as_slice())).collect();
    assert_eq!(told, [(run(2).id, run(2).measures.as_slice())]);
    let listed = house.store.sandbox_runs(SCOPE, PLAN, 10).await.unwrap();
    assert_eq!(listed.iter().map(|run| run.id).collect::<Vec<_>>(), [run(2).id, run(1).id]);
    assert_eq!(house.store.sandbox_runs(ELSEWHERE, PLAN, 10).await.unwrap(), []);
    let mut bare = house.bare().await;
    for statement in ["update sandbox_run set body = ''", "delete from sandbox_run"] {
        let refused = sqlx::query(statement).execute(&mut bare).await.unwrap_err();
        assert!(refused.to_string().contains("sandbox runs are permanent"), "{statement}: {refused}");
    }
}

#[tokio::test]
async fn a_failure_is_wanted_once_and_the_record_that_failed_stands_with_the_sandbox() {
    let house = house().await;
    let wanted = async |scope: Scope| {
        let mut tx = house.store.write().await.unwrap();
        let is_new = tx.let_sandbox_fail(scope, PLAN).await.unwrap();
        tx.commit().await.unwrap();
        is_new
    };
    let failed = async |scope: Scope, record: Option<&str>| {
        let mut tx = house.store.write().await.unwrap();
        tx.sandbox_failed(scope, PLAN, record).await.unwrap();
        tx.commit().await.unwrap();
    };
    let now = async || house.store.sandbox(SCOPE, NAME, PLAN).await.unwrap().unwrap().failure;
    assert!(!wanted(SCOPE).await, "none is open");
    open(&house).await;
    assert_eq!(now().await, Failure::default());
    assert!(!wanted(ELSEWHERE).await && wanted(SCOPE).await && !wanted(SCOPE).await);
    let before = house.store.earlier_sandbox(SCOPE, NAME, PLAN).await.unwrap().unwrap();
    failed(ELSEWHERE, Some("{}")).await;
    assert_eq!(now().await, Failure { is_next: true, record: None });
    failed(SCOPE, Some("{}")).await;
    let expected = Failure { is_next: false, record: Some("{}".to_owned()) };
    assert_eq!(now().await, expected);
    let mut tx = house.store.write().await.unwrap();
    assert_eq!(tx.sandbox_since(SCOPE, before).await.unwrap().unwrap().failure, expected);
    drop(tx);
    assert!(wanted(SCOPE).await, "another one");
    assert_eq!(now().await, Failure { is_next: true, record: None });
}
