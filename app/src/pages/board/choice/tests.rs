use super::*;

fn by(sort: &str) -> Choice {
    Choice { asked: LinesQuery { sort: sort.to_owned(), ..LinesQuery::default() } }
}

#[test]
fn a_sort_link_keeps_the_filter_and_turns_around_on_the_second_click() {
    let mut choice = by("since");
    "a b".clone_into(&mut choice.asked.text);
    "review".clone_into(&mut choice.asked.stage);
    assert_eq!(choice.sorted(Order::Since), "?text=a%20b&stage=review&sort=-since");
    assert_eq!(choice.sorted(Order::Offering), "?text=a%20b&stage=review&sort=offering");
    assert_eq!(by("-since").sorted(Order::Since), "?sort=since");
    assert_eq!(by("").sorted(Order::Stage), "?sort=stage");
}

#[test]
fn another_page_keeps_filter_and_order_and_another_order_begins_with_the_first() {
    let mut choice = by("-since");
    "provider".clone_into(&mut choice.asked.turn);
    "1~2~vector~title".clone_into(&mut choice.asked.after);
    assert_eq!(choice.after("1~3~mail~a&b".to_owned()), "?turn=provider&sort=-since&after=1~3~mail~a%26b");
    assert_eq!(choice.before("1~3~mail~a".to_owned()), "?turn=provider&sort=-since&before=1~3~mail~a");
    assert_eq!(choice.sorted(Order::Offering), "?turn=provider&sort=offering");
}

#[test]
fn only_what_narrows_counts_as_a_filter() {
    let narrowed = |text: &str, stage: &str| {
        let asked = LinesQuery { text: text.to_owned(), stage: stage.to_owned(), ..LinesQuery::default() };
        Choice { asked }.is_narrowed()
    };
    assert!(!narrowed(" ", "") && narrowed("a", "") && narrowed("", "review"));
    assert!(!by("-since").is_narrowed());
}
