//! What people agree to when they sign in to services, and the clients that services are.

use slipway_backend::demo::OFFERING;
use slipway_backend::{Addressee, Attempt, EmbeddedIssuer, OperatorClient, Proof};
use slipway_domain::access::AccessDraft;
use slipway_domain::event::EventKind;
use slipway_domain::field::Field;
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_oidc::authorize::{AuthorizeQuery, AuthorizeRequest};
use slipway_oidc::client::PkceRule;
use slipway_oidc::consent::Consent;
use slipway_oidc::redirect::{LoopbackHttp, RedirectUri};
use slipway_oidc::token::TokenRequest;
use url::Url;
use url::form_urlencoded::Serializer;

use crate::support::{ADA, GUS, House, KIM, VERA, rejection};

const ORIGIN: &str = "https://console.example.com";
const CALLBACK: &str = "https://tool.example.com/cb";
const SECRET: &str = "a secret of the operator's own";

async fn issuer(house: &House) -> EmbeddedIssuer {
    let address = RedirectUri::register(CALLBACK, LoopbackHttp::Refused).unwrap();
    let secret = Some((SECRET, PkceRule::Optional));
    let tool = OperatorClient::new("northwind-tool".to_owned(), secret, vec![address], "A tool".to_owned(), Vec::new());
    let console = format!("{ORIGIN}/login/callback");
    EmbeddedIssuer::open(house.backend.clone(), ORIGIN, &console, vec![tool]).await.unwrap()
}

async fn request(issuer: &EmbeddedIssuer, scope: &str) -> AuthorizeRequest {
    let query = format!("response_type=code&client_id=northwind-tool&redirect_uri={CALLBACK}&scope={scope}");
    issuer.check(&AuthorizeQuery::parse(&query)).await.unwrap()
}

#[tokio::test]
async fn what_somebody_agreed_to_is_remembered_for_them_alone_and_grows() {
    let house = House::open().await;
    let issuer = issuer(&house).await;
    let (ada, gus) = (house.person(ADA).await.id, house.person(GUS).await.id);
    let asked = request(&issuer, "openid+email").await;
    assert_eq!(issuer.consent(&asked, ada).await.unwrap(), Consent::Ask);
    let to = issuer.addressee(&asked).await.unwrap().unwrap();
    assert_eq!(to, Addressee { owner: None, service: "A tool".to_owned(), provider: None });
    issuer.agree(&asked, &to, ada, "request-1").await.unwrap();
    assert_eq!(issuer.consent(&asked, ada).await.unwrap(), Consent::Given);
    assert_eq!(issuer.consent(&asked, gus).await.unwrap(), Consent::Ask, "somebody else");

    let more = request(&issuer, "openid+profile").await;
    assert_eq!(issuer.consent(&more, ada).await.unwrap(), Consent::Ask);
    issuer.agree(&more, &to, ada, "request-2").await.unwrap();
    let seen = house.acting(ADA).await.sessions().await.unwrap().services;
    let [service] = &seen[..] else { panic!("{seen:?}") };
    assert_eq!((service.client_id.as_str(), service.service.as_str()), ("northwind-tool", "A tool"));
    assert_eq!(service.scopes, ["openid", "email", "profile"]);
    let told = &house.events().await[0];
    assert_eq!((told.kind, told.actor, told.account), (EventKind::ConsentGiven, Some(ada), None));
    assert_eq!(told.detail.subject.as_deref(), Some("A tool"));
}

#[tokio::test]
async fn a_consent_is_taken_back_by_whose_it_is_and_once() {
    let house = House::open().await;
    let issuer = issuer(&house).await;
    let asked = request(&issuer, "openid").await;
    let to = issuer.addressee(&asked).await.unwrap().unwrap();
    issuer.agree(&asked, &to, house.person(VERA).await.id, "").await.unwrap();

    let missing = Rejection::NotFound(Kind::Consent);
    assert_eq!(rejection(house.acting(GUS).await.revoke_consent("northwind-tool").await), missing);
    assert_eq!(rejection(house.nobody().revoke_consent("northwind-tool").await), Rejection::Unauthenticated);
    let vera = house.acting(VERA).await;
    vera.revoke_consent("northwind-tool").await.unwrap();
    assert_eq!(house.events().await[0].kind, EventKind::ConsentRevoked);
    assert_eq!(rejection(vera.revoke_consent("northwind-tool").await), missing);
    assert!(vera.sessions().await.unwrap().services.is_empty());
}

#[tokio::test]
async fn whoever_takes_back_while_the_code_is_made_gives_none() {
    let house = House::open().await;
    let issuer = issuer(&house).await;
    let vera = house.person(VERA).await.id;
    let asked = request(&issuer, "openid").await;
    let to = issuer.addressee(&asked).await.unwrap().unwrap();
    let proof = Proof { at: house.clock.now(), session: None };
    issuer.agree(&asked, &to, vera, "").await.unwrap();
    assert!(issuer.grant(&asked, vera, proof).await.unwrap().contains("code="));
    house.acting(VERA).await.revoke_consent("northwind-tool").await.unwrap();
    let next = issuer.grant(&asked, vera, proof).await.unwrap();
    assert!(next.starts_with(CALLBACK) && next.contains("error=access_denied") && !next.contains("code="), "{next}");
}

/// What the tool posts, with its secret.
fn posted(fields: &[(&str, &str)]) -> String {
    let proof = [("client_id", "northwind-tool"), ("client_secret", SECRET)];
    Serializer::new(String::new()).extend_pairs(proof.iter().chain(fields)).finish()
}

#[tokio::test]
async fn a_token_that_is_given_back_is_one_line_and_what_is_no_living_token_is_none() {
    let house = House::open().await;
    let issuer = issuer(&house).await;
    let vera = house.person(VERA).await;
    let asked = request(&issuer, "openid").await;
    let to = issuer.addressee(&asked).await.unwrap().unwrap();
    issuer.agree(&asked, &to, vera.id, "").await.unwrap();
    let proof = Proof { at: house.clock.now(), session: None };
    let answer = Url::parse(&issuer.grant(&asked, vera.id, proof).await.unwrap()).unwrap();
    let code = answer.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let form = posted(&[("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", CALLBACK)]);
    let token = issuer.token(&TokenRequest::parse(&form, None).unwrap()).await.unwrap().access_token;

    let before = house.events().await.len();
    let give_back = async |token: &str| issuer.revoke(&posted(&[("token", token)]), None, "request-1").await.unwrap();
    give_back("a.b.c").await;
    assert_eq!(house.events().await.len(), before, "that is no token of ours");
    for _ in 0..2 {
        give_back(&token).await;
        let told = house.events().await;
        assert_eq!((told.len(), told[0].kind, told[0].actor), (before + 1, EventKind::TokenRevoked, None));
        let detail = &told[0].detail;
        assert_eq!((detail.subject.as_deref(), detail.code.as_deref()), (Some(VERA), Some("northwind-tool")));
    }
}

#[tokio::test]
async fn what_was_agreed_with_one_owner_is_asked_anew_by_the_next() {
    let house = House::open().await;
    let issuer = issuer(&house).await;
    let (ada, northwind) = (house.person(ADA).await, house.person(KIM).await.current);
    let asked = request(&issuer, "openid").await;
    let before = Addressee { owner: northwind, ..issuer.addressee(&asked).await.unwrap().unwrap() };
    issuer.agree(&asked, &before, ada.id, "").await.unwrap();
    assert_eq!(
        issuer.consent(&asked, ada.id).await.unwrap(),
        Consent::Ask,
        "it was a provider's, and is the operator's"
    );
    issuer.agree(&asked, &Addressee { owner: None, ..before }, ada.id, "").await.unwrap();
    assert_eq!(issuer.consent(&asked, ada.id).await.unwrap(), Consent::Given);
}

#[tokio::test]
async fn no_offering_takes_the_name_of_a_client_that_is_not_its_own() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    for name in ["northwind-tool", "slipway-console"] {
        assert!(!ada.is_name_free(name).await.unwrap(), "{name}");
    }
    let draft = NewResourceDraft { resource_name: "northwind-tool".to_owned(), broker_ready: "no".to_owned() };
    assert_eq!(rejection(ada.add_resource(&draft).await), Rejection::Taken(Field::ResourceName));
    let taken = OperatorClient::new(OFFERING.to_owned(), None, Vec::new(), "A tool".to_owned(), Vec::new());
    let told = house.backend.check_operator_clients(&[taken]).await.unwrap_err();
    assert!(told.to_string().contains(OFFERING), "{told}");
}

#[tokio::test]
async fn an_address_that_nobody_would_be_sent_to_is_not_put_in_force() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    for uri in ["https://Dashboard.northwind.example/cb", "https://dashboard.northwind.example:443/cb"] {
        let saved = kim.offering(OFFERING).await.unwrap().offering.access;
        let draft = AccessDraft { redirect_uris: vec![uri.to_owned()], ..saved.draft };
        kim.save_access(OFFERING, Attempt { revision: saved.revision, operation: "" }, &draft).await.unwrap();
        let Rejection::Invalid(findings) = rejection(kim.update_client(OFFERING).await) else { panic!("{uri}") };
        let finding = findings.at(Field::RedirectUri(0)).next().unwrap();
        assert_eq!(finding.suggestion.as_deref(), Some("https://dashboard.northwind.example/cb"), "{uri}");
    }
}
