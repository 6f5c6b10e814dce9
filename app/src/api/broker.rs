//! Brokers. A password travels one way, from the form to the seal.

use leptos::prelude::*;
use slipway_domain::broker::BrokerDraft;
use slipway_domain::ids::BrokerId;
use slipway_domain::view::{BrokerInstances, BrokerView};

use crate::error::AppError;

#[server(endpoint = "broker")]
pub async fn read_broker(offering: String, id: BrokerId) -> Result<BrokerView, AppError> {
    crate::ssr::answer(crate::ssr::acting().broker(&offering, id).await)
}

/// How many instances of customers go through each broker of the offering.
#[server(endpoint = "broker/instances")]
pub async fn read_broker_instances(offering: String) -> Result<BrokerInstances, AppError> {
    crate::ssr::answer(crate::ssr::acting().broker_instances(&offering).await)
}

#[server(endpoint = "broker/add")]
pub async fn add_broker(
    offering: String,
    broker: BrokerDraft,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    use crate::paths::Path;

    let added = crate::ssr::acting().add_broker(&offering, &broker, &password.into()).await;
    if crate::ssr::broker_form::back(&Path::NewBroker(offering.clone()), &broker, &added) {
        return Ok(());
    }
    let id = crate::ssr::answer(added)?;
    crate::ssr::redirect(&Path::Broker(offering, id));
    Ok(())
}

/// An empty password keeps the saved one, unless the form has another URL, another way to sign in or another certificate
/// authority than the one that it was saved with.
#[server(endpoint = "broker/save")]
pub async fn save_broker(
    offering: String,
    id: BrokerId,
    revision: i64,
    broker: BrokerDraft,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    use crate::paths::Path;

    let saved = crate::ssr::acting().save_broker(&offering, id, revision, &broker, &password.into()).await;
    let back = Path::Broker(offering.clone(), id);
    if crate::ssr::broker_form::back(&back, &broker, &saved) {
        return Ok(());
    }
    crate::ssr::saved_at(&offering, &back, saved.map(drop))
}

/// Looks at the catalog of the broker as it is typed, and takes nothing over.
#[server(endpoint = "broker/try")]
pub async fn try_broker(
    offering: String,
    id: BrokerId,
    broker: BrokerDraft,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    use crate::paths::Path;

    if let Some(refusal) = crate::ssr::broker_form::too_long(&broker) {
        return Err(refusal);
    }
    let tried = crate::ssr::acting().try_broker(&offering, id, &broker, &password.into()).await;
    let back = Path::Broker(offering.clone(), id);
    if crate::ssr::broker_form::tried(&back, &broker, &tried) {
        return Ok(());
    }
    crate::ssr::saved_at(&offering, &back, tried)
}

/// Fetches the catalog, compares it, and registers the broker if nothing contradicts.
#[server(endpoint = "broker/register")]
pub async fn register_broker(offering: String, id: BrokerId) -> Result<(), AppError> {
    use crate::paths::Path;

    let registered = crate::ssr::acting().register_broker(&offering, id).await;
    crate::ssr::saved_at(&offering, &Path::Broker(offering.clone(), id), registered)
}

#[server(endpoint = "broker/remove")]
pub async fn remove_broker(offering: String, id: BrokerId) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    crate::ssr::saved(&offering, Page::Deployments, crate::ssr::acting().remove_broker(&offering, id).await)
}
