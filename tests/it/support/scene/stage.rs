//! Plays the scenes one after the other, through the same use cases that people use.

use std::collections::BTreeMap;

use slipway_backend::demo::{DemoBroker, OFFERING, PASSWORD, PERSONAS};
use slipway_backend::{Acting, Attempt, Backend, Error, Ruling};
use slipway_domain::account::RegistrationDraft;
use slipway_domain::broker::{BrokerDraft, BrokerRecord};
use slipway_domain::caller::{Caller, Person, Role};
use slipway_domain::checklist;
use slipway_domain::deployment::DeploymentDraft;
use slipway_domain::export;
use slipway_domain::ids::AccountId;
use slipway_domain::listing::ListingDraft;
use slipway_domain::member::MemberDraft;
use slipway_domain::offering::{NewResourceDraft, Offering};
use slipway_domain::plan::PlanDraft;
use slipway_domain::registration::RegistrationMove;
use slipway_domain::rejection::Rejection;
use slipway_domain::review::Answer;
use slipway_domain::stage::Move;
use slipway_domain::thread::ThreadDraft;
use slipway_domain::view::OfferingView;
use slipway_osb::fake::{Credentials, FakeBroker};

use super::{
    Facts, Kept, LEFT, Scene, consumed, ended, files, hired, issued, offered, place, renewed, translated, tried, unsent,
};
use crate::support::TestServer;

const ADA: &str = "ada@northwind.example";
const KIM: &str = "kim@northwind.example";
const VERA: &str = "vera@northwind.example";
const GUS: &str = "gus@globex.example";
const RITA: &str = "rita@operator.example";
const OTTO: &str = "otto@operator.example";

/// The offering of `Workshop` whose access management is not enabled yet.
const SECOND: &str = "northwind-ledger";

pub(super) async fn play() -> (BTreeMap<Scene, Kept>, FakeBroker) {
    let credentials = Credentials { username: "slipway".to_owned(), password: "otter-in-the-harbour".to_owned() };
    let broker = FakeBroker::start(serde_json::json!({ "services": [] }), credentials.clone()).await.unwrap();
    let demo = DemoBroker { url: broker.url(), username: credentials.username, password: credentials.password };
    let mut kept = BTreeMap::new();

    let first = TestServer::start_with(|config| place(config, &[])).await;
    assert!(first.backend.seed_demo(&demo).await.unwrap());
    hired::hire(&first.backend).await;
    let cookies = sign_everybody_in(&first).await;
    let close = async |server: TestServer, more: Facts| {
        let mut facts = facts(&server.backend).await;
        facts.extend(renewed::first_version(&server.backend).await);
        facts.extend(more);
        let (_, dir) = server.stopped().await;
        Kept { files: files(&dir.path().join("data")), cookies: cookies.clone(), facts }
    };
    kept.insert(Scene::Demo, close(first, Facts::new()).await);

    for (from, to) in [
        (Scene::Demo, Scene::Workshop),
        (Scene::Demo, Scene::Ready),
        (Scene::Ready, Scene::Limited),
        (Scene::Limited, Scene::Requested),
        (Scene::Requested, Scene::Approved),
        (Scene::Approved, Scene::Public),
        (Scene::Public, Scene::Edited),
        (Scene::Edited, Scene::Revised),
        (Scene::Revised, Scene::Agreed),
        (Scene::Agreed, Scene::Renewed),
        (Scene::Public, Scene::Suspended),
        (Scene::Public, Scene::Deprecated),
    ] {
        let before = &kept[&from];
        let server = TestServer::start_with(|config| place(config, &before.files)).await;
        let mut more = consumed::again(&before.facts);
        match to {
            Scene::Demo => {}
            Scene::Workshop => more = Box::pin(furnish(&server.backend, &broker)).await,
            Scene::Ready => make_ready(&server.backend, &broker).await,
            Scene::Limited => {
                publish(&server.backend).await;
                more = consumed::consume(&server, &broker).await;
            }
            Scene::Requested => request(&server.backend).await,
            Scene::Approved | Scene::Agreed => approve(&server.backend).await,
            Scene::Edited => renewed::edit(&server.backend).await,
            Scene::Revised => renewed::submit(&server.backend).await,
            Scene::Renewed => renewed::publish(&server.backend).await,
            Scene::Public => acting(&server.backend, OTTO).await.release(OFFERING).await.unwrap(),
            Scene::Suspended => ended::end(&server.backend, Move::Suspend).await,
            Scene::Deprecated => ended::end(&server.backend, Move::Deprecate).await,
        }
        let closed = close(server, more).await;
        kept.insert(to, closed);
    }
    (kept, broker)
}

async fn sign_everybody_in(server: &TestServer) -> BTreeMap<&'static str, String> {
    let mut cookies = BTreeMap::new();
    for email in PERSONAS.map(|persona| persona.email).into_iter().chain(hired::HIRED) {
        let browser = server.browser();
        let answer = browser.sign_in(email, PASSWORD).await;
        cookies.insert(email, browser.cookie("__Host-session").expect(&answer.body));
    }
    let left = server.browser();
    left.sign_in(OTTO, PASSWORD).await;
    cookies.insert(LEFT, left.cookie("__Host-session").expect("a session to leave"));
    left.post("/sign-out", &[]).await;
    cookies
}

pub(super) async fn acting(backend: &Backend, email: &str) -> Acting {
    let entry = backend.store().person_with_email(email).await.unwrap().unwrap();
    let person = backend.store().person(entry.id).await.unwrap().unwrap();
    let current = person.memberships.first().map(|membership| membership.account);
    backend.acting_for(Caller::Person(Person { current, ..person }))
}

/// A metered draft plan that is tried out, one that waits for the billing desk, and one without deployments; a broker that
/// says more than the definition, and one that nothing uses; an invitation that waits, and an account that is kept out;
/// input that came too late; a registration that was returned; an offering without access; a service that somebody signs
/// in to; a name in Japanese; a thread that blocks and one that does not; a mail that could not be sent.
async fn furnish(backend: &Backend, broker: &FakeBroker) -> Facts {
    let (ada, kim) = (acting(backend, ADA).await, acting(backend, KIM).await);
    let view = kim.offering(OFFERING).await.unwrap();
    register(&kim, broker).await;
    deploy(&kim, "lite").await;
    let offered = offered::offer(&kim, broker, broker_of(&view.offering).id).await;
    let standard = plan(&view, "standard").draft.clone();
    let lite = plan(&view, "lite").draft.clone();
    for (name, like) in [("draft", &tried::metered(&standard)), ("waiting", &standard), ("spare", &lite)] {
        let draft = PlanDraft { name: name.to_owned(), display_name: format!("Plan {name}"), ..like.clone() };
        let id = kim.add_plan(OFFERING, &draft).await.unwrap();
        match name {
            "draft" => tried::try_out(&kim, id).await,
            "waiting" => kim.submit_plan(OFFERING, id).await.unwrap(),
            _ => {}
        }
    }
    let spare = BrokerDraft {
        name: "spare-broker".to_owned(),
        url: "http://127.0.0.1:9".to_owned(),
        username: "nobody".to_owned(),
        osb_version: "2.17".to_owned(),
        ..BrokerDraft::default()
    };
    kim.add_broker(OFFERING, &spare, &"password".into()).await.unwrap();
    ada.allow(OFFERING, "Fernway").await.unwrap();
    ada.exclude(OFFERING, "Globex").await.unwrap();
    let belated = ListingDraft { display_name: "Too late".to_owned(), ..view.offering.listing.draft.clone() };
    let stale = kim.save_listing(OFFERING, Attempt { revision: 0, operation: "" }, &belated).await;
    let Err(Error::Rejected(Rejection::Stale { parked: Some(parked), .. })) = stale else { panic!("{stale:?}") };
    let globex = account(backend, "Globex").await;
    acting(backend, OTTO).await.decide_registration(globex, RegistrationMove::Return, "The name.").await.unwrap();
    let second = NewResourceDraft { resource_name: SECOND.to_owned(), broker_ready: "yes".to_owned() };
    ada.add_resource(&second).await.unwrap();
    let documentation = ada.offering(SECOND).await.unwrap().offering.issued_documentation_url;
    let listing = ListingDraft {
        display_name: "Ledger".to_owned(),
        terms_url: "https://northwind.example/terms/ledger".to_owned(),
        documentation_url: documentation.clone(),
        instructions_url: documentation,
        ..view.offering.listing.draft
    };
    ada.save_listing(SECOND, Attempt { revision: 0, operation: "" }, &listing).await.unwrap();
    issued::agree(backend, VERA).await;
    translated::translate(&kim).await;
    let mut more = Facts::from([("parked", parked.to_string())]);
    more.extend(offered);
    more.extend(unsent::fail(backend).await);
    more.extend(issued::issue(&ada).await);
    more.extend(talk(backend).await);
    more.extend(employ(backend).await);
    more
}

/// Two threads about the offering: a question of the provider, and what the reviewer holds against it.
async fn talk(backend: &Backend) -> Facts {
    let about = |anchor: &str, blocking: &str| ThreadDraft {
        anchor: anchor.to_owned(),
        text: "Is this what customers search for?".to_owned(),
        rule: String::new(),
        blocking: blocking.to_owned(),
    };
    let (kim, rita) = (acting(backend, KIM).await, acting(backend, RITA).await);
    let asked = kim.open_thread(OFFERING, "", &about("section/listing[category]/", "")).await.unwrap();
    let held = rita.open_thread(OFFERING, "", &about("section/listing[tags]/", "yes")).await.unwrap();
    Facts::from([("thread", asked.to_string()), ("blocking_thread", held.to_string())])
}

/// A member who has never signed in, somebody who is locked out, and a registration that came too late.
async fn employ(backend: &Backend) -> Facts {
    let ada = acting(backend, ADA).await;
    let northwind = account(backend, "Northwind Data").await;
    let ivy = MemberDraft {
        email: "ivy@northwind.example".to_owned(),
        name: "Ivy Chen".to_owned(),
        role: Role::ProviderViewer.name().to_owned(),
    };
    ada.add_member(northwind, &ivy).await.unwrap();
    backend.add_person("rob@operator.example", "Rob Hill", &[Role::Support]).await.unwrap();
    backend.disable_person("rob@operator.example").await.unwrap();
    let late = acting(backend, GUS).await.save_registration(0, &RegistrationDraft::default(), None).await;
    let Err(Error::Rejected(Rejection::Stale { parked: Some(parked), .. })) = late else { panic!("{late:?}") };
    Facts::from([
        ("invited", person(backend, "ivy@northwind.example").await),
        ("disabled", person(backend, "rob@operator.example").await),
        ("parked_registration", parked.to_string()),
    ])
}

async fn person(backend: &Backend, email: &str) -> String {
    backend.store().person_with_email(email).await.unwrap().unwrap().id.to_string()
}

/// The broker answers with the definitions as they are now.
async fn register(kim: &Acting, broker: &FakeBroker) {
    let offering = kim.offering(OFFERING).await.unwrap().offering;
    broker.set_catalog(serde_json::to_value(export::definitions(&offering)).unwrap());
    kim.register_broker(OFFERING, broker_of(&offering).id).await.unwrap();
}

async fn deploy(kim: &Acting, name: &str) {
    let view = kim.offering(OFFERING).await.unwrap();
    let draft = DeploymentDraft {
        plan: plan(&view, name).id.to_string(),
        location: "eu-de".to_owned(),
        broker: broker_of(&view.offering).id.to_string(),
    };
    kim.add_deployment(OFFERING, &draft).await.unwrap();
}

async fn make_ready(backend: &Backend, broker: &FakeBroker) {
    let kim = acting(backend, KIM).await;
    let view = kim.offering(OFFERING).await.unwrap();
    let mended = ListingDraft { display_name: "Vector Search".to_owned(), ..view.offering.listing.draft.clone() };
    let attempt = Attempt { revision: view.offering.listing.revision, operation: "" };
    kim.save_listing(OFFERING, attempt, &mended).await.unwrap();
    register(&kim, broker).await;
    deploy(&kim, "lite").await;
    deploy(&kim, "standard").await;
}

async fn publish(backend: &Backend) {
    let ada = acting(backend, ADA).await;
    ada.publish_limited(OFFERING).await.unwrap();
    for deployment in ada.offering(OFFERING).await.unwrap().offering.deployments {
        ada.request_test_run(OFFERING, deployment.id).await.unwrap();
    }
    backend.make_due_test_runs().await;
    let view = ada.offering(OFFERING).await.unwrap();
    for row in checklist::unticked(&view.offering, &view.attestations) {
        ada.attest(OFFERING, row, true).await.unwrap();
    }
}

async fn request(backend: &Backend) {
    acting(backend, ADA).await.request_review(OFFERING, "Please look.").await.unwrap();
}

async fn approve(backend: &Backend) {
    let rita = acting(backend, RITA).await;
    let open = rita.reviews().await.unwrap().remove(0).submission;
    let content_sha256 = open.content_sha256.as_str();
    let ruling = Ruling { answer: Answer::Approve, track: None, content_sha256, reason: "", internal_note: "" };
    rita.decide_review(open.id, ruling).await.unwrap();
}

pub(super) async fn account(backend: &Backend, name: &str) -> AccountId {
    backend.store().accounts().await.unwrap().into_iter().find(|account| account.name == name).unwrap().id
}

fn plan<'a>(view: &'a OfferingView, name: &str) -> &'a slipway_domain::plan::PlanRecord {
    view.offering.plans.iter().find(|plan| plan.draft.name == name).unwrap()
}

/// The demo's.
fn broker_of(offering: &Offering) -> &BrokerRecord {
    offering.brokers.iter().find(|broker| broker.draft.name == "vector-broker").unwrap()
}

/// Under the names of the parameters in addresses, where there is one.
pub(super) async fn facts(backend: &Backend) -> Facts {
    let publication = acting(backend, ADA).await.publication(OFFERING).await.unwrap();
    let view = publication.view;
    let offering = &view.offering;
    let mut facts = Facts::from([
        ("name", OFFERING.to_owned()),
        ("second", SECOND.to_owned()),
        ("seen", publication.seen),
        ("key", offering.access_facts.api_keys[0].id.to_string()),
        ("summary_revision", offering.summary.revision.to_string()),
        ("listing_revision", offering.listing.revision.to_string()),
        ("part", "listing".to_owned()),
        ("settings_revision", offering.settings.revision.to_string()),
        ("access_revision", offering.access.revision.to_string()),
        ("terms_url", offering.listing.draft.terms_url.clone()),
        ("token", "no-such-token".to_owned()),
        ("icon", "no-such-icon.png".to_owned()),
    ]);
    for (fact, revision, name) in [
        ("plan", "plan_revision", "standard"),
        ("free_plan", "free_plan_revision", "lite"),
        ("draft_plan", "draft_plan_revision", "draft"),
        ("waiting_plan", "waiting_plan_revision", "waiting"),
        ("spare_plan", "spare_plan_revision", "spare"),
    ] {
        if let Some(plan) = offering.plans.iter().find(|plan| plan.draft.name == name) {
            facts.extend([(fact, plan.id.to_string()), (revision, plan.revision.to_string())]);
        }
    }
    for (fact, revision, name) in
        [("broker", "broker_revision", "vector-broker"), ("spare_broker", "spare_broker_revision", "spare-broker")]
    {
        if let Some(broker) = offering.brokers.iter().find(|broker| broker.draft.name == name) {
            facts.extend([(fact, broker.id.to_string()), (revision, broker.revision.to_string())]);
        }
    }
    facts.extend([("person", person(backend, VERA).await), ("reviewer", person(backend, RITA).await)]);
    let vera = backend.store().person_with_email(VERA).await.unwrap().unwrap().id;
    let sessions = backend.store().sessions_of(vera).await.unwrap();
    facts.extend(sessions.first().map(|session| ("session", session.id.to_string())));
    facts.insert("broker_url", broker_of(offering).draft.url.clone());
    facts.extend(view.notice.as_ref().map(|notice| ("until", notice.ending.until.millis().to_string())));
    facts.extend(offering.test_runs.first().map(|run| ("run", run.id.to_string())));
    facts.extend(offering.deployments.first().map(|deployment| ("deployment", deployment.id.to_string())));
    facts.extend(checklist::unticked(offering, &view.attestations).first().map(|row| ("row", row.to_string())));
    // Of two of the same moment none is the latest.
    if let Some(submission) = view.open_submission().or_else(|| view.latest_submission()) {
        facts.extend([("submission", submission.id.to_string()), ("content", submission.content_sha256.clone())]);
    }
    for account in backend.store().accounts().await.unwrap() {
        match account.name.as_str() {
            "Northwind Data" => facts.extend([("northwind", account.id.to_string())]),
            "Globex" => {
                facts.extend([("account", account.id.to_string()), ("account_revision", account.revision.to_string())]);
            }
            "Orrery Labs" => facts.extend([("orrery", account.id.to_string())]),
            _ => facts.extend([("fernway", account.id.to_string())]),
        }
    }
    facts
}
