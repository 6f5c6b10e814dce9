//! Everybody, for the operator's admin.

use leptos::prelude::*;
use slipway_domain::caller::Role;
use slipway_domain::ids::PersonId;
use slipway_domain::person::PersonDraft;
use slipway_domain::view::{PeopleView, PersonView};

use crate::error::AppError;

#[server(endpoint = "people")]
pub async fn read_people() -> Result<PeopleView, AppError> {
    crate::ssr::answer(crate::ssr::acting().people().await)
}

#[server(endpoint = "person")]
pub async fn read_person(person: PersonId) -> Result<PersonView, AppError> {
    crate::ssr::answer(crate::ssr::acting().person_view(person).await)
}

#[server(endpoint = "person/add")]
pub async fn add_person(#[server(default)] person: PersonDraft) -> Result<(), AppError> {
    use crate::pages::people::ADD;
    use crate::paths::Path;

    let added = crate::ssr::acting().add_person(&person).await;
    let roles = person.roles.join(",");
    let typed: [(&str, &str); 3] = [("email", &person.email), ("name", &person.name), ("roles", &roles)];
    if crate::ssr::back_to_form(&Path::People, ADD, &typed, &added) {
        return Ok(());
    }
    crate::ssr::answer(added)?;
    crate::ssr::redirect(&Path::FreshLink);
    Ok(())
}

#[server(endpoint = "person/link")]
pub async fn issue_setup_link(person: PersonId) -> Result<(), AppError> {
    use crate::paths::Path;

    crate::ssr::answer(crate::ssr::acting().issue_setup_link(person).await)?;
    crate::ssr::redirect(&Path::FreshLink);
    Ok(())
}

#[server(endpoint = "person/disable")]
pub async fn disable_person(person: PersonId) -> Result<(), AppError> {
    crate::ssr::person_changed(person, crate::ssr::acting().disable_person(person).await)
}

#[server(endpoint = "person/enable")]
pub async fn enable_person(person: PersonId) -> Result<(), AppError> {
    crate::ssr::person_changed(person, crate::ssr::acting().enable_person(person).await)
}

#[server(endpoint = "person/role/grant")]
pub async fn grant_role(person: PersonId, role: Role) -> Result<(), AppError> {
    crate::ssr::person_changed(person, crate::ssr::acting().grant_role(person, role).await)
}

#[server(endpoint = "person/role/revoke")]
pub async fn revoke_role(person: PersonId, role: Role) -> Result<(), AppError> {
    crate::ssr::person_changed(person, crate::ssr::acting().revoke_role(person, role).await)
}

#[server(endpoint = "person/sessions/end")]
pub async fn end_sessions_of(person: PersonId) -> Result<(), AppError> {
    crate::ssr::person_changed(person, crate::ssr::acting().end_sessions_of(person).await)
}
