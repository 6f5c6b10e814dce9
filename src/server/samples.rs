//! Sample brokers: the download of one as an archive. The files in it are those that `slipway broker sample` writes.

mod files;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Extension, Router};
use serde::Deserialize;
use slipway_backend::Backend;
use slipway_domain::broker_api::SampleLanguage;
use slipway_domain::caller::Caller;
use slipway_domain::dossier::Member;

use super::address::{Path, Query};
use super::catalog_json;
use super::dossiers::archive;
use super::fault::Fault;
use super::telemetry::RequestId;

pub use files::{REPORTER, files, is_name};

#[derive(Deserialize)]
struct Asked {
    /// The name of a `SampleLanguage`; empty: the default one.
    #[serde(default)]
    lang: String,
}

pub(crate) fn routes(backend: Backend) -> Router {
    Router::new()
        .route("/offerings/{name}/broker-api/sample.zip", get(download).fallback(|| async { Fault::MethodNotAllowed }))
        .with_state(backend)
}

/// Whoever may not know of the offering is not told which languages there are.
async fn download(
    State(backend): State<Backend>,
    Extension(caller): Extension<Caller>,
    Extension(request): Extension<RequestId>,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let catalog = match backend.acting_for(caller).on_request(request.0).sample_catalog(&name).await {
        Ok(catalog) => catalog.to_bytes(),
        Err(error) => return catalog_json::refused(error, name),
    };
    let language =
        if asked.lang.is_empty() { Some(SampleLanguage::default()) } else { SampleLanguage::parse(&asked.lang) };
    let Some(language) = language else { return Fault::UnknownLanguage.into_response() };
    let broker = called(&name, language);
    let files = files(language, &broker, &String::from_utf8_lossy(&catalog));
    let members = files.into_iter().map(|(path, text)| Member::new(format!("{broker}/{path}"), text.into_bytes()));
    match archive::pack(&members.collect::<Vec<_>>()) {
        Ok(bytes) => {
            let headers = [
                (CONTENT_TYPE, "application/zip".to_owned()),
                (CONTENT_DISPOSITION, format!("attachment; filename=\"{broker}.zip\"")),
                (CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a sample broker could not be written");
            Fault::Broken.into_response()
        }
    }
}

/// The broker's name, and the one directory of its archive. An offering may begin with a digit, and a package may not.
fn called(offering: &str, language: SampleLanguage) -> String {
    let name = format!("{offering}-broker-{}", language.name());
    if is_name(&name) { name } else { format!("service-{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_in_every_language_and_not_the_one_of_the_program_beside() {
        assert!(is_name("acme-db") && is_name("report-usage-2"));
        for name in ["report-usage", "9lives", "Acme", "-a", "a_b", ""] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn a_broker_is_called_after_its_offering_by_a_name_that_a_package_may_have() {
        assert_eq!(called("northwind-vector", SampleLanguage::Rust), "northwind-vector-broker-rust");
        assert_eq!(called("9lives", SampleLanguage::Python), "service-9lives-broker-python");
        for offering in ["a", "0", "1-2"] {
            for language in SampleLanguage::ALL {
                assert!(is_name(&called(offering, language)), "{offering}");
            }
        }
    }
}
