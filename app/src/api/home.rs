//! The start page, which is a different one for everybody.

#![expect(clippy::unused_async, reason = "server functions are async, also those that wait for nothing")]

use leptos::prelude::*;

use crate::error::AppError;

/// Answers with a redirect to where the caller's work begins.
#[server(endpoint = "home")]
pub async fn go_home() -> Result<(), AppError> {
    crate::ssr::go_home();
    Ok(())
}
