//! What may be said beside what has to be: of the listing, in the Settings, and in access management.

use super::{Case, case, chars, prove};
use crate::access::{ATTRIBUTE_OPERATORS, AccessDraft, ActionDraft, AttributeDraft, SubjectDraft};
use crate::findings::Findings;
use crate::listing::{ListingDraft, NavigationDraft};
use crate::rule::{access, listing, settings};
use crate::sample;
use crate::settings::{SettingsContext, SettingsDraft, switch};

type Settings = (SettingsDraft, SettingsContext);

pub(super) fn found() -> Findings {
    let offering = sample::offering();
    let context = offering.listing_context();
    let mut listing = offering.listing.draft.clone();
    listing.extras.navigation_items = vec![tab("releases"), NavigationDraft::default()];
    let settings = (offering.settings.draft.clone(), offering.settings_context());
    let mut access = offering.access.draft.clone();
    access.attributes = vec![attribute("region"), AttributeDraft::default()];
    access.subjects = vec![subject("globex-relay"), SubjectDraft::default()];
    [
        prove(&listing, |draft| draft.check(&context), &[line_cases(), tab_cases()].concat()),
        prove(&settings, |(draft, context)| draft.check(context), &settings_cases()),
        prove(&access, |draft| draft.check_registration(&offering.access_context()), &access_cases()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn every_rule_of_what_may_be_said_beside_holds() {
    assert!(!found().is_empty());
}

fn tab(id: &str) -> NavigationDraft {
    let own = |text: &str| text.to_owned();
    NavigationDraft { id: own(id), label: own("Releases"), url: own("https://northwind.example/releases") }
}

fn attribute(key: &str) -> AttributeDraft {
    let operators = ATTRIBUTE_OPERATORS.map(str::to_owned).to_vec();
    AttributeDraft { key: key.to_owned(), operators, input: "selector".to_owned() }
}

fn subject(name: &str) -> SubjectDraft {
    SubjectDraft { service_name: name.to_owned(), resource_type: String::new() }
}

/// Roles of its own, each included in the one action.
fn roles(count: usize) -> AccessDraft {
    let custom_roles: Vec<String> = (0..count).map(|at| format!("R{at}")).collect();
    let action = ActionDraft { roles: custom_roles.clone(), ..ActionDraft::dashboard("northwind-vector") };
    AccessDraft { custom_roles, actions: vec![action], ..AccessDraft::default() }
}

fn line_cases() -> Vec<Case<ListingDraft>> {
    use listing as rule;
    vec![
        case(
            rule::FEATURED_TOO_LONG,
            |d| d.extras.featured_description = chars(256),
            |d| d.extras.featured_description = chars(255),
        ),
        case(
            rule::IMAGE_NOT_AN_ADDRESS,
            |d| d.extras.small_image = "http://northwind.example/s.svg".into(),
            |d| d.extras.small_image = "https://northwind.example/s.svg".into(),
        ),
        case(
            rule::IMAGE_NOT_AN_ADDRESS,
            |d| d.extras.feature_image = "/marks/../secret.svg".into(),
            |d| d.extras.feature_image = "/marks/vector.svg".into(),
        ),
        case(
            rule::LINK_NOT_HTTPS,
            |d| d.extras.api_docs_url = "http://northwind.example/api".into(),
            |d| d.extras.api_docs_url = "HTTPS://northwind.example/api".into(),
        ),
        case(
            rule::LINK_NOT_HTTPS,
            |d| d.extras.navigation_items[0].url = "http://northwind.example/".into(),
            |d| d.extras.navigation_items[0].url = "https://northwind.example/".into(),
        ),
        case(
            rule::OWN_PAGE_NEEDS_APPROVAL,
            |d| d.extras.custom_create_page_url = "https://northwind.example/create".into(),
            |d| d.extras.custom_create_page_url = " ".into(),
        ),
        case(
            rule::INDEX_NOT_A_NUMBER,
            |d| d.extras.side_by_side_index = "10000".into(),
            |d| d.extras.side_by_side_index = "9999".into(),
        ),
        case(
            rule::INDEX_NOT_A_NUMBER,
            |d| d.extras.side_by_side_index = "-1".into(),
            |d| d.extras.side_by_side_index = "0".into(),
        ),
    ]
}

fn tab_cases() -> Vec<Case<ListingDraft>> {
    use listing as rule;
    vec![
        case(
            rule::TAB_ID_MISSING,
            |d| d.extras.navigation_items[0].id.clear(),
            |d| d.extras.navigation_items[0].id = "r".into(),
        ),
        case(
            rule::TAB_ID_INVALID,
            |d| d.extras.navigation_items[0].id = "Release notes".into(),
            |d| d.extras.navigation_items[0].id = "release-notes_2.0".into(),
        ),
        case(
            rule::TAB_TWICE,
            |d| d.extras.navigation_items.push(tab("releases")),
            |d| d.extras.navigation_items.push(tab("releases-2")),
        ),
        case(
            rule::TAB_LABEL_MISSING,
            |d| d.extras.navigation_items[0].label = " ".into(),
            |d| d.extras.navigation_items[0].label = "R".into(),
        ),
        case(
            rule::TAB_URL_MISSING,
            |d| d.extras.navigation_items[0].url.clear(),
            |d| d.extras.navigation_items[0].url = "x".into(),
        ),
        case(
            rule::TOO_MANY_TABS,
            |d| d.extras.navigation_items = (0..21).map(|at| tab(&format!("tab-{at}"))).collect(),
            |d| d.extras.navigation_items = (0..20).map(|at| tab(&format!("tab-{at}"))).collect(),
        ),
    ]
}

/// Every way between two of the plans.
fn all_ways(ids: &[String]) -> Vec<String> {
    ids.iter().flat_map(|from| ids.iter().map(move |to| switch(from, to))).collect()
}

fn settings_cases() -> Vec<Case<Settings>> {
    use settings as rule;
    vec![
        case(
            rule::ALL_SWITCHES_BARRED,
            |(d, c)| d.extras.barred_switches = all_ways(&c.plan_ids),
            |(d, c)| d.extras.barred_switches = vec![switch(&c.plan_ids[0], &c.plan_ids[1])],
        ),
        case(
            rule::ALL_SWITCHES_BARRED,
            |(d, c)| d.extras.barred_switches = all_ways(&c.plan_ids),
            |(d, c)| {
                d.extras.barred_switches = all_ways(&c.plan_ids);
                d.plan_updateable = "no".into();
            },
        ),
        case(
            rule::REQUIRES_UNSUPPORTED,
            |(d, _)| d.extras.requires = vec![String::new(), "volume_mount".into()],
            |(d, _)| d.extras.requires = vec![String::new()],
        ),
        case(
            rule::NOT_A_PERCENTAGE,
            |(d, _)| d.extras.sla.provisioning = "100.1".into(),
            |(d, _)| d.extras.sla.provisioning = "99.999".into(),
        ),
        case(
            rule::NOT_A_PERCENTAGE,
            |(d, _)| d.extras.sla.responsiveness = "99,9".into(),
            |(d, _)| d.extras.sla.responsiveness = " ".into(),
        ),
        case(
            rule::RECOVERY_NOT_TOLD,
            |(d, _)| d.extras.sla.recovery = "yes".into(),
            |(d, _)| (d.extras.sla.recovery, d.extras.sla.recovery_text) = ("yes".into(), "Every hour.".into()),
        ),
        case(
            rule::CERTIFICATION_TWICE,
            |(d, _)| d.extras.compliance = vec!["ISO 27001".into(), String::new(), " ISO 27001".into()],
            |(d, _)| d.extras.compliance = vec!["ISO 27001".into(), "ISO 27017".into()],
        ),
        case(
            rule::TOO_MANY_CERTIFICATIONS,
            |(d, _)| d.extras.compliance = (0..101).map(|at| format!("C{at}")).collect(),
            |(d, _)| d.extras.compliance = (0..100).map(|at| format!("C{at}")).chain([String::new()]).collect(),
        ),
    ]
}

fn access_cases() -> Vec<Case<AccessDraft>> {
    use access as rule;
    vec![
        case(
            rule::TOO_MANY_ROLES,
            |d| *d = roles(101),
            |d| {
                *d = roles(100);
                d.custom_roles.push(" ".into());
            },
        ),
        case(
            rule::TOO_MANY_ATTRIBUTES,
            |d| d.attributes = vec![attribute("region"); 101],
            |d| d.attributes = [vec![attribute("region"); 100], vec![AttributeDraft::default()]].concat(),
        ),
        case(
            rule::TOO_MANY_SUBJECTS,
            |d| d.subjects = (0..101).map(|at| subject(&format!("relay-{at}"))).collect(),
            |d| {
                d.subjects = (0..100).map(|at| subject(&format!("relay-{at}"))).collect();
                d.subjects.push(SubjectDraft::default());
            },
        ),
        case(
            rule::ATTRIBUTE_UNKNOWN,
            |d| d.attributes[0].key = "planet".into(),
            |d| d.attributes[0].key = "resource".into(),
        ),
        case(
            rule::ATTRIBUTE_TWICE,
            |d| d.attributes.push(attribute("region")),
            |d| d.attributes.push(attribute("resource")),
        ),
        case(
            rule::ATTRIBUTE_WITHOUT_OPERATOR,
            |d| d.attributes[0].operators = vec![String::new()],
            |d| d.attributes[0].operators.truncate(1),
        ),
        case(
            rule::SUBJECT_INVALID,
            |d| d.subjects[0].service_name = "Globex Relay".into(),
            |d| d.subjects[0].service_name = chars(31),
        ),
        case(
            rule::SUBJECT_MISSING,
            |d| d.subjects[0] = SubjectDraft { resource_type: "topic".into(), ..SubjectDraft::default() },
            |d| d.subjects[0] = SubjectDraft::default(),
        ),
        case(
            rule::SUBJECT_TWICE,
            |d| d.subjects.push(subject("globex-relay")),
            |d| d.subjects.push(SubjectDraft { resource_type: "topic".into(), ..subject("globex-relay") }),
        ),
    ]
}
