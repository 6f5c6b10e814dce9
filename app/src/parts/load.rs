//! Waiting for a read before a page is shown, and what stands there when it was turned down.

use core::future::Future;
use std::sync::Arc;

use leptos::prelude::*;
use slipway_domain::rejection::{Kind, Rejection};

use crate::error::AppError;
use crate::parts::problem::ProblemPage;

/// Shows `view` of what `read` gives, or a page that says why not and what to do next.
pub fn load<T, F, V, S>(read: F, view: S) -> impl IntoView
where
    T: Send + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
    V: IntoView + 'static,
    S: FnOnce(T) -> V + Send + 'static,
{
    Suspend::new(async move {
        match read.await {
            Ok(data) => view(data).into_any(),
            Err(error) => view! { <ProblemPage error /> }.into_any(),
        }
    })
}

/// Sets the status of the page that is being drawn; the root provides it.
#[derive(Clone)]
pub struct SetStatus(pub Arc<dyn Fn(u16) + Send + Sync>);

/// A part of the address that names nothing: the page answers with the status that says so.
pub fn missing(kind: Kind) -> AppError {
    let error = AppError::Rejected(Rejection::NotFound(kind));
    if let Some(SetStatus(set)) = use_context::<SetStatus>() {
        set(error.status());
    }
    error
}

/// One part of the address, decoded; empty when the route has none of that name.
pub fn param(name: &'static str) -> String {
    leptos_router::hooks::use_params_map().read_untracked().get(name).unwrap_or_default()
}

/// The whole query, for what is read out of it once a page is loaded.
pub fn queries() -> leptos_router::params::ParamsMap {
    leptos_router::hooks::use_query_map().get_untracked()
}

/// One value of the query, decoded; empty when it is absent.
pub fn query(name: &str) -> String {
    leptos_router::hooks::use_query_map().read_untracked().get(name).unwrap_or_default()
}
