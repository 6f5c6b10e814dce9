//! Ticks of the checklist.

use leptos::prelude::*;
use slipway_domain::checklist::RowNumber;

use crate::error::AppError;

/// `given` is `yes` for a tick and `no` to take it back.
#[server(endpoint = "checklist/attest")]
pub async fn attest(offering: String, row: RowNumber, given: String) -> Result<(), AppError> {
    use crate::paths::Path;

    let given = crate::ssr::one_of(&given, &["no", "yes"])? == 1;
    let attested = crate::ssr::acting().attest(&offering, row, given).await;
    crate::ssr::saved_at(&offering, &Path::ChecklistRow(offering.clone(), row), attested)
}
