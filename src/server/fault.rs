//! The pages for requests that never reach the application: wrong host, wrong origin, too large, too slow, a form or an
//! address that cannot be read, and the fault nobody expected. They are fixed HTML without scripts, since whatever draws
//! the real pages may be what failed; they look like them by the same style sheet.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use slipway_app::error::RETRY_AFTER_SECONDS;
use slipway_app::text::sign_in::BRAND;
use slipway_app::text::{DEMO, DEMO_LABEL, fault as text};
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
    /// A body beyond `limits.body_kib`.
    TooLarge,
    /// An authorization request that fits into no address.
    TooLong,
    /// Sent as something else than a form.
    NotAForm,
    /// A form, but not the one that is taken here.
    MalformedForm,
    /// An address whose query cannot be read.
    MalformedQuery,
    /// A sample broker in a language that it is not written in.
    UnknownLanguage,
}

impl Fault {
    const fn status(&self) -> StatusCode {
        match self {
            Self::MalformedHost | Self::MalformedQuery => StatusCode::BAD_REQUEST,
            Self::WrongHost { .. } => StatusCode::MISDIRECTED_REQUEST,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Overdue | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NotFound | Self::UnknownLanguage => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge | Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
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
            Self::TooLong => text::TOO_LONG,
            Self::NotAForm => text::NOT_A_FORM,
            Self::MalformedForm => text::MALFORMED_FORM,
            Self::MalformedQuery => text::MALFORMED_QUERY,
            Self::UnknownLanguage => text::UNKNOWN_LANGUAGE,
        }
    }

    /// Under a name that is not ours nothing is served, style sheets and pictures included.
    const fn has_files(&self) -> bool {
        !matches!(self, Self::MalformedHost | Self::WrongHost { .. })
    }
}

/// What the pages are drawn with.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    /// The path of the style sheet.
    css: Arc<str>,
    /// The most that a request may carry, in KiB.
    body_kib: u32,
    /// Whether the pages say that this is a demo, as every other page does.
    is_demo: bool,
}

impl Look {
    pub(crate) fn new(css: &str, body_kib: u32, is_demo: bool) -> Self {
        Self { css: css.into(), body_kib, is_demo }
    }

    /// What is no constant is a name that our build gave, a number, and a configured origin (scheme, host and port): none
    /// of them needs escaping.
    fn page(&self, fault: &Fault) -> String {
        let words = fault.words();
        let (links, mark) = if fault.has_files() {
            let links = format!(
                "<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
                 <link rel=\"stylesheet\" href=\"{}\">",
                self.css
            );
            (links, "<img src=\"/marks/slipway.svg\" width=\"20\" height=\"20\" alt=\"\">")
        } else {
            (String::new(), "")
        };
        let limit =
            if *fault == Fault::TooLarge { format!("<p>{}</p>", text::limit(self.body_kib)) } else { String::new() };
        let banner = if self.is_demo {
            format!("<aside class=\"banner\" aria-label=\"{DEMO_LABEL}\"><p>{DEMO}</p></aside>\n")
        } else {
            String::new()
        };
        let home = if let Fault::WrongHost { console } = fault { console.as_str() } else { "/" };
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\"><title>{title} – {BRAND}</title>{links}</head>\n\
             <body>{banner}<header class=\"masthead\">\
             <a class=\"masthead__name\" href=\"{home}\">{mark}{BRAND}</a></header>\n\
             <main class=\"error-page\"><h1>{title}</h1><p>{what}</p>{limit}\
             <p class=\"error-page__acts\"><a href=\"{home}\">{next}</a></p></main></body>\n</html>\n",
            title = words.title,
            what = words.what,
            next = words.next,
        )
    }
}

/// Middleware around all that may answer with a fault: writes its page.
pub(crate) async fn draw(State(look): State<Look>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(fault) = response.extensions_mut().remove::<Fault>() {
        response.headers_mut().remove(CONTENT_LENGTH);
        *response.body_mut() = Body::from(look.page(&fault));
    }
    response
}

/// What a use case could not do for a reason of ours.
impl From<&Report> for Fault {
    fn from(report: &Report) -> Self {
        if report.is_unavailable() { Self::Unavailable } else { Self::Broken }
    }
}

/// The page is written by [`draw`], which finds the fault in the extensions of the answer.
impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = (self.status(), [(CONTENT_TYPE, "text/html; charset=utf-8")]).into_response();
        if self.status() == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(RETRY_AFTER_SECONDS));
        }
        response.extensions_mut().insert(self);
        response
    }
}
