//! The account: a new one, where it is at home and in what it pays, its registration for integrated billing, and the
//! operator's decision about it.

use leptos::prelude::*;
use slipway_domain::account::{AccountPlaceDraft, NewAccountDraft, RegistrationDraft};
use slipway_domain::ids::{AccountId, ParkedId};
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

/// A new account with its first administrator.
#[server(endpoint = "account/add")]
pub async fn add_account(#[server(default)] new_account: NewAccountDraft) -> Result<(), AppError> {
    use crate::pages::registrations::ADD;
    use crate::paths::Path;

    let added = crate::ssr::acting().add_account(&new_account).await;
    let NewAccountDraft { name, kind, administrator_name, administrator_email } = &new_account;
    let typed: [(&str, &str); 4] = [
        ("name", name),
        ("kind", kind),
        ("administrator_name", administrator_name),
        ("administrator_email", administrator_email),
    ];
    if crate::ssr::back_to_form(&Path::Registrations, ADD, &typed, &added) {
        return Ok(());
    }
    let (account, is_new) = crate::ssr::answer(added)?;
    let next = if is_new { Path::FreshLink } else { Path::RegistrationOf(account) };
    crate::ssr::redirect(&next);
    Ok(())
}

/// Where an account is at home and in what it pays, from the next month on.
#[server(endpoint = "account/place")]
pub async fn set_account_place(
    account: AccountId,
    #[server(default)] place: AccountPlaceDraft,
) -> Result<(), AppError> {
    use crate::parts::account_place::PLACE;

    let set = crate::ssr::acting().set_account_place(account, &place).await;
    let back = crate::ssr::account_page(account);
    let typed: [(&str, &str); 2] = [("country", &place.country), ("currency", &place.currency)];
    if crate::ssr::back_to_form(&back, PLACE, &typed, &set) {
        return Ok(());
    }
    crate::ssr::answer(set)?;
    crate::ssr::redirect(&back);
    Ok(())
}

/// Whether an account is one of the operator's own (§4.15).
#[server(endpoint = "account/internal")]
pub async fn set_internal(account: AccountId, internal: bool) -> Result<(), AppError> {
    use crate::paths::Path;

    if let Err(error) = crate::ssr::answer(crate::ssr::acting().set_internal(account, internal).await) {
        return crate::ssr::refused_at(&Path::RegistrationOf(account), error);
    }
    crate::ssr::redirect(&Path::RegistrationOf(account));
    Ok(())
}

/// `then` is empty, or `submit`: what was saved goes to the operator right away. `parked` is empty, or the input that
/// came too late before and that this save decides about. What comes too late itself is on the page that follows.
#[server(endpoint = "registration/save")]
pub async fn save_registration(
    revision: i64,
    registration: RegistrationDraft,
    #[server(default)] parked: String,
    #[server(default)] then: String,
) -> Result<(), AppError> {
    use slipway_backend::Error;
    use slipway_domain::rejection::Rejection;

    use crate::paths::Path;

    let submits = crate::ssr::one_of(&then, &["", "submit"])? == 1;
    let parked =
        if parked.is_empty() { None } else { Some(ParkedId::parse(&parked).map_err(|_| AppError::Transport)?) };
    let saved = crate::ssr::acting().save_registration(revision, &registration, parked).await;
    if matches!(saved, Err(Error::Rejected(Rejection::Stale { .. }))) && crate::ssr::is_form() {
        crate::ssr::redirect(&Path::Account);
        return Ok(());
    }
    crate::ssr::answer(saved)?;
    if submits && let Err(error) = crate::ssr::answer(crate::ssr::acting().submit_registration().await) {
        return crate::ssr::refused_at(&Path::Account, error);
    }
    crate::ssr::redirect(&Path::Account);
    Ok(())
}

/// The author keeps what is saved.
#[server(endpoint = "registration/discard")]
pub async fn discard_registration(parked: ParkedId) -> Result<(), AppError> {
    use crate::paths::Path;

    crate::ssr::answer(crate::ssr::acting().discard_registration(parked).await)?;
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
