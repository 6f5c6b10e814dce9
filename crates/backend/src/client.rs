//! The clients of the embedded issuer: the console itself, those that the operator registered in the configuration, and
//! the one of every offering with access management (§4.8), read anew for every request.

use secrecy::SecretString;
use slipway_domain::ids::AccountId;
use slipway_oidc::authorize::AuthorizeRequest;
use slipway_oidc::client::{Client, ClientKind, PkceRule};
use slipway_oidc::redirect::{LoopbackHttp, RedirectUri};
use slipway_oidc::secret::SecretHash;
use slipway_store::StoredClient;

use crate::{Backend, EmbeddedIssuer, Report};

/// The client id of the console at its own issuer.
pub const CONSOLE_CLIENT: &str = "slipway-console";

/// A client that the operator registered, whoever runs it.
#[derive(Debug, Clone)]
pub struct OperatorClient {
    /// Shown to people who are asked for their consent.
    pub name: String,
    pub client: Client,
}

/// Whom a person signs in to, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// The account that offers it; `None` for what the operator registered.
    pub owner: Option<AccountId>,
    pub service: String,
    /// The name of the owner.
    pub provider: Option<String>,
}

pub(crate) struct Clients {
    backend: Backend,
    console: Client,
    others: Vec<OperatorClient>,
}

impl OperatorClient {
    /// Without a secret it is a public client, which cannot do without PKCE. All addresses must have been checked.
    pub fn new(
        client_id: String,
        secret: Option<(&str, PkceRule)>,
        redirect_uris: Vec<RedirectUri>,
        name: String,
        scopes: Vec<String>,
    ) -> Self {
        let kind = match secret {
            Some((secret, pkce)) => {
                ClientKind::Confidential { secret: SecretHash::of(&SecretString::from(secret)), pkce }
            }
            None => ClientKind::Public,
        };
        Self { name, client: Client { client_id, kind, enabled: true, redirect_uris, scopes } }
    }
}

pub(crate) fn console(callback: &str) -> Result<Client, Report> {
    let redirect_uri = RedirectUri::register(callback, LoopbackHttp::Allowed)
        .map_err(|fault| Report::new("the console's redirect address", fault))?;
    Ok(Client {
        client_id: CONSOLE_CLIENT.to_owned(),
        kind: ClientKind::Public,
        enabled: true,
        redirect_uris: vec![redirect_uri],
        scopes: Vec::new(),
    })
}

impl Clients {
    pub(crate) fn new(backend: Backend, console: Client, others: Vec<OperatorClient>) -> Self {
        Self { backend, console, others }
    }

    pub(crate) async fn find(&self, client_id: &str) -> Result<Option<Client>, slipway_store::Error> {
        let mut own = self.others.iter().map(|other| &other.client).chain([&self.console]);
        if let Some(client) = own.find(|client| client.client_id == client_id) {
            return Ok(Some(client.clone()));
        }
        let stored = self.backend.store().sign_in_client(client_id).await?;
        Ok(stored.and_then(|stored| offered(client_id, stored)))
    }

    /// The account behind a client; `None` for what the operator registered.
    pub(crate) async fn owner(&self, client_id: &str) -> Result<Option<AccountId>, slipway_store::Error> {
        if self.others.iter().any(|other| other.client.client_id == client_id) {
            return Ok(None);
        }
        Ok(self.backend.store().sign_in_client(client_id).await?.map(|stored| stored.scope.account))
    }

    /// `None`: the console, which people know that they are at.
    async fn addressee(&self, client_id: &str) -> Result<Option<Addressee>, slipway_store::Error> {
        if client_id == self.console.client_id {
            return Ok(None);
        }
        if let Some(other) = self.others.iter().find(|other| other.client.client_id == client_id) {
            return Ok(Some(Addressee { owner: None, service: other.name.clone(), provider: None }));
        }
        let store = self.backend.store();
        let stored = store.sign_in_client(client_id).await?;
        let Some(StoredClient { scope, provider, .. }) = stored else {
            return Ok(Some(Addressee { owner: None, service: client_id.to_owned(), provider: None }));
        };
        // What customers call it; before the release, what its makers do.
        let shown = match store.catalog_entry(scope).await?.filter(slipway_store::CatalogEntry::is_public) {
            Some(entry) => Some(entry.snapshot.content),
            None => store.offering(scope).await?,
        };
        let shown = shown.map(|offering| offering.listing.draft.display_name);
        let shown = shown.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        let service = shown.unwrap_or_else(|| client_id.to_owned());
        Ok(Some(Addressee { owner: Some(scope.account), service, provider: Some(provider) }))
    }
}

impl EmbeddedIssuer {
    /// Whom the request signs somebody in to. `None`: the console itself.
    pub async fn addressee(&self, request: &AuthorizeRequest) -> Result<Option<Addressee>, Report> {
        self.clients()
            .addressee(&request.client_id)
            .await
            .map_err(|error| Report::new("the client of a sign-in", error))
    }
}

impl Backend {
    /// Refuses a client id of the operator that is the name of an offering: its people would sign in to something else.
    pub async fn check_operator_clients(&self, clients: &[OperatorClient]) -> Result<(), Report> {
        for OperatorClient { client, .. } in clients {
            let storage = |error: slipway_store::Error| Report::new("the clients of the configuration", error);
            if self.store().offering_named(&client.client_id).await.map_err(storage)?.is_some() {
                let id = &client.client_id;
                let fix = format!("{id} is the name of an offering, whose client has that id; choose another one");
                return Err(Report::new("the client_id of an entry of oidc.clients", fix));
            }
        }
        Ok(())
    }
}

/// The client of an offering, as the protocol sees it. Its own scope is the service name (§7.6). An address that cannot be
/// registered with the issuer is none. PKCE is required (security.md, decisions).
fn offered(client_id: &str, stored: StoredClient) -> Option<Client> {
    let secret = SecretHash::from_hex(&stored.secret.0)?;
    let register = |uri: &String| match RedirectUri::register(uri, LoopbackHttp::Allowed) {
        Ok(uri) => Some(uri),
        Err(fault) => {
            tracing::warn!(client_id, uri, %fault, "a redirect URI in force is not one that anybody is sent to");
            None
        }
    };
    Some(Client {
        client_id: client_id.to_owned(),
        kind: ClientKind::Confidential { secret, pkce: PkceRule::Required },
        enabled: stored.is_enabled,
        redirect_uris: stored.uris_in_force.iter().filter_map(register).collect(),
        scopes: vec![client_id.to_owned()],
    })
}
