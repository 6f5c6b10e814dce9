//! The path and the query of an address, read into their types. As with a form, what cannot be read is answered in our
//! words, with nothing of the input in them.

use axum::extract::{self, FromRequestParts};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::fault::Fault;

/// Keys that the page does not know are left alone: links come from elsewhere, with marks of their own.
#[derive(Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<T, S> FromRequestParts<S> for Query<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let read = <extract::Query<T> as FromRequestParts<S>>::from_request_parts(parts, state).await;
        read.map(|extract::Query(query)| Self(query)).map_err(|_| Fault::MalformedQuery)
    }
}

/// A path that cannot be read names nothing.
#[derive(Debug)]
pub(crate) struct Path<T>(pub(crate) T);

impl<T, S> FromRequestParts<S> for Path<T>
where
    T: DeserializeOwned + Send,
    S: Send + Sync,
{
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let read = <extract::Path<T> as FromRequestParts<S>>::from_request_parts(parts, state).await;
        read.map(|extract::Path(path)| Self(path)).map_err(|_| Fault::NotFound)
    }
}
