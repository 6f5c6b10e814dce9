//! What pages read beside lines, and what becomes of lines that are not charged.

use super::*;
use crate::metering::DayValue;

fn used_daily(number: u128, values: &[&str]) -> Used {
    let days = (1..).zip(values).map(|(day, value)| DayValue { day, value: parse(value).unwrap() }).collect();
    let Used { instance, name, metered } = used(number, "5");
    Used { instance, name, metered: Metered { days, ..metered } }
}

fn values(chart: &Chart) -> Vec<String> {
    chart.used.days.iter().map(|day| day.value.to_string()).collect()
}

#[test]
fn the_days_of_a_chart_are_those_of_its_instances_added_up() {
    let metric = metric(Bucket::Instance);
    let used = [used_daily(1, &["1", "0", "2.5"]), used_daily(2, &["3", "4"])];
    let chart = |used: &[Used]| Chart::of(&place(), &metric, used, &[]).unwrap();
    assert_eq!(values(&chart(&used)), ["4", "4", "2.5"]);
    assert_eq!(chart(&used[..1]).used, UsedMetric::of(place().plan, &metric, &used[0].metered), "one alone as it is");
    let together = Chart::added_up([chart(&used[..1]), chart(&used[1..])]);
    assert_eq!(together, [chart(&used)], "in whatever parts they come");
    assert_eq!(Chart::of(&place(), &metric, &used[..0], &[]), None);
    let huge = used_daily(3, &[]);
    let days = vec![DayValue { day: 1, value: Decimal::MAX }];
    let huge = Used { metered: Metered { days, ..huge.metered.clone() }, ..huge };
    assert_eq!(Chart::of(&place(), &metric, &[huge.clone(), huge], &[]), None, "nothing wrong is drawn");
}

#[test]
fn allowances_are_told_as_the_lines_use_them_up() {
    let used = [used(1, "6"), used(2, "12")];
    for bucket in [Bucket::Instance, Bucket::Account] {
        let lines = metric_lines(&place(), &metric(bucket), Buyer::BASE, &used);
        let allowance = Allowance::of(&lines).unwrap();
        assert_eq!((allowance.units, allowance.used, allowance.left()), (number("3"), number("3"), Decimal::ZERO));
    }
    let mut metric = metric(Bucket::Account);
    metric.tariff.free_units = Decimal::ZERO;
    metric.tariff.instance_free_units = number("10");
    let lines = metric_lines(&place(), &metric, Buyer::BASE, &used);
    let allowance = Allowance::of(&lines).unwrap();
    assert_eq!((allowance.units, allowance.used, allowance.left()), (number("20"), number("16"), number("4")));
    metric.tariff.instance_free_units = Decimal::ZERO;
    assert_eq!(Allowance::of(&metric_lines(&place(), &metric, Buyer::BASE, &used)), None);
}

#[test]
fn a_line_on_trial_owes_nothing_and_keeps_what_it_would_cost_in_its_steps() {
    let lines = metric_lines(&place(), &metric(Bucket::Account), Buyer::BASE, &[used(1, "6"), used(2, "12")]);
    let cost = lines[0].line().unwrap().cost;
    let tried = lines.into_iter().map(StatementLine::on_trial).next().unwrap();
    assert!(tried.is_on_trial() && totals([&tried]).is_empty());
    assert!(tried.instances.iter().all(|one| one.cost.is_zero()));
    let last = tried.line().unwrap().steps.last().copied();
    assert!(matches!(last, Some(Step::Rounded { cost: would_be, .. }) if would_be == cost), "{last:?}");
    assert_eq!((tried.why(), tried.pricing_country()), (None, Some(Buyer::BASE.country)));
    let exported = ExportedLine::from(&tried);
    assert_eq!((exported.billable, exported.note, exported.cost), (false, "on_trial", Decimal::ZERO));
    let rows: Vec<_> = statement(vec![tried.clone()]).rows().collect();
    assert_eq!((rows[0][12].as_str(), rows[0][15].as_str(), rows[0][18].as_str()), ("0", "false", "USA"));
    assert!(ChargeLine::of(&[tried])[0].is_on_trial);
}

#[test]
fn what_is_shown_and_not_charged_stays_so_on_trial() {
    let mut metric = metric(Bucket::Instance);
    metric.tariff.is_rated = false;
    let line = metric_lines(&place(), &metric, Buyer::BASE, &[used(1, "6")]).remove(0);
    assert_eq!(line.clone().on_trial(), line);
}

#[test]
fn what_needs_a_person_is_told_once_for_each_charge_and_reason() {
    let mut beyond = metric_lines(&place(), &metric(Bucket::Instance), Buyer::BASE, &[used(1, "6"), used(2, "1")]);
    assert_eq!(Unsettled::of(&beyond), []);
    for line in &mut beyond {
        let Outcome::Reckoned { line, .. } = &mut line.outcome else { panic!() };
        line.beyond_last = true;
    }
    let mut metric = metric(Bucket::Instance);
    metric.tariff.prices.clear();
    beyond.extend(metric_lines(&place(), &metric, Buyer::BASE, &[used(3, "1")]));
    beyond.push(uncounted_line(&place(), &metric, instance(4), String::new()));
    beyond.push(unread_line(&place(), "GONE", instance(5), String::new()));
    let told: Vec<_> = Unsettled::of(&beyond).iter().map(|one| (one.why, one.lines)).collect();
    assert_eq!(told, [(Why::BeyondLast, 2), (Why::Unrated, 1), (Why::TooLarge, 1), (Why::Unread, 1)]);
}

#[test]
fn a_line_of_very_many_instances_names_some_and_explains_what_they_come_to_together() {
    let used = |count: u128| (1..=count).map(|number| used(number, "1")).collect::<Vec<_>>();
    let line = |count| metric_lines(&place(), &metric(Bucket::Account), Buyer::BASE, &used(count)).remove(0);
    let short = line(10);
    assert_eq!(ShownLine::of(&short), ShownLine { line: short.clone(), instances: 10 });
    let long = line(40);
    let shown = ShownLine::of(&long);
    assert_eq!((shown.instances, shown.line.instances.len()), (40, SHOWN_INSTANCES));
    assert!(matches!(shown.line.line().unwrap().steps[0], Step::Together { instances: 40, .. }));
    assert_eq!(totals([&shown.line]), totals([&long]));
}

#[test]
fn summaries_of_parts_add_up_to_that_of_the_whole() {
    let lines = |bucket, from: u128| {
        metric_lines(&place(), &metric(bucket), Buyer::BASE, &[used(from, "6"), used(from + 1, "12")])
    };
    let (one, other) = (lines(Bucket::Instance, 1), lines(Bucket::Account, 3));
    let all: Vec<StatementLine> = one.iter().chain(&other).cloned().collect();
    let whole = Summary::of(&all, Vec::new());
    let both = Summary::added_up([&one, &other].map(|lines| Summary::of(lines, Vec::new())));
    assert_eq!((both.lines, &both.totals), (3, &whole.totals));
    assert_eq!((both.charges[0].accounts, whole.charges[0].accounts), (2, 1), "of two accounts, or of one");
    assert_eq!((both.charges[0].instances, both.charges[0].cost), (4, whole.charges[0].cost));
    let text = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<Summary>(&text).unwrap(), whole, "it is read as it was written");
}
