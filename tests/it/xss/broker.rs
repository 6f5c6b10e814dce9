//! Hostile texts that a broker says: in every text of its catalog, in one that is only tried, and in answers that are no
//! catalog at all. The comparison on its page is also the preview of what somebody may take over.

use std::time::Duration;

use hyper::StatusCode;
use scraper::{Html, Selector};
use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;
use slipway_osb::fake::{Credentials, FakeBroker, Misbehaviour};

use super::payloads::PAYLOADS;
use super::shape::{Shape, is_inert};
use super::{HARMLESS, KIM, RITA, call, offering, seen, shape_of_all};
use crate::authz::filled;
use crate::support::{Answer, Browser, Scene, Stage};

/// Part of no text: what a broker says of its password is masked.
const PASSWORD: &str = "otter-in-the-harbour";

pub(super) const BROKER: &str = "/offerings/{name}/deployments/brokers/{broker}";

/// What it offers to the definition.
const IMPORT: &str = "/offerings/{name}/deployments/import/{broker}";

/// Pages that name the broker.
const NAMING: &[&str] = &[
    BROKER,
    IMPORT,
    "/offerings/{name}/deployments",
    "/offerings/{name}/deployments?tab=catalog",
    "/offerings/{name}/history",
];

/// Others that tell what follows from what it says.
const OTHERS: &[&str] = &[
    "/offerings/{name}/summary",
    "/offerings/{name}/deployments/publish",
    "/offerings/{name}/tests",
    "/offerings/{name}/review",
    "/board",
];

#[tokio::test]
async fn what_a_broker_says_stays_text_on_every_page_that_shows_it() {
    let desk = Desk::open().await;
    let mut harmless = Shape::default();
    for (index, text) in HARMLESS.iter().chain(PAYLOADS).enumerate() {
        let mut shape = desk.register(text).await;
        shape.add(desk.try_another(text).await);
        shape.add(desk.fail(text).await);
        if index < HARMLESS.len() { harmless.add(shape) } else { is_inert(&shape, &harmless, text) }
    }
    assert!(harmless.live.is_empty(), "{:?}", harmless.live);
}

/// A catalog with the text wherever one may stand, and where none may. `service` and `plan`: the id and the name of the
/// first ones; a second service and a second plan are the broker's alone.
pub(super) fn catalog(text: &str, service: [&str; 2], plan: [&str; 2]) -> Value {
    let metadata = json!({ "displayName": text, "bullets": [text, { text: text }], text: text });
    let [more, other] = ["+", "-"].map(|end| format!("{text}{end}"));
    let known = json!({
        "id": plan[0],
        "name": plan[1],
        "description": text,
        "free": text,
        "metadata": metadata,
        "schemas": text,
        "maximum_polling_duration": text,
        text: text
    });
    let surplus = json!({ "id": more, "name": more, "description": text, "free": true });
    let own = json!({
        "id": service[0],
        "name": service[1],
        "description": text,
        "bindable": true,
        "plan_updateable": text,
        "requires": [text],
        "tags": [text],
        "metadata": metadata,
        "dashboard_client": text,
        "plans": [known, surplus, text],
        text: text
    });
    let foreign = json!({ "id": other, "name": other, "description": text, "metadata": text, "plans": text });
    json!({ "services": [own, foreign, text], text: text })
}

/// Answers that are no catalog, with the text in each of them. Headers hold visible ASCII alone.
pub(super) fn no_catalogs(text: &str) -> Vec<Misbehaviour> {
    let said = |status, content_type: &str, body| {
        let content_type = content_type.to_owned();
        Misbehaviour::Status { status, content_type, body }
    };
    let mut answers = vec![
        said(StatusCode::OK, "application/json", format!("{{\"services\": [{text}")),
        said(StatusCode::BAD_GATEWAY, "text/html", format!("<h1>{text}</h1>")),
        said(StatusCode::INTERNAL_SERVER_ERROR, "application/json", json!({ "description": text }).to_string()),
    ];
    if !text.is_empty() && text.chars().all(|c| c == ' ' || c.is_ascii_graphic()) {
        answers.push(Misbehaviour::Redirect(text.to_owned()));
        answers.push(Misbehaviour::Encoded { encoding: text.to_owned(), body: Vec::new() });
    }
    answers
}

/// What a browser reads at a place of the page, as `bare` has it.
pub(super) fn told(page: &Answer, place: &str) -> String {
    let document = Html::parse_document(&page.body);
    let found = document.select(&Selector::parse(place).unwrap()).next();
    let found = found.unwrap_or_else(|| panic!("there is no {place}: {} {}", page.status, page.body));
    bare(&found.text().collect::<String>())
}

/// Without blanks and without what no document can hold, so that both sides of a comparison lack the same.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{fffd}').collect()
}

/// The broker is called by the text as well.
fn named(text: &str) -> String {
    format!("broker {}", seen(text).replace(['\n', '\r', '\t'], " "))
}

/// An offering that customers have instances of, with a broker of the test's own.
struct Desk {
    stage: Stage,
    broker: FakeBroker,
    /// The editor and a reviewer.
    viewers: [Browser; 2],
}

impl Desk {
    async fn open() -> Self {
        let stage = Scene::Limited.open().await;
        let credentials = Credentials { username: "slipway".to_owned(), password: PASSWORD.to_owned() };
        let broker = FakeBroker::start(json!({ "services": [] }), credentials).await.unwrap();
        let viewers = [KIM, RITA].map(|email| stage.browser_of(email));
        Self { stage, broker, viewers }
    }

    /// Sends the broker's form to a function, and shows the broker's page after it. Each function reads its own fields.
    async fn send(&self, function: &str, text: &str) -> Answer {
        let revision = offering(&self.stage).await.brokers[0].revision;
        let fields = [
            ("offering", OFFERING.to_owned()),
            ("id", self.stage.facts["broker"].clone()),
            ("revision", revision.to_string()),
            ("broker[name]", named(text)),
            ("broker[url]", self.broker.url()),
            ("broker[username]", "slipway".to_owned()),
            ("broker[osb_version]", "2.17".to_owned()),
            ("password", PASSWORD.to_owned()),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value));
        let answer = call(&self.viewers[0], function, &fields).await;
        assert!(answer.status.is_success(), "{function} with {text:?}: {}", answer.body);
        let page = self.viewers[0].get(&filled(BROKER, self.stage.facts)).await;
        assert_eq!(page.status, StatusCode::OK, "{function} with {text:?}");
        page
    }

    /// A catalog that is this offering's by its ids and differs in everything else.
    async fn register(&self, text: &str) -> Shape {
        // A person may begin twenty calls in a minute, and a round has ten.
        self.stage.server.wait(Duration::from_secs(61));
        self.send("/api/broker/save", text).await;
        let own = offering(&self.stage).await.id.to_string();
        let plan = self.stage.facts["plan"].as_str();
        self.broker.set_catalog(catalog(text, [own.as_str(), text], [plan, text]));
        let page = self.send("/api/broker/register", text).await;
        let compared = told(&page, "#parity").matches(&bare(text)).count();
        assert!(compared >= 16, "{text:?} is compared {compared} times");
        let violations = told(&page, "#violations");
        assert!(violations.contains(&bare(&format!("{text:?}"))), "{text:?} is not in {violations}");
        let raw = told(&page, "#raw");
        assert!(raw.contains(&bare(&json!(text).to_string())), "{text:?} is not in {raw}");
        let page = self.viewers[0].get(&filled(IMPORT, self.stage.facts)).await;
        let offered = told(&page, "main").matches(&bare(text)).count();
        assert!(offered >= 4, "{text:?} is offered {offered} times");
        self.pages(text).await
    }

    /// Everybody's pages; those that name the broker do.
    async fn pages(&self, text: &str) -> Shape {
        let mut shape = shape_of_all(&self.stage, &self.viewers, OTHERS, text).await;
        for browser in &self.viewers {
            for page in NAMING {
                let answer = browser.get(&filled(page, self.stage.facts)).await;
                assert!(told(&answer, "main").contains(&bare(&named(text))), "{page} does not name {text:?}");
                shape.add(Shape::of(&answer.body));
            }
        }
        shape
    }

    /// Catalogs with other ids: of the service, then of the plan that instances were made with.
    async fn try_another(&self, text: &str) -> Shape {
        let (own, anew) = (offering(&self.stage).await.id.to_string(), format!("{text}~"));
        let mut shape = Shape::default();
        for service in [[anew.as_str(), OFFERING], [own.as_str(), anew.as_str()]] {
            self.broker.set_catalog(catalog(&anew, service, [anew.as_str(), "standard"]));
            let page = self.send("/api/broker/try", text).await;
            let found = told(&page, "#dry-run");
            assert!(found.contains(&bare(&format!("has the id {anew}"))), "{text:?} strands nothing in {found}");
            assert!(found.matches(&bare(&anew)).count() > 1, "{text:?} changes nothing in {found}");
            shape.add(Shape::of(&page.body));
        }
        shape
    }

    /// Catalogs of the wrong shape, and none.
    async fn fail(&self, text: &str) -> Shape {
        let mut shape = Shape::default();
        for wrong in [json!(text), json!([text, { text: text }])] {
            self.broker.misbehave(Misbehaviour::WrongTypes(wrong));
            let page = self.send("/api/broker/register", text).await;
            let violations = told(&page, "#violations");
            assert!(violations.contains(&bare(&format!("{text:?}"))), "{text:?} is not in {violations}");
            shape.add(Shape::of(&page.body));
        }
        for answer in no_catalogs(text) {
            let what = format!("{answer:?}");
            self.broker.misbehave(answer);
            let page = self.send("/api/broker/register", text).await;
            assert!(told(&page, "q").contains(&bare(text)), "nobody quotes {what}");
            shape.add(Shape::of(&page.body));
        }
        self.broker.misbehave(None);
        shape
    }
}
