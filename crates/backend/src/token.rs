//! Programs that ask for a person: with an access token of theirs, or with the API key of a service id, which stands for
//! whoever made it and reaches its one offering. And the tokens of a person: made, listed and revoked by nobody else.

use secrecy::SecretString;
use slipway_domain::caller::{Caller, Person};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{AccountId, ApiKeyId, OfferingId, TokenId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::token::{LISTED_AFTER_END, MOST_TOKENS, Reach, TokenDraft, USE_IS_TOLD_EVERY};
use slipway_domain::view::{FreshSecret, FreshSecrets, FreshToken, FreshTokenView, TokensView};
use slipway_store::{NewEvent, NewPersonalToken, StoredToken};

use crate::acting::within_reach;
use crate::credential::{Family, NewCredential, is_whole, proves};
use crate::operation::Operation;
use crate::{Acting, Backend, Result};

/// Where a fresh token waits for its page. No offering is called like this.
const PLACE: &str = "/tokens";

/// A program that proved for whom it asks.
#[derive(Debug, Clone)]
pub struct ApiCaller {
    /// Its person, as far as the token or the key reaches.
    pub acting: Acting,
    /// False: a token that reads.
    pub may_write: bool,
}

impl Backend {
    /// Who asks with this token or key, which is all that stands behind `Bearer`. Whoever is unknown, wrong, over, revoked,
    /// locked out or left the account is `Unauthenticated`. Everything about the person is read anew.
    pub async fn api_caller(&self, bearer: &str) -> Result<ApiCaller> {
        let presented = SecretString::from(bearer);
        let found = match Family::of(bearer) {
            Some((Family::PersonalToken, prefix)) if is_whole(bearer) => self.with_token(prefix, &presented).await?,
            Some((Family::ServiceKey, _)) => self.with_key(presented).await?,
            _ => None,
        };
        found.ok_or_else(|| Rejection::Unauthenticated.into())
    }

    async fn with_token(&self, prefix: &str, presented: &SecretString) -> Result<Option<ApiCaller>> {
        let now = self.clock().now();
        let Some(token) = self.store().personal_token(prefix).await? else { return Ok(None) };
        if !proves(&token.secret, presented)? || token.expires_at <= now {
            return Ok(None);
        }
        let person = self.store().person(token.person).await?;
        let Some(person) = person.and_then(|person| placed(person, token.account)) else { return Ok(None) };
        self.used(&token, now).await?;
        Ok(Some(self.program(person, token.scope.reach(), None)))
    }

    /// The key acts as whoever made it, in the account of the offering and with the role that they have there now.
    async fn with_key(&self, presented: SecretString) -> Result<Option<ApiCaller>> {
        let Some((scope, by)) = self.presented_key(presented).await? else { return Ok(None) };
        let Some(person) = self.store().person(by).await? else { return Ok(None) };
        let Some(membership) = person.membership(scope.account).cloned() else { return Ok(None) };
        let person =
            Person { operator: Vec::new(), memberships: vec![membership], current: Some(scope.account), ..person };
        Ok(Some(self.program(person, Reach::ServiceKey, Some(scope.offering))))
    }

    fn program(&self, person: Person, reach: Reach, only: Option<OfferingId>) -> ApiCaller {
        let acting = self.acting_for(Caller::Person(person)).reaching(reach, only);
        ApiCaller { acting, may_write: reach != Reach::Reading }
    }

    /// Remembers the use, at most once a minute. While nothing can be written, reading goes on.
    async fn used(&self, token: &StoredToken, now: Moment) -> Result<()> {
        if is_told(token.last_used_at, now) {
            return Ok(());
        }
        match self.store().touch_personal_token(token.id, now).await {
            Err(error) if error.is_unavailable() => Ok(()),
            done => Ok(done?),
        }
    }

    /// As `used`, of the API key of a service id. `last`: what is known of it.
    pub(crate) async fn key_used(
        &self,
        of: Scope,
        key: ApiKeyId,
        last: Option<Moment>,
    ) -> Result<(), slipway_store::Error> {
        let now = self.clock().now();
        if is_told(last, now) {
            return Ok(());
        }
        match self.store().touch_api_key(of, key, now).await {
            Err(error) if error.is_unavailable() => Ok(()),
            done => done,
        }
    }
}

/// Whether a use is written down already, as closely as uses are told.
fn is_told(last: Option<Moment>, now: Moment) -> bool {
    last.is_some_and(|last| now.since(last) < USE_IS_TOLD_EVERY)
}

/// The person in the account that their token is for, if they belong to it still. A token for no account is for people of
/// the operator.
fn placed(person: Person, account: Option<AccountId>) -> Option<Person> {
    let stands = account.map_or_else(|| person.is_operator(), |account| person.membership(account).is_some());
    stands.then_some(Person { current: account, ..person })
}

impl Acting {
    /// One's own.
    pub async fn tokens(&self) -> Result<TokensView> {
        let (person, now) = (self.person()?.clone(), self.now());
        let tokens = self.backend().store().personal_tokens(person.id, now.minus(LISTED_AFTER_END)).await?;
        Ok(TokensView { person, tokens, now })
    }

    /// A token for the account that the person works in now. It waits to be shown, once.
    pub async fn create_token(&self, draft: &TokenDraft) -> Result<()> {
        let operation = self.attempt("tokens/create", draft)?;
        self.once(operation.as_ref(), self.new_token(draft, operation.as_ref())).await
    }

    async fn new_token(&self, draft: &TokenDraft, operation: Option<&Operation>) -> Result<()> {
        let person = self.person()?;
        within_reach(self.reach().is_in_person())?;
        if person.current.is_none() && !person.is_operator() {
            return Err(Rejection::NotFound(Kind::Account).into());
        }
        let wish = draft.read().map_err(Rejection::Invalid)?;
        let at = self.now();
        let mut tx = self.backend().store().write().await?;
        // As they are now: a token made beside a lock-out, or beside the end of a membership, would outlive it.
        let now = tx.acting_person(person.id).await?.ok_or(Rejection::Unauthenticated)?;
        if placed(now, person.current).is_none() {
            return Err(Rejection::NotFound(Kind::Account).into());
        }
        if tx.living_personal_tokens(person.id, at).await? >= MOST_TOKENS {
            return Err(Rejection::Refused(Refusal::TokensFull).into());
        }
        let id = TokenId::new(self.backend().ids().uuid(at));
        let token = NewCredential::new(self.backend().ids(), Family::PersonalToken);
        tx.add_personal_token(&NewPersonalToken {
            id,
            person: person.id,
            account: person.current,
            name: wish.name.clone(),
            prefix: token.prefix.clone(),
            hash: token.hash(),
            scope: wish.scope,
            at,
            expires_at: wish.end(at),
        })
        .await?;
        let detail = Detail::about(&wish.name).with_code(wish.scope.name());
        tx.record(&self.of_own(EventKind::PersonalTokenCreated, detail)?).await?;
        let secrets = vec![FreshSecret { label: wish.name, value: token.value }];
        self.hand_over(tx, operation, FreshSecrets { offering: PLACE.to_owned(), secrets }).await
    }

    /// The token that was just made, once.
    pub async fn take_token(&self) -> Result<FreshTokenView> {
        within_reach(self.reach().is_in_person())?;
        let TokensView { person, tokens, now } = self.tokens().await?;
        let fresh = self.backend().secrets().take(person.id, PLACE, now);
        let fresh = fresh.and_then(|fresh| fresh.secrets.into_iter().next()).and_then(|secret| {
            let token = tokens.into_iter().find(|token| secret.value.starts_with(&token.prefix))?;
            Some(FreshToken { token, secret })
        });
        Ok(FreshTokenView { person, fresh })
    }

    /// From the next call on it opens nothing. Somebody else's and nobody's are the same answer.
    pub async fn revoke_token(&self, token: TokenId) -> Result<()> {
        let person = self.person()?;
        within_reach(self.reach().is_in_person())?;
        let mut tx = self.backend().store().write().await?;
        let revoked = tx.revoke_personal_token(person.id, token, self.now()).await?;
        let name = revoked.ok_or(Rejection::NotFound(Kind::Token))?;
        tx.record(&self.of_own(EventKind::PersonalTokenRevoked, Detail::about(name))?).await?;
        Ok(tx.commit().await?)
    }

    /// A line about something of one's own, in the account that one works in.
    fn of_own(&self, kind: EventKind, detail: Detail) -> Result<NewEvent> {
        Ok(NewEvent { account: self.person()?.current, ..self.event(kind, detail)? })
    }
}
