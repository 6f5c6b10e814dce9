//! What is answered by the page itself instead of a redirect: the form for a new instance, which keeps everything that
//! was typed and may hold secrets, and credentials, which must be in no address and in nobody's cache.

use axum::extract::{FromRequest as _, Request, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use axum::{Extension, Router};
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use slipway_app::error::AppError;
use slipway_app::pages::credentials::ShownCredentials;
use slipway_app::pages::new_instance::SentInstance;
use slipway_app::paths;
use slipway_backend::{Backend, Error};
use slipway_domain::caller::Caller;
use slipway_domain::ids::{BindingId, InstanceId};
use slipway_domain::new_instance::NewInstanceDraft;
use slipway_domain::rejection::Rejection;

use super::address::Path;
use super::deadline;
use super::fault::Fault;
use super::form::Form;
use super::pages::Pages;
use super::sent_form::SentForm;
use super::telemetry::RequestId;

#[derive(Clone)]
struct Instances {
    backend: Backend,
    pages: Pages,
}

pub(crate) fn routes(backend: Backend, pages: Pages) -> Router {
    Router::new()
        .route("/catalog/{name}/create", post(create))
        .route("/instances/{name}/{instance}/credentials/{binding}", post(credentials))
        .with_state(Instances { backend, pages })
}

/// A choice that is not made and a box that is not ticked are not sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    operation: String,
    #[serde(default, rename = "instance[plan]")]
    plan: String,
    #[serde(rename = "instance[location]")]
    location: String,
    #[serde(rename = "instance[name]")]
    name: String,
    #[serde(rename = "instance[parameters]")]
    parameters: String,
    #[serde(default, rename = "instance[terms]")]
    terms: String,
}

impl Typed {
    fn draft(self) -> NewInstanceDraft {
        let Self { plan, location, name, parameters, terms, .. } = self;
        NewInstanceDraft { plan, location, name, parameters, terms }
    }
}

/// On to the page of the instance, or the form again.
async fn create(
    State(instances): State<Instances>,
    Extension(caller): Extension<Caller>,
    Extension(id): Extension<RequestId>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let (request, sent) = match SentForm::of(request).await {
        Ok(read) => read,
        Err(fault) => return fault.into_response(),
    };
    let (parts, body) = request.into_parts();
    let typed = match Form::<Typed>::from_request(Request::from_parts(parts.clone(), body), &()).await {
        Ok(Form(typed)) => typed,
        Err(fault) => return fault.into_response(),
    };
    let acting = instances.backend.acting_for(caller).on_request(id.0).as_operation(typed.operation.clone());
    let draft = typed.draft();
    let page = paths::Path::NewInstance(name.clone());
    let Some(ordered) = deadline::within(&parts.extensions, Box::pin(acting.order_instance(&name, &draft))).await
    else {
        return instances.again(parts, sent, &page, draft, AppError::Overdue).await;
    };
    match ordered {
        Ok(created) => Redirect::to(&paths::Path::Instance(name, created).to_string()).into_response(),
        Err(error) => match refused(error) {
            Ok(error) => instances.again(parts, sent, &page, draft, error).await,
            Err(fault) => fault.into_response(),
        },
    }
}

/// What the person can do something about; everything else is a page of its own.
fn refused(error: Error) -> Result<AppError, Fault> {
    match error {
        Error::Rejected(Rejection::NotFound(_)) => Err(Fault::NotFound),
        Error::Rejected(rejection) => Ok(AppError::Rejected(rejection)),
        Error::Unavailable(report) => {
            tracing::warn!(error = %report, "an instance could not be asked for right now");
            Ok(AppError::Unavailable)
        }
        Error::Internal(report) => {
            tracing::error!(error = %report, "an instance could not be asked for");
            Err(Fault::from(&report))
        }
    }
}

impl Instances {
    /// The form as it was sent. Whoever is no longer signed in gets it on a page of its own, as with every other form.
    async fn again(
        &self,
        parts: Parts,
        sent: Option<SentForm>,
        page: &paths::Path,
        draft: NewInstanceDraft,
        error: AppError,
    ) -> Response {
        let (is_overdue, is_unavailable) = (error == AppError::Overdue, error == AppError::Unavailable);
        let is_signed_out = error == AppError::Rejected(Rejection::Unauthenticated);
        if !(is_overdue || is_unavailable || is_signed_out) {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            return self.pages.drawn_again(parts, status, SentInstance { draft, error }).await;
        }
        let kept = match sent {
            Some(sent) => sent.keep(error, &page.to_string(), &self.pages).await,
            None => None,
        };
        match kept {
            Some(answer) => answer,
            None if is_overdue => Fault::Overdue.into_response(),
            None if is_unavailable => Fault::Unavailable.into_response(),
            None => Redirect::to(&paths::Path::SignIn.to_string()).into_response(),
        }
    }
}

/// The page of the credentials, with them on it.
async fn credentials(
    State(instances): State<Instances>,
    Extension(caller): Extension<Caller>,
    Extension(id): Extension<RequestId>,
    Path((name, instance, binding)): Path<(String, String, String)>,
    parts: Parts,
) -> Response {
    let (Ok(instance), Ok(binding)) = (InstanceId::parse(&instance), BindingId::parse(&binding)) else {
        return Fault::NotFound.into_response();
    };
    let acting = instances.backend.acting_for(caller).on_request(id.0);
    match acting.binding_credentials(&name, instance, binding).await {
        Ok(secret) => {
            let shown = ShownCredentials(secret.expose_secret().to_owned());
            let mut response = instances.pages.drawn_again(parts, StatusCode::OK, shown).await;
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(Error::Rejected(Rejection::Unauthenticated)) => {
            Redirect::to(&paths::Path::SignIn.to_string()).into_response()
        }
        Err(Error::Rejected(Rejection::NotFound(_))) => Fault::NotFound.into_response(),
        Err(Error::Rejected(rejection)) => {
            let back = paths::Path::Instance(name, instance);
            Redirect::to(&format!("{back}?{}", AppError::Rejected(rejection).as_query())).into_response()
        }
        Err(Error::Unavailable(report) | Error::Internal(report)) => {
            tracing::error!(error = %report, "credentials could not be shown");
            Fault::from(&report).into_response()
        }
    }
}
