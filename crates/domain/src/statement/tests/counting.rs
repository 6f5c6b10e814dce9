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

fn by(model: MeteringModel, periods: &Periods) -> Counting<'_> {
    Counting { month: june(), as_of: june().end(), model, is_event: false, periods }
}

/// The plan was there before the month, until this moment.
fn until(moment: Moment) -> Periods {
    Periods::new([(june().previous().start(), Some(moment))])
}

/// It was left as one of these days of June began, and come back to as the other one did.
fn away(left: u8, back: u8) -> Periods {
    let first = (june().previous().start(), Some(june().start_of(left)));
    Periods::new([first, (june().start_of(back), None)])
}

fn of(counting: &Counting<'_>, earlier: Vec<(u8, DayCount)>, days: Vec<(u8, DayCount)>) -> Option<String> {
    let counted = counting.of(&[ConsumerCount { earlier, days }]).unwrap();
    counted.map(|metered| metered.quantity.normalize().to_string())
}

#[test]
fn units_by_the_month_go_on_until_the_plan_ends() {
    let always = Periods::always();
    let monthly = by(MeteringModel::MonthlyProration, &always);
    let may = || vec![day(june().previous(), 20, units("2"))];
    assert_eq!(of(&monthly, Vec::new(), vec![day(june(), 16, units("2"))]).as_deref(), Some("1"));
    assert_eq!(of(&monthly, may(), vec![day(june(), 16, units("3"))]).as_deref(), Some("3"));
    assert_eq!(of(&monthly, may(), Vec::new()).as_deref(), Some("2"), "without a record, too");
    let ended = Counting { periods: &until(june().start()), ..monthly };
    assert_eq!(of(&ended, may(), Vec::new()), None);
    let within = Counting { periods: &until(june().start_of(2)), ..monthly };
    assert_eq!(of(&within, may(), Vec::new()).as_deref(), Some("2"));
}

#[test]
fn whoever_comes_back_pays_the_units_of_a_month_once() {
    let away = away(11, 21);
    let monthly = by(MeteringModel::MonthlyProration, &away);
    let may = || vec![day(june().previous(), 20, units("2"))];
    assert_eq!(of(&monthly, may(), Vec::new()).as_deref(), Some("2"), "in full, as if it had stayed");
    assert_eq!(of(&monthly, may(), vec![day(june(), 21, units("3"))]).as_deref(), Some("3"));
    let both = vec![day(june(), 16, units("2")), day(june(), 21, units("2"))];
    assert_eq!(of(&monthly, Vec::new(), both).as_deref(), Some("1"), "a first month begins with its first record");
    let later = Periods::new([(june().start_of(16), None)]);
    let anew = Counting { periods: &later, ..monthly };
    assert_eq!(of(&anew, may(), Vec::new()), None, "it was gone as the month began");
    assert_eq!(
        of(&anew, may(), vec![day(june(), 16, units("2"))]).as_deref(),
        Some("1"),
        "and has a first month again"
    );
}

#[test]
fn a_level_goes_on_from_month_to_month_until_the_instance_is_gone() {
    let always = Periods::always();
    let daily = Counting { is_event: true, ..by(MeteringModel::DailyProrationAvg, &always) };
    let may = || vec![day(june().previous(), 3, level("0", "9")), day(june().previous(), 4, level("9", "6"))];
    assert_eq!(of(&daily, may(), Vec::new()).as_deref(), Some("6"));
    assert_eq!(of(&daily, may(), vec![day(june(), 16, level("6", "0"))]).as_deref(), Some("3"));
    let gone = until(june().start_of(11));
    let ended = Counting { periods: &gone, ..daily };
    assert_eq!(of(&ended, may(), Vec::new()).as_deref(), Some("2"));
    let highest = Counting { model: MeteringModel::DailyProrationMax, ..ended };
    assert_eq!(of(&highest, may(), Vec::new()).as_deref(), Some("2"), "the day on which it is gone has none of it");
    assert_eq!(of(&daily, vec![day(june().previous(), 3, level("9", "0"))], Vec::new()), None, "nothing was left");
}

/// Ten days of 6, ten days away, and ten days back.
#[test]
fn a_level_ends_with_the_plan_and_comes_back_with_an_event() {
    let away = away(11, 21);
    let daily = Counting { is_event: true, ..by(MeteringModel::DailyProrationAvg, &away) };
    let may = || vec![day(june().previous(), 4, level("0", "6"))];
    let told = |hour: i64, previous: &str, current: &str| {
        let end = Moment::from_millis(june().start_of(21).millis() + hour * 3_600_000);
        let reading = Reading { start: end, end, quantity: level(previous, current) };
        let left = away.ended_between(june().previous().start_of(4), end);
        assert_eq!(left, Some(june().start_of(11)));
        vec![(21, DayCount::default().with_after(&reading, left).unwrap())]
    };
    let all_models = [MeteringModel::DailyProrationAvg, MeteringModel::DailyProrationMax, MeteringModel::StandardAvg];
    for model in all_models {
        let counting = Counting { model, ..daily };
        assert_eq!(of(&counting, may(), Vec::new()).as_deref(), Some("2"), "nothing holds without an event: {model:?}");
        assert_eq!(of(&counting, may(), told(0, "6", "6")).as_deref(), Some("4"), "twenty of thirty days: {model:?}");
    }
    assert_eq!(of(&daily, may(), told(12, "6", "6")).as_deref(), Some("3.9"), "from the event on");
    assert_eq!(of(&daily, may(), told(0, "6", "0")).as_deref(), Some("2"), "what it named as before is not charged");
    let highest = Counting { model: MeteringModel::StandardMax, ..daily };
    assert_eq!(of(&highest, Vec::new(), told(0, "6", "1")).as_deref(), Some("1"), "nor is it the highest");
    let added = Counting { model: MeteringModel::StandardAdd, ..daily };
    assert_eq!(of(&added, may(), told(0, "6", "7")).as_deref(), Some("1"), "what came and went");
}

#[test]
fn a_plan_that_was_left_and_come_back_to_on_one_day_is_away_for_its_hours() {
    let hour = |hour: i64| Moment::from_millis(june().start().millis() + hour * 3_600_000);
    let periods = Periods::new([(june().previous().start(), Some(hour(6))), (hour(18), None)]);
    let daily = Counting { as_of: hour(24), is_event: true, ..by(MeteringModel::StandardAvg, &periods) };
    let event = |at, previous, current| Reading { start: at, end: at, quantity: level(previous, current) };
    let before = DayCount::default().with(&event(hour(0), "0", "8")).unwrap();
    let back = before.with_after(&event(hour(18), "8", "8"), periods.ended_between(hour(0), hour(18))).unwrap();
    assert_eq!(of(&daily, Vec::new(), vec![(1, before)]).as_deref(), Some("2"), "six of 24 hours");
    assert_eq!(of(&daily, Vec::new(), vec![(1, back)]).as_deref(), Some("4"), "and six more");
}

#[test]
fn sums_begin_anew_each_month_and_end_with_nothing() {
    let always = Periods::always();
    let sum = by(MeteringModel::StandardAdd, &always);
    assert_eq!(of(&sum, vec![day(june().previous(), 3, units("5"))], Vec::new()), None);
    let gone = until(june().start_of(2));
    let ended = Counting { periods: &gone, ..sum };
    assert_eq!(of(&ended, Vec::new(), vec![day(june(), 1, units("5"))]).as_deref(), Some("5"));
}

#[test]
fn each_consumer_is_counted_for_itself() {
    let always = Periods::always();
    let highest = by(MeteringModel::StandardMax, &always);
    let one = |quantity| ConsumerCount { earlier: Vec::new(), days: vec![day(june(), 3, units(quantity))] };
    let both = highest.of(&[one("4"), one("5")]).unwrap().unwrap();
    assert_eq!((both.quantity, both.counted), (number("9"), Counted::Consumers { consumers: 2, records: 2 }));
    assert_eq!(highest.of(&[]), Ok(None));
}
