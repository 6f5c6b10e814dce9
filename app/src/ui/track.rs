//! The stages of a thing on its way, small in the side navigation and large on a dashboard.
//! Knows an order of steps, not which stages the domain has.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// Where a step lies on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Passed.
    Done,
    /// Here now, under way.
    Now,
    /// Here now, and at the end of the way.
    Arrived,
    /// To come.
    Next,
}

impl Progress {
    const fn data(self) -> &'static str {
        match self {
            Progress::Done => "done",
            Progress::Now | Progress::Arrived => "now",
            Progress::Next => "next",
        }
    }

    const fn glyph(self) -> Glyph {
        match self {
            Progress::Done => Glyph::CheckmarkOutline,
            Progress::Now => Glyph::Incomplete,
            Progress::Arrived => Glyph::CheckmarkFilled,
            Progress::Next => Glyph::CircleDash,
        }
    }

    fn current(self) -> Option<&'static str> {
        matches!(self, Progress::Now | Progress::Arrived).then_some("step")
    }
}

/// One step of a [`Track`] or [`Pipeline`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// Its progress in words, for assistive technology: "current stage".
    pub spoken: String,
    /// Its owner, time or condition in words; only a [`Pipeline`] shows it.
    pub note: Option<String>,
    /// Where it lies on the way.
    pub progress: Progress,
}

/// The way as a thin bar of segments; children are the line below it.
#[component]
pub fn Track(
    #[prop(into)] label: String,
    steps: Vec<Step>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let steps = steps
        .into_iter()
        .map(|Step { name, spoken, progress, .. }| {
            view! {
                <li data-state=progress.data() aria-current=progress.current()>
                    <span class="visually-hidden">{format!("{name}, {spoken}")}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <ol class="track" aria-label=label>
            {steps}
        </ol>
        {children.map(|children| view! { <p class="track__note">{children()}</p> })}
    }
}

/// The way with the name of every step and a note below it.
#[component]
pub fn Pipeline(#[prop(into)] label: String, steps: Vec<Step>) -> impl IntoView {
    let steps = steps
        .into_iter()
        .map(|Step { name, spoken, note, progress }| {
            view! {
                <li class="pipeline__step" data-state=progress.data() aria-current=progress.current()>
                    <Icon name=progress.glyph() class="state" />
                    <span class="pipeline__name">
                        {name} <span class="visually-hidden">{format!(", {spoken}")}</span>
                    </span>
                    {note.map(|text| view! { <span class="pipeline__note">{text}</span> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <ol class="pipeline" aria-label=label>
            {steps}
        </ol>
    }
}
