//! Things for tests: one offering that is ready for limited visibility, and people. A test changes the one point that
//! it is about.

use uuid::Uuid;

use crate::access::{AccessDraft, AccessFacts, ApiKeyFact, KeyLife};
use crate::account::{AccountKind, Registration};
use crate::broker::{BrokerDraft, BrokerRecord, BrokerState, FetchFact};
use crate::caller::{Membership, Person, Role};
use crate::checklist::{Attestation, ROWS};
use crate::deployment::DeploymentState;
use crate::export::definitions;
use crate::ids::{AccountId, ApiKeyId, BrokerId, OfferingId, PersonId, PlanId, TestRunId};
use crate::metric::{MetricDraft, PlaceDraft};
use crate::moment::Moment;
use crate::offering::{House, Offering, Owner, Saved, Versioned};
use crate::parity::BrokerCatalog;
use crate::plan::{AmountDraft, PlanApproval, PlanDraft, PlanRecord};
use crate::settings::SettingsDraft;
use crate::stage::Stage;
use crate::summary::SummaryDraft;
use crate::test_run::{Checked, Inputs, Outcome, Progress, Target, TestRun};

mod deployment;
mod listing;
mod sandbox;
mod thread;

pub(crate) use deployment::deployment;
pub(crate) use sandbox::{RECORD, sandbox_of};
pub(crate) use thread::{thread, thread_about};

use listing::listing;

pub(crate) const NORTHWIND: AccountId = AccountId::new(Uuid::from_u128(0xa0));
pub(crate) const GLOBEX: AccountId = AccountId::new(Uuid::from_u128(0xa1));
const ISSUED: &str = "https://docs.slipway.example/northwind-vector";

/// 12 May 2026, 14:02 UTC, and `minutes` more.
pub(crate) fn at(minutes: i64) -> Moment {
    Moment::from_millis(1_778_594_520_000 + minutes * 60_000)
}

/// A person of the operator with this role, or a member of Northwind who works there.
pub(crate) fn person(role: Role) -> Person {
    let mut person = Person {
        id: PersonId::new(Uuid::from_u128(0xb0)),
        email: "kim@northwind.example".to_owned(),
        name: "Kim Winter".to_owned(),
        operator: Vec::new(),
        memberships: Vec::new(),
        current: None,
    };
    if role.is_operator() {
        person.operator.push(role);
    } else {
        let kind = if role.is_provider() { AccountKind::Provider } else { AccountKind::Consumer };
        person.current = Some(NORTHWIND);
        person.memberships.push(Membership {
            account: NORTHWIND,
            account_name: "Northwind Data".to_owned(),
            kind,
            role,
        });
    }
    person
}

/// Complete on every page, with a free and a subscription plan, one broker that agrees and one deployment; nothing is
/// published and the billing desk has not agreed yet.
pub(crate) fn offering() -> Offering {
    let mut offering = defined();
    let catalog = agreeing(&offering);
    for fetch in offering.brokers.iter_mut().filter_map(|broker| broker.last_fetch.as_mut()) {
        fetch.catalog = Some(catalog.clone());
    }
    offering
}

/// What a broker says that answers with the definitions as they are.
pub(crate) fn agreeing(offering: &Offering) -> BrokerCatalog {
    serde_json::from_value(serde_json::to_value(definitions(offering)).unwrap()).unwrap()
}

fn defined() -> Offering {
    Offering {
        id: OfferingId::new(Uuid::from_u128(0x1)),
        name: "northwind-vector".to_owned(),
        owner: Owner {
            id: NORTHWIND,
            kind: AccountKind::Provider,
            name: "Northwind Data".to_owned(),
            registration: Registration::Approved,
            documentation_base: Some("https://docs.slipway.example".to_owned()),
        },
        stage: Stage::Defining,
        stage_revision: 1,
        stage_since: at(0),
        created_at: at(0),
        summary: saved(SummaryDraft {
            contact_name: "Kim Winter".to_owned(),
            contact_email: "kim@northwind.example".to_owned(),
            support_contact: "support@northwind.example".to_owned(),
            description: "Vectors as a service.".to_owned(),
            target_date: "2026-09-01".to_owned(),
        }),
        listing: saved(listing()),
        settings: saved(SettingsDraft {
            plan_updateable: "yes".to_owned(),
            bindable: "yes".to_owned(),
            service_key_supported: "yes".to_owned(),
            location_scope: "per_location".to_owned(),
            ..SettingsDraft::default()
        }),
        access: saved(AccessDraft {
            redirect_uris: vec!["https://vector.northwind.example/callback".to_owned()],
            ..AccessDraft::default()
        }),
        access_facts: AccessFacts {
            registered_at: Some(at(1)),
            service_id: Some("ServiceId-0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11".to_owned()),
            client_id: Some("northwind-vector".to_owned()),
            client_enabled: true,
            uris_in_force: None,
            policy: crate::access::SERVICE_POLICY.map(str::to_owned).to_vec(),
            api_keys: vec![ApiKeyFact {
                id: ApiKeyId::new(Uuid::from_u128(0x6)),
                prefix: "slw_5f2c1a9e77b0".to_owned(),
                created_at: at(2),
                created_by: "Kim Winter".to_owned(),
                expires_at: None,
                last_used_at: None,
                life: KeyLife::Valid,
            }],
            secret_issued_at: Some(at(2)),
        },
        plans: vec![free_plan(), subscription()],
        brokers: vec![broker()],
        deployments: vec![deployment(DeploymentState::Unpublished)],
        definitions_downloaded_at: Some(at(6)),
        definition_changed_at: at(5),
        broker_ready: false,
        issued_documentation_url: ISSUED.to_owned(),
        test_runs: Vec::new(),
        sandboxes: Vec::new(),
        other_terms_urls: vec!["https://globex.example/relay/terms".to_owned()],
        translations: Vec::new(),
        house: House { platform_name: "Slipway".to_owned(), ..House::default() },
    }
}

pub(crate) fn free_plan() -> PlanRecord {
    plan(
        0x20,
        "free",
        PlanDraft {
            name: "lite".to_owned(),
            display_name: "Lite".to_owned(),
            description: "One collection with 10,000 vectors.".to_owned(),
            ..PlanDraft::default()
        },
    )
}

pub(crate) fn subscription() -> PlanRecord {
    plan(
        0x21,
        "subscription",
        PlanDraft {
            name: "gold".to_owned(),
            display_name: "Gold".to_owned(),
            description: "Twenty collections, one million vectors each.".to_owned(),
            amounts: vec![AmountDraft {
                country: "USA".to_owned(),
                currency: "USD".to_owned(),
                price: "49.90".to_owned(),
            }],
            ..PlanDraft::default()
        },
    )
}

/// Queries in graduated tiers and storage by the day, with prices at home and in Germany.
pub(crate) fn metered() -> PlanRecord {
    plan(
        0x22,
        "metered",
        PlanDraft {
            name: "flex".to_owned(),
            display_name: "Flex".to_owned(),
            description: "Pay for what you query and store.".to_owned(),
            metrics: vec![queries(), storage()],
            ..PlanDraft::default()
        },
    )
}

pub(crate) fn queries() -> MetricDraft {
    MetricDraft {
        resource_name: "Queries".to_owned(),
        measure: "QUERY".to_owned(),
        charge_unit: "QUERIES".to_owned(),
        charge_unit_id: "QUERIES_PER_MONTH".to_owned(),
        rating_model: "graduated_tier".to_owned(),
        rating_scale: "1000".to_owned(),
        clip: "yes".to_owned(),
        instance_free_units: "10000".to_owned(),
        bounds: ["1000", "2500", ""].map(ToOwned::to_owned).to_vec(),
        places: vec![PlaceDraft::base(), PlaceDraft { country: "DEU".to_owned(), currency: "EUR".to_owned() }],
        prices: [["0.40", "0.32", "0.25"], ["0.37", "0.30", "0.23"]]
            .map(|prices| prices.map(ToOwned::to_owned).to_vec())
            .to_vec(),
        ..MetricDraft::new()
    }
}

fn storage() -> MetricDraft {
    MetricDraft {
        resource_name: "Storage".to_owned(),
        measure: "MEGABYTE".to_owned(),
        metering_model: "dailyproration_max".to_owned(),
        metering_scale: "1024".to_owned(),
        charge_unit: "GIGABYTE".to_owned(),
        unit_display_name: "GB".to_owned(),
        prices: vec![vec!["0.28".to_owned()]],
        ..MetricDraft::new()
    }
}

pub(crate) fn broker() -> BrokerRecord {
    BrokerRecord {
        id: BrokerId::new(Uuid::from_u128(0x3)),
        draft: BrokerDraft {
            name: "northwind-broker-eu".to_owned(),
            url: "https://broker.northwind.example".to_owned(),
            username: "platform".to_owned(),
            osb_version: "2.12".to_owned(),
            ..BrokerDraft::default()
        },
        has_password: true,
        state: BrokerState::Registered,
        revision: 1,
        saved: Some(author()),
        last_fetch: Some(FetchFact {
            at: at(10),
            by: "Kim Winter".to_owned(),
            sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
            catalog: None,
            failure: None,
        }),
        open_call: None,
        incidents: Vec::new(),
    }
}

/// A run with every check that rows of the checklist ask for, passed just now.
pub(crate) fn passed(offering: &Offering, target: &Target) -> TestRun {
    let checks = [
        "BRK-CAT-01",
        "BRK-CAT-03",
        "BRK-CAT-08",
        "BRK-PRV-01",
        "BRK-UPD-01",
        "BRK-UPD-03",
        "BRK-BND-01",
        "BRK-BND-04",
        "BRK-BND-05",
        "BRK-EXT-01",
        "BRK-EXT-02",
        "BRK-EXT-03",
        "BRK-EXT-05",
        "BRK-EXT-06",
        "BRK-EXT-07",
        "BRK-DEP-01",
        "CTL-01",
        "CTL-03",
    ];
    let all = checks.map(str::to_owned).into_iter().chain((1..=8).map(|number| format!("MTR-{number:02}")));
    TestRun {
        id: TestRunId::new(Uuid::from_u128(0x70)),
        target: target.clone(),
        progress: Progress::Finished,
        by_name: "Dev Patel".to_owned(),
        queued_at: at(21),
        ended_at: Some(at(22)),
        inputs: Inputs::of(offering, target).unwrap(),
        checks: all.map(|id| Checked { id, outcome: Outcome::Pass }).collect(),
        leftovers: 0,
    }
}

/// A tick on every row that wants one.
pub(crate) fn ticks() -> Vec<Attestation> {
    let by = PersonId::new(Uuid::from_u128(0xb0));
    ROWS.iter()
        .filter(|row| row.mode.attested)
        .map(|row| Attestation {
            row: row.number,
            by,
            by_name: "Kim Winter".to_owned(),
            at: at(30),
            inputs_sha256: String::new(),
            is_stale: false,
        })
        .collect()
}

fn plan(id: u128, kind: &str, draft: PlanDraft) -> PlanRecord {
    let draft = PlanDraft {
        kind: kind.to_owned(),
        bullets: vec!["Ready in a minute".to_owned()],
        locations: vec!["eu-de".to_owned()],
        ..draft
    };
    PlanRecord {
        id: PlanId::new(Uuid::from_u128(id)),
        draft,
        approval: PlanApproval::Draft,
        revision: 1,
        saved: Some(author()),
        authors: vec![author().by],
    }
}

fn saved<T>(draft: T) -> Versioned<T> {
    Versioned { draft, revision: 1, saved: Some(author()) }
}

fn author() -> Saved {
    Saved { at: at(4), by: PersonId::new(Uuid::from_u128(0xb0)), by_name: "Kim Winter".to_owned() }
}
