//! When something was last saved, and by whom: the left side of every save bar.

use leptos::prelude::*;
use slipway_domain::caller::Person;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Saved;

use crate::parts::moment::Ago;
use crate::text;
use crate::ui::Mark;

/// "Saved 3 min ago by you".
#[component]
pub fn LastSaved(
    /// `None`: never.
    saved: Option<Saved>,
    person: Person,
    now: Moment,
) -> impl IntoView {
    saved.map_or_else(
        || text::NOT_SAVED_YET.into_any(),
        |saved| {
            let by = if saved.by == person.id { text::YOU.to_owned() } else { saved.by_name };
            view! { {text::SAVED} " " <Ago at=saved.at now /> " " {text::by(&by)} }.into_any()
        },
    )
}

/// The mark of the save bar.
pub fn mark(saved: Option<&Saved>) -> Mark {
    if saved.is_some() { Mark::Done } else { Mark::Open }
}
