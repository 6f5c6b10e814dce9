//! The matrix: offerings down, steps across.

use leptos::prelude::*;
use slipway_domain::checklist::{Progress, Step};
use slipway_domain::moment::Moment;
use slipway_domain::offering_line::Order;
use slipway_domain::page::Page;
use slipway_domain::stage::Turn;

use super::choice::Choice;
use super::line::Line;
use crate::paths::Path;
use crate::text;
use crate::text::board as words;
use crate::text::checklist::step;
use crate::ui::{Glyph, Icon, Mark, RelativeTime, Status};

/// A row for every line, in their order.
pub(super) fn matrix(lines: Vec<Line>, choice: &Choice, now: Moment) -> impl IntoView + use<> {
    let steps = Step::SIX.into_iter().zip(1..).map(|(this, number)| {
        view! {
            <th scope="col" class="matrix__step">
                {number}
                " "
                <span>{step(this).0}</span>
            </th>
        }
    });
    let rows = lines.into_iter().map(|line| row(line, now)).collect_view();
    view! {
        <div class="stack stack--board scroll-x" role="region" tabindex="0" aria-label=words::CAPTION>
            <table class="cds--data-table table matrix">
                <caption class="visually-hidden">{words::CAPTION}</caption>
                <thead>
                    <tr>
                        {head(choice, Order::Offering, words::OFFERING, false)}
                        {head(choice, Order::Stage, words::STAGE, false)} {steps.collect_view()}
                        {head(choice, Order::Turn, words::WHOSE_TURN, false)}
                        {head(choice, Order::Since, words::SINCE, true)}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// What belongs to each step.
pub(super) fn steps_key() -> impl IntoView {
    let steps = Step::SIX.into_iter().zip(1..).map(|(this, number)| {
        let (name, what) = step(this);
        view! {
            <div>
                <dt>{format!("{number} {name}")}</dt>
                <dd>{what}</dd>
            </div>
        }
    });
    view! {
        <h2 class="visually-hidden">{words::STEPS_KEY}</h2>
        <dl class="steps-key">{steps.collect_view()}</dl>
    }
}

fn head(choice: &Choice, by: Order, label: &'static str, is_figure: bool) -> impl IntoView + use<> {
    let sorting = choice.sorting();
    let (glyph, order) = match (sorting.order == by, sorting.descending) {
        (false, _) => (Glyph::ChevronSort, None),
        (true, false) => (Glyph::ArrowUp, Some("ascending")),
        (true, true) => (Glyph::ArrowDown, Some("descending")),
    };
    let href = format!("{}{}", Path::Board, choice.sorted(by));
    view! {
        <th scope="col" class=is_figure.then_some("num") aria-sort=order>
            <a class="sort" href=href>
                {label}
                <Icon name=glyph />
            </a>
        </th>
    }
}

fn row(line: Line, now: Moment) -> impl IntoView {
    let href = Path::Offering(line.name.clone(), Page::Summary).to_string();
    let note = words::stage_note(line.stage);
    let steps = Step::SIX.into_iter().zip(line.steps).map(|(this, progress)| cell(this, progress)).collect_view();
    let class = if line.turn.is_operator() { "board__us" } else { "" };
    let who = view! { <span class=class>{words::turn(line.turn)}</span> };
    let waiting = (!line.waiting.is_empty()).then(|| {
        view! {
            <span class="table__sub">
                <a href=line.desk>{line.waiting}</a>
            </span>
        }
    });
    let late = line.late.map(|late| {
        view! {
            <span class="table__sub">
                <Status mark=Mark::Warning>{late}</Status>
            </span>
        }
    });
    let is_waited = line.turn != Turn::Nobody;
    let age = text::duration(now.since(line.since));
    view! {
        <tr>
            <th scope="row">
                <span class="board__o">
                    <img src=line.icon width="24" height="24" alt="" />
                    <span>
                        <a href=href>{line.title}</a>
                        <span class="table__sub">{line.provider}</span>
                    </span>
                </span>
            </th>
            <td class="board__stage" data-label=words::STAGE>
                {words::stage(line.track)} {note.map(|note| view! { <span class="table__sub">{note}</span> })}
            </td>
            {steps}
            <td class="board__who" data-label=words::WHOSE_TURN>
                {who} {is_waited.then_some(waiting).flatten()} {late}
            </td>
            <td class="num board__age" data-label=words::SINCE>
                <RelativeTime moment=line.since.rfc3339() long=line.since.long() text=age />
            </td>
        </tr>
    }
}

fn cell(this: Step, progress: Progress) -> impl IntoView {
    let Progress { done, applicable } = progress;
    let (class, shown) = match (done, applicable) {
        (0, _) => ("cell cell--none", "–".into_any()),
        (done, of) if done == of => {
            let complete = view! {
                <Icon name=Glyph::Checkmark />
                <span class="visually-hidden">{words::complete(of)}</span>
            };
            ("cell cell--done", complete.into_any())
        }
        (done, of) => ("cell cell--part", view! { <b>{done} <span>"/" {of}</span></b> }.into_any()),
    };
    view! {
        <td class=class data-label=step(this).0>
            <span class="cell__n">{shown}</span>
            <progress max=applicable.max(1) value=done aria-hidden="true"></progress>
        </td>
    }
}
