//! Who else has a page open. `part` is the name of a `presence::EditedPart`.

use leptos::prelude::*;

use crate::error::AppError;

/// The caller has the page open; the sentence about the others is for whoever looks at it, and empty if there are none.
#[server(endpoint = "presence")]
pub async fn say_present(offering: String, part: String) -> Result<String, AppError> {
    let part = crate::ssr::edited(&part)?;
    let others = crate::ssr::answer(crate::ssr::acting().present(&offering, part).await)?;
    Ok(crate::text::presence::others(&others))
}
