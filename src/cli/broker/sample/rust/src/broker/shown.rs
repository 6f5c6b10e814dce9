//! What the dashboard tells of an instance.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Broker, Instance, Kind};

pub(crate) struct Shown {
    pub(crate) name: String,
    pub(crate) plan: String,
    pub(crate) state: &'static str,
    /// `IAM-` and the `sub` of an ID token.
    pub(crate) made_by: Option<String>,
}

impl Broker {
    pub(crate) fn shown(&self, id: &str) -> Option<Shown> {
        let known = self.known.instances.get(id)?;
        let (_, plan) = self.offering.plan(&known.wanted.service_id, &known.wanted.plan_id).ok()?;
        Some(Shown {
            name: known.name.clone().unwrap_or_else(|| id.to_owned()),
            plan: plan.name.clone(),
            state: known.state(),
            made_by: known.made_by.clone(),
        })
    }

    pub(crate) fn dashboard_url(&self, id: &str) -> String {
        format!("{}{}", self.settings.public_url, path(id))
    }
}

impl Instance {
    fn state(&self) -> &'static str {
        match self.running().map(|operation| operation.kind) {
            Some(Kind::Provision) => "being made",
            Some(Kind::Update) => "being changed",
            Some(Kind::Deprovision) => "being removed",
            None if self.enabled => "enabled",
            None => "disabled",
        }
    }
}

/// Where the dashboard of an instance is at this broker.
pub(crate) fn path(id: &str) -> String {
    const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    format!("/dashboard/{}", utf8_percent_encode(id, RESERVED))
}
