//! Taking values over from a broker that was there first, by the plain form of its page.

use std::time::Duration;

use hyper::StatusCode;
use scraper::{Html, Selector};
use serde_json::{Value, json};
use slipway_app::error::AppError;
use slipway_domain::event::EventKind;
use slipway_domain::offering::Offering;
use slipway_domain::rejection::Rejection;
use slipway_osb::fake::{Credentials, FakeBroker};
use slipway_store::EventFilter;

use crate::authz::digests;
use crate::support::{Answer, Browser, Request, Scene, Stage};

const ADA: &str = "ada@northwind.example";
const KIM: &str = "kim@northwind.example";
const VERA: &str = "vera@northwind.example";
const NAME: &str = "northwind-cache";
const PLAN_ID: &str = "11d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a01";

fn service() -> Value {
    json!({
        "id": "7c0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b10", "name": "cache", "description": "Keeps what is asked for often.",
        "bindable": true, "plan_updateable": false, "tags": ["cache", "memory"],
        "metadata": {
            "displayName": "Harbour Cache", "documentationUrl": "https://elsewhere.example/docs", "supportUrl": 7,
            "bullets": [{ "title": "Near", "description": "In every zone." }],
        },
        "plans": [
            { "id": PLAN_ID, "name": "small", "description": "One node.", "free": true },
            { "id": "22d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a02", "name": "large", "description": "Three nodes.",
              "free": false, "metadata": { "displayName": "Large", "subscription": true } },
        ],
    })
}

/// An offering of which nothing is defined, with a broker that answered.
struct Fresh {
    stage: Stage,
    ada: Browser,
    broker: FakeBroker,
    id: String,
    page: String,
}

impl Fresh {
    async fn open(services: Value) -> Self {
        let stage = Scene::Demo.open().await;
        let ada = stage.browser_of(ADA);
        let named = ada
            .post("/api/offering/add", &[("resource[resource_name]", NAME), ("resource[broker_ready]", "yes")])
            .await;
        assert_eq!(named.path().unwrap(), format!("/offerings/{NAME}/deployments/brokers/new"));
        let credentials = Credentials { username: "slipway".to_owned(), password: "word".to_owned() };
        let broker = FakeBroker::start(json!({ "services": services }), credentials).await.unwrap();
        let url = broker.url();
        let fields = [
            ("offering", NAME),
            ("broker[name]", "Frankfurt"),
            ("broker[url]", url.as_str()),
            ("broker[username]", "slipway"),
            ("broker[osb_version]", "2.17"),
            ("password", "word"),
        ];
        let added = ada.post("/api/broker/add", &fields).await.path().unwrap();
        let id = added.rsplit_once('/').unwrap().1.to_owned();
        let page = format!("/offerings/{NAME}/deployments/import/{id}");
        let fresh = Self { stage, ada, broker, id, page };
        fresh.register().await;
        fresh
    }

    async fn register(&self) {
        let answer = self.ada.post("/api/broker/register", &[("offering", NAME), ("id", self.id.as_str())]).await;
        assert!(answer.status.is_redirection(), "{}", answer.body);
    }

    /// What the form sends: what is hidden in it, and what is ticked.
    async fn form(&self) -> Vec<(String, String)> {
        let page = self.ada.get(&self.page).await;
        assert_eq!(page.status, StatusCode::OK);
        sent(&page)
    }

    async fn send(&self, browser: &Browser, fields: &[(String, String)], accept: &str) -> Answer {
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.send(Request::form("/api/import/take", &pairs).header("accept", accept)).await
    }

    async fn offering(&self) -> Offering {
        let store = self.stage.server.backend.store();
        let scope = store.offering_named(NAME).await.unwrap().unwrap();
        store.offering(scope).await.unwrap().unwrap()
    }

    async fn imports(&self) -> usize {
        let filter = EventFilter { limit: 1000, ..EventFilter::default() };
        let events = self.stage.server.backend.store().events(&filter).await.unwrap();
        events.iter().filter(|event| event.kind == EventKind::BrokerImported).count()
    }
}

/// Of the form that takes over.
fn sent(page: &Answer) -> Vec<(String, String)> {
    let document = Html::parse_document(&page.body);
    let form = "form[action='/api/import/take']";
    let selector = Selector::parse(&format!("{form} input[type=hidden], {form} input[checked]")).unwrap();
    let inputs = document.select(&selector).map(|input| {
        let value = |name| input.value().attr(name).unwrap_or_default().to_owned();
        (value("name"), value("value"))
    });
    let inputs: Vec<_> = inputs.collect();
    assert!(!inputs.is_empty(), "there is no form: {}", page.body);
    inputs
}

fn ticks(fields: &[(String, String)]) -> Vec<&str> {
    let ticks = fields.iter().filter(|(name, _)| name.starts_with("import[take]"));
    ticks.map(|(_, value)| value.as_str()).collect()
}

#[tokio::test]
async fn what_is_ticked_by_itself_fills_a_definition_that_is_empty() {
    let fresh = Fresh::open(json!([service()])).await;
    let broker = fresh.ada.get(&format!("/offerings/{NAME}/deployments/brokers/{}", fresh.id)).await;
    assert!(broker.body.contains(&format!("href=\"{}\"", fresh.page)), "the broker's page leads on: {}", broker.body);
    for page in ["summary", "listing"] {
        let body = fresh.ada.get(&format!("/offerings/{NAME}/{page}")).await.body;
        assert!(body.contains(&format!("href=\"{}\"", fresh.page)), "{page} says that the broker can fill it in");
    }
    let fields = fresh.form().await;
    let expected = [
        "listing-display-name",
        "listing-description",
        "listing-tags",
        "listing-bullets",
        "settings-plan-updateable",
        "settings-bindable",
        "plan:1",
        "plan:2",
    ];
    assert_eq!(ticks(&fields), expected, "the address that was issued would be replaced, and is not ticked");

    let answer = fresh.send(&fresh.ada, &fields, "text/html").await;
    let back = answer.path().unwrap_or_else(|| panic!("{} {}", answer.status, answer.body));
    assert!(back.starts_with(&format!("{}?", fresh.page)), "{back}");
    let told = fresh.ada.get(&back).await.body;
    for told_of in ["Taken over", "Display name", "Plan “large”", "/pricing\"", "/settings\"", "/listing\""] {
        assert!(told.contains(told_of), "{told_of}: {told}");
    }
    let offering = fresh.offering().await;
    let listing = &offering.listing.draft;
    assert_eq!((listing.display_name.as_str(), listing.tags.as_str()), ("Harbour Cache", "cache, memory"));
    assert_eq!((listing.documentation_url.as_str(), listing.support_url.as_str()), ("", ""));
    assert_eq!(listing.bullets[0].title, "Near");
    let settings = &offering.settings.draft;
    assert_eq!((settings.bindable.as_str(), settings.plan_updateable.as_str()), ("yes", "no"));
    let plans: Vec<_> = offering.plans.iter().map(|plan| (&plan.draft.name[..], &plan.draft.kind[..])).collect();
    assert_eq!(plans, [("small", "free"), ("large", "subscription")]);
    assert!(offering.plans.iter().all(|plan| plan.id.to_string() != PLAN_ID), "ids are never taken over");
    let page = fresh.ada.get(&format!("/offerings/{NAME}/listing")).await.body;
    assert!(page.contains("value=\"Harbour Cache\"") && !page.contains(&fresh.page), "{page}");
    assert_eq!(fresh.imports().await, 1);

    assert!(fresh.send(&fresh.ada, &fields, "text/html").await.status.is_redirection());
    assert_eq!((fresh.offering().await, fresh.imports().await), (offering, 1), "a form that is sent twice");
}

#[tokio::test]
async fn whoever_may_only_look_gets_no_form_and_is_refused() {
    let fresh = Fresh::open(json!([service()])).await;
    let (vera, fields) = (fresh.stage.browser_of(VERA), fresh.form().await);
    let page = vera.get(&fresh.page).await;
    assert!(page.body.contains("Harbour Cache") && !page.body.contains("/api/import/take"), "{}", page.body);
    let before = digests(&fresh.stage.server).await;
    let refused = fresh.send(&vera, &fields, "application/json").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
    assert!(digests(&fresh.stage.server).await == before);
}

#[tokio::test]
async fn a_catalog_from_before_the_broker_was_saved_offers_nothing_and_the_pages_say_where_to_register() {
    let fresh = Fresh::open(json!([service()])).await;
    fresh.stage.server.wait(Duration::from_secs(1));
    let url = format!("{}/other", fresh.broker.url());
    let fields = [
        ("offering", NAME),
        ("id", fresh.id.as_str()),
        ("revision", "1"),
        ("broker[name]", "Frankfurt"),
        ("broker[url]", url.as_str()),
        ("broker[username]", "slipway"),
        ("broker[osb_version]", "2.17"),
        ("password", "word"),
    ];
    assert!(fresh.ada.post("/api/broker/save", &fields).await.status.is_redirection());
    let page = fresh.ada.get(&fresh.page).await.body;
    let broker = format!("/offerings/{NAME}/deployments/brokers/{}", fresh.id);
    assert!(page.contains("The broker was saved after its catalog was read"), "{page}");
    assert!(page.contains(&format!("href=\"{broker}\"")) && !page.contains("/api/import/take"), "{page}");
    for way in [broker, format!("/offerings/{NAME}/summary")] {
        let body = fresh.ada.get(&way).await.body;
        assert!(!body.contains(&format!("href=\"{}\"", fresh.page)), "{way} leads to values that are not offered");
    }
}

#[tokio::test]
async fn ticks_are_kept_beside_what_somebody_saved_in_between() {
    let fresh = Fresh::open(json!([service()])).await;
    let mut fields = fresh.form().await;
    fields.retain(|(_, value)| !["listing-tags", "plan:1"].contains(&value.as_str()));
    let listing = [("offering", NAME), ("revision", "0"), ("listing[description]", "Kim was here first.")];
    assert!(fresh.stage.browser_of(KIM).post("/api/listing/save", &listing).await.status.is_redirection());

    let before = digests(&fresh.stage.server).await;
    let script = fresh.send(&fresh.ada, &fields, "application/json").await;
    let Some(AppError::Rejected(Rejection::Stale { current, .. })) = AppError::parse(&script.body) else {
        panic!("{} {}", script.status, script.body)
    };
    assert_eq!((script.status, current), (StatusCode::CONFLICT, 1));
    let form = fresh.send(&fresh.ada, &fields, "text/html").await;
    assert!(digests(&fresh.stage.server).await == before, "nothing was taken over");
    let page = fresh.ada.get(&form.path().unwrap()).await;
    for shown in ["Somebody saved in between", "Kim was here first.", "Keeps what is asked for often."] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let again = sent(&page);
    assert_eq!(ticks(&again), ticks(&fields));

    assert!(fresh.send(&fresh.ada, &again, "text/html").await.status.is_redirection());
    let offering = fresh.offering().await;
    assert_eq!(offering.listing.draft.description, "Keeps what is asked for often.");
    assert_eq!((offering.listing.draft.tags.as_str(), offering.plans.len()), ("", 1));
}

#[tokio::test]
async fn one_of_several_services_is_chosen_where_none_fits() {
    let mut other = service();
    other["name"] = json!("queue");
    other["metadata"]["displayName"] = json!("Harbour Queue");
    let fresh = Fresh::open(json!([service(), other])).await;
    let asked = fresh.ada.get(&fresh.page).await.body;
    assert!(asked.contains("<select") && asked.contains("queue") && !asked.contains("/api/import/take"), "{asked}");
    for choice in ["3", "-1", "queue", "99999999999"] {
        let page = fresh.ada.get(&format!("{}?choice={choice}", fresh.page)).await;
        assert_eq!((page.status, page.body.contains("/api/import/take")), (StatusCode::OK, false), "{choice}");
    }
    let chosen = fresh.ada.get(&format!("{}?choice=2", fresh.page)).await;
    assert!(chosen.body.contains("which you chose") && chosen.body.contains("Harbour Queue"), "{}", chosen.body);
    let fields = sent(&chosen);
    assert!(fields.contains(&("import[choice]".to_owned(), "2".to_owned())));
    assert!(fresh.send(&fresh.ada, &fields, "text/html").await.status.is_redirection());
    assert_eq!(fresh.offering().await.listing.draft.display_name, "Harbour Queue");

    let mut ours = service();
    ours["name"] = json!(NAME);
    fresh.broker.set_catalog(json!({ "services": [service(), ours] }));
    fresh.register().await;
    let page = fresh.ada.get(&fresh.page).await.body;
    assert!(page.contains("it has the name of this offering") && !page.contains("<select"), "{page}");
}
