use super::*;

fn day(month: Month, day: u8, quantity: Quantity) -> (u8, DayCount) {
    let end = month.start_of(day);
    (day, DayCount::default().with(&Reading { start: end, end, quantity }).unwrap())
}

fn units(quantity: &str) -> Quantity {
    Quantity::Consumption(number(quantity))
}

fn level(previous: &str, current: &str) -> Quantity {
    Quantity::Event { previous: number(previous), current: number(current) }
}

fn by(model: MeteringModel) -> Counting {
    Counting { month: june(), as_of: june().end(), model, is_event: false, ended: None }
}

fn of(counting: &Counting, earlier: Vec<(u8, DayCount)>, days: Vec<(u8, DayCount)>) -> Option<String> {
    let counted = counting.of(&[ConsumerCount { earlier, days }]).unwrap();
    counted.map(|metered| metered.quantity.normalize().to_string())
}

#[test]
fn units_by_the_month_go_on_until_the_plan_ends() {
    let monthly = by(MeteringModel::MonthlyProration);
    let may = || vec![day(june().previous(), 20, units("2"))];
    assert_eq!(of(&monthly, Vec::new(), vec![day(june(), 16, units("2"))]).as_deref(), Some("1"));
    assert_eq!(of(&monthly, may(), vec![day(june(), 16, units("3"))]).as_deref(), Some("3"));
    assert_eq!(of(&monthly, may(), Vec::new()).as_deref(), Some("2"), "without a record, too");
    let ended = Counting { ended: Some(june().start()), ..monthly };
    assert_eq!(of(&ended, may(), Vec::new()), None);
    let within = Counting { ended: Some(june().start_of(2)), ..monthly };
    assert_eq!(of(&within, may(), Vec::new()).as_deref(), Some("2"));
}

#[test]
fn a_level_goes_on_from_month_to_month_until_the_instance_is_gone() {
    let daily = Counting { is_event: true, ..by(MeteringModel::DailyProrationAvg) };
    let may = || vec![day(june().previous(), 3, level("0", "9")), day(june().previous(), 4, level("9", "6"))];
    assert_eq!(of(&daily, may(), Vec::new()).as_deref(), Some("6"));
    assert_eq!(of(&daily, may(), vec![day(june(), 16, level("6", "0"))]).as_deref(), Some("3"));
    let ended = Counting { ended: Some(june().start_of(11)), ..daily };
    assert_eq!(of(&ended, may(), Vec::new()).as_deref(), Some("2"));
    assert_eq!(of(&daily, vec![day(june().previous(), 3, level("9", "0"))], Vec::new()), None, "nothing was left");
}

#[test]
fn sums_begin_anew_each_month_and_end_with_nothing() {
    let sum = by(MeteringModel::StandardAdd);
    assert_eq!(of(&sum, vec![day(june().previous(), 3, units("5"))], Vec::new()), None);
    let ended = Counting { ended: Some(june().start_of(2)), ..sum };
    assert_eq!(of(&ended, Vec::new(), vec![day(june(), 1, units("5"))]).as_deref(), Some("5"));
}

#[test]
fn each_consumer_is_counted_for_itself() {
    let highest = by(MeteringModel::StandardMax);
    let one = |quantity| ConsumerCount { earlier: Vec::new(), days: vec![day(june(), 3, units(quantity))] };
    let both = highest.of(&[one("4"), one("5")]).unwrap().unwrap();
    assert_eq!((both.quantity, both.counted), (number("9"), Counted::Consumers { consumers: 2, records: 2 }));
    assert_eq!(highest.of(&[]), Ok(None));
}
