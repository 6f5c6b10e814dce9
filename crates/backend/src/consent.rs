//! What people agreed that services may learn about them: asked for once per service, remembered, and taken back with
//! everything that the service got for it. The rules are `slipway_oidc`'s.

use slipway_domain::consent::ServiceConsent;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_oidc::authorize::AuthorizeRequest;
use slipway_oidc::consent::Consent;
use slipway_oidc::scope::Scope;
use slipway_store::Tx;

use crate::{Acting, Addressee, EmbeddedIssuer, Report, Result};

impl EmbeddedIssuer {
    /// Whether the person has to be asked. The console is not a stranger to anybody who signs in to it.
    pub async fn consent(&self, request: &AuthorizeRequest, person: PersonId) -> core::result::Result<Consent, Report> {
        if request.client_id == crate::CONSOLE_CLIENT {
            return Ok(Consent::Given);
        }
        let agreed = self.agreed(request, person).await?;
        Ok(request.consent(agreed.as_ref()))
    }

    /// Remembers that the person agreed to all that is asked for, beside what they agreed to before.
    pub async fn agree(
        &self,
        request: &AuthorizeRequest,
        to: &Addressee,
        person: PersonId,
        id: &str,
    ) -> core::result::Result<(), Report> {
        let storage = |error: slipway_store::Error| Report::new("storing a consent", error);
        let mut tx = self.backend().store().write().await.map_err(storage)?;
        let before = tx.consent(person, &request.client_id, to.owner).await.map_err(storage)?;
        let before = before.and_then(|text| Scope::parse(&text));
        let scope = before.map_or_else(|| request.scope.clone(), |before| before.with(&request.scope));
        let consent = ServiceConsent {
            client_id: request.client_id.clone(),
            owner: to.owner,
            service: to.service.clone(),
            provider: to.provider.clone(),
            scopes: scope.names().map(str::to_owned).collect(),
            given_at: self.backend().clock().now(),
        };
        let detail = Detail::about(&consent.service).with_code(&consent.client_id);
        tx.put_consent(person, &consent).await.map_err(storage)?;
        let event = self.backend().platform_event(Some(person), EventKind::ConsentGiven, detail, id);
        tx.record(&event).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }

    /// Whether the person still agrees, seen from the transaction that is about to give a code.
    pub(crate) async fn is_agreed(
        &self,
        tx: &mut Tx,
        request: &AuthorizeRequest,
        person: PersonId,
        owner: Option<AccountId>,
    ) -> core::result::Result<bool, slipway_store::Error> {
        if request.client_id == crate::CONSOLE_CLIENT {
            return Ok(true);
        }
        let stored = tx.consent(person, &request.client_id, owner).await?;
        Ok(stored.and_then(|text| Scope::parse(&text)).is_some_and(|agreed| agreed.covers(&request.scope)))
    }

    async fn agreed(
        &self,
        request: &AuthorizeRequest,
        person: PersonId,
    ) -> core::result::Result<Option<Scope>, Report> {
        let reading = |error: slipway_store::Error| Report::new("reading a consent", error);
        let owner = self.clients().owner(&request.client_id).await.map_err(reading)?;
        let stored = self.backend().store().consent(person, &request.client_id, owner).await.map_err(reading)?;
        Ok(stored.and_then(|text| Scope::parse(&text)))
    }
}

impl Acting {
    /// The service asks again the next time; what it has of this person is dead at once.
    pub async fn revoke_consent(&self, client_id: &str) -> Result<()> {
        let person = self.person()?;
        let author = self.author()?;
        let mut tx = author.write().await?;
        let service = tx.revoke_consent(person.id, client_id).await?;
        let service = service.ok_or(Rejection::NotFound(Kind::Consent))?;
        author.tell(&mut tx, None, EventKind::ConsentRevoked, Detail::about(service).with_code(client_id)).await?;
        Ok(tx.commit().await?)
    }
}
