//! The way to the dashboard, with an issuer of the test's own: `cargo test`.

use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response, Uri};
use axum::{Json, Router};
use broker::{Broker, Offering, Settings, SignIn, router};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tower::ServiceExt;

const DASHBOARD: &str = "/dashboard/a%2Fb%3A%3A";
const PUBLIC_URL: &str = "https://broker.example";

async fn describe(State(url): State<String>, uri: Uri) -> Json<Value> {
    Json(match uri.path() {
        "/keys" => json!({ "keys": [] }),
        _ => json!({
            "issuer": url, "authorization_endpoint": format!("{url}/authorize"), "token_endpoint": format!("{url}/token"),
            "jwks_uri": format!("{url}/keys"), "response_types_supported": ["code"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
        }),
    })
}

async fn issuer() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new().fallback(describe).with_state(url.clone());
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    url
}

fn broker(directory: &TempDir, sign_in: Option<SignIn>) -> Router {
    let settings = Settings {
        state: directory.path().join("state.json"),
        slow_plans: Vec::new(),
        slow: Duration::ZERO,
        public_url: PUBLIC_URL.to_owned(),
    };
    let offering = Offering::read(include_str!("../catalog.json")).unwrap();
    router(Broker::open(offering, settings).unwrap(), sign_in, "broker", "secret")
}

fn sign_in(issuer: &str) -> SignIn {
    let redirect = format!("{PUBLIC_URL}/auth/callback");
    SignIn::new(issuer.to_owned(), "acme-db".to_owned(), "secret".to_owned(), redirect).unwrap()
}

async fn get(broker: &Router, path: &str, cookie: &str) -> Response<Body> {
    let request = Request::get(path).header("cookie", cookie).body(Body::empty()).unwrap();
    broker.clone().oneshot(request).await.unwrap()
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_sent_to_the_issuer() {
    let (directory, issuer) = (TempDir::new().unwrap(), issuer().await);
    let broker = broker(&directory, Some(sign_in(&issuer)));
    let answer = get(&broker, DASHBOARD, "").await;
    assert_eq!(answer.status(), 302);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.ends_with("HttpOnly; SameSite=Lax; Secure"), "{cookie}");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let to = answer.headers()["location"].to_str().unwrap();
    assert!(to.starts_with(&format!("{issuer}/authorize?")), "{to}");
    for asked in [
        "response_type=code",
        "client_id=acme-db",
        "redirect_uri=https%3A%2F%2Fbroker.example%2Fauth%2Fcallback",
        "scope=openid+acme-db",
        "code_challenge_method=S256",
        "&state=",
        "&nonce=",
    ] {
        assert!(to.contains(asked), "{asked}: {to}");
    }
}

#[tokio::test]
async fn an_answer_that_nobody_asked_for_begins_no_session() {
    let (directory, issuer) = (TempDir::new().unwrap(), issuer().await);
    let broker = broker(&directory, Some(sign_in(&issuer)));
    let away = get(&broker, DASHBOARD, "").await;
    let to = away.headers()["location"].to_str().unwrap();
    let state = to.split("&state=").nth(1).unwrap().split('&').next().unwrap();
    let cookie = away.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap();
    let callback = |state: &str, iss: &str| format!("/auth/callback?code=c&state={state}&iss={iss}");
    for (what, path, cookie) in [
        ("forged", callback("forged", &issuer), cookie),
        ("of another browser", callback(state, &issuer), "broker-browser=other"),
        ("a state that was taken", callback(state, &issuer), cookie),
    ] {
        let answer = get(&broker, &path, cookie).await;
        assert_eq!((answer.status().as_u16(), answer.headers().get("set-cookie")), (400, None), "{what}");
    }
    let again = get(&broker, DASHBOARD, cookie).await;
    let to = again.headers()["location"].to_str().unwrap();
    let state = to.split("&state=").nth(1).unwrap().split('&').next().unwrap();
    let other = get(&broker, &callback(state, "https://evil.example"), cookie).await;
    assert_eq!((other.status().as_u16(), other.headers().get("set-cookie")), (400, None), "another issuer");
}

#[tokio::test]
async fn without_a_client_the_page_says_what_to_set() {
    let directory = TempDir::new().unwrap();
    let answer = get(&broker(&directory, None), DASHBOARD, "").await;
    assert_eq!(answer.status(), 503);
    let page = answer.into_body().collect().await.unwrap().to_bytes();
    assert!(String::from_utf8_lossy(&page).contains("CLIENT_SECRET"));
}
