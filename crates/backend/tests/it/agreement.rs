//! Whether the platform and its broker tell the same of an instance and its bindings, once everything is over.

use std::collections::HashSet;

use slipway_domain::instance::{BindingState, InstanceState, OperationKind, Progress};
use slipway_store::WholeInstance;

use crate::support::House;

/// What need not agree, by the names that the broker knows it by.
#[derive(Debug, Default)]
pub(crate) struct Doubt {
    /// The broker did something and said that it had not, in a way after which §6.5 has nothing removed.
    pub(crate) told_wrong: HashSet<String>,
    /// An operation ended as unknown.
    pub(crate) unclear: HashSet<String>,
}

impl Doubt {
    pub(crate) fn is_empty(&self) -> bool {
        self.told_wrong.is_empty() && self.unclear.is_empty()
    }

    fn is_about(&self, resource: &str) -> bool {
        self.told_wrong.contains(resource) || self.unclear.contains(resource)
    }

    /// Of the latest operation, if nobody knows what it did.
    pub(crate) fn note(&mut self, view: &WholeInstance) {
        let latest = &view.operations[0];
        if latest.progress == Progress::Unknown {
            let binding = view.bindings.iter().find(|binding| Some(binding.id) == latest.binding);
            self.unclear.insert(view.instance.resource.clone());
            self.unclear.extend(binding.map(|binding| binding.resource.clone()));
        }
    }
}

/// Every operation is over and in a state that its kind can end in; what the platform has is at the broker, and what it
/// does not have is not.
#[track_caller]
pub(crate) fn assert_agree(house: &House, view: &WholeInstance, doubt: &Doubt, when: &str) {
    for operation in &view.operations {
        let is_over = match operation.progress {
            Progress::Succeeded | Progress::Failed => true,
            // One call was not answered, and the next was refused; a change is not repeated.
            Progress::Unknown => {
                matches!(operation.kind, OperationKind::Deprovision | OperationKind::Unbind | OperationKind::Update)
            }
            _ => false,
        };
        assert!(is_over && operation.ended_at.is_some(), "{when}: {operation:?}");
    }
    let (instance, provision) = (&view.instance, view.operations.last().unwrap());
    let is_told = match instance.state {
        InstanceState::Active | InstanceState::Inactive => true,
        InstanceState::Failed | InstanceState::Removed => false,
        state => panic!("{when}: {state:?} after {:?}", view.operations),
    };
    let was_made = provision.progress == Progress::Succeeded;
    assert!(instance.state == InstanceState::Removed || was_made == is_told, "{when}: {:?}", view.operations);
    assert_same(&instance.resource, is_told, &house.broker.instances(), doubt, when);
    let bindings = house.broker.bindings();
    for binding in &view.bindings {
        let is_told = match binding.state {
            BindingState::Active => true,
            BindingState::Failed | BindingState::Removed => false,
            state => panic!("{when}: a binding is {state:?} after {:?}", view.operations),
        };
        assert_same(&binding.resource, is_told, &bindings, doubt, when);
    }
    if is_told && !doubt.is_about(&instance.resource) {
        let is_enabled = house.broker.is_enabled(&instance.resource);
        assert_eq!(is_enabled, Some(instance.state == InstanceState::Active), "{when}: {:?}", view.operations);
    }
}

#[track_caller]
fn assert_same(resource: &str, is_told: bool, there: &[String], doubt: &Doubt, when: &str) {
    let is_there = there.iter().any(|known| known == resource);
    let is_excused = doubt.told_wrong.contains(resource);
    assert!(is_told || !is_there || is_excused, "{when}: an orphan: {resource}");
    assert!(is_there || !is_told || doubt.is_about(resource), "{when}: {resource} is not there");
}
