//! Tokens that end before a run does: whoever starts the run hands in a way to new ones.

use core::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

/// For how long a token is sent before another is earned: well within the time that one lives, which is an hour, or a
/// quarter of one if the platform signs it (§7.4), however long a call takes.
pub(super) const FRESH: Duration = Duration::from_mins(10);

type Earned = Pin<Box<dyn Future<Output = Option<SecretString>> + Send>>;

/// Where a run gets the tokens that it signs in with.
#[derive(Clone)]
pub struct TokenSource(Arc<dyn Fn() -> Earned + Send + Sync>);

impl TokenSource {
    /// `earn` gives `None` when it could not be found out: the run goes on with the token that it has, and asks again
    /// for its next call. A token without any text says that there is none to be had, so that no call goes out.
    pub fn new<F>(earn: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Option<SecretString>> + Send + 'static,
    {
        Self(Arc::new(move || -> Earned { Box::pin(earn()) }))
    }

    pub(super) async fn earn(&self) -> Option<SecretString> {
        (self.0)().await
    }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSource")
    }
}
