//! How far a form is that saves itself: what of it was sent, and under which names.

use leptos::leptos_dom::helpers::TimeoutHandle;

/// What is in the form, beside what was sent.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(super) enum Typed {
    #[default]
    Sent,
    /// Something was typed that no save has taken along.
    Unsent,
    /// The latest attempt was turned down: what it took along is nowhere but in the form.
    Refused,
}

#[derive(Debug, Default)]
pub(super) struct Progress {
    /// As the form says it, which is text.
    pub(super) revision: String,
    /// The name of the form, of one look at the page.
    pub(super) form: String,
    /// The number of the latest attempt to save it.
    attempts: i64,
    /// The save that the form says, where others had saved in between: theirs is saved with it, and not in the form.
    pub(super) since: String,
    pub(super) timer: Option<TimeoutHandle>,
    /// A save is on its way.
    pub(super) is_busy: bool,
    pub(super) typed: Typed,
    /// The body whose answer got lost.
    pub(super) in_doubt: Option<String>,
    /// The intent of a button that was pressed while a save was on its way.
    pub(super) pressed: Option<String>,
    /// What was typed on this revision is kept for its author, and every further attempt would be turned down as well:
    /// nothing is sent by itself any more until they have decided on the page that shows both versions.
    pub(super) is_kept: bool,
}

impl Progress {
    pub(super) fn rest(&mut self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }

    /// How the next attempt is called. Where chance gave the form no name, it has none either.
    pub(super) fn next_name(&mut self) -> String {
        self.attempts += 1;
        if self.form.is_empty() { String::new() } else { self.form.clone() + "." + &self.attempts.to_string() }
    }
}
