//! Mails that could not be sent.

use leptos::prelude::*;
use slipway_domain::ids::MailId;

use crate::error::AppError;

/// Has it tried anew.
#[server(endpoint = "mail/try-again")]
pub async fn retry_mail(id: MailId) -> Result<(), AppError> {
    use crate::paths::Path;

    crate::ssr::answer(crate::ssr::acting().retry_mail(id).await)?;
    crate::ssr::redirect(&Path::DeadLetters);
    Ok(())
}
