//! From records to money: the days that are kept beside the ledger, drafts, statements that stand, and who reads what.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Map;
use slipway_backend::demo::OFFERING;
use slipway_domain::event::EventKind;
use slipway_domain::ids::UsageRecordId;
use slipway_domain::metering::DayCount;
use slipway_domain::month::Month;
use slipway_domain::number;
use slipway_domain::plan::PlanDraft;
use slipway_domain::rejection::Rejection;
use slipway_domain::statement::{Charged, Outcome, StatementLine, StatementState};
use slipway_domain::usage::{Answer, Code};
use slipway_store::{DaysOf, NewUsage, ReckoningOf, UsageCall};
use uuid::Uuid;

use crate::instances::{made, plan, view};
use crate::support::{ADA, CLARA, FINN, GUS, House, KIM, RITA, rejection};
use crate::usage::{Metered, codes, republish};

fn of(metered: &Metered) -> DaysOf {
    let month = Month::of(metered.house.clock.now());
    DaysOf { scope: metered.instance.scope, customer: metered.instance.consumer, instance: None, month }
}

/// Days under consumer, plan, measure, month and day.
type Days = BTreeMap<(String, String, String, String, u8), DayCount>;

async fn kept(metered: &Metered) -> Days {
    let days = metered.house.backend.store().usage_days(of(metered)).await.unwrap();
    let key = |day: &slipway_store::UsageDay| {
        (day.consumer.clone(), day.plan.to_string(), day.measure.clone(), day.month.to_string(), day.day)
    };
    days.iter().map(|day| (key(day), day.count)).collect()
}

/// The ledger counted again from its beginning.
async fn counted_again(metered: &Metered) -> Days {
    let mut days = Days::new();
    let records = metered.house.backend.store().usage(metered.instance.scope, None, 100_000).await.unwrap();
    for stored in records {
        for (measure, reading) in stored.record.readings() {
            let month = Month::of(reading.instant());
            let signature = &stored.record.signature;
            let day = month.day_of(reading.instant()).unwrap();
            let key =
                (signature.consumer.clone(), signature.plan.to_string(), measure.to_owned(), month.to_string(), day);
            let count = days.entry(key).or_default();
            *count = count.with(&reading).unwrap();
        }
    }
    days
}

#[tokio::test]
async fn kept_days_are_what_counting_the_ledger_again_gives() {
    let metered = Metered::open().await;
    assert!(kept(&metered).await.is_empty());
    let mut records: Vec<_> = (0i64..40).map(|hour| metered.record(hour, u32::try_from(hour).unwrap())).collect();
    records.rotate_left(17);
    metered.submit(&records[..30]).await;
    metered.submit(&records[20..]).await;
    metered.submit(&[metered.record(3, 999), metered.event(0, 3, 90), metered.event(7, 3, 80)]).await;
    metered.submit(&[metered.event(3, 2, 70), metered.event(3, 2, 70), metered.event(2, 9, 5)]).await;
    let days = kept(&metered).await;
    assert_eq!(days, counted_again(&metered).await);
    let records: u64 = days.values().map(|day| day.records).sum();
    assert_eq!(records, 43, "each record once, and none that was refused");
}

#[tokio::test]
async fn one_call_leaves_what_calls_of_any_cut_leave() {
    let together = Metered::open().await;
    let sent = |metered: &Metered| {
        let mut over = metered.record(5, 2);
        over["start"] = (over["start"].as_i64().unwrap() - 1).into();
        let mut unknown = metered.record(9, 1);
        unknown["measured_usage"][0]["measure"] = "NONE".into();
        let (first, again, other) = (metered.record(6, 1), metered.record(6, 1), metered.record(6, 9));
        let seats = [(0, 3, 200), (7, 1, 100), (3, 5, 90), (3, 5, 90), (5, 1, 80)];
        let seats = seats.map(|(previous, current, ago)| metered.event(previous, current, ago));
        [vec![first, over, again, unknown], seats.to_vec(), vec![other]].concat()
    };
    let all = sent(&together);
    let answers = together.submit(&all).await;
    let told = |answers: &[Answer]| -> Vec<_> {
        answers.iter().map(|answer| (answer.code, answer.details.as_ref().map(|details| details.identical))).collect()
    };
    let marked = async |metered: &Metered| -> Vec<bool> {
        let kept = metered.house.backend.store().usage(metered.instance.scope, None, 100).await.unwrap();
        kept.iter().map(|stored| stored.is_overlapping).collect()
    };
    assert_eq!(marked(&together).await, [false, true, false, false, false]);
    let days = async |metered: &Metered| kept(metered).await.into_values().collect::<Vec<_>>();
    assert_eq!(kept(&together).await, counted_again(&together).await);
    for size in 1..all.len() {
        let apart = Metered::open().await;
        let mut answered = Vec::new();
        for call in sent(&apart).chunks(size) {
            answered.extend(apart.submit(call).await);
        }
        assert_eq!(told(&answered), told(&answers), "{size} records in a call");
        assert_eq!(marked(&apart).await, marked(&together).await, "{size} records in a call");
        assert_eq!(days(&apart).await, days(&together).await, "{size} records in a call");
    }
}

/// A house in which an older version has kept one record, and nothing beside it, of what was measured.
pub(crate) async fn kept_before(measure: Option<&str>) -> Metered {
    let sampled = Metered::open().await;
    sampled.submit(&[sampled.record(1, 5)]).await;
    let sample = sampled.house.backend.store().usage(sampled.instance.scope, None, 1).await.unwrap().remove(0);
    let fresh = Metered::open().await;
    let mut record = sample.record;
    record.signature.instance = fresh.instance.id;
    record.signature.account = fresh.instance.consumer;
    record.signature.plan = fresh.instance.plan;
    if let Some(measure) = measure {
        measure.clone_into(&mut record.measured[0].measure);
    }
    let mut tx = fresh.house.backend.store().write().await.unwrap();
    let call =
        UsageCall { scope: fresh.instance.scope, key: fresh.service.key, at: fresh.house.clock.now(), request: "" };
    let new = NewUsage { id: UsageRecordId::new(Uuid::from_u128(1)), record: &record, is_overlapping: false };
    tx.keep_usage(call, &[new]).await.unwrap();
    tx.commit().await.unwrap();
    fresh
}

#[tokio::test]
async fn what_was_kept_before_there_were_days_is_counted_afterwards() {
    let fresh = kept_before(None).await;
    assert!(kept(&fresh).await.is_empty());
    fresh.house.backend.count_kept_usage().await.unwrap();
    assert_eq!(kept(&fresh).await, counted_again(&fresh).await);
    fresh.house.backend.count_kept_usage().await.unwrap();
    assert_eq!(kept(&fresh).await, counted_again(&fresh).await, "once");
}

#[tokio::test]
async fn usage_without_a_metric_is_a_line_that_says_so() {
    let fresh = kept_before(Some("GONE")).await;
    fresh.house.backend.count_kept_usage().await.unwrap();
    let view = fresh.house.acting(CLARA).await.statement("").await.unwrap();
    let [line] = view.statement.lines.as_slice() else { panic!("{:?}", view.statement.lines) };
    assert!(matches!(&line.charged, Charged::Metric { measure, .. } if measure == "GONE"));
    assert_eq!((&line.outcome, line.instances[0].id), (&Outcome::Unread, fresh.instance.id));
}

/// A month of five queries and some seats, until its statement stands.
#[tokio::test]
async fn a_statement_is_a_draft_until_no_record_can_come_and_then_stands() {
    let metered = Metered::open().await;
    let (house, store) = (&metered.house, metered.house.backend.store());
    let clara = house.acting(CLARA).await;
    assert!(clara.statement("").await.unwrap().statement.lines.is_empty());
    metered.submit(&[metered.record(2, 5), metered.record(1, 7)]).await;
    let draft = clara.statement("").await.unwrap();
    assert_eq!((draft.months.len(), draft.account.as_str()), (1, "Orrery Labs"));
    let line = &draft.statement.lines[0];
    assert!(matches!(&line.charged, Charged::Metric { measure, .. } if measure == "QUERY"));
    assert_eq!(line.line().unwrap().cost, number::parse("4.8").unwrap(), "twelve at 0.40");
    assert!(matches!(draft.statement.state, StatementState::Draft { .. }));
    house.backend.freeze_due_statements().await.unwrap();
    assert!(!clara.statement("").await.unwrap().statement.state.is_frozen(), "the month is not over");

    // Twelve days later it is June; the last records of May may come until the end of the 2nd.
    let may = draft.statement.month;
    let to = may.end().millis() + 49 * 3_600_000 - house.clock.now().millis();
    house.clock.advance(Duration::from_millis(u64::try_from(to).unwrap()));
    house.backend.freeze_due_statements().await.unwrap();
    let of_may = |view: slipway_domain::view::StatementView| view.statement;
    assert!(!of_may(house.acting(CLARA).await.statement(&may.to_string()).await.unwrap()).state.is_frozen());
    house.clock.advance(Duration::from_millis(1));
    house.backend.freeze_due_statements().await.unwrap();
    let clara = house.acting(CLARA).await;
    let stands = clara.statement(&may.to_string()).await.unwrap();
    assert!(stands.statement.state.is_frozen());
    assert_eq!(stands.statement.lines, draft.statement.lines);
    assert_eq!(stands.months.len(), 2);
    let frozen = house.events().await.into_iter().filter(|event| event.kind == EventKind::StatementFrozen).count();
    house.backend.freeze_due_statements().await.unwrap();
    let again = house.events().await.into_iter().filter(|event| event.kind == EventKind::StatementFrozen).count();
    assert!(frozen > 0 && frozen == again, "each once: {frozen}, {again}");
    let (scope, customer) = (metered.instance.scope, metered.instance.consumer);
    let lines = store.frozen_lines(ReckoningOf { scope, customer, month: may }).await.unwrap();
    assert_eq!(lines, stands.statement.lines);
}

/// What Clara owes for all lines of a month.
async fn owed(house: &House, month: Month) -> Vec<String> {
    let view = house.acting(CLARA).await.statement(&month.to_string()).await.unwrap();
    let cost = |line: &StatementLine| line.line().unwrap().cost.normalize().to_string();
    view.statement.lines.iter().map(cost).collect()
}

/// To the first hours of a month.
pub(crate) fn enter(house: &House, month: Month) {
    let millis = month.start().millis() + 6 * 3_600_000 - house.clock.now().millis();
    house.clock.advance(Duration::from_millis(u64::try_from(millis).unwrap_or_default()));
}

#[tokio::test]
async fn a_price_that_is_published_within_a_month_holds_from_the_next_one() {
    let mut metered = Metered::open().await;
    let (plan, may) = (metered.instance.plan, of(&metered).month);
    metered.submit(&[metered.record(2, 10)]).await;
    let at = |price: &'static str| move |draft: &mut PlanDraft| draft.metrics[0].prices = vec![vec![price.to_owned()]];
    republish(&metered.house, plan, at("0.90")).await;
    metered.submit(&[metered.record(1, 10)]).await;
    assert_eq!(owed(&metered.house, may).await, ["8"], "twenty at 0.40");
    let kim = metered.house.acting(KIM).await;
    let typed = kim.offering(OFFERING).await.unwrap().offering;
    let record = typed.plans.iter().find(|record| record.id == plan).unwrap();
    let mut draft = record.draft.clone();
    at("7")(&mut draft);
    kim.save_plan(OFFERING, plan, record.revision, &draft).await.unwrap();
    for deployment in &typed.deployments {
        kim.withdraw_deployment(OFFERING, deployment.id).await.unwrap();
    }
    enter(&metered.house, may.next());
    metered.sign_in_again().await;
    assert_eq!(codes(&metered.submit(&[metered.record(1, 10)]).await), [Code::Accepted]);
    assert_eq!(
        owed(&metered.house, may.next()).await,
        ["9"],
        "ten at 0.90, whatever is typed since the catalog shows none"
    );
    assert_eq!(owed(&metered.house, may).await, ["8"]);
}

#[tokio::test]
async fn a_measure_that_is_taken_away_is_charged_until_the_month_is_over() {
    let mut metered = Metered::open().await;
    let (plan, may) = (metered.instance.plan, of(&metered).month);
    republish(&metered.house, plan, |draft| draft.metrics.retain(|metric| metric.measure != "QUERY")).await;
    assert_eq!(codes(&metered.submit(&[metered.record(1, 10)]).await), [Code::Accepted]);
    assert_eq!(owed(&metered.house, may).await, ["4"]);
    enter(&metered.house, may.next());
    metered.sign_in_again().await;
    assert_eq!(codes(&metered.submit(&[metered.record(1, 10)]).await), [Code::UnknownMeasure]);
}

#[tokio::test]
async fn a_level_goes_on_over_months_and_ends_with_the_plan() {
    for leaves in [false, true] {
        let metered = Metered::open().await;
        let (house, may) = (&metered.house, of(&metered).month);
        metered.submit(&[metered.event(0, 4, 30)]).await;
        let (clara, lite) = (house.acting(CLARA).await, plan(house, "lite").await);
        for to in [lite, metered.instance.plan] {
            if leaves {
                clara.update_instance(OFFERING, metered.instance.id, Some(to), Map::new()).await.unwrap();
                house.backend.make_due_operations().await;
                assert_eq!(view(house, metered.instance.id).await.instance.plan, to);
            }
            enter(house, may.next());
        }
        let lines = house.acting(CLARA).await.statement(&may.next().to_string()).await.unwrap().statement.lines;
        let seats =
            |line: &&StatementLine| matches!(&line.charged, Charged::Metric { measure, .. } if measure == "SEAT");
        assert_eq!(lines.iter().filter(seats).count(), usize::from(!leaves), "{lines:?}");
    }
}

#[tokio::test]
async fn a_fee_is_that_of_the_plan_as_it_was_published_before_the_month_began() {
    let house = House::open().await;
    house.publish_limited().await;
    let id = made(&house).await;
    let (plan, may) = (view(&house, id).await.instance.plan, Month::of(house.clock.now()));
    republish(&house, plan, |draft| "98".clone_into(&mut draft.amounts[0].price)).await;
    assert_eq!(owed(&house, may).await, ["23.71"], "15 of 31 days of 49");
    enter(&house, may.next());
    assert_eq!(owed(&house, may.next()).await, ["98"]);
    assert_eq!(owed(&house, may).await, ["23.71"]);
}

#[tokio::test]
async fn the_platform_books_the_fee_of_a_subscription_by_itself() {
    let house = House::open().await;
    house.publish_limited().await;
    let id = made(&house).await;
    let view = house.acting(CLARA).await.statement("").await.unwrap();
    let [line] = view.statement.lines.as_slice() else { panic!("{:?}", view.statement.lines) };
    assert_eq!((&line.charged, line.instances[0].id), (&Charged::Fee, id));
    let Outcome::Reckoned { line, .. } = &line.outcome else { panic!() };
    assert_eq!(line.cost, number::parse("23.71").unwrap(), "15 of 31 days of 49");
}

#[tokio::test]
async fn an_instance_shows_its_month_with_its_records_to_its_account_only() {
    let metered = Metered::open().await;
    let (house, id) = (&metered.house, metered.instance.id);
    let records: Vec<_> = (0..60).map(|hour| metered.record(hour, 1)).collect();
    metered.submit(&records[..48]).await;
    metered.submit(&[metered.event(0, 4, 30)]).await;
    let clara = house.acting(CLARA).await;
    let view = clara.instance_usage(OFFERING, id, "", 0).await.unwrap();
    assert_eq!((view.charts.len(), view.lines.len()), (2, 2));
    assert_eq!((view.records.len(), view.has_more), (49, false));
    let days: Vec<_> = view.charts.iter().find(|chart| chart.used.measure == "QUERY").unwrap().used.days.clone();
    assert_eq!(days.iter().map(|day| day.value.to_string().parse::<u64>().unwrap()).sum::<u64>(), 48);
    assert!(view.records.is_sorted_by_key(|record| record.end));
    assert!(clara.instance_usage(OFFERING, id, "", 1).await.unwrap().records.is_empty());
    let wrong = clara.instance_usage(OFFERING, id, "nonsense", u32::MAX).await.unwrap();
    assert_eq!((wrong.month, wrong.records.len()), (view.month, 0));
    for stranger in [FINN, GUS] {
        let acting = house.acting(stranger).await;
        let refused = rejection(acting.instance_usage(OFFERING, id, "", 0).await);
        assert!(matches!(refused, Rejection::NotFound(_) | Rejection::Denied(_)), "{stranger}: {refused:?}");
    }
}

#[tokio::test]
async fn a_provider_reads_the_sum_over_all_accounts_and_nobodys_name() {
    let metered = Metered::open().await;
    metered.submit(&[metered.record(2, 5), metered.record(1, 7)]).await;
    let house = &metered.house;
    let kim = house.acting(KIM).await;
    let view = kim.offering_usage(OFFERING, "", "").await.unwrap();
    let [charge] = view.charges.as_slice() else { panic!("{:?}", view.charges) };
    assert_eq!((charge.accounts, charge.instances, charge.quantity), (1, 1, Some(12.into())));
    assert_eq!([charge.cost, view.totals[0].cost], [number::parse("4.8").ok(); 2]);
    assert!(view.is_draft);
    let told = serde_json::to_string(&(&view.charges, &view.totals)).unwrap();
    assert!(!told.contains("Orrery") && !told.contains(&metered.instance.consumer.to_string()));
    let revenue = house.acting(ADA).await.revenue("").await.unwrap();
    let of_offering = revenue.offerings.iter().find(|line| line.name == OFFERING).unwrap();
    assert_eq!((&of_offering.totals, of_offering.accounts), (&view.totals, 1));
    assert_eq!(of_offering.title, "Vector Search");
    assert!(matches!(
        rejection(house.acting(GUS).await.offering_usage(OFFERING, "", "").await),
        Rejection::NotFound(_)
    ));
    assert!(matches!(rejection(house.acting(CLARA).await.revenue("").await), Rejection::NotFound(_)));
    assert!(matches!(rejection(house.acting(RITA).await.offering_usage(OFFERING, "", "").await), Rejection::Denied(_)));
}
