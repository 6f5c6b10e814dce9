//! Metering sandboxes: who may use them, what becomes of records, and that none of it is usage.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;
use slipway_backend::{Error, Refused, UsageRefusal};
use slipway_domain::event::EventKind;
use slipway_domain::ids::PlanId;
use slipway_domain::month::Month;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::sandbox::form::{PatternDraft, RecordDraft, SettingDraft};
use slipway_domain::sandbox::{Channel, MOST_ENTRIES, Sandbox};
use slipway_domain::usage::{Answer, Code};

use crate::support::{ADA, BEA, GUS, House, KIM, OTTO, RITA, VERA};
use crate::usage::{Metered, codes, republish};

const HOUR: i64 = 3_600_000;

pub(crate) fn may() -> SettingDraft {
    SettingDraft { month: "2026-05".to_owned(), ..SettingDraft::default() }
}

pub(crate) fn record(hour: u32) -> RecordDraft {
    RecordDraft {
        start: format!("2026-05-01T{hour:02}:00"),
        end: format!("2026-05-01T{:02}:00", hour + 1),
        quantities: vec!["5".to_owned()],
        ..RecordDraft::default()
    }
}

pub(crate) fn daily(quantity: &str) -> PatternDraft {
    PatternDraft { shape: "daily".to_owned(), quantity: quantity.to_owned() }
}

pub(crate) async fn sandbox(house: &House, plan: PlanId) -> Sandbox {
    let scope = house.backend.store().offering_named(OFFERING).await.unwrap().unwrap();
    house.backend.store().sandbox(scope, OFFERING, plan).await.unwrap().unwrap()
}

pub(crate) fn refused<T: std::fmt::Debug>(result: slipway_backend::Result<T>) -> Rejection {
    match result {
        Err(Error::Rejected(rejection)) => rejection,
        other => panic!("{other:?}"),
    }
}

impl Metered {
    pub(crate) fn plan(&self) -> PlanId {
        self.instance.plan
    }

    pub(crate) async fn try_out(&self, records: &[Value]) -> Result<Vec<Answer>, Refused<UsageRefusal>> {
        let body = serde_json::to_vec(records).unwrap();
        self.house.backend.submit_to_sandbox(&self.service, OFFERING, &body).await
    }
}

#[tokio::test]
async fn whoever_may_edit_the_plan_may_try_it_and_each_change_is_one_line_of_the_history() {
    let metered = Metered::open().await;
    let (house, plan) = (&metered.house, metered.plan());
    let kim = house.acting(KIM).await;
    kim.open_sandbox(OFFERING, plan, &may()).await.unwrap();
    kim.send_to_sandbox(OFFERING, plan, &record(10)).await.unwrap();
    kim.send_batch_to_sandbox(OFFERING, plan, "[null]").await.unwrap();
    kim.generate_in_sandbox(OFFERING, plan, &daily("3")).await.unwrap();
    kim.move_sandbox(OFFERING, plan, 3).await.unwrap();
    kim.keep_sandbox(OFFERING, plan).await.unwrap();
    kim.let_sandbox_fail(OFFERING, plan).await.unwrap();
    kim.empty_sandbox(OFFERING, plan).await.unwrap();
    let told: Vec<EventKind> =
        house.events().await.iter().map(|event| event.kind).filter(|kind| kind.name().starts_with("sandbox")).collect();
    let expected = [
        EventKind::SandboxEmptied,
        EventKind::SandboxFails,
        EventKind::SandboxKept,
        EventKind::SandboxMoved,
        EventKind::SandboxFed,
        EventKind::SandboxFed,
        EventKind::SandboxFed,
        EventKind::SandboxOpened,
    ];
    assert_eq!(told, expected);

    for email in [VERA, RITA, BEA] {
        let acting = house.acting(email).await;
        assert!(acting.sandbox(OFFERING, plan, ("", 0), "").await.is_ok(), "{email} may look");
        for answer in [
            acting.open_sandbox(OFFERING, plan, &may()).await,
            acting.send_to_sandbox(OFFERING, plan, &record(10)).await,
            acting.send_batch_to_sandbox(OFFERING, plan, "[null]").await,
            acting.generate_in_sandbox(OFFERING, plan, &daily("3")).await,
            acting.move_sandbox(OFFERING, plan, 9).await,
            acting.let_sandbox_fail(OFFERING, plan).await,
            acting.empty_sandbox(OFFERING, plan).await,
            acting.keep_sandbox(OFFERING, plan).await.map(drop),
        ] {
            assert!(matches!(refused(answer), Rejection::Denied(_)), "{email} may not use it");
        }
    }
    assert!(house.acting(OTTO).await.open_sandbox(OFFERING, plan, &may()).await.is_ok());
    let gus = house.acting(GUS).await;
    let missing = Rejection::NotFound(Kind::Offering);
    assert_eq!(refused(gus.sandbox(OFFERING, plan, ("", 0), "").await), missing);
    assert_eq!(refused(gus.open_sandbox(OFFERING, plan, &may()).await), missing);
}

#[tokio::test]
async fn what_is_not_open_or_wrong_or_done_is_refused_and_changes_nothing() {
    let metered = Metered::open().await;
    let (house, plan) = (&metered.house, metered.plan());
    let kim = house.acting(KIM).await;
    assert_eq!(refused(kim.send_to_sandbox(OFFERING, plan, &record(1)).await), Rejection::NotFound(Kind::Sandbox));
    let nobodys = PlanId::new(uuid::Uuid::nil());
    assert_eq!(refused(kim.open_sandbox(OFFERING, nobodys, &may()).await), Rejection::NotFound(Kind::Plan));
    kim.open_sandbox(OFFERING, plan, &may()).await.unwrap();
    let before = house.backend.store().digests().await.unwrap();
    assert_eq!(refused(kim.keep_sandbox(OFFERING, plan).await), Rejection::Refused(Refusal::SandboxEmpty));
    assert_eq!(refused(kim.move_sandbox(OFFERING, plan, 1).await), Rejection::Refused(Refusal::AlreadyDone));
    let wrong = SettingDraft { month: "May".to_owned(), ..may() };
    let late = RecordDraft { start: "noon".to_owned(), ..record(1) };
    for answer in [
        kim.open_sandbox(OFFERING, plan, &wrong).await,
        kim.send_to_sandbox(OFFERING, plan, &late).await,
        kim.send_batch_to_sandbox(OFFERING, plan, "{}").await,
        kim.generate_in_sandbox(OFFERING, plan, &daily("many")).await,
    ] {
        assert!(matches!(refused(answer), Rejection::Invalid(_)));
    }
    assert!(house.backend.store().digests().await.unwrap() == before);
}

#[tokio::test]
async fn a_sandbox_that_is_full_takes_nothing_more_from_anybody() {
    let metered = Metered::open().await;
    let (house, plan) = (&metered.house, metered.plan());
    let kim = house.acting(KIM).await;
    kim.open_sandbox(OFFERING, plan, &may()).await.unwrap();
    let batch = format!("[{}]", vec!["1"; 100].join(","));
    for _ in 0..MOST_ENTRIES / 100 {
        kim.send_batch_to_sandbox(OFFERING, plan, &batch).await.unwrap();
    }
    assert!(matches!(refused(kim.send_to_sandbox(OFFERING, plan, &record(1)).await), Rejection::Invalid(_)));
    let more = metered.try_out(&[metered.record(1, 1)]).await;
    assert!(matches!(more, Err(Refused::Client(UsageRefusal::SandboxFull))), "{more:?}");
    assert_eq!(sandbox(house, plan).await.entries.len(), MOST_ENTRIES);
}

#[tokio::test]
async fn a_look_tells_of_each_day_and_of_the_records_that_arrived_on_it() {
    let metered = Metered::open().await;
    let (house, plan) = (&metered.house, metered.plan());
    let kim = house.acting(KIM).await;
    kim.open_sandbox(OFFERING, plan, &may()).await.unwrap();
    kim.generate_in_sandbox(OFFERING, plan, &daily("3")).await.unwrap();
    kim.move_sandbox(OFFERING, plan, 4).await.unwrap();
    let open = kim.sandbox(OFFERING, plan, ("2", 0), "").await.unwrap().open.unwrap();
    // One for each day, and the event with which the level begins.
    assert_eq!((open.day, open.shown, open.entries, open.waiting), (4, 2, 32, 27));
    let shown: Vec<_> = open.days.iter().map(|day| day.measures[0].shown.map(|shown| shown.to_string())).collect();
    assert_eq!(shown, ["3", "6", "9", "12"].map(|shown| Some(shown.to_owned())));
    assert_eq!(open.records.len(), 1);
    assert_eq!((open.records[0].status, open.records[0].channel), (201, Channel::Pattern));
    let strange = kim.sandbox(OFFERING, plan, ("31", 0), "").await.unwrap().open.unwrap();
    assert_eq!(strange.shown, 4, "the clock has not come so far");
}

#[tokio::test]
async fn a_kept_run_is_evidence_until_the_plan_charges_something_else() {
    let metered = Metered::open().await;
    let (house, plan) = (&metered.house, metered.plan());
    let kim = house.acting(KIM).await;
    kim.open_sandbox(OFFERING, plan, &may()).await.unwrap();
    let key = sandbox(house, plan).await;
    let end = key.clock().millis();
    let sent = json!({
        "resource_instance_id": key.setting.instance, "plan_id": plan, "region": key.setting.location,
        "start": end - HOUR, "end": end, "measured_usage": [{ "measure": "QUERY", "quantity": 8 }]
    });
    assert_eq!(codes(&metered.try_out(&[sent.clone(), sent]).await.unwrap()), [Code::Accepted, Code::Duplicate]);
    let id = kim.keep_sandbox(OFFERING, plan).await.unwrap();
    assert_eq!(refused(kim.keep_sandbox(OFFERING, plan).await), Rejection::Refused(Refusal::AlreadyDone));
    let offering = kim.offering(OFFERING).await.unwrap().offering;
    let run = offering.sandboxes.iter().find(|run| run.plan == plan).unwrap();
    let query = run.measures.iter().find(|one| one.measure == "QUERY").unwrap();
    assert_eq!((run.id, query.accepted, query.with_key, query.duplicates), (id, 1, 1, 1));
    assert_eq!(query.cost.map(|(_, cost)| cost.normalize().to_string()).as_deref(), Some("3.2"));
    assert!(!run.is_stale(&offering.plans.iter().find(|record| record.id == plan).unwrap().draft));
    kim.empty_sandbox(OFFERING, plan).await.unwrap();
    republish(house, plan, |draft| draft.metrics[0].prices[0][0] = "0.50".to_owned()).await;
    let offering = kim.offering(OFFERING).await.unwrap().offering;
    assert!(offering.sandboxes[0].is_stale(&offering.plans.iter().find(|record| record.id == plan).unwrap().draft));
}

#[tokio::test]
async fn one_record_fails_when_somebody_asked_for_it_and_is_kept_when_it_comes_again() {
    let metered = Metered::open().await;
    let (house, plan) = (&metered.house, metered.plan());
    let kim = house.acting(KIM).await;
    kim.open_sandbox(OFFERING, plan, &may()).await.unwrap();
    kim.let_sandbox_fail(OFFERING, plan).await.unwrap();
    assert_eq!(refused(kim.let_sandbox_fail(OFFERING, plan).await), Rejection::Refused(Refusal::AlreadyDone));
    let there = sandbox(house, plan).await;
    let record = |hours: i64| {
        let start = there.setting.provisioned.millis() + hours * HOUR;
        json!({
            "resource_instance_id": there.setting.instance, "plan_id": plan, "region": there.setting.location,
            "start": start, "end": start + HOUR, "measured_usage": [{ "measure": "QUERY", "quantity": 8 }]
        })
    };
    let expected = [Code::InvalidSchema, Code::Internal, Code::Accepted];
    assert_eq!(codes(&metered.try_out(&[json!({}), record(1), record(2)]).await.unwrap()), expected);
    assert_eq!(sandbox(house, plan).await.entries.len(), 2, "the one that failed is not kept");
    let is_resent = async || {
        kim.keep_sandbox(OFFERING, plan).await.unwrap();
        kim.sandbox(OFFERING, plan, ("", 0), "").await.unwrap().saved.remove(0).is_resent
    };
    assert_eq!(is_resent().await, Some(false));
    assert_eq!(codes(&metered.try_out(&[record(1)]).await.unwrap()), [Code::Accepted], "it fails once");
    assert_eq!(is_resent().await, Some(true));
    kim.empty_sandbox(OFFERING, plan).await.unwrap();
    assert_eq!(codes(&metered.try_out(&[record(1)]).await.unwrap()), [Code::Accepted]);
    assert_eq!(is_resent().await, None, "nothing of it is left in an empty sandbox");
}

/// The same records at the same time of day, in the ledger and in a sandbox whose clock shows the same moment.
#[tokio::test]
async fn a_sandbox_answers_as_the_ledger_does_and_nothing_of_it_is_usage() {
    let mut metered = Metered::open().await;
    let now = metered.house.clock.now();
    let month = Month::of(now);
    let day = month.day_of(now).unwrap();
    metered.house.clock.advance(month.start_of(day + 1).since(now));
    metered.sign_in_again().await;
    let (house, plan) = (&metered.house, metered.plan());
    let ada = house.acting(ADA).await;
    let setting = SettingDraft { month: month.to_string(), day: (day - 1).to_string(), ..SettingDraft::default() };
    ada.open_sandbox(OFFERING, plan, &setting).await.unwrap();
    ada.move_sandbox(OFFERING, plan, day).await.unwrap();
    let there = sandbox(house, plan).await;
    assert_eq!(there.clock(), house.clock.now());

    let changed = |mut record: Value, name: &str, value: Value| {
        record[name] = value;
        record
    };
    let end = house.clock.now().millis();
    let consumer = changed(metered.record(3, 1), "consumer_id", "c".into());
    let mut both = metered.record(4, 1);
    both["measured_usage"] = json!([{ "measure": "QUERY", "quantity": 1 }, { "measure": "QUERY", "quantity": 2 }]);
    let mut less = metered.record(5, 1);
    less["measured_usage"][0]["quantity"] = json!(-1);
    let mut kind = metered.record(5, 1);
    kind["measured_usage"][0]["measure"] = "SEAT".into();
    let sent = vec![
        metered.record(2, 5),
        metered.record(2, 5),
        metered.record(2, 6),
        changed(metered.record(1, 1), "region", "nowhere".into()),
        changed(metered.record(1, 1), "plan_id", "none".into()),
        changed(metered.record(1, 1), "measured_usage", json!([])),
        changed(metered.record(1, 1), "measured_usage", json!([{ "measure": "NONE", "quantity": 1 }])),
        changed(metered.record(1, 1), "start", (end + 1).into()),
        changed(metered.record(1, 1), "end", (end + HOUR).into()),
        changed(metered.record(60, 1), "start", 0.into()),
        metered.record(1, 1),
        metered.event(0, 3, 30),
        metered.event(0, 3, 30),
        metered.event(3, 1, 20),
        metered.event(3, 2, 10),
        metered.event(1, 2, 25),
        consumer,
        both,
        less,
        kind,
        json!(null),
        json!({}),
    ];
    let translated: Vec<Value> = sent
        .iter()
        .cloned()
        .map(|mut record| {
            if record.get("resource_instance_id").is_some() {
                record["resource_instance_id"] = json!(there.setting.instance);
            }
            if record.get("region").is_some_and(|region| region == "eu-de") {
                record["region"] = json!(there.setting.location);
            }
            record
        })
        .collect();
    let before = house.backend.store().digests().await.unwrap();
    let tried = metered.try_out(&translated).await.unwrap();
    let after = house.backend.store().digests().await.unwrap();
    for (table, digest) in &before {
        assert_eq!(after[table] == *digest, table != "sandbox_record", "{table}");
    }
    let kept = metered.submit(&sent).await;
    let told = |answers: &[Answer]| -> Vec<(u16, Code, Option<bool>)> {
        let identical = |answer: &Answer| answer.details.as_ref().map(|details| details.identical);
        answers.iter().map(|answer| (answer.status, answer.code, identical(answer))).collect()
    };
    assert_eq!(told(&tried), told(&kept));
    let distinct: BTreeSet<Code> = codes(&kept).into_iter().collect();
    assert!(distinct.len() >= 7, "the records are of many kinds: {distinct:?}");
}

#[tokio::test]
async fn records_go_to_the_sandbox_of_their_plan_and_to_none_where_none_is_open() {
    let metered = Metered::open().await;
    let (house, plan) = (&metered.house, metered.plan());
    let sent = [metered.record(1, 1), json!(null)];
    assert_eq!(codes(&metered.try_out(&sent).await.unwrap()), [Code::InstanceMetadata, Code::InvalidSchema]);
    house.acting(KIM).await.open_sandbox(OFFERING, plan, &may()).await.unwrap();
    metered.try_out(&sent).await.unwrap();
    let entries = sandbox(house, plan).await.entries;
    assert_eq!(entries.len(), 2, "what cannot be read goes where the others go");
    assert!(entries.iter().all(|entry| entry.channel == Channel::Key));
    let body = serde_json::to_vec(&sent).unwrap();
    let refused = house.backend.submit_to_sandbox(&metered.service, "nobody", &body).await;
    assert!(matches!(refused, Err(Refused::Client(UsageRefusal::UnknownResource))));
    let refused = house.backend.submit_to_sandbox(&metered.service, OFFERING, b"{}").await;
    assert!(matches!(refused, Err(Refused::Client(UsageRefusal::Batch(_)))));
}
