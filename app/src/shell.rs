//! The document around every page: head, style sheet, and the browser bundle where a page has islands.

use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::app::App;
use crate::paths;

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
    pub path: String,
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
    let scripts = paths::has_islands(&document.path).then(|| scripts(&document.assets));
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=document.assets.css.clone() />
                {scripts}
                <MetaTags />
            </head>
            <body>{page}</body>
        </html>
    }
}

fn scripts(assets: &Assets) -> impl IntoView + use<> {
    let nonce = leptos::nonce::use_nonce();
    view! {
        <link rel="modulepreload" href=assets.js.clone() />
        <script
            type="module"
            nonce=nonce
            src=assets.islands.clone()
        ></script>
    }
}
