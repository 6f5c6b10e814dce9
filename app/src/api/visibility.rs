//! Until when an invitation lasts, and who is kept out whatever else holds.

use leptos::prelude::*;
use slipway_domain::ids::AccountId;

use crate::error::AppError;

/// `until`: the last day, `2026-09-01`; empty for an invitation without end.
#[server(endpoint = "allowlist/until")]
pub async fn allow_until(
    offering: String,
    account: AccountId,
    #[server(default)] until: String,
) -> Result<(), AppError> {
    use crate::paths::{DeploymentTab, Path};

    let changed = crate::ssr::acting().allow_until(&offering, account, &until).await;
    crate::ssr::saved_at(&offering, &Path::DeploymentTab(offering.clone(), DeploymentTab::Visibility), changed)
}

/// `account` is a name or an id as typed; what nobody is called goes back to the form.
#[server(endpoint = "exclusion/add")]
pub async fn exclude(offering: String, #[server(default)] account: String) -> Result<(), AppError> {
    let excluded = crate::ssr::acting().exclude(&offering, &account).await;
    crate::ssr::called(offering, ("excluded", &account), excluded)
}

#[server(endpoint = "exclusion/remove")]
pub async fn readmit(offering: String, account: AccountId) -> Result<(), AppError> {
    use crate::paths::{DeploymentTab, Path};

    let changed = crate::ssr::acting().readmit(&offering, account).await;
    crate::ssr::saved_at(&offering, &Path::DeploymentTab(offering.clone(), DeploymentTab::Visibility), changed)
}
