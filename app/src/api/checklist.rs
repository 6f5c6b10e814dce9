//! Ticks of the checklist.

use leptos::prelude::*;
use slipway_domain::checklist::RowNumber;

use crate::error::AppError;

/// `given` is `yes` for a tick and `no` to take it back. `seen` is what the screen showed (`checklist::seen`).
#[server(endpoint = "checklist/attest")]
pub async fn attest(
    offering: String,
    row: RowNumber,
    given: String,
    #[server(default)] seen: String,
) -> Result<(), AppError> {
    use crate::paths::Path;

    let given = crate::ssr::one_of(&given, &["no", "yes"])? == 1;
    let attested = crate::ssr::acting().attest_seen(&offering, row, given, &seen).await;
    crate::ssr::saved_at(&offering, &Path::ChecklistRow(offering.clone(), row), attested)
}
