//! Uploaded pictures in and out, icons and those for media: plain multipart forms, so that an upload works without
//! scripts, and the pictures under names of our own. What a picture must be is not known here.

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use slipway_app::error::AppError;
use slipway_app::paths;
use slipway_backend::{Backend, Error, Picture};
use slipway_domain::caller::Caller;
use slipway_domain::page::Page;
use slipway_domain::picture::{Encoding, Purpose};
use slipway_domain::rejection::Rejection;
use slipway_domain::{icon, picture};

use super::address::Path;
use super::fault::Fault;
use super::headers::Uploaded;
use super::sent_form::reads_html;
use super::telemetry::RequestId;

/// A name is never given twice, so what it names never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// For people: needs to know who asks.
pub(crate) fn uploads(backend: Backend) -> Router {
    let of = |purpose: Purpose| post(upload).fallback(|| async { Fault::MethodNotAllowed }).layer(Extension(purpose));
    Router::new()
        .route("/offerings/{name}/icon", of(Purpose::Icon))
        .route("/offerings/{name}/media", of(Purpose::Media))
        .with_state(backend)
}

/// For everybody who has been told a name, signed in or not: pages of the catalog are public.
pub(crate) fn pictures(backend: Backend) -> Router {
    Router::new()
        .route("/icons/{icon}", get(kept_icon))
        .route("/pictures/{picture}", get(kept_picture))
        .with_state(backend)
}

/// Whatever comes of it leads back to the listing page, which shows what was uploaded or says why not. Nothing of a
/// file is read for somebody who may not upload it.
async fn upload(
    State(backend): State<Backend>,
    Extension(purpose): Extension<Purpose>,
    Extension(caller): Extension<Caller>,
    Extension(request): Extension<RequestId>,
    Path(name): Path<String>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    if caller.person().is_none() {
        return Redirect::to(&paths::Path::SignIn.to_string()).into_response();
    }
    let back = paths::Path::Offering(name.clone(), Page::Listing);
    let acting = backend.acting_for(caller).on_request(request.0);
    if let Err(error) = acting.may_upload(&name).await {
        return failed(error, &back, &headers);
    }
    let (control, anchor) = match purpose {
        Purpose::Icon => ("icon", "icon"),
        Purpose::Media => ("picture", "pictures"),
    };
    let file = match form {
        Ok(form) => file(form, control).await,
        Err(_) => None,
    };
    let Some(file) = file else { return refused(AppError::Transport, &back, &headers) };
    let kept = match purpose {
        Purpose::Icon => acting.upload_icon(&name, file).await,
        Purpose::Media => acting.upload_picture(&name, file).await,
    };
    match kept {
        Ok(_) => Redirect::to(&format!("{back}#{anchor}")).into_response(),
        Err(error) => failed(error, &back, &headers),
    }
}

fn failed(error: Error, back: &paths::Path, headers: &HeaderMap) -> Response {
    match error {
        Error::Rejected(Rejection::NotFound(_)) => Fault::NotFound.into_response(),
        Error::Rejected(rejection) => refused(rejection.into(), back, headers),
        Error::Unavailable(report) | Error::Internal(report) => {
            tracing::error!(error = %report, "a picture could not be kept");
            Fault::from(&report).into_response()
        }
    }
}

/// As with every form: the page shows it, and whoever reads no pages is told by its status.
fn refused(error: AppError, back: &paths::Path, headers: &HeaderMap) -> Response {
    if reads_html(headers) {
        return Redirect::to(&format!("{back}?{}", error.as_query())).into_response();
    }
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
    (status, Json(error)).into_response()
}

/// The bytes of the one file; what it is called and said to be does not count.
async fn file(mut form: Multipart, control: &str) -> Option<Vec<u8>> {
    while let Ok(Some(field)) = form.next_field().await {
        if field.name() == Some(control) {
            return field.bytes().await.ok().map(|bytes| bytes.to_vec());
        }
    }
    None
}

async fn kept_icon(State(backend): State<Backend>, Path(icon): Path<String>) -> Response {
    let Some(name) = icon::name(&format!("/icons/{icon}")).map(str::to_owned) else {
        return Fault::NotFound.into_response();
    };
    let icon = backend.icon(&name).await;
    shown(icon.map(|bytes| Picture { encoding: Encoding::Png, bytes }))
}

async fn kept_picture(State(backend): State<Backend>, Path(name): Path<String>) -> Response {
    let Some(name) = picture::name(&picture::path(&name)).map(str::to_owned) else {
        return Fault::NotFound.into_response();
    };
    shown(backend.picture(&name).await)
}

/// What it is says who wrote it anew, and whoever opens it alone is shown a picture and nothing else.
fn shown(picture: Result<Picture, Error>) -> Response {
    match picture {
        Ok(Picture { encoding, bytes }) => {
            let kind = HeaderValue::from_static(encoding.media_type());
            (Extension(Uploaded), [(CONTENT_TYPE, kind), (CACHE_CONTROL, FOR_EVER)], bytes).into_response()
        }
        Err(Error::Rejected(_)) => Fault::NotFound.into_response(),
        Err(Error::Unavailable(report) | Error::Internal(report)) => {
            tracing::error!(error = %report, "a picture could not be read");
            Fault::from(&report).into_response()
        }
    }
}
