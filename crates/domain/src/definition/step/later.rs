//! The later steps: deployments, translations, and what the file lacks. They refer to plans and brokers as those are after
//! the steps before.

use std::collections::{BTreeMap, BTreeSet};

use super::{Act, Kept, Step, Thing, Told, Walk, placeholder};
use crate::broker::BrokerState;
use crate::definition::plan::FaultKind;
use crate::definition::{DefinitionFile, DeploymentEntry, broker_meant, plan_meant};
use crate::deployment::{DeploymentRecord, DeploymentState};
use crate::ids::DeploymentId;
use crate::language::Language;
use crate::translation::{Row, Translated, Translation, plain};

/// A JSON pointer (RFC 6901) by names that a file chose.
fn pointer(names: &[&str]) -> String {
    names.iter().flat_map(|name| ["/".to_owned(), name.replace('~', "~0").replace('/', "~1")]).collect()
}

impl Walk {
    pub(super) fn deployments(&mut self, file: &DefinitionFile) -> Vec<DeploymentId> {
        let mut told: Vec<DeploymentId> = Vec::new();
        for (at, entry) in file.deployments.iter().enumerate() {
            let DeploymentEntry { plan, location, broker, options } = entry;
            let name = format!("{plan} in {location}");
            let Some(plan) = plan_meant(&self.next, plan) else {
                self.fault(FaultKind::PlanNotTold, plan, format!("/deployments/{at}/plan"));
                continue;
            };
            let Some(broker) = broker_meant(&self.next, broker) else {
                self.fault(FaultKind::BrokerNotTold, broker, format!("/deployments/{at}/broker"));
                continue;
            };
            let mut exist = self.next.deployments.iter().filter(|record| record.exists());
            let record = exist.find(|record| record.plan == plan && record.location == *location);
            match record.map(|record| (record.id, record.broker)) {
                Some((id, _)) if told.contains(&id) => {
                    self.fault(FaultKind::DeploymentTwice, &name, format!("/deployments/{at}"));
                }
                Some((id, before)) if before != broker => {
                    told.push(id);
                    self.fault(FaultKind::DeploymentMoved, &name, format!("/deployments/{at}/broker"));
                }
                Some((id, _)) => {
                    told.push(id);
                    let before = self.before.deployments.iter().find(|before| before.id == id);
                    if before.is_none_or(|before| before.options != *options) {
                        for record in self.next.deployments.iter_mut().filter(|record| record.id == id) {
                            record.options = options.clone();
                        }
                        self.step(Step::SaveDeployment { id, at }, Act::Save, Thing::Deployment, &name);
                    }
                }
                None => {
                    let id = DeploymentId::new(placeholder(at));
                    told.push(id);
                    self.step(Step::AddDeployment { at }, Act::Add, Thing::Deployment, &name);
                    self.next.deployments.push(DeploymentRecord {
                        id,
                        plan,
                        location: location.clone(),
                        broker,
                        target_crn: String::new(),
                        state: DeploymentState::Unpublished,
                        published_at: None,
                        options: options.clone(),
                        revision: 1,
                    });
                }
            }
        }
        told
    }

    pub(super) fn translations(&mut self, file: &DefinitionFile, now: &DefinitionFile) {
        for (code, texts) in &file.translations {
            let known = Language::parse(code).filter(|known| *known != Language::English && known.code() == code);
            let Some(language) = known else {
                self.fault(FaultKind::UnknownLanguage, code, pointer(&["translations", code]));
                continue;
            };
            let kept = file.translation_form(language).kept(&self.next, language);
            let rows = self.next.translation_rows(language).into_iter().flat_map(|(_, rows)| rows);
            let keys: BTreeSet<String> = rows.map(|Row { place, .. }| place.key).collect();
            for (key, _) in texts.iter().filter(|(key, one)| !one.text.trim().is_empty() && !keys.contains(*key)) {
                let place = pointer(&["translations", code, key]);
                self.fault(FaultKind::TextWithoutPlace, &format!("{code} {key}"), place);
            }
            let is_told = |(key, one): (&String, &Translated)| {
                let before = now.translations.get(code).and_then(|texts| texts.get(key));
                before.is_some_and(|before| plain(&before.text) == one.text && plain(&before.source) == one.source)
            };
            let number = now.translations.get(code).map_or(0, BTreeMap::len);
            if kept.len() == number && kept.iter().all(is_told) {
                continue;
            }
            self.step(Step::Translation(language), Act::Save, Thing::Translation, code);
            let revision = self.next.translation(language).map_or(0, |before| before.revision);
            self.next.translations.retain(|before| before.language != language);
            self.next.translations.push(Translation { language, texts: kept, revision, saved: None });
        }
    }

    /// What the file lacks goes where that is asked for: first what refers to something, then that.
    pub(super) fn lacking(&mut self, prune: bool, kept: &Kept) {
        let current = &self.before;
        let deployments = current.deployments.iter().filter(|one| one.exists() && !kept.deployments.contains(&one.id));
        let plans = current.plans.iter().filter(|one| !kept.plans.contains(&one.id));
        let brokers = current.brokers.iter().filter(|one| one.state != BrokerState::Removed);
        let told = |thing, name: String| Told { act: Act::Remove, thing, name };
        let mut lacking: Vec<(Step, Told)> = Vec::new();
        lacking.extend(deployments.map(|one| {
            let name = format!("{} in {}", current.plan_called(one.plan), one.location);
            (Step::RemoveDeployment(one.id), told(Thing::Deployment, name))
        }));
        lacking.extend(plans.map(|one| (Step::RemovePlan(one.id), told(Thing::Plan, current.plan_called(one.id)))));
        lacking.extend(
            brokers
                .filter(|one| !kept.brokers.contains(&one.id))
                .map(|one| (Step::RemoveBroker(one.id), told(Thing::Broker, one.draft.name.clone()))),
        );
        if !prune {
            self.left.extend(lacking.into_iter().map(|(_, told)| told));
            return;
        }
        for (step, told) in lacking {
            match step {
                Step::RemoveDeployment(id) => self.next.deployments.retain(|one| one.id != id),
                Step::RemovePlan(id) => self.next.plans.retain(|one| one.id != id),
                Step::RemoveBroker(id) => self.next.brokers.retain(|one| one.id != id),
                _ => {}
            }
            self.steps.push((step, told));
        }
    }
}
