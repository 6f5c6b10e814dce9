//! Access management. Fresh secrets are handed over once, to the page that shows them. `operation` names one sending of a
//! form (`parts::operation`).

use leptos::prelude::*;
use slipway_domain::access::{AccessDraft, ClientOwners};
use slipway_domain::ids::{ApiKeyId, PersonId};
use slipway_domain::view::FreshSecrets;

use crate::error::AppError;

#[server(endpoint = "access/enable")]
pub async fn enable_access(offering: String, #[server(default)] operation: String) -> Result<(), AppError> {
    let acting = crate::ssr::acting().as_operation(operation);
    crate::ssr::revealed(&offering, acting.enable_access(&offering).await)
}

/// `lifetime` is the name of a `KeyLifetime`; empty: the key has no end.
#[server(endpoint = "access/api-key")]
pub async fn create_api_key(
    offering: String,
    #[server(default)] lifetime: String,
    #[server(default)] operation: String,
) -> Result<(), AppError> {
    let acting = crate::ssr::acting().as_operation(operation);
    crate::ssr::revealed(&offering, acting.create_api_key(&offering, &lifetime).await)
}

#[server(endpoint = "access/client-secret")]
pub async fn replace_client_secret(offering: String, #[server(default)] operation: String) -> Result<(), AppError> {
    let acting = crate::ssr::acting().as_operation(operation);
    crate::ssr::revealed(&offering, acting.replace_client_secret(&offering).await)
}

/// The secrets that were just made, for their author, once: the first look takes them away.
#[server(endpoint = "access/secrets")]
pub async fn take_secrets(offering: String) -> Result<Option<FreshSecrets>, AppError> {
    crate::ssr::answer(crate::ssr::acting().take_secrets(&offering).await)
}

#[server(endpoint = "access/api-key/revoke")]
pub async fn revoke_api_key(offering: String, key: ApiKeyId) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    crate::ssr::saved(&offering, Page::Access, crate::ssr::acting().revoke_api_key(&offering, key).await)
}

/// `intent` is empty, or an intent of one of the lists of the form (`slipway_domain::rows`).
#[server(endpoint = "access/save")]
pub async fn save_access(
    offering: String,
    revision: i64,
    #[server(default)] intent: String,
    #[server(default)] access: AccessDraft,
) -> Result<(), AppError> {
    use slipway_backend::Attempt;
    use slipway_domain::page::Page;

    let access = access.with(&intent);
    let saved = crate::ssr::acting().save_access(&offering, Attempt { revision, operation: "" }, &access).await;
    crate::ssr::saved(&offering, Page::Access, saved.map(drop))
}

/// "Update client ID": puts redirect URIs in force, those of the draft as long as nothing was handed in.
#[server(endpoint = "access/update-client")]
pub async fn update_client(offering: String) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    crate::ssr::saved(&offering, Page::Access, crate::ssr::acting().update_client(&offering).await)
}

/// Who owns the client.
#[server(endpoint = "access/owners")]
pub async fn read_client_owners(offering: String) -> Result<ClientOwners, AppError> {
    crate::ssr::answer(crate::ssr::acting().client_owners(&offering).await)
}

/// `owns`: whether the person is to be an owner of the client from now on.
#[server(endpoint = "access/owner")]
pub async fn set_client_owner(offering: String, person: PersonId, owns: bool) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    let set = crate::ssr::acting().set_client_owner(&offering, person, owns).await;
    crate::ssr::saved(&offering, Page::Access, set)
}
