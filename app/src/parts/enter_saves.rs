//! What the Enter key presses in a form whose rows have buttons of their own: browsers press a form's first button, and
//! that must not be the one that removes a row.

use leptos::prelude::*;

/// Stands first in the form. It is out of sight and out of the tab order; the save bar holds the button that people see.
#[component]
pub fn EnterSaves() -> impl IntoView {
    view! { <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true" formnovalidate=true></button> }
}
