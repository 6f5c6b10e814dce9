//! A set-up link that was just made.

use leptos::prelude::*;
use slipway_domain::view::FreshLinkView;

use crate::error::AppError;

/// For its author, once: the first look takes it away.
#[server(endpoint = "set-up-link")]
pub async fn take_link() -> Result<FreshLinkView, AppError> {
    crate::ssr::answer(crate::ssr::acting().take_link().await)
}
