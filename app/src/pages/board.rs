//! The admin's board: every offering by the six steps of its checklist, whose turn it is and since when.

mod choice;
mod line;
mod table;

use leptos::prelude::*;
use slipway_domain::moment::Moment;
use slipway_domain::stage::{Track, Turn};
use slipway_domain::view::BoardView;

use crate::api::board::read_board;
use crate::pages::board::choice::{By, Choice, ENDED};
use crate::pages::board::line::Line;
use crate::pages::board::table::{matrix, steps_key};
use crate::parts::frame::{Area, Frame};
use crate::parts::load::{load, query};
use crate::paths::Path;
use crate::text;
use crate::text::board as words;
use crate::ui;
use crate::ui::{Button, ButtonLink, Empty, Glyph, PageHead, PageMain, Select, TextField};

#[component]
pub fn BoardPage() -> impl IntoView {
    let (by, descending) = By::parse(&query("sort"));
    let choice = Choice { text: query("text"), stage: query("stage"), turn: query("turn"), by, descending };
    load(read_board(), move |board| page(board, choice))
}

fn page(board: BoardView, choice: Choice) -> impl IntoView {
    let BoardView { person, offerings, now } = board;
    let lines: Vec<Line> = offerings.iter().map(Line::of).collect();
    let figures = figures(&lines, now);
    let body = if lines.is_empty() {
        view! {
            <Empty title=words::EMPTY_TITLE>
                <p>{words::EMPTY}</p>
            </Empty>
        }
        .into_any()
    } else {
        rows(lines, choice, now).into_any()
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

fn rows(lines: Vec<Line>, choice: Choice, now: Moment) -> impl IntoView {
    let all = lines.len();
    let chosen = choice.apply(lines);
    let shown = words::shown(chosen.len(), all, order(choice.by));
    let form = filters(&choice);
    if chosen.is_empty() {
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
    view! {
        {form}
        <p class="filters__sum">{shown}{all}</p>
        {matrix(chosen, &choice, now)}
        {steps_key()}
    }
    .into_any()
}

const fn order(by: By) -> &'static str {
    match by {
        By::Urgency => words::BY_URGENCY,
        By::Offering => words::BY_OFFERING,
        By::Stage => words::BY_STAGE,
        By::Turn => words::BY_TURN,
        By::Since => words::BY_SINCE,
    }
}

fn figures(lines: &[Line], now: Moment) -> impl IntoView + use<> {
    let in_progress = lines.iter().filter(|line| line.stage.is_before_ga()).count();
    let ours = || lines.iter().filter(|line| line.turn.is_operator());
    let longest = ours().map(|line| line.since).min();
    let longest = longest.map_or_else(|| words::NOBODY_WAITS.to_owned(), |since| text::duration(now.since(since)));
    let public = lines.iter().filter(|line| line.stage.is_public()).count();
    let figures = [
        (words::IN_PROGRESS, in_progress.to_string()),
        (words::ON_OUR_DESK, ours().count().to_string()),
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
            <TextField label=words::FILTER_TEXT name="text" value=choice.text.clone() />
            <Select label=words::STAGE name="stage" options=stages selected=choice.stage.clone() />
            <Select label=words::WHOSE_TURN name="turn" options=turns selected=choice.turn.clone() />
            {(!sort.is_empty()).then(|| view! { <input type="hidden" name="sort" value=sort /> })}
            <Button>{words::FILTER}</Button>
        </form>
    }
}
