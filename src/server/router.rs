//! The order of things: which routes there are and which layers a request passes on its way in. Every answer, whatever
//! went wrong, leaves through the layer that sets the security headers.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{Response as HttpResponse, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse as _, Response};
use slipway_backend::Backend;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

use super::catalog_pages::{self, CatalogPages};
use super::config::Config;
use super::deadline::{Deadlines, in_time};
use super::disk::Disk;
use super::fault::{self, Fault, Look};
use super::health::{self, Stopping};
use super::host::{self, Hosts};
use super::issuer::{self, IssuerRoutes};
use super::limits::FailedSignIns;
use super::pages::Pages;
use super::session::{self, Gatekeeper};
use super::signin::{self, SignIn};
use super::usage::{self, UsageRoutes};
use super::{
    api, body_limit, catalog_json, csrf, documents, dossiers, headers, icons, imports, instances, offering, samples,
    schemas, set_up, statements, static_files, streams, telemetry,
};

/// The parts that routes are made of.
pub(crate) struct Routes {
    pub(crate) backend: Backend,
    pub(crate) pages: Pages,
    pub(crate) sign_in: SignIn,
    /// Absent where people sign in at another issuer.
    pub(crate) issuer: Option<IssuerRoutes>,
    pub(crate) stopping: Stopping,
    pub(crate) disk: Disk,
    pub(crate) stream_look: Duration,
    /// Routes that are not ours; see `BuildOptions`.
    pub(crate) further: Router,
}

pub(crate) fn router(config: &Config, routes: Routes) -> Router {
    let backend = routes.backend.clone();
    let look = Look::new(routes.pages.css(), config.limits.body_kib, routes.pages.is_demo());
    let gatekeeper = Gatekeeper::new(backend.clone(), session::limits(&config.session));
    let mut people = routes.sign_in.routes().merge(signin::session_routes(gatekeeper.clone()));
    let (mut machines, mut from_elsewhere) = (Router::new(), Router::new());
    if let Some(issuer) = &routes.issuer {
        people = people.merge(issuer.pages()).merge(set_up::routes(backend.clone(), routes.pages.clone()));
        machines = issuer.protocol().merge(UsageRoutes::new(backend.clone(), issuer.issuer.clone()).routes());
        from_elsewhere = IssuerRoutes::from_elsewhere();
    }
    let wrong_keys = routes.issuer.as_ref().map_or_else(FailedSignIns::of_keys, |issuer| issuer.wrong_keys.clone());
    machines = machines.merge(api::routes(backend.clone(), wrong_keys));
    let asked = instances::routes(backend.clone(), routes.pages.clone())
        .merge(imports::routes(backend.clone(), routes.pages.clone()));
    let pages = people.merge(routes.pages.routes()).merge(asked).layer(from_fn(documents::end_with_the_document));
    let known = pages
        .merge(catalog_json::routes(backend.clone()))
        .merge(offering::routes(backend.clone()))
        .merge(samples::routes(backend.clone()))
        .merge(dossiers::routes(backend.clone(), &config.server.public_url))
        .merge(icons::uploads(backend.clone()))
        .merge(statements::routes(backend.clone()))
        .merge(streams::routes(backend.clone(), gatekeeper.clone(), routes.stopping.clone(), routes.stream_look))
        .layer(
            ServiceBuilder::new()
                .layer(map_response(session::take_away_whole))
                .layer(gatekeeper.layer())
                .layer(from_fn_with_state(gatekeeper, session::identify))
                .layer(from_fn_with_state(CatalogPages::new(backend.clone()), catalog_pages::keep)),
        );
    let probes = health::routes(backend.clone(), routes.stopping, routes.disk);
    let routes = known
        .merge(machines)
        .merge(icons::pictures(backend.clone()))
        .merge(static_files::routes(&config.site.dir))
        .merge(schemas::routes())
        .merge(probes)
        .merge(routes.further);
    layered(from_our_pages(routes, config).merge(from_elsewhere), config, &backend, look)
}

/// What changes something, and so must come from a page of ours.
fn from_our_pages(routes: Router, config: &Config) -> Router {
    let console = config.server.public_url.clone();
    let layers = ServiceBuilder::new().layer(csrf::layer()).layer(from_fn_with_state(console, csrf::demand_origin));
    routes.layer(layers)
}

/// From the outside in.
fn layered(routes: Router, config: &Config, backend: &Backend, look: Look) -> Router {
    let largest = usize::try_from(config.limits.body_kib).unwrap_or(usize::MAX).saturating_mul(1024);
    let deadlines = Deadlines::new(config);
    let layers = ServiceBuilder::new()
        .layer(from_fn(headers::secure))
        .layer(from_fn_with_state((backend.ids().clone(), backend.clock().clone()), telemetry::trace))
        .layer(from_fn(usage::in_api_words))
        .layer(from_fn_with_state(largest, api::in_problem_words))
        .layer(from_fn_with_state(look, fault::draw))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(Hosts::new(&config.server), host::guard))
        .layer(from_fn_with_state(deadlines, in_time))
        .layer(from_fn(in_words))
        .layer(DefaultBodyLimit::max(largest))
        .layer(from_fn_with_state(largest, body_limit::bound));
    routes.layer(layers)
}

/// The panic's own message stays in the log.
fn panicked(panic: Box<dyn Any + Send + 'static>) -> HttpResponse<Body> {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    tracing::error!(message, "a handler panicked");
    Fault::Broken.into_response()
}

/// Refusals of the layers and extractors further in become pages of ours, or what the protocol says in their place.
async fn in_words(request: Request, next: Next) -> Response {
    let uri = request.uri().clone();
    let response = next.run(request).await;
    let is_page = response.headers().contains_key(axum::http::header::CONTENT_TYPE)
        && !response
            .headers()
            .get(axum::http::header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE if !is_page => {
            issuer::too_large(uri.path()).unwrap_or_else(|| Fault::TooLarge.into_response())
        }
        StatusCode::METHOD_NOT_ALLOWED if !is_page => Fault::MethodNotAllowed.into_response(),
        _ => response,
    }
}
