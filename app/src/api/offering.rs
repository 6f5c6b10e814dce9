//! The dashboard, New Resource, the Summary page, and the view that every page of an offering reads.

#![expect(clippy::unused_async, reason = "server functions are async, also those that wait for nothing")]

use leptos::prelude::*;
use slipway_domain::caller::Person;
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::offering_line::LinesQuery;
use slipway_domain::summary::SummaryDraft;
use slipway_domain::view::{OfferingView, OfferingsView, SectionSaved};

use crate::error::AppError;

/// Who is signed in, for pages that show nothing else.
#[server(endpoint = "whoami")]
pub async fn whoami() -> Result<Option<Person>, AppError> {
    Ok(crate::ssr::acting().caller().person().cloned())
}

#[server(endpoint = "offerings")]
pub async fn read_offerings(#[server(default)] query: LinesQuery) -> Result<OfferingsView, AppError> {
    crate::ssr::answer(crate::ssr::acting().offerings(&query).await)
}

#[server(endpoint = "offering")]
pub async fn read_offering(offering: String) -> Result<OfferingView, AppError> {
    crate::ssr::answer(crate::ssr::acting().offering(&offering).await)
}

/// For the check while typing.
#[server(endpoint = "offering/name-free")]
pub async fn is_name_free(name: String) -> Result<bool, AppError> {
    crate::ssr::answer(crate::ssr::acting().is_name_free(&name).await)
}

/// A draft with findings goes back to the form with everything that was typed.
#[server(endpoint = "offering/add")]
pub async fn add_resource(resource: NewResourceDraft) -> Result<(), AppError> {
    use slipway_backend::Error;
    use slipway_domain::page::Page;
    use slipway_domain::rejection::Rejection;

    use crate::paths::Path;

    match crate::ssr::acting().add_resource(&resource).await {
        // A broker that runs already is the quickest way to see what there is to define.
        Ok(name) if resource.broker_ready == "yes" => crate::ssr::redirect(&Path::NewBroker(name)),
        Ok(name) => crate::ssr::redirect(&Path::Offering(name, Page::Summary)),
        Err(Error::Rejected(Rejection::Invalid(_) | Rejection::Taken(_))) if crate::ssr::is_form() => {
            crate::ssr::redirect_with(
                &Path::NewResource,
                &[("resource_name", &resource.resource_name), ("broker_ready", &resource.broker_ready)],
            );
        }
        refused => return crate::ssr::answer(refused.map(drop)),
    }
    Ok(())
}

/// The form as it would be drawn of what is typed; nothing is kept.
#[server(endpoint = "summary/check")]
pub async fn check_summary(offering: String, summary: SummaryDraft) -> Result<String, AppError> {
    let mut view = crate::ssr::answer(crate::ssr::acting().offering(&offering).await)?;
    view.offering.summary.draft = summary;
    Ok(crate::pages::summary::typed(&view))
}

/// `operation` and `after` are those of `save_listing`.
#[server(endpoint = "summary/save")]
pub async fn save_summary(
    offering: String,
    revision: i64,
    #[server(default)] operation: String,
    #[server(default)] after: String,
    summary: SummaryDraft,
) -> Result<SectionSaved, AppError> {
    use slipway_backend::Attempt;
    use slipway_domain::page::Page;

    let attempt = Attempt { revision, operation: &operation };
    let saved = crate::ssr::acting().going_on_from(after).save_summary(&offering, attempt, &summary).await;
    crate::ssr::saved(&offering, Page::Summary, saved)
}
