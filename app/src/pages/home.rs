//! The start page shows nothing of its own: it leads everybody to where their work begins.

use leptos::prelude::*;

use crate::api::home::go_home;
use crate::parts::load::load;
use crate::paths::Path;
use crate::text::home as words;

#[component]
pub fn HomePage() -> impl IntoView {
    load(go_home(), |()| {
        view! {
            <main id="main" class="error-page">
                <h1>{words::TITLE}</h1>
                <p class="error-page__acts">
                    <a href=Path::Catalog.to_string()>{words::TO_THE_CATALOG}</a>
                </p>
            </main>
        }
    })
}
