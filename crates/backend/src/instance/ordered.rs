//! What is asked for, written down before any call; and what the platform asks for by itself.

use serde_json::{Map, Value};
use slipway_domain::event::EventKind;
use slipway_domain::ids::InstanceOperationId;
use slipway_domain::instance::{Binding, Instance, InstanceOperation, OperationKind};
use slipway_store::{NewInstanceOperation, Tx};

use super::{following, open_already};
use crate::{Backend, Result};

impl Backend {
    /// The row of an operation, and what follows from it at once.
    pub(super) async fn put_down(
        &self,
        tx: &mut Tx,
        instance: &mut Instance,
        operation: &InstanceOperation,
        (binding, parameters): (Option<Binding>, Map<String, Value>),
    ) -> Result<()> {
        let sealed = self.sealed_parameters(instance, operation.id, parameters);
        let new = NewInstanceOperation { scope: instance.scope, operation, parameters_sealed: &sealed };
        tx.add_instance_operation(&new).await.map_err(open_already)?;
        let mut bindings: Vec<Binding> = binding.into_iter().collect();
        following::follow(tx, instance, &mut bindings, operation).await
    }

    /// After the commit: pages hear of it, and it is gone on with.
    pub(super) fn told_of(&self, instance: &Instance) {
        self.watchers().tell(instance.id.uuid());
        self.operations_wanted().notify_one();
    }

    /// Enables or disables an instance because of a cap of its plan, and commits.
    pub(crate) async fn order_for_cap(&self, mut tx: Tx, mut instance: Instance, kind: OperationKind) -> Result<()> {
        let at = self.clock().now();
        let id = InstanceOperationId::new(self.ids().uuid(at));
        let operation = InstanceOperation {
            before: Some(instance.state),
            plan_before: Some(instance.plan),
            is_for_cap: true,
            ..InstanceOperation::asked(id, instance.id, kind, at)
        };
        self.put_down(&mut tx, &mut instance, &operation, (None, Map::new())).await?;
        tx.record(&self.operation_event(&instance, &operation, EventKind::InstanceRequested, at)).await?;
        tx.commit().await?;
        self.told_of(&instance);
        Ok(())
    }
}
