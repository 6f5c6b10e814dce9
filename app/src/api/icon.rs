//! The pictures that were uploaded for an offering, as icons and for its media. Uploading is a plain form of its own:
//! `src/server/icons.rs`.

use leptos::prelude::*;
use slipway_domain::icon::UploadedIcon;

use crate::error::AppError;

/// The latest icon first.
#[server(endpoint = "icons")]
pub async fn read_icons(offering: String) -> Result<Vec<UploadedIcon>, AppError> {
    crate::ssr::answer(crate::ssr::acting().icons(&offering).await)
}

/// The addresses of pictures for the media, the latest first.
#[server(endpoint = "pictures")]
pub async fn read_pictures(offering: String) -> Result<Vec<String>, AppError> {
    crate::ssr::answer(crate::ssr::acting().pictures(&offering).await)
}
