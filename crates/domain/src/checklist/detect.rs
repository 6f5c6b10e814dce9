//! How each row of §5 is found out from an offering: what applies, what the data say, and how the modes of a row add up.

use super::tested::{self, Tested};
use super::{Attestation, Evidence, Phase, Row, RowNumber, RowReport, RowState};
use crate::account::Registration;
use crate::broker::BrokerState;
use crate::deployment::DeploymentState;
use crate::field::Field;
use crate::moment::Moment;
use crate::offering::{Offering, Saved};
use crate::page::Page;
use crate::plan::PlanApproval;
use crate::region::AccessState;

/// What the data say about a row that has mode A or R.
enum Data {
    True(Evidence),
    False,
    /// The page that knows comes with later work.
    Waiting,
}

/// §5, last line. A question that is not answered yet leaves its rows open. Row 8.2 applies to every paid plan, not
/// only to metered ones: the billing desk approves subscriptions too (T10). Row 20.12 is about what is due every hour.
pub(super) fn applies(number: RowNumber, offering: &Offering) -> bool {
    let settings = &offering.settings.draft;
    let has_plan = |wanted: fn(&str) -> bool| offering.plans.iter().any(|plan| wanted(&plan.draft.kind));
    match (number.task, number.subtask) {
        (8, 2) => has_plan(|kind| kind == "subscription" || kind == "metered"),
        (8, 3) | (20, 11) => has_plan(|kind| kind == "metered"),
        (20, 12) => offering.plans.iter().any(|plan| plan.draft.is_reported_hourly()),
        (20, 6 | 7) => settings.bindable != "no",
        // DEC-57
        (20, 8) => settings.bindable != "no" && settings.service_key_supported != "no",
        (20, 9) => settings.plan_updateable != "no",
        _ => true,
    }
}

/// The ticks of a test run are given inside it (§4.16), so that nobody owes them before there is one.
pub(super) fn owes_tick(row: &Row, offering: &Offering) -> bool {
    wants_tick(row, offering) && !tested::implies_tick(row, tested::of(row.number, offering).as_ref())
}

fn wants_tick(row: &Row, offering: &Offering) -> bool {
    row.mode.attested && row.phase != Phase::Test && applies(row.number, offering)
}

pub(super) fn report(row: &Row, offering: &Offering, attestations: &[Attestation]) -> RowReport {
    let applies = applies(row.number, offering);
    let given = attestations.iter().find(|attestation| attestation.row == row.number).cloned();
    let (outdated, attestation) = match given {
        Some(tick) if tick.is_stale => (Some(tick), None),
        given => (None, given),
    };
    let data = if row.mode.automatic { data(row.number, offering) } else { None };
    let tested = tested::of(row.number, offering);
    let is_shown = tested.as_ref().is_some_and(Tested::is_shown);
    let state = match &data {
        _ if !applies => RowState::NotApplicable,
        Some(Data::Waiting) => RowState::Waiting,
        Some(Data::False) => RowState::Open,
        _ if attestation.is_none() && wants_tick(row, offering) && !tested::implies_tick(row, tested.as_ref()) => {
            RowState::Open
        }
        _ if row.mode.tested && !is_shown => RowState::NoTestRunYet,
        // What a run shows of it is not all that a person sees.
        _ if row.is_ticked() && attestation.is_none() && !tested::implies_tick(row, tested.as_ref()) => RowState::Open,
        _ => RowState::Done,
    };
    let seen = match data {
        Some(Data::True(evidence)) => Some(evidence),
        _ => tested.as_ref().and_then(seen_in_run),
    };
    let evidence = match (&attestation, seen) {
        (Some(tick), seen) => Some(Evidence {
            who: Some(tick.by_name.clone()),
            when: Some(tick.at),
            what: seen.map(|evidence| evidence.what).unwrap_or_default(),
        }),
        (None, seen) => seen,
    };
    let attestable = row.is_ticked() && applies;
    RowReport { number: row.number, state, evidence, attestation, stale: outdated, attestable, tested }
}

fn seen_in_run(tested: &Tested) -> Option<Evidence> {
    let Tested::Shown { checks, by, at, .. } = tested else { return None };
    Some(Evidence { who: Some(by.clone()), when: *at, what: checks.join(", ") })
}

/// `None` for a row without mode A.
fn data(number: RowNumber, offering: &Offering) -> Option<Data> {
    Some(match (number.task, number.subtask) {
        (2, 1) => truth(offering.owner.registration != Registration::Draft, || value("", None)),
        (2, 2) => truth(offering.owner.registration == Registration::Approved, || value("", None)),
        (2, 3) => {
            truth(offering.owner.documentation_base.is_some(), || value(&offering.issued_documentation_url, None))
        }
        (3, 2) => {
            truth(!offering.issued_documentation_url.is_empty(), || value(&offering.issued_documentation_url, None))
        }
        // Documentation, announcement, demo and support have no pages yet.
        (3, 1 | 3) | (4, 1 | 2) | (21, 2) | (22, 1) => Data::Waiting,
        (5, 1) => truth(!offering.name.is_empty(), || value(&offering.name, Some(offering.created_at))),
        (5, 2) => truth(offering.page_status(Page::Summary).is_complete(), || saved(offering.summary.saved.as_ref())),
        (6, 1) => truth(urls_as_issued(offering), || saved(offering.listing.saved.as_ref())),
        (6, 2) => truth(terms_of_its_own(offering), || Evidence {
            what: offering.listing.draft.terms_url.clone(),
            ..saved(offering.listing.saved.as_ref())
        }),
        (7, 1) => truth(AccessState::of(&offering.access_facts).is_enabled(), || {
            value(offering.access_facts.service_id.as_deref().unwrap_or_default(), None)
        }),
        (7, 4) | (16, 2) => truth(offering.has_client_in_force(), || saved(offering.access.saved.as_ref())),
        (8, 1) => {
            let free = offering.plans.iter().find(|plan| plan.draft.is_free());
            free.map_or(Data::False, |plan| {
                Data::True(Evidence { what: plan.draft.name.clone(), ..saved(plan.saved.as_ref()) })
            })
        }
        (8, 2) => {
            let mut paid = offering.plans.iter().filter(|plan| !plan.draft.is_free());
            truth(paid.all(|plan| plan.approval == PlanApproval::Approved), || value("", None))
        }
        (9, 2) => {
            let fresh = offering.definitions_downloaded_at.filter(|at| *at >= offering.definition_changed_at);
            fresh.map_or(Data::False, |at| Data::True(value("", Some(at))))
        }
        (16, 1) => {
            let uri = offering.access.draft.redirect_uris.iter().find(|uri| !uri.trim().is_empty());
            uri.map_or(Data::False, |uri| {
                Data::True(Evidence { what: uri.clone(), ..saved(offering.access.saved.as_ref()) })
            })
        }
        (19, 1) => {
            let registered = offering.brokers.iter().find(|broker| broker.state == BrokerState::Registered);
            registered.map_or(Data::False, |broker| {
                let fetch = broker.last_fetch.as_ref();
                let who = fetch.map(|fetch| fetch.by.clone()).filter(|name| !name.is_empty());
                let when = fetch.map(|fetch| fetch.at);
                Data::True(Evidence { who, when, what: broker.draft.name.clone() })
            })
        }
        (19, 2) => {
            let published = offering.deployments.iter().filter(|deployment| {
                matches!(deployment.state, DeploymentState::PublishedLimited | DeploymentState::PublishedPublic)
            });
            let since = published.clone().filter_map(|deployment| deployment.published_at).min();
            let count = published.count();
            truth(count > 0, || value(&count.to_string(), since))
        }
        (21, 3) => truth(offering.stage.is_public(), || value("", Some(offering.stage_since))),
        _ => return None,
    })
}

fn urls_as_issued(offering: &Offering) -> bool {
    let (listing, issued) = (&offering.listing.draft, &offering.issued_documentation_url);
    !issued.is_empty() && listing.documentation_url == *issued && listing.instructions_url == *issued
}

fn terms_of_its_own(offering: &Offering) -> bool {
    let findings = offering.listing_findings();
    !offering.listing.draft.terms_url.is_empty() && !findings.errors().any(|found| found.field == Field::TermsUrl)
}

fn truth(holds: bool, evidence: impl FnOnce() -> Evidence) -> Data {
    if holds { Data::True(evidence()) } else { Data::False }
}

fn value(what: &str, when: Option<Moment>) -> Evidence {
    Evidence { who: None, when, what: what.to_owned() }
}

fn saved(saved: Option<&Saved>) -> Evidence {
    Evidence { who: saved.map(|saved| saved.by_name.clone()), when: saved.map(|saved| saved.at), what: String::new() }
}
