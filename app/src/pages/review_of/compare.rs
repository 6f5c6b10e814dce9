//! The table of what changed since the last request, page by page.

use leptos::prelude::*;
use slipway_domain::compare::{Line, Marked, Sign, Subject, compare, mark};
use slipway_domain::field::Field;
use slipway_domain::ids::SubmissionId;
use slipway_domain::offering::Offering;

use crate::paths::Path;
use crate::text;
use crate::text::review as words;
use crate::ui::{Glyph, Icon};

#[component]
pub fn Compare(
    before: Option<Offering>,
    content: Offering,
    submission: SubmissionId,
    /// Also what stayed the same.
    with_unchanged: bool,
) -> impl IntoView {
    let lines = compare(before.as_ref(), &content);
    let unchanged = lines.iter().filter(|line| line.sign() == Sign::Same).count();
    let legend = legend(&lines, submission, unchanged, with_unchanged);
    let shown: Vec<Line> = lines.into_iter().filter(|line| with_unchanged || line.sign() != Sign::Same).collect();
    let first = before.is_none().then(|| view! { <p class="quiet">{words::FIRST_REQUEST}</p> });
    let table = if shown.is_empty() {
        view! { <p>{words::NO_CHANGES}</p> }.into_any()
    } else {
        table(&shown, &content.name).into_any()
    };
    view! {
        <section class="block" aria-labelledby="compare-h">
            <h2 id="compare-h">{words::VALUES}</h2>
            {first}
            {legend}
            {table}
        </section>
    }
}

fn legend(lines: &[Line], submission: SubmissionId, unchanged: usize, with_unchanged: bool) -> impl IntoView + use<> {
    let counts = [Sign::Edited, Sign::Added, Sign::Removed].map(|sign| {
        let count = lines.iter().filter(|line| line.sign() == sign).count();
        view! {
            <li>
                <Icon name=glyph(sign) />
                {words::counted(count, sign)}
            </li>
        }
    });
    let path = Path::ReviewOf(submission);
    let (href, label) = if with_unchanged {
        (path.to_string(), words::HIDE_UNCHANGED.to_owned())
    } else {
        (format!("{path}?unchanged=yes"), words::show_unchanged(unchanged))
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

fn table(lines: &[Line], offering: &str) -> impl IntoView + use<> {
    let heads = [words::FIELD, words::BEFORE, words::NOW].map(|head| view! { <th scope="col">{head}</th> });
    let bodies = lines.chunk_by(|one, next| one.page == next.page).map(|lines| body(lines, offering)).collect_view();
    view! {
        <div class="stack">
            <table class="cds--data-table table compare">
                <caption class="visually-hidden">{words::VALUES}</caption>
                <thead>
                    <tr>
                        <th scope="col">
                            <span class="visually-hidden">{words::CHANGE}</span>
                        </th>
                        {heads.into_iter().collect_view()}
                    </tr>
                </thead>
                {bodies}
            </table>
        </div>
    }
}

fn body(lines: &[Line], offering: &str) -> impl IntoView + use<> {
    let page = lines.first().map_or("", |line| text::page(line.page));
    let changes = lines.iter().filter(|line| line.sign() != Sign::Same).count();
    let rows = lines.iter().map(|line| row(line, offering)).collect_view();
    view! {
        <tbody>
            <tr class="diff__page">
                <th scope="rowgroup" colspan="4">
                    <span>{page}</span>
                    " "
                    <span class="diff__n">{words::changes(changes)}</span>
                </th>
            </tr>
            {rows}
        </tbody>
    }
}

fn row(line: &Line, offering: &str) -> impl IntoView + use<> {
    let sign = line.sign();
    let class = match sign {
        Sign::Same => "diff",
        Sign::Edited => "diff diff--edit",
        Sign::Added => "diff diff--add",
        Sign::Removed => "diff diff--rem",
    };
    let (before, now) = sides(&words::value(&line.subject, &line.before), &words::value(&line.subject, &line.now));
    let (href, label) = (place(line, offering), words::subject(&line.subject));
    let icon = (sign != Sign::Same).then(|| view! { <Icon name=glyph(sign) label=words::sign(sign) /> });
    view! {
        <tr class=class>
            <td class="diff__sign">{icon}</td>
            <th scope="row">
                <a href=href>{label}</a>
            </th>
            <td data-label=words::BEFORE>{before}</td>
            <td data-label=words::NOW>{now}</td>
        </tr>
    }
}

/// Both versions with what differs marked; a value that is not there is a dash.
fn sides(before: &str, now: &str) -> (AnyView, AnyView) {
    let none = || view! { <span class="quiet">"–"</span> }.into_any();
    let Marked { head, before: old, now: new, tail } = mark(before, now);
    let around = |middle: Option<AnyView>| (head.to_owned(), middle, tail.to_owned()).into_any();
    let del = (!old.is_empty()).then(|| view! { <del>{old.to_owned()}</del> }.into_any());
    let ins = (!new.is_empty()).then(|| view! { <ins>{new.to_owned()}</ins> }.into_any());
    (if before.is_empty() { none() } else { around(del) }, if now.is_empty() { none() } else { around(ins) })
}

/// Where the value is edited.
fn place(line: &Line, offering: &str) -> String {
    let page = || Path::Offering(offering.to_owned(), line.page);
    match &line.subject {
        Subject::Field(field) => format!("{}#{}", page(), field.id()),
        Subject::Plan { id, .. } => Path::Plan(offering.to_owned(), *id).to_string(),
        Subject::Broker { id, .. } => Path::Broker(offering.to_owned(), *id).to_string(),
        Subject::Highlight(_) => format!("{}#{}", page(), Field::Bullets.id()),
        Subject::Deployment { .. } => page().to_string(),
    }
}

const fn glyph(sign: Sign) -> Glyph {
    match sign {
        Sign::Same | Sign::Edited => Glyph::Edit,
        Sign::Added => Glyph::Add,
        Sign::Removed => Glyph::Subtract,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(before: &str, now: &str) -> (String, String) {
        let (before, now) = sides(before, now);
        (before.to_html(), now.to_html())
    }

    #[test]
    fn only_what_differs_is_marked_and_nothing_typed_becomes_markup() {
        let (before, now) = drawn("Fast <b>", "Very fast <b>");
        assert!(before.contains("<del>Fast</del>") && !before.contains("<b>"), "{before}");
        assert!(now.contains("<ins>Very fast</ins>"), "{now}");
    }

    #[test]
    fn a_value_that_is_not_there_is_a_dash() {
        let (before, now) = drawn("", "Lite");
        assert!(before.contains('–') && !before.contains("del"), "{before}");
        assert!(now.contains("<ins>Lite</ins>"), "{now}");
    }
}
