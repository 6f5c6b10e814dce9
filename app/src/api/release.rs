//! Publishing with limited visibility, the allowlist, and the release. `seen` is the fingerprint of what the screen
//! showed on which somebody confirmed it.

use leptos::prelude::*;
use slipway_domain::ids::AccountId;
use slipway_domain::view::PublicationView;

use crate::error::AppError;

/// What becomes visible, and to whom.
#[server(endpoint = "publication")]
pub async fn read_publication(offering: String) -> Result<PublicationView, AppError> {
    crate::ssr::answer(crate::ssr::acting().publication(&offering).await)
}

#[server(endpoint = "release/limited")]
pub async fn publish_limited(offering: String, seen: String) -> Result<(), AppError> {
    use crate::paths::Path;

    let published = crate::ssr::acting().publish_seen(&offering, &seen).await;
    crate::ssr::saved_at(&offering, &Path::Published(offering.clone()), published)
}

#[server(endpoint = "release/public")]
pub async fn release(offering: String, seen: String) -> Result<(), AppError> {
    use crate::paths::Path;

    let released = crate::ssr::acting().release_seen(&offering, &seen).await;
    crate::ssr::saved_at(&offering, &Path::Released(offering.clone()), released)
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
