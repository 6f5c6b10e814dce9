//! What the broker was asked for and keeps. What it answers is in the modules below.

mod bindings;
mod instances;
mod shown;

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{fs, io};

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::offering::{Members, Offering, Plan};
use crate::refused::Refused;

pub(crate) use shown::{Shown, path};

/// As long as the platform takes a record of it: 48 hours, in milliseconds.
const REMEMBERED_ENDS: u128 = 48 * 3_600_000;

#[derive(Debug, Clone)]
pub struct Settings {
    /// The file that keeps what the broker knows.
    pub state: PathBuf,
    /// Names of plans whose instances are made, changed and removed in operations that the platform polls.
    pub slow_plans: Vec<String>,
    /// How long such an operation takes.
    pub slow: Duration,
    /// Where browsers find this broker, without a slash at the end: `https://broker.example.com`.
    pub public_url: String,
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
    #[serde(default)]
    ended: Vec<Ended>,
}

/// For whoever reports usage: an instance as it was until it was removed, disabled, or got another plan.
#[derive(Debug, Serialize, Deserialize)]
struct Ended {
    id: String,
    plan_id: String,
    region: Option<String>,
    /// Milliseconds of the Unix time.
    since: u128,
    until: u128,
    /// Their ids.
    bindings: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Instance {
    wanted: Wanted,
    /// What the customer calls it.
    name: Option<String>,
    region: Option<String>,
    /// Who asked the platform for it: `IAM-` and the `sub` of their ID token.
    made_by: Option<String>,
    /// Since when it is active with this plan, in milliseconds of the Unix time.
    since: u128,
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

    pub(crate) fn public_url(&self) -> &str {
        &self.settings.public_url
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
        Ok(Some(Operation { kind, ends: now() + self.settings.slow.as_millis(), done: false }))
    }

    /// Told to whoever reports usage: until now the instance was active as it is.
    fn end(&mut self, id: &str) {
        let (until, Known { instances, ended, .. }) = (now(), &mut self.known);
        ended.retain(|one| one.until + REMEMBERED_ENDS > until);
        if let Some(known) = instances.get(id).filter(|known| known.is_active()) {
            let Instance { wanted, region, since, bindings, .. } = known;
            ended.push(Ended {
                id: id.to_owned(),
                plan_id: wanted.plan_id.clone(),
                region: region.clone(),
                since: *since,
                until,
                bindings: bindings.keys().cloned().collect(),
            });
        }
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

    /// There is usage to be reported of it.
    fn is_active(&self) -> bool {
        self.enabled && self.running().is_none_or(|operation| operation.kind == Kind::Update)
    }

    fn must_belong(&self, service_id: &str, plan_id: &str) -> Result<(), Refused> {
        let is_right = (self.wanted.service_id.as_str(), self.wanted.plan_id.as_str()) == (service_id, plan_id);
        let wrong = || Refused::bad_request("The instance belongs to another service or plan.");
        is_right.then_some(()).ok_or_else(wrong)
    }
}

impl Operation {
    fn accepted(&self) -> (StatusCode, Value) {
        (StatusCode::ACCEPTED, json!({ "operation": self.kind.name() }))
    }
}

impl Kind {
    /// What the platform is told that the operation is called: an instance has one at a time.
    fn name(self) -> &'static str {
        match self {
            Self::Provision => "provision",
            Self::Update => "update",
            Self::Deprovision => "deprovision",
        }
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
