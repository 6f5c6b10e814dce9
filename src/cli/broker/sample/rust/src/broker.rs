//! What the broker was asked for and keeps. What it answers is in the modules below.

mod bindings;
mod instances;

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{fs, io};

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::offering::{Members, Offering, Plan};
use crate::refused::Refused;

#[derive(Debug, Clone)]
pub struct Settings {
    /// The file that keeps what the broker knows.
    pub state: PathBuf,
    /// Names of plans whose instances are made, changed and removed in operations that the platform polls.
    pub slow_plans: Vec<String>,
    /// How long such an operation takes.
    pub slow: Duration,
}

/// The catalog, and instances with their bindings, kept in one file.
#[derive(Debug)]
pub struct Broker {
    offering: Offering,
    settings: Settings,
    known: Known,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Known {
    instances: BTreeMap<String, Instance>,
    removed: VecDeque<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Instance {
    wanted: Wanted,
    enabled: bool,
    bindings: BTreeMap<String, Binding>,
    operation: Option<Operation>,
}

/// What an identical request repeats.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Wanted {
    service_id: String,
    plan_id: String,
    parameters: Members,
    owner: [Option<String>; 2],
}

#[derive(Debug, Serialize, Deserialize)]
struct Binding {
    resource: Members,
    parameters: Members,
    credentials: Value,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Operation {
    name: String,
    kind: Kind,
    /// Milliseconds of the Unix time.
    ends: u128,
    done: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Kind {
    Provision,
    Update,
    Deprovision,
}

/// A request's body. An optional object that is null or empty is as good as none.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    service_id: Option<String>,
    plan_id: Option<String>,
    organization_guid: Option<String>,
    space_guid: Option<String>,
    app_guid: Option<String>,
    context: Option<Members>,
    parameters: Option<Members>,
    bind_resource: Option<Members>,
    maintenance_info: Option<Members>,
    enabled: Option<bool>,
}

/// A request's query.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Query {
    service_id: Option<String>,
    plan_id: Option<String>,
    operation: Option<String>,
    accepts_incomplete: Option<String>,
}

impl Broker {
    pub fn open(offering: Offering, settings: Settings) -> io::Result<Self> {
        let known = match fs::read(&settings.state) {
            Ok(kept) => serde_json::from_slice(&kept)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Known::default(),
            Err(error) => return Err(error),
        };
        Ok(Self { offering, settings, known })
    }

    pub(crate) fn catalog(&self, minor: u16) -> Value {
        self.offering.told(minor)
    }

    fn instance(&self, id: &str, missing: StatusCode) -> Result<&Instance, Refused> {
        self.known.instances.get(id).ok_or_else(|| Refused::new(missing, "There is no such instance."))
    }

    fn instance_mut(&mut self, id: &str, missing: StatusCode) -> Result<&mut Instance, Refused> {
        self.known.instances.get_mut(id).ok_or_else(|| Refused::new(missing, "There is no such instance."))
    }

    fn idle_instance(&self, id: &str, missing: StatusCode) -> Result<&Instance, Refused> {
        let known = self.instance(id, missing)?;
        if known.running().is_some() { Err(Refused::busy()) } else { Ok(known) }
    }

    /// The operation in which a slow plan's work is done; `None` for the other plans.
    fn begin(&self, kind: Kind, plan: &Plan, query: &Query) -> Result<Option<Operation>, Refused> {
        if !self.settings.slow_plans.contains(&plan.name) {
            return Ok(None);
        }
        if query.accepts_incomplete.as_deref() != Some("true") {
            return Err(Refused::unprocessable("AsyncRequired", "This plan needs a platform that waits for it."));
        }
        let (name, ends) = (format!("{:016x}", rand::random::<u64>()), now() + self.settings.slow.as_millis());
        Ok(Some(Operation { name, kind, ends, done: false }))
    }

    /// Written beside the file and then put in its place, so that a crash leaves the old state or the new one.
    fn save(&self) -> io::Result<()> {
        let fresh = self.settings.state.with_extension("new");
        fs::write(&fresh, serde_json::to_vec(&self.known)?)?;
        fs::rename(fresh, &self.settings.state)
    }
}

impl Instance {
    fn running(&self) -> Option<&Operation> {
        self.operation.as_ref().filter(|operation| !operation.done)
    }

    fn must_belong(&self, service_id: &str, plan_id: &str) -> Result<(), Refused> {
        let is_right = (self.wanted.service_id.as_str(), self.wanted.plan_id.as_str()) == (service_id, plan_id);
        let wrong = || Refused::bad_request("The instance belongs to another service or plan.");
        is_right.then_some(()).ok_or_else(wrong)
    }
}

impl Operation {
    fn accepted(&self) -> (StatusCode, Value) {
        (StatusCode::ACCEPTED, json!({ "operation": self.name }))
    }
}

impl Query {
    /// What a removal is about: it has no body.
    fn ids(&self) -> Result<(String, String), Refused> {
        Ok((text(self.service_id.clone(), "service_id")?, text(self.plan_id.clone(), "plan_id")?))
    }
}

fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

fn text(member: Option<String>, name: &str) -> Result<String, Refused> {
    filled(member).ok_or_else(|| Refused::bad_request(format!("{name} is missing.")))
}

fn conflict(description: &str) -> Refused {
    Refused::new(StatusCode::CONFLICT, description)
}

fn now() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis()
}
