//! No secret is in the log, however much is logged (security.md §3e, T-CANARY): a process that logs everything is given
//! and gives out one of each kind, and then its log is searched.

use std::cell::RefCell;
use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::{Method, StatusCode};
use serde_json::Value;
use slipway_backend::demo::{OFFERING, PASSWORD};
use tempfile::TempDir;
use url::form_urlencoded;

use crate::support::{Answer, Browser, ORIGIN, Process, Request, Scene};

const KIM: &str = "kim@northwind.example";
const VERA: &str = "vera@northwind.example";
const OTTO: &str = "otto@operator.example";

const NEW_PASSWORD: &str = "canary-of-a-new-password";
const TYPED_FOR_A_BROKER: &str = "canary-of-a-broker";
/// Of the broker that the scene has registered.
const STORED_FOR_A_BROKER: &str = "otter-in-the-harbour";

const GRANT: &str = "urn:slipway:params:oauth:grant-type:apikey";

/// A browser whose answers leave their request's id behind.
struct Visitor<'a> {
    browser: Browser,
    answered: &'a RefCell<Vec<String>>,
}

impl Visitor<'_> {
    async fn send(&self, request: Request) -> Answer {
        let answer = self.browser.send(request).await;
        self.answered.borrow_mut().push(answer.header("x-request-id").unwrap().to_owned());
        assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", answer.body);
        answer
    }

    async fn get(&self, target: &str) -> Answer {
        self.send(Request::new(Method::GET, target)).await
    }

    async fn call(&self, function: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(Request::form(function, fields).header("accept", "application/json")).await
    }

    /// From `/login` to the session; what that is to be kept from others.
    async fn sign_in(&self, email: &str, password: &str) -> Vec<(&'static str, String)> {
        let authorize = self.get("/login").await.path().unwrap();
        let attempt = self.browser.cookie("__Host-login").unwrap();
        let page = self.get(&authorize).await.path().unwrap();
        let request = self.get(&page).await.value_of("request").unwrap();
        let fields = [("email", email), ("password", password), ("request", request.as_str())];
        let callback = self.send(Request::form("/sign-in", &fields)).await.path().unwrap();
        let query = callback.split_once('?').unwrap().1;
        let code = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "code").unwrap().1.into_owned();
        assert_eq!(self.get(&callback).await.location(), Some("/"));
        let session = self.browser.cookie("__Host-session").unwrap();
        vec![("authorization code", code), ("cookie of a sign-in", attempt), ("cookie of a session", session)]
    }
}

/// A personal access token, right and wrong, as a program shows it.
async fn personal_token(somebody: &Visitor<'_>, program: &Visitor<'_>) -> String {
    let draft = [("token[name]", "CI"), ("token[scope]", "read"), ("token[lifetime]", "30")];
    assert!(somebody.call("/api/tokens/create", &draft).await.status.is_success());
    let fresh: Value = serde_json::from_str(&somebody.call("/api/tokens/fresh", &[]).await.body).unwrap();
    let token = fresh["fresh"]["secret"]["value"].as_str().unwrap().to_owned();
    for shown in [token.clone(), format!("{token}x")] {
        let ask = Request::new(Method::GET, "/api/v1/offerings").header("authorization", &format!("Bearer {shown}"));
        program.send(ask).await;
    }
    token
}

#[tokio::test]
async fn no_secret_is_in_the_log_even_if_everything_is_logged() {
    let facts = Scene::Demo.open().await.facts;
    let dir = TempDir::new().unwrap();
    Scene::Demo.lay_out(&dir.path().join("data"));
    let log = dir.path().join("log.txt");
    let process = Process::serve_logging(dir.path(), &log);
    let answered = RefCell::default();
    let visitor = || Visitor { browser: Browser::new(process.address), answered: &answered };
    let mut secrets = vec![
        ("password of a person", NEW_PASSWORD.to_owned()),
        ("typed password of a broker", TYPED_FOR_A_BROKER.to_owned()),
        ("stored password of a broker", STORED_FOR_A_BROKER.to_owned()),
        ("password of a person, encoded", STANDARD.encode(format!("{VERA}:{NEW_PASSWORD}"))),
        ("typed password of a broker, encoded", STANDARD.encode(format!("slipway:{TYPED_FOR_A_BROKER}"))),
        ("stored password of a broker, encoded", STANDARD.encode(format!("slipway:{STORED_FOR_A_BROKER}"))),
    ];

    // A set-up link, and a password that is set with it.
    let otto = visitor();
    secrets.extend(otto.sign_in(OTTO, PASSWORD).await);
    let linked = otto.call("/api/person/link", &[("person", &facts["person"])]).await;
    assert!(linked.status.is_success(), "{}", linked.body);
    let page = otto.get("/set-up-link").await.body;
    let link = format!("{ORIGIN}/set-up/");
    let token = page.split_once(&link).unwrap().1;
    let token = token[..token.find(['<', '"']).unwrap()].trim().to_owned();
    let vera = visitor();
    assert_eq!(vera.get(&format!("/set-up/{token}")).await.status, StatusCode::OK);
    let chosen = [("new_password", NEW_PASSWORD), ("again", NEW_PASSWORD)];
    let set_up = vera.send(Request::form(format!("/set-up/{token}"), &chosen)).await;
    assert_eq!(set_up.location(), Some("/login"), "{}", set_up.body);
    secrets.push(("set-up token", token));
    secrets.extend(vera.sign_in(VERA, NEW_PASSWORD).await);
    let wrong = [("email", VERA), ("password", NEW_PASSWORD), ("request", "no-such-request")];
    visitor().send(Request::form("/sign-in", &wrong)).await;

    // An API key, and a token for it.
    let kim = visitor();
    secrets.extend(kim.sign_in(KIM, PASSWORD).await);
    assert!(kim.call("/api/access/api-key", &[("offering", OFFERING)]).await.status.is_success());
    let fresh = kim.call("/api/access/secrets", &[("offering", OFFERING)]).await.body;
    let fresh: Value = serde_json::from_str(&fresh).unwrap();
    let key = fresh["secrets"][0]["value"].as_str().unwrap().to_owned();
    let form = Request::form("/token", &[("grant_type", GRANT), ("apikey", &key)]);
    let granted = visitor().send(form.without("origin").without("sec-fetch-site")).await;
    let granted: Value = serde_json::from_str(&granted.body).unwrap();
    let access = granted["access_token"].as_str().unwrap().to_owned();
    let usage = Request::new(Method::GET, format!("/v4/metering/resources/{OFFERING}/usage"))
        .header("authorization", &format!("Bearer {access}"));
    visitor().send(usage).await;
    secrets.extend([("API key", key), ("access token", access)]);
    secrets.push(("personal access token", personal_token(&kim, &visitor()).await));

    // The broker is called with the password that is stored, and then with one that was typed.
    let named = [("offering", OFFERING), ("id", facts["broker"].as_str())];
    kim.call("/api/broker/register", &named).await;
    let broker = [
        named[0],
        named[1],
        ("revision", facts["broker_revision"].as_str()),
        ("broker[name]", "vector-broker"),
        ("broker[url]", facts["broker_url"].as_str()),
        ("broker[username]", "slipway"),
        ("broker[osb_version]", "2.17"),
        ("password", TYPED_FOR_A_BROKER),
    ];
    let saved = kim.call("/api/broker/save", &broker).await;
    assert!(saved.status.is_success(), "{}", saved.body);
    kim.call("/api/broker/register", &named).await;

    process.terminate();
    assert!(process.ended().success());
    let log = fs::read_to_string(&log).unwrap();
    for id in answered.borrow().iter() {
        let lines = log.lines().filter(|line| line.contains(id) && line.contains("answered method=")).count();
        assert_eq!(lines, 1, "a request is one line of the log: {id}");
    }
    assert!(answered.borrow().len() > 20 && log.contains("TRACE"), "everything is logged");
    for (what, secret) in secrets {
        assert!(secret.len() > 15, "{what} could be found by chance");
        let told = log.lines().find(|line| line.contains(&secret));
        assert_eq!(told, None, "the log tells the {what}");
    }
}
