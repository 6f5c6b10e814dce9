//! Service instances: what an account has, and what is done to it. A new instance is asked for at a route of its own
//! (`server/instances.rs`), which answers with the form as it was typed; so are credentials, which are in no address and
//! in no function's answer.

use leptos::prelude::*;
use slipway_domain::ids::{BindingId, InstanceId, InstanceOperationId, PlanId};
use slipway_domain::new_instance::BindingDraft;
use slipway_domain::view::{BindingLine, DeadLettersView, InstancesView, NewInstanceView, OwnInstanceView};

use crate::error::AppError;

#[server(endpoint = "instances")]
pub async fn read_instances() -> Result<InstancesView, AppError> {
    crate::ssr::answer(crate::ssr::acting().all_instances().await)
}

#[server(endpoint = "instance")]
pub async fn read_instance(offering: String, id: InstanceId) -> Result<OwnInstanceView, AppError> {
    crate::ssr::answer(crate::ssr::acting().instance_page(&offering, id).await)
}

#[server(endpoint = "instance/form")]
pub async fn read_new_instance(offering: String, plan: String, location: String) -> Result<NewInstanceView, AppError> {
    let chosen = slipway_domain::parameter::Chosen { plan: &plan, location: &location };
    crate::ssr::answer(crate::ssr::acting().new_instance_form_at(&offering, chosen).await)
}

#[server(endpoint = "instance/plan")]
pub async fn change_plan(offering: String, id: InstanceId, plan: PlanId) -> Result<(), AppError> {
    use serde_json::Map;

    let asked = crate::ssr::acting().update_instance(&offering, id, Some(plan), Map::new()).await;
    crate::ssr::asked_of_instance(&offering, id, asked)
}

/// `enabled` is `yes` or `no`.
#[server(endpoint = "instance/enable")]
pub async fn enable_instance(offering: String, id: InstanceId, enabled: String) -> Result<(), AppError> {
    let enabled = crate::ssr::one_of(&enabled, &["no", "yes"])? == 1;
    let asked = crate::ssr::acting().enable_instance(&offering, id, enabled).await;
    crate::ssr::asked_of_instance(&offering, id, asked)
}

/// `confirmation` is the name of the instance.
#[server(endpoint = "instance/remove")]
pub async fn remove_instance(
    offering: String,
    id: InstanceId,
    #[server(default)] confirmation: String,
) -> Result<(), AppError> {
    let asked = crate::ssr::acting().remove_instance_called(&offering, id, &confirmation).await;
    crate::ssr::asked_of_instance(&offering, id, asked)
}

/// What credentials are called; never what they are.
#[server(endpoint = "binding")]
pub async fn read_binding(offering: String, instance: InstanceId, id: BindingId) -> Result<BindingLine, AppError> {
    crate::ssr::answer(crate::ssr::acting().binding(&offering, instance, id).await)
}

#[server(endpoint = "binding/add")]
pub async fn add_binding(
    offering: String,
    instance: InstanceId,
    #[server(default)] binding: BindingDraft,
) -> Result<(), AppError> {
    use slipway_domain::field::Field;

    use crate::paths::Path;

    let added = crate::ssr::acting().order_binding(&offering, instance, &binding).await;
    let back = Path::Instance(offering.clone(), instance);
    if crate::ssr::back_to_form(&back, &Field::BindingName.id(), &[("binding", &binding.name)], &added) {
        return Ok(());
    }
    crate::ssr::asked_of_instance(&offering, instance, added)
}

#[server(endpoint = "binding/remove")]
pub async fn remove_binding(offering: String, instance: InstanceId, id: BindingId) -> Result<(), AppError> {
    let asked = crate::ssr::acting().remove_binding(&offering, instance, id).await;
    crate::ssr::asked_of_instance(&offering, instance, asked)
}

#[server(endpoint = "dead-letters")]
pub async fn read_dead_letters() -> Result<DeadLettersView, AppError> {
    crate::ssr::answer(crate::ssr::acting().all_dead_letters().await)
}

/// "Give up, I checked"; `confirmation` is the name of the instance.
#[server(endpoint = "dead-letter/give-up")]
pub async fn give_up(
    offering: String,
    operation: InstanceOperationId,
    #[server(default)] confirmation: String,
) -> Result<(), AppError> {
    use crate::paths::Path;

    crate::ssr::answer(crate::ssr::acting().give_up_operation_of(&offering, operation, &confirmation).await)?;
    crate::ssr::redirect(&Path::DeadLetters);
    Ok(())
}
