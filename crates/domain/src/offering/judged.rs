//! What the rules say about each page of an offering, and how far the page is. Gates, the checklist and the side
//! navigation ask here, so they can never disagree; only about the Deployments page it is the gate that is asked.

use super::Offering;
use crate::access::AccessContext;
use crate::broker::{BrokerContext, BrokerRecord, BrokerState};
use crate::deployment::{DeploymentRecord, DeploymentState};
use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::gate;
use crate::ids::{BrokerId, PlanId};
use crate::listing::ListingContext;
use crate::page::{Page, PageStatus};
use crate::parameter::origin;
use crate::plan::{PlanContext, called, check_plans};
use crate::rule::deployment as rule;
use crate::settings::SettingsContext;
use crate::stage::Stage;

impl Offering {
    /// Everything that the rules say about a page. Checklist, Tests, Review, Usage and History have no findings.
    pub fn findings(&self, page: Page) -> Findings {
        match page {
            Page::Summary => self.summary.draft.check(),
            Page::Listing => self.listing_findings().into_iter().chain(self.incomplete_translations()).collect(),
            Page::Settings => self.settings.draft.check(&self.settings_context()),
            Page::Access => self.access_findings(),
            Page::Pricing => check_plans(&self.plans, |plan| plan.draft.check(&self.plan_context(plan.id))),
            Page::Deployments => self.deployments_findings(),
            Page::Checklist | Page::Tests | Page::Review | Page::Usage | Page::History => Findings::new(),
        }
    }

    /// How far a page is. Tests follow the runs, Review the stage; Checklist, Usage and
    /// History are never started, they only show.
    pub fn page_status(&self, page: Page) -> PageStatus {
        match page {
            Page::Checklist | Page::Usage | Page::History => PageStatus::NotStarted,
            Page::Tests => self.tests_status(),
            Page::Review => match self.stage {
                Stage::Defining | Stage::Limited | Stage::Withdrawn => PageStatus::NotStarted,
                Stage::GaRequested => PageStatus::Incomplete,
                _ => PageStatus::Complete,
            },
            _ if !self.is_started(page) => PageStatus::NotStarted,
            _ if self.to_fix(page) == 0 => PageStatus::Complete,
            _ => PageStatus::Incomplete,
        }
    }

    /// How many things on a page stand in the way: the errors of what was typed. Brokers are called and compared, not
    /// only typed, so of the Deployments page it is the conditions of G-LIM that are missing there.
    pub fn to_fix(&self, page: Page) -> usize {
        match page {
            Page::Deployments => gate::deployments(self).iter().filter(|condition| condition.blocks()).count(),
            _ => self.findings(page).errors().count(),
        }
    }

    /// Complete when a run that counts passed on every deployment.
    fn tests_status(&self) -> PageStatus {
        if self.test_runs.is_empty() {
            PageStatus::NotStarted
        } else if self.test_targets().next().is_some() && self.test_targets().all(|target| self.is_proven(&target)) {
            PageStatus::Complete
        } else {
            PageStatus::Incomplete
        }
    }

    /// The status of an entry of the side navigation: that of its tabs together.
    pub fn navigation_status(&self, page: Page) -> PageStatus {
        let status = page.tabs().iter().map(|tab| self.page_status(*tab)).reduce(PageStatus::and);
        status.unwrap_or(PageStatus::NotStarted)
    }

    /// The empty fields that the page needs before it is complete.
    pub fn minimum(&self, page: Page) -> Vec<Field> {
        self.findings(page).missing()
    }

    /// Whether a page of this draft says something else than a published version does.
    pub fn differs(&self, published: &Self, page: Page) -> bool {
        page.tabs().iter().any(|tab| match tab {
            Page::Summary
            | Page::Checklist
            | Page::Tests
            | Page::Review
            | Page::Usage
            | Page::History
            | Page::Deployments => false,
            Page::Listing => {
                self.listing.draft != published.listing.draft || self.translated() != published.translated()
            }
            Page::Settings => self.settings.draft != published.settings.draft,
            Page::Access => self.access.draft != published.access.draft,
            Page::Pricing => self
                .plans
                .iter()
                .map(|plan| (plan.id, &plan.draft))
                .ne(published.plans.iter().map(|plan| (plan.id, &plan.draft))),
        })
    }

    pub fn listing_findings(&self) -> Findings {
        self.listing.draft.check(&self.listing_context())
    }

    /// What notes call a plan: its programmatic name, or whatever else people know it by. A plan that is gone has its id.
    pub fn plan_called(&self, plan: PlanId) -> String {
        let found = self.plans.iter().enumerate().find(|(_, record)| record.id == plan);
        found.map_or_else(
            || plan.to_string(),
            |(at, record)| called([&record.draft.name, &record.draft.display_name], at + 1),
        )
    }

    /// The findings of one plan; none if the offering has no such plan.
    pub fn plan_findings(&self, plan: PlanId) -> Findings {
        let record = self.plans.iter().find(|record| record.id == plan);
        record.map(|record| record.draft.check(&self.plan_context(plan))).unwrap_or_default()
    }

    /// The findings of one saved broker; none if the offering has no such broker.
    pub fn broker_findings(&self, broker: BrokerId) -> Findings {
        let record = self.brokers.iter().find(|record| record.id == broker);
        record.map(|record| record.draft.check(&self.broker_context(record))).unwrap_or_default()
    }

    pub fn listing_context(&self) -> ListingContext {
        ListingContext {
            company: self.owner.name.clone(),
            platform_name: self.house.platform_name.clone(),
            service_name: self.name.clone(),
            issued_documentation_url: self.issued_documentation_url.clone(),
            other_terms_urls: self.other_terms_urls.clone(),
        }
    }

    pub fn settings_context(&self) -> SettingsContext {
        let plan_ids = self.plans.iter().map(|plan| plan.id.to_string()).collect();
        let origins = self.brokers.iter().filter_map(|broker| origin(&broker.draft.url)).collect();
        SettingsContext { plans: self.plans.len(), plan_ids, origins }
    }

    /// What the rules of `plan` need to know; for a plan that is yet to be added, of all the others.
    pub fn plan_context(&self, plan: PlanId) -> PlanContext {
        let others = || self.plans.iter().filter(|other| other.id != plan);
        PlanContext {
            company: self.owner.name.clone(),
            product: self.listing.draft.display_name.clone(),
            other_names: others().map(|other| other.draft.name.clone()).collect(),
            has_other_free: others().any(|other| other.draft.is_free()),
            location_scope: self.settings.draft.location_scope.clone(),
        }
    }

    fn access_findings(&self) -> Findings {
        let draft = &self.access.draft;
        let of_facts = self.access_facts.check(draft).into_iter();
        of_facts.chain(draft.check()).chain(draft.check_registration(&self.access_context())).collect()
    }

    pub fn access_context(&self) -> AccessContext {
        AccessContext {
            service_name: self.name.clone(),
            display_name: self.listing.draft.display_name.clone(),
            description: self.listing.draft.description.clone(),
        }
    }

    /// The client is usable, and with the redirect URIs that are saved (T08).
    pub fn has_client_in_force(&self) -> bool {
        self.access_facts.client_enabled && self.access_facts.holds(&self.access.draft)
    }

    /// What the rules of `broker` need to know.
    pub fn broker_context(&self, broker: &BrokerRecord) -> BrokerContext {
        let others = self.active_brokers().filter(|other| other.id != broker.id);
        BrokerContext {
            has_password: broker.has_password,
            lab: self.house.lab,
            other_names: others.map(|other| other.draft.name.clone()).collect(),
            // A call finds out; nobody reads certificates here.
            ca_is_unreadable: false,
            signs_no_tokens: self.house.signs_no_tokens,
        }
    }

    fn active_brokers(&self) -> impl Iterator<Item = &BrokerRecord> {
        self.brokers.iter().filter(|broker| broker.state != BrokerState::Removed)
    }

    /// The brokers that the catalog deployments name.
    pub fn brokers_in_use(&self) -> impl Iterator<Item = &BrokerRecord> {
        let serves = |broker: &BrokerRecord| {
            self.deployments.iter().any(|deployment| deployment.exists() && deployment.broker == broker.id)
        };
        self.brokers.iter().filter(move |broker| serves(broker))
    }

    fn deployments_findings(&self) -> Findings {
        let mut found = Findings::new();
        if self.active_brokers().next().is_none() {
            found.push(Finding::new(Field::Brokers, rule::NO_BROKER));
        }
        for broker in self.active_brokers() {
            let errors = self.broker_findings(broker.id).errors().count();
            if errors > 0 {
                let fault = Finding::new(Field::Brokers, rule::BROKER_INCOMPLETE);
                found.push(fault.naming(&broker.draft.name).naming(errors));
            }
        }
        if !self.deployments.iter().any(DeploymentRecord::exists) {
            found.push(Finding::new(Field::Deployments, rule::NO_DEPLOYMENT));
        }
        // What everybody has stays for its instances when its location leaves the plan.
        let can_be_withdrawn = |one: &&DeploymentRecord| one.exists() && one.state != DeploymentState::PublishedPublic;
        for deployment in self.deployments.iter().filter(can_be_withdrawn) {
            if !self.is_sold(deployment) {
                let fault = Finding::new(Field::Deployments, rule::DEPLOYMENT_NOT_SOLD);
                found.push(fault.naming(self.plan_called(deployment.plan)).naming(&deployment.location));
            }
        }
        found
    }

    /// Something on the page was saved or done.
    fn is_started(&self, page: Page) -> bool {
        match page {
            Page::Summary => self.summary.revision > 0,
            Page::Listing => self.listing.revision > 0,
            Page::Settings => self.settings.revision > 0,
            Page::Access => self.access.revision > 0 || self.access_facts.service_id.is_some(),
            Page::Pricing => !self.plans.is_empty(),
            Page::Deployments => self.active_brokers().next().is_some() || !self.deployments.is_empty(),
            Page::Checklist | Page::Tests | Page::Review | Page::Usage | Page::History => false,
        }
    }
}

#[cfg(test)]
mod tests;
