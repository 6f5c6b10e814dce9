//! What pages are measured against: handlers that find out who asks, run the queries of the page through the same
//! functions, and return a string that was there before. No layer stands around them.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use axum::Router;
use axum::extract::{OriginalUri, Path, State};
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::body::Bytes;
use slipway_backend::{Acting, Backend};
use slipway_domain::caller::Caller;
use slipway_domain::catalog::Query;
use slipway_store::Sessions;
use tower_sessions::session::Id;

use crate::client::Visitor;
use crate::serve;

#[derive(Clone)]
struct Bare {
    backend: Backend,
    sessions: Sessions,
    /// By path and whether somebody is signed in.
    prepared: Arc<BTreeMap<(String, bool), Bytes>>,
}

/// Where the same page is answered after the one query that tells whether the kept one still holds.
pub(super) fn kept(path: &str) -> String {
    format!("/kept{path}")
}

/// Serves bare handlers for `paths`, with what the visitors see now as their prepared strings.
pub(super) async fn handlers(
    backend: &Backend,
    anonymous: &mut Visitor,
    signed_in: &mut Visitor,
    paths: &[&str],
) -> Result<SocketAddr> {
    let mut prepared = BTreeMap::new();
    for path in paths {
        for (is_signed_in, visitor) in [(false, &mut *anonymous), (true, &mut *signed_in)] {
            prepared.insert(((*path).to_owned(), is_signed_in), visitor.get(path).await?.body);
        }
    }
    let bare = Bare {
        backend: backend.clone(),
        sessions: Sessions::new(backend.store().clone()),
        prepared: Arc::new(prepared),
    };
    let router = Router::new()
        .route("/offerings/{name}/listing", get(listing))
        .route("/catalog", get(catalog))
        .route("/catalog/{name}", get(details))
        .route("/kept/{*path}", get(unchanged))
        .with_state(bare);
    serve::bare(router).await
}

async fn listing(
    State(bare): State<Bare>,
    OriginalUri(uri): OriginalUri,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let acting = bare.acting(&headers).await?;
    black_box(acting.offering(&name).await?);
    bare.page(uri.path(), &acting)
}

async fn catalog(
    State(bare): State<Bare>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let acting = bare.acting(&headers).await?;
    black_box(acting.catalog(&Query::default()).await?);
    bare.page(uri.path(), &acting)
}

async fn details(
    State(bare): State<Bare>,
    OriginalUri(uri): OriginalUri,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let acting = bare.acting(&headers).await?;
    black_box(acting.catalog_details(&name).await?);
    bare.page(uri.path(), &acting)
}

async fn unchanged(
    State(bare): State<Bare>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let acting = bare.acting(&headers).await?;
    black_box(bare.backend.store().catalog_version().await?);
    bare.page(uri.path().strip_prefix("/kept").unwrap_or_default(), &acting)
}

impl Bare {
    /// The queries behind every page of somebody who is signed in.
    async fn acting(&self, headers: &HeaderMap) -> Result<Acting> {
        let Some(cookie) = headers.get(COOKIE) else { return Ok(self.backend.acting_for(Caller::Anonymous)) };
        let mut pairs = cookie.to_str()?.split("; ");
        let id: Id = pairs.find_map(|pair| pair.strip_prefix("__Host-session=")).context("a session")?.parse()?;
        let (_, person) = self.sessions.signed_in(&id).await?.context("a session that is kept")?;
        let person = person.context("a person")?;
        Ok(self.backend.acting_for(Caller::Person(person)))
    }

    fn page(&self, path: &str, acting: &Acting) -> Result<Response, Failed> {
        let key = (path.to_owned(), acting.caller().person().is_some());
        let page = self.prepared.get(&key).cloned().context("a page that was prepared")?;
        Ok(([(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response())
    }
}

/// Whatever went wrong; the load stops at any answer that it does not expect.
struct Failed(anyhow::Error);

impl<E: Into<anyhow::Error>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, format!("{:#}", self.0)).into_response()
    }
}
