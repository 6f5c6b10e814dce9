//! The catalog as the viewer may see it.

use leptos::prelude::*;
use slipway_domain::catalog::Query;
use slipway_domain::view::{CatalogView, DetailsView};

use crate::error::AppError;

#[server(endpoint = "catalog")]
pub async fn read_catalog(#[server(default)] query: Query) -> Result<CatalogView, AppError> {
    crate::ssr::answer(crate::ssr::acting().catalog(&query).await)
}

#[server(endpoint = "catalog/details")]
pub async fn read_details(name: String) -> Result<DetailsView, AppError> {
    crate::ssr::answer(crate::ssr::acting().catalog_details(&name).await)
}
