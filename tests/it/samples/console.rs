//! A console with a metered offering whose broker is a sample, with the clock of this machine: a sample has no other. Both
//! stand behind a proxy, so that each knows the address of the other before it runs.

use slipway::server::config::PublicUrl;
use slipway_backend::demo::{OFFERING, PASSWORD};
use slipway_backend::{Acting, Attempt, Clock};
use slipway_domain::access::AccessDraft;
use slipway_domain::broker::BrokerDraft;
use slipway_domain::export;
use slipway_domain::ids::InstanceId;
use slipway_domain::instance::Instance;
use slipway_domain::metric::MetricDraft;
use slipway_domain::new_instance::{BindingDraft, NewInstanceDraft};
use slipway_domain::plan::PlanDraft;
use tempfile::TempDir;
use url::{Position, Url};

use super::proxy::Proxy;
use super::rig::{self, Running, start_with, write};
use crate::support::{Answer, Browser, Request, Scene, Stage};
use crate::usage;

const ADA: &str = "ada@northwind.example";
const KIM: &str = "kim@northwind.example";
pub(super) const CLARA: &str = "clara@orrery.example";

pub(super) struct Console {
    pub(super) stage: Stage,
    /// Before the console.
    pub(super) proxy: Proxy,
    /// Before the sample.
    pub(super) front: Proxy,
    /// The sample lies in it.
    pub(super) dir: TempDir,
    _sample: Running,
}

impl Console {
    pub(super) async fn open(language: &str) -> Self {
        let (proxy, mut front) = (Proxy::start().await, Proxy::start().await);
        // Without https, people are sent back to this machine alone, by its name.
        front.url = front.url.replace("127.0.0.1", "localhost");
        let stage = Scene::Ready
            .open_with(|config| {
                config.server.public_url = PublicUrl::parse(&proxy.url).unwrap();
                config.server.allowed_hosts = vec!["console.test".to_owned()];
            })
            .await;
        proxy.leads_to(stage.server.address);
        set_the_clock(&stage);
        let kim = usage::acting(&stage, KIM).await;
        meter(&kim, &stage).await;
        let secret = register(&kim, &front.url).await;
        let dir = TempDir::new().unwrap();
        let definitions = export::definitions(&kim.offering(OFFERING).await.unwrap().offering);
        write(dir.path(), language, &serde_json::to_value(definitions).unwrap()).await;
        let settings = [
            ("PUBLIC_URL", front.url.as_str()),
            ("ISSUER", proxy.url.as_str()),
            ("CLIENT_ID", OFFERING),
            ("CLIENT_SECRET", secret.as_str()),
        ];
        let sample = start_with(dir.path(), language, &settings);
        front.leads_to(sample.address());
        entrust(&kim, &sample.url).await;
        usage::acting(&stage, ADA).await.publish_limited(OFFERING).await.unwrap();
        Self { stage, proxy, front, dir, _sample: sample }
    }

    /// An instance that Clara ordered, with one binding.
    pub(super) async fn instance(&self) -> Instance {
        let (clara, backend) = (usage::acting(&self.stage, CLARA).await, &self.stage.server.backend);
        let details = clara.catalog_details(OFFERING).await.unwrap().details;
        let order = NewInstanceDraft {
            plan: self.stage.facts["plan"].clone(),
            location: "eu-de".to_owned(),
            name: "Search of Clara".to_owned(),
            terms: details.terms_url,
            ..NewInstanceDraft::default()
        };
        let id = clara.order_instance(OFFERING, &order).await.unwrap();
        backend.make_due_operations().await;
        clara.order_binding(OFFERING, id, &BindingDraft { name: "key".to_owned() }).await.unwrap();
        backend.make_due_operations().await;
        self.stored(id).await
    }

    async fn stored(&self, id: InstanceId) -> Instance {
        let store = self.stage.server.backend.store();
        let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
        store.instance(scope, id).await.unwrap().unwrap()
    }

    pub(super) fn visitor(&self) -> Visitor<'_> {
        Visitor { console: self, here: Browser::new(self.front.address), there: Browser::new(self.proxy.address) }
    }
}

/// A browser: what it keeps for the sample, and what it keeps for the console.
pub(super) struct Visitor<'a> {
    console: &'a Console,
    pub(super) here: Browser,
    there: Browser,
}

impl Visitor<'_> {
    /// Goes to a page of the sample that wants a sign-in. Where the sample sends the browser.
    pub(super) async fn sent_away(&self, path: &str) -> Url {
        let answer = self.here.get(path).await;
        assert_eq!(answer.status, 302, "{}", answer.body);
        Url::parse(answer.location().unwrap()).unwrap()
    }

    /// Goes there, signs in and agrees where that is asked, and comes back to the sample. Its answer.
    pub(super) async fn signs_in(&self, email: &str, to: &Url) -> Answer {
        let leads = |answer: &Answer, to: &str| answer.location().is_some_and(|location| location.starts_with(to));
        let mut answer = self.there.get(&to[Position::BeforePath..]).await;
        if leads(&answer, "/sign-in?") {
            let page = self.there.get(answer.location().unwrap()).await;
            let request = page.value_of("request").unwrap();
            let fields = [("email", email), ("password", PASSWORD), ("request", request.as_str())];
            answer = self.post("/sign-in", &fields).await;
        }
        if leads(&answer, "/consent?") {
            let page = self.there.get(answer.location().unwrap()).await;
            let ticket = page.value_of("ticket").unwrap();
            answer = self.post("/consent", &[("ticket", ticket.as_str()), ("verdict", "allow")]).await;
        }
        let back = Url::parse(answer.location().unwrap_or_else(|| panic!("{}", answer.body))).unwrap();
        assert!(back.as_str().starts_with(&format!("{}/auth/callback?", self.console.front.url)), "{back}");
        self.here.get(&back[Position::BeforePath..]).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.there.send(Request::form(path, fields).header("origin", &self.console.proxy.url)).await
    }
}

pub(super) fn set_the_clock(stage: &Stage) {
    stage.server.wait(Clock::System.now().since(stage.server.now()));
}

/// A measure that is counted, and one of events.
async fn meter(kim: &Acting, stage: &Stage) {
    let metric = |name: &str, measure: &str, unit: &str| MetricDraft {
        resource_name: name.to_owned(),
        measure: measure.to_owned(),
        charge_unit: unit.to_owned(),
        prices: vec![vec!["0.40".to_owned()]],
        ..MetricDraft::new()
    };
    let nodes = MetricDraft {
        quantity_type: "EVENT".to_owned(),
        metering_model: "standard_max".to_owned(),
        ..metric("Nodes", "NODE", "NODES")
    };
    let view = kim.offering(OFFERING).await.unwrap();
    let plan = view.offering.plans.into_iter().find(|plan| plan.id.to_string() == stage.facts["plan"]).unwrap();
    let draft = PlanDraft {
        kind: "metered".to_owned(),
        metrics: vec![metric("Queries", "QUERY", "QUERIES"), nodes],
        amounts: Vec::new(),
        ..plan.draft
    };
    kim.save_plan(OFFERING, plan.id, plan.revision, &draft).await.unwrap();
}

/// The sample's own address is in force; the client secret.
async fn register(kim: &Acting, front: &str) -> String {
    let access = kim.offering(OFFERING).await.unwrap().offering.access;
    let draft = AccessDraft { redirect_uris: vec![format!("{front}/auth/callback")], ..access.draft };
    kim.save_access(OFFERING, Attempt { revision: access.revision, operation: "" }, &draft).await.unwrap();
    kim.update_client(OFFERING).await.unwrap();
    kim.replace_client_secret(OFFERING).await.unwrap();
    let fresh = kim.take_secrets(OFFERING).await.unwrap().unwrap();
    fresh.secrets.into_iter().find(|secret| secret.label == "client_secret").unwrap().value
}

/// The broker of the offering is the sample from now on.
async fn entrust(kim: &Acting, url: &str) {
    let brokers = kim.offering(OFFERING).await.unwrap().offering.brokers;
    let broker = brokers.into_iter().find(|broker| broker.draft.name == "vector-broker").unwrap();
    let draft = BrokerDraft { url: url.to_owned(), username: "broker".to_owned(), ..broker.draft };
    kim.save_broker(OFFERING, broker.id, broker.revision, &draft, &rig::PASSWORD.into()).await.unwrap();
    kim.register_broker(OFFERING, broker.id).await.unwrap();
}
