//! What is sealed of an instance: what a consumer typed, and what binds answered. Sealed values open in their own row and
//! for their own account only.

use secrecy::ExposeSecret as _;
use serde_json::{Map, Value};
use slipway_domain::ids::{BindingId, InstanceOperationId};
use slipway_domain::instance::{Instance, InstanceOperation};
use slipway_osb::{Broker, Secrets};

use crate::sealing::Place;
use crate::{Backend, Report, Result};

impl Backend {
    /// What was typed for an operation; nothing once it has ended.
    pub(super) async fn parameters(&self, instance: &Instance, of: InstanceOperationId) -> Result<Map<String, Value>> {
        let sealed = self.store().operation_parameters(instance.scope, of).await?;
        if sealed.is_empty() {
            return Ok(Map::new());
        }
        let (row, tenant) = (of.to_string(), instance.consumer.to_string());
        let plain = self.sealer().open(parameters_place(&row, &tenant), &sealed);
        let plain = plain.map_err(|error| Report::new("the parameters of an operation could not be opened", error))?;
        Ok(serde_json::from_slice(plain.expose_secret())
            .map_err(|error| Report::new("the parameters of an operation are no object", error))?)
    }

    pub(super) fn sealed_parameters(
        &self,
        instance: &Instance,
        of: InstanceOperationId,
        parameters: Map<String, Value>,
    ) -> Vec<u8> {
        let (row, tenant) = (of.to_string(), instance.consumer.to_string());
        let plain = Value::Object(parameters).to_string();
        self.sealer().seal(parameters_place(&row, &tenant), plain.as_bytes())
    }

    /// Everything that the broker answered to a bind.
    pub(super) fn credentials(&self, instance: &Instance, of: BindingId, sealed: &[u8]) -> Result<Value> {
        let (row, tenant) = (of.to_string(), instance.consumer.to_string());
        let plain = self.sealer().open(credentials_place(&row, &tenant), sealed);
        let plain = plain.map_err(|error| Report::new("credentials could not be opened", error))?;
        Ok(serde_json::from_slice(plain.expose_secret())
            .map_err(|error| Report::new("credentials are no JSON", error))?)
    }

    pub(super) fn sealed_credentials(&self, instance: &Instance, of: &InstanceOperation, said: &Value) -> Vec<u8> {
        let row = of.binding.map(|id| id.to_string()).unwrap_or_default();
        let tenant = instance.consumer.to_string();
        self.sealer().seal(credentials_place(&row, &tenant), said.to_string().as_bytes())
    }

    /// What the broker may repeat and nobody may read: its own credentials, what was typed for this operation, and the
    /// credentials of the instance's bindings.
    pub(super) async fn instance_secrets(
        &self,
        broker: &Broker,
        instance: &Instance,
        parameters: &Map<String, Value>,
    ) -> Result<Secrets> {
        let mut secrets = Secrets::of(&broker.authentication);
        parameters.values().for_each(|value| secrets.learn(value));
        for (binding, sealed) in self.store().instance_credentials(instance.scope, instance.id).await? {
            let said = self.credentials(instance, binding, &sealed)?;
            secrets.learn(said.get("credentials").unwrap_or_default());
        }
        Ok(secrets)
    }
}

const fn credentials_place<'a>(row: &'a str, tenant: &'a str) -> Place<'a> {
    Place { table: "binding", row, column: "credentials_sealed", tenant }
}

const fn parameters_place<'a>(row: &'a str, tenant: &'a str) -> Place<'a> {
    Place { table: "instance_operation", row, column: "parameters_sealed", tenant }
}
