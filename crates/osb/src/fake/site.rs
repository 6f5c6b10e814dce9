//! The pages of the service that the fake broker makes, for anybody: `/site/docs`, `/site/instructions`, `/site/terms`,
//! `/site/support`, `/site/icon.svg`; `/site/moved` leads to the documentation, `/site/round` to itself, `/site/inward` to
//! where a cloud keeps its machines' credentials.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::Shared;
use super::fault::Fault;

pub(super) const PREFIX: &str = "/site/";

pub(super) async fn page(State(shared): State<Shared>, Path(page): Path<String>) -> Response {
    let state = shared.lock();
    match page.as_str() {
        "icon.svg" if state.has(Fault::RasterIcon) => ([(header::CONTENT_TYPE, "image/png")], "png").into_response(),
        "icon.svg" => {
            let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>"#;
            ([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response()
        }
        _ if state.has(Fault::MissingPages) => StatusCode::NOT_FOUND.into_response(),
        "docs" | "instructions" | "terms" | "support" => Html(format!("<h1>{page}</h1>")).into_response(),
        "moved" => (StatusCode::FOUND, [(header::LOCATION, "docs?from=moved")]).into_response(),
        "inward" => (StatusCode::FOUND, [(header::LOCATION, "http://169.254.169.254/latest/")]).into_response(),
        "round" => (StatusCode::FOUND, [(header::LOCATION, "round")]).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
