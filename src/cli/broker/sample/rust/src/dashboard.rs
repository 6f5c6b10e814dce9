//! The dashboard: a page for each instance, for people who signed in at the issuer. SHOW your service here.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, COOKIE, LOCATION, REFERRER_POLICY, SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};

use crate::broker::{Broker, Shown, path};
use crate::signin::{Answer, Attempt, Person, SignIn};

const LONGEST_ATTEMPT: Duration = Duration::from_secs(600);
const MOST_ATTEMPTS: usize = 1_000;
const BROWSER: &str = "broker-browser";
const SESSION: &str = "broker-session";
const POLICY: &str = "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const SIGN_OUT: &str = r#"<form method="post" action="/auth/sign-out"><button>Sign out</button></form>"#;

/// Sessions and attempts to sign in are kept in memory: a restart sends everybody to the issuer once more.
struct Dashboard {
    broker: Arc<Mutex<Broker>>,
    sign_in: Option<SignIn>,
    is_secure: bool,
    attempts: Mutex<VecDeque<Waiting>>,
    sessions: Mutex<HashMap<String, Person>>,
}

/// A browser that was sent to the issuer.
struct Waiting {
    state: String,
    browser: String,
    attempt: Attempt,
    /// The instance to be shown.
    to: String,
    at: Instant,
}

/// The platform tells brokers who asked for an instance: `IAM-` and the `sub` of their ID token. That person may see it.
/// Who else may is for your service to know: SAY it here.
fn may_see(subject: &str, instance: &Shown) -> bool {
    instance.made_by.as_ref().is_some_and(|by| *by == format!("IAM-{subject}"))
}

pub(crate) fn routes(broker: Arc<Mutex<Broker>>, sign_in: Option<SignIn>) -> Router {
    let is_secure = locked(&broker).public_url().starts_with("https://");
    let dashboard = Dashboard { broker, sign_in, is_secure, attempts: Mutex::default(), sessions: Mutex::default() };
    Router::new()
        .route("/dashboard/{id}", get(show))
        .route("/auth/callback", get(come_back))
        .route("/auth/sign-out", post(sign_out))
        .with_state(Arc::new(dashboard))
}

async fn show(State(dashboard): State<Arc<Dashboard>>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let Some(sign_in) = &dashboard.sign_in else { return unset() };
    let Some(subject) = dashboard.signed_in(&headers) else { return dashboard.send_away(sign_in, id, &headers).await };
    let instance = locked(&dashboard.broker).shown(&id);
    match instance.filter(|instance| may_see(&subject, instance)) {
        Some(Shown { name, plan, state, .. }) => {
            let told = [format!("Plan: {plan}"), format!("State: {state}"), format!("Id: {id}")];
            page(StatusCode::OK, &name, &told, SIGN_OUT)
        }
        None => {
            let told = ["There is no such instance, or you may not see it.".to_owned()];
            page(StatusCode::FORBIDDEN, "Not for you", &told, SIGN_OUT)
        }
    }
}

async fn come_back(
    State(dashboard): State<Arc<Dashboard>>,
    Query(answer): Query<Answer>,
    headers: HeaderMap,
) -> Response {
    let Some(sign_in) = &dashboard.sign_in else { return unset() };
    let waiting = dashboard.taken(&answer.state).filter(|waiting| {
        waiting.at.elapsed() < LONGEST_ATTEMPT && cookie(&headers, BROWSER) == Some(waiting.browser.as_str())
    });
    let Some(Waiting { attempt, to, .. }) = waiting else {
        return failed(StatusCode::BAD_REQUEST, "nobody was sent away with this state, or in another browser");
    };
    let refused = if answer.error.is_some() { StatusCode::FORBIDDEN } else { StatusCode::BAD_REQUEST };
    match sign_in.finish(attempt, answer).await {
        Ok(person) => {
            let cookie = dashboard.begin_session(person);
            redirect(StatusCode::SEE_OTHER, path(&to), cookie)
        }
        Err(rejected) => failed(refused, &rejected.to_string()),
    }
}

async fn sign_out(State(dashboard): State<Arc<Dashboard>>, headers: HeaderMap) -> Response {
    if let Some(session) = cookie(&headers, SESSION) {
        locked(&dashboard.sessions).remove(session);
    }
    let page = page(StatusCode::OK, "Signed out", &["You are signed out here.".to_owned()], "");
    ([(SET_COOKIE, dashboard.cookie(SESSION, "", 0))], page).into_response()
}

impl Dashboard {
    /// The `sub` of whoever has a session.
    fn signed_in(&self, headers: &HeaderMap) -> Option<String> {
        let sessions = locked(&self.sessions);
        let person = sessions.get(cookie(headers, SESSION)?).filter(|person| person.until > now())?;
        Some(person.subject.clone())
    }

    async fn send_away(&self, sign_in: &SignIn, to: String, headers: &HeaderMap) -> Response {
        let (url, state, attempt) = match sign_in.begin().await {
            Ok(begun) => begun,
            Err(rejected) => return failed(StatusCode::BAD_GATEWAY, &rejected.to_string()),
        };
        // The answer counts only in the browser that was sent away.
        let browser = cookie(headers, BROWSER).map_or_else(random, str::to_owned);
        let cookie = self.cookie(BROWSER, &browser, LONGEST_ATTEMPT.as_secs());
        let mut attempts = locked(&self.attempts);
        attempts.push_back(Waiting { state, browser, attempt, to, at: Instant::now() });
        if attempts.len() > MOST_ATTEMPTS {
            attempts.pop_front();
        }
        redirect(StatusCode::FOUND, url, cookie)
    }

    /// A state is good once.
    fn taken(&self, state: &str) -> Option<Waiting> {
        let mut attempts = locked(&self.attempts);
        let at = attempts.iter().position(|waiting| waiting.state == state)?;
        attempts.remove(at)
    }

    /// A session that ends with the ID token; its cookie.
    fn begin_session(&self, person: Person) -> String {
        let (session, now) = (random(), now());
        let seconds = u64::try_from(person.until - now).unwrap_or_default().max(1);
        let mut sessions = locked(&self.sessions);
        sessions.retain(|_, person| person.until > now);
        let cookie = self.cookie(SESSION, &session, seconds);
        sessions.insert(session, person);
        cookie
    }

    fn cookie(&self, name: &str, value: &str, seconds: u64) -> String {
        let secure = if self.is_secure { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
    }
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let sent = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
    let mut pairs = sent.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
}

fn unset() -> Response {
    let told = "Set ISSUER, CLIENT_ID and CLIENT_SECRET, so that people can sign in here.";
    page(StatusCode::SERVICE_UNAVAILABLE, "No sign-in", &[told.to_owned()], "")
}

fn failed(status: StatusCode, why: &str) -> Response {
    eprintln!("a sign-in failed: {why}");
    let told = "Signing in did not work. Go back to the console and open the dashboard again.";
    page(status, "Not signed in", &[told.to_owned()], "")
}

fn page(status: StatusCode, title: &str, lines: &[String], form: &str) -> Response {
    let told: String = lines.iter().map(|line| format!("<p>{}</p>", escaped(line))).collect();
    let title = escaped(title);
    let html = format!("<!DOCTYPE html><html lang=\"en\"><title>{title}</title><h1>{title}</h1>{told}{form}</html>");
    (status, headers(), Html(html)).into_response()
}

fn redirect(status: StatusCode, to: String, cookie: String) -> Response {
    (status, headers(), [(LOCATION, to), (SET_COOKIE, cookie)]).into_response()
}

/// What every answer to a browser has.
fn headers() -> [(HeaderName, &'static str); 4] {
    [
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ]
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn random() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// Seconds of the Unix time.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

fn locked<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}
