use super::*;

/// A title, the stop, the turn and since when.
type Line = (&'static str, Option<Track>, Turn, i64);

const BOARD: [Line; 5] = [
    ("tide tables", Some(Track::Draft), Turn::Provider, 10),
    ("mail relay", Some(Track::Review), Turn::Reviewer, 40),
    ("streams", Some(Track::Public), Turn::Nobody, 1),
    ("edge cache", Some(Track::Limited), Turn::Billing, 30),
    ("cold archive", None, Turn::Nobody, 5),
];

fn edge_of(order: Order, (title, track, turn, since): Line) -> Edge {
    let since = Moment::from_millis(since);
    edge(order, Place { track, turn }, since, since, title, &title.replace(' ', "-"))
}

fn titles(sort: &str) -> Vec<&'static str> {
    let sorting = LinesQuery { sort: sort.to_owned(), ..LinesQuery::default() }.sorting();
    let mut lines = BOARD.to_vec();
    lines.sort_by(|a, b| sorting.compare(&edge_of(sorting.order, *a), &edge_of(sorting.order, *b)));
    lines.into_iter().map(|line| line.0).collect()
}

#[test]
fn by_itself_the_operators_desk_comes_first_and_what_waits_for_nobody_last() {
    assert_eq!(titles(""), ["edge cache", "mail relay", "tide tables", "streams", "cold archive"]);
    assert_eq!(titles("-cat"), titles(""), "what nobody can choose sorts nothing");
}

#[test]
fn every_column_sorts_in_both_directions() {
    assert_eq!(titles("offering"), ["cold archive", "edge cache", "mail relay", "streams", "tide tables"]);
    assert_eq!(titles("-offering"), ["tide tables", "streams", "mail relay", "edge cache", "cold archive"]);
    assert_eq!(titles("stage"), ["tide tables", "edge cache", "mail relay", "streams", "cold archive"]);
    assert_eq!(titles("-stage"), ["cold archive", "streams", "mail relay", "edge cache", "tide tables"]);
    assert_eq!(titles("turn"), ["tide tables", "mail relay", "edge cache", "cold archive", "streams"]);
    assert_eq!(titles("since"), ["streams", "cold archive", "tide tables", "edge cache", "mail relay"]);
    assert_eq!(titles("-since"), ["mail relay", "edge cache", "tide tables", "cold archive", "streams"]);
}

#[test]
fn stage_and_turn_narrow_together() {
    let narrowed = |stage: &str, turn: &str| {
        let query = LinesQuery { stage: stage.to_owned(), turn: turn.to_owned(), ..LinesQuery::default() };
        let shown = BOARD.into_iter().filter(|(_, track, turn, _)| query.has(Place { track: *track, turn: *turn }));
        shown.map(|line| line.0).collect::<Vec<_>>()
    };
    assert_eq!(narrowed("review", ""), ["mail relay"]);
    assert_eq!(narrowed("review", "provider"), [""; 0]);
    assert_eq!(narrowed("", "nobody"), ["streams", "cold archive"]);
    assert_eq!(narrowed("", OPERATOR), ["mail relay", "edge cache"]);
    assert_eq!(narrowed(ENDED, ""), ["cold archive"]);
    assert_eq!(narrowed("moon", "cat").len(), 5, "what nobody can choose narrows nothing");
}

#[test]
fn a_cursor_comes_back_as_it_was_whatever_the_title_is() {
    for title in ["", "a~b~c", "ümläut & co", "~"] {
        let edge = Edge { rank: 2, number: -7, title: title.to_owned(), name: "northwind-vector".to_owned() };
        assert_eq!(Edge::parse(&edge.cursor()), Some(edge));
    }
    for made_up in ["", "1", "1~2", "1~2~name", "x~2~name~title", "300~2~name~title", "1~2~name~ti\0tle"] {
        assert_eq!(Edge::parse(made_up), None, "{made_up:?}");
    }
}

#[test]
fn a_page_goes_on_behind_a_line_or_ends_before_one() {
    let cursor = |name: &str| format!("0~0~{name}~title");
    let edge = |after: &str, before: &str| {
        let query = LinesQuery { after: after.to_owned(), before: before.to_owned(), ..LinesQuery::default() };
        let (edge, is_end) = query.edge();
        (edge.map(|edge| edge.name), is_end)
    };
    assert_eq!(edge("", ""), (None, false));
    assert_eq!(edge(&cursor("a"), ""), (Some("a".to_owned()), false));
    assert_eq!(edge("", &cursor("b")), (Some("b".to_owned()), true));
    assert_eq!(edge(&cursor("a"), &cursor("b")), (Some("a".to_owned()), false));
    assert_eq!(edge("nonsense", &cursor("b")), (Some("b".to_owned()), true));
}

#[test]
fn words_are_looked_for_in_small_letters() {
    let words = |text: &str| LinesQuery { text: text.to_owned(), ..LinesQuery::default() }.words();
    assert_eq!(words(" Globex  EDGE "), ["globex", "edge"]);
    assert_eq!(words("a\0b"), ["a", "b"]);
    assert!(words(" ").is_empty());
    assert_eq!(search_text("Edge Cache", "edge-cache", "Globex"), "edge cache edge-cache globex");
    assert_eq!(title("  ", "edge-cache"), "edge-cache");
    assert_eq!(title(" Edge Cache ", "edge-cache"), "Edge Cache");
}

#[test]
fn every_place_has_a_name_of_its_own() {
    let all: Vec<Place> = Place::all().collect();
    assert_eq!(all.len(), 25);
    for place in all {
        assert_eq!(Place::parse(place.track_name(), place.turn.name()), Some(place));
    }
    assert_eq!(Place::parse("moon", "nobody"), None);
}

#[test]
fn a_title_is_as_long_as_a_line_needs() {
    assert_eq!(title("  Vector Search ", "northwind-vector"), "Vector Search");
    assert_eq!(title(" ", "northwind-vector"), "northwind-vector");
    assert_eq!(title(&"ä".repeat(20_000), "northwind-vector"), "ä".repeat(100));
}
