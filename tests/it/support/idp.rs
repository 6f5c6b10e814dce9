//! An issuer that is not ours and does whatever a test tells it to: well-behaved by default, hostile on demand.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use slipway::server::config::{Config, OidcConfig, Secret};
use slipway_oidc::keys::{self, SigningKey};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::{Url, form_urlencoded};

use super::{Browser, TestServer};

pub(crate) const CLIENT_ID: &str = "slipway-at-idp";
const ACCESS_TOKEN: &str = "opaque";
pub(crate) const CLIENT_SECRET: &str = "a secret that the idp gave us";

/// What an ID token says, before a test spoils it.
pub(crate) type Claims = serde_json::Map<String, Value>;

/// Makes a token out of honest claims.
pub(crate) type Mint = Box<dyn Fn(&SigningKey, Claims) -> String + Send>;

pub(crate) struct Idp {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<Behaviour>>,
    task: JoinHandle<()>,
}

pub(crate) struct Behaviour {
    pub(crate) signing: Arc<SigningKey>,
    pub(crate) published: Vec<Arc<SigningKey>>,
    /// Published beside them: keys that are not for RS256.
    pub(crate) further_keys: Vec<Value>,
    /// How it signs, as its description says; it offers what must not be used as well.
    pub(crate) algorithms: Vec<&'static str>,
    /// What its token endpoint takes, as its description says; `None`: it does not say.
    pub(crate) auth_methods: Option<Vec<&'static str>>,
    /// What its token endpoint really takes.
    pub(crate) takes: &'static str,
    pub(crate) issuer: String,
    /// Promises in its description to name itself in its answers.
    pub(crate) names_itself: bool,
    pub(crate) mint: Mint,
    /// Answers at the token endpoint in place of tokens.
    pub(crate) token_answer: Option<fn() -> Response>,
    /// How many spaces stand before the tokens.
    pub(crate) padding: usize,
    pub(crate) key_fetches: usize,
    pub(crate) canary: usize,
    pub(crate) nonce: String,
    pub(crate) now: i64,
    pub(crate) subject: String,
    /// An e-mail address and whether it was checked.
    pub(crate) email: Option<(String, bool)>,
    /// The ID token tells the address; otherwise only the userinfo endpoint does, as OIDC has it.
    pub(crate) email_in_token: bool,
    /// Of whom the userinfo endpoint speaks, if not of the one who signed in.
    pub(crate) userinfo_subject: Option<String>,
    pub(crate) challenge: String,
}

pub(crate) fn new_key() -> Arc<SigningKey> {
    Arc::new(SigningKey::from_pkcs8(&keys::generate().unwrap().pkcs8).unwrap())
}

impl Idp {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let key = new_key();
        let state = Arc::new(Mutex::new(Behaviour {
            signing: Arc::clone(&key),
            published: vec![key],
            further_keys: Vec::new(),
            algorithms: vec!["RS256", "HS256", "none", "ES256"],
            auth_methods: None,
            takes: "client_secret_basic",
            issuer: format!("http://{address}"),
            names_itself: false,
            mint: Box::new(|key, claims| key.sign("JWT", &claims).unwrap()),
            token_answer: None,
            padding: 0,
            key_fetches: 0,
            canary: 0,
            nonce: String::new(),
            now: 0,
            subject: "sub-1".to_owned(),
            email: None,
            email_in_token: false,
            userinfo_subject: None,
            challenge: String::new(),
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .route("/canary", get(canary).post(canary))
            .with_state(Arc::clone(&state));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, state, task }
    }

    /// A console whose people sign in here.
    pub(crate) async fn console(&self) -> TestServer {
        self.console_with(Some(CLIENT_SECRET)).await
    }

    /// A console that is a public client without `secret`.
    pub(crate) async fn console_with(&self, secret: Option<&str>) -> TestServer {
        let issuer = format!("http://{}", self.address);
        let client_secret = secret.map(|secret| Secret::new(secret.to_owned()));
        TestServer::start_with(move |config: &mut Config| {
            config.oidc = OidcConfig {
                issuer: Some(issuer),
                client_id: Some(CLIENT_ID.to_owned()),
                client_secret,
                clients: Vec::new(),
            };
        })
        .await
    }

    pub(crate) fn behaviour(&self) -> MutexGuard<'_, Behaviour> {
        self.state.lock().unwrap()
    }

    /// From `/login` to the address at which the console expects the answer; somebody has signed in here.
    pub(crate) async fn answer(&self, server: &TestServer, browser: &Browser) -> String {
        let begun = browser.get("/login").await;
        let authorize = Url::parse(begun.location().unwrap_or_else(|| panic!("{}", begun.body))).unwrap();
        let asked = |name: &str| authorize.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        assert_eq!(asked("client_id"), CLIENT_ID);
        let mut behaviour = self.behaviour();
        behaviour.nonce = asked("nonce");
        behaviour.challenge = asked("code_challenge");
        behaviour.now = server.now().millis() / 1000;
        format!("/login/callback?code=a-code&state={}", asked("state"))
    }
}

impl Drop for Idp {
    fn drop(&mut self) {
        self.task.abort();
    }
}

type Shared = State<Arc<Mutex<Behaviour>>>;

async fn discovery(State(state): Shared) -> Json<Value> {
    let state = state.lock().unwrap();
    let issuer = &state.issuer;
    let mut description = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "authorization_response_iss_parameter_supported": state.names_itself,
        "id_token_signing_alg_values_supported": state.algorithms,
    });
    if let Some(methods) = &state.auth_methods {
        description["token_endpoint_auth_methods_supported"] = json!(methods);
    }
    Json(description)
}

async fn jwks(State(state): Shared) -> Json<Value> {
    let mut state = state.lock().unwrap();
    state.key_fetches += 1;
    let signing = state.published.iter().map(|key| json!(key.jwk()));
    Json(json!({ "keys": signing.chain(state.further_keys.iter().cloned()).collect::<Vec<_>>() }))
}

async fn token(State(state): Shared, headers: HeaderMap, body: String) -> Response {
    let state = state.lock().unwrap();
    let sent = |name: &str| {
        form_urlencoded::parse(body.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    if proof(&headers, sent("client_id"), sent("client_secret")) != Some(state.takes) {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "error": "invalid_client" }))).into_response();
    }
    let verifier = sent("code_verifier").unwrap_or_default();
    if slipway_oidc::pkce::Challenge::of(&verifier).as_str() != state.challenge {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    }
    if let Some(answer) = state.token_answer {
        return answer();
    }
    let mut claims = json!({
        "iss": state.issuer, "sub": state.subject, "aud": CLIENT_ID, "nonce": state.nonce,
        "iat": state.now, "exp": state.now + 300,
    });
    if state.email_in_token {
        tell_email(&state, &mut claims);
    }
    let Value::Object(claims) = claims else { unreachable!() };
    let id_token = (state.mint)(&state.signing, claims);
    let tokens = json!({ "access_token": ACCESS_TOKEN, "token_type": "Bearer", "id_token": id_token });
    let body = format!("{}{tokens}", " ".repeat(state.padding));
    (StatusCode::OK, [("content-type", "application/json")], body).into_response()
}

/// How a request for tokens proves that the console sends it; `None`: with nothing that we know, or in two ways at once.
fn proof(headers: &HeaderMap, id: Option<String>, secret: Option<String>) -> Option<&'static str> {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let basic = STANDARD.encode(format!("{}:{}", encoded(CLIENT_ID), encoded(CLIENT_SECRET)));
    let header = headers.get("authorization").map(|sent| sent.to_str().unwrap());
    match (header, id.as_deref(), secret.as_deref()) {
        (Some(sent), None, None) if sent == format!("Basic {basic}") => Some("client_secret_basic"),
        (None, Some(CLIENT_ID), Some(CLIENT_SECRET)) => Some("client_secret_post"),
        (None, Some(CLIENT_ID), None) => Some("none"),
        _ => None,
    }
}

async fn userinfo(State(state): Shared, headers: HeaderMap) -> Response {
    if headers.get("authorization").is_none_or(|sent| sent != &format!("Bearer {ACCESS_TOKEN}")) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let state = state.lock().unwrap();
    let mut claims = json!({ "sub": state.userinfo_subject.as_ref().unwrap_or(&state.subject) });
    tell_email(&state, &mut claims);
    Json(claims).into_response()
}

fn tell_email(behaviour: &Behaviour, claims: &mut Value) {
    if let Some((email, verified)) = &behaviour.email {
        claims["email"] = json!(email);
        claims["email_verified"] = json!(verified);
    }
}

async fn canary(State(state): Shared) -> &'static str {
    state.lock().unwrap().canary += 1;
    "{}"
}

pub(crate) fn redirect_to_canary() -> Response {
    Redirect::temporary("/canary").into_response()
}
