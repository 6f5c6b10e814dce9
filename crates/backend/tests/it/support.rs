//! The demo's people in a house of their own for every test.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use secrecy::SecretString;
use slipway_backend::demo::{DemoBroker, OFFERING};
use slipway_backend::{Acting, Backend, Clock, Error, Ids, Platform, Ruling, Sealer, SealingKey};
use slipway_domain::broker::BrokerDraft;
use slipway_domain::caller::{Caller, Person, Role};
use slipway_domain::deployment::DeploymentDraft;
use slipway_domain::event::Event;
use slipway_domain::ids::BrokerId;
use slipway_domain::moment::Moment;
use slipway_domain::rejection::Rejection;
use slipway_domain::review::Answer;
use slipway_domain::test_run::Target;
use slipway_osb::fake::{Credentials, FakeBroker};
use slipway_osb::{Limits, Outbound, OutboundConfig};
use slipway_store::{EventFilter, Store};

pub(crate) const ADA: &str = "ada@northwind.example";
pub(crate) const KIM: &str = "kim@northwind.example";
pub(crate) const VERA: &str = "vera@northwind.example";
pub(crate) const GUS: &str = "gus@globex.example";
pub(crate) const RITA: &str = "rita@operator.example";
pub(crate) const OTTO: &str = "otto@operator.example";
pub(crate) const BEA: &str = "bea@operator.example";
pub(crate) const CLARA: &str = "clara@orrery.example";
pub(crate) const FINN: &str = "finn@fernway.example";

pub(crate) struct House {
    pub(crate) backend: Backend,
    pub(crate) clock: Clock,
    pub(crate) broker: FakeBroker,
    key: SealingKey,
    directory: PathBuf,
}

/// A different one at every call.
fn number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::SeqCst)
}

/// The console as a process has it, which waits so long for answers.
fn console(store: Store, clock: &Clock, key: &SealingKey, ids: Ids, total: Duration) -> Backend {
    let sealer = Sealer::new(key, ids.clone());
    let limits = Limits { total, ..Limits::default() };
    let outbound = Outbound::new(OutboundConfig { lab: true, limits, ..OutboundConfig::default() });
    let platform = Platform {
        reserved_names: vec!["northwind-tool".to_owned()],
        name: "slipway".to_owned(),
        cname: "slipway".to_owned(),
        ctype: "public".to_owned(),
        operator_name: "Slipway".to_owned(),
        operator_contact: "desk@operator.example".to_owned(),
        documentation_base: "https://docs.operator.example".to_owned(),
    };
    Backend::new(store, clock.clone(), ids, sealer, outbound, platform)
}

impl House {
    pub(crate) async fn open() -> Self {
        let house = Self::empty().await;
        assert!(house.backend.seed_demo(&house.demo_broker()).await.unwrap());
        house
    }

    /// Nobody has moved in yet.
    pub(crate) async fn empty() -> Self {
        let number = number();
        let directory = std::env::temp_dir().join(format!("slipway-backend-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let clock = Clock::fixed(Moment::from_millis(1_779_000_000_000));
        let ids = Ids::seeded(number);
        let store = Store::open(&directory.join("slipway.db")).await.unwrap();
        let key = SealingKey::generate(&ids);
        let backend = console(store, &clock, &key, ids, Limits::default().total);
        let credentials = Credentials { username: "slipway".to_owned(), password: "broker-password".to_owned() };
        let broker = FakeBroker::start(serde_json::json!({ "services": [] }), credentials).await.unwrap();
        Self { backend, clock, broker, key, directory }
    }

    /// Another process on a database of this house, which remembers nothing of the one before.
    pub(crate) fn process(&self, store: Store) -> Backend {
        console(store, &self.clock, &self.key, Ids::seeded(number()), Limits::default().total)
    }

    /// The console starts anew.
    pub(crate) fn restart(&mut self) {
        self.backend = self.process(self.backend.store().clone());
    }

    /// The console starts anew, and waits for an answer no longer than this.
    pub(crate) fn restart_within(&mut self, total: Duration) {
        let store = self.backend.store().clone();
        self.backend = console(store, &self.clock, &self.key, Ids::seeded(number()), total);
    }

    /// The house's broker, for the demo's offering.
    pub(crate) fn demo_broker(&self) -> DemoBroker {
        DemoBroker { url: self.broker.url(), username: "slipway".to_owned(), password: "broker-password".to_owned() }
    }

    pub(crate) async fn person(&self, email: &str) -> Person {
        let entry = self.backend.store().person_with_email(email).await.unwrap().unwrap();
        let person = self.backend.store().person(entry.id).await.unwrap().unwrap();
        let current = person.memberships.first().map(|membership| membership.account);
        Person { current, ..person }
    }

    pub(crate) async fn acting(&self, email: &str) -> Acting {
        self.backend.acting_for(Caller::Person(self.person(email).await))
    }

    pub(crate) fn nobody(&self) -> Acting {
        self.backend.acting_for(Caller::Anonymous)
    }

    pub(crate) async fn events(&self) -> Vec<Event> {
        let filter = EventFilter { limit: 10_000, with_internal: true, ..EventFilter::default() };
        self.backend.store().events(&filter).await.unwrap()
    }

    /// The demo's listing without the error that it leaves to its visitor.
    pub(crate) async fn mend_listing(&self) {
        let kim = self.acting(KIM).await;
        let view = kim.offering(OFFERING).await.unwrap();
        let mut draft = view.offering.listing.draft.clone();
        "Vector Search".clone_into(&mut draft.display_name);
        let attempt = slipway_backend::Attempt { revision: view.offering.listing.revision, operation: "" };
        kim.save_listing(OFFERING, attempt, &draft).await.unwrap();
    }

    /// The broker answers with the definitions as they are now, and is registered.
    pub(crate) async fn register_broker(&self) {
        let kim = self.acting(KIM).await;
        let view = kim.offering(OFFERING).await.unwrap();
        let catalog = slipway_domain::export::definitions(&view.offering);
        self.broker.set_catalog(serde_json::to_value(catalog).unwrap());
        kim.register_broker(OFFERING, view.offering.brokers[0].id).await.unwrap();
    }

    /// Every plan in one location, on the registered broker.
    pub(crate) async fn deploy(&self) {
        let kim = self.acting(KIM).await;
        let offering = kim.offering(OFFERING).await.unwrap().offering;
        for plan in &offering.plans {
            let draft = DeploymentDraft {
                plan: plan.id.to_string(),
                location: "eu-de".to_owned(),
                broker: offering.brokers[0].id.to_string(),
            };
            kim.add_deployment(OFFERING, &draft).await.unwrap();
        }
    }

    pub(crate) async fn publish_limited(&self) {
        self.mend_listing().await;
        self.register_broker().await;
        self.deploy().await;
        self.acting(KIM).await.publish_limited(OFFERING).await.unwrap();
    }

    /// Tests every deployment that no run proves any more.
    pub(crate) async fn test(&self) {
        let kim = self.acting(KIM).await;
        let offering = kim.offering(OFFERING).await.unwrap().offering;
        for deployment in offering.deployments.iter().filter(|record| !offering.is_proven(&Target::of(record))) {
            kim.request_test_run(OFFERING, deployment.id).await.unwrap();
        }
        self.backend.make_due_test_runs().await;
    }

    /// Ticks what the gate still wants, and asks for release.
    pub(crate) async fn request_review(&self) -> slipway_domain::ids::SubmissionId {
        self.test().await;
        let ada = self.acting(ADA).await;
        let view = ada.offering(OFFERING).await.unwrap();
        for row in slipway_domain::checklist::unticked(&view.offering, &view.attestations) {
            ada.attest(OFFERING, row, true).await.unwrap();
        }
        ada.request_review(OFFERING, "Please look.").await.unwrap()
    }

    /// Rita says yes to what waits.
    pub(crate) async fn approve(&self) {
        let rita = self.acting(RITA).await;
        let open = rita.reviews().await.unwrap().remove(0).submission;
        rita.decide_review(open.id, approval(&open.content_sha256)).await.unwrap();
    }

    /// Everybody has it: published, tested, approved and released.
    pub(crate) async fn go_live(&self) {
        self.publish_limited().await;
        self.request_review().await;
        self.approve().await;
        self.acting(OTTO).await.release(OFFERING).await.unwrap();
    }

    /// The form of the demo's broker is changed; it is not registered with that yet.
    pub(crate) async fn edit_broker(&self, change: impl FnOnce(&mut BrokerDraft)) -> BrokerId {
        let kim = self.acting(KIM).await;
        let record = kim.offering(OFFERING).await.unwrap().offering.brokers[0].clone();
        let mut draft = record.draft.clone();
        change(&mut draft);
        kim.save_broker(OFFERING, record.id, record.revision, &draft, &SecretString::default()).await.unwrap();
        record.id
    }

    /// Somebody who holds a role at the operator as well.
    pub(crate) async fn acting_as(&self, email: &str, roles: &[Role]) -> Acting {
        let mut person = self.person(email).await;
        person.operator.extend(roles);
        self.backend.acting_for(Caller::Person(person))
    }

    /// Somebody who belonged to an account, and works for the operator now.
    pub(crate) async fn acting_since_left(&self, email: &str, roles: &[Role]) -> Acting {
        let person = self.person(email).await;
        let left = Person { operator: roles.to_vec(), memberships: Vec::new(), current: None, ..person };
        self.backend.acting_for(Caller::Person(left))
    }
}

pub(crate) fn approval(content_sha256: &str) -> Ruling<'_> {
    Ruling { answer: Answer::Approve, track: None, content_sha256, reason: "", internal_note: "" }
}

impl Drop for House {
    fn drop(&mut self) {
        // The files of a test are of no use after it; a left-over directory is no reason to fail.
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

/// The rejection inside an error.
#[track_caller]
pub(crate) fn rejection<T: core::fmt::Debug>(result: Result<T, Error>) -> Rejection {
    match result {
        Err(Error::Rejected(rejection)) => rejection,
        other => panic!("expected a rejection, got {other:?}"),
    }
}
