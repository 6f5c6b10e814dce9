//! What follows from how far an operation is, for the instance and its bindings.

use slipway_domain::instance::{
    Binding, BindingState, Instance, InstanceOperation, InstanceState, OperationKind, Progress,
};
use slipway_domain::usage::active_since;
use slipway_store::Tx;

use crate::Result;

pub(super) async fn follow(
    tx: &mut Tx,
    instance: &mut Instance,
    bindings: &mut [Binding],
    of: &InstanceOperation,
) -> Result<()> {
    if let Some(state) = InstanceState::during(of.before, of.kind, of.progress) {
        instance.state = state;
    }
    if let (OperationKind::Update, Progress::Succeeded, Some(plan)) = (of.kind, of.progress, of.new_plan) {
        instance.plan = plan;
    }
    tx.set_instance(instance).await?;
    if let Some(since) = active_since(of) {
        tx.set_active_since(instance, since).await?;
    }
    let is_gone = instance.state == InstanceState::Removed;
    for binding in bindings {
        let is_subject = of.kind.is_of_a_binding() && Some(binding.id) == of.binding;
        let state = match BindingState::during(of.binding_before, of.kind, of.progress) {
            Some(state) if is_subject => state,
            _ if is_gone => BindingState::Removed,
            _ => continue,
        };
        binding.state = state;
        tx.set_binding(instance.scope, binding, None).await?;
    }
    Ok(())
}
