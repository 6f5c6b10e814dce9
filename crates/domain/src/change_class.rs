//! What a change of an offering that customers see already takes (§10): its class, who has to agree, what has to be
//! tested anew, and from when it can hold at the earliest. It compares two versions and is given the moment; it decides
//! nothing.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::broker::BrokerState;
use crate::caller::Role;
use crate::compare::{self, Line, Sign, Subject};
use crate::field::Field;
use crate::ids::{BrokerId, PlanId};
use crate::moment::Moment;
use crate::month::Month;
use crate::offering::Offering;
use crate::page::Page;
use crate::review::ReviewTrack;

mod price_news;
mod when;

use when::{Sides, effective};

pub use price_news::{PriceNews, news_of_prices};

/// Customers know of a price for so long before they pay it.
pub const PRICE_NOTICE: Duration = Duration::from_hours(30 * 24);

/// A row of §10, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeClass {
    /// Texts, pictures, tags.
    Display,
    /// Whom customers and the operator turn to (§4.12).
    Support,
    /// What the platform signs in to a broker with: the row on technical changes leaves it to the provider.
    Credentials,
    /// Brokers, deployments, access, parameters.
    Technical,
    /// What instances can do.
    Capability,
    NewPlan,
    Price,
    PlanRemoval,
    /// What never changes once customers have it.
    Immutable,
}

impl ChangeClass {
    pub const ALL: [Self; 9] = [
        Self::Display,
        Self::Support,
        Self::Credentials,
        Self::Technical,
        Self::Capability,
        Self::NewPlan,
        Self::Price,
        Self::PlanRemoval,
        Self::Immutable,
    ];

    /// How it appears in addresses and element ids.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Display => "display",
            Self::Support => "support",
            Self::Credentials => "credentials",
            Self::Technical => "technical",
            Self::Capability => "capability",
            Self::NewPlan => "new_plan",
            Self::Price => "price",
            Self::PlanRemoval => "plan_removal",
            Self::Immutable => "immutable",
        }
    }
}

/// What has to be tested anew, from little to much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FreshTests {
    None,
    /// The checks that depend on what changed.
    Affected,
    /// Those, and the brokers' catalogs have to agree.
    WithParity,
}

/// When a change takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effective {
    /// As soon as it is published.
    OnPublish,
    /// As soon as it is published; new deployments for invited accounts first, then for everybody.
    LimitedFirst,
    /// Customers are told on a 1st, and pay it from a following 1st, 00:00 UTC.
    FirstOfMonth { notified: Moment, effective: Moment },
    /// Plans end on days that are announced with the publication. `on`: the last of them, 00:00 UTC; `None`: no plan ends
    /// on a day, and it holds as soon as it is published.
    Announced { on: Option<Moment> },
    /// Another offering takes its place instead.
    Never,
}

/// Every change of one class, and what they take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trigger {
    pub class: ChangeClass,
    /// Never empty.
    pub changes: Vec<Line>,
    /// Whose approval they need; empty for what nobody has to agree to.
    pub approvals: Vec<Role>,
    pub tests: FreshTests,
    pub effective: Effective,
}

/// What the changes from `live` to `draft` trigger, were they handed in at `now`: a row for each class that occurs.
pub fn triggers(live: &Offering, draft: &Offering, now: Moment) -> Vec<Trigger> {
    let changed: Vec<(ChangeClass, Line)> = compare::compare(Some(live), draft)
        .into_iter()
        .filter(|line| line.sign() != Sign::Same)
        .flat_map(|line| classed(live, draft, line))
        .collect();
    let of_class = |of: ChangeClass| {
        let found = changed.iter().filter(move |(class, _)| *class == of);
        found.map(|(_, line)| line.clone()).collect::<Vec<_>>()
    };
    ChangeClass::ALL
        .into_iter()
        .map(|class| (class, of_class(class)))
        .filter(|(_, changes)| !changes.is_empty())
        .map(|(class, changes)| {
            let adds_paid = changes.iter().any(|line| is_paid(draft, &line.subject));
            Trigger {
                class,
                approvals: approvals(class, adds_paid),
                tests: tests(class),
                effective: effective(class, Sides { live, draft }, &changes, now),
                changes,
            }
        })
        .collect()
}

/// Everybody whose approval the changes need together, each once.
pub fn approvals_of(triggers: &[Trigger]) -> Vec<Role> {
    let mut roles: Vec<Role> = triggers.iter().flat_map(|trigger| trigger.approvals.iter().copied()).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

/// The tracks of a review in which somebody has to agree to one of them.
pub fn tracks_of(triggers: &[Trigger]) -> Vec<ReviewTrack> {
    let asked = triggers.iter().filter(|trigger| !trigger.approvals.is_empty());
    let mut tracks: Vec<ReviewTrack> =
        asked.flat_map(|trigger| trigger.changes.iter().map(|line| ReviewTrack::of_page(line.page))).collect();
    tracks.sort_unstable();
    tracks.dedup();
    tracks
}

/// What has to be tested anew for all of them.
pub fn tests_of(triggers: &[Trigger]) -> FreshTests {
    triggers.iter().map(|trigger| trigger.tests).max().unwrap_or(FreshTests::None)
}

/// From when customers have all of them, if everybody agreed at `now`; `None`: some of them never. Of the end of a plan
/// they read from then on, and not only on its day.
pub fn published_from(triggers: &[Trigger], now: Moment) -> Option<Moment> {
    let each = triggers.iter().map(|trigger| match trigger.effective {
        Effective::FirstOfMonth { effective, .. } => Some(effective),
        Effective::Never => None,
        Effective::OnPublish | Effective::LimitedFirst | Effective::Announced { .. } => Some(now),
    });
    each.collect::<Option<Vec<Moment>>>().map(|each| each.into_iter().max().unwrap_or(now))
}

/// From when all of them can hold, if everybody agreed at `now`; `None`: some of them never. The end of a plan holds on
/// its day.
pub fn earliest(triggers: &[Trigger], now: Moment) -> Option<Moment> {
    let ends = triggers.iter().filter_map(|trigger| match trigger.effective {
        Effective::Announced { on } => on,
        _ => None,
    });
    published_from(triggers, now).map(|from| ends.fold(from, Moment::max))
}

/// When customers are told of a price that is agreed to at `from`, and from when they pay it: the next 1st, and the
/// first 1st that is at least 30 days later.
pub fn price_dates(from: Moment) -> (Moment, Moment) {
    let month = Month::of(from);
    let told = if month.start() < from { month.next() } else { month };
    let next = told.next();
    let paid = if next.start().since(told.start()) < PRICE_NOTICE { next.next() } else { next };
    (told.start(), paid.start())
}

/// The class of a line, and that of a price where it says as which place a deployment is priced.
fn classed(published: &Offering, draft: &Offering, line: Line) -> Vec<(ChangeClass, Line)> {
    let places = priced_as(published, &line.member).zip(priced_as(draft, &line.member));
    let is_priced_otherwise = places.is_some_and(|(before, now)| before != now);
    let price = is_priced_otherwise.then(|| (ChangeClass::Price, line.clone()));
    [(class(published, draft, &line), line)].into_iter().chain(price).collect()
}

/// `deployment` is an id as lines tell it. `None`: there is no such deployment.
fn priced_as<'a>(offering: &'a Offering, deployment: &str) -> Option<&'a str> {
    let mut exist = offering.deployments.iter().filter(|record| record.exists());
    exist.find(|record| record.id.to_string() == deployment).map(|record| record.options.pricing_region.trim())
}

fn class(published: &Offering, draft: &Offering, line: &Line) -> ChangeClass {
    match &line.subject {
        Subject::Field(field) => of_field(line.page, *field),
        Subject::Highlight(_) => ChangeClass::Display,
        Subject::Plan { id, field, .. } => match (has_plan(published, *id), has_plan(draft, *id)) {
            (false, _) => ChangeClass::NewPlan,
            (true, false) => ChangeClass::PlanRemoval,
            // A location that leaves is an end of the plan for new instances there; one that comes is tested.
            (true, true) if *field == Field::PlanLocations && line.now.is_empty() => ChangeClass::PlanRemoval,
            (true, true) => of_plan(*field),
        },
        // Of a broker that comes or goes they are no rotation.
        Subject::Broker { id, field: Field::BrokerUsername, .. }
            if has_broker(published, *id) && has_broker(draft, *id) =>
        {
            ChangeClass::Credentials
        }
        Subject::Broker { .. } | Subject::Deployment { .. } => ChangeClass::Technical,
    }
}

fn of_field(page: Page, field: Field) -> ChangeClass {
    match (page, field) {
        (Page::Summary, _) | (_, Field::SupportUrl) => ChangeClass::Support,
        (_, Field::PlanUpdateable | Field::Bindable | Field::ServiceKeySupported) => ChangeClass::Capability,
        // What is promised about the service is a text, wherever it is typed.
        (Page::Listing, _)
        | (
            _,
            Field::AccessName
            | Field::AccessDescription
            | Field::SlaTerms
            | Field::SlaTenancy
            | Field::SlaProvisioning
            | Field::SlaResponsiveness
            | Field::SlaRecovery
            | Field::SlaRecoveryText
            | Field::Compliance,
        ) => ChangeClass::Display,
        _ => ChangeClass::Technical,
    }
}

/// Of a plan that customers have: what is not plainly something else is about what they pay.
const fn of_plan(field: Field) -> ChangeClass {
    match field {
        Field::PlanName => ChangeClass::Immutable,
        Field::PlanDisplayName | Field::PlanDescription | Field::PlanBullets => ChangeClass::Display,
        Field::PlanBindable => ChangeClass::Capability,
        Field::PlanLocations | Field::PlanOneInstance => ChangeClass::Technical,
        // That it ends, on another day, or after all not.
        Field::PlanEndsOn => ChangeClass::PlanRemoval,
        _ => ChangeClass::Price,
    }
}

fn has_plan(offering: &Offering, id: PlanId) -> bool {
    offering.plans.iter().any(|plan| plan.id == id)
}

fn has_broker(offering: &Offering, id: BrokerId) -> bool {
    offering.brokers.iter().any(|broker| broker.id == id && broker.state != BrokerState::Removed)
}

fn is_paid(offering: &Offering, subject: &Subject) -> bool {
    let Subject::Plan { id, .. } = subject else { return false };
    offering.plans.iter().any(|plan| plan.id == *id && !plan.draft.is_free())
}

fn approvals(class: ChangeClass, adds_paid: bool) -> Vec<Role> {
    match class {
        ChangeClass::Price => vec![Role::Billing],
        ChangeClass::NewPlan if adds_paid => vec![Role::Billing],
        // A free plan costs nobody anything, and its texts are read like all others.
        ChangeClass::Display
        | ChangeClass::Support
        | ChangeClass::Technical
        | ChangeClass::Capability
        | ChangeClass::NewPlan
        | ChangeClass::PlanRemoval => vec![Role::Reviewer],
        ChangeClass::Credentials | ChangeClass::Immutable => Vec::new(),
    }
}

const fn tests(class: ChangeClass) -> FreshTests {
    match class {
        ChangeClass::Capability => FreshTests::WithParity,
        ChangeClass::Technical | ChangeClass::NewPlan => FreshTests::Affected,
        _ => FreshTests::None,
    }
}

#[cfg(test)]
mod tests;
