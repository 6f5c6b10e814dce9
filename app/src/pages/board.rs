//! The admin's board: every offering by the six steps of its checklist, whose turn it is and since when.

mod choice;
mod line;
mod table;

use leptos::prelude::*;
use slipway_domain::moment::Moment;
use slipway_domain::offering_line::{ENDED, LinesQuery, LinesView, Order};
use slipway_domain::stage::{Track, Turn};
use slipway_domain::view::{BoardView, OfferingView};

use crate::api::board::read_board;
use crate::pages::board::choice::Choice;
use crate::pages::board::line::Line;
use crate::pages::board::table::{matrix, steps_key};
use crate::parts::frame::{Area, Frame};
use crate::parts::load::{load, query};
use crate::paths::Path;
use crate::text;
use crate::text::board as words;
use crate::text::offerings::{NEXT, PREVIOUS, page_of};
use crate::ui;
use crate::ui::{Button, ButtonLink, Empty, Glyph, PageHead, PageMain, Pager, Select, TextField};

#[component]
pub fn BoardPage() -> impl IntoView {
    let asked = LinesQuery {
        text: query("text"),
        stage: query("stage"),
        turn: query("turn"),
        sort: query("sort"),
        after: query("after"),
        before: query("before"),
    };
    load(read_board(asked.clone()), move |board| page(board, &Choice { asked }))
}

fn page(board: BoardView, choice: &Choice) -> impl IntoView + use<> {
    let BoardView { person, offerings, lines, waits_since, now } = board;
    let figures = figures(&lines, waits_since, now);
    let body = if lines.all() == 0 {
        view! {
            <Empty title=words::EMPTY_TITLE>
                <p>{words::EMPTY}</p>
            </Empty>
        }
        .into_any()
    } else {
        rows(&offerings, lines, choice, now).into_any()
    };
    view! {
        <Frame person=Some(person) area=Area::Board title=text::BOARD>
            <ui::Page>
                <PageHead title=text::BOARD>{figures}</PageHead>
                <PageMain class="board">{body}</PageMain>
            </ui::Page>
        </Frame>
    }
}

fn rows(offerings: &[OfferingView], lines: LinesView, choice: &Choice, now: Moment) -> impl IntoView + use<> {
    let shown = words::shown(lines.matching, lines.all(), order(choice.sorting().order));
    let form = filters(choice);
    if offerings.is_empty() {
        return view! {
            {form}
            <p class="filters__sum">{shown}</p>
            <Empty
                title=words::NO_MATCH_TITLE
                icon=Glyph::Filter
                acts=|| view! { <ButtonLink href=Path::Board.to_string()>{words::ALL_OFFERINGS}</ButtonLink> }
            >
                <p>{words::NO_MATCH}</p>
            </Empty>
        }
        .into_any();
    }
    let all = choice.is_narrowed().then(|| view! { " "<a href=Path::Board.to_string()>{words::ALL_OFFERINGS}</a> });
    let rows: Vec<Line> = offerings.iter().map(Line::of).collect();
    let summary = page_of(rows.len(), lines.matching);
    let turn =
        |label: &str, query: String| ui::Turn { label: label.to_owned(), href: format!("{}{query}", Path::Board) };
    let previous = lines.before.map(|line| turn(PREVIOUS, choice.before(line)));
    let next = lines.after.map(|line| turn(NEXT, choice.after(line)));
    view! {
        {form}
        <p class="filters__sum">{shown}{all}</p>
        {matrix(rows, choice, now)}
        <Pager label=words::PAGES previous=previous next=next summary=summary />
        {steps_key()}
    }
    .into_any()
}

const fn order(by: Order) -> &'static str {
    match by {
        // The board has no order of age.
        Order::Urgency | Order::Age => words::BY_URGENCY,
        Order::Offering => words::BY_OFFERING,
        Order::Stage => words::BY_STAGE,
        Order::Turn => words::BY_TURN,
        Order::Since => words::BY_SINCE,
    }
}

fn figures(lines: &LinesView, waits_since: Option<Moment>, now: Moment) -> impl IntoView + use<> {
    let in_progress = lines.count(|place| place.track.is_some_and(|track| track != Track::Public));
    let ours = lines.count(|place| place.turn.is_operator());
    let longest = waits_since.map_or_else(|| words::NOBODY_WAITS.to_owned(), |since| text::duration(now.since(since)));
    let public = lines.count(|place| place.track == Some(Track::Public));
    let figures = [
        (words::IN_PROGRESS, in_progress.to_string()),
        (words::ON_OUR_DESK, ours.to_string()),
        (words::WAITS_LONGEST, longest),
        (words::PUBLIC, public.to_string()),
    ];
    let figures = figures.map(|(name, figure)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{figure}</dd>
            </div>
        }
    });
    view! { <dl class="figures">{figures.into_iter().collect_view()}</dl> }
}

fn filters(choice: &Choice) -> impl IntoView + use<> {
    let stages = Track::ALL.map(|track| ui::Choice::new(track.name(), text::track(track)));
    let stages = [ui::Choice::new("", words::ALL_STAGES)].into_iter().chain(stages);
    let stages = stages.chain([ui::Choice::new(ENDED, words::ENDED)]).collect::<Vec<_>>();
    let turns = Turn::ALL.map(|turn| ui::Choice::new(turn.name(), text::turn(turn)));
    let turns = [ui::Choice::new("", words::ANYBODY)].into_iter().chain(turns).collect::<Vec<_>>();
    let sort = choice.sort_value();
    view! {
        <form class="filters" method="get" action=Path::Board.to_string()>
            <TextField label=words::FILTER_TEXT name="text" value=choice.asked.text.clone() />
            <Select label=words::STAGE name="stage" options=stages selected=choice.asked.stage.clone() />
            <Select label=words::WHOSE_TURN name="turn" options=turns selected=choice.asked.turn.clone() />
            {(!sort.is_empty()).then(|| view! { <input type="hidden" name="sort" value=sort /> })}
            <Button>{words::FILTER}</Button>
        </form>
    }
}
