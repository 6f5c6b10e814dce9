use super::*;
use crate::metering::{Counted, DayCount, Metered, MeteringModel, Quantity, Reading};
use crate::metric::Metric;
use crate::number::parse;
use crate::plan::{AmountDraft, PlanDraft};
use crate::rating::{Bucket, Buyer, Step};
use crate::sample;

mod counting;

fn number(text: &str) -> Decimal {
    parse(text).unwrap()
}

fn june() -> Month {
    Month::new(2026, 6).unwrap()
}

fn instance(number: u128) -> InstanceId {
    InstanceId::new(uuid::Uuid::from_u128(number))
}

fn place() -> LinePlace {
    LinePlace {
        offering: "northwind-vector".to_owned(),
        title: "Northwind Vector".to_owned(),
        provider: "Northwind Data".to_owned(),
        plan: PlanId::new(uuid::Uuid::from_u128(7)),
        plan_name: "Standard".to_owned(),
    }
}

fn used(number: u128, quantity: &str) -> Used {
    let metered = Metered {
        quantity: parse(quantity).unwrap(),
        records: 1,
        elapsed: 30,
        month_days: 30,
        days: Vec::new(),
        counted: Counted::Sum { records: 1 },
    };
    Used { instance: instance(number), name: format!("index-{number}"), metered }
}

/// The first metric of the sample plan, at a dollar for each unit.
fn metric(bucket: Bucket) -> Metric {
    let (_, mut metric) = sample::metered().draft.charged_metrics().next().unwrap();
    metric.tariff.pricing = crate::rating::PricingModel::Linear;
    metric.tariff.rating_scale = Decimal::ONE;
    metric.tariff.metering_scale = Decimal::ONE;
    metric.tariff.instance_free_units = Decimal::ZERO;
    metric.tariff.free_units = number("3");
    metric.tariff.clip = false;
    metric.tariff.bucket = bucket;
    metric.tariff.prices.retain(crate::rating::PriceRow::is_base);
    metric.tariff.prices[0].tiers =
        vec![crate::rating::Tier { up_to: None, price: crate::money::Price::parse("1").unwrap() }];
    metric
}

fn statement(lines: Vec<StatementLine>) -> Statement {
    Statement { month: june(), state: StatementState::Draft { as_of: june().end() }, lines }
}

#[test]
fn each_bucket_has_its_lines_and_both_owe_the_same() {
    let used = [used(1, "6"), used(2, "12")];
    let apart = metric_lines(&place(), &metric(Bucket::Instance), Buyer::BASE, &used);
    let together = metric_lines(&place(), &metric(Bucket::Account), Buyer::BASE, &used);
    assert_eq!((apart.len(), together.len()), (2, 1));
    for lines in [&apart, &together] {
        assert_eq!(totals(lines)[0].cost, Some(number("15")), "3 of 18 are free");
    }
    let costs: Vec<Decimal> = together[0].instances.iter().map(|one| one.cost).collect();
    assert_eq!(costs, [number("5"), number("10")]);
    assert!(together[0].is_of(instance(2)) && !apart[0].is_of(instance(2)));
}

#[test]
fn totals_are_one_for_each_currency_and_nothing_is_converted() {
    let euro = Buyer { country: "DEU".parse().unwrap(), currency: "EUR".parse().unwrap() };
    let plan = PlanDraft {
        kind: "subscription".to_owned(),
        amounts: [("USA", "USD", "30"), ("DEU", "EUR", "25")]
            .map(|(country, currency, price)| AmountDraft {
                country: country.to_owned(),
                currency: currency.to_owned(),
                price: price.to_owned(),
            })
            .to_vec(),
        ..PlanDraft::default()
    };
    let fee = |buyer, days| {
        let fee = Fee { plan: &plan, instance: instance(1), name: "index".to_owned(), days };
        fee_line(&place(), buyer, &fee)
    };
    let whole = FeeDays { charged: 30, of: 30 };
    let half = FeeDays { charged: 15, of: 30 };
    let lines = [fee(Buyer::BASE, whole), fee(euro, half), fee(Buyer::BASE, half)];
    let owed: Vec<_> = totals(&lines).iter().map(|total| (total.currency.code(), total.cost)).collect();
    assert_eq!(owed, [("USD", Some(number("45"))), ("EUR", Some(number("12.5")))]);
    let steps = &lines[1].line().unwrap().steps;
    assert!(matches!(steps[0], Step::Fee { days: 15, of: 30, .. }), "{steps:?}");
    let without = Fee { plan: &PlanDraft::default(), instance: instance(1), name: String::new(), days: whole };
    let unrated = fee_line(&place(), Buyer::BASE, &without);
    assert!(matches!(unrated.outcome, Outcome::Reckoned { verdict: Verdict::Unrated, .. }));
    assert!(totals([&unrated]).is_empty());
}

#[test]
fn the_first_month_of_a_fee_is_charged_by_its_days_and_the_others_in_full() {
    let days = |from, until| FeeDays::of(june(), from, until).map(|days| (days.charged, days.of));
    let before = june().previous().start();
    assert_eq!(days(june().start_of(16), None), Some((15, 30)));
    assert_eq!(days(june().start(), None), Some((30, 30)));
    assert_eq!(days(before, None), Some((30, 30)));
    assert_eq!(days(before, Some(june().start_of(2))), Some((30, 30)), "the last month too");
    assert_eq!(days(before, Some(june().start())), None);
    assert_eq!(days(june().end(), None), None);
}

#[test]
fn a_month_stands_48_hours_after_its_end() {
    assert_eq!(cut_off(june()).rfc3339(), "2026-07-03T00:00:00Z");
}

#[test]
fn a_line_that_cannot_be_reckoned_owes_nothing_and_says_so() {
    let mut metric = metric(Bucket::Instance);
    metric.tariff.metering_scale = Decimal::new(1, 28);
    let lines = metric_lines(&place(), &metric, Buyer::BASE, &[used(1, "999999999999999")]);
    assert_eq!(lines[0].outcome, Outcome::TooLarge);
    assert_eq!(ExportedLine::from(&lines[0]).note, "too_large");
    assert!(totals(&lines).is_empty());
}

#[test]
fn a_total_beyond_what_can_be_told_says_so_and_spoils_no_other() {
    let of = |price: &str, buyer: Buyer, at: (&str, &str)| {
        let amount = AmountDraft { country: at.0.to_owned(), currency: at.1.to_owned(), price: price.to_owned() };
        let plan = PlanDraft { kind: "subscription".to_owned(), amounts: vec![amount], ..PlanDraft::default() };
        let fee =
            Fee { plan: &plan, instance: instance(1), name: String::new(), days: FeeDays { charged: 30, of: 30 } };
        fee_line(&place(), buyer, &fee)
    };
    let euro = Buyer { country: "DEU".parse().unwrap(), currency: "EUR".parse().unwrap() };
    let mut huge = of("1", Buyer::BASE, ("USA", "USD"));
    if let Outcome::Reckoned { line, .. } = &mut huge.outcome {
        line.cost = Decimal::MAX;
    }
    let lines = [huge.clone(), huge, of("25", euro, ("DEU", "EUR"))];
    let owed: Vec<_> = totals(&lines).iter().map(|total| (total.currency.code(), total.cost)).collect();
    assert_eq!(owed, [("USD", None), ("EUR", Some(number("25")))]);
    let json = serde_json::to_value(statement(lines.to_vec()).json("Contoso")).unwrap();
    assert!(json["totals"][0]["cost"].is_null() && json["totals"][0]["projected"] == "2", "{}", json["totals"]);
}

#[test]
fn no_cell_is_a_formula() {
    for text in ["=1+1", "+1", "-1", "@sum", "\t=1", " =1", "\r=1", "\n1"] {
        assert_eq!(cell(text), format!("'{text}"));
    }
    for text in ["", "index", "a=b", "1-2"] {
        assert_eq!(cell(text), text);
    }
}

#[test]
fn rows_add_up_to_the_totals_and_carry_no_formula() {
    let mut place = place();
    place.provider = "=cmd".to_owned();
    let used = [used(1, "6"), used(2, "12.5")];
    let statement = statement(metric_lines(&place, &metric(Bucket::Account), Buyer::BASE, &used));
    let rows: Vec<_> = statement.rows().collect();
    let costs: Decimal = rows.iter().map(|row| number(&row[12])).sum();
    assert_eq!((costs, rows.len()), (statement.totals()[0].cost.unwrap(), 2));
    assert_eq!((rows[0][2].as_str(), rows[1][9].as_str(), rows[1][11].as_str()), ("'=cmd", "12.5", "USD"));
}

#[test]
fn a_statement_is_read_as_it_was_written() {
    let lines = metric_lines(&place(), &metric(Bucket::Instance), Buyer::BASE, &[used(1, "6")]);
    let text = serde_json::to_string(&lines).unwrap();
    assert_eq!(serde_json::from_str::<Vec<StatementLine>>(&text).unwrap(), lines);
    let json = serde_json::to_value(statement(lines).json("Contoso")).unwrap();
    assert_eq!(
        (&json["month"], &json["state"], &json["account"]),
        (&"2026-06".into(), &"draft".into(), &"Contoso".into())
    );
    assert_eq!((&json["totals"][0]["cost"], &json["lines"][0]["steps"][0]["step"]), (&"3".into(), &"counted".into()));
}
