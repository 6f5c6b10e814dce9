//! One row of a list of fields, with the bin that takes it away.

use leptos::prelude::*;

use super::button::IconButton;
use super::icon::Glyph;

/// How many fields stand side by side, where there is room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowWidth {
    One,
    Three,
    /// Two short ones, such as country and currency.
    TwoShort,
}

impl RowWidth {
    fn class(self) -> &'static str {
        match self {
            Self::One => "repeat__row repeat__row--one",
            Self::Three => "repeat__row repeat__row--three",
            Self::TwoShort => "repeat__row repeat__row--place",
        }
    }
}

/// The fields go into its children; the bin submits their form as `intent`, and says `remove` to whoever cannot see it.
#[component]
pub fn RepeatRow(
    width: RowWidth,
    #[prop(into)] remove: String,
    #[prop(into)] intent: String,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=width.class()>
            {children()} <IconButton icon=Glyph::TrashCan label=remove name="intent" value=intent />
        </div>
    }
}
