//! Who somebody is: by password, by an identity at another issuer, and anew on every request. How a browser proves it
//! (cookies, codes, tokens) is not known here.

use secrecy::SecretString;
use sha2::{Digest as _, Sha256};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{AccountId, EventId, PersonId, SessionId};
use slipway_domain::moment::Moment;
use slipway_store::{NewEvent, NewSession, SignedIn, Tx};

use crate::{Backend, Result, password};

/// What another issuer says about somebody who signed in there.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    pub issuer: &'a str,
    pub subject: &'a str,
    /// The e-mail address, if the issuer says that it was verified.
    pub verified_email: Option<&'a str>,
}

impl Backend {
    /// The person with that password. Unknown addresses, disabled people and wrong passwords give the same answer
    /// after the same work; a failure leaves one line in the history.
    pub async fn authenticate(&self, email: &str, password: SecretString, request: &str) -> Result<Option<PersonId>> {
        let known = self.store().person_with_email(email.trim()).await?.filter(|person| person.disabled_at.is_none());
        let (id, hash) = known.map_or((None, None), |person| (Some(person.id), person.password_hash));
        if password::verify(password, hash).await? {
            return Ok(id);
        }
        self.note(id, EventKind::SignInFailed, Detail::none().with_code("password"), request).await?;
        Ok(None)
    }

    /// The person whom the issuer calls `subject`. People are known by (issuer, subject), never by e-mail address, with
    /// one exception: somebody whom an administrator added, and who has neither a password nor an identity yet, is
    /// linked once to the first identity with that verified address.
    pub async fn person_of(&self, identity: Identity<'_>, request: &str) -> Result<Option<PersonId>> {
        if let Some(person) = self.store().person_with_identity(identity.issuer, identity.subject).await? {
            return Ok(self.store().person(person).await?.map(|person| person.id));
        }
        let Some(email) = identity.verified_email else { return Ok(None) };
        let mut tx = self.store().write().await?;
        let waiting = tx
            .person_with_email(email)
            .await?
            .filter(|person| person.disabled_at.is_none() && person.password_hash.is_none() && !person.has_identity);
        let Some(person) = waiting else { return Ok(None) };
        let at = self.clock().now();
        tx.add_identity(identity.issuer, identity.subject, person.id).await?;
        tx.retire_setup_links(person.id, at).await?;
        let detail = Detail::about(identity.issuer);
        tx.record(&self.platform_event(Some(person.id), EventKind::IdentityLinked, detail, request)).await?;
        tx.commit().await?;
        Ok(Some(person.id))
    }

    /// Whether the person may sign in: disabled and unknown people may not.
    pub async fn may_sign_in(&self, person: PersonId) -> Result<bool> {
        Ok(self.store().person(person).await?.is_some())
    }

    /// Begins the session of somebody who has proved who they are, and uses the state of their attempt up, which must be
    /// remembered until `expires_at`. False: the state was used before, and nothing has changed.
    pub async fn sign_in(&self, session: &NewSession, state: &str, expires_at: Moment, request: &str) -> Result<bool> {
        let mut tx = self.store().write().await?;
        if !tx.use_sign_in(&hex::encode(Sha256::digest(state)), expires_at).await? {
            return Ok(false);
        }
        tx.begin_session(session).await?;
        let person = Some(session.signed_in.person);
        tx.record(&self.platform_event(person, EventKind::SignedIn, Detail::none(), request)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Somebody has proved who they are in order to sign in to a service. The session that they had goes on with the
    /// cookie of `session`; where there was none, or it ended meanwhile, `session` begins. Which of the two they are in.
    pub async fn sign_in_to_service(
        &self,
        session: &NewSession,
        had: Option<SessionId>,
        client_id: &str,
        request: &str,
    ) -> Result<SessionId> {
        let mut tx = self.store().write().await?;
        let goes_on = match had {
            Some(had) => tx.renew_session(had, session).await?.then_some(had),
            None => None,
        };
        if goes_on.is_none() {
            tx.begin_session(session).await?;
        }
        let SignedIn { person, session: begun, .. } = session.signed_in;
        let detail = Detail::none().with_code(client_id);
        tx.record(&self.platform_event(Some(person), EventKind::SignedIn, detail, request)).await?;
        tx.commit().await?;
        Ok(goes_on.unwrap_or(begun))
    }

    /// Ends the session that its person leaves. One that is gone already leaves no line in the history.
    pub async fn sign_out(&self, person: PersonId, session: SessionId, request: &str) -> Result<()> {
        let mut tx = self.store().write().await?;
        if tx.end_session(person, session).await? {
            tx.record(&self.platform_event(Some(person), EventKind::SignedOut, Detail::none(), request)).await?;
        }
        Ok(tx.commit().await?)
    }

    /// From now on the session works in another account. False: it ended meanwhile, and nothing was recorded.
    pub async fn switch_account(
        &self,
        person: PersonId,
        session: SessionId,
        account: AccountId,
        request: &str,
    ) -> Result<bool> {
        let mut tx = self.store().write().await?;
        if !tx.choose_account(person, session, account).await? {
            return Ok(false);
        }
        let mut event = self.platform_event(Some(person), EventKind::AccountSwitched, Detail::none(), request);
        event.account = Some(account);
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Forgets what nobody can use any more: sessions, sign-ins, codes, keys, operations and old mails. To be called now
    /// and then.
    pub async fn forget_expired(&self) -> Result<()> {
        let now = self.clock().now();
        let dead = crate::issuer::oldest_living_grant(now);
        self.store().delete_expired_sessions(now).await?;
        self.store().delete_used_sign_ins(now).await?;
        self.store().delete_codes_before(dead).await?;
        self.store().delete_signing_keys_before(dead).await?;
        self.store().delete_operations_before(crate::operation::oldest_kept(now)).await?;
        self.store().delete_mails_before(crate::mail::oldest_kept(now)).await?;
        Ok(())
    }

    /// Whoever's roles change proves anew who they are (security.md §3a). To be called in the transaction of the change.
    pub(crate) async fn roles_changed(&self, tx: &mut Tx, person: PersonId) -> Result<(), slipway_store::Error> {
        tx.end_sessions_of(person).await.map(drop)
    }

    async fn note(&self, actor: Option<PersonId>, kind: EventKind, detail: Detail, request: &str) -> Result<()> {
        let mut tx = self.store().write().await?;
        tx.record(&self.platform_event(actor, kind, detail, request)).await?;
        Ok(tx.commit().await?)
    }

    /// An event of no account. `actor` is `None` for what the operator does on the command line.
    pub(crate) fn platform_event(
        &self,
        actor: Option<PersonId>,
        kind: EventKind,
        detail: Detail,
        request: &str,
    ) -> NewEvent {
        let at = self.clock().now();
        let id = EventId::new(self.ids().uuid(at));
        NewEvent { id, at, actor, account: None, offering: None, kind, detail, request: request.to_owned() }
    }
}
