//! The calls of §6.2 as they are told to whoever builds a broker: about a made-up instance, by the code that calls
//! brokers for real ones. Nothing is sent and nothing is stored.

mod follows;

use serde_json::Map;
use slipway_domain::broker::BrokerRecord;
use slipway_domain::broker_api::{Abilities, Answer, Documented, Endpoint, Example, ExampleInstance, Purpose};
use slipway_domain::ids::{AccountId, BindingId, InstanceId, InstanceOperationId, PersonId, PlanId};
use slipway_domain::instance::{
    Binding, BindingState, Instance, InstanceOperation, InstanceState, OperationKind, Progress,
};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Offering;
use slipway_osb::outline::Outline;
use slipway_osb::{Authentication, Broker, Request};
use uuid::Uuid;

use super::calls::{self, Subject};
use super::step::{Rules, next_call};
use crate::broker::version;
use crate::{Backend, Report, Result};

/// Nobody's: the examples name the same ids for every reader.
const CONSUMER: AccountId = AccountId::new(Uuid::from_u128(1));
const INSTANCE: Uuid = Uuid::from_u128(2);
const BINDING: Uuid = Uuid::from_u128(3);
const ASKER: PersonId = PersonId::new(Uuid::from_u128(4));
const REQUEST: Uuid = Uuid::from_u128(5);
const NAME: &str = "example";
const NOW: Moment = Moment::from_millis(0);
/// What a broker may have called its operation.
const TICKET: &str = "operation";

/// Where the examples come from.
struct Made {
    broker: Broker,
    instance: Instance,
    binding: Binding,
    /// With the plan that it is made with, and with the one that it is changed to.
    subjects: [Subject; 2],
    new_plan: PlanId,
    abilities: Abilities,
    rules: Rules,
}

impl Backend {
    /// What is told of every call that the platform makes to this broker for this offering.
    pub(crate) fn documented(
        &self,
        offering: &Offering,
        record: &BrokerRecord,
        of: &ExampleInstance,
        abilities: Abilities,
    ) -> Result<Vec<Documented>> {
        let made = self.made(offering, record, of, abilities)?;
        let calls = Endpoint::ALL.into_iter().filter(|endpoint| endpoint.left_out(abilities).is_none());
        Ok(calls.filter_map(|endpoint| made.documented(endpoint)).collect())
    }

    fn made(
        &self,
        offering: &Offering,
        record: &BrokerRecord,
        of: &ExampleInstance,
        abilities: Abilities,
    ) -> Result<Made> {
        let mut instance = Instance {
            id: InstanceId::new(INSTANCE),
            scope: offering.scope(),
            consumer: CONSUMER,
            name: NAME.to_owned(),
            plan: of.plan,
            location: of.location.clone(),
            broker: record.id,
            resource: String::new(),
            state: InstanceState::Active,
            dashboard_url: String::new(),
            created_at: NOW,
        };
        let crn = calls::crn(self, offering, &instance);
        let binding = Binding {
            id: BindingId::new(BINDING),
            instance: instance.id,
            name: NAME.to_owned(),
            resource: calls::binding_id(&record.draft, &crn, BINDING).to_string(),
            state: BindingState::Active,
            created_at: NOW,
        };
        instance.resource = calls::instance_id(&record.draft, crn, INSTANCE).to_string();
        let changed = Instance { plan: of.new_plan, ..instance.clone() };
        let subject = |instance: &Instance| {
            Subject::of(self, offering, instance, Some(&binding))
                .ok_or_else(|| Report::new("an example has no id for brokers", instance.resource.clone()))
        };
        let subjects = [subject(&instance)?, subject(&changed)?];
        let broker = Broker {
            // Nothing of the form's credentials is read, whatever they are.
            authentication: Authentication::None,
            legacy_guids: calls::legacy_guids(&record.draft, CONSUMER),
            ..self.called(offering, record, None)?
        };
        let rules = Rules { version: version(record), patience: record.draft.patience(), plan_longest: None };
        Ok(Made { broker, instance, binding, subjects, new_plan: of.new_plan, abilities, rules })
    }
}

impl Made {
    /// `None`: there is no moment at which the platform makes this call.
    fn documented(&self, endpoint: Endpoint) -> Option<Documented> {
        let of: Vec<InstanceOperation> =
            endpoint.operations(self.abilities).into_iter().map(|kind| self.operation(endpoint, kind)).collect();
        let requests = if endpoint == Endpoint::SetState {
            let order = |kind| self.request(endpoint, Some(&self.operation(endpoint, kind)));
            vec![(Purpose::Disable, order(OperationKind::Disable)?), (Purpose::Enable, order(OperationKind::Enable)?)]
        } else {
            vec![(Purpose::Only, self.request(endpoint, of.first())?)]
        };
        let (_, first) = requests.first()?;
        let answers = endpoint.answers().iter();
        Some(Documented {
            endpoint,
            path: self.path(first),
            if_named: self.if_named(endpoint, of.first(), first),
            answers: answers
                .map(|&said| Answer { said, follows: follows::of(&self.rules, endpoint, &of, said) })
                .collect(),
            examples: requests.iter().map(|(purpose, request)| self.example(*purpose, request)).collect(),
        })
    }

    /// An operation of this kind that is so far that the platform makes this call next.
    fn operation(&self, endpoint: Endpoint, kind: OperationKind) -> InstanceOperation {
        let polls = matches!(endpoint, Endpoint::LastOperation | Endpoint::BindingLastOperation);
        let waits = polls || endpoint == Endpoint::FetchBinding;
        InstanceOperation {
            binding: kind.is_of_a_binding().then_some(self.binding.id),
            progress: if waits { Progress::Polling } else { Progress::Running },
            ticket: polls.then(String::new),
            new_plan: (kind == OperationKind::Update).then_some(self.new_plan),
            asked_by: Some(ASKER),
            started_at: Some(NOW),
            called_at: Some(NOW),
            ..InstanceOperation::asked(InstanceOperationId::new(REQUEST), self.instance.id, kind, NOW)
        }
    }

    fn request(&self, endpoint: Endpoint, of: Option<&InstanceOperation>) -> Option<Request> {
        let [made, changed] = &self.subjects;
        let is_changed = endpoint == Endpoint::Deprovision && self.abilities.plan_updateable;
        let subject = if is_changed { changed } else { made };
        match (endpoint, of) {
            (Endpoint::Catalog, _) => Some(Request::catalog()),
            (Endpoint::FetchInstance, _) => {
                Some(subject.fetch(&self.broker, &self.operation(endpoint, OperationKind::Update)))
            }
            (Endpoint::FetchState, Some(of)) => Some(subject.look(&self.broker, of)),
            (_, Some(of)) => Some(subject.request(&self.broker, of, next_call(of)?, Map::new())),
            (_, None) => None,
        }
    }

    /// What else is in the query once the broker has named its operation.
    fn if_named(&self, endpoint: Endpoint, of: Option<&InstanceOperation>, request: &Request) -> Vec<String> {
        let named = of.filter(|of| of.ticket.is_some()).cloned();
        let named = named.map(|of| InstanceOperation { ticket: Some(TICKET.to_owned()), ..of });
        let named = named.and_then(|of| self.request(endpoint, Some(&of)));
        let is_new = |name: &&'static str| request.query.iter().all(|(known, _)| known != name);
        let members = named.iter().flat_map(|named| &named.query).map(|(name, _)| *name);
        members.filter(is_new).map(str::to_owned).collect()
    }

    fn path(&self, request: &Request) -> String {
        let (instance, binding) = (&self.instance.resource, &self.binding.resource);
        let mut path = String::new();
        for segment in &request.path {
            path.push('/');
            path.push_str(match segment {
                id if id == instance => "{instance_id}",
                id if id == binding => "{binding_id}",
                plain => plain.as_str(),
            });
        }
        path
    }

    fn example(&self, purpose: Purpose, request: &Request) -> Example {
        let Outline { method, target, query, headers, body } = request.outline(&self.broker, REQUEST);
        Example { purpose, method, target, query, headers, body }
    }
}
