//! A `catalog.json` that somebody hands in (§6.7), as a file or pasted. The page itself answers: what was pasted is far too
//! long for an address and is kept nowhere, so that the page holds it until everything was taken over.

use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request, State};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use axum::{Extension, Router};
use slipway_app::error::AppError;
use slipway_app::pages::import::file::{CATALOG, FILE, SentCatalog, TAKE, THEN};
use slipway_app::pages::kept::{Kept, Sent as KeptField};
use slipway_app::paths;
use slipway_backend::{Acting, Backend, Error};
use slipway_domain::caller::Caller;
use slipway_domain::import::ImportDraft;
use slipway_domain::import::file::{self, FileImport, FileProblem};
use slipway_domain::policy::Denial;
use slipway_domain::rejection::Rejection;
use url::form_urlencoded::Serializer;

use super::address::Path;
use super::deadline;
use super::fault::Fault;
use super::form::Form;
use super::pages::Pages;
use super::telemetry::RequestId;

/// A text, a file beside it, and what a form writes around them: a form that is not multipart writes three letters for one.
pub(super) const LARGEST: usize = 4 * file::LARGEST;
/// What is read of somebody who is not signed in, so that a page can hold what they pasted until they are.
const LARGEST_OF_NOBODY: usize = 1024 * 1024;
/// More ticks than a page has.
const MOST_TICKS: usize = 1_000;

const OPERATION: &str = "operation";
const CHOICE: &str = "import[choice]";
const SEEN: &str = "import[seen]";
const TICKS: &str = "import[take]";

#[derive(Clone)]
struct Imports {
    backend: Backend,
    pages: Pages,
}

pub(crate) fn routes(backend: Backend, pages: Pages) -> Router {
    Router::new()
        // How much is read is said in `body_limit`: a second bound of the same size would hide why reading ended.
        .route("/offerings/{name}/deployments/import", post(handed_in).layer(DefaultBodyLimit::disable()))
        .with_state(Imports { backend, pages })
}

/// Whether a path is the one of this form.
pub(super) fn takes(path: &str) -> bool {
    path.starts_with("/offerings/") && path.ends_with("/deployments/import")
}

/// The form as it was sent.
#[derive(Debug, Default)]
struct Sent {
    operation: String,
    /// The button that takes over was pressed.
    takes: bool,
    text: String,
    /// What is wrong with the file before anybody looks into it.
    problem: Option<FileProblem>,
    import: ImportDraft,
}

impl Sent {
    /// What no form of ours sends is left out. A file takes the place of the text; it is looked at before anything is taken
    /// over.
    fn of(pairs: Vec<(String, Vec<u8>)>) -> Self {
        let (mut sent, mut typed, mut uploaded) = (Self::default(), Vec::new(), Vec::new());
        for (name, value) in pairs {
            match name.as_str() {
                CATALOG => typed = value,
                FILE => uploaded = value,
                OPERATION => sent.operation = text(&value),
                THEN => sent.takes = value == TAKE.as_bytes(),
                CHOICE => sent.import.choice = text(&value).parse().unwrap_or_default(),
                SEEN => sent.import.seen = text(&value),
                _ if name.starts_with(TICKS) && sent.import.take.len() < MOST_TICKS => {
                    sent.import.take.push(text(&value));
                }
                _ => {}
            }
        }
        sent.takes = sent.takes && uploaded.is_empty();
        let is_too_long = uploaded.len() > file::LARGEST;
        match String::from_utf8(uploaded) {
            Ok(uploaded) if !uploaded.is_empty() && !is_too_long => sent.text = uploaded,
            Ok(_) => sent.text = text(&typed),
            Err(_) => (sent.text, sent.problem) = (text(&typed), Some(FileProblem::NotText)),
        }
        if is_too_long {
            sent.problem = Some(FileProblem::TooLong);
        }
        sent
    }

    /// As a page that is none of ours sends it again.
    fn fields(self) -> Vec<KeptField> {
        let then = if self.takes { TAKE } else { "" };
        let ticks = self.import.take.into_iter().enumerate().map(|(at, key)| (format!("{TICKS}[{at}]"), key));
        let fixed = [
            (OPERATION, self.operation),
            (THEN, then.to_owned()),
            (CATALOG, self.text),
            (CHOICE, self.import.choice.to_string()),
            (SEEN, self.import.seen),
        ];
        let fixed = fixed.into_iter().map(|(name, value)| (name.to_owned(), value));
        fixed.chain(ticks).map(|(name, value)| KeptField::Fixed(name, value)).collect()
    }
}

fn text(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}

/// What came of it.
enum Came {
    Taken(Vec<String>),
    /// Nothing was taken over; `is_stale`: because other things are offered by now.
    Read {
        file: Result<FileImport, FileProblem>,
        is_stale: bool,
    },
}

async fn handed_in(
    State(imports): State<Imports>,
    Extension(caller): Extension<Caller>,
    Extension(id): Extension<RequestId>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let mut request = Request::from_parts(parts.clone(), body);
    if caller.person().is_none() {
        DefaultBodyLimit::max(LARGEST_OF_NOBODY).apply(&mut request);
    }
    let sent = match pairs(request).await {
        Ok(pairs) => Sent::of(pairs),
        Err(Fault::TooLarge) => Sent { problem: Some(FileProblem::TooLong), ..Sent::default() },
        Err(fault) => return fault.into_response(),
    };
    let acting = imports.backend.acting_for(caller).on_request(id.0).as_operation(sent.operation.clone());
    let page = paths::Path::FileImport(name.clone());
    let Some(came) = deadline::within(&parts.extensions, came_of(&acting, &name, &sent)).await else {
        return imports.kept(parts, &page, sent, AppError::Overdue).await;
    };
    match came {
        Ok(Came::Taken(taken)) => {
            let query = Serializer::new(String::new()).append_pair("taken", &taken.join("\n")).finish();
            let back = &page;
            Redirect::to(&format!("{back}?{query}")).into_response()
        }
        Ok(Came::Read { file, is_stale }) => {
            let status = match &file {
                Ok(_) if is_stale => StatusCode::CONFLICT,
                Ok(_) => StatusCode::OK,
                Err(FileProblem::TooLong) => StatusCode::PAYLOAD_TOO_LARGE,
                Err(_) => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let shown = SentCatalog { text: sent.text, import: sent.import, is_stale, file: Some(file), error: None };
            imports.pages.drawn_again(parts, status, shown).await
        }
        Err(error) => imports.refused(parts, &page, sent, error).await,
    }
}

/// The controls of the form. A browser sends multipart; the page that holds a form until somebody has signed in again does
/// not.
async fn pairs(request: Request) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, &()).await?;
        return Ok(pairs.into_iter().map(|(name, value)| (name, value.into_bytes())).collect());
    }
    let fault = |status| if status == StatusCode::PAYLOAD_TOO_LARGE { Fault::TooLarge } else { Fault::MalformedForm };
    let mut form = Multipart::from_request(request, &()).await.map_err(|error| fault(error.status()))?;
    let mut pairs = Vec::new();
    while let Some(control) = form.next_field().await.map_err(|error| fault(error.status()))? {
        let Some(name) = control.name().map(str::to_owned) else { continue };
        let value = control.bytes().await.map_err(|error| fault(error.status()))?;
        pairs.push((name, value.to_vec()));
    }
    Ok(pairs)
}

async fn came_of(acting: &Acting, name: &str, sent: &Sent) -> slipway_backend::Result<Came> {
    let mut is_stale = false;
    if sent.takes && sent.problem.is_none() {
        match Box::pin(acting.take_over_file(name, &sent.text, &sent.import)).await {
            Ok(taken) if taken.is_empty() => {}
            Ok(taken) => return Ok(Came::Taken(taken)),
            Err(Error::Rejected(Rejection::Stale { .. })) => is_stale = true,
            Err(error) => return Err(error),
        }
    }
    let read = Box::pin(acting.import_file(name, &sent.text, sent.import.choice)).await?;
    Ok(Came::Read { file: sent.problem.map_or(read, Err), is_stale })
}

impl Imports {
    /// The page with what was pasted and why nothing was taken over.
    async fn refused(&self, parts: Parts, page: &paths::Path, sent: Sent, error: Error) -> Response {
        let rejection = match error {
            Error::Rejected(Rejection::NotFound(_)) => return Fault::NotFound.into_response(),
            Error::Rejected(rejection) => rejection,
            Error::Unavailable(report) => {
                tracing::warn!(error = %report, "a catalog could not be taken over right now");
                return self.kept(parts, page, sent, AppError::Unavailable).await;
            }
            Error::Internal(report) => {
                tracing::error!(error = %report, "a catalog could not be taken over");
                return Fault::from(&report).into_response();
            }
        };
        match rejection {
            Rejection::Unauthenticated if sent.text.trim().is_empty() => {
                Redirect::to(&paths::Path::SignIn.to_string()).into_response()
            }
            Rejection::Unauthenticated | Rejection::Denied(Denial::OtherAccount { .. }) => {
                self.kept(parts, page, sent, AppError::Rejected(rejection)).await
            }
            rejection => {
                let error = AppError::Rejected(rejection);
                let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
                let Sent { text, import, .. } = sent;
                let shown = SentCatalog { text, import, is_stale: false, file: None, error: Some(error) };
                self.pages.drawn_again(parts, status, shown).await
            }
        }
    }

    /// A page of its own that holds the form, for as long as this one cannot be shown.
    async fn kept(&self, parts: Parts, page: &paths::Path, sent: Sent, error: AppError) -> Response {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
        let wait = error.retry_after_seconds();
        let kept = Kept { action: page.to_string(), back: page.to_string(), error, fields: sent.fields() };
        let mut answer = self.pages.kept(parts, status, kept).await;
        if let Some(seconds) = wait {
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(pairs: &[(&str, &[u8])]) -> Sent {
        Sent::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), value.to_vec())).collect())
    }

    #[test]
    fn a_file_takes_the_place_of_the_text_and_is_looked_at_first() {
        let both: [(&str, &[u8]); 3] = [("catalog", b"typed"), ("file", b"[1]"), ("then", b"take")];
        let read = sent(&both);
        assert_eq!((read.text.as_str(), read.takes, read.problem), ("[1]", false, None));
        let none: [(&str, &[u8]); 3] = [("catalog", b"typed"), ("file", b""), ("then", b"take")];
        let read = sent(&none);
        assert_eq!((read.text.as_str(), read.takes), ("typed", true));
    }

    #[test]
    fn a_file_that_cannot_be_text_leaves_what_was_typed() {
        let broken = sent(&[("catalog", b"typed"), ("file", b"\xff\xfe")]);
        assert_eq!((broken.text.as_str(), broken.problem), ("typed", Some(FileProblem::NotText)));
        let long = sent(&[("catalog", b"typed"), ("file", &vec![b' '; file::LARGEST + 1])]);
        assert_eq!((long.text.as_str(), long.problem), ("typed", Some(FileProblem::TooLong)));
    }

    #[test]
    fn what_is_sent_again_is_what_was_sent() {
        let pairs: [(&str, &[u8]); 6] = [
            ("operation", b"o"),
            ("then", b"take"),
            ("catalog", b"{}"),
            ("import[choice]", b"2"),
            ("import[seen]", b"s"),
            ("import[take][3]", b"plan:1"),
        ];
        let again = sent(&pairs).fields().into_iter().map(|field| match field {
            KeptField::Fixed(name, value) => (name, value.into_bytes()),
            other => panic!("{other:?}"),
        });
        let (first, again) = (sent(&pairs), Sent::of(again.collect()));
        assert_eq!((first.import, first.text, first.operation), (again.import, again.text, again.operation));
        assert!(again.takes);
        assert!(takes("/offerings/a/deployments/import") && !takes("/offerings/a/deployments/import/b"));
    }
}
