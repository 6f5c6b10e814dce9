//! Bindings, and enabling and disabling an instance. Where it says MAKE, BLOCK and REMOVE, your service comes in.

use axum::http::StatusCode;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use serde_json::json;

use super::{Asked, Binding, Broker, Query, conflict, filled, now, text};
use crate::refused::{Answer, Refused};

impl Broker {
    pub(crate) fn bind(&mut self, instance: &str, id: &str, asked: Asked) -> Answer {
        let (service_id, plan_id) = (text(asked.service_id, "service_id")?, text(asked.plan_id, "plan_id")?);
        let (service, plan) = self.offering.plan(&service_id, &plan_id)?;
        let known = self.idle_instance(instance, StatusCode::NOT_FOUND)?;
        let bound = known.bindings.get(id);
        let other = || conflict("A binding with this id and other attributes exists.");
        known.must_belong(&service_id, &plan_id).map_err(|wrong| if bound.is_some() { other() } else { wrong })?;
        if !plan.is_bindable(service) {
            return Err(Refused::bad_request("Instances of this plan cannot be bound."));
        }
        if !known.enabled {
            let description = "The instance is disabled; it can be bound when it is enabled again.";
            return Err(Refused::unprocessable(None, description));
        }
        let resource = asked.bind_resource.unwrap_or_default();
        let app = resource.get("app_guid").and_then(|app| app.as_str().map(str::to_owned)).or(asked.app_guid);
        if !service.has_keys() && filled(app).is_none() {
            return Err(Refused::unprocessable("RequiresApp", "Only applications can be bound."));
        }
        let parameters = asked.parameters.unwrap_or_default();
        if let Some(bound) = bound {
            if (&bound.resource, &bound.parameters) != (&resource, &parameters) {
                return Err(other());
            }
            return Ok((StatusCode::OK, json!({ "credentials": bound.credentials })));
        }
        // MAKE credentials of this binding's own here.
        let token = BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 24]>());
        let credentials = json!({ "uri": "https://service.example", "token": token });
        let answer = json!({ "credentials": credentials });
        let known = self.instance_mut(instance, StatusCode::NOT_FOUND)?;
        known.bindings.insert(id.to_owned(), Binding { resource, parameters, credentials });
        self.save()?;
        Ok((StatusCode::CREATED, answer))
    }

    pub(crate) fn fetch_binding(&self, instance: &str, id: &str) -> Answer {
        let known = self.instance(instance, StatusCode::NOT_FOUND)?;
        let missing = || Refused::new(StatusCode::NOT_FOUND, "There is no such binding.");
        let bound = known.bindings.get(id).ok_or_else(missing)?;
        let mut told = json!({ "credentials": bound.credentials });
        if !bound.parameters.is_empty() {
            told["parameters"] = bound.parameters.clone().into();
        }
        Ok((StatusCode::OK, told))
    }

    pub(crate) fn unbind(&mut self, instance: &str, id: &str, query: &Query) -> Answer {
        let (service_id, plan_id) = query.ids()?;
        self.idle_instance(instance, StatusCode::GONE)?.must_belong(&service_id, &plan_id)?;
        // REMOVE the credentials of this binding here, and no others.
        let removed = self.instance_mut(instance, StatusCode::GONE)?.bindings.remove(id);
        removed.ok_or_else(|| Refused::new(StatusCode::GONE, "There is no such binding."))?;
        self.save()?;
        Ok((StatusCode::OK, json!({})))
    }

    pub(crate) fn fetch_state(&self, id: &str) -> Answer {
        let enabled = self.instance(id, StatusCode::NOT_FOUND)?.enabled;
        Ok((StatusCode::OK, json!({ "enabled": enabled })))
    }

    pub(crate) fn set_state(&mut self, id: &str, asked: &Asked) -> Answer {
        let enabled = asked.enabled.ok_or_else(|| Refused::bad_request("enabled is missing."))?;
        // BLOCK every access while the instance is disabled; keep its data.
        if !enabled {
            self.end(id);
        }
        let known = self.instance_mut(id, StatusCode::NOT_FOUND)?;
        if enabled && !known.enabled {
            known.since = now();
        }
        known.enabled = enabled;
        self.save()?;
        Ok((StatusCode::OK, json!({ "enabled": enabled })))
    }
}
