//! Every rule with its breach, and that nothing depends on how records are put into calls.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::batch::{self, BatchFault};
use super::*;
use crate::ids::{BrokerId, InstanceOperationId, OfferingId, UsageRecordId};
use crate::instance::{Instance, InstanceOperation, InstanceState, OperationKind, Progress};
use crate::metric::MetricDraft;
use crate::offering::Scope;
use crate::plan::PlanRecord;
use crate::price_book::{PriceBook, PublishedPlan};
use crate::{sample, usage_request};

mod booking;
mod lifetimes;
mod properties;

const HOUR: i64 = 3_600_000;
/// Two weeks after the instance was made.
const NOW: i64 = 1_780_000_000_000;
const MADE: i64 = NOW - 14 * 24 * HOUR;
const INSTANCE: InstanceId = InstanceId::new(Uuid::from_u128(0x71));
const CRN: &str = "crn:v1:slipway:public:northwind-vector:eu-de:a/1:00000000-0000-0000-0000-000000000071::";

fn at(millis: i64) -> Moment {
    Moment::from_millis(millis)
}

fn instance() -> Instance {
    Instance {
        id: INSTANCE,
        scope: Scope { account: AccountId::new(Uuid::from_u128(1)), offering: OfferingId::new(Uuid::from_u128(2)) },
        consumer: AccountId::new(Uuid::from_u128(0xc0)),
        name: "search".to_owned(),
        plan: sample::metered().id,
        location: "eu-de".to_owned(),
        broker: BrokerId::new(Uuid::from_u128(3)),
        resource: CRN.to_owned(),
        state: InstanceState::Active,
        dashboard_url: String::new(),
        created_at: at(MADE),
    }
}

fn operation(number: u128, kind: OperationKind, from: i64, until: i64) -> InstanceOperation {
    InstanceOperation {
        progress: Progress::Succeeded,
        started_at: Some(at(from)),
        ended_at: Some(at(until)),
        ..InstanceOperation::asked(InstanceOperationId::new(Uuid::from_u128(number)), INSTANCE, kind, at(from))
    }
}

fn provisioned() -> InstanceOperation {
    operation(1, OperationKind::Provision, MADE, MADE + 60_000)
}

/// Beside the two metrics of the sample, one that is told at events and one for each consumer.
fn plan() -> PlanRecord {
    let mut plan = sample::metered();
    let like = |measure: &str, change: fn(&mut MetricDraft)| {
        let mut metric = MetricDraft { measure: measure.to_owned(), ..sample::queries() };
        change(&mut metric);
        metric
    };
    plan.draft.metrics.push(like("SEAT", |metric| metric.quantity_type = "EVENT".to_owned()));
    plan.draft.metrics.push(like("CALL", |metric| metric.consumer_level = "yes".to_owned()));
    plan.draft.metrics.push(MetricDraft { measure: "DRAFT".to_owned(), ..MetricDraft::default() });
    plan
}

fn book(plans: [PlanRecord; 1]) -> PriceBook {
    PriceBook::new(plans.map(|plan| PublishedPlan {
        plan: plan.id,
        since: at(MADE),
        draft: plan.draft,
        approved: true,
    }))
}

/// A good record of the last hour, to be spoiled.
fn good() -> serde_json::Value {
    serde_json::json!({
        "resource_instance_id": CRN,
        "plan_id": plan().id.to_string(),
        "region": "eu-de",
        "start": NOW - HOUR,
        "end": NOW,
        "measured_usage": [{ "measure": "QUERY", "quantity": 5 }, { "measure": "MEGABYTE", "quantity": 0.25 }],
    })
}

fn with(changes: serde_json::Value) -> serde_json::Value {
    let mut record = good();
    for (name, value) in changes.as_object().unwrap() {
        record[name.as_str()] = value.clone();
    }
    record
}

fn judged(record: &serde_json::Value) -> Result<UsageRecord, Fault> {
    judged_of(record, &[provisioned()])
}

fn judged_of(record: &serde_json::Value, operations: &[InstanceOperation]) -> Result<UsageRecord, Fault> {
    let (instance, book) = (instance(), book([plan()]));
    let lifetime = Lifetime::of(&instance, operations);
    let subject = Subject { instance: &instance, lifetime: lifetime.as_ref(), book: &book };
    batch::record_of(&record.to_string())?.judge(Some(subject), at(NOW))
}

#[test]
fn a_good_record_is_a_fact_under_its_signature() {
    let record = judged(&good()).unwrap();
    let plan = plan().id;
    assert_eq!(
        record.signature.to_string(),
        format!("00000000-0000-0000-0000-0000000000c0/default/{INSTANCE}/-/{plan}/eu-de/{}/{NOW}", NOW - HOUR)
    );
    let measured: Vec<_> = record.measured.iter().map(|one| (one.measure.as_str(), one.quantity)).collect();
    let quarter = Quantity::Consumption(Decimal::new(25, 2));
    assert_eq!(measured, [("MEGABYTE", quarter), ("QUERY", Quantity::Consumption(5.into()))]);
    assert!(!record.crosses_months());
}

#[test]
fn the_same_record_in_other_words_has_the_same_signature() {
    let record = judged(&good()).unwrap();
    let plan = plan().id.to_string().to_uppercase();
    for same in [
        with(serde_json::json!({ "plan_id": plan })),
        with(serde_json::json!({ "region": null, "consumer_id": "" })),
        with(serde_json::json!({ "resource_instance_id": INSTANCE.to_string() })),
        with(serde_json::json!({
            "measured_usage": [{ "quantity": 0.250, "measure": "MEGABYTE" }, { "measure": "QUERY", "quantity": 5.0 }]
        })),
    ] {
        assert_eq!(judged(&same).as_ref(), Ok(&record), "{same}");
    }
    let other = with(serde_json::json!({ "measured_usage": [{ "measure": "QUERY", "quantity": 6 }] }));
    let other = judged(&other).unwrap();
    assert_eq!(other.signature, record.signature);
    assert_ne!(other, record);
}

/// Code, what its message says, and what is wrong with the record.
#[test]
fn every_rule_has_its_code() {
    let event = |quantity: serde_json::Value| serde_json::json!({ "start": NOW, "measured_usage": [{ "measure": "SEAT", "quantity": quantity }] });
    let one = |measure: &str, quantity: serde_json::Value| serde_json::json!({ "measured_usage": [{ "measure": measure, "quantity": quantity }] });
    let cases = [
        (Code::InvalidSchema, "start is after end", serde_json::json!({ "start": NOW + 1 })),
        (Code::InvalidSchema, "expected i64", serde_json::json!({ "start": 1.5 })),
        (Code::InvalidSchema, "expected i64", serde_json::json!({ "end": "1780000000000" })),
        (Code::InvalidSchema, "unknown field `consumerid`", serde_json::json!({ "consumerid": "a" })),
        (Code::InvalidSchema, "invalid type: null", serde_json::json!({ "plan_id": null })),
        (Code::InvalidSchema, "has no measure", serde_json::json!({ "measured_usage": [] })),
        (Code::InvalidSchema, "is a number", one("QUERY", "5".into())),
        (Code::InvalidSchema, "is a number", one("QUERY", serde_json::json!({ "previous": 1, "current": 2 }))),
        (Code::InvalidSchema, "below zero", one("QUERY", (-1).into())),
        (Code::InvalidSchema, "object of previous and current", event(1.into())),
        (Code::InvalidSchema, "object of previous and current", event(serde_json::json!({ "current": 1 }))),
        (Code::InvalidSchema, "start and end are equal", {
            let mut window = event(serde_json::json!({ "previous": 0, "current": 1 }));
            window["start"] = (NOW - 1).into();
            window
        }),
        (Code::InvalidSchema, "comes twice", {
            let query = serde_json::json!({ "measure": "QUERY", "quantity": 1 });
            serde_json::json!({ "measured_usage": [query, query] })
        }),
        (Code::InvalidSchema, "consumer_id is missing", one("CALL", 1.into())),
        (Code::InvalidSchema, "leave consumer_id out", serde_json::json!({ "consumer_id": "acme" })),
        (Code::InvalidSchema, "consumer_id is 1 to 128", serde_json::json!({ "consumer_id": "-" })),
        (Code::InvalidSchema, "consumer_id is 1 to 128", serde_json::json!({ "consumer_id": "a".repeat(129) })),
        (Code::InvalidSchema, "consumer_id is 1 to 128", serde_json::json!({ "consumer_id": "a\nb" })),
        (Code::InvalidSchema, "region is needed", {
            serde_json::json!({ "resource_instance_id": INSTANCE.to_string(), "region": null })
        }),
        (Code::UnknownMeasure, "no measure QUERIES; it has QUERY", one("QUERIES", 1.into())),
        (Code::UnknownMeasure, "no measure DRAFT", one("DRAFT", 1.into())),
        (Code::OutsideLifetime, "was made at", serde_json::json!({ "start": MADE - 1 })),
        (Code::UsageTooOld, "48 hours", {
            serde_json::json!({ "start": NOW - 49 * HOUR, "end": NOW - 48 * HOUR - 1 })
        }),
        (Code::InFuture, "is over", serde_json::json!({ "end": NOW + 300_001 })),
        (Code::InstanceMetadata, "region is not eu-de", serde_json::json!({ "region": "us-south" })),
        (Code::InstanceMetadata, "not the plan", serde_json::json!({ "plan_id": sample::subscription().id })),
        (Code::InstanceMetadata, "not the plan", serde_json::json!({ "plan_id": "flex" })),
    ];
    for (code, message, changes) in cases {
        let fault = judged(&with(changes.clone())).unwrap_err();
        assert_eq!(fault.code, code, "{changes}: {fault}");
        assert!(fault.message.contains(message), "{changes}: {fault}");
    }
}

#[test]
fn what_is_just_within_the_bounds_is_kept() {
    for changes in [
        serde_json::json!({ "start": NOW }),
        serde_json::json!({ "end": NOW + 300_000 }),
        serde_json::json!({ "start": NOW - 49 * HOUR, "end": NOW - 48 * HOUR }),
        serde_json::json!({ "start": MADE }),
        serde_json::json!({ "measured_usage": [{ "measure": "QUERY", "quantity": 0 }] }),
        serde_json::json!({ "consumer_id": "a".repeat(128), "measured_usage": [{ "measure": "CALL", "quantity": 1 }] }),
        serde_json::json!({
            "start": NOW, "measured_usage": [{ "measure": "SEAT", "quantity": { "previous": 0, "current": 2 } }]
        }),
    ] {
        assert!(judged(&with(changes.clone())).is_ok(), "{changes}: {:?}", judged(&with(changes.clone())));
    }
}

#[test]
fn a_plan_that_measures_nothing_has_no_definition() {
    let instance = instance();
    let lifetime = Lifetime::of(&instance, &[provisioned()]);
    let sent = batch::record_of(&good().to_string()).unwrap();
    let mut plan = plan();
    plan.draft.kind = "free".to_owned();
    for book in [book([plan]), PriceBook::default()] {
        let subject = Subject { instance: &instance, lifetime: lifetime.as_ref(), book: &book };
        assert_eq!(sent.judge(Some(subject), at(NOW)).unwrap_err().code, Code::DefinitionMissing);
    }
    assert_eq!(sent.judge(None, at(NOW)).unwrap_err().code, Code::InstanceMetadata);
}

#[test]
fn a_window_over_the_end_of_a_month_is_told() {
    let start = Month::of(at(NOW)).start().millis();
    let record = |start: i64, end: i64| UsageRecord {
        signature: Signature { start: at(start), end: at(end), ..judged(&good()).unwrap().signature },
        measured: Vec::new(),
    };
    assert!(record(start - 1, start + 1).crosses_months());
    assert!(!record(start - HOUR, start).crosses_months(), "its last millisecond is of the month before");
    assert!(!record(start, start).crosses_months());
    assert!(Answer::accepted(String::new(), &record(start - 1, start + 1)).message.is_some());
}

#[test]
fn an_event_names_the_level_that_the_one_before_it_left() {
    let event = |end: i64, previous: i64, current: i64| {
        let quantity = Quantity::Event { previous: previous.into(), current: current.into() };
        let signature = Signature { start: at(end), end: at(end), ..judged(&good()).unwrap().signature };
        (UsageRecord { signature, measured: Vec::new() }, quantity)
    };
    let after = |held: Option<Level>, (record, quantity): (UsageRecord, Quantity)| {
        Level::after(held, &record, "SEAT", quantity)
    };
    let first = after(None, event(NOW, 0, 3)).unwrap();
    assert_eq!(first, Some(Level { at: at(NOW), level: 3.into() }));
    assert_eq!(after(first, event(NOW, 3, 1)).unwrap(), Some(Level { at: at(NOW), level: 1.into() }));
    for wrong in [after(None, event(NOW, 1, 2)), after(first, event(NOW + 1, 0, 2)), after(first, event(NOW - 1, 3, 4))]
    {
        assert_eq!(wrong.unwrap_err().code, Code::InvalidSchema);
    }
    let (record, _) = event(NOW, 0, 0);
    assert_eq!(Level::after(first, &record, "QUERY", Quantity::Consumption(1.into())), Ok(None));
}

#[test]
fn a_body_that_is_no_batch_is_told_as_a_whole() {
    let many = |count: usize| format!("[{}]", vec!["0"; count].join(","));
    assert!(matches!(batch::read(b"[{]"), Err(BatchFault::NotJson(_))));
    assert!(matches!(batch::read(b""), Err(BatchFault::NotJson(_))));
    assert!(matches!(batch::read(b"[\"\xff\"]"), Err(BatchFault::NotJson(_))));
    assert_eq!(batch::read(good().to_string().as_bytes()), Err(BatchFault::NotAnArray));
    assert_eq!(batch::read(b" [ ] "), Err(BatchFault::Empty));
    assert_eq!(batch::read(many(101).as_bytes()), Err(BatchFault::TooMany(101)));
    assert_eq!(batch::read(many(100).as_bytes()).unwrap().len(), 100);
}

#[test]
fn one_bad_record_hurts_no_other() {
    let body = format!("[null, {}, {{\"plan_id\": \"a\", \"plan_id\": \"b\"}}, [], {}]", good(), good());
    let read = batch::read(body.as_bytes()).unwrap();
    let good: Vec<bool> = read.iter().map(Result::is_ok).collect();
    assert_eq!(good, [false, true, false, false, true]);
    assert!(read[2].as_ref().unwrap_err().message.contains("duplicate field"));
}

#[test]
fn statuses_and_names_of_codes_are_those_of_the_reference() {
    let told: Vec<_> = Code::ALL.iter().map(|code| format!("{} {}", code.status(), code.name())).collect();
    insta::assert_snapshot!(told.join("\n"));
    for code in Code::ALL {
        assert_eq!(Code::parse(code.name()), Some(code));
    }
}

#[test]
fn what_is_read_again_is_what_was_sent() {
    let record = judged(&good()).unwrap();
    let id = UsageRecordId::new(Uuid::from_u128(0xabc));
    let told = RecordJson::new("northwind-vector", id, CRN.to_owned(), &record, false, at(NOW));
    let told = serde_json::to_value(told).unwrap();
    let mut expected = good();
    expected["measured_usage"].as_array_mut().unwrap().reverse();
    expected["id"] = id.to_string().into();
    expected["location"] = format!("/v4/metering/resources/northwind-vector/usage/{id}").into();
    expected["overlap"] = false.into();
    expected["accepted_at"] = NOW.into();
    assert_eq!(told, expected);
}

#[test]
fn the_sample_request_of_a_plan_is_accepted() {
    let plan =
        PlanRecord { draft: crate::plan::PlanDraft { locations: vec!["eu-de".to_owned()], ..plan().draft }, ..plan() };
    let line = usage_request::curl("northwind-vector", &plan, at(NOW)).unwrap();
    let body = line.split_once("-d '").unwrap().1.strip_suffix('\'').unwrap().replace("'\"$INSTANCE\"'", CRN);
    let instance = instance();
    let lifetime = Lifetime::of(&instance, &[provisioned()]);
    let book = book([plan]);
    let subject = Subject { instance: &instance, lifetime: lifetime.as_ref(), book: &book };
    let records = batch::read(body.as_bytes()).unwrap();
    assert_eq!(records.len(), 3);
    for record in records {
        let known = record.unwrap();
        // The metric that is still a draft is in the sample and not in the plan.
        let known =
            Sent { measured: known.measured.into_iter().filter(|one| one.measure != "DRAFT").collect(), ..known };
        assert!(known.judge(Some(subject), at(NOW)).is_ok());
    }
}
