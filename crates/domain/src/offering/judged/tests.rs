use super::*;
use crate::access::AccessFacts;
use crate::offering::Versioned;
use crate::rule::listing;
use crate::sample;
use crate::settings::SettingsDraft;

fn statuses(offering: &Offering) -> [PageStatus; 6] {
    Page::DEFINED.map(|page| offering.page_status(page))
}

fn untouched() -> Offering {
    Offering {
        summary: Versioned::default(),
        listing: Versioned::default(),
        settings: Versioned::default(),
        access: Versioned::default(),
        access_facts: AccessFacts::default(),
        plans: Vec::new(),
        brokers: Vec::new(),
        deployments: Vec::new(),
        ..sample::offering()
    }
}

#[test]
fn a_defined_offering_is_complete_on_every_page() {
    assert_eq!(statuses(&sample::offering()), [PageStatus::Complete; 6]);
    for page in Page::ALL {
        assert!(sample::offering().findings(page).is_empty(), "{page:?}");
    }
}

#[test]
fn a_new_offering_is_not_started_anywhere() {
    assert_eq!(statuses(&untouched()), [PageStatus::NotStarted; 6]);
    for page in Page::NAVIGATION {
        assert_eq!(untouched().navigation_status(page), PageStatus::NotStarted);
    }
}

#[test]
fn a_page_says_what_its_minimum_is() {
    use Field::{
        AccessEnabled, Bindable, Brokers, Bullets, Category, ContactEmail, ContactName, Deployments, Description,
        DisplayName, DocumentationUrl, Icon, InstructionsUrl, LocationScope, LongDescription, PlanUpdateable, Plans,
        ProviderDisplayName, RedirectUris, ServiceKeySupported, SupportUrl, TermsUrl,
    };
    let minimum = |page| untouched().minimum(page);
    assert_eq!(minimum(Page::Summary), [ContactName, ContactEmail]);
    assert_eq!(
        minimum(Page::Listing),
        [
            DisplayName,
            ProviderDisplayName,
            Description,
            LongDescription,
            Icon,
            DocumentationUrl,
            InstructionsUrl,
            TermsUrl,
            SupportUrl,
            Category,
            Bullets,
        ]
    );
    assert_eq!(minimum(Page::Settings), [PlanUpdateable, Bindable, ServiceKeySupported, LocationScope]);
    assert_eq!(minimum(Page::Access), [AccessEnabled, RedirectUris]);
    assert_eq!(minimum(Page::Pricing), [Plans]);
    assert_eq!(minimum(Page::Deployments), [Brokers, Deployments]);
    assert!(Page::DEFINED.iter().all(|page| sample::offering().minimum(*page).is_empty()));
}

#[test]
fn an_error_makes_a_page_incomplete_and_a_warning_does_not() {
    let mut offering = sample::offering();
    offering.listing.draft.long_description = "One sentence.".to_owned();
    assert!(offering.findings(Page::Listing).warnings().next().is_some());
    assert_eq!(offering.page_status(Page::Listing), PageStatus::Complete);
    offering.listing.draft.display_name.clear();
    assert_eq!(offering.page_status(Page::Listing), PageStatus::Incomplete);
}

#[test]
fn the_listing_in_the_navigation_needs_both_tabs() {
    let mut offering = sample::offering();
    offering.settings = Versioned::default();
    assert_eq!(offering.page_status(Page::Listing), PageStatus::Complete);
    assert_eq!(offering.navigation_status(Page::Listing), PageStatus::Incomplete);
}

#[test]
fn saving_an_empty_page_starts_it() {
    let mut offering = untouched();
    offering.settings = Versioned { draft: SettingsDraft::default(), revision: 1, saved: None };
    assert_eq!(offering.page_status(Page::Settings), PageStatus::Incomplete);
}

#[test]
fn a_faulty_plan_is_named_on_the_page_and_explained_on_its_own() {
    let mut offering = sample::offering();
    let plan = offering.plans[1].id;
    offering.plans[1].draft.description.clear();
    let page = offering.findings(Page::Pricing);
    assert_eq!(page.at(Field::Plans).next().unwrap().facts, ["Gold", "1"]);
    assert_eq!(offering.plan_findings(plan).at(Field::PlanDescription).count(), 1);
    assert!(offering.plan_findings(PlanId::new(offering.id.uuid())).is_empty());
}

#[test]
fn a_lab_may_call_brokers_without_tls() {
    let mut offering = sample::offering();
    offering.brokers[0].draft.url = "http://127.0.0.1:9090".to_owned();
    assert!(!offering.findings(Page::Deployments).is_complete());
    offering.house.lab = true;
    assert!(offering.findings(Page::Deployments).is_complete());
}

#[test]
fn of_other_offerings_terms_only_the_fact_is_kept_that_they_are_the_same() {
    let others = ["https://globex.example/relay/terms".to_owned()];
    let mut offering = sample::offering();
    offering.compare_terms(&others);
    assert!(offering.listing_context().other_terms_urls.is_empty());
    assert!(offering.listing_findings().is_complete());

    offering.listing.draft.terms_url = "HTTPS://globex.example/relay/terms/".to_owned();
    offering.compare_terms(&others);
    let own = offering.listing.draft.terms_url.clone();
    assert_eq!(offering.listing_context().other_terms_urls, [own], "what was typed, not what others have");
    assert!(offering.listing_findings().iter().any(|finding| finding.rule == listing::TERMS_URL_SHARED));
    assert!(!serde_json::to_string(&offering).unwrap().contains(&others[0]));
}

#[test]
fn a_snapshot_from_before_lets_go_of_what_others_link() {
    let mut old = serde_json::to_value(sample::offering()).unwrap();
    old.as_object_mut().unwrap().remove("terms_shared");
    old["other_terms_urls"] = serde_json::json!(["https://globex.example/relay/terms"]);
    assert_eq!(serde_json::from_value::<crate::offering::Offering>(old).unwrap(), sample::offering());
}

#[test]
fn the_review_follows_the_stage() {
    let at = |stage| Offering { stage, ..sample::offering() }.page_status(Page::Review);
    assert_eq!(at(Stage::Limited), PageStatus::NotStarted);
    assert_eq!(at(Stage::GaRequested), PageStatus::Incomplete);
    assert_eq!(at(Stage::Ga), PageStatus::Complete);
    assert_eq!(at(Stage::Withdrawn), PageStatus::NotStarted);
}
