//! The table of what changed since the last request, page by page.

use leptos::prelude::*;
use slipway_domain::compare::{Line, Sign, compare};
use slipway_domain::offering::Offering;
use slipway_domain::review::Submission;
use slipway_domain::thread::{Anchor, opening_verb};

use super::decide::DECIDE_FORM;
use crate::parts::marked::sides;
use crate::parts::thread::new::{self, Begun};
use crate::parts::thread::{Talk, card};
use crate::parts::value_place::way;
use crate::paths::{NEW_THREAD, Path, percent};
use crate::text::review as words;
use crate::text::{self, thread};
use crate::ui::{Glyph, Icon};

#[component]
pub fn Compare(
    before: Option<Offering>,
    content: Offering,
    submission: Submission,
    /// Also what stayed the same.
    with_unchanged: bool,
    talk: Talk,
    begun: Begun,
    /// The form of the decision is on the page.
    decides: bool,
) -> impl IntoView {
    let lines = compare(before.as_ref(), &content);
    let asked = Anchor::parse(&begun.draft.anchor);
    let unchanged = lines.iter().filter(|line| line.sign() == Sign::Same).count();
    let path = Path::ReviewOf(submission.id).to_string();
    let legend = legend(&lines, [format!("{path}?unchanged=yes"), path], unchanged, with_unchanged);
    // What somebody talks about is shown even if it stayed the same.
    let is_talked_about = |line: &Line| {
        asked.iter().chain(talk.view.threads.iter().map(|thread| &thread.anchor)).any(|anchor| anchor.is_of(line))
    };
    let shown: Vec<Line> = lines
        .iter()
        .filter(|line| with_unchanged || line.sign() != Sign::Same || is_talked_about(line))
        .cloned()
        .collect();
    let elsewhere = talk.view.threads.iter().filter(|thread| !lines.iter().any(|line| thread.anchor.is_of(line)));
    let elsewhere = elsewhere.map(|thread| card(thread, &talk)).collect_view();
    let first = before.is_none().then(|| view! { <p class="quiet">{words::FIRST_REQUEST}</p> });
    let table = if shown.is_empty() {
        view! { <p>{words::NO_CHANGES}</p> }.into_any()
    } else {
        let table = Table { lines, talk, begun, asked, submission, decides };
        table.draw(&shown).into_any()
    };
    view! {
        <section class="block" aria-labelledby="compare-h">
            <h2 id="compare-h">{words::VALUES}</h2>
            {first}
            {legend}
            {table}
            {elsewhere}
        </section>
    }
}

/// How many values were edited, added and removed. `show` and `hide` are the addresses with and without what stayed the
/// same.
pub(crate) fn legend(
    lines: &[Line],
    [show, hide]: [String; 2],
    unchanged: usize,
    with_unchanged: bool,
) -> impl IntoView + use<> {
    let counts = [Sign::Edited, Sign::Added, Sign::Removed].map(|sign| {
        let count = lines.iter().filter(|line| line.sign() == sign).count();
        view! {
            <li>
                <Icon name=glyph(sign) />
                {words::counted(count, sign)}
            </li>
        }
    });
    let (href, label) = if with_unchanged {
        (hide, words::HIDE_UNCHANGED.to_owned())
    } else {
        (show, words::show_unchanged(unchanged))
    };
    let toggle = (unchanged > 0).then(|| {
        view! {
            <li class="legend__end">
                <a href=href>{label}</a>
            </li>
        }
    });
    view! { <ul class="legend">{counts.into_iter().collect_view()} {toggle}</ul> }
}

struct Table {
    lines: Vec<Line>,
    talk: Talk,
    begun: Begun,
    /// The value that a new thread is about.
    asked: Option<Anchor>,
    submission: Submission,
    decides: bool,
}

impl Table {
    fn draw(&self, shown: &[Line]) -> impl IntoView + use<> {
        let pages = shown.chunk_by(|one, next| one.page == next.page);
        let bodies = pages.map(|lines| self.body(lines)).collect_view();
        view! {
            <div class="stack">
                <table class="cds--data-table table compare">
                    <caption class="visually-hidden">{words::VALUES}</caption>
                    {heads([words::BEFORE, words::NOW].map(ToOwned::to_owned))}
                    {bodies}
                </table>
            </div>
        }
    }

    fn body(&self, lines: &[Line]) -> impl IntoView + use<> {
        let rows = lines.iter().map(|line| self.row(line)).collect_view();
        view! {
            <tbody>
                {page_of(lines)}
                {rows}
            </tbody>
        }
    }

    fn row(&self, line: &Line) -> impl IntoView + use<> {
        let sign = line.sign();
        let threads = self.threads(line);
        let class = class(sign);
        let class = if threads.is_some() { format!("{class} diff--anchored") } else { class.to_owned() };
        let (before, now) = sides(&words::value(&line.subject, &line.before), &words::value(&line.subject, &line.now));
        let label = way(line, &self.talk.view.offering);
        let icon = (sign != Sign::Same).then(|| view! { <Icon name=glyph(sign) label=words::sign(sign) /> });
        let comment = self.comment(line);
        view! {
            <tr class=class>
                <td class="diff__sign">{icon}</td>
                <th scope="row">
                    {label}
                    {comment}
                </th>
                <td data-label=words::BEFORE>{before}</td>
                <td data-label=words::NOW>{now}</td>
            </tr>
            {threads}
        }
    }

    /// The way to the form of a new thread, at the end of the line that names its value. What is typed into the
    /// decision goes along.
    fn comment(&self, line: &Line) -> Option<AnyView> {
        let anchor = Anchor::of(line).filter(|_| self.talk.may(opening_verb(false)))?.to_string();
        let path = Path::ReviewOf(self.submission.id);
        let subject = format!(" {}", words::subject(&line.subject));
        let label = view! {
            {thread::COMMENT}
            <span class="visually-hidden">{subject}</span>
        };
        if !self.decides {
            let href = format!("{path}?about={}#{NEW_THREAD}", percent(&anchor));
            let way = view! {
                <a class="diff__comment" href=href>
                    {label}
                </a>
            };
            return Some(way.into_any());
        }
        let action = format!("{path}#{NEW_THREAD}");
        let button = view! {
            <button
                class="diff__comment link-button"
                type="submit"
                name="about"
                value=anchor
                form=DECIDE_FORM
                formmethod="get"
                formaction=action
                formnovalidate=true
            >
                {label}
            </button>
        };
        Some(button.into_any())
    }

    /// What is said about a value, and the form to say something.
    fn threads(&self, line: &Line) -> Option<impl IntoView + use<>> {
        let of_line = self.talk.view.threads.iter().filter(|thread| thread.anchor.is_of(line));
        let cards: Vec<_> = of_line.map(|thread| card(thread, &self.talk)).collect();
        let asked = self.asked.as_ref().filter(|anchor| anchor.is_of(line));
        let content = &self.submission.content_sha256;
        let form = asked.and_then(|anchor| new::form(&self.talk, &self.begun, &self.lines, Some(anchor), content));
        (!cards.is_empty() || form.is_some()).then(|| {
            view! {
                <tr class="diff__thread">
                    <td colspan="4">{cards} {form}</td>
                </tr>
            }
        })
    }
}

/// The head of a table of values; the two sides are called this.
pub(crate) fn heads(sides: [String; 2]) -> impl IntoView + use<> {
    let sides = sides.map(|side| view! { <th scope="col">{side}</th> });
    view! {
        <thead>
            <tr>
                <th scope="col">
                    <span class="visually-hidden">{words::CHANGE}</span>
                </th>
                <th scope="col">{words::FIELD}</th>
                {sides.into_iter().collect_view()}
            </tr>
        </thead>
    }
}

/// The line above the values of one page, with how many of them changed.
pub(crate) fn page_of(lines: &[Line]) -> impl IntoView + use<> {
    let page = lines.first().map_or("", |line| text::page(line.page));
    let changes = lines.iter().filter(|line| line.sign() != Sign::Same).count();
    view! {
        <tr class="diff__page">
            <th scope="rowgroup" colspan="4">
                <span>{page}</span>
                " "
                <span class="diff__n">{words::changes(changes)}</span>
            </th>
        </tr>
    }
}

pub(crate) const fn class(sign: Sign) -> &'static str {
    match sign {
        Sign::Same => "diff",
        Sign::Edited => "diff diff--edit",
        Sign::Added => "diff diff--add",
        Sign::Removed => "diff diff--rem",
    }
}

pub(crate) const fn glyph(sign: Sign) -> Glyph {
    match sign {
        Sign::Same | Sign::Edited => Glyph::Edit,
        Sign::Added => Glyph::Add,
        Sign::Removed => Glyph::Subtract,
    }
}
