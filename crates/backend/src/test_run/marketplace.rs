//! Looking at the catalog as the accounts of §4.15 see it, for the checks CTL-01 and CTL-02: through the same use cases as
//! the pages and the form for a new instance.

use slipway_domain::caller::{Caller, Person};
use slipway_domain::catalog::{Details, PlanCard, Query};
use slipway_domain::estimate::{buyers, estimate, typed_quantity};
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::new_instance::NewInstanceDraft;
use slipway_domain::offering::Offering;
use slipway_domain::parameter::{self, Chosen};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::rule::instance as rule;
use slipway_domain::test_run::Target;
use slipway_domain::visibility::Allowed;
use slipway_domain::{icon, text};
use slipway_osb::conformance::{Look, Marketplace, Reach, Viewer};
use slipway_store::CatalogEntry;

use crate::{Backend, Error, Result};

/// Accounts of one list that are looked as.
const MOST_LOOKS: usize = 20;

impl Backend {
    pub(super) async fn marketplace(&self, offering: &Offering, target: &Target) -> Result<Marketplace> {
        let icon = self.icon_is_there(offering.listing.draft.icon.trim()).await?;
        let record = offering.deployments.iter().find(|record| Target::of(record) == *target);
        let restrictions = record.and_then(|record| record.state.restrictions());
        let entry = self.store().catalog_entry(offering.scope()).await?;
        let (Some(restrictions), Some(entry)) = (restrictions, entry) else {
            return Ok(Marketplace { icon, ..Marketplace::default() });
        };
        // What the search looks through is the same for all of them.
        let listed = entry.clone();
        // Nobody invited the stranger, and the operator never heard of their account: both deployment and service have to
        // be for such accounts.
        let of_service = entry.restrictions;
        let is_for_strangers = restrictions.within(of_service).is_for(false);
        let now = self.clock().now();
        // Exclusion wins over an invitation (§4.15).
        let is_kept_out = |account| entry.excluded.iter().any(|excluded| excluded.account == account);
        let is_invited = |allowed: &Allowed| allowed.holds(now) && !is_kept_out(allowed.account);
        let allowed: Vec<Allowed> = entry.allowlist.into_iter().filter(is_invited).take(MOST_LOOKS).collect();
        let allowed = allowed.into_iter().map(|allowed| (Viewer::Allowed(allowed.account_name), Some(allowed.account)));
        let excluded = entry.excluded.into_iter().take(MOST_LOOKS);
        let excluded = excluded.map(|excluded| (Viewer::Excluded(excluded.account_name), Some(excluded.account)));
        let stranger = AccountId::new(self.ids().uuid(now));
        let others = [(Viewer::Stranger, Some(stranger)), (Viewer::Anonymous, None)];
        let mut looks = Vec::new();
        for (viewer, account) in allowed.chain(excluded).chain(others) {
            looks.push(self.seen_by(&listed, &offering.name, target, (viewer, account)).await?);
        }
        let reach = if is_for_strangers { Reach::Everybody } else { Reach::Limited };
        Ok(Marketplace { reach, service_is_public: of_service.is_for(false), looks, icon })
    }

    async fn seen_by(
        &self,
        listed: &CatalogEntry,
        name: &str,
        target: &Target,
        (viewer, account): (Viewer, Option<AccountId>),
    ) -> Result<Look> {
        let acting = self.acting_for(account.map_or(Caller::Anonymous, |account| Caller::Person(somebody(account))));
        let query = Query { text: name.to_owned(), ..Query::default() };
        let tile = acting.tile_of(listed.clone(), acting.viewer().await?);
        let found = tile.is_some_and(|tile| tile.name == name && tile.matches(&query));
        let details = shown(acting.catalog_details(name).await)?;
        // What stands behind every way to a new instance.
        let takes = shown(acting.catalog_content(name).await)?.and_then(|(_, content)| {
            let mut deployments = content.deployments.iter();
            let found = deployments.find(|one| one.plan == target.plan && one.location == target.location)?;
            Some(content.takes_new_instances(found, self.clock().now()))
        });
        let offered = takes.is_some();
        // What takes no new instances any more has no form, and is tested for the instances that it has.
        let has_form = takes != Some(false);
        let mut obstacles = Vec::new();
        if let Some(view) = &details {
            let card = view.details.plans.iter().find(|card| card.id == target.plan);
            if card.is_none() {
                obstacles.push("the details do not list the plan".to_owned());
            }
            if !view.is_open && has_form {
                obstacles.push("the service is closed to new instances".to_owned());
            }
            obstacles.extend(card.and_then(price_problem));
            if has_form {
                obstacles.extend(form_problem(&view.details, target));
            }
        }
        Ok(Look { viewer, found, details: details.is_some(), offered, obstacles })
    }

    /// `None`: the icon is not one of the console's.
    async fn icon_is_there(&self, address: &str) -> Result<Option<bool>> {
        match icon::name(address) {
            Some(name) => Ok(Some(self.store().icon(name).await?.is_some())),
            // The marks come with the console; the listing's own rule knows them.
            None => Ok(address.starts_with("/marks/").then_some(true)),
        }
    }
}

/// A person of the account without any role: what they see is what everybody there sees.
fn somebody(account: AccountId) -> Person {
    Person {
        id: PersonId::new(uuid::Uuid::nil()),
        email: String::new(),
        name: String::new(),
        operator: Vec::new(),
        memberships: Vec::new(),
        current: Some(account),
    }
}

fn shown<T>(answer: Result<T>) -> Result<Option<T>> {
    match answer {
        Ok(view) => Ok(Some(view)),
        Err(Error::Rejected(Rejection::NotFound(Kind::Offering))) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The estimator, asked for one of everything.
fn price_problem(card: &PlanCard) -> Option<String> {
    if card.is_free || !card.amounts.is_empty() {
        return None;
    }
    if card.metrics.is_empty() {
        return Some("the plan has no price".to_owned());
    }
    let one_of_each = vec![typed_quantity("1").unwrap_or_default(); card.metrics.len()];
    let fails = |buyer| estimate(&card.metrics, buyer, &one_of_each).is_err();
    buyers(&card.metrics).into_iter().any(fails).then(|| "the estimator cannot compute the price".to_owned())
}

fn form_problem(details: &Details, target: &Target) -> Option<String> {
    let plan = target.plan.to_string();
    let chosen = Chosen { plan: &plan, location: &target.location };
    let values = parameter::filled(details.parameters_at(chosen), chosen);
    let draft = NewInstanceDraft {
        plan,
        location: target.location.clone(),
        name: "conformance".to_owned(),
        parameters: String::new(),
        values,
        terms: details.terms_url.clone(),
    };
    let findings = draft.check(details);
    // Of a text that nothing here fits, only the customer knows what it looks like.
    let mut faults = findings.iter().filter(|finding| finding.rule != rule::VALUE_MISFIT);
    faults.next().map(|finding| format!("the form for a new instance says: {}", text::what(finding)))
}
