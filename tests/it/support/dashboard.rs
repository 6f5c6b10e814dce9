//! The dashboard of the demo's offering as the issuer's client: it asks for a sign-in, redeems codes and reads who
//! somebody is. It is confidential and uses PKCE, as every provider's client does.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hyper::{Method, StatusCode};
use serde_json::Value;
use slipway_backend::Acting;
use slipway_backend::demo::OFFERING;
use slipway_domain::caller::{Caller, Person};
use url::Url;

use super::{Answer, Browser, ORIGIN, Request, Scene, Stage};

/// The example of RFC 7636.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const CALLBACK: &str = "https://vector.northwind.example/auth/callback";
const FORM: &str = "application/x-www-form-urlencoded";
const KIM: &str = "kim@northwind.example";

pub(crate) struct Dashboard {
    pub(crate) stage: Stage,
    pub(crate) secret: String,
}

impl Dashboard {
    /// With the redirect URI of the demo in force.
    pub(crate) async fn open() -> Self {
        Self::open_with(|_| ()).await
    }

    pub(crate) async fn open_with(adjust: impl FnOnce(&mut slipway::server::config::Config)) -> Self {
        let stage = Scene::Demo.open_with(adjust).await;
        let dashboard = Self { stage, secret: String::new() };
        let kim = dashboard.kim().await;
        kim.update_client(OFFERING).await.unwrap();
        let secret = dashboard.new_secret().await;
        Self { secret, ..dashboard }
    }

    /// The editor of its provider.
    pub(crate) async fn kim(&self) -> Acting {
        self.acting(KIM).await
    }

    pub(crate) async fn acting(&self, email: &str) -> Acting {
        let backend = &self.stage.server.backend;
        let entry = backend.store().person_with_email(email).await.unwrap().unwrap();
        let person = backend.store().person(entry.id).await.unwrap().unwrap();
        let current = person.memberships.first().map(|membership| membership.account);
        backend.acting_for(Caller::Person(Person { current, ..person }))
    }

    pub(crate) async fn new_secret(&self) -> String {
        let kim = self.kim().await;
        kim.replace_client_secret(OFFERING).await.unwrap();
        let fresh = kim.take_secrets(OFFERING).await.unwrap().unwrap();
        fresh.secrets.into_iter().find(|secret| secret.label == "client_secret").unwrap().value
    }

    /// Its authorization request, with some parameters replaced, or left out where the value is empty.
    pub(crate) fn request(changes: &[(&str, &str)]) -> String {
        let usual = [
            ("response_type", "code"),
            ("client_id", OFFERING),
            ("redirect_uri", CALLBACK),
            ("scope", "openid profile email"),
            ("state", "s-1"),
            ("nonce", "n-1"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let is_replaced = |name: &str| changes.iter().any(|(other, _)| *other == name);
        let kept = usual.into_iter().filter(|(name, _)| !is_replaced(name));
        let pairs = kept.chain(changes.iter().copied()).filter(|(_, value)| !value.is_empty());
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    pub(crate) async fn authorize(&self, browser: &Browser, changes: &[(&str, &str)]) -> Answer {
        browser.get(&format!("/authorize?{}", Self::request(changes))).await
    }

    /// The page that asks for consent; the answer must lead there.
    pub(crate) async fn consent_page(&self, browser: &Browser, answer: &Answer) -> Answer {
        let to = answer.path().unwrap();
        assert!(to.starts_with("/consent?ticket="), "{to}");
        let page = browser.get(&to).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        page
    }

    /// Presses one of the two buttons of that page.
    pub(crate) async fn decide(&self, browser: &Browser, page: &Answer, verdict: &str) -> Answer {
        let ticket = page.value_of("ticket").unwrap();
        browser.post("/consent", &[("ticket", &ticket), ("verdict", verdict)]).await
    }

    /// A code for whoever is signed in, who agrees where they are asked.
    pub(crate) async fn code(&self, browser: &Browser) -> String {
        let mut answer = self.authorize(browser, &[]).await;
        if !answer.location().unwrap().starts_with(CALLBACK) {
            let page = self.consent_page(browser, &answer).await;
            answer = self.decide(browser, &page, "allow").await;
        }
        answered(&answer, "code").unwrap()
    }

    /// The token endpoint, with the secret in the header.
    pub(crate) async fn redeem(&self, code: &str) -> Answer {
        self.redeem_as(OFFERING, &self.secret, &[("code", code)]).await
    }

    pub(crate) async fn redeem_as(&self, client: &str, secret: &str, changes: &[(&str, &str)]) -> Answer {
        let usual = [("grant_type", "authorization_code"), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)];
        let kept = usual.into_iter().filter(|(name, _)| !changes.iter().any(|(other, _)| other == name));
        let pairs = kept.chain(changes.iter().copied()).filter(|(_, value)| !value.is_empty());
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.post("/token", client, secret, &body).await
    }

    /// What a service posts: no browser, no cookie.
    pub(crate) async fn post(&self, target: &str, client: &str, secret: &str, body: &str) -> Answer {
        let mut request = Request::new(Method::POST, target).header("content-type", FORM).body(body.to_owned());
        if !client.is_empty() {
            let basic = format!("Basic {}", STANDARD.encode(format!("{client}:{secret}")));
            request = request.header("authorization", &basic);
        }
        self.stage.server.browser().send(request).await
    }

    pub(crate) async fn tokens(&self, browser: &Browser) -> Value {
        let answer = self.redeem(&self.code(browser).await).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    pub(crate) async fn userinfo(&self, tokens: &Value) -> Answer {
        let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
        let request = Request::new(Method::GET, "/userinfo").header("authorization", &bearer);
        self.stage.server.browser().send(request).await
    }
}

/// A parameter of the answer that the dashboard gets, at its own address and nowhere else.
pub(crate) fn answered(answer: &Answer, name: &str) -> Option<String> {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let to = Url::parse(answer.location().unwrap()).unwrap_or_else(|_| panic!("{:?} is ours", answer.location()));
    assert!(to.as_str().starts_with(&format!("{CALLBACK}?")), "{to}");
    let value = |name: &str| to.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    assert_eq!(value("iss").as_deref(), Some(ORIGIN));
    value(name)
}

/// What an ID token says; its signature is other tests' business.
pub(crate) fn claims(tokens: &Value) -> Value {
    let payload = tokens["id_token"].as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

/// The `form-action` of a page.
pub(crate) fn form_action(page: &Answer) -> String {
    let policy = page.header("content-security-policy").unwrap();
    policy.split("; ").find_map(|part| part.strip_prefix("form-action ")).unwrap().to_owned()
}
