//! The form that takes values over, after it was sent: back to its page, with what came of it in the address.

use slipway_backend::Error;
use slipway_domain::import::ImportDraft;
use slipway_domain::rejection::Rejection;

use crate::error::AppError;
use crate::paths::Path;

/// `taken`: what was taken over, as `take_over` says it. Where somebody else was faster, a form of ours gets back every
/// tick that it sent: its keys are short, and together never longer than a value in an address may be.
pub fn back(page: &Path, import: &ImportDraft, taken: slipway_backend::Result<Vec<String>>) -> Result<(), AppError> {
    let choice = import.choice.to_string();
    if super::is_form() && matches!(taken, Err(Error::Rejected(Rejection::Stale { .. }))) {
        let ticks = import.take.join("\n");
        super::redirect_with(page, &[("choice", choice.as_str()), ("stale", "yes"), ("take", ticks.as_str())]);
        return Ok(());
    }
    let names = super::answer(taken)?.join("\n");
    super::redirect_with(page, &[("choice", choice.as_str()), ("taken", names.as_str())]);
    Ok(())
}
