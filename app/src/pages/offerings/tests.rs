use std::time::Duration;

use slipway_domain::account::{Account, AccountKind, Registration, RegistrationDraft};
use slipway_domain::caller::{Membership, Person, Role};
use slipway_domain::checklist::Intake;
use slipway_domain::ids::{AccountId, OfferingId, PersonId, SnapshotId, SubmissionId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Offering, Owner, Versioned};
use slipway_domain::offering_line::Place;
use slipway_domain::page::Page as Of;
use slipway_domain::review::{Decision, Submission, SubmissionState};
use slipway_domain::stage::Stage;
use slipway_domain::summary::SummaryDraft;

use super::next::next;
use super::row::pipeline;
use super::*;
use crate::parts::offering_frame::review_status;

const ID: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11";
const DAY: u64 = 86_400;

fn begin() -> Moment {
    Moment::from_millis(1_778_594_520_000)
}

fn person() -> Person {
    let account = AccountId::parse(ID).unwrap();
    Person {
        id: PersonId::parse(ID).unwrap(),
        email: "kim@northwind.example".to_owned(),
        name: "Kim Wood".to_owned(),
        operator: Vec::new(),
        memberships: vec![Membership {
            account,
            account_name: "Northwind Data".to_owned(),
            kind: AccountKind::Provider,
            role: Role::ProviderEditor,
        }],
        current: Some(account),
    }
}

/// An offering that nobody has filled in, three days after it came to `stage`.
pub(crate) fn view(stage: Stage) -> OfferingView {
    let offering = Offering {
        id: OfferingId::parse(ID).unwrap(),
        name: "northwind-vector".to_owned(),
        owner: Owner {
            id: AccountId::parse(ID).unwrap(),
            kind: AccountKind::Provider,
            name: "Northwind Data".to_owned(),
            registration: Registration::Approved,
            documentation_base: None,
        },
        stage,
        stage_revision: 1,
        stage_since: begin(),
        created_at: begin(),
        summary: Versioned::default(),
        listing: Versioned::default(),
        settings: Versioned::default(),
        access: Versioned::default(),
        access_facts: slipway_domain::access::AccessFacts::default(),
        plans: Vec::new(),
        brokers: Vec::new(),
        deployments: Vec::new(),
        test_runs: Vec::new(),
        sandboxes: Vec::new(),
        definitions_downloaded_at: None,
        definition_changed_at: begin(),
        broker_ready: false,
        issued_documentation_url: String::new(),
        other_terms_urls: Vec::new(),
        translations: Vec::new(),
        house: slipway_domain::offering::House::default(),
    };
    OfferingView {
        person: person(),
        offering,
        attestations: Vec::new(),
        intake: Intake::default(),
        milestones: Vec::new(),
        submissions: Vec::new(),
        threads: Vec::new(),
        position: None,
        desk: None,
        prices_since: None,
        allowlist: Vec::new(),
        excluded: Vec::new(),
        parked: Vec::new(),
        published: None,
        published_at: None,
        notice: None,
        platform_name: "Slipway".to_owned(),
        now: begin().plus(Duration::from_secs(3 * DAY)),
    }
}

pub(crate) fn returned() -> Submission {
    let by = PersonId::parse(ID).unwrap();
    Submission {
        id: SubmissionId::parse(ID).unwrap(),
        account: AccountId::parse(ID).unwrap(),
        offering: OfferingId::parse(ID).unwrap(),
        snapshot: SnapshotId::parse(ID).unwrap(),
        content_sha256: String::new(),
        revision: 0,
        note: String::new(),
        submitted_by: by,
        submitted_by_name: "Kim Wood".to_owned(),
        submitted_at: begin(),
        state: SubmissionState::Returned,
        decision: Some(Decision {
            by,
            by_name: "Rita Tan".to_owned(),
            at: begin(),
            reason: "The icon cannot be read at 32 pixels.".to_owned(),
            rule: None,
        }),
        tracks: Vec::new(),
    }
}

fn step(view: &OfferingView) -> (String, String, bool) {
    let next = next(view);
    (next.label, next.path.to_string(), next.is_due)
}

fn due(label: &str, page: Of) -> (String, String, bool) {
    (label.to_owned(), Path::Offering("northwind-vector".to_owned(), page).to_string(), true)
}

#[test]
fn an_untouched_offering_begins_with_its_first_page() {
    assert_eq!(step(&view(Stage::Defining)), due("Begin with Summary", Of::Summary));
}

#[test]
fn errors_of_a_begun_page_are_counted() {
    let mut view = view(Stage::Defining);
    view.offering.summary.revision = 1;
    assert_eq!(step(&view), due("Fix 2 errors on Summary", Of::Summary));
    view.offering.summary.draft.contact_name = "Kim Wood".to_owned();
    assert_eq!(step(&view), due("Fix 1 error on Summary", Of::Summary));
}

#[test]
fn a_complete_page_gives_way_to_the_next_one() {
    let mut view = view(Stage::Defining);
    view.offering.summary = Versioned {
        draft: SummaryDraft {
            contact_name: "Kim Wood".to_owned(),
            contact_email: "kim@northwind.example".to_owned(),
            ..SummaryDraft::default()
        },
        revision: 1,
        saved: None,
    };
    assert_eq!(step(&view), due("Begin with Catalog listing", Of::Listing));
}

#[test]
fn a_returned_offering_leads_to_the_reviewers_words() {
    let mut view = view(Stage::Limited);
    view.submissions.push(returned());
    assert_eq!(step(&view), due("Read what the reviewer asks for", Of::Review));
}

#[test]
fn the_entry_of_the_review_follows_the_stage_and_the_latest_request() {
    let word = |view: &OfferingView| review_status(view).1;
    for (stage, expected) in [
        (Stage::Defining, "Not requested"),
        (Stage::Limited, "Not requested"),
        (Stage::GaRequested, "In review"),
        (Stage::GaApproved, "Approved"),
        (Stage::Ga, "Released"),
    ] {
        assert_eq!(word(&view(stage)), expected);
    }
    let mut back = view(Stage::Limited);
    back.submissions.push(returned());
    assert_eq!(word(&back), "Returned");
    back.offering.stage = Stage::GaRequested;
    assert_eq!(word(&back), "In review");
}

#[test]
fn a_consumer_account_is_told_where_offerings_are_made() {
    let account = Account {
        id: AccountId::parse(ID).unwrap(),
        kind: AccountKind::Consumer,
        name: "Orrery Labs".to_owned(),
        registration: Registration::Draft,
        form: RegistrationDraft::default(),
        revision: 1,
        submitted: None,
        decided: None,
        reason: String::new(),
        documentation_base: None,
        is_internal: false,
    };
    let view = OfferingsView {
        person: person(),
        account: Some(account),
        offerings: Vec::new(),
        lines: LinesView::default(),
        late: Vec::new(),
        operator_contact: "operator@slipway.example".to_owned(),
    };
    let drawn = new_resource(&view).to_html();
    assert!(drawn.contains("aria-disabled") && drawn.contains(words::CONSUMER_BUTTON), "{drawn}");
}

#[test]
fn what_waits_for_the_operator_is_a_suggestion_only() {
    for stage in [Stage::GaRequested, Stage::GaApproved] {
        let next = next(&view(stage));
        assert!(!next.is_due, "{stage:?}");
        assert_eq!(next.path, Path::Offering("northwind-vector".to_owned(), Of::Review));
    }
}

#[test]
fn a_public_offering_leads_to_the_catalog_or_to_what_differs_from_it() {
    let view = view(Stage::Ga);
    assert_eq!(next(&view).path, Path::CatalogEntry("northwind-vector".to_owned()));
    assert!(!next(&view).is_due);
}

#[test]
fn the_pipeline_says_how_long_it_has_been_here_and_what_is_left() {
    let notes = |view: &OfferingView| pipeline(view).into_iter().map(|step| step.note).collect::<Vec<_>>();
    let mut draft = view(Stage::Defining);
    draft.offering.summary.draft.target_date = "2026-09-01".to_owned();
    let shown = notes(&draft);
    assert_eq!(shown[0].as_deref(), Some("3 days so far, you"));
    assert!(shown[1].as_deref().is_some_and(|note| note.ends_with("conditions left")), "{shown:?}");
    assert_eq!(shown[3].as_deref(), Some("planned for 2026-09-01"));
    let public = notes(&view(Stage::Ga));
    assert_eq!(public, [None, None, None, Some("since 12 May 2026".to_owned())]);
    assert_eq!(notes(&view(Stage::Withdrawn)), [None, None, None, None]);
}

#[test]
fn every_tab_shows_its_own() {
    let place = |stage: Stage| Place { track: stage.track(), turn: view(stage).turn().turn };
    let tabs = |stage| Show::EVERY.map(|show| show.asked().has(place(stage)));
    assert_eq!(tabs(Stage::Defining), [true, true, false, false]);
    assert_eq!(tabs(Stage::GaRequested), [true, false, true, false]);
    assert_eq!(tabs(Stage::Ga), [true, false, false, true]);
    assert_eq!(Show::parse("operator"), Show::Operator);
    assert_eq!(Show::parse("nonsense"), Show::All);
}

#[test]
fn another_page_stays_under_its_tab() {
    assert_eq!(Show::All.page("Next", "after", "0~1~a b~").href, "/offerings?after=0~1~a%20b~");
    assert_eq!(Show::Yours.page("Next", "before", "0~1~a~").href, "/offerings?show=yours&before=0~1~a~");
}
