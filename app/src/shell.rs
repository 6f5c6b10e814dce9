//! The document around every page: head, style sheet, and the browser bundle where an island was drawn.

use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos_meta::{Link, MetaTags, Script};

use crate::app::App;

/// Where the built files are, with their content hashes in the names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    pub css: String,
    pub js: String,
    pub wasm: String,
    /// The script that starts the islands.
    pub islands: String,
}

/// What the document needs to know of the request; the root provides it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    pub assets: Assets,
    /// Demo data is shown; every page says so.
    pub is_demo: bool,
    /// The console's address, which set-up links begin with; `None` where people sign in at another issuer.
    pub set_up: Option<String>,
}

pub fn shell() -> impl IntoView {
    shell_around(view! { <App /> })
}

/// The document around a page that is no route of the app, such as the sign-in page.
pub fn shell_around(page: impl IntoView) -> impl IntoView {
    // Only islands hydrate: what pages read stays on the server.
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let document = use_context::<Document>().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=document.assets.css />
                <MetaTags />
            </head>
            <body>{page}</body>
        </html>
    }
}

/// Stands beside an island, wherever a page draws one, and puts the browser bundle into the head of the document. Where
/// it stands it draws nothing. No page that draws none loads a script. What is loaded comes from this host and needs no
/// nonce, so that a page with islands can be kept as any other; the empty one keeps the framework from writing its own.
#[component]
pub fn IslandScripts() -> impl IntoView {
    let Assets { js, islands, .. } = use_context::<Document>().unwrap_or_default().assets;
    // What goes into a head is handed over when the page is written, which is after its reads and perhaps between two
    // other requests: the view takes its own along.
    OwnedView::new(view! {
        <Link rel="modulepreload" href=js />
        <Script type_="module" nonce="" src=islands />
    })
}
