//! Brokers that know the platform by a CRN, over HTTP: what their page asks for and tells, and what the token that they
//! get opens at the console.

use hyper::{Method, StatusCode};
use slipway_backend::demo::OFFERING;
use slipway_osb::fake::{Credentials, FakeBroker};
use tokio::sync::mpsc;

use crate::support::{ORIGIN, Request, Scene};

const KIM: &str = "kim@northwind.example";

#[tokio::test]
async fn its_page_asks_for_nothing_secret_and_the_token_that_it_gets_opens_nothing_here() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let nobody = Credentials { username: String::new(), password: String::new() };
    let broker = FakeBroker::start(serde_json::json!({ "services": [] }), nobody).await.unwrap();
    let (tell, mut told) = mpsc::unbounded_channel();
    broker.check_tokens(move |token| tell.send(token.to_owned()).is_ok());
    let (id, url) = (stage.facts["broker"].as_str(), broker.url());
    let fields = [
        ("offering", OFFERING),
        ("id", id),
        ("revision", stage.facts["broker_revision"].as_str()),
        ("broker[name]", "own"),
        ("broker[url]", &url),
        ("broker[auth_scheme]", "bearer-crn"),
        ("broker[username]", ""),
        ("broker[osb_version]", "2.17"),
    ];
    assert!(kim.post("/api/broker/save", &fields).await.status.is_redirection());
    let page = kim.get(&format!("/offerings/{OFFERING}/deployments/brokers/{id}")).await.body;
    assert!(page.contains(&format!("resource-broker:{id}")) && page.contains("There is nothing to type"), "{page}");
    assert!(!page.contains("name=\"password\""), "{page}");

    let asked = kim.post("/api/broker/register", &[("offering", OFFERING), ("id", id)]).await;
    assert!(asked.status.is_redirection(), "{}", asked.body);
    let header = format!("Bearer {}", told.recv().await.unwrap());
    let usage = format!("/v4/metering/resources/{OFFERING}/usage");
    let record = format!("{usage}/one");
    let anonymous = stage.server.browser();
    for (method, path) in [
        (Method::GET, "/userinfo"),
        (Method::POST, "/userinfo"),
        (Method::GET, usage.as_str()),
        (Method::POST, usage.as_str()),
        (Method::GET, record.as_str()),
        (Method::GET, "/offerings"),
    ] {
        let request = Request::new(method.clone(), path).header("authorization", &header);
        let request = request.header("origin", ORIGIN).header("sec-fetch-site", "same-origin");
        let answer = anonymous.send(request).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {path}: {}", answer.body);
    }
}
