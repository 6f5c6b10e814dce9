//! Calls to brokers over HTTP: how long they may take, and how many there may be.

use std::time::Duration;

use hyper::StatusCode;
use slipway_app::error::AppError;
use slipway_backend::demo::OFFERING;
use slipway_domain::broker::{BrokerRecord, LONGEST_AUTHORITY};
use slipway_domain::rejection::Rejection;
use slipway_osb::fake::{Credentials, FakeBroker, Misbehaviour};

use crate::support::{Browser, ORIGIN, Request, Scene, Stage, TestServer};

const KIM: &str = "kim@northwind.example";

/// The certificate of an authority.
const ROOT: &str = "\
-----BEGIN CERTIFICATE-----
MIIBhDCCASugAwIBAgIUbtzNw6oQHUiBWlxo+L4WdQ3fDDIwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMSGFyYm91ciBSb290MCAXDTI2MTEyNzE3MDUzM1oYDzIxMjYx
MTAzMTcwNTMzWjAXMRUwEwYDVQQDDAxIYXJib3VyIFJvb3QwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAARJCqbRKvfqGRWPYUKFxSDa0bEYEv+DJmGtwdazPpb8QqhL
XgCd862TUPs6YftHy1I4WS/BuAA0ZtMesFr4fxT4o1MwUTAdBgNVHQ4EFgQUiJhn
9bm88VW2JTUDY8Fa6nZBYLkwHwYDVR0jBBgwFoAUiJhn9bm88VW2JTUDY8Fa6nZB
YLkwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBUVOWBMJF1B6n+
99Vr5hx6+jLbwlnc1/gAtEvN/nmWEwIgP/zliChfKLNFaAbvQ7BK2fVU6nbOM2Fn
c8+/6WjcLyQ=
-----END CERTIFICATE-----
";

/// A broker of the test's own instead of the one that all tests share.
async fn own_broker(stage: &Stage, kim: &Browser) -> FakeBroker {
    let credentials = Credentials { username: "slipway".to_owned(), password: "word".to_owned() };
    let broker = FakeBroker::start(serde_json::json!({ "services": [] }), credentials).await.unwrap();
    let url = broker.url();
    let fields = [
        ("offering", OFFERING),
        ("id", stage.facts["broker"].as_str()),
        ("revision", stage.facts["broker_revision"].as_str()),
        ("broker[name]", "own"),
        ("broker[url]", &url),
        ("broker[username]", "slipway"),
        ("broker[osb_version]", "2.17"),
        ("password", "word"),
    ];
    assert!(kim.post("/api/broker/save", &fields).await.status.is_redirection());
    broker
}

/// The same, registered with the definitions as they are.
pub(crate) async fn registered_broker(stage: &Stage, kim: &Browser) -> FakeBroker {
    let broker = own_broker(stage, kim).await;
    let store = stage.server.backend.store();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    let offering = store.offering(scope).await.unwrap().unwrap();
    broker.set_catalog(serde_json::to_value(slipway_domain::export::definitions(&offering)).unwrap());
    assert!(kim.send(register(stage)).await.status.is_redirection());
    broker
}

fn register(stage: &Stage) -> Request {
    Request::form("/api/broker/register", &[("offering", OFFERING), ("id", stage.facts["broker"].as_str())])
}

async fn record(server: &TestServer) -> BrokerRecord {
    let store = server.backend.store();
    let id = store.offering_named(OFFERING).await.unwrap().unwrap();
    store.offering(id).await.unwrap().unwrap().brokers[0].clone()
}

#[tokio::test]
async fn a_broker_may_take_longer_than_other_requests_and_its_answer_is_recorded() {
    let stage = Scene::Demo.open_with(|config| config.limits.request_seconds = 1).await;
    let kim = stage.browser_of(KIM);
    let broker = own_broker(&stage, &kim).await;
    broker.misbehave(Misbehaviour::Delay(Duration::from_millis(1_200)));
    let answer = kim.send(register(&stage)).await;
    assert!(answer.status.is_redirection(), "{} {}", answer.status, answer.body);
    assert!(record(&stage.server).await.last_fetch.is_some_and(|fetch| fetch.failure.is_none()));
}

#[tokio::test]
async fn so_may_the_moves_that_ask_brokers_again() {
    for (scene, path) in [(Scene::Ready, "/api/release/limited"), (Scene::Limited, "/api/review/request")] {
        let stage = scene.open_with(|config| config.limits.request_seconds = 1).await;
        let broker = registered_broker(&stage, &stage.browser_of(KIM)).await;
        let ada = stage.browser_of("ada@northwind.example");
        let (seen, before) = (ada.sees(OFFERING).await, broker.log().len());
        broker.misbehave(Misbehaviour::Delay(Duration::from_millis(1_200)));
        let fields = [("offering", OFFERING), ("seen", seen.as_str()), ("note", "as it is")];
        let answer = ada.post(path, &fields).await;
        // Whatever the gate says of it, it says so after the broker's answer.
        assert_ne!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}: {}", answer.body);
        assert!(broker.log().len() > before, "{path} has asked the broker");
    }
}

#[tokio::test]
async fn the_page_shows_a_call_that_was_never_answered() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let broker = own_broker(&stage, &kim).await;
    broker.misbehave(Misbehaviour::Silence);
    let page = format!("/offerings/{OFFERING}/deployments/brokers/{}", stage.facts["broker"]);
    let asking = tokio::spawn({
        let (kim, request) = (kim.twin(), register(&stage));
        async move { kim.try_send(request).await.is_ok() }
    });
    let identity = loop {
        if let Some(seen) = broker.log().first() {
            break seen.header("x-broker-api-request-identity").unwrap().to_owned();
        }
        tokio::task::yield_now().await;
    };
    let running = kim.get(&page).await.body;
    assert!(running.contains("is being called") && running.contains(&identity), "{running}");
    asking.abort();
    // What the next start does.
    stage.server.backend.settle_abandoned_calls().await.unwrap();
    let unknown = kim.get(&page).await.body;
    assert!(unknown.contains("No answer was recorded") && unknown.contains(&identity), "{unknown}");
}

#[tokio::test]
async fn who_calls_too_often_is_told_how_long_to_wait() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let _broker = own_broker(&stage, &kim).await;
    let as_script = || register(&stage).header("accept", "application/json");
    let mut called = 0;
    let refused = loop {
        let answer = kim.send(as_script()).await;
        if answer.status != StatusCode::OK {
            break answer;
        }
        called += 1;
    };
    assert_eq!((called, refused.status), (20, StatusCode::TOO_MANY_REQUESTS));
    let Some(AppError::Rejected(Rejection::TooManyAttempts { retry_after_seconds })) = AppError::parse(&refused.body)
    else {
        panic!("{}", refused.body)
    };
    assert_eq!(refused.header("retry-after"), Some(retry_after_seconds.to_string().as_str()));
    let page = format!("/offerings/{OFFERING}/deployments/brokers/{}", stage.facts["broker"]);
    let form = kim.send(register(&stage).header("referer", &format!("{ORIGIN}{page}"))).await;
    let told = kim.get(&form.path().unwrap()).await.body;
    assert!(told.contains(&format!("Wait {retry_after_seconds} seconds")), "{told}");
    stage.server.wait(Duration::from_secs(retry_after_seconds.into()));
    assert_eq!(kim.send(as_script()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_dry_run_is_shown_with_what_was_typed_and_saves_nothing() {
    let stage = Scene::Demo.open_with(|config| config.limits.request_seconds = 1).await;
    let kim = stage.browser_of(KIM);
    let before = record(&stage.server).await;
    let credentials = Credentials { username: "slipway".to_owned(), password: "word".to_owned() };
    let broker = FakeBroker::start(serde_json::json!({ "services": [] }), credentials).await.unwrap();
    broker.misbehave(Misbehaviour::Delay(Duration::from_millis(1_200)));
    let url = broker.url();
    let fields = |password| {
        [
            ("offering", OFFERING),
            ("id", stage.facts["broker"].as_str()),
            ("revision", stage.facts["broker_revision"].as_str()),
            ("broker[name]", "moved"),
            ("broker[url]", url.as_str()),
            ("broker[username]", "slipway"),
            ("broker[osb_version]", "2.17"),
            ("broker[auth_scheme]", "basic"),
            ("broker[provision_type]", "provision_through"),
            ("broker[id_format]", "guid"),
            ("broker[legacy_ids]", "yes"),
            ("broker[region]", "eu-nl"),
            ("broker[resource_group]", "data platform"),
            ("password", password),
        ]
    };
    let refused = kim.post("/api/broker/try", &fields("")).await;
    let page = kim.get(&refused.path().unwrap()).await.body;
    assert!(page.contains("The password is missing.") && page.contains(&url), "{page}");
    assert!(broker.log().is_empty());

    let tried = kim.post("/api/broker/try", &fields("word")).await;
    assert!(tried.status.is_redirection(), "{} {}", tried.status, tried.body);
    assert!(!tried.path().unwrap().contains("word"), "the password travels in no address");
    let page = kim.get(&tried.path().unwrap()).await.body;
    for shown in [
        "id=\"dry-run\"",
        "It would not be registered",
        "Nothing was saved or registered.",
        &url,
        "value=\"moved\"",
        "value=\"data platform\"",
    ] {
        assert!(page.contains(shown), "{shown}\n{page}");
    }
    assert!(
        page.contains("<option value=\"guid\" selected") || page.contains("<option selected value=\"guid\""),
        "{page}"
    );
    assert_eq!(record(&stage.server).await, before);
}

#[tokio::test]
async fn the_enter_key_saves_a_broker_and_does_not_only_try_it() {
    let stage = Scene::Demo.open().await;
    let page = format!("/offerings/{OFFERING}/deployments/brokers/{}", stage.facts["broker"]);
    let page = stage.browser_of(KIM).get(&page).await.body;
    let form = page.split("action=\"/api/broker/save\"").nth(1).unwrap_or_else(|| panic!("no form: {page}"));
    // Browsers press the first button of a form.
    let first = form.split("<button").nth(1).unwrap().split('>').next().unwrap();
    assert!(!first.contains("formaction") && form.contains("formaction=\"/api/broker/try\""), "{first}");
}

#[tokio::test]
async fn a_certificate_authority_comes_back_with_its_form_and_a_private_key_is_gone() {
    const LINE: &str = "MIIBabcdefghijklmnopqrstuvwxyz0123456789+/ABCDEFGHIJKLMNOPQRSTUV\r\n";
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let before = record(&stage.server).await;
    // About as long as it may be.
    let authority = format!("-----BEGIN CERTIFICATE-----\r\n{}-----END CERTIFICATE-----\r\n", LINE.repeat(76));
    assert!((4_900..=LONGEST_AUTHORITY).contains(&authority.len()), "{}", authority.len());
    let save = async |ca_pem: &str, password: &str| {
        let fields = [
            ("offering", OFFERING),
            ("id", stage.facts["broker"].as_str()),
            ("revision", stage.facts["broker_revision"].as_str()),
            ("broker[name]", "own"),
            ("broker[url]", before.draft.url.as_str()),
            ("broker[username]", "slipway"),
            ("broker[osb_version]", "2.17"),
            ("broker[ca_pem]", ca_pem),
            ("password", password),
        ];
        let to = kim.post("/api/broker/save", &fields).await.path().unwrap();
        let page = kim.get(&to).await.body;
        (to, page)
    };
    let (_, page) = save(&authority, "a\tb").await;
    let kept = authority.trim().replace("\r\n", "\n");
    assert!(page.contains(&kept) && page.contains("cannot be seen"), "what was typed is kept: {page}");

    let key = "-----BEGIN PRIVATE KEY-----\r\nMIIBcanary\r\n-----END PRIVATE KEY-----\r\n";
    let (to, page) = save(&format!("{authority}{key}"), "word").await;
    assert!(page.contains("comes with a private key") && page.contains("value=\"own\""), "{page}");
    assert!(!format!("{to}{page}").contains("canary"), "{to}");
    assert_eq!(record(&stage.server).await, before);

    let (_, page) = save(&authority, "word").await;
    assert!(page.contains(&kept), "it is no secret: {page}");
    assert_eq!(record(&stage.server).await.draft.ca_pem, kept);
}

#[tokio::test]
async fn a_dry_run_brings_back_the_certificates_that_were_typed_or_is_not_made() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let broker = own_broker(&stage, &kim).await;
    let saved = record(&stage.server).await;
    let attempt = async |ca_pem: &str| {
        let fields = [
            ("offering", OFFERING),
            ("id", stage.facts["broker"].as_str()),
            ("broker[name]", "tried"),
            ("broker[url]", saved.draft.url.as_str()),
            ("broker[username]", "slipway"),
            ("broker[osb_version]", "2.17"),
            ("broker[ca_pem]", ca_pem),
            ("password", "word"),
        ];
        kim.post("/api/broker/try", &fields).await
    };
    // With what a tool prints of it, indented: three characters in an address for every blank.
    let printed = format!("{}{ROOT}", "                Signature Algorithm: ecdsa-with-SHA256\r\n".repeat(70));
    let back = attempt(&printed).await;
    let page = kim.get(&back.path().unwrap_or_else(|| panic!("{} {}", back.status, back.body))).await.body;
    let kept: Vec<&str> = printed.lines().map(str::trim).collect();
    assert!(page.contains(&kept.join("\n")) && page.contains("value=\"tried\""), "{page}");
    assert!(page.contains("id=\"dry-run\""), "{page}");

    let calls = broker.log().len();
    let long = format!("{}\r\n{ROOT}", "ü".repeat(1_500));
    let refused = attempt(&long).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{:?}", refused.location());
    for held in ["7000 is the most", "value=\"tried\"", ROOT.trim_end(), &"ü".repeat(1_500)] {
        assert!(refused.body.contains(held), "{held}: {}", refused.body);
    }
    assert_eq!(broker.log().len(), calls, "nobody is called");

    let key = format!("{long}-----BEGIN PRIVATE KEY-----\r\nMIIBcanary\r\n-----END PRIVATE KEY-----\r\n");
    let back = attempt(&key).await;
    assert!(back.status.is_redirection() && !back.path().unwrap().contains("canary"), "{}", back.body);
    assert_eq!(record(&stage.server).await, saved);
}
