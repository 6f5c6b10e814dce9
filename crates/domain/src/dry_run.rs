//! What would change if a broker were taken over with a catalog that was only looked at: against what it said last, and for
//! the instances that are there, which the platform calls by the ids that they were made with. It changes nothing.

use serde::{Deserialize, Serialize};

use crate::broker::BrokerRecord;
use crate::ids::PlanId;
use crate::moment::Moment;
use crate::offering::Offering;
use crate::parity::{self, BrokerCatalog, Differences};
use crate::rejection::Remote;
use crate::view::ParityLine;

/// A look at a catalog that nothing was taken over from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRun {
    pub at: Moment,
    pub by: String,
    /// As it was typed.
    pub url: String,
    pub osb_version: String,
    pub found: Found,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// No answer yet, or none that anybody recorded.
    Nothing,
    Failed(Remote),
    Consequences(Consequences),
}

/// What taking over would mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consequences {
    /// What contradicts the definition: with an error the broker would not be registered.
    pub differences: Differences,
    /// What is different from what the broker said last; `console` is what it said then. `None`: it never
    /// said anything about the service.
    pub changes: Option<Vec<ParityLine>>,
    pub pins: Vec<Pin>,
}

/// Instances that are there, and the plan by whose id they are called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    pub plan: PlanId,
    /// Empty if the offering has no such plan any more.
    pub name: String,
    pub instances: u32,
    pub fate: Fate,
}

/// What becomes of the ids that instances were made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    Stays,
    /// The catalog has no such plan.
    PlanGone,
    /// The plan of that name has this id.
    PlanHasOtherId(String),
    /// The catalog has no such service.
    ServiceGone,
    /// The service of that name has this id.
    ServiceHasOtherId(String),
}

impl Consequences {
    /// Instances that nobody could change or remove any more.
    pub fn stranded(&self) -> u32 {
        self.pins.iter().filter(|pin| pin.fate != Fate::Stays).map(|pin| pin.instances).sum()
    }

    pub const fn would_register(&self) -> bool {
        self.differences.errors == 0
    }
}

/// `catalog`: what was looked at. `pinned`: the plans of the instances that are there through the broker, or may be.
pub fn consequences(
    offering: &Offering,
    record: &BrokerRecord,
    catalog: &BrokerCatalog,
    pinned: &[(PlanId, u32)],
) -> Consequences {
    let last = record.last_fetch.as_ref().and_then(|fetch| fetch.catalog.as_ref());
    let last = last.filter(|last| !last.services.is_empty());
    let pin = |&(plan, instances): &(PlanId, u32)| {
        let known = offering.plans.iter().find(|known| known.id == plan);
        let name = known.map(|known| known.draft.name.clone()).unwrap_or_default();
        Pin { plan, fate: fate(offering, plan, &name, catalog), name, instances }
    };
    Consequences {
        differences: Differences::of(&offering.parity(record.id, catalog), catalog),
        changes: last.map(|last| changes(last, catalog)),
        pins: pinned.iter().map(pin).collect(),
    }
}

fn changes(last: &BrokerCatalog, catalog: &BrokerCatalog) -> Vec<ParityLine> {
    let known = last.services.iter().flat_map(|service| {
        let plans: Vec<String> = service.plans.iter().map(|plan| plan.id.clone()).collect();
        parity::compare(service, &plans, catalog)
    });
    known.filter(|line| !line.same).collect()
}

fn fate(offering: &Offering, plan: PlanId, name: &str, catalog: &BrokerCatalog) -> Fate {
    let Some(service) = catalog.service(&offering.id.to_string(), &offering.name) else { return Fate::ServiceGone };
    if service.id != offering.id.to_string() {
        return Fate::ServiceHasOtherId(service.id.clone());
    }
    let plan = plan.to_string();
    if service.plans.iter().any(|listed| listed.id == plan) {
        return Fate::Stays;
    }
    match service.plans.iter().find(|listed| !name.is_empty() && listed.name == name) {
        Some(renumbered) => Fate::PlanHasOtherId(renumbered.id.clone()),
        None => Fate::PlanGone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::definitions;
    use crate::parity::BrokerService;
    use crate::sample;

    const OTHER: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c99";

    fn agreeing(offering: &Offering) -> BrokerCatalog {
        let services = definitions(offering).services.into_iter().map(BrokerService::from).collect();
        BrokerCatalog { services, ..BrokerCatalog::default() }.kept_for(offering)
    }

    /// The consequences of a changed catalog for three instances of the free plan.
    fn after(change: impl FnOnce(&mut BrokerCatalog)) -> Consequences {
        let offering = sample::offering();
        let mut record = offering.brokers[0].clone();
        let last = agreeing(&offering);
        if let Some(fetch) = &mut record.last_fetch {
            fetch.catalog = Some(last.clone());
        }
        let mut catalog = last;
        change(&mut catalog);
        consequences(&offering, &record, &catalog, &[(sample::free_plan().id, 3)])
    }

    fn fate_after(change: impl FnOnce(&mut BrokerCatalog)) -> (Fate, u32) {
        let found = after(change);
        (found.pins[0].fate.clone(), found.stranded())
    }

    #[test]
    fn the_same_catalog_changes_nothing() {
        let found = after(|_| {});
        assert_eq!((found.changes.as_deref(), found.stranded(), found.would_register()), (Some(&[][..]), 0, true));
        assert_eq!(found.pins[0].fate, Fate::Stays);
    }

    #[test]
    fn an_id_that_instances_were_made_with_and_that_goes_is_named() {
        let free = sample::free_plan().id.to_string();
        let is_free = |id: &str| id == free;
        let plan = |catalog: &mut BrokerCatalog, id: &str| {
            catalog.services[0]
                .plans
                .iter_mut()
                .filter(|plan| is_free(&plan.id))
                .for_each(|plan| id.clone_into(&mut plan.id));
        };
        assert_eq!(fate_after(|catalog| plan(catalog, OTHER)), (Fate::PlanHasOtherId(OTHER.to_owned()), 3));
        assert_eq!(
            fate_after(|catalog| catalog.services[0].plans.retain(|plan| !is_free(&plan.id))),
            (Fate::PlanGone, 3)
        );
        assert_eq!(
            fate_after(|catalog| OTHER.clone_into(&mut catalog.services[0].id)),
            (Fate::ServiceHasOtherId(OTHER.to_owned()), 3)
        );
        assert_eq!(fate_after(|catalog| catalog.services.clear()), (Fate::ServiceGone, 3));
        assert!(!after(|catalog| plan(catalog, OTHER)).would_register());
    }

    #[test]
    fn a_change_is_told_against_what_was_said_last() {
        let found = after(|catalog| "Another text.".clone_into(&mut catalog.services[0].description));
        let changes = found.changes.unwrap();
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].path.last().map(String::as_str), Some("description"));
        assert_eq!(changes[0].broker.as_deref(), Some("Another text."));
        assert!(changes[0].console.as_deref().is_some_and(|before| before.starts_with("Finds")));
    }

    #[test]
    fn a_broker_that_never_said_anything_has_nothing_to_change() {
        let offering = sample::offering();
        let mut record = offering.brokers[0].clone();
        record.last_fetch = None;
        let found = consequences(&offering, &record, &agreeing(&offering), &[]);
        assert_eq!((found.stranded(), found.changes), (0, None));
    }
}
