use super::*;
use crate::metering::{Counted, DayCount, Metered, MeteringModel, Periods, Quantity, Reading};
use crate::metric::Metric;
use crate::number::parse;
use crate::plan::{AmountDraft, PlanDraft};
use crate::rating::{Bucket, Buyer, Step};
use crate::sample;

mod counting;
mod summaries;

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
    let plan = PlanDraft::default();
    let days = |from, until| FeeDays::of(&plan, june(), from, until).map(|days| (days.charged, days.of));
    let before = june().previous().start();
    assert_eq!(days(june().start_of(16), None), Some((15, 30)));
    assert_eq!(days(june().start(), None), Some((30, 30)));
    assert_eq!(days(before, None), Some((30, 30)));
    assert_eq!(days(before, Some(june().start_of(2))), Some((30, 30)), "the last month too");
    assert_eq!(days(before, Some(june().start())), None);
    assert_eq!(days(june().end(), None), None);
    let in_full = PlanDraft { prorate_first_month: "no".to_owned(), ..PlanDraft::default() };
    let days = FeeDays::of(&in_full, june(), june().start_of(16), None).unwrap();
    assert_eq!((days.charged, days.of), (30, 30), "the plan has its first month paid in full");
    assert_eq!(FeeDays::of(&in_full, june(), june().end(), None), None);
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

/// Two and a half dollars off the service of `place`.
fn adjustment() -> StatementLine {
    let draft = AdjustmentDraft {
        offering: "northwind-vector".to_owned(),
        amount: "-2.50".to_owned(),
        currency: "USD".to_owned(),
        reason: "=Counted twice".to_owned(),
    };
    let LinePlace { offering, title, provider, .. } = place();
    draft.line(LinePlace::of_service(offering, title, provider), Buyer::BASE.country).unwrap()
}

#[test]
fn an_adjustment_is_a_line_of_its_own_in_totals_and_files() {
    let mut lines = metric_lines(&place(), &metric(Bucket::Instance), Buyer::BASE, &[used(1, "6")]);
    lines.push(adjustment());
    assert!(!lines[1].is_of(instance(1)));
    let statement = statement(lines);
    assert_eq!(statement.totals()[0].cost, Some(number("0.5")), "three less two and a half");
    let rows: Vec<_> = statement.rows().collect();
    let told = [4, 5, 7, 11, 12, 14].map(|column: usize| rows[1][column].as_str());
    assert_eq!((rows.len(), told), (2, ["", "adjustment", "", "USD", "-2.50", "'=Counted twice"]));
    let json = serde_json::to_value(statement.json("Contoso")).unwrap();
    let line = &json["lines"][1];
    assert_eq!((&line["charge"], &line["plan_id"], &line["cost"]), (&"adjustment".into(), &"".into(), &"-2.5".into()));
    assert_eq!((&line["reason"], &json["lines"][0]["reason"]), (&"=Counted twice".into(), &"".into()));
    let text = serde_json::to_string(&statement.lines).unwrap();
    assert_eq!(serde_json::from_str::<Vec<StatementLine>>(&text).unwrap(), statement.lines);
}

#[test]
fn what_the_operator_wrote_to_an_account_is_for_nobody_else() {
    let other = StatementLine { charged: Charged::Adjustment { reason: "Another.".to_owned() }, ..adjustment() };
    let each = [vec![adjustment(), other.clone()], vec![other]];
    let Summary { lines, charges, .. } =
        Summary::added_up(each.map(|lines: Vec<StatementLine>| Summary::of(&lines, Vec::new())));
    let [charge] = charges.as_slice() else { panic!("{charges:?}") };
    assert_eq!(lines, 3);
    assert_eq!(charge.charged, Charged::Adjustment { reason: String::new() });
    assert_eq!((charge.accounts, charge.instances, charge.cost), (2, 0, Some(-number("7.5"))));
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
