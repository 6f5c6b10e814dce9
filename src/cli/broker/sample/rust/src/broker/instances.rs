//! Instances. Where it says MAKE, CHANGE and REMOVE, your service comes in.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Asked, Broker, Instance, Kind, Operation, Query, Wanted, conflict, filled, now, text};
use crate::offering::Members;
use crate::refused::{Answer, Refused};

/// Polls of a removal that ended are answered for so many removals.
const REMEMBERED_REMOVALS: usize = 1_000;

impl Broker {
    pub(crate) fn provision(&mut self, id: &str, asked: Asked, query: &Query, made_by: Option<String>) -> Answer {
        let (service_id, plan_id) = (text(asked.service_id, "service_id")?, text(asked.plan_id, "plan_id")?);
        let owner = [asked.organization_guid, asked.space_guid].map(filled);
        let context = asked.context.unwrap_or_default();
        if owner.iter().any(Option::is_none) && told(&context, "platform").is_none() {
            let description = "Either context.platform or organization_guid and space_guid are needed.";
            return Err(Refused::bad_request(description));
        }
        let (service, plan) = self.offering.plan(&service_id, &plan_id)?;
        let parameters = asked.parameters.unwrap_or_default();
        service.check(&parameters)?;
        plan.check_maintenance(&asked.maintenance_info.unwrap_or_default())?;
        let wanted = Wanted { service_id, plan_id, parameters, owner };
        let mut answer = json!({ "dashboard_url": self.dashboard_url(id) });
        if let Some(known) = self.known.instances.get(id) {
            if known.wanted != wanted {
                return Err(conflict("An instance with this id and other attributes exists."));
            }
            return match known.running() {
                None => Ok((StatusCode::OK, answer)),
                Some(operation) if operation.kind == Kind::Provision => {
                    answer["operation"] = operation.kind.name().into();
                    Ok((StatusCode::ACCEPTED, answer))
                }
                Some(_) => Err(Refused::busy()),
            };
        }
        let operation = self.begin(Kind::Provision, plan, query)?;
        // MAKE the instance here, or begin to if there is an operation.
        let status = if let Some(operation) = &operation {
            answer["operation"] = operation.kind.name().into();
            StatusCode::ACCEPTED
        } else {
            StatusCode::CREATED
        };
        let made = Instance {
            wanted,
            name: told(&context, "name"),
            region: region(&context),
            made_by,
            since: now(),
            enabled: true,
            bindings: BTreeMap::new(),
            operation,
        };
        self.known.instances.insert(id.to_owned(), made);
        self.save()?;
        Ok((status, answer))
    }

    pub(crate) fn update(&mut self, id: &str, asked: Asked, query: &Query) -> Answer {
        let service_id = text(asked.service_id, "service_id")?;
        let known = self.idle_instance(id, StatusCode::NOT_FOUND)?;
        if service_id != known.wanted.service_id {
            return Err(Refused::bad_request("The instance belongs to another service."));
        }
        let plan_id = filled(asked.plan_id).unwrap_or_else(|| known.wanted.plan_id.clone());
        let (service, plan) = self.offering.plan(&service_id, &plan_id)?;
        if plan_id != known.wanted.plan_id && !plan.is_updateable(service) {
            return Err(Refused::unprocessable(None, "The plan of this service cannot be changed."));
        }
        let mut parameters = known.wanted.parameters.clone();
        parameters.extend(asked.parameters.unwrap_or_default());
        service.check(&parameters)?;
        plan.check_maintenance(&asked.maintenance_info.unwrap_or_default())?;
        let operation = self.begin(Kind::Update, plan, query)?;
        let name = told(&asked.context.unwrap_or_default(), "name").or_else(|| known.name.clone());
        if plan_id == known.wanted.plan_id && parameters == known.wanted.parameters {
            self.instance_mut(id, StatusCode::NOT_FOUND)?.name = name;
            self.save()?;
            return Ok((StatusCode::OK, json!({})));
        }
        // CHANGE the instance here, or begin to if there is an operation.
        let answer = operation.as_ref().map_or((StatusCode::OK, json!({})), Operation::accepted);
        let is_another_plan = plan_id != known.wanted.plan_id;
        if is_another_plan {
            self.end(id);
        }
        let known = self.instance_mut(id, StatusCode::NOT_FOUND)?;
        if is_another_plan {
            known.since = now();
        }
        known.name = name;
        (known.wanted.plan_id, known.wanted.parameters, known.operation) = (plan_id, parameters, operation);
        self.save()?;
        Ok(answer)
    }

    pub(crate) fn fetch(&self, id: &str) -> Answer {
        let known = self.instance(id, StatusCode::NOT_FOUND)?;
        match known.running() {
            Some(operation) if operation.kind == Kind::Provision => {
                Err(Refused::new(StatusCode::NOT_FOUND, "The instance is being made."))
            }
            Some(_) => Err(Refused::busy()),
            None => {
                let Wanted { service_id, plan_id, parameters, .. } = &known.wanted;
                let told = json!({
                    "service_id": service_id, "plan_id": plan_id, "parameters": parameters,
                    "dashboard_url": self.dashboard_url(id),
                });
                Ok((StatusCode::OK, told))
            }
        }
    }

    pub(crate) fn deprovision(&mut self, id: &str, query: &Query) -> Answer {
        let (service_id, plan_id) = query.ids()?;
        let known = self.instance(id, StatusCode::GONE)?;
        known.must_belong(&service_id, &plan_id)?;
        match known.running() {
            Some(operation) if operation.kind == Kind::Deprovision => return Ok(operation.accepted()),
            Some(_) => return Err(Refused::busy()),
            None => {}
        }
        let operation = self.begin(Kind::Deprovision, self.offering.plan(&service_id, &plan_id)?.1, query)?;
        // REMOVE the instance and its data here, or begin to if there is an operation.
        self.end(id);
        let answer = if let Some(operation) = operation {
            let answer = operation.accepted();
            self.instance_mut(id, StatusCode::GONE)?.operation = Some(operation);
            answer
        } else {
            self.known.instances.remove(id);
            (StatusCode::OK, json!({}))
        };
        self.save()?;
        Ok(answer)
    }

    pub(crate) fn last_operation(&mut self, id: &str, query: &Query) -> Answer {
        let succeeded = (StatusCode::OK, json!({ "state": "succeeded" }));
        if !self.known.instances.contains_key(id) && self.known.removed.iter().any(|removed| removed == id) {
            return Ok(succeeded);
        }
        let known = self.instance_mut(id, StatusCode::NOT_FOUND)?;
        let asked = query.operation.as_ref().filter(|name| !name.is_empty());
        if asked.is_some_and(|name| known.operation.as_ref().is_none_or(|operation| operation.kind.name() != *name)) {
            return Err(Refused::bad_request("There is no such operation."));
        }
        if let Some(operation) = known.operation.as_mut().filter(|operation| !operation.done) {
            // Your service knows whether it is done, and says `failed` with a description when it cannot be.
            if now() < operation.ends {
                return Ok((StatusCode::OK, json!({ "state": "in progress" })));
            }
            operation.done = true;
            if operation.kind == Kind::Deprovision {
                self.known.instances.remove(id);
                self.known.removed.push_back(id.to_owned());
                if self.known.removed.len() > REMEMBERED_REMOVALS {
                    self.known.removed.pop_front();
                }
            }
            self.save()?;
        }
        Ok(succeeded)
    }
}

/// A text of the context.
fn told(context: &Members, name: &str) -> Option<String> {
    filled(context.get(name).and_then(Value::as_str).map(str::to_owned))
}

/// Where the platform puts the instance: the sixth part of its CRN.
fn region(context: &Members) -> Option<String> {
    let crn = told(context, "crn")?;
    let parts: Vec<&str> = crn.split(':').collect();
    filled((parts.len() == 10).then(|| parts[5].to_owned()))
}
