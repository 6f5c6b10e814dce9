//! A sandbox comes to what the ledger and statements would come to, however its records arrive.

use proptest::prelude::*;

use super::form::{RecordDraft, SettingDraft};
use super::pattern::{Pattern, records};
use super::*;
use crate::metering::Quantity;
use crate::metric::MetricDraft;
use crate::number;
use crate::plan::PlanRecord;
use crate::sample::{self, sandbox_of};
use crate::usage::Measured;

const HOUR: i64 = 3_600_000;

fn number(text: &str) -> Decimal {
    number::parse(text).unwrap()
}

/// Queries and storage, and what is told at moments and for each consumer.
fn everything() -> PlanRecord {
    let mut plan = sample::metered();
    let like = |name: &str, measure: &str| MetricDraft {
        resource_name: name.to_owned(),
        measure: measure.to_owned(),
        charge_unit: format!("{measure}S"),
        prices: vec![vec!["2".to_owned()]],
        ..MetricDraft::new()
    };
    plan.draft.metrics.extend([
        MetricDraft {
            quantity_type: "EVENT".to_owned(),
            metering_model: "standard_max".to_owned(),
            ..like("Seats", "SEAT")
        },
        MetricDraft { metering_model: "monthlyproration".to_owned(), ..like("Nodes", "NODE") },
        MetricDraft { consumer_level: "yes".to_owned(), ..like("Calls", "CALL") },
    ]);
    plan
}

fn generated(plan: &PlanRecord, pattern: Pattern, quantity: &str) -> (Setting, Vec<Entry>) {
    let setting = sandbox_of(plan);
    let sent = records(pattern, &plan.draft, &setting, number(quantity));
    let read = |sent: Sent| Entry::read(sample::RECORD, sent.end, Channel::Pattern, sent.to_json());
    (setting, sent.into_iter().map(read).collect())
}

fn of<'a>(played: &'a Played, measure: &str) -> &'a PlayedMeasure {
    played.measures.iter().find(|one| one.measure == measure).unwrap()
}

#[test]
fn an_hourly_month_comes_to_its_quantities_and_prices() {
    let plan = sample::metered();
    let (setting, entries) = generated(&plan, Pattern::Hourly, "1000");
    assert_eq!(entries.len(), 31 * 24);
    let played = play(&plan.draft, &setting, &entries, setting.month.end());
    let (queries, storage) = (of(&played, "QUERY"), of(&played, "MEGABYTE"));
    assert_eq!((queries.accepted, queries.shown()), (744, Some(number("744000"))));
    assert_eq!(queries.cost(), Some(("USD".parse().unwrap(), number("293.6"))), "734 packs at 0.40");
    assert_eq!(storage.cost().map(|(_, cost)| cost), Some(number("0.27")), "1000 MB are 0.977 GB at 0.28");
    let half = play(&plan.draft, &setting, &entries, setting.end_of(15));
    assert_eq!((half.answers.len(), of(&half, "QUERY").shown()), (15 * 24, Some(number("360000"))));
    let metered = of(&half, "MEGABYTE").quantity.as_ref().unwrap();
    assert_eq!((metered.elapsed, metered.quantity), (15, number("1000")), "the next day has not begun");
}

#[test]
fn every_pattern_fills_every_measure_and_is_accepted() {
    let plan = everything();
    for pattern in Pattern::ALL {
        let (setting, entries) = generated(&plan, pattern, "3");
        assert_eq!(entries, generated(&plan, pattern, "3").1, "{pattern:?} is the same every time");
        assert!(entries.len() <= MOST_ENTRIES, "{pattern:?}: {}", entries.len());
        let played = play(&plan.draft, &setting, &entries, setting.month.end());
        let refused: Vec<_> = played.answers.iter().filter(|answer| answer.code != Code::Accepted).collect();
        assert!(refused.is_empty(), "{pattern:?}: {refused:?}");
        for one in &played.measures {
            assert!(one.shown().is_some_and(|shown| !shown.is_zero()), "{pattern:?}: {}", one.measure);
        }
        assert_eq!(of(&played, "NODE").shown(), Some(number("3")), "{pattern:?}: it is charged by the month");
    }
}

#[test]
fn working_hours_are_those_of_weekdays_and_a_spike_comes_once_a_week() {
    let plan = sample::metered();
    let total = |pattern| {
        let (setting, entries) = generated(&plan, pattern, "1");
        of(&play(&plan.draft, &setting, &entries, setting.month.end()), "QUERY").shown().unwrap()
    };
    // May 2026 has 21 weekdays.
    assert_eq!(total(Pattern::WorkingHours), number("210"));
    assert_eq!(total(Pattern::Daily), number("31"));
    assert_eq!(total(Pattern::Growing), number("11904"), "24 times the sum of 1 to 31");
    assert_eq!(total(Pattern::Spikes), number("780"), "nine more on each of four days");
}

#[test]
fn a_record_is_judged_by_the_clock_and_for_its_own_instance_alone() {
    let plan = everything();
    let setting = sandbox_of(&plan);
    let sent = |end: Moment| Sent {
        instance: setting.instance.to_string(),
        plan: plan.id.to_string(),
        start: Moment::from_millis(end.millis() - HOUR),
        end,
        region: Some("eu-de".to_owned()),
        consumer: None,
        measured: vec![Measured { measure: "QUERY".to_owned(), quantity: Quantity::Consumption(1.into()) }],
    };
    let (day, noon) = (setting.end_of(1), Moment::from_millis(setting.month.start().millis() + 12 * HOUR));
    let elsewhere = Sent { instance: plan.id.to_string(), ..sent(noon) };
    let cases = [
        (sent(noon), day, Code::Accepted),
        (sent(noon), day, Code::Duplicate),
        (sent(setting.end_of(2)), day, Code::InFuture),
        (sent(setting.month.start()), day, Code::OutsideLifetime),
        (elsewhere, day, Code::InstanceMetadata),
        (sent(noon), setting.end_of(3), Code::UsageTooOld),
    ];
    let entries: Vec<Entry> = cases
        .iter()
        .map(|(sent, arrived, _)| Entry::read(sample::RECORD, *arrived, Channel::Form, sent.to_json()))
        .collect();
    let played = play(&plan.draft, &setting, &entries, setting.end_of(3));
    let codes: Vec<Code> = played.answers.iter().map(|answer| answer.code).collect();
    assert_eq!(codes, cases.map(|(.., code)| code));
    assert!(played.answers[1].details.as_ref().is_some_and(|details| details.identical));
}

#[test]
fn an_event_in_the_moment_in_which_the_month_ends_is_none_of_it() {
    let plan = everything();
    let setting = sandbox_of(&plan);
    let event = |at: Moment, previous: u32, current: u32| {
        let quantity = Quantity::Event { previous: previous.into(), current: current.into() };
        let measured = vec![Measured { measure: "SEAT".to_owned(), quantity }];
        let sent = Sent {
            instance: setting.instance.to_string(),
            plan: plan.id.to_string(),
            start: at,
            end: at,
            region: Some("eu-de".to_owned()),
            consumer: None,
            measured,
        };
        Entry::read(sample::RECORD, at, Channel::Form, sent.to_json())
    };
    let entries = [event(setting.month.start(), 0, 2), event(setting.month.end(), 2, 9)];
    let played = play(&plan.draft, &setting, &entries, setting.month.end());
    assert!(played.answers.iter().all(|answer| answer.code == Code::Accepted));
    assert_eq!(of(&played, "SEAT").shown(), Some(number("2")));
}

#[test]
fn a_form_says_what_a_body_would_say() {
    let plan = everything();
    let draft = SettingDraft { month: "2026-05".to_owned(), day: "4".to_owned(), buyer: "DEU-EUR".to_owned() };
    let place = form::Place {
        instance: sandbox_of(&plan).instance,
        account: sandbox_of(&plan).account,
        offering: "northwind-vector",
        plan: plan.id,
        draft: &plan.draft,
    };
    let setting = draft.setting(&place).unwrap();
    assert_eq!((setting.location.as_str(), form::code(setting.buyer).as_str()), ("eu-de", "DEU-EUR"));
    assert_eq!(setting.provisioned, setting.month.start_of(4));
    let typed = RecordDraft {
        start: "2026-05-04T12:00".to_owned(),
        end: "2026-05-04T12:00".to_owned(),
        quantities: ["", "", "3", "1,000"].map(ToOwned::to_owned).to_vec(),
        ..RecordDraft::default()
    };
    let sent = typed.sent(&plan.draft, &setting).unwrap();
    assert_eq!(batch::record_of(&sent.to_json()), Ok(sent.clone()));
    let told: Vec<(&str, Quantity)> = sent.measured.iter().map(|one| (one.measure.as_str(), one.quantity)).collect();
    let event = Quantity::Event { previous: Decimal::ZERO, current: 3.into() };
    assert_eq!(told, [("SEAT", event), ("NODE", Quantity::Consumption(1000.into()))]);
}

#[test]
fn a_kept_run_is_stale_when_the_plan_charges_something_else() {
    let plan = sample::metered();
    let run = SavedSandbox {
        id: SandboxRunId::new(uuid::Uuid::from_u128(1)),
        plan: plan.id,
        by_name: "Kim Winter".to_owned(),
        at: sample::at(0),
        fingerprint: fingerprint(&plan.draft),
        measures: Vec::new(),
        is_resent: None,
        sha256: String::new(),
    };
    let changed = |change: fn(&mut PlanDraft)| {
        let mut draft = plan.draft.clone();
        change(&mut draft);
        run.is_stale(&draft)
    };
    assert!(!changed(|draft| draft.display_name.push('!')));
    assert!(!changed(|draft| draft.metrics[0].resource_display_name = "Searches".to_owned()));
    assert!(changed(|draft| draft.metrics[0].prices[0][0] = "0.41".to_owned()));
    assert!(changed(|draft| draft.metrics[1].metering_scale = "1000".to_owned()));
    assert!(changed(|draft| draft.metrics[0].instance_free_units = "0".to_owned()));
    assert!(changed(|draft| draft.metrics[1].consumer_level = "yes".to_owned()));
    assert!(changed(|draft| drop(draft.metrics.pop())));
    assert!(changed(|draft| draft.kind = "subscription".to_owned()));
}

#[test]
fn what_is_kept_tells_what_came_with_the_key_and_what_came_twice() {
    let plan = sample::metered();
    let (setting, mut entries) = generated(&plan, Pattern::Daily, "5");
    let again = Entry { channel: Channel::Key, arrived: setting.end_of(1), ..entries[0].clone() };
    entries.insert(1, again);
    entries[3].channel = Channel::Key;
    let played = play(&plan.draft, &setting, &entries, setting.month.end());
    let kept = saved(&entries, &played);
    let told: Vec<_> =
        kept.iter().map(|one| (one.measure.as_str(), one.accepted, one.with_key, one.duplicates)).collect();
    assert_eq!(told, [("QUERY", 31, 1, 1), ("MEGABYTE", 31, 1, 1)]);
    assert_eq!(kept[0].quantity, Some(number("155")));
}

/// Records that are good, bad, late and alike, as a body.
fn bodies() -> impl Strategy<Value = Vec<String>> {
    let measure = prop::sample::select(vec!["QUERY", "MEGABYTE", "SEAT", "NONE"]);
    let record = (0i64..40, 0i64..3, 0u32..3, measure).prop_map(|(hour, length, used, measure)| {
        let plan = everything();
        let setting = sandbox_of(&plan);
        let end = setting.month.start().millis() + hour * HOUR;
        let quantity = match measure {
            "SEAT" => serde_json::json!({ "previous": used, "current": used + 1 }),
            _ => used.into(),
        };
        let start = if measure == "SEAT" { end } else { end - length * HOUR };
        serde_json::json!({
            "resource_instance_id": setting.instance, "plan_id": plan.id, "region": "eu-de", "start": start, "end": end,
            "measured_usage": [{ "measure": measure, "quantity": quantity }]
        })
        .to_string()
    });
    prop::collection::vec(prop_oneof![9 => record, 1 => Just("null".to_owned())], 1..30)
}

fn sent(bodies: &[&[String]], setting: &Setting) -> Vec<Entry> {
    let mut entries = Vec::new();
    for body in bodies {
        let body = format!("[{}]", body.join(","));
        let texts = batch::texts(body.as_bytes()).unwrap().into_iter().map(ToOwned::to_owned);
        entries.extend(texts.map(|json| Entry::read(sample::RECORD, setting.end_of(2), Channel::Key, json)));
    }
    entries
}

proptest! {
    #[test]
    fn splitting_a_batch_changes_nothing(records in bodies(), at in 1usize..30) {
        let plan = everything();
        let setting = sandbox_of(&plan);
        let (first, rest) = records.split_at(at.min(records.len()));
        let parts: Vec<&[String]> = [first, rest].into_iter().filter(|part| !part.is_empty()).collect();
        let played = |entries: &[Entry]| play(&plan.draft, &setting, entries, setting.end_of(2));
        prop_assert_eq!(played(&sent(&[&records], &setting)), played(&sent(&parts, &setting)));
    }
}

proptest! {
    // Each case is two replays of a whole month of everything.
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// One replay over all days tells of each day what a replay up to it would tell.
    #[test]
    fn a_day_is_what_it_was_when_it_ended(quantity in 0u32..5_000, last in 1u8..=31, at in 0..Pattern::ALL.len()) {
        let plan = everything();
        let (setting, entries) = generated(&plan, Pattern::ALL[at], &quantity.to_string());
        let month = days(&plan.draft, &setting, &entries, (last, 31));
        let played = play(&plan.draft, &setting, &entries, setting.end_of(last));
        prop_assert_eq!(&month.measures, &played.measures);
        let short: Vec<DayMeasure> = played.measures.iter().map(DayMeasure::from).collect();
        prop_assert_eq!(&month.days[usize::from(last) - 1].measures, &short);
        let answers: Vec<Answer> = month.days.into_iter().take(last.into()).flat_map(|day| day.answers).collect();
        prop_assert_eq!(answers, played.answers);
    }
}
