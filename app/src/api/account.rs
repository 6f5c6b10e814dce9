//! The account: its registration for integrated billing, and the operator's decision about it.

use leptos::prelude::*;
use slipway_domain::account::RegistrationDraft;
use slipway_domain::ids::AccountId;
use slipway_domain::view::{AccountView, RegistrationsView};

use crate::error::AppError;

/// The account the person works in now.
#[server(endpoint = "account")]
pub async fn read_account() -> Result<AccountView, AppError> {
    crate::ssr::answer(crate::ssr::acting().account().await)
}

/// Any account, for the operator.
#[server(endpoint = "account/of")]
pub async fn read_account_of(account: AccountId) -> Result<AccountView, AppError> {
    crate::ssr::answer(crate::ssr::acting().account_of(account).await)
}

#[server(endpoint = "registrations")]
pub async fn read_registrations() -> Result<RegistrationsView, AppError> {
    crate::ssr::answer(crate::ssr::acting().registrations().await)
}

/// `then` is empty, or `submit`: what was saved goes to the operator right away.
#[server(endpoint = "registration/save")]
pub async fn save_registration(
    revision: i64,
    registration: RegistrationDraft,
    #[server(default)] then: String,
) -> Result<(), AppError> {
    use crate::paths::Path;

    let submits = crate::ssr::one_of(&then, &["", "submit"])? == 1;
    crate::ssr::answer(crate::ssr::acting().save_registration(revision, &registration).await)?;
    if submits && let Err(error) = crate::ssr::answer(crate::ssr::acting().submit_registration().await) {
        return crate::ssr::refused_at(&Path::Account, error);
    }
    crate::ssr::redirect(&Path::Account);
    Ok(())
}

#[server(endpoint = "registration/submit")]
pub async fn submit_registration() -> Result<(), AppError> {
    use crate::paths::Path;

    crate::ssr::answer(crate::ssr::acting().submit_registration().await)?;
    crate::ssr::redirect(&Path::Account);
    Ok(())
}

/// `verdict` is `approve`, `return` or `reject`.
#[server(endpoint = "registration/decide")]
pub async fn decide_registration(
    account: AccountId,
    verdict: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    use slipway_domain::registration::RegistrationMove;

    use crate::paths::Path;

    const VERDICTS: [&str; 3] = ["approve", "return", "reject"];
    const MOVES: [RegistrationMove; 3] =
        [RegistrationMove::Approve, RegistrationMove::Return, RegistrationMove::Reject];
    let act = MOVES[crate::ssr::one_of(&verdict, &VERDICTS)?];
    let decided = crate::ssr::acting().decide_registration(account, act, &reason).await;
    crate::ssr::decided(&Path::RegistrationOf(account), &[("reason", &reason)], decided)
}
