//! The arrows of a row, with the words that say what they move.

use crate::text;
use crate::ui::Moves;

/// The arrows of row `at` of `count`, which people know as `what`. `list` is what the intents of its list begin with.
pub fn moves(list: &str, at: usize, count: usize, what: &str) -> Moves {
    Moves::of(list, at, count, text::move_up(what), text::move_down(what))
}
