//! Publishing with limited visibility, the allowlist, and the release.

use leptos::prelude::*;
use slipway_domain::ids::AccountId;

use crate::error::AppError;

#[server(endpoint = "release/limited")]
pub async fn publish_limited(offering: String) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    crate::ssr::saved(&offering, Page::Deployments, crate::ssr::acting().publish_limited(&offering).await)
}

#[server(endpoint = "release/public")]
pub async fn release(offering: String) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    crate::ssr::saved(&offering, Page::Review, crate::ssr::acting().release(&offering).await)
}

/// `account` is a name or an id as typed; what nobody is called goes back to the form.
#[server(endpoint = "allowlist/add")]
pub async fn allow(offering: String, #[server(default)] account: String) -> Result<(), AppError> {
    let invited = crate::ssr::acting().allow(&offering, &account).await;
    crate::ssr::called(offering, ("invited", &account), invited)
}

#[server(endpoint = "allowlist/approve")]
pub async fn approve_allowed(offering: String, account: AccountId) -> Result<(), AppError> {
    use crate::paths::{DeploymentTab, Path};

    let changed = crate::ssr::acting().approve_allowed(&offering, account).await;
    crate::ssr::saved_at(&offering, &Path::DeploymentTab(offering.clone(), DeploymentTab::Visibility), changed)
}

#[server(endpoint = "allowlist/remove")]
pub async fn disallow(offering: String, account: AccountId) -> Result<(), AppError> {
    use crate::paths::{DeploymentTab, Path};

    let changed = crate::ssr::acting().disallow(&offering, account).await;
    crate::ssr::saved_at(&offering, &Path::DeploymentTab(offering.clone(), DeploymentTab::Visibility), changed)
}
