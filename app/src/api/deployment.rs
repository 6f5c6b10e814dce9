//! Catalog deployments.

use leptos::prelude::*;
use slipway_domain::deployment::{DeploymentDraft, DeploymentOptions};
use slipway_domain::ids::DeploymentId;

use crate::error::AppError;

/// A draft with findings goes back to the form with everything that was chosen.
#[server(endpoint = "deployment/add")]
pub async fn add_deployment(offering: String, #[server(default)] deployment: DeploymentDraft) -> Result<(), AppError> {
    use slipway_backend::Error;
    use slipway_domain::page::Page;
    use slipway_domain::rejection::Rejection;

    use crate::paths::{DeploymentTab, Path};

    let added = crate::ssr::acting().add_deployment(&offering, &deployment).await.map(drop);
    if let Err(Error::Rejected(Rejection::Invalid(_) | Rejection::Taken(_))) = &added
        && crate::ssr::is_form()
    {
        crate::ssr::redirect_with(
            &Path::Offering(offering, Page::Deployments),
            &[
                ("tab", DeploymentTab::Deployments.name()),
                ("plan", &deployment.plan),
                ("location", &deployment.location),
                ("broker", &deployment.broker),
            ],
        );
        return Ok(());
    }
    crate::ssr::saved_at(&offering, &Path::DeploymentTab(offering.clone(), DeploymentTab::Deployments), added)
}

/// What is said of a deployment otherwise than of the service: saved without findings, or kept by the page that answers.
#[server(endpoint = "deployment/save")]
pub async fn save_deployment(
    offering: String,
    id: DeploymentId,
    revision: i64,
    #[server(default)] deployment: DeploymentOptions,
) -> Result<(), AppError> {
    use crate::paths::Path;

    let saved = crate::ssr::acting().save_deployment(&offering, id, revision, &deployment).await;
    crate::ssr::saved_at(&offering, &Path::DeploymentOptions(offering.clone(), id), saved)
}

#[server(endpoint = "deployment/withdraw")]
pub async fn withdraw_deployment(offering: String, id: DeploymentId) -> Result<(), AppError> {
    use crate::paths::{DeploymentTab, Path};

    let withdrawn = crate::ssr::acting().withdraw_deployment(&offering, id).await;
    crate::ssr::saved_at(&offering, &Path::DeploymentTab(offering.clone(), DeploymentTab::Deployments), withdrawn)
}

/// A deployment that came with a change of a public offering: from the invited accounts to everybody.
#[server(endpoint = "deployment/release")]
pub async fn release_deployment(offering: String, id: DeploymentId) -> Result<(), AppError> {
    use crate::paths::{DeploymentTab, Path};

    let released = crate::ssr::acting().release_deployment(&offering, id).await;
    crate::ssr::saved_at(&offering, &Path::DeploymentTab(offering.clone(), DeploymentTab::Deployments), released)
}
