//! The cookie that ties one sign-in attempt to one browser: state, nonce and verifier, sealed, for ten minutes. It knows
//! nothing of issuers and remembers nothing: that an attempt succeeds once is the store's business.

use std::time::Duration;

use axum::http::header::{COOKIE, HeaderName, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use slipway_backend::{Backend, Ids, Place};
use slipway_domain::moment::Moment;

use crate::server::return_path::ReturnPath;

const COOKIE_NAME: &str = "__Host-login";
const LIFETIME: Duration = Duration::from_mins(10);
const PLACE: Place<'_> = Place { table: "cookie", row: "", column: "login", tenant: "" };

/// One attempt to sign in.
#[derive(Clone)]
pub(super) struct Attempt {
    pub(super) state: String,
    pub(super) nonce: String,
    /// The PKCE code verifier (RFC 7636).
    pub(super) verifier: String,
    pub(super) to: ReturnPath,
    began_at: Moment,
}

/// The attempt as it travels.
#[derive(Serialize, Deserialize)]
struct Sealed {
    state: String,
    nonce: String,
    verifier: String,
    to: String,
    began_at: Moment,
}

impl Attempt {
    pub(super) fn new(ids: &Ids, to: ReturnPath, now: Moment) -> Self {
        Self { state: ids.token(), nonce: ids.token(), verifier: ids.token(), to, began_at: now }
    }

    /// From then on its cookie opens nothing.
    pub(super) fn expires_at(&self) -> Moment {
        self.began_at.plus(LIFETIME)
    }
}

/// Seals, sets and takes the cookie.
#[derive(Clone)]
pub(super) struct LoginCookies {
    backend: Backend,
}

impl LoginCookies {
    pub(super) fn new(backend: Backend) -> Self {
        Self { backend }
    }

    pub(super) fn set(&self, attempt: &Attempt) -> (HeaderName, HeaderValue) {
        let sealed = Sealed {
            state: attempt.state.clone(),
            nonce: attempt.nonce.clone(),
            verifier: attempt.verifier.clone(),
            to: attempt.to.as_str().to_owned(),
            began_at: attempt.began_at,
        };
        let json = serde_json::to_vec(&sealed).expect("an attempt is texts and a number");
        let value = URL_SAFE_NO_PAD.encode(self.backend.sealer().seal(PLACE, &json));
        let cookie =
            format!("{COOKIE_NAME}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}", LIFETIME.as_secs());
        (SET_COOKIE, HeaderValue::try_from(cookie).expect("base64url is fit for a header"))
    }

    pub(super) fn clear() -> (HeaderName, HeaderValue) {
        const CLEAR: &str = "__Host-login=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0";
        (SET_COOKIE, HeaderValue::from_static(CLEAR))
    }

    /// The attempt that this browser began with this state: not altered and not expired.
    pub(super) fn take(&self, headers: &HeaderMap, state: &str) -> Option<Attempt> {
        let sealed = URL_SAFE_NO_PAD.decode(cookie(headers)?).ok()?;
        let json = self.backend.sealer().open(PLACE, &sealed).ok()?;
        let Sealed { state: expected, nonce, verifier, to, began_at } =
            serde_json::from_slice(json.expose_secret()).ok()?;
        let now = self.backend.clock().now();
        let fresh = now.since(began_at) < LIFETIME && began_at <= now;
        if !fresh || expected != state {
            return None;
        }
        Some(Attempt { state: expected, nonce, verifier, to: ReturnPath::parse(&to)?, began_at })
    }
}

/// The value of our cookie; none if it came twice.
fn cookie(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, value)| value);
    values.next().filter(|_| values.next().is_none())
}
