//! Who is asking: the session cookie, its two time limits (enforced here and nowhere else), and the person behind it,
//! loaded anew for every request so that a withdrawn role is gone on the next one. How people sign in is not known here.

use std::time::Duration;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, REFERER, SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use slipway_app::islands::page::BY_ITSELF;
use slipway_app::paths;
use slipway_backend::{Backend, Ids, InSession};
use slipway_domain::caller::{Caller, Person};
use slipway_domain::ids::{AccountId, PersonId, SessionId};
use slipway_domain::moment::Moment;
use slipway_domain::session::{SessionLimits, sanitised};
use slipway_store::{BEGUN, NewSession, Sessions, SignedIn};
use tokio::time::timeout;
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Error as SessionError, Id};
use tower_sessions::{Session, SessionManagerLayer};
use url::{Position, Url};

use super::config::SessionConfig;
use super::fault::Fault;
use super::form::Form;
use super::return_path::ReturnPath;
use super::telemetry::RequestId;

/// `__Host-` makes browsers refuse it without `Secure`, with a `Domain`, or for part of the site.
pub(crate) const COOKIE: &str = "__Host-session";

/// What takes the cookie from the browser. The session layer names only its path, and browsers refuse whatever begins
/// with `__Host-` and is not `Secure`, so that the cookie would stay.
const TAKEN_AWAY: HeaderValue =
    HeaderValue::from_static("__Host-session=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0");

/// A row is written at most this often to remember when somebody was last here.
const TOUCH: Duration = Duration::from_mins(1);

/// How long that waits for other writers. It is not worth the time of a request that brings a form.
const PATIENCE: Duration = Duration::from_millis(500);

pub(crate) fn limits(config: &SessionConfig) -> SessionLimits {
    let hours = |hours: u32| Duration::from_hours(hours.into());
    SessionLimits {
        inactivity: Duration::from_mins(config.inactivity_minutes.into()),
        absolute: hours(config.absolute_hours),
        operator_absolute: hours(config.operator_absolute_hours),
    }
}

#[derive(Clone)]
pub(crate) struct Gatekeeper {
    backend: Backend,
    sessions: Sessions,
    limits: SessionLimits,
}

/// Stands around the session layer.
pub(crate) async fn take_away_whole(mut answer: Response) -> Response {
    for cookie in answer.headers_mut().iter_mut().filter(|(name, _)| *name == SET_COOKIE).map(|(_, cookie)| cookie) {
        if cookie.as_bytes().starts_with(b"__Host-session=;") {
            *cookie = TAKEN_AWAY;
        }
    }
    answer
}

/// When the caller proved who they are, and the session that goes on since then. A request extension beside `Caller`, for
/// the issuer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Authenticated {
    pub(crate) at: Moment,
    pub(crate) session: SessionId,
}

impl Gatekeeper {
    pub(crate) fn new(backend: Backend, limits: SessionLimits) -> Self {
        let sessions = Sessions::new(backend.store().clone());
        Self { backend, sessions, limits }
    }

    /// `Lax`, not `Strict`: the way back from another issuer is a navigation that began on another site, and so is a
    /// link in a mail. What changes something is protected by its `Origin`, not by this.
    pub(crate) fn layer(&self) -> SessionManagerLayer<Sessions> {
        SessionManagerLayer::new(self.sessions.clone())
            .with_name(COOKIE)
            .with_secure(true)
            .with_http_only(true)
            .with_same_site(SameSite::Lax)
            .with_path("/")
    }

    /// `is_use`: the session lasts longer for it.
    async fn identify(&self, session: &Session, is_use: bool) -> Result<Option<(Person, Authenticated)>, Broken> {
        let Some(id) = session.id() else { return Ok(None) };
        let Some((signed_in, person)) = self.sessions.signed_in(&id).await? else {
            // Looked for in vain, the cookie is taken from the browser.
            session.get_value(BEGUN).await?;
            return Ok(None);
        };
        let now = self.backend.clock().now();
        let Some(person) = self.lasting(&signed_in, person, now) else {
            session.flush().await?;
            return Ok(None);
        };
        if is_use && now.since(signed_in.last_seen) >= TOUCH {
            // A request that only reads must not fail because this cannot be written.
            match timeout(PATIENCE, self.sessions.touch(&id, now)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "a session could not be touched"),
                Err(_) => tracing::debug!("other writers kept a session from being touched"),
            }
        }
        let authenticated = Authenticated { at: signed_in.authenticated_at, session: signed_in.session };
        Ok(Some((person, authenticated)))
    }

    /// Who is still signed in with that cookie. What asks by itself is no use of the session, which ends as if it had not
    /// asked.
    pub(crate) async fn still(&self, cookie: &Id) -> Result<Option<Person>, slipway_store::Error> {
        let Some((signed_in, person)) = self.sessions.signed_in(cookie).await? else { return Ok(None) };
        Ok(self.lasting(&signed_in, person, self.backend.clock().now()))
    }

    /// The person of a session, as long as it lasts.
    fn lasting(&self, signed_in: &SignedIn, person: Option<Person>, now: Moment) -> Option<Person> {
        let SignedIn { authenticated_at, last_seen, .. } = *signed_in;
        person.filter(|person| self.limits.allow(authenticated_at, last_seen, person.is_operator(), now))
    }
}

/// Middleware. Puts the `Caller` into the request, and how long a session would last that begins with it.
pub(crate) async fn identify(
    State(gatekeeper): State<Gatekeeper>,
    Extension(session): Extension<Session>,
    mut request: Request,
    next: Next,
) -> Response {
    let caller = match gatekeeper.identify(&session, is_use(request.headers())).await {
        Ok(Some((person, authenticated))) => {
            request.extensions_mut().insert(authenticated);
            request.extensions_mut().insert(InSession { id: authenticated.session, limits: gatekeeper.limits });
            Caller::Person(person)
        }
        Ok(None) => Caller::Anonymous,
        Err(error) => {
            tracing::error!(%error, "a session could not be read");
            return Fault::Unavailable.into_response();
        }
    };
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(gatekeeper.limits);
    next.run(request).await
}

/// Whether somebody does something. A page that listens, and fetches itself when it is told to, does so as well when nobody
/// is there. Whoever says so of a request makes their own session shorter, and nothing else.
fn is_use(headers: &HeaderMap) -> bool {
    let listens = headers.get(ACCEPT).is_some_and(|accept| accept == "text/event-stream");
    !listens && !headers.contains_key(BY_ITSELF)
}

/// Somebody has proved who they are, in a browser that sent these headers.
pub(crate) struct Proved<'a> {
    pub(crate) person: PersonId,
    pub(crate) at: Moment,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) limits: SessionLimits,
}

/// The session that begins with that, under an id of its own and with a cookie of its own; whatever opens with the
/// cookie that the browser brought along ends then. It is the backend that begins it.
pub(crate) fn beginning(ids: &Ids, session: &Session, proved: &Proved<'_>) -> NewSession {
    let Proved { person, at, headers, limits } = *proved;
    let agent = headers.get(USER_AGENT).map(|agent| String::from_utf8_lossy(agent.as_bytes()).into_owned());
    let id = SessionId::new(ids.uuid(at));
    NewSession {
        cookie: Id(i128::from_le_bytes(ids.bytes())),
        signed_in: SignedIn { session: id, person, authenticated_at: at, last_seen: at, current: None },
        agent: sanitised(&agent.unwrap_or_default()),
        expires_at: at.plus(limits.longest()),
        before: session.id(),
    }
}

/// Gives the browser the cookie of a session whose row is written.
pub(crate) async fn hand_over(session: &Session, cookie: Id) -> Result<(), SessionError> {
    session.clear().await;
    // The row before is gone, so that it does no harm if nothing can be deleted.
    if let Err(error) = session.cycle_id().await {
        tracing::debug!(%error, "a session that had ended could not be deleted once more");
    }
    session.insert(BEGUN, cookie.to_string()).await
}

/// `POST /sign-out`.
pub(crate) async fn sign_out(
    State(gatekeeper): State<Gatekeeper>,
    Extension(session): Extension<Session>,
    Extension(caller): Extension<Caller>,
    authenticated: Option<Extension<Authenticated>>,
    Extension(request): Extension<RequestId>,
) -> Result<Redirect, Fault> {
    if let (Some(person), Some(Extension(authenticated))) = (caller.person(), authenticated) {
        let ended = gatekeeper.backend.sign_out(person.id, authenticated.session, &request.0).await;
        ended.map_err(|error| unavailable(&error))?;
        forget(&session).await?;
    }
    Ok(Redirect::to("/"))
}

/// The row of the session is gone: this request knows it no more, and the cookie is taken from the browser.
async fn forget(session: &Session) -> Result<(), Fault> {
    session.flush().await.map_err(|error| unavailable(&error))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Switch {
    account: AccountId,
    #[serde(default)]
    to: String,
}

/// `POST /account/switch`: from now on the caller works in another account of theirs, and is back on the page they came
/// from unless `to` names another. An account that one does not belong to is nowhere to be found.
pub(crate) async fn switch_account(
    State(gatekeeper): State<Gatekeeper>,
    Extension(session): Extension<Session>,
    Extension(caller): Extension<Caller>,
    authenticated: Option<Extension<Authenticated>>,
    Extension(request): Extension<RequestId>,
    headers: HeaderMap,
    Form(switch): Form<Switch>,
) -> Result<Redirect, Fault> {
    let member = caller.person().filter(|person| person.membership(switch.account).is_some());
    let (Some(person), Some(Extension(authenticated))) = (member, authenticated) else { return Err(Fault::NotFound) };
    if person.current != Some(switch.account) {
        // In the row and nowhere else: what this request has of the session is not read, and so never written back.
        let switched = gatekeeper.backend.switch_account(person.id, authenticated.session, switch.account, &request.0);
        if !switched.await.map_err(|error| unavailable(&error))? {
            // It ended while the form was on its way.
            forget(&session).await?;
            return Ok(Redirect::to(&paths::Path::SignIn.to_string()));
        }
    }
    let back = ReturnPath::parse(&switch.to).or_else(|| referring_page(&headers));
    Ok(Redirect::to(back.unwrap_or_default().as_str()))
}

/// The page whose form was posted. Only its path counts, so a forged one leads nowhere but to a page of ours.
fn referring_page(headers: &HeaderMap) -> Option<ReturnPath> {
    let referring = Url::parse(headers.get(REFERER)?.to_str().ok()?).ok()?;
    ReturnPath::parse(&referring[Position::BeforePath..Position::AfterQuery])
}

fn unavailable(error: &dyn std::fmt::Display) -> Fault {
    tracing::error!(%error, "a session could not be changed");
    Fault::Unavailable
}

#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    Session(#[from] SessionError),
    #[error(transparent)]
    Store(#[from] slipway_store::Error),
}
