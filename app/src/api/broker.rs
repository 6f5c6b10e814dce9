//! Brokers. A password travels one way, from the form to the seal.

use leptos::prelude::*;
use slipway_domain::broker::BrokerDraft;
use slipway_domain::ids::BrokerId;
use slipway_domain::view::BrokerView;

use crate::error::AppError;

#[server(endpoint = "broker")]
pub async fn read_broker(offering: String, id: BrokerId) -> Result<BrokerView, AppError> {
    crate::ssr::answer(crate::ssr::acting().broker(&offering, id).await)
}

#[server(endpoint = "broker/add")]
pub async fn add_broker(
    offering: String,
    broker: BrokerDraft,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    use crate::paths::Path;

    let added = crate::ssr::acting().add_broker(&offering, &broker, &password.into()).await;
    if back_to_form(&Path::NewBroker(offering.clone()), &broker, &added) {
        return Ok(());
    }
    let id = crate::ssr::answer(added)?;
    crate::ssr::redirect(&Path::Broker(offering, id));
    Ok(())
}

/// An empty password keeps the saved one, unless the URL changes.
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
    if back_to_form(&back, &broker, &saved) {
        return Ok(());
    }
    crate::ssr::saved_at(&offering, &back, saved.map(drop))
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

/// A name that is taken or a password that cannot be sealed: back to the form with everything that was typed, except
/// the password, which never travels in an address. `refused` tells which of the two it was.
#[cfg(feature = "ssr")]
fn back_to_form<T>(form: &crate::paths::Path, broker: &BrokerDraft, result: &slipway_backend::Result<T>) -> bool {
    use slipway_backend::Error;
    use slipway_domain::rejection::Rejection;
    use slipway_domain::rule::any;

    let refused = match result {
        Err(Error::Rejected(Rejection::Taken(_))) => "name",
        Err(Error::Rejected(Rejection::Invalid(findings)))
            if findings.iter().any(|found| found.rule == any::TOO_LONG) =>
        {
            "password_long"
        }
        Err(Error::Rejected(Rejection::Invalid(_))) => "password_unseen",
        _ => return false,
    };
    if !crate::ssr::is_form() {
        return false;
    }
    crate::ssr::redirect_with(
        form,
        &[
            ("refused", refused),
            ("name", &broker.name),
            ("url", &broker.url),
            ("username", &broker.username),
            ("osb_version", &broker.osb_version),
        ],
    );
    true
}
