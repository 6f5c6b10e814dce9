//! The route table: every page, its address and its component.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::pages::access::{AccessPage, SecretsPage};
use crate::pages::account::AccountPage;
use crate::pages::account_statement::AccountStatementPage;
use crate::pages::api_reference::ApiReferencePage;
use crate::pages::board::BoardPage;
use crate::pages::broker::{BrokerPage, NewBrokerPage};
use crate::pages::broker_api::BrokerApiPage;
use crate::pages::catalog::CatalogPage;
use crate::pages::changes::ChangesPage;
use crate::pages::changes::roll_back::RollBackPage;
use crate::pages::checklist::ChecklistPage;
use crate::pages::compare::ComparePage;
use crate::pages::credentials::CredentialsPage;
use crate::pages::dead_letters::DeadLettersPage;
use crate::pages::deployments::DeploymentsPage;
use crate::pages::deployments::confirm::{PublishPage, ReleasePage};
use crate::pages::detail::DetailPage;
use crate::pages::fresh_link::FreshLinkPage;
use crate::pages::history::HistoryPage;
use crate::pages::history::versions::VersionsPage;
use crate::pages::home::HomePage;
use crate::pages::import::ImportPage;
use crate::pages::import::file::FileImportPage;
use crate::pages::instance::InstancePage;
use crate::pages::instance_usage::InstanceUsagePage;
use crate::pages::instances::InstancesPage;
use crate::pages::lifecycle::LifecyclePage;
use crate::pages::listing::ListingPage;
use crate::pages::merge::MergePage;
use crate::pages::new_instance::NewInstancePage;
use crate::pages::new_resource::NewResourcePage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::offerings::OfferingsPage;
use crate::pages::people::PeoplePage;
use crate::pages::person::PersonPage;
use crate::pages::plan::{NewPlanPage, PlanPage};
use crate::pages::pricing::PricingPage;
use crate::pages::queue::QueuePage;
use crate::pages::registration::RegistrationPage;
use crate::pages::registrations::RegistrationsPage;
use crate::pages::revenue::RevenuePage;
use crate::pages::review::ReviewPage;
use crate::pages::review_of::ReviewOfPage;
use crate::pages::rules::RulesPage;
use crate::pages::sandbox::SandboxPage;
use crate::pages::session::SessionsPage;
use crate::pages::settings::SettingsPage;
use crate::pages::statement::StatementPage;
use crate::pages::summary::SummaryPage;
use crate::pages::test_run::TestRunPage;
use crate::pages::test_runs::TestsPage;
use crate::pages::threads::ThreadsPage;
use crate::pages::tokens::TokensPage;
use crate::pages::tokens::fresh::FreshTokenPage;
use crate::pages::translations::TranslationsPage;
use crate::pages::usage::UsagePage;
use crate::pages::what_if::WhatIfPage;

/// All pages wait for their data and answer with one complete document, so that they work without scripts and can set
/// a status.
const MODE: SsrMode = SsrMode::Async;

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title text="Slipway" />
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage ssr=MODE />
                <Route path=path!("/catalog") view=CatalogPage ssr=MODE />
                <Route path=path!("/catalog/:name") view=DetailPage ssr=MODE />
                <Route path=path!("/catalog/:name/create") view=NewInstancePage ssr=MODE />
                <Route path=path!("/instances") view=InstancesPage ssr=MODE />
                <Route path=path!("/instances/:name/:instance") view=InstancePage ssr=MODE />
                <Route path=path!("/instances/:name/:instance/usage") view=InstanceUsagePage ssr=MODE />
                <Route
                    path=path!("/instances/:name/:instance/credentials/:binding")
                    view=CredentialsPage
                    ssr=MODE
                />
                <Route path=path!("/statement") view=StatementPage ssr=MODE />
                <Route path=path!("/revenue") view=RevenuePage ssr=MODE />
                <Route path=path!("/dead-letters") view=DeadLettersPage ssr=MODE />
                <Route path=path!("/offerings") view=OfferingsPage ssr=MODE />
                <Route path=path!("/offerings/new") view=NewResourcePage ssr=MODE />
                <Route path=path!("/offerings/:name/summary") view=SummaryPage ssr=MODE />
                <Route path=path!("/offerings/:name/checklist") view=ChecklistPage ssr=MODE />
                <Route path=path!("/offerings/:name/listing") view=ListingPage ssr=MODE />
                <Route path=path!("/offerings/:name/translations") view=TranslationsPage ssr=MODE />
                <Route path=path!("/offerings/:name/settings") view=SettingsPage ssr=MODE />
                <Route path=path!("/offerings/:name/access") view=AccessPage ssr=MODE />
                <Route path=path!("/offerings/:name/access/secrets") view=SecretsPage ssr=MODE />
                <Route path=path!("/offerings/:name/pricing") view=PricingPage ssr=MODE />
                <Route path=path!("/offerings/:name/pricing/new") view=NewPlanPage ssr=MODE />
                <Route path=path!("/offerings/:name/pricing/:plan") view=PlanPage ssr=MODE />
                <Route path=path!("/offerings/:name/pricing/:plan/sandbox") view=SandboxPage ssr=MODE />
                <Route path=path!("/offerings/:name/pricing/:plan/what-if") view=WhatIfPage ssr=MODE />
                <Route path=path!("/offerings/:name/deployments") view=DeploymentsPage ssr=MODE />
                <Route path=path!("/offerings/:name/deployments/publish") view=PublishPage ssr=MODE />
                <Route path=path!("/offerings/:name/deployments/brokers/new") view=NewBrokerPage ssr=MODE />
                <Route path=path!("/offerings/:name/deployments/brokers/:broker") view=BrokerPage ssr=MODE />
                <Route path=path!("/offerings/:name/broker-api") view=BrokerApiPage ssr=MODE />
                <Route path=path!("/offerings/:name/deployments/import") view=FileImportPage ssr=MODE />
                <Route path=path!("/offerings/:name/deployments/import/:broker") view=ImportPage ssr=MODE />
                <Route path=path!("/offerings/:name/tests") view=TestsPage ssr=MODE />
                <Route path=path!("/offerings/:name/tests/:run") view=TestRunPage ssr=MODE />
                <Route path=path!("/offerings/:name/review") view=ReviewPage ssr=MODE />
                <Route path=path!("/offerings/:name/review/release") view=ReleasePage ssr=MODE />
                <Route path=path!("/offerings/:name/changes") view=ChangesPage ssr=MODE />
                <Route path=path!("/offerings/:name/changes/:snapshot") view=RollBackPage ssr=MODE />
                <Route path=path!("/offerings/:name/compare") view=ComparePage ssr=MODE />
                <Route path=path!("/offerings/:name/lifecycle") view=LifecyclePage ssr=MODE />
                <Route path=path!("/offerings/:name/threads") view=ThreadsPage ssr=MODE />
                <Route path=path!("/offerings/:name/usage") view=UsagePage ssr=MODE />
                <Route path=path!("/offerings/:name/history") view=HistoryPage ssr=MODE />
                <Route path=path!("/offerings/:name/history/:part") view=VersionsPage ssr=MODE />
                <Route path=path!("/offerings/:name/merge/:parked") view=MergePage ssr=MODE />
                <Route path=path!("/account") view=AccountPage ssr=MODE />
                <Route path=path!("/board") view=BoardPage ssr=MODE />
                <Route path=path!("/reviews") view=QueuePage ssr=MODE />
                <Route path=path!("/reviews/:submission") view=ReviewOfPage ssr=MODE />
                <Route path=path!("/registrations") view=RegistrationsPage ssr=MODE />
                <Route path=path!("/registrations/:account") view=RegistrationPage ssr=MODE />
                <Route path=path!("/registrations/:account/statement") view=AccountStatementPage ssr=MODE />
                <Route path=path!("/people") view=PeoplePage ssr=MODE />
                <Route path=path!("/people/:person") view=PersonPage ssr=MODE />
                <Route path=path!("/sessions") view=SessionsPage ssr=MODE />
                <Route path=path!("/tokens") view=TokensPage ssr=MODE />
                <Route path=path!("/tokens/fresh") view=FreshTokenPage ssr=MODE />
                <Route path=path!("/set-up-link") view=FreshLinkPage ssr=MODE />
                <Route path=path!("/rules") view=RulesPage ssr=MODE />
                <Route path=path!("/docs/api") view=ApiReferencePage ssr=MODE />
            </Routes>
        </Router>
    }
}
