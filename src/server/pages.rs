//! Where axum hands over to Leptos: pages, server functions, and what both are told about the request. What a page
//! shows is the app's business.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use leptos::config::LeptosOptions;
use leptos::prelude::{IntoView, provide_context, use_context};
use leptos_axum::{LeptosRoutes as _, ResponseOptions};
use slipway_app::app::App;
use slipway_app::pages::consent::{ConsentForm, consent_page};
use slipway_app::pages::kept::{Kept, kept_page};
use slipway_app::pages::set_up::{SetUpForm, set_up_page};
use slipway_app::pages::sign_in::{Demo, Problem, SignInForm, problem_page, sign_in_page};
use slipway_app::parts::languages::LANGUAGE;
use slipway_app::parts::load::SetStatus;
use slipway_app::parts::operation::NewOperation;
use slipway_app::shell::{Assets, Document, shell, shell_around};
use slipway_backend::{Backend, InSession, demo};
use slipway_domain::caller::Caller;
use slipway_domain::language::Language;
use url::form_urlencoded;

use super::fault::Fault;
use super::sent_form::reads_html;
use super::telemetry::RequestId;
use super::{answers, api};

/// The page that shows what the interface for programs can do.
const REFERENCE: &str = "/docs/api";

/// Draws pages. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Pages {
    backend: Backend,
    assets: Assets,
    is_demo: bool,
    /// Where set-up links lead; `None` where people sign in at another issuer.
    set_up: Option<String>,
}

impl Pages {
    pub(crate) fn new(backend: Backend, assets: Assets, is_demo: bool, set_up: Option<String>) -> Self {
        Self { backend, assets, is_demo, set_up }
    }

    /// The path of the style sheet.
    pub(crate) fn css(&self) -> &str {
        &self.assets.css
    }

    /// Whether every page says that this is a demo.
    pub(crate) fn is_demo(&self) -> bool {
        self.is_demo
    }

    /// Every page of the app and every server function; what matches none of them is the app's own 404 page.
    pub(crate) fn routes(&self) -> Router {
        let options = LeptosOptions::builder().output_name("slipway").build();
        let pages = self.clone();
        let drawn = leptos_axum::generate_route_list(App);
        let router = Router::<LeptosOptions>::new()
            .leptos_routes_with_context(&options, drawn, move || pages.provide(), shell)
            .layer(from_fn_with_state(self.clone(), answers::mend))
            .with_state(options);
        // An unknown function gets our own answer: the framework's would quote the path back.
        let unknown = post(|| async { Fault::NotFound }).fallback(|| async { Fault::MethodNotAllowed });
        let router = router.route("/api/{*function}", unknown);
        router.fallback_service(Router::new().fallback(not_found).with_state(self.clone()))
    }

    pub(crate) async fn sign_in(&self, parts: Parts, status: StatusCode, form: SignInForm) -> Response {
        let form = if self.is_demo { form.with_demo(demo_people()) } else { form };
        self.draw(parts, status, move || sign_in_page(form.clone())).await
    }

    pub(crate) async fn consent(&self, parts: Parts, form: ConsentForm) -> Response {
        self.draw(parts, StatusCode::OK, move || consent_page(form.clone())).await
    }

    pub(crate) async fn sign_in_problem(&self, parts: Parts, status: StatusCode, problem: Problem) -> Response {
        let contact = self.backend.platform().operator_contact.clone();
        self.draw(parts, status, move || problem_page(problem, contact.clone())).await
    }

    pub(crate) async fn kept(&self, parts: Parts, status: StatusCode, kept: Kept) -> Response {
        self.draw(parts, status, move || kept_page(kept.clone())).await
    }

    pub(crate) async fn set_up(&self, parts: Parts, status: StatusCode, form: SetUpForm) -> Response {
        self.draw(parts, status, move || set_up_page(form.clone())).await
    }

    /// The page of the app at this address, told what only the answer to a form may tell it.
    pub(crate) async fn drawn_again<C>(&self, parts: Parts, status: StatusCode, told: C) -> Response
    where
        C: Clone + Send + Sync + 'static,
    {
        let pages = self.clone();
        let context = move || {
            pages.provide();
            provide_context(told.clone());
        };
        let draw = leptos_axum::render_app_async_with_context(context, shell);
        let mut response = draw(Request::from_parts(parts, Body::empty())).await;
        *response.status_mut() = status;
        response
    }

    /// One page outside the app's routes, in the same document as all others.
    async fn draw<V: IntoView + 'static>(
        &self,
        parts: Parts,
        status: StatusCode,
        page: impl Fn() -> V + Clone + Send + Sync + 'static,
    ) -> Response {
        let pages = self.clone();
        let draw = leptos_axum::render_app_async_with_context(move || pages.provide(), move || shell_around(page()));
        let mut response = draw(Request::from_parts(parts, Body::empty())).await;
        *response.status_mut() = status;
        response
    }

    /// What pages and server functions find as context. Leptos has put the request's head there before.
    fn provide(&self) {
        let Some(parts) = use_context::<Parts>() else { return };
        if let Some(options) = use_context::<ResponseOptions>() {
            provide_context(SetStatus(Arc::new(move |status| {
                if let Ok(status) = StatusCode::from_u16(status) {
                    options.set_status(status);
                }
            })));
        }
        let ids = self.backend.ids().clone();
        provide_context(NewOperation(Arc::new(move || ids.token())));
        provide_context(self.backend.clone());
        provide_context(parts.extensions.get::<Caller>().cloned().unwrap_or(Caller::Anonymous));
        provide_context(slipway_app::ssr::Request {
            id: parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
            path: parts.uri.path().to_owned(),
            is_form: parts.method == Method::POST && reads_html(&parts.headers),
            session: parts.extensions.get::<InSession>().copied(),
            language: language(&parts.uri, &parts.headers),
        });
        let (assets, set_up) = (self.assets.clone(), self.set_up.clone());
        provide_context(Document { assets, is_demo: self.is_demo, set_up });
        if parts.uri.path() == REFERENCE {
            provide_context(api::reference());
        }
    }
}

/// In which a page of the catalog is read: as the address says (`?lang=de`), else as the browser would like it.
pub(super) fn language(uri: &Uri, headers: &HeaderMap) -> Language {
    let query = uri.query().unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == LANGUAGE);
    let asked = asked.map(|(_, value)| value.into_owned()).unwrap_or_default();
    let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Language::chosen(&asked, accepted)
}

fn demo_people() -> Demo {
    let people = demo::PERSONAS.iter().map(|persona| (persona.email, persona.about)).collect();
    Demo { password: demo::PASSWORD, people }
}

async fn not_found(State(pages): State<Pages>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Fault::NotFound.into_response();
    }
    let draw = leptos_axum::render_app_async_with_context(move || pages.provide(), shell);
    let mut response = draw(request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
