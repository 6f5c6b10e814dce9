//! The state glyphs: one shape and one colour per meaning, always with a word beside them.
//! Knows the table of states of the look, not which page or rule is in which state.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// What a thing's state means to its reader; decides shape and colour together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Not started, open, to come.
    Open,
    /// Waits for somebody else.
    Waiting,
    /// Incomplete.
    Partial,
    /// At work right now.
    Running,
    /// Complete, passed, valid, met.
    Done,
    /// Unpublished changes, edited.
    Edited,
    /// An error in data, a condition that is not met.
    Error,
    /// A check that ran and failed.
    Failed,
    /// A warning, a blocking thread.
    Warning,
    /// Evidence whose inputs have changed.
    Stale,
    /// Skipped, or does not apply.
    Skipped,
    /// For information.
    Info,
}

impl Mark {
    /// Every mark, for tests and galleries.
    pub const ALL: &[Mark] = &[
        Mark::Open,
        Mark::Waiting,
        Mark::Partial,
        Mark::Running,
        Mark::Done,
        Mark::Edited,
        Mark::Error,
        Mark::Failed,
        Mark::Warning,
        Mark::Stale,
        Mark::Skipped,
        Mark::Info,
    ];

    /// The shape.
    pub const fn glyph(self) -> Glyph {
        match self {
            Mark::Open => Glyph::CircleDash,
            Mark::Waiting => Glyph::Time,
            Mark::Partial => Glyph::Incomplete,
            Mark::Running => Glyph::InProgress,
            Mark::Done => Glyph::CheckmarkFilled,
            Mark::Edited => Glyph::Edit,
            Mark::Error => Glyph::WarningFilled,
            Mark::Failed => Glyph::CloseFilled,
            Mark::Warning => Glyph::WarningAltFilled,
            Mark::Stale => Glyph::Renew,
            Mark::Skipped => Glyph::SubtractAlt,
            Mark::Info => Glyph::InformationFilled,
        }
    }

    /// The classes that colour the shape.
    pub const fn class(self) -> &'static str {
        match self {
            Mark::Open | Mark::Waiting => "state state--none",
            Mark::Partial => "state state--part",
            Mark::Running => "state state--run",
            Mark::Done => "state state--done",
            Mark::Edited => "state state--changed",
            Mark::Error | Mark::Failed => "state state--bad",
            Mark::Warning => "state state--warn",
            Mark::Stale => "state state--stale",
            Mark::Skipped => "state state--skip",
            Mark::Info => "state state--info",
        }
    }
}

/// The glyph of a mark alone; the word that explains it must stand beside it.
#[component]
pub fn MarkIcon(mark: Mark, #[prop(default = 16)] size: u16) -> impl IntoView {
    view! { <Icon name=mark.glyph() size=size class=mark.class() /> }
}

/// A mark and the words that say what it means.
#[component]
pub fn Status(mark: Mark, children: Children) -> impl IntoView {
    view! {
        <span class="status">
            <MarkIcon mark=mark />
            <span>{children()}</span>
        </span>
    }
}
