//! The browsers that people are signed in with: one's own, and anybody's for the operator's admin. Ended sessions stop
//! with their next request. What opens a session is the server's business and never comes here.

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{PersonId, SessionId};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::session::{Browser, Session, SessionLimits, System};
use slipway_domain::view::SessionsView;
use slipway_store::SessionEntry;

use crate::{Acting, Result};

/// The session that a request came in, and how long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InSession {
    pub id: SessionId,
    pub limits: SessionLimits,
}

impl Acting {
    pub async fn sessions(&self) -> Result<SessionsView> {
        let person = self.person()?.clone();
        let sessions = self.live_sessions_of(person.id, person.is_operator()).await?;
        let services = self.backend().store().consents_of(person.id).await?;
        Ok(SessionsView { person, sessions, services, now: self.now() })
    }

    /// One of one's own; somebody else's and nobody's are the same answer.
    pub async fn end_session(&self, session: SessionId) -> Result<()> {
        let person = self.person()?;
        let author = self.author()?;
        let mut tx = author.write().await?;
        if !tx.end_session(person.id, session).await? {
            return Err(Rejection::NotFound(Kind::Session).into());
        }
        author.tell(&mut tx, None, EventKind::SessionEnded, Detail::none()).await?;
        Ok(tx.commit().await?)
    }

    /// Every session of one's own but the one that asks.
    pub async fn end_other_sessions(&self) -> Result<()> {
        let person = self.person()?;
        let this = self.session().ok_or(Rejection::NotFound(Kind::Session))?.id;
        let author = self.author()?;
        let mut tx = author.write().await?;
        if tx.end_sessions_but(person.id, this).await? > 0 {
            author.tell(&mut tx, None, EventKind::SessionsEnded, Detail::about(&person.email)).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Those that the next request would not end; rows of the others wait to be deleted.
    pub(crate) async fn live_sessions_of(&self, person: PersonId, is_operator: bool) -> Result<Vec<Session>> {
        let now = self.now();
        let is_live = |entry: &SessionEntry| {
            let limits = self.session().map(|session| session.limits);
            limits.is_none_or(|limits| limits.allow(entry.authenticated_at, entry.last_seen, is_operator, now))
        };
        let mut entries = self.backend().store().sessions_of(person).await?;
        entries.retain(is_live);
        Ok(entries.into_iter().map(|entry| self.shown(&entry)).collect())
    }

    fn shown(&self, entry: &SessionEntry) -> Session {
        Session {
            id: entry.id,
            signed_in_at: entry.authenticated_at,
            last_seen: entry.last_seen,
            browser: Browser::of(&entry.agent),
            system: System::of(&entry.agent),
            is_this: self.session().is_some_and(|session| session.id == entry.id),
        }
    }
}
