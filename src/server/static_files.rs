//! The built files: style sheet, fonts, marks and the browser bundle, with the brotli form that the build left beside
//! each. What has a hash in its path never changes, so browsers may keep it for ever.

use std::io;
use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{ALLOW, CACHE_CONTROL};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use serde::Deserialize;
use slipway_app::shell::Assets;
use tower_http::services::{ServeDir, ServeFile};

use super::fault::Fault;

const MANIFEST: &str = "pkg/manifest.json";
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const FOR_A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// What `xtask` writes: paths from the root of the site.
#[derive(Debug, Deserialize)]
struct Manifest {
    start: String,
    module: String,
    wasm: String,
    style: String,
}

#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    #[error("there is no built site in {0}; build it with `make build`, or set site.dir")]
    Missing(String),
    #[error("the site's manifest {0} cannot be read: {1}")]
    Unreadable(String, io::Error),
}

/// Where the hashed files are, as the build's manifest says.
pub(crate) fn assets(site: &Path) -> Result<Assets, SiteError> {
    let path = site.join(MANIFEST);
    let text = std::fs::read_to_string(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => SiteError::Missing(site.display().to_string()),
        _ => SiteError::Unreadable(path.display().to_string(), error),
    })?;
    let manifest: Manifest =
        serde_json::from_str(&text).map_err(|error| SiteError::Unreadable(path.display().to_string(), error.into()))?;
    Ok(Assets { css: manifest.style, js: manifest.module, wasm: manifest.wasm, islands: manifest.start })
}

pub(crate) fn routes(site: &Path) -> Router {
    let dir = |name: &str| ServeDir::new(site.join(name)).precompressed_br().append_index_html_on_directories(false);
    let file = |name: &str| ServeFile::new(site.join(name)).precompressed_br();
    Router::new()
        .nest_service("/pkg", dir("pkg"))
        .nest_service("/fonts", dir("fonts"))
        .nest_service("/marks", dir("marks"))
        .route_service("/icons.svg", file("icons.svg"))
        .route_service("/favicon.svg", file("favicon.svg"))
        .layer(from_fn(kept))
}

async fn kept(request: Request, next: Next) -> Response {
    use axum::response::IntoResponse as _;
    let is_hashed = request.uri().path().starts_with("/pkg/") && !request.uri().path().ends_with("/manifest.json");
    let mut response = next.run(request).await;
    let status = response.status();
    if status.is_client_error() {
        // Of other routes the router itself says which methods there are (RFC 9110 §15.5.6); here the service knows.
        let told = response.headers_mut().remove(ALLOW).map(|methods| [(ALLOW, methods)]);
        return if status == axum::http::StatusCode::METHOD_NOT_ALLOWED {
            (told, Fault::MethodNotAllowed).into_response()
        } else {
            Fault::NotFound.into_response()
        };
    }
    if status.is_success() || status.is_redirection() {
        response.headers_mut().insert(CACHE_CONTROL, if is_hashed { FOR_EVER } else { FOR_A_DAY });
    }
    response
}
