//! Hostile texts in every field of every form, through the real server functions, and every page that shows them
//! (security.md T-XSS): parsed as a browser does, they hold no element, no attribute and no address that the same pages
//! do not hold with harmless texts, and the fields hold exactly what was typed.

mod broker;
mod fields;
mod payloads;
mod published;
mod shape;
mod threads;
mod watch;

use scraper::{Html, Selector};
use slipway_backend::demo::OFFERING;
use slipway_domain::offering::Offering;

use crate::authz::filled;
use crate::support::{Answer, Browser, Request, Scene, Stage};
use payloads::{BROKER, ECHOES, PAYLOADS};
use shape::{Shape, is_inert};

const KIM: &str = "kim@northwind.example";
const GUS: &str = "gus@globex.example";
const CLARA: &str = "clara@orrery.example";
const RITA: &str = "rita@operator.example";
const OTTO: &str = "otto@operator.example";

/// Harmless texts of the shapes that a field can have.
const HARMLESS: &[&str] =
    &["", "words", "Two words. And a sentence, too.", "https://harmless.example/page?a=b#c", "a,b c\nd"];

/// Every page of an offering, for its owner and the operator.
const PAGES: &[&str] = &[
    "/offerings",
    "/offerings/{name}/summary",
    "/offerings/{name}/checklist",
    "/offerings/{name}/listing",
    "/offerings/{name}/translations?language=de",
    "/offerings/{name}/settings",
    "/offerings/{name}/access",
    "/offerings/{name}/pricing",
    "/offerings/{name}/pricing/{plan}",
    "/offerings/{name}/deployments",
    "/offerings/{name}/deployments?tab=catalog",
    "/offerings/{name}/deployments?tab=visibility",
    "/offerings/{name}/deployments/brokers/{broker}",
    "/offerings/{name}/broker-api",
    "/offerings/{name}/tests",
    "/offerings/{name}/review",
    "/offerings/{name}/history",
    "/offerings/{name}/history/listing?revision=1",
];

/// Every field of a metric.
const METRIC: &[&str] = &[
    "[part_number]",
    "[resource_name]",
    "[resource_display_name]",
    "[measure]",
    "[quantity_type]",
    "[consumer_level]",
    "[metering_model]",
    "[metering_scale]",
    "[charge_unit]",
    "[charge_unit_id]",
    "[unit_display_name]",
    "[aggregation_group]",
    "[display_cap]",
    "[rating_model]",
    "[rating_scale]",
    "[clip]",
    "[shown_only]",
    "[instance_free_units]",
    "[free_units]",
    "[usage_cap]",
    "[bucket]",
    "[effective_from]",
    "[effective_until]",
    "[bounds][0]",
    "[bounds][1]",
    "[places][0][country]",
    "[places][0][currency]",
    "[prices][0][0]",
    "[prices][0][1]",
];

async fn call(browser: &Browser, function: &str, fields: &[(String, String)]) -> Answer {
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.send(Request::form(function, &pairs).header("accept", "application/json")).await
}

async fn offering(stage: &Stage) -> Offering {
    let store = stage.server.backend.store();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    store.offering(scope).await.unwrap().unwrap()
}

/// `text` in every field of every form that an editor has.
async fn fill(stage: &Stage, kim: &Browser, text: &str) {
    let now = offering(stage).await;
    let standard = now.plans.iter().find(|plan| plan.id.to_string() == stage.facts["plan"]).unwrap();
    let broker = &now.brokers[0];
    let own = |name: &str, value: String| (name.to_owned(), value);
    let revised = |revision: i64| vec![own("offering", OFFERING.to_owned()), own("revision", revision.to_string())];
    let typed = |mut fields: Vec<(String, String)>, head: &str, names: &[&str]| {
        fields.extend(names.iter().map(|name| own(&format!("{head}{name}"), text.to_owned())));
        fields
    };
    let and = |mut fields: Vec<(String, String)>, names: Vec<String>| {
        fields.extend(names.into_iter().map(|name| (name, text.to_owned())));
        fields
    };
    let listing = typed(revised(now.listing.revision), "listing", fields::LISTING);
    let settings = typed(revised(now.settings.revision), "settings", fields::SETTINGS);
    let of_plan = [revised(standard.revision), vec![own("id", standard.id.to_string())]].concat();
    let of_broker = [revised(broker.revision), vec![own("id", broker.id.to_string())]].concat();
    for (function, fields) in [
        ("/api/listing/save", and(listing, fields::listing_extras())),
        ("/api/summary/save", typed(revised(now.summary.revision), "summary", fields::SUMMARY)),
        ("/api/settings/save", and(settings, fields::settings_extras())),
        ("/api/access/save", typed(revised(now.access.revision), "access", fields::ACCESS)),
        ("/api/plan/save", typed(typed(of_plan, "plan", fields::PLAN), "metrics[0]", METRIC)),
        ("/api/broker/save", typed(of_broker, "broker", BROKER)),
    ] {
        let answer = call(kim, function, &fields).await;
        assert!(answer.status.is_success(), "{function} with {text:?}: {}", answer.body);
    }
}

async fn shape_of_all(stage: &Stage, browsers: &[Browser], pages: &[&str], text: &str) -> Shape {
    let mut shape = Shape::default();
    let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    for browser in browsers {
        for page in pages {
            let target = filled(page, stage.facts).replace('§', &encoded);
            let answer = browser.get(&target).await;
            assert!(answer.status.as_u16() < 500, "{target}: {}", answer.status);
            shape.add(Shape::of(&answer.body));
        }
    }
    shape
}

#[tokio::test]
async fn no_text_of_a_form_becomes_anything_but_text_on_the_pages_of_an_offering() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let viewers = [stage.browser_of(KIM), stage.browser_of(RITA)];
    let mut harmless = Shape::default();
    for text in HARMLESS {
        fill(&stage, &kim, text).await;
        harmless.add(shape_of_all(&stage, &viewers, PAGES, text).await);
    }
    assert!(harmless.live.is_empty() && harmless.names.len() > 100, "{:?}", harmless.live);
    for text in PAYLOADS {
        fill(&stage, &kim, text).await;
        is_inert(&shape_of_all(&stage, &viewers, PAGES, text).await, &harmless, text);
        let page = kim.get("/offerings/northwind-vector/listing").await;
        assert_eq!(field(&page, "listing[display_name]"), as_parsed(&text.replace('\n', "")), "{text:?} in one line");
        assert_eq!(field(&page, "listing[long_description]"), as_parsed(text), "{text:?} in many lines");
    }
}

/// What a browser shows in the field: the value of an input, or the text of an area after its first line break.
fn field(page: &Answer, name: &str) -> String {
    let document = Html::parse_document(&page.body);
    let found = document.select(&Selector::parse(&format!("[name='{name}']")).unwrap()).next().expect("the field");
    let typed = match found.value().attr("value") {
        Some(value) => value.replace('\n', ""),
        None => found.text().collect(),
    };
    as_parsed(&typed)
}

/// Characters that no document can hold are read as `�`, wherever they stand.
fn as_parsed(text: &str) -> String {
    text.replace('\u{0}', "\u{fffd}").replace('\r', "")
}

#[tokio::test]
async fn no_text_of_an_address_becomes_anything_but_text() {
    let stage = Scene::Demo.open().await;
    let viewers = [stage.browser_of(KIM), stage.browser_of(OTTO), stage.server.browser()];
    let mut harmless = Shape::default();
    for text in HARMLESS.iter().chain(&["listing", "b25lIHdvcmQ=", "northwind-vector"]) {
        harmless.add(shape_of_all(&stage, &viewers, ECHOES, text).await);
        harmless.add(shape_of_all(&stage, &viewers, PAGES, text).await);
    }
    for text in PAYLOADS {
        is_inert(&shape_of_all(&stage, &viewers, ECHOES, text).await, &harmless, text);
    }
}

#[tokio::test]
async fn a_refusal_that_somebody_forges_into_an_address_stays_text() {
    use base64::Engine as _;
    let stage = Scene::Demo.open().await;
    let viewers = [stage.browser_of(KIM)];
    let forged = |text: &str| {
        let text = serde_json::to_string(text).unwrap();
        let errors = [
            format!(r#"{{"rejected":{{"unreachable":{{"code":{text},"status":1,"detail":{text}}}}}}}"#),
            format!(
                r#"{{"rejected":{{"denied":{{"other_account":{{"account":"{}","name":{text}}}}}}}}}"#,
                stage.facts["northwind"]
            ),
        ];
        errors.map(|error| {
            let code = base64::engine::general_purpose::URL_SAFE.encode(error);
            format!("/offerings/{{name}}/summary?__err={code}")
        })
    };
    let mut harmless = Shape::default();
    for page in forged("words") {
        harmless.add(shape_of_all(&stage, &viewers, &[&page], "").await);
    }
    for text in PAYLOADS {
        for page in forged(text) {
            is_inert(&shape_of_all(&stage, &viewers, &[&page], "").await, &harmless, text);
        }
    }
}

/// A text as the rule of decisions takes it: without what cannot be seen.
fn seen(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || "\n\r\t".contains(*c)).collect()
}

#[tokio::test]
async fn registrations_notes_and_reasons_stay_text_for_those_who_decide() {
    let stage = Scene::Workshop.open().await;
    let (gus, otto) = (stage.browser_of(GUS), stage.browser_of(OTTO));
    let viewers = [stage.browser_of(GUS), stage.browser_of(OTTO)];
    let pages = ["/account", "/registrations", "/registrations/{account}"];
    let mut harmless = Shape::default();
    for (index, text) in HARMLESS.iter().chain(PAYLOADS).enumerate() {
        let store = stage.server.backend.store();
        let globex = store
            .accounts()
            .await
            .unwrap()
            .into_iter()
            .find(|account| account.id.to_string() == stage.facts["account"])
            .unwrap();
        let mut fields = vec![("revision".to_owned(), globex.revision.to_string())];
        for name in ["company_name", "company_legal_name", "contact_name"] {
            fields.push((format!("registration[{name}]"), format!("{text}.")));
        }
        fields.push((
            "registration[contact_email]".to_owned(),
            format!("{}@a.example", text.replace(char::is_whitespace, "")),
        ));
        assert!(call(&gus, "/api/registration/save", &fields).await.status.is_success(), "{text:?}");
        let submitted = call(&gus, "/api/registration/submit", &[]).await;
        if submitted.status.is_success() {
            let decision = [
                ("account", globex.id.to_string()),
                ("verdict", "return".to_owned()),
                ("reason", seen(&format!("{text}."))),
            ];
            let decision = decision.map(|(name, value)| (name.to_owned(), value));
            assert!(call(&otto, "/api/registration/decide", &decision).await.status.is_success(), "{text:?}");
        }
        let shape = shape_of_all(&stage, &viewers, &pages, text).await;
        if index < HARMLESS.len() { harmless.add(shape) } else { is_inert(&shape, &harmless, text) }
    }
}

#[tokio::test]
async fn names_of_people_and_accounts_stay_text_for_those_who_look_after_them() {
    let stage = Scene::Demo.open().await;
    let otto = stage.browser_of(OTTO);
    let viewers = [stage.browser_of(GUS), stage.browser_of(OTTO)];
    let pages = ["/account", "/people", "/registrations", "/registrations/{account}"];
    let own = |name: &str, value: String| (name.to_owned(), value);
    let mut harmless = Shape::default();
    for (index, text) in HARMLESS.iter().chain(PAYLOADS).enumerate() {
        let member = [
            own("account", stage.facts["account"].clone()),
            own("member[email]", format!("m{index}@a.example")),
            own("member[name]", format!("{text}.")),
            own("member[role]", "provider_viewer".to_owned()),
        ];
        let account = [
            own("new_account[name]", format!("{text}{index}")),
            own("new_account[kind]", "consumer".to_owned()),
            own("new_account[administrator_name]", format!("{text}.")),
            own("new_account[administrator_email]", format!("a{index}@a.example")),
        ];
        for (function, fields) in [("/api/member/add", &member), ("/api/account/add", &account)] {
            let answer = call(&otto, function, fields).await;
            let is_unseen = answer.status == hyper::StatusCode::UNPROCESSABLE_ENTITY;
            assert!(answer.status.is_success() || is_unseen, "{function} with {text:?}: {}", answer.body);
        }
        let shape = shape_of_all(&stage, &viewers, &pages, text).await;
        if index < HARMLESS.len() { harmless.add(shape) } else { is_inert(&shape, &harmless, text) }
    }
}
