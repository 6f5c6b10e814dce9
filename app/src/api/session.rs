//! The browsers that one is signed in with.

use leptos::prelude::*;
use slipway_domain::ids::SessionId;
use slipway_domain::view::SessionsView;

use crate::error::AppError;

#[server(endpoint = "sessions")]
pub async fn read_sessions() -> Result<SessionsView, AppError> {
    crate::ssr::answer(crate::ssr::acting().sessions().await)
}

/// Takes back what one agreed to for a service.
#[server(endpoint = "consents/revoke")]
pub async fn revoke_consent(client: String) -> Result<(), AppError> {
    use crate::paths::Path;

    crate::ssr::answer(crate::ssr::acting().revoke_consent(&client).await)?;
    crate::ssr::redirect(&Path::Sessions);
    Ok(())
}

#[server(endpoint = "sessions/end")]
pub async fn end_session(session: SessionId) -> Result<(), AppError> {
    use crate::paths::Path;

    crate::ssr::answer(crate::ssr::acting().end_session(session).await)?;
    crate::ssr::redirect(&Path::Sessions);
    Ok(())
}

#[server(endpoint = "sessions/end-others")]
pub async fn end_other_sessions() -> Result<(), AppError> {
    use crate::paths::Path;

    crate::ssr::answer(crate::ssr::acting().end_other_sessions().await)?;
    crate::ssr::redirect(&Path::Sessions);
    Ok(())
}
