//! What somebody gave to others, and can take back: a consent, and an access token.

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Backend};
use slipway_domain::consent::ServiceConsent;
use slipway_domain::token::TokenDraft;

use super::Facts;
use super::stage::account;

/// The person agreed to sign in to the offering.
pub(super) async fn agree(backend: &Backend, email: &str) {
    let person = backend.store().person_with_email(email).await.unwrap().unwrap().id;
    let consent = ServiceConsent {
        client_id: OFFERING.to_owned(),
        owner: Some(account(backend, "Northwind Data").await),
        service: "Vector Search".to_owned(),
        provider: Some("Northwind Data".to_owned()),
        scopes: vec!["openid".to_owned(), "email".to_owned()],
        given_at: backend.clock().now(),
    };
    let mut tx = backend.store().write().await.unwrap();
    tx.put_consent(person, &consent).await.unwrap();
    tx.commit().await.unwrap();
}

/// An access token of theirs.
pub(super) async fn issue(somebody: &Acting) -> Facts {
    let draft = TokenDraft { name: "Nightly".to_owned(), scope: "write".to_owned(), lifetime: "90".to_owned() };
    somebody.create_token(&draft).await.unwrap();
    let token = somebody.tokens().await.unwrap().tokens.remove(0);
    Facts::from([("access_token", token.id.to_string())])
}
