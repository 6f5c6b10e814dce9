//! Whether a request needs a new sign-in: `prompt` and `max_age` against the moment of the last one (OIDC Core
//! §3.1.2.1). It does not know how people sign in.

use crate::authorize::AuthorizeRequest;
use crate::error::{ErrorCode, OAuthError};

/// The values of `prompt` that are understood.
pub const PROMPTS: [&str; 4] = ["none", "login", "consent", "select_account"];

/// The answer where the client expects somebody else than the person who signed in (`id_token_hint`).
pub const SOMEBODY_ELSE: OAuthError = OAuthError::new(ErrorCode::LoginRequired, "somebody else is expected");

/// What the client wants the person to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// `none`: show no page at all.
    Silent,
    /// Show what is needed, and at least these pages.
    Interactive { login: bool, consent: bool },
}

/// What to do with a checked request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The present sign-in is good enough.
    Proceed,
    /// Show the sign-in page, also to somebody who is signed in.
    SignIn,
    /// Answer the client with this error.
    Refuse(OAuthError),
}

impl Prompt {
    /// Reads a space-separated list. `select_account` asks for the sign-in page, where one can choose; `none` goes
    /// with nothing else; values nobody has defined are refused.
    pub fn parse(text: &str) -> Result<Self, OAuthError> {
        if text == "none" {
            return Ok(Self::Silent);
        }
        let (mut login, mut consent) = (false, false);
        for value in text.split(' ') {
            match value {
                "login" | "select_account" => login = true,
                "consent" => consent = true,
                "none" => return Err(invalid("prompt=none excludes other values")),
                _ => return Err(invalid("prompt has an unknown value")),
            }
        }
        Ok(Self::Interactive { login, consent })
    }
}

impl Default for Prompt {
    fn default() -> Self {
        Self::Interactive { login: false, consent: false }
    }
}

impl AuthorizeRequest {
    /// Decides for somebody who signed in at `auth_time` (`None`: nobody is signed in). `asked_at` is when this request
    /// first arrived: a sign-in since then satisfies `prompt=login`, so that the person is asked once and not for ever.
    pub fn next(&self, auth_time: Option<i64>, asked_at: i64, now: i64) -> Next {
        if auth_time.is_some_and(|at| self.accepts_age(at, asked_at, now)) {
            return Next::Proceed;
        }
        match self.prompt {
            Prompt::Silent => Next::Refuse(OAuthError::new(ErrorCode::LoginRequired, "nobody is signed in recently")),
            Prompt::Interactive { .. } => Next::SignIn,
        }
    }

    /// `max_age=0` means the same as `prompt=login`, also within one second.
    fn accepts_age(&self, auth_time: i64, asked_at: i64, now: i64) -> bool {
        let signed_in_since = auth_time >= asked_at;
        let recent = self.max_age.is_none_or(|age| auth_time.saturating_add(i64::from(age)) >= now);
        let login_demanded = self.max_age == Some(0) || matches!(self.prompt, Prompt::Interactive { login: true, .. });
        signed_in_since || (recent && !login_demanded)
    }
}

const fn invalid(description: &'static str) -> OAuthError {
    OAuthError::new(ErrorCode::InvalidRequest, description)
}
