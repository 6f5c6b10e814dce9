//! What the reviewers' desk owes and how it keeps its word: in whose court the request lay for how long, until when an
//! answer is promised, whether it is late, and how long decisions took. Only while a request waits.

use leptos::prelude::*;
use slipway_domain::moment::Moment;
use slipway_domain::review::{Calendar, Submission, courts};
use slipway_domain::view::OfferingView;

use crate::text::duration;
use crate::text::review::tracks as words;
use crate::ui::{Mark, Status};

/// Names and values for the list of the clock.
pub(super) fn facts(view: &OfferingView, submission: &Submission) -> Vec<(&'static str, String)> {
    let Some(desk) = view.desk.as_ref().filter(|_| submission.is_open()) else { return Vec::new() };
    let lay = courts(&view.submissions, view.now);
    let mut facts = vec![
        (words::WITH_REVIEWER, duration(lay.reviewer)),
        (words::WITH_PROVIDER, duration(lay.provider)),
        (words::ANSWER_DUE, submission.submitted_at.plus(desk.terms.target()).date()),
    ];
    let day = desk.terms.calendar.map(|calendar| next_day(calendar, submission.submitted_at, view.now));
    facts.extend(day.map(|day| (words::ANSWER_DAY, day.day())));
    facts
}

/// The day of this request, or the next one if nobody answered on it.
fn next_day(calendar: Calendar, submitted_at: Moment, now: Moment) -> Moment {
    let day = calendar.answers(submitted_at);
    if day > now || day.is_same_day(now) { day } else { calendar.answers(now) }
}

/// That the answer is late; nothing if it is not.
pub(crate) fn late(view: &OfferingView, submission: &Submission) -> Option<impl IntoView + use<>> {
    let terms = view.desk.as_ref()?.terms;
    let overdue = terms.overdue(submission, view.now)?;
    Some(view! { <Status mark=Mark::Warning>{words::late(overdue, terms.target_days)}</Status> })
}

/// How long decisions took here, or that nothing is said about it yet.
pub(super) fn figures(view: &OfferingView, submission: &Submission) -> Option<impl IntoView + use<>> {
    let desk = view.desk.as_ref().filter(|_| submission.is_open())?;
    let mut told: Vec<String> = desk.figures.iter().map(words::figures).collect();
    if told.is_empty() {
        told.push(words::no_figures());
    }
    let told = told.into_iter().map(|line| view! { <p class="quiet">{line}</p> }).collect_view();
    Some(view! { <div>{told}</div> })
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use slipway_domain::review::Weekday;

    use super::*;

    #[test]
    fn an_answer_day_that_has_passed_is_followed_by_the_next() {
        // A Tuesday.
        let asked = Moment::from_millis(1_778_594_520_000);
        let calendar = Calendar { intake: Weekday::Tuesday, answer: Weekday::Thursday };
        let seen = |days: u64| next_day(calendar, asked, asked.plus(Duration::from_hours(days * 24))).day();
        assert_eq!(seen(0), "Thursday, 14 May 2026");
        assert_eq!(seen(2), "Thursday, 14 May 2026");
        assert_eq!(seen(3), "Thursday, 21 May 2026");
    }
}
