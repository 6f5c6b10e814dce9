//! `/set-up/{token}`: the one-time link with which somebody sets a password. The token is in the path, so answers are
//! never kept and the log knows only the pattern.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use serde::Deserialize;
use slipway_app::pages::set_up::{Problem, SetUpForm};
use slipway_backend::{Backend, SetupError, Weakness};

use super::address::Path;
use super::fault::Fault;
use super::form::Form;
use super::pages::Pages;
use super::telemetry::RequestId;

#[derive(Clone)]
struct SetUp {
    backend: Backend,
    pages: Pages,
}

pub(crate) fn routes(backend: Backend, pages: Pages) -> Router {
    Router::new().route("/set-up/{token}", get(show).post(complete)).with_state(SetUp { backend, pages })
}

async fn show(State(set_up): State<SetUp>, Path(token): Path<String>, parts: Parts) -> Response {
    set_up.answer(parts, &token, StatusCode::OK, None).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    new_password: String,
    again: String,
}

async fn complete(
    State(set_up): State<SetUp>,
    Path(token): Path<String>,
    Extension(request): Extension<RequestId>,
    parts: Parts,
    Form(typed): Form<NewPassword>,
) -> Response {
    if typed.new_password != typed.again {
        return set_up.answer(parts, &token, StatusCode::UNPROCESSABLE_ENTITY, Some(Problem::Different)).await;
    }
    let problem = match set_up.backend.complete_setup(&token, typed.new_password.into(), &request.0).await {
        Ok(()) => return Redirect::to("/login").into_response(),
        Err(SetupError::Weak(Weakness::TooShort)) => Problem::TooShort,
        Err(SetupError::Weak(Weakness::TooLong)) => Problem::TooLong,
        Err(SetupError::Weak(Weakness::Guessable)) => Problem::Guessable,
        Err(SetupError::Gone) => return set_up.pages.set_up(parts, StatusCode::NOT_FOUND, SetUpForm::Gone).await,
        Err(SetupError::Internal(report)) => return broken(&report),
    };
    set_up.answer(parts, &token, StatusCode::UNPROCESSABLE_ENTITY, Some(problem)).await
}

impl SetUp {
    /// The form for a link that works, and one and the same page for every link that does not.
    async fn answer(&self, parts: Parts, token: &str, status: StatusCode, problem: Option<Problem>) -> Response {
        match self.backend.setup_for(token).await {
            Ok(person) => {
                let form = SetUpForm::Open { email: person.email, name: person.name, problem };
                self.pages.set_up(parts, status, form).await
            }
            Err(SetupError::Internal(report)) => broken(&report),
            Err(_) => self.pages.set_up(parts, StatusCode::NOT_FOUND, SetUpForm::Gone).await,
        }
    }
}

fn broken(report: &slipway_backend::Report) -> Response {
    tracing::error!(%report, "a set-up link could not be handled");
    Fault::from(report).into_response()
}
