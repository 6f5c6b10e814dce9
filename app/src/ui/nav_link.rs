//! One entry of a navigation: masthead and side navigation draw it, each in its way.

use super::icon::Glyph;
use super::mark::Mark;

/// A link in a navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavLink {
    pub(super) label: String,
    pub(super) href: String,
    pub(super) current: bool,
    pub(super) icon: Option<(Glyph, &'static str)>,
    pub(super) note: Option<String>,
    pub(super) count: Option<u64>,
}

impl NavLink {
    /// A link with a label.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), current: false, icon: None, note: None, count: None }
    }

    /// Marks the page one is on.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }

    /// Puts a plain icon before the label.
    #[must_use]
    pub fn icon(mut self, icon: Glyph) -> Self {
        self.icon = Some((icon, "state"));
        self
    }

    /// Puts the page's state before the label and its words below it.
    #[must_use]
    pub fn status(mut self, mark: Mark, words: impl Into<String>) -> Self {
        self.icon = Some((mark.glyph(), mark.class()));
        self.note(words)
    }

    /// Adds a line below the label.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Puts a number at the end of the line.
    #[must_use]
    pub fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }
}
