//! What applying a file takes: which saves, in which order, and what the offering is after them. It carries out nothing.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::plan::{Fault, FaultKind};
use super::{DefinitionFile, MOST_DEPLOYMENTS, MOST_ENTRIES, PlanEntry, broker_meant, plan_meant, settled};
use crate::broker::{BrokerDraft, BrokerRecord, BrokerState};
use crate::ids::{BrokerId, DeploymentId, PlanId};
use crate::language::Language;
use crate::offering::{Offering, Section};
use crate::plan::{PlanApproval, PlanRecord};
use crate::translation::TranslationDraft;

mod later;

/// One save, as the forms make it. `at` is a place in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Section(Section),
    AddPlan { at: usize },
    SavePlan { id: PlanId, at: usize },
    AddBroker { at: usize },
    SaveBroker { id: BrokerId, at: usize },
    AddDeployment { at: usize },
    SaveDeployment { id: DeploymentId, at: usize },
    Translation(Language),
    RemoveDeployment(DeploymentId),
    RemovePlan(PlanId),
    RemoveBroker(BrokerId),
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Save,
    Add,
    Remove,
}

/// What it does it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    Section,
    Plan,
    Broker,
    Deployment,
    Translation,
}

/// A step as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DefinitionStep"))]
pub struct Told {
    pub act: Act,
    pub thing: Thing,
    /// `listing`, the name of a plan or a broker, `free in eu-de`, the code of a language.
    pub name: String,
}

/// A file held against an offering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// In the order in which they are made.
    pub steps: Vec<(Step, Told)>,
    /// What the offering has and the file lacks: it stays.
    pub left: Vec<Told>,
    pub faults: Vec<Fault>,
    /// The offering before them, with lines that end as in files.
    pub before: Offering,
    /// The offering after all steps. What is new has an id that means nothing.
    pub next: Offering,
}

impl DefinitionFile {
    /// `prune`: what the file lacks is removed.
    pub fn walk(&self, current: &Offering, prune: bool) -> Walk {
        let file = self.clone().with_plain_lines();
        let before = settled(current.clone());
        let next = before.clone();
        let mut walk = Walk { steps: Vec::new(), left: Vec::new(), faults: Vec::new(), before, next };
        let (plans, brokers, deployments) = (file.plans.len(), file.brokers.len(), file.deployments.len());
        if plans.max(brokers) > MOST_ENTRIES || deployments > MOST_DEPLOYMENTS {
            walk.fault(FaultKind::TooMany, &current.name, "");
            return walk;
        }
        if file.name != current.name {
            walk.fault(FaultKind::OtherName, &current.name, "/name");
        }
        if !file.id.is_empty() && file.id != current.id.to_string() {
            walk.fault(FaultKind::OtherId, &current.id.to_string(), "/id");
        }
        let now = Self::of(current);
        walk.sections(&file, &now);
        let plans = walk.plans(&file, &now);
        let brokers = walk.brokers(&file, &now);
        let deployments = walk.deployments(&file);
        walk.translations(&file, &now);
        walk.lacking(prune, &Kept { plans, brokers, deployments });
        walk
    }

    /// The form of one language that a translation of the file stands for.
    pub fn translation_form(&self, language: Language) -> TranslationDraft {
        self.translations.get(language.code()).map(TranslationDraft::from).unwrap_or_default()
    }
}

/// What the file tells of what was there before, by what it is.
struct Kept {
    plans: Vec<PlanId>,
    brokers: Vec<BrokerId>,
    deployments: Vec<DeploymentId>,
}

/// An id for something that is yet to be made; no UUID that is minted looks so.
fn placeholder(at: usize) -> Uuid {
    Uuid::from_u128(u128::MAX - at as u128)
}

impl Walk {
    /// `place`: a JSON pointer into the file.
    fn fault(&mut self, kind: FaultKind, name: &str, place: impl Into<String>) {
        self.faults.push(Fault { kind, name: name.to_owned(), place: place.into() });
    }

    fn step(&mut self, step: Step, act: Act, thing: Thing, name: &str) {
        self.steps.push((step, Told { act, thing, name: name.to_owned() }));
    }

    fn sections(&mut self, file: &DefinitionFile, now: &DefinitionFile) {
        for section in Section::ALL {
            let is_other = match section {
                Section::Summary => replaced(&mut self.next.summary.draft, file.summary.as_ref(), now.summary.as_ref()),
                Section::Listing => replaced(&mut self.next.listing.draft, file.listing.as_ref(), now.listing.as_ref()),
                Section::Settings => {
                    replaced(&mut self.next.settings.draft, file.settings.as_ref(), now.settings.as_ref())
                }
                Section::Access => replaced(&mut self.next.access.draft, file.access.as_ref(), now.access.as_ref()),
            };
            if is_other {
                self.step(Step::Section(section), Act::Save, Thing::Section, section.name());
            }
        }
    }

    fn plans(&mut self, file: &DefinitionFile, now: &DefinitionFile) -> Vec<PlanId> {
        let mut told: Vec<PlanId> = Vec::new();
        // Whether each says its id: plans may be called alike for a while, and their ids tell them apart.
        let mut names: Vec<(&str, bool)> = Vec::new();
        for (at, entry) in file.plans.iter().enumerate() {
            let PlanEntry { id, plan } = entry;
            let name = plan.name.as_str();
            let by_id = PlanId::parse(id).ok().filter(|known| self.next.plans.iter().any(|record| record.id == *known));
            if !id.is_empty() && by_id.is_none() {
                self.fault(FaultKind::UnknownPlan, id, format!("/plans/{at}/id"));
                continue;
            }
            let (has_id, is_named) = (by_id.is_some(), !name.is_empty());
            let meant = by_id.or_else(|| plan_meant(&self.next, name));
            let is_one_of = |(other, other_has_id): &(&str, bool)| *other == name && !(*other_has_id && has_id);
            if meant.is_some_and(|meant| told.contains(&meant)) || (is_named && names.iter().any(is_one_of)) {
                self.fault(FaultKind::PlanTwice, name, format!("/plans/{at}"));
                continue;
            }
            names.push((name, has_id));
            match meant {
                Some(id) => {
                    told.push(id);
                    let before = now.plans.iter().find(|before| before.id == id.to_string());
                    if before.is_none_or(|before| before.plan != *plan) {
                        self.step(Step::SavePlan { id, at }, Act::Save, Thing::Plan, name);
                        for record in self.next.plans.iter_mut().filter(|record| record.id == id) {
                            record.draft = plan.clone();
                        }
                    }
                }
                None if name.is_empty() => {
                    self.fault(FaultKind::PlanUnnamed, &(at + 1).to_string(), format!("/plans/{at}/plan/name"));
                }
                None => {
                    let id = PlanId::new(placeholder(at));
                    told.push(id);
                    self.step(Step::AddPlan { at }, Act::Add, Thing::Plan, name);
                    self.next.plans.push(PlanRecord {
                        id,
                        draft: plan.clone(),
                        approval: PlanApproval::default(),
                        revision: 0,
                        saved: None,
                        authors: Vec::new(),
                    });
                }
            }
        }
        told
    }

    fn brokers(&mut self, file: &DefinitionFile, now: &DefinitionFile) -> Vec<BrokerId> {
        let mut told: Vec<BrokerId> = Vec::new();
        for (at, broker) in file.brokers.iter().enumerate() {
            let name = broker.name.as_str();
            let meant = broker_meant(&self.next, name);
            match meant {
                Some(id) if told.contains(&id) => {
                    self.fault(FaultKind::BrokerTwice, name, format!("/brokers/{at}"));
                }
                Some(id) => {
                    told.push(id);
                    if !now.brokers.contains(broker) {
                        self.step(Step::SaveBroker { id, at }, Act::Save, Thing::Broker, name);
                        self.save_broker(id, broker, at);
                    }
                }
                None if name.is_empty() => {
                    self.fault(FaultKind::BrokerUnnamed, &(at + 1).to_string(), format!("/brokers/{at}/name"));
                }
                None => {
                    let id = BrokerId::new(placeholder(at));
                    told.push(id);
                    self.step(Step::AddBroker { at }, Act::Add, Thing::Broker, name);
                    if broker.has_secret() {
                        self.fault(FaultKind::SecretNeeded, name, format!("/brokers/{at}"));
                    }
                    self.next.brokers.push(new_broker(id, broker));
                }
            }
        }
        told
    }

    fn save_broker(&mut self, id: BrokerId, draft: &BrokerDraft, at: usize) {
        let mut brokers = self.next.brokers.iter_mut();
        let Some(record) = brokers.find(|record| record.id == id) else { return };
        let loses = record.has_password && draft.has_secret() && !draft.keeps_secret(&record.draft);
        record.has_password &= draft.keeps_secret(&record.draft);
        record.draft = draft.clone();
        if loses {
            self.fault(FaultKind::SecretNeeded, &draft.name, format!("/brokers/{at}"));
        }
    }
}

/// Puts what the file says in the place of the draft; true: that is something else. What it leaves out is left alone.
fn replaced<T: Clone + PartialEq>(draft: &mut T, told: Option<&T>, now: Option<&T>) -> bool {
    let Some(told) = told.filter(|told| now != Some(*told)) else { return false };
    told.clone_into(draft);
    true
}

fn new_broker(id: BrokerId, draft: &BrokerDraft) -> BrokerRecord {
    BrokerRecord {
        id,
        draft: draft.clone(),
        has_password: false,
        state: BrokerState::default(),
        revision: 0,
        saved: None,
        last_fetch: None,
        open_call: None,
        incidents: Vec::new(),
    }
}
