//! What the rules say of an offering as a file has it, in the words of the pages. Without a console some of what they ask
//! is not known, and they are not asked about it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::plan::{Fault, FaultKind};
use super::{DefinitionFile, PlanEntry};
use crate::access::AccessFacts;
use crate::account::{AccountKind, Registration};
use crate::broker::BrokerState;
use crate::field::Field;
use crate::findings::Finding;
use crate::ids::{AccountId, OfferingId};
use crate::moment::Moment;
use crate::offering::{House, Offering, Owner, Versioned};
use crate::page::Page;
use crate::rule::{Level, RuleId, deployment, plan};
use crate::stage::Stage;
use crate::text;

/// Rules that say of a plan or a broker that something is wrong with it: what that is, is told.
const SUMMED_UP: [RuleId; 2] = [plan::PLAN_INCOMPLETE, deployment::BROKER_INCOMPLETE];

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "OwedFinding"))]
pub struct Owed {
    pub page: Page,
    /// The plan or broker that it is about; empty: the offering itself.
    pub of: String,
    /// What forms call the field.
    pub field: String,
    /// `LST-NAM-03`
    pub rule: String,
    pub level: Level,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub fix: String,
    /// A value that would mend it; empty: there is none.
    pub suggestion: String,
}

/// Everything that the rules say of a file alone, and what stands against the file itself.
pub fn owed(file: &DefinitionFile) -> (Vec<Owed>, Vec<Fault>) {
    let mut walk = file.walk(&blank(file), false);
    walk.faults.retain(|fault| fault.kind != FaultKind::SecretNeeded);
    let mut offering = walk.next;
    for broker in &mut offering.brokers {
        broker.has_password = true;
    }
    (told(&offering, |field| !is_known_to_the_console(field)), walk.faults)
}

/// What the rules say of an offering about these fields, page by page, plan by plan and broker by broker.
pub(super) fn told(offering: &Offering, is_wanted: impl Fn(Field) -> bool) -> Vec<Owed> {
    let mut all = Vec::new();
    for page in Page::DEFINED {
        let mut parts = vec![(String::new(), offering.findings(page))];
        match page {
            Page::Pricing => {
                let plans = offering.plans.iter();
                parts.extend(plans.map(|plan| (offering.plan_called(plan.id), offering.plan_findings(plan.id))));
            }
            Page::Deployments => {
                let brokers = offering.brokers.iter().filter(|broker| broker.state != BrokerState::Removed);
                parts.extend(brokers.map(|one| (one.draft.name.clone(), offering.broker_findings(one.id))));
            }
            _ => {}
        }
        for (of, findings) in &parts {
            let wanted = findings.iter().filter(|one| is_wanted(one.field) && !SUMMED_UP.contains(&one.rule));
            all.extend(wanted.map(|finding| Owed::of(page, of, finding)));
        }
    }
    all
}

/// What no file says: whether access management is enabled, and which keys there are.
const fn is_known_to_the_console(field: Field) -> bool {
    matches!(field, Field::AccessEnabled | Field::ApiKey | Field::ClientEnabled)
}

/// An offering of which nothing has been written, in a console of which nothing is known.
fn blank(file: &DefinitionFile) -> Offering {
    let id = OfferingId::parse(&file.id).unwrap_or_else(|_| OfferingId::new(Uuid::nil()));
    let start = Moment::from_millis(0);
    // A plan that has a GUID has it from the console.
    let plans = file.plans.iter().filter_map(PlanEntry::known).collect();
    Offering {
        id,
        name: file.name.clone(),
        owner: Owner {
            id: AccountId::new(Uuid::nil()),
            kind: AccountKind::Provider,
            name: String::new(),
            registration: Registration::Approved,
            documentation_base: None,
        },
        stage: Stage::Defining,
        stage_revision: 0,
        stage_since: start,
        created_at: start,
        summary: Versioned::default(),
        listing: Versioned::default(),
        settings: Versioned::default(),
        access: Versioned::default(),
        access_facts: AccessFacts::default(),
        plans,
        brokers: Vec::new(),
        deployments: Vec::new(),
        definitions_downloaded_at: None,
        definition_changed_at: start,
        broker_ready: false,
        issued_documentation_url: String::new(),
        other_terms_urls: Vec::new(),
        test_runs: Vec::new(),
        sandboxes: Vec::new(),
        translations: Vec::new(),
        house: House::default(),
    }
}

impl Owed {
    fn of(page: Page, of: &str, finding: &Finding) -> Self {
        Self {
            page,
            of: of.to_owned(),
            field: finding.field.input_name(),
            rule: finding.rule.to_string(),
            level: finding.level(),
            what: text::what(finding),
            fix: text::fix(finding),
            suggestion: finding.suggestion.clone().unwrap_or_default(),
        }
    }
}
