//! The pages for requests that never reach the application: wrong host, wrong origin, too large, too slow, a form or an
//! address that cannot be read, and the fault nobody expected. They are fixed HTML without scripts, since whatever draws
//! the real pages may be what failed.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use slipway_app::error::RETRY_AFTER_SECONDS;
use slipway_app::text::fault as text;
use slipway_backend::Report;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No `Host`, two of them, or one that contradicts the request's target.
    MalformedHost,
    /// A `Host` that is not ours; the page names the address that is.
    WrongHost {
        console: String,
    },
    /// Not sent by one of our own pages.
    CrossSite,
    /// The answer took longer than a request may take.
    Overdue,
    /// Storage is busy or gone; it is worth trying again.
    Unavailable,
    /// Something broke; the request's id finds it in the log.
    Broken,
    NotFound,
    MethodNotAllowed,
    TooLarge,
    /// Sent as something else than a form.
    NotAForm,
    /// A form, but not the one that is taken here.
    MalformedForm,
    /// An address whose query cannot be read.
    MalformedQuery,
}

impl Fault {
    const fn status(&self) -> StatusCode {
        match self {
            Self::MalformedHost | Self::MalformedQuery => StatusCode::BAD_REQUEST,
            Self::WrongHost { .. } => StatusCode::MISDIRECTED_REQUEST,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Overdue | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::MalformedForm => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn words(&self) -> text::Words {
        match self {
            Self::MalformedHost => text::MALFORMED_HOST,
            Self::WrongHost { .. } => text::WRONG_HOST,
            Self::CrossSite => text::CROSS_SITE,
            Self::Overdue => text::OVERDUE,
            Self::Unavailable => text::UNAVAILABLE,
            Self::Broken => text::BROKEN,
            Self::NotFound => text::NOT_FOUND,
            Self::MethodNotAllowed => text::METHOD_NOT_ALLOWED,
            Self::TooLarge => text::TOO_LARGE,
            Self::NotAForm => text::NOT_A_FORM,
            Self::MalformedForm => text::MALFORMED_FORM,
            Self::MalformedQuery => text::MALFORMED_QUERY,
        }
    }

    fn page(&self) -> String {
        let words = self.words();
        // The one value that is not a constant is a configured origin: scheme, host and port, which need no escaping.
        let home = if let Self::WrongHost { console } = self { console.as_str() } else { "/" };
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title></head>\n\
             <body><main><h1>{title}</h1><p>{what}</p><p><a href=\"{home}\">{next}</a></p></main></body>\n</html>\n",
            title = words.title,
            what = words.what,
            next = words.next,
        )
    }
}

/// What a use case could not do for a reason of ours.
impl From<&Report> for Fault {
    fn from(report: &Report) -> Self {
        if report.is_unavailable() { Self::Unavailable } else { Self::Broken }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = (self.status(), [(CONTENT_TYPE, "text/html; charset=utf-8")], self.page()).into_response();
        if self.status() == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(RETRY_AFTER_SECONDS));
        }
        response
    }
}
