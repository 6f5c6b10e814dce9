//! The table of who may do what, beside what the pages of an offering answer (docs/decisions/0028).

use slipway_app::paths::Path;
use slipway_backend::demo::OFFERING;
use slipway_domain::caller::Role;
use slipway_domain::page::Page;
use slipway_domain::policy::{Object, Verb, cell};

use crate::support::Scene;

const PEOPLE: [(&str, Role); 8] = [
    ("ada@northwind.example", Role::ProviderAdministrator),
    ("kim@northwind.example", Role::ProviderEditor),
    ("dev@northwind.example", Role::ProviderDeveloper),
    ("vera@northwind.example", Role::ProviderViewer),
    ("rita@operator.example", Role::Reviewer),
    ("mia@operator.example", Role::Marketing),
    ("bea@operator.example", Role::Billing),
    ("otto@operator.example", Role::Admin),
];

/// What a page shows.
const fn shown(page: Page) -> &'static [Object] {
    match page {
        Page::Summary | Page::History => &[Object::Offering],
        Page::Checklist => &[Object::Checklist],
        Page::Listing | Page::Settings => &[Object::Listing],
        Page::Access => &[Object::AccessRegistration],
        Page::Pricing => &[Object::FreePlan, Object::PaidPlan],
        Page::Deployments => &[Object::Broker, Object::Deployment, Object::Allowlist],
        Page::Tests => &[Object::TestRun],
        Page::Review => &[Object::Review],
        Page::Usage => &[Object::Usage],
    }
}

#[tokio::test]
async fn a_page_opens_for_whom_the_table_lets_see_all_that_it_shows() {
    let stage = Scene::Limited.open().await;
    let mut closed = 0;
    for (email, role) in PEOPLE {
        let browser = stage.browser_of(email);
        for page in Page::ALL {
            let may = shown(page).iter().all(|object| cell(*object, role, Verb::View));
            let answer = browser.get(&Path::Offering(OFFERING.to_owned(), page).to_string()).await;
            assert_eq!(answer.status.is_success(), may, "{email} on {page:?}: {}", answer.status);
            closed += usize::from(!may);
        }
    }
    assert!(closed > 0, "the table closes some page to somebody");
}

/// Whoever works for the operator alone has no account, so that nothing but the table shows them what is for a few.
#[tokio::test]
async fn an_entry_that_is_for_a_few_opens_for_the_desks_that_the_table_names() {
    let stage = Scene::Limited.open().await;
    let entry = Path::CatalogEntry(OFFERING.to_owned()).to_string();
    for (email, role) in PEOPLE.into_iter().filter(|(_, role)| role.is_operator()) {
        let answer = stage.browser_of(email).get(&entry).await;
        let may = cell(Object::WholeCatalog, role, Verb::View);
        assert_eq!(answer.status.is_success(), may, "{email}: {}", answer.status);
    }
}
