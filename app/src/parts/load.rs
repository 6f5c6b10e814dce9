//! Waiting for a read before a page is shown, and what stands there when it was turned down.

use core::future::Future;

use leptos::prelude::*;
use slipway_domain::rejection::Kind;

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

/// A part of the address that names nothing: the page answers with the status that says so.
pub fn missing(kind: Kind) -> AppError {
    #[cfg(feature = "ssr")]
    let error = crate::ssr::missing(kind);
    #[cfg(not(feature = "ssr"))]
    let error = AppError::Rejected(slipway_domain::rejection::Rejection::NotFound(kind));
    error
}

/// One part of the address, decoded; empty when the route has none of that name.
pub fn param(name: &'static str) -> String {
    leptos_router::hooks::use_params_map().read_untracked().get(name).unwrap_or_default()
}

/// One value of the query, decoded; empty when it is absent.
pub fn query(name: &'static str) -> String {
    leptos_router::hooks::use_query_map().read_untracked().get(name).unwrap_or_default()
}
