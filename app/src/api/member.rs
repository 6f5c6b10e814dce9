//! The people of an account. A set-up link for somebody new is handed to the page that shows it once.

use leptos::prelude::*;
use slipway_domain::caller::Role;
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::member::MemberDraft;

use crate::error::AppError;

#[server(endpoint = "member/add")]
pub async fn add_member(account: AccountId, #[server(default)] member: MemberDraft) -> Result<(), AppError> {
    use crate::parts::member::ADD;
    use crate::paths::Path;

    let added = crate::ssr::acting().add_member(account, &member).await;
    let back = crate::ssr::account_page(account);
    let typed: [(&str, &str); 3] = [("email", &member.email), ("name", &member.name), ("role", &member.role)];
    if crate::ssr::back_to_form(&back, ADD, &typed, &added) {
        return Ok(());
    }
    let is_new = crate::ssr::answer(added)?;
    let next = if is_new { Path::FreshLink } else { back };
    crate::ssr::redirect(&next);
    Ok(())
}

#[server(endpoint = "member/role")]
pub async fn change_member_role(account: AccountId, person: PersonId, role: Role) -> Result<(), AppError> {
    crate::ssr::answer(crate::ssr::acting().change_member_role(account, person, role).await)?;
    crate::ssr::redirect(&crate::ssr::account_page(account));
    Ok(())
}

#[server(endpoint = "member/link")]
pub async fn issue_member_link(account: AccountId, person: PersonId) -> Result<(), AppError> {
    use crate::paths::Path;

    crate::ssr::answer(crate::ssr::acting().issue_member_link(account, person).await)?;
    crate::ssr::redirect(&Path::FreshLink);
    Ok(())
}

#[server(endpoint = "member/remove")]
pub async fn remove_member(account: AccountId, person: PersonId) -> Result<(), AppError> {
    use crate::paths::Path;

    let is_me = crate::ssr::acting().caller().person().is_some_and(|me| me.id == person);
    crate::ssr::answer(crate::ssr::acting().remove_member(account, person).await)?;
    let next = if is_me { Path::Home } else { crate::ssr::account_page(account) };
    crate::ssr::redirect(&next);
    Ok(())
}
