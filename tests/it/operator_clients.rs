//! Services that the operator registers in the configuration: public ones, confidential ones with and without PKCE, and
//! what cannot be one.

use hyper::{Method, StatusCode};
use serde_json::Value;
use slipway::server::config::{ClientConfig, Config, PkceConfig, Secret};
use slipway_backend::demo::OFFERING;
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::rejection::Rejection;

use crate::support::dashboard::{CALLBACK, Dashboard, answered, form_action};
use crate::support::{Request, Scene};

const SECRET: &str = "a secret of the operator's own";
const VERA: &str = "vera@northwind.example";

fn client(client_id: &str, secret: Option<&str>, pkce: PkceConfig) -> ClientConfig {
    ClientConfig {
        client_id: client_id.to_owned(),
        name: "Reports".to_owned(),
        client_secret: secret.map(|secret| Secret::new(secret.to_owned())),
        redirect_uris: vec![CALLBACK.to_owned(), "http://localhost:8765/callback".to_owned()],
        scopes: vec!["reports".to_owned()],
        pkce,
    }
}

fn with(config: &mut Config) {
    config.oidc.clients = vec![
        client("reports", Some(SECRET), PkceConfig::Required),
        client("old-reports", Some(SECRET), PkceConfig::Optional),
        client("reports-app", None, PkceConfig::Required),
    ];
}

#[tokio::test]
async fn people_sign_in_to_each_kind_of_them() {
    let dashboard = Dashboard::open_with(with).await;
    let vera = dashboard.stage.browser_of(VERA);
    for (id, secret, challenge) in
        [("reports", SECRET, true), ("old-reports", SECRET, false), ("reports-app", "", true)]
    {
        let mut changes = vec![("client_id", id), ("scope", "openid reports")];
        if !challenge {
            changes.extend([("code_challenge", ""), ("code_challenge_method", "")]);
        }
        let page = dashboard.consent_page(&vera, &dashboard.authorize(&vera, &changes).await).await;
        assert!(page.body.contains("Reports, which the operator registered"), "{}", page.body);
        let code = answered(&dashboard.decide(&vera, &page, "allow").await, "code").unwrap();
        let mut sent = vec![("code", code.as_str())];
        if !challenge {
            sent.push(("code_verifier", ""));
        }
        let answer = if secret.is_empty() {
            sent.push(("client_id", id));
            dashboard.redeem_as("", "", &sent).await
        } else {
            dashboard.redeem_as(id, secret, &sent).await
        };
        assert_eq!(answer.status, StatusCode::OK, "{id}: {}", answer.body);
        let tokens: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(tokens["scope"], "openid reports");
        assert_eq!(dashboard.userinfo(&tokens).await.status, StatusCode::OK);
    }
    let local = [("client_id", "reports"), ("redirect_uri", "http://localhost:8765/callback"), ("prompt", "consent")];
    let page = dashboard.consent_page(&vera, &dashboard.authorize(&vera, &local).await).await;
    assert_eq!(form_action(&page), "'self' http://localhost:8765");
}

#[tokio::test]
async fn a_challenge_that_is_sent_is_binding_and_one_that_is_needed_is_demanded() {
    let dashboard = Dashboard::open_with(with).await;
    let vera = dashboard.stage.browser_of(VERA);
    for id in ["reports", "reports-app"] {
        let without = [("client_id", id), ("code_challenge", ""), ("code_challenge_method", "")];
        let answer = dashboard.authorize(&vera, &without).await;
        assert_eq!(answered(&answer, "error").as_deref(), Some("invalid_request"), "{id}");
    }
    let asked = dashboard.authorize(&vera, &[("client_id", "old-reports")]).await;
    let page = dashboard.consent_page(&vera, &asked).await;
    let code = answered(&dashboard.decide(&vera, &page, "allow").await, "code").unwrap();
    let answer = dashboard.redeem_as("old-reports", SECRET, &[("code", &code), ("code_verifier", "")]).await;
    assert!(answer.status == StatusCode::BAD_REQUEST && answer.body.contains("invalid_grant"), "{}", answer.body);
}

#[tokio::test]
async fn their_ids_are_names_that_no_offering_can_have() {
    let dashboard = Dashboard::open_with(|config| {
        config.oidc.clients = vec![client("northwind-reports", None, PkceConfig::Required)];
    })
    .await;
    let ada = dashboard.acting("ada@northwind.example").await;
    assert!(!ada.is_name_free("northwind-reports").await.unwrap());
    let draft = NewResourceDraft { resource_name: "northwind-reports".to_owned(), broker_ready: "no".to_owned() };
    let refused = ada.add_resource(&draft).await;
    assert!(matches!(refused, Err(slipway_backend::Error::Rejected(Rejection::Taken(_)))), "{refused:?}");
}

#[tokio::test]
#[should_panic(expected = "is the name of an offering")]
async fn an_id_that_an_offering_has_already_starts_nothing() {
    Scene::Demo.open_with(|config| config.oidc.clients = vec![client(OFFERING, None, PkceConfig::Required)]).await;
}

#[tokio::test]
async fn a_secret_of_the_configuration_is_shown_nowhere() {
    let dashboard = Dashboard::open_with(with).await;
    let page = dashboard.stage.server.browser().send(Request::new(Method::GET, "/keys")).await;
    assert!(!page.body.contains(SECRET));
    let mut config = Config::default();
    with(&mut config);
    assert!(!config.to_toml().contains(SECRET) && !format!("{config:?}").contains(SECRET));
}
