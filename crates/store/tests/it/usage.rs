//! Usage records: each once under its signature, of nobody else, and for good.

use slipway_domain::access::SERVICE_POLICY;
use slipway_domain::ids::{ApiKeyId, BrokerId, InstanceId, OfferingId, PlanId, UsageRecordId};
use slipway_domain::instance::{Instance, InstanceState, RESOURCE_GROUP};
use slipway_domain::metering::Quantity;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::plan::PlanDraft;
use slipway_domain::usage::{Level, Measured, NO_CONSUMER, Signature, UsageRecord};
use slipway_store::{KeptUsage, Meter, NewApiKey, NewUsage, SavedPlan, StoredSecret, UsageCall};
use uuid::Uuid;

use crate::support::{ACCOUNT, AT, House, PERSON, SCOPE};

pub(crate) const PLAN: PlanId = PlanId::new(Uuid::from_u128(6));
const BROKER: BrokerId = BrokerId::new(Uuid::from_u128(7));
pub(crate) const INSTANCE: InstanceId = InstanceId::new(Uuid::from_u128(8));
pub(crate) const KEY: ApiKeyId = ApiKeyId::new(Uuid::from_u128(9));
const CRN: &str = "crn:v1:slipway:public:northwind-vector:eu-de:a/1:8::";
pub(crate) const ELSEWHERE: Scope = Scope { account: ACCOUNT, offering: OfferingId::new(Uuid::from_u128(4)) };

pub(crate) async fn house() -> House {
    let house = House::open().await;
    house.add_broker(BROKER, "eu").await;
    let mut tx = house.store.write().await.unwrap();
    tx.add_plan(&SavedPlan { scope: SCOPE, id: PLAN, draft: &PlanDraft::default(), by: PERSON, at: AT }).await.unwrap();
    let instance = Instance {
        id: INSTANCE,
        scope: SCOPE,
        consumer: ACCOUNT,
        name: "search".to_owned(),
        plan: PLAN,
        location: "eu-de".to_owned(),
        broker: BROKER,
        resource: CRN.to_owned(),
        state: InstanceState::Active,
        dashboard_url: String::new(),
        created_at: AT,
    };
    tx.add_instance(&instance).await.unwrap();
    assert!(tx.register_access(SCOPE, AT).await.unwrap());
    let secret = StoredSecret("0".repeat(64));
    tx.enable_access(SCOPE, "ServiceId-1", "northwind-vector", &secret, &SERVICE_POLICY, AT).await.unwrap();
    let (prefix, secret_hash) = ("slw_0123456789ab".to_owned(), "1".repeat(64));
    let key = NewApiKey { scope: SCOPE, id: KEY, prefix, secret_hash, by: PERSON, at: AT, expires_at: None };
    tx.add_api_key(&key).await.unwrap();
    tx.commit().await.unwrap();
    house
}

fn measured(used: u32) -> Vec<Measured> {
    vec![Measured { measure: "QUERY".to_owned(), quantity: Quantity::Consumption(used.into()) }]
}

pub(crate) fn record(used: u32) -> UsageRecord {
    let signature = Signature {
        account: ACCOUNT,
        resource_group: RESOURCE_GROUP.to_owned(),
        instance: INSTANCE,
        consumer: NO_CONSUMER.to_owned(),
        plan: PLAN,
        region: "eu-de".to_owned(),
        start: AT,
        end: Moment::from_millis(AT.millis() + 1000),
    };
    UsageRecord { signature, measured: measured(used) }
}

pub(crate) const CALL: UsageCall<'_> = UsageCall { scope: SCOPE, key: KEY, at: AT, request: "request" };

fn id(number: u128) -> UsageRecordId {
    UsageRecordId::new(Uuid::from_u128(number))
}

/// Keeps a record, unless there is one with its signature; that is told.
pub(crate) async fn keep(house: &House, number: u128, record: &UsageRecord) -> Option<KeptUsage> {
    let mut tx = house.store.write().await.unwrap();
    let before = tx.usage_with(SCOPE, &[&record.signature]).await.unwrap().pop();
    if before.is_none() {
        tx.keep_usage(CALL, &[NewUsage { id: id(number), record, is_overlapping: false }]).await.unwrap();
        tx.commit().await.unwrap();
    }
    before.map(|(_, kept)| kept)
}

#[tokio::test]
async fn each_of_the_eight_parts_tells_records_apart() {
    let house = house().await;
    let first = record(1);
    assert_eq!(keep(&house, 1, &first).await, None);
    let before = Some(KeptUsage { id: id(1), measured: measured(1) });
    assert_eq!(keep(&house, 2, &first).await, before);
    assert_eq!(keep(&house, 3, &record(2)).await, before, "whatever it says was used");
    let changes: [fn(&mut Signature); 5] = [
        |signature| signature.resource_group.push('2'),
        |signature| signature.consumer.push('2'),
        |signature| signature.region.push('2'),
        |signature| signature.start = Moment::from_millis(AT.millis() + 1),
        |signature| signature.end = Moment::from_millis(AT.millis() + 2000),
    ];
    // Account, instance and plan of a signature refer to rows of their own.
    for (number, change) in (10..).zip(changes) {
        let mut other = first.clone();
        change(&mut other.signature);
        assert_eq!(keep(&house, number, &other).await, None, "{}", other.signature);
        assert!(keep(&house, number + 100, &other).await.is_some(), "{}", other.signature);
    }
    let file = include_str!("../../../../migrations/0082_usage.sql");
    let index = file.split_once("usage_record_signature\n").unwrap().1.split_once(';').unwrap().0;
    assert_eq!(index.matches(',').count(), 7, "{index}");
}

#[tokio::test]
async fn the_index_over_signatures_has_the_last_word_and_keeps_none_of_the_call() {
    let house = house().await;
    keep(&house, 1, &record(1)).await;
    let mut later = record(1);
    later.signature.end = Moment::from_millis(AT.millis() + 2000);
    let mut tx = house.store.write().await.unwrap();
    let (taken, own) = (record(2), NewUsage { id: id(2), record: &later, is_overlapping: false });
    let refused = tx.keep_usage(CALL, &[own, NewUsage { id: id(3), record: &taken, is_overlapping: false }]).await;
    assert!(refused.unwrap_err().is_unique("usage_record.instance_id"));
    tx.commit().await.unwrap();
    let kept = house.store.usage(SCOPE, None, 9).await.unwrap();
    assert_eq!(kept.iter().map(|stored| stored.id).collect::<Vec<_>>(), [id(1)]);
}

#[tokio::test]
async fn the_records_of_a_call_are_kept_in_their_order_and_each_is_found_again() {
    let house = house().await;
    keep(&house, 1, &record(1)).await;
    let windows = [(5000, 6000), (500, 1500), (1000, 2000), (6000, 7000)];
    let records = windows.map(|(start, end)| {
        let mut record = record(7);
        record.signature.start = Moment::from_millis(AT.millis() + start);
        record.signature.end = Moment::from_millis(AT.millis() + end);
        record
    });
    // Only what was there before the call is looked at here.
    let new = |(number, record)| NewUsage { id: id(number), record, is_overlapping: number == 11 };
    let new: Vec<NewUsage<'_>> = (9..).zip(&records).map(new).collect();
    let mut tx = house.store.write().await.unwrap();
    tx.keep_usage(CALL, &new).await.unwrap();
    let strange = Signature { region: "elsewhere".to_owned(), ..record(1).signature };
    let asked = [&records[3].signature, &strange, &records[0].signature];
    let found = tx.usage_with(SCOPE, &asked).await.unwrap();
    let found: Vec<_> = found.iter().map(|(of, kept)| (*of, kept.id)).collect();
    assert_eq!(found, [(asked[0], id(12)), (asked[2], id(9))]);
    assert_eq!(tx.usage_with(ELSEWHERE, &asked).await.unwrap(), []);
    tx.commit().await.unwrap();
    let kept = house.store.usage(SCOPE, None, 9).await.unwrap();
    let marked: Vec<_> = kept.iter().map(|stored| (stored.id, stored.is_overlapping)).collect();
    assert_eq!(marked, [(id(1), false), (id(9), false), (id(10), true), (id(11), true), (id(12), false)]);
}

#[tokio::test]
async fn what_is_read_is_what_was_kept_and_of_nobody_else() {
    let house = house().await;
    keep(&house, 1, &record(1)).await;
    let (id, store) = (id(1), &house.store);
    let read = store.usage_record(SCOPE, id).await.unwrap().unwrap();
    assert_eq!((&read.record, read.resource.as_str(), read.is_overlapping), (&record(1), CRN, false));
    assert_eq!(store.usage(SCOPE, None, 9).await.unwrap(), [read]);
    assert_eq!(store.usage(SCOPE, Some(id), 9).await.unwrap(), []);
    assert_eq!(store.usage_record(ELSEWHERE, id).await.unwrap(), None);
    assert_eq!(store.usage(ELSEWHERE, None, 9).await.unwrap(), []);
    let guid = INSTANCE.to_string().to_uppercase();
    let with_a_tail = format!("{CRN}\0");
    let called = [CRN, guid.as_str(), "nobody", with_a_tail.as_str()];
    assert_eq!(store.instances_called(ELSEWHERE, &called).await.unwrap(), []);
    let mut found = store.instances_called(SCOPE, &called).await.unwrap();
    found.sort_unstable_by_key(|(called, _)| *called);
    let found: Vec<_> = found.into_iter().map(|(called, instance)| (called, instance.id)).collect();
    assert_eq!(found, [(guid.as_str(), INSTANCE), (CRN, INSTANCE)]);
}

#[tokio::test]
async fn records_are_permanent() {
    let house = house().await;
    keep(&house, 1, &record(1)).await;
    for statement in ["update usage_record set measured = '[]'", "delete from usage_record"] {
        let error = sqlx::query(statement).execute(&mut house.bare().await).await.unwrap_err();
        assert!(error.to_string().contains("permanent"), "{error}");
    }
}

#[tokio::test]
async fn a_key_is_found_by_its_beginning_until_it_is_revoked() {
    let house = house().await;
    let found = house.store.api_key("slw_0123456789ab").await.unwrap().unwrap();
    assert_eq!((found.id, found.scope, found.service.as_str()), (KEY, SCOPE, "northwind-vector"));
    assert_eq!((found.secret, found.by), (StoredSecret("1".repeat(64)), PERSON));
    assert_eq!(found.expires_at, None);
    assert_eq!(house.store.policy_of_key(SCOPE, KEY, AT).await.unwrap().unwrap(), SERVICE_POLICY.join(" "));
    assert_eq!(house.store.policy_of_key(ELSEWHERE, KEY, AT).await.unwrap(), None);
    assert_eq!(house.store.api_key("slw_").await.unwrap(), None);
    let mut tx = house.store.write().await.unwrap();
    assert!(tx.revoke_api_key(SCOPE, KEY, AT).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(house.store.api_key("slw_0123456789ab").await.unwrap(), None);
    assert_eq!(house.store.policy_of_key(SCOPE, KEY, AT).await.unwrap(), None);
}

#[tokio::test]
async fn a_key_with_an_end_allows_nothing_from_then_on() {
    let house = house().await;
    let (id, prefix) = (ApiKeyId::new(Uuid::from_u128(0xee)), "slw_ba9876543210".to_owned());
    let end = Moment::from_millis(AT.millis() + 1000);
    let mut tx = house.store.write().await.unwrap();
    let key = NewApiKey {
        scope: SCOPE,
        id,
        prefix: prefix.clone(),
        secret_hash: "2".repeat(64),
        by: PERSON,
        at: AT,
        expires_at: Some(end),
    };
    tx.add_api_key(&key).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(house.store.api_key(&prefix).await.unwrap().unwrap().expires_at, Some(end));
    let facts = house.store.offering(SCOPE).await.unwrap().unwrap().access_facts;
    let ends: Vec<_> = facts.api_keys.iter().map(|key| (key.id, key.expires_at)).collect();
    assert_eq!(ends, [(KEY, None), (id, Some(end))]);
    let allowed = async |at: i64| house.store.policy_of_key(SCOPE, id, Moment::from_millis(at)).await.unwrap();
    assert!(allowed(end.millis() - 1).await.is_some());
    assert_eq!(allowed(end.millis()).await, None);
}

#[tokio::test]
async fn the_use_of_a_key_is_remembered_in_its_own_offering_and_never_goes_back() {
    let house = house().await;
    let told = async || house.store.api_key("slw_0123456789ab").await.unwrap().unwrap().last_used_at;
    house.store.touch_api_key(ELSEWHERE, KEY, AT).await.unwrap();
    assert_eq!(told().await, None);
    let later = Moment::from_millis(AT.millis() + 1000);
    for at in [later, AT] {
        house.store.touch_api_key(SCOPE, KEY, at).await.unwrap();
        assert_eq!(told().await, Some(later));
    }
    let facts = house.store.offering(SCOPE).await.unwrap().unwrap().access_facts;
    assert_eq!(facts.api_keys[0].last_used_at, Some(later));
}

#[tokio::test]
async fn the_latest_level_of_a_measure_is_kept() {
    let house = house().await;
    let signature = record(1).signature;
    let seats = Meter::of(&signature, "SEAT");
    let others = [Meter { consumer: "other", ..seats }, Meter { measure: "DESK", ..seats }];
    let mut tx = house.store.write().await.unwrap();
    assert_eq!(tx.usage_levels(SCOPE, &[seats]).await.unwrap(), []);
    for level in [3, 2] {
        let level = Level { at: Moment::from_millis(AT.millis() + level), level: level.into() };
        tx.set_usage_levels(SCOPE, &[(others[1], Level { level: 9.into(), ..level }), (seats, level)]).await.unwrap();
        assert_eq!(tx.usage_levels(SCOPE, &[others[0], seats]).await.unwrap(), [(seats, level)]);
    }
    assert_eq!(tx.usage_levels(ELSEWHERE, &[seats]).await.unwrap(), []);
}
