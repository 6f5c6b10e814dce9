//! What can be taken over from a broker, and taking it over.

use leptos::prelude::*;
use slipway_domain::ids::BrokerId;
use slipway_domain::import::{ImportDraft, ImportView};

use crate::error::AppError;

/// `choice` is the service of the catalog that somebody chose, counted from 1; 0: none.
#[server(endpoint = "import")]
pub async fn read_import(
    offering: String,
    id: BrokerId,
    #[server(default)] choice: u32,
) -> Result<ImportView, AppError> {
    crate::ssr::answer(crate::ssr::acting().import(&offering, id, choice).await)
}

/// Back to the page, which says what was taken over. Where somebody else was faster it shows what is there now, with
/// the ticks as they were sent. `operation` names one sending of the form.
#[server(endpoint = "import/take")]
pub async fn take_over(
    offering: String,
    id: BrokerId,
    #[server(default)] operation: String,
    import: ImportDraft,
) -> Result<(), AppError> {
    use crate::paths::Path;

    let taken = crate::ssr::acting().as_operation(operation).take_over(&offering, id, &import).await;
    crate::ssr::import::back(&Path::Import(offering, id), &import, taken)
}
