use slipway_domain::moment::Moment;

use super::*;

fn line(title: &str, track: Option<Track>, turn: Turn, since: i64) -> Line {
    Line {
        name: title.to_lowercase().replace(' ', "-"),
        title: title.to_owned(),
        provider: "Globex".to_owned(),
        track,
        turn,
        since: Moment::from_millis(since),
        ..Line::default()
    }
}

fn board() -> Vec<Line> {
    vec![
        line("tide Tables", Some(Track::Draft), Turn::Provider, 10),
        line("Mail Relay", Some(Track::Review), Turn::Reviewer, 40),
        line("Streams", Some(Track::Public), Turn::Nobody, 1),
        line("Edge Cache", Some(Track::Limited), Turn::Billing, 30),
        line("Cold Archive", None, Turn::Nobody, 5),
    ]
}

fn titles(choice: &Choice) -> Vec<String> {
    choice.apply(board()).into_iter().map(|line| line.title).collect()
}

fn by(text: &str) -> Choice {
    let (by, descending) = By::parse(text);
    Choice { by, descending, ..Choice::default() }
}

#[test]
fn by_itself_our_desk_comes_first_and_what_waits_for_nobody_last() {
    assert_eq!(titles(&by("")), ["Edge Cache", "Mail Relay", "tide Tables", "Streams", "Cold Archive"]);
}

#[test]
fn every_column_sorts_in_both_directions() {
    assert_eq!(titles(&by("offering")), ["Cold Archive", "Edge Cache", "Mail Relay", "Streams", "tide Tables"]);
    assert_eq!(titles(&by("-offering")), ["tide Tables", "Streams", "Mail Relay", "Edge Cache", "Cold Archive"]);
    assert_eq!(titles(&by("stage")), ["tide Tables", "Edge Cache", "Mail Relay", "Streams", "Cold Archive"]);
    assert_eq!(titles(&by("-stage")), ["Cold Archive", "Streams", "Mail Relay", "Edge Cache", "tide Tables"]);
    assert_eq!(titles(&by("turn")), ["tide Tables", "Mail Relay", "Edge Cache", "Cold Archive", "Streams"]);
    assert_eq!(titles(&by("since")), ["Streams", "Cold Archive", "tide Tables", "Edge Cache", "Mail Relay"]);
    assert_eq!(titles(&by("-since")), ["Mail Relay", "Edge Cache", "tide Tables", "Cold Archive", "Streams"]);
}

#[test]
fn a_text_is_found_word_by_word_in_name_and_provider() {
    let text = |text: &str| titles(&Choice { text: text.to_owned(), ..by("offering") });
    assert_eq!(text(" RELAY "), ["Mail Relay"]);
    assert_eq!(text("globex edge"), ["Edge Cache"]);
    assert_eq!(text("cold-archive"), ["Cold Archive"]);
    assert_eq!(text("nothing"), [""; 0]);
}

#[test]
fn stage_and_turn_narrow_together() {
    let narrowed =
        |stage: &str, turn: &str| titles(&Choice { stage: stage.to_owned(), turn: turn.to_owned(), ..by("offering") });
    assert_eq!(narrowed("review", ""), ["Mail Relay"]);
    assert_eq!(narrowed("review", "provider"), [""; 0]);
    assert_eq!(narrowed("", "nobody"), ["Cold Archive", "Streams"]);
    assert_eq!(narrowed(ENDED, ""), ["Cold Archive"]);
}

#[test]
fn what_nobody_can_choose_narrows_nothing() {
    assert_eq!(titles(&Choice { stage: "moon".to_owned(), turn: "cat".to_owned(), ..by("-cat") }).len(), 5);
}

#[test]
fn a_sort_link_keeps_the_filter_and_turns_around_on_the_second_click() {
    let choice = Choice { text: "a b".to_owned(), stage: "review".to_owned(), ..by("since") };
    assert_eq!(choice.sorted(By::Since), "?text=a%20b&stage=review&sort=-since");
    assert_eq!(choice.sorted(By::Offering), "?text=a%20b&stage=review&sort=offering");
    assert_eq!(by("-since").sorted(By::Since), "?sort=since");
    assert_eq!(by("").sorted(By::Stage), "?sort=stage");
}
