//! The calls of §6.2 about one instance, from its record.

use serde_json::{Map, Value};
use slipway_domain::broker::BrokerDraft;
use slipway_domain::crn::{Crn, binding_crn, instance_crn, resource_group_crn, target_crn};
use slipway_domain::ids::AccountId;
use slipway_domain::instance::{Binding, Instance, InstanceOperation, Progress, RESOURCE_GROUP};
use slipway_domain::offering::Offering;
use slipway_osb::orphan::Mutation;
use slipway_osb::request::{
    self, Bind, BindResource, Cause, Previous, Provision, ReasonCode, SetState, Update, maintenance_info,
};
use slipway_osb::{Broker, Context, LegacyGuids, OriginatingIdentity, Request, ResourceId};
use uuid::Uuid;

use super::step::Call;
use crate::Backend;

/// What a call is about, as brokers name it.
pub(super) struct Subject {
    instance: request::Instance,
    binding: Option<ResourceId>,
    context: Context,
    location: String,
    /// See `maintained_before`.
    maintenance_before: Option<String>,
}

impl Subject {
    /// `None` for a record that names nothing a broker could be asked about.
    pub(super) fn of(
        backend: &Backend,
        offering: &Offering,
        instance: &Instance,
        binding: Option<&Binding>,
    ) -> Option<Self> {
        let cloud = backend.cloud();
        let binding = match binding {
            Some(binding) => Some(ResourceId::parse(&binding.resource)?),
            None => None,
        };
        Some(Self {
            instance: request::Instance {
                id: ResourceId::parse(&instance.resource)?,
                service_id: offering.id.to_string(),
                plan_id: instance.plan.to_string(),
            },
            binding,
            context: Context {
                account: instance.consumer.to_string(),
                crn: crn(backend, offering, instance),
                resource_group: resource_group_crn(&cloud, instance.consumer, RESOURCE_GROUP),
                target: target_crn(&cloud, instance.plan, &instance.location),
                name: instance.name.clone(),
            },
            location: instance.location.clone(),
            maintenance_before: None,
        })
    }

    /// With the version of the `maintenance_info` that came with the plan which an update changes.
    pub(super) fn maintained_before(self, version: Option<String>) -> Self {
        Self { maintenance_before: version, ..self }
    }

    pub(super) fn request(
        &self,
        broker: &Broker,
        of: &InstanceOperation,
        call: Call,
        mut parameters: Map<String, Value>,
    ) -> Request {
        let (instance, cause) = (&self.instance, self.cause(of));
        let binding = self.binding.clone().unwrap_or_else(|| instance.id.clone());
        let ticket = of.ticket.as_deref().filter(|ticket| !ticket.is_empty());
        match call {
            Call::Mutate(Mutation::Provision) => {
                parameters.insert("location".to_owned(), self.location.clone().into());
                let (instance, context) = (instance.clone(), self.context.clone());
                let maintenance_info = maintenance_info(of.maintenance.as_deref());
                broker.provision(&Provision { instance, context, parameters, maintenance_info }, &cause)
            }
            Call::Mutate(Mutation::Update) => {
                let plan_id = of.new_plan.map(|plan| plan.to_string());
                let previous = plan_id.is_some().then(|| Previous {
                    plan_id: instance.plan_id.clone(),
                    maintenance_info: maintenance_info(self.maintenance_before.as_deref()),
                });
                let maintenance_info = maintenance_info(of.maintenance.as_deref());
                let parameters = (!parameters.is_empty()).then_some(parameters);
                let (instance, context) = (instance.clone(), Some(self.context.clone()));
                let update = Update { instance, context, plan_id, parameters, maintenance_info, previous };
                broker.update(&update, &cause)
            }
            Call::Mutate(Mutation::Deprovision) => broker.deprovision(instance, &cause),
            Call::Mutate(Mutation::Bind) => {
                let resource =
                    BindResource { account_id: Some(self.context.account.clone()), ..BindResource::default() };
                let (instance, context) = (instance.clone(), Some(self.context.clone()));
                broker.bind(&Bind { instance, id: binding, resource, parameters, context }, &cause)
            }
            Call::Mutate(Mutation::Unbind) => broker.unbind(instance, &binding, &cause),
            Call::Poll(Mutation::Bind | Mutation::Unbind) => broker.binding_last_operation(instance, &binding, ticket),
            Call::Poll(_) => broker.last_operation(instance, ticket),
            Call::Fetch => broker.fetch_binding(instance, &binding, &cause),
            Call::Order { enabled } => {
                let initiator_id = of.asked_by.map(|person| iam_id(&person));
                let reason = match (of.is_for_cap, enabled) {
                    (false, _) => ReasonCode::AdminRequest,
                    (true, true) => ReasonCode::ServiceInstanceBelowCap,
                    (true, false) => ReasonCode::ServiceInstanceAboveCap,
                };
                let order = SetState { enabled, initiator_id, reason: Some(reason) };
                broker.set_state(&instance.id, &order, &cause)
            }
        }
    }

    /// Whether the instance is enabled now.
    pub(super) fn look(&self, broker: &Broker, of: &InstanceOperation) -> Request {
        broker.fetch_state(&self.instance.id, &self.cause(of))
    }

    /// What the broker says of the instance, where it may be asked.
    pub(super) fn fetch(&self, broker: &Broker, of: &InstanceOperation) -> Request {
        broker.fetch_instance(&self.instance.id, &self.cause(of))
    }

    /// Nobody in particular cleans up (§6.1).
    fn cause(&self, of: &InstanceOperation) -> Cause {
        let person = of.asked_by.filter(|_| of.progress != Progress::Mitigating);
        let identity = person.map(|person| OriginatingIdentity { iam_id: iam_id(&person), sub: None });
        Cause { identity, region: Some(self.location.clone()) }
    }
}

/// What older platforms call the consumer by: this one knows no spaces, so that both are the account.
pub(super) fn legacy_guids(broker: &BrokerDraft, consumer: AccountId) -> Option<LegacyGuids> {
    let account = consumer.uuid();
    broker.sends_legacy_ids().then_some(LegacyGuids { organization: account, space: account })
}

/// By what a broker is to know an instance from now on. It keeps that name whatever its broker is switched to.
pub(super) fn instance_id(broker: &BrokerDraft, crn: Crn, guid: Uuid) -> ResourceId {
    if broker.has_guid_ids() { ResourceId::Guid(guid) } else { ResourceId::Crn(crn) }
}

/// The same for a binding.
pub(super) fn binding_id(broker: &BrokerDraft, instance: &Crn, guid: Uuid) -> ResourceId {
    if broker.has_guid_ids() { ResourceId::Guid(guid) } else { ResourceId::Crn(binding_crn(instance, guid)) }
}

/// §6.8: what the platform calls an instance, whatever its broker knows it by.
pub(super) fn crn(backend: &Backend, offering: &Offering, instance: &Instance) -> Crn {
    instance_crn(&backend.cloud(), &offering.name, &instance.location, instance.consumer, instance.id.uuid())
}

fn iam_id(person: &slipway_domain::ids::PersonId) -> String {
    format!("IAM-{person}")
}
