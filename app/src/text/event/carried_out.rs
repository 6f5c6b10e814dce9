//! What is done to instances, in words.

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::instance::OperationKind;

use super::the;

/// What is done to instances through their brokers.
pub(super) fn carried_out(kind: EventKind, detail: &Detail) -> Option<String> {
    let instance = the("the instance", detail);
    let what = match detail.code.as_deref().and_then(OperationKind::parse) {
        Some(OperationKind::Provision) => format!("create {instance}"),
        Some(OperationKind::Update) => format!("change {instance}"),
        Some(OperationKind::Deprovision) => format!("remove {instance}"),
        Some(OperationKind::Bind) => format!("create credentials of {instance}"),
        Some(OperationKind::Unbind) => format!("remove credentials of {instance}"),
        Some(OperationKind::Enable) => format!("enable {instance}"),
        Some(OperationKind::Disable) => format!("disable {instance}"),
        None => format!("do something to {instance}"),
    };
    Some(match kind {
        EventKind::InstanceRequested => format!("Asked to {what}"),
        EventKind::InstanceSucceeded => format!("Succeeded to {what}"),
        EventKind::InstanceFailed => format!("Failed to {what}"),
        EventKind::InstanceUnknown => format!("Asked the broker to {what}; nobody can tell whether it did"),
        EventKind::InstanceMitigating => format!("Failed to {what}, and removes what may be left of it"),
        EventKind::InstanceDeadLettered => format!("Failed for a week to {what}: a person has to look"),
        EventKind::InstanceGivenUp => format!("Looked at the broker, and gave up to {what}"),
        _ => return None,
    })
}
