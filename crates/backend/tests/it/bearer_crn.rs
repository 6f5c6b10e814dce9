//! Brokers that know the platform by a CRN: it signs its own tokens for them, and they check them with the published keys.

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use secrecy::SecretString;
use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;
use slipway_backend::{Clock, EmbeddedIssuer, Refused};
use slipway_domain::broker::{BrokerDraft, BrokerRecord};
use slipway_domain::dry_run::Found;
use slipway_domain::export;
use slipway_domain::rejection::Rejection;
use slipway_domain::rule::deployment as rule;
use slipway_oidc::token::{ApiKeyRequest, TokenRequest};
use slipway_oidc::userinfo::BearerError;
use slipway_oidc::verify::TokenFault;
use slipway_osb::{Authentication, Broker, BrokerTarget, OsbVersion, Outbound, OutboundConfig};
use uuid::Uuid;

use crate::held_broker::HeldBroker;
use crate::support::{House, KIM, rejection};
use crate::usage::{issuer, new_key};

async fn broker(house: &House) -> BrokerRecord {
    house.acting(KIM).await.offering(OFFERING).await.unwrap().offering.brokers[0].clone()
}

async fn save(house: &House, url: &str, auth_scheme: &str, secret: &str) {
    let BrokerRecord { id, revision, draft, .. } = broker(house).await;
    let draft =
        BrokerDraft { url: url.to_owned(), auth_scheme: auth_scheme.to_owned(), username: String::new(), ..draft };
    let kim = house.acting(KIM).await;
    kim.save_broker(OFFERING, id, revision, &draft, &SecretString::from(secret)).await.unwrap();
}

/// What a call to register it failed with, if it did.
async fn registered(house: &House) -> Option<String> {
    let kim = house.acting(KIM).await;
    let definitions = export::definitions(&kim.offering(OFFERING).await.unwrap().offering);
    house.broker.set_catalog(serde_json::to_value(definitions).unwrap());
    kim.register_broker(OFFERING, broker(house).await.id).await.unwrap();
    broker(house).await.last_fetch.unwrap().failure.map(|failure| failure.code)
}

/// What a broker knows that checks tokens: its issuer and the keys that this publishes, its own address, and the name on
/// its page.
struct Checks {
    issuer: String,
    keys: JwkSet,
    audience: String,
    crn: String,
    clock: Clock,
}

impl Checks {
    async fn of(house: &House, issuer: &EmbeddedIssuer, audience: &str) -> Self {
        let keys = serde_json::to_value(issuer.jwks().await).unwrap();
        let page = house.acting(KIM).await.broker(OFFERING, broker(house).await.id).await.unwrap();
        Self {
            issuer: issuer.issuer().to_string(),
            keys: serde_json::from_value(keys).unwrap(),
            audience: audience.to_owned(),
            crn: page.calls_as,
            clock: house.clock.clone(),
        }
    }

    /// `None`: not signed by the issuer, or not for this broker.
    fn claims(&self, token: &str) -> Option<Value> {
        let kid = jsonwebtoken::decode_header(token).ok()?.kid?;
        let key = DecodingKey::from_jwk(self.keys.find(&kid)?).ok()?;
        let mut validation = Validation::new(Algorithm::RS256);
        // The clock of the house is another one.
        validation.validate_exp = false;
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        Some(jsonwebtoken::decode::<Value>(token, &key, &validation).ok()?.claims)
    }

    fn is_right(&self, token: &str) -> bool {
        let Some(claims) = self.claims(token) else { return false };
        let now = self.clock.now().millis() / 1000;
        claims["sub_type"] == "CRN"
            && claims["sub"] == self.crn.as_str()
            && claims["scope"] == OFFERING
            && claims["exp"].as_i64().is_some_and(|exp| now < exp && exp <= now + 3600)
    }
}

/// The house's broker takes nothing but the platform's tokens from now on.
async fn checking(house: &House, issuer: &EmbeddedIssuer) {
    let checks = Checks::of(house, issuer, &house.broker.url()).await;
    house.broker.check_tokens(move |token| checks.is_right(token));
}

/// What the house's broker answers to somebody who signs in like that. `None`: its catalog.
async fn status(house: &House, authentication: Authentication) -> Option<u16> {
    let outbound = Outbound::new(OutboundConfig { lab: true, ..OutboundConfig::default() });
    let broker = Broker {
        url: house.broker.url(),
        authentication,
        version: OsbVersion::V2_17,
        ca_pem: None,
        extension_prefix: "/platform_v1".to_owned(),
        platform: "slipway".to_owned(),
        region_header: None,
        answer_within: None,
        legacy_guids: None,
    };
    let target = BrokerTarget { broker, request_identity: Uuid::nil() };
    outbound.catalog(&target).await.err().and_then(|error| error.status())
}

/// The token that the platform sends to a broker somewhere else.
async fn sent_elsewhere(house: &House) -> String {
    let mut held = HeldBroker::start().await;
    save(house, &format!("{}/some/path", held.url), "bearer-crn", "").await;
    held.answer(json!({ "services": [] }));
    house.acting(KIM).await.register_broker(OFFERING, broker(house).await.id).await.unwrap();
    let request = held.called().await;
    let sent = request.lines().find_map(|line| line.strip_prefix("authorization: Bearer "));
    sent.unwrap().to_owned()
}

#[tokio::test]
async fn a_broker_that_checks_tokens_with_the_published_keys_lets_the_platform_in() {
    let house = House::open().await;
    let issuer = issuer(&house).await;
    checking(&house, &issuer).await;
    save(&house, &house.broker.url(), "bearer-crn", "").await;
    assert_eq!(registered(&house).await, None);
    assert!(house.broker.log().last().unwrap().authorised);
    let page = house.acting(KIM).await.broker(OFFERING, broker(&house).await.id).await.unwrap();
    let end = format!("::resource-broker:{}", page.broker);
    assert!(page.calls_as.starts_with("crn:v1:slipway:public:resource-controller::a/"), "{}", page.calls_as);
    assert!(page.calls_as.ends_with(&end), "{}", page.calls_as);
}

#[tokio::test]
async fn and_nobody_else() {
    let house = House::open().await;
    let issuer = issuer(&house).await;
    checking(&house, &issuer).await;
    let key = TokenRequest::ApiKey(ApiKeyRequest { client: None, key: new_key(&house).await.into() });
    let Ok(of_the_service) = issuer.token(&key).await else { panic!("the key earns a token") };
    let of_another_broker = sent_elsewhere(&house).await;
    for token in ["made.up.token", &of_the_service.access_token, &of_another_broker] {
        assert_eq!(status(&house, Authentication::Bearer(token.into())).await, Some(401), "{token}");
    }
    let password = Authentication::Basic { username: "slipway".to_owned(), password: "broker-password".into() };
    assert_eq!(status(&house, password).await, Some(401), "what it took before");
    assert_eq!(status(&house, Authentication::None).await, Some(401));
}

#[tokio::test]
async fn its_token_is_made_out_to_the_origin_that_is_called_and_opens_nothing_here() {
    let house = House::open().await;
    let issuer = issuer(&house).await;
    let token = sent_elsewhere(&house).await;
    let url = broker(&house).await.draft.url;
    let origin = url.strip_suffix("/some/path").unwrap();
    assert!(Checks::of(&house, &issuer, origin).await.is_right(&token));
    let header = format!("Bearer {token}");
    let invalid = |fault| BearerError::InvalidToken(fault);
    match issuer.service(Some(&header)).await {
        Err(Refused::Client(error)) => assert_eq!(error, invalid(TokenFault::Claims)),
        other => panic!("{other:?}"),
    }
    match issuer.userinfo(Some(&header), None).await {
        Err(Refused::Client(error)) => assert_eq!(error, invalid(TokenFault::Audience)),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn none_is_made_out_to_the_console_itself() {
    let house = House::open().await;
    let issuer = issuer(&house).await;
    save(&house, issuer.issuer().as_str(), "bearer-crn", "").await;
    let BrokerRecord { id, draft, .. } = broker(&house).await;
    let kim = house.acting(KIM).await;
    kim.try_broker(OFFERING, id, &draft, &SecretString::default()).await.unwrap();
    match kim.broker(OFFERING, id).await.unwrap().dry_run.unwrap().found {
        Found::Failed(remote) => assert_eq!((&*remote.code, &*remote.detail), ("bad_credentials", "no_token")),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_test_run_of_such_a_broker_signs_in_with_every_call() {
    let house = House::open().await;
    let issuer = issuer(&house).await;
    house.mend_listing().await;
    checking(&house, &issuer).await;
    save(&house, &house.broker.url(), "bearer-crn", "").await;
    assert_eq!(registered(&house).await, None);
    house.deploy().await;
    house.test().await;
    let runs = house.acting(KIM).await.test_runs(OFFERING).await.unwrap().runs;
    assert!(!runs.is_empty() && runs.iter().all(slipway_domain::view::TestRunLine::has_passed), "{runs:?}");
}

#[tokio::test]
async fn nothing_secret_is_kept_for_it() {
    let house = House::open().await;
    assert!(broker(&house).await.has_password);
    for typed in ["", "typed-all-the-same"] {
        save(&house, &house.broker.url(), "bearer-crn", typed).await;
        assert!(!broker(&house).await.has_password, "{typed}");
    }
    save(&house, &house.broker.url(), "basic", "").await;
    assert!(!broker(&house).await.has_password, "nothing comes back");
}

#[tokio::test]
async fn where_people_sign_in_elsewhere_it_is_refused_before_any_call() {
    let house = House::open().await;
    save(&house, &house.broker.url(), "bearer-crn", "").await;
    let kim = house.acting(KIM).await;
    let BrokerRecord { id, draft, .. } = broker(&house).await;
    let before = house.broker.log().len();
    let tried = kim.try_broker(OFFERING, id, &draft, &SecretString::default()).await;
    for refused in [tried, kim.register_broker(OFFERING, id).await] {
        let Rejection::Invalid(findings) = rejection(refused) else { panic!("it was called") };
        assert!(findings.errors().any(|finding| finding.rule == rule::AUTH_UNSUPPORTED), "{findings:?}");
    }
    assert_eq!(house.broker.log().len(), before);
}
