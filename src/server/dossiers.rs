//! Dossiers in and out: the download, and the form that makes an offering of one. Both are plain forms that work
//! without scripts. What has to hold in a dossier is not known here.

pub mod archive;

use std::sync::Arc;

use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use axum::{Extension, Json, Router};
use slipway_app::error::AppError;
use slipway_app::paths;
use slipway_app::text::dossier as words;
use slipway_backend::{Backend, Error, ImportedFile};
use slipway_domain::caller::Caller;
use slipway_domain::dossier::Problem;
use slipway_domain::page::Page;
use slipway_domain::rejection::{Refusal, Rejection};

use super::address::Path;
use super::catalog_json;
use super::config::PublicUrl;
use super::fault::Fault;
use super::sent_form::reads_html;
use super::telemetry::RequestId;

/// Of the form with its file, in bytes. The command line takes larger ones.
pub(super) const LARGEST: usize = 16 * 1024 * 1024;
/// Where the form is sent to.
const IMPORT: &str = "/dossiers";

#[derive(Clone)]
struct Dossiers {
    backend: Backend,
    /// The address of this console.
    console: Arc<str>,
}

pub(crate) fn routes(backend: Backend, console: &PublicUrl) -> Router {
    let not_allowed = || async { Fault::MethodNotAllowed };
    Router::new()
        .route("/offerings/{name}/dossier.zip", post(download).fallback(not_allowed))
        // How much is read is said in `body_limit`: a second bound of the same size would hide why reading ended.
        .route(IMPORT, post(import).fallback(not_allowed).layer(DefaultBodyLimit::disable()))
        .with_state(Dossiers { backend, console: console.origin().into() })
}

/// Whether a path is the one of the form with a file.
pub(super) fn takes(path: &str) -> bool {
    path == IMPORT
}

async fn download(
    State(Dossiers { backend, console }): State<Dossiers>,
    Extension(caller): Extension<Caller>,
    Extension(request): Extension<RequestId>,
    Path(name): Path<String>,
) -> Response {
    let dossier = match backend.acting_for(caller).on_request(request.0).dossier(&name, &console).await {
        Ok(dossier) => dossier,
        Err(error) => return catalog_json::refused(error, name),
    };
    match archive::pack(&dossier.members) {
        Ok(bytes) => {
            let headers = [
                (CONTENT_TYPE, "application/zip".to_owned()),
                (CONTENT_DISPOSITION, format!("attachment; filename=\"{}-dossier.zip\"", dossier.name)),
                (CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a dossier could not be written");
            Fault::Broken.into_response()
        }
    }
}

/// Leads to the new offering, or back to the form. Nothing of a file is read for somebody who may not import it.
async fn import(
    State(Dossiers { backend, .. }): State<Dossiers>,
    Extension(caller): Extension<Caller>,
    Extension(request): Extension<RequestId>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    if caller.person().is_none() {
        return Redirect::to(&paths::Path::SignIn.to_string()).into_response();
    }
    let acting = backend.acting_for(caller).on_request(request.0);
    if let Err(error) = acting.may_import().await {
        return failed(error, &headers);
    }
    let sent = match form {
        Ok(form) => Sent::read(form).await,
        Err(_) => Err(AppError::Transport),
    };
    let sent = match sent {
        Ok(sent) => sent,
        Err(error) => return refused(error, &headers),
    };
    // Looking through a large file takes a while: not on a thread that serves requests.
    let unpacked = tokio::task::spawn_blocking(move || (archive::unpack(&sent.file), sent)).await;
    let Ok((unpacked, sent)) = unpacked else { return Fault::Broken.into_response() };
    let unpacked = match unpacked {
        Ok(unpacked) => unpacked,
        Err(problem) => return refused(broken(problem), &headers),
    };
    let file = ImportedFile {
        members: &unpacked.members,
        archive: &sent.file,
        is_as_written: unpacked.is_as_written,
        is_by_owner: false,
    };
    match acting.import_dossier(&sent.name, file).await {
        Ok(name) => Redirect::to(&paths::Path::Offering(name, Page::Summary).to_string()).into_response(),
        Err(error) => failed(error, &headers),
    }
}

/// The form as it was sent.
struct Sent {
    /// Empty: the name that the dossier says.
    name: String,
    file: Vec<u8>,
}

impl Sent {
    /// What the file is called and said to be does not count.
    async fn read(mut form: Multipart) -> Result<Self, AppError> {
        let (mut name, mut file) = (String::new(), None);
        while let Some(field) = form.next_field().await.map_err(|error| unread(&error))? {
            match field.name() {
                Some("name") => name = field.text().await.map_err(|error| unread(&error))?,
                Some("dossier") => file = Some(field.bytes().await.map_err(|error| unread(&error))?.to_vec()),
                _ => {}
            }
        }
        Ok(Self { name, file: file.ok_or(AppError::Transport)? })
    }
}

fn unread(error: &MultipartError) -> AppError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { broken(Problem::TooMuch) } else { AppError::Transport }
}

/// Something is wrong with the archive as a whole.
fn broken(problem: Problem) -> AppError {
    Rejection::Refused(Refusal::DossierBroken { about: words::ARCHIVE.to_owned(), problem }).into()
}

fn failed(error: Error, headers: &HeaderMap) -> Response {
    match error {
        Error::Rejected(rejection) => refused(rejection.into(), headers),
        Error::Unavailable(report) | Error::Internal(report) => {
            tracing::error!(error = %report, "a dossier could not be imported");
            Fault::from(&report).into_response()
        }
    }
}

/// As with every form: the page shows it, and whoever reads no pages is told by its status.
fn refused(error: AppError, headers: &HeaderMap) -> Response {
    if reads_html(headers) {
        let back = paths::Path::NewResource;
        return Redirect::to(&format!("{back}?{}", error.as_query())).into_response();
    }
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
    (status, Json(error)).into_response()
}
