//! Ticks of the checklist.

use leptos::prelude::*;
use slipway_domain::checklist::RowNumber;

use crate::error::AppError;

/// `given` is `yes` for a tick and `no` to take it back.
#[server(endpoint = "checklist/attest")]
pub async fn attest(offering: String, row: RowNumber, given: String) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    let given = crate::ssr::one_of(&given, &["no", "yes"])? == 1;
    crate::ssr::saved(&offering, Page::Checklist, crate::ssr::acting().attest(&offering, row, given).await)
}
