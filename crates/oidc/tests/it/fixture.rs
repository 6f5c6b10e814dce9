//! One issuer, its keys, a dashboard that is its client, and Ada who signs in there.

use std::sync::OnceLock;

use secrecy::{ExposeSecret as _, SecretSlice, SecretString};
use slipway_oidc::authorize::{AuthorizeError, AuthorizeQuery, AuthorizeRequest};
use slipway_oidc::claims::Person;
use slipway_oidc::client::{Client, ClientKind, PkceRule};
use slipway_oidc::discovery::Issuer;
use slipway_oidc::grant::CodeRecord;
use slipway_oidc::issue::{Lifetimes, TokenIds, TokenIssuer, TokenResponse};
use slipway_oidc::keys::{Jwks, SigningKey, generate};
use slipway_oidc::redirect::{LoopbackHttp, RedirectUri};
use slipway_oidc::secret::SecretHash;
use slipway_oidc::verify::VerifyingKeys;

pub(crate) const NOW: i64 = 1_790_000_000;
pub(crate) const CALLBACK: &str = "https://dash.example.com/oauth/callback";
pub(crate) const SECRET: &str = "Zm9yLXRlc3RzLW9ubHktbm90LWEtcmVhbC1zZWNyZXQ";
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) fn issuer() -> Issuer {
    Issuer::parse("https://console.example.com/oidc", LoopbackHttp::Refused).unwrap()
}

/// A confidential client with PKCE, as every new dashboard gets it.
pub(crate) fn dashboard() -> Client {
    Client {
        client_id: "ledger".to_owned(),
        kind: confidential(PkceRule::Required),
        enabled: true,
        redirect_uris: vec![redirect_uri(CALLBACK), redirect_uri("https://dash.example.com/cb?tenant=7")],
        scopes: vec!["ledger".to_owned()],
    }
}

pub(crate) fn confidential(pkce: PkceRule) -> ClientKind {
    ClientKind::Confidential { secret: SecretHash::of(&SecretString::from(SECRET)), pkce }
}

pub(crate) fn redirect_uri(text: &str) -> RedirectUri {
    RedirectUri::register(text, LoopbackHttp::Refused).unwrap()
}

/// A good authorization request as pairs, to be spoiled by tests.
pub(crate) fn good_pairs() -> Vec<(String, String)> {
    let pairs = [
        ("client_id", "ledger"),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid profile email ledger"),
        ("state", "s-1"),
        ("nonce", "n-1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

/// The good request with some parameters replaced, or left out where the value is `None`.
pub(crate) fn pairs_with(changes: &[(&str, Option<&str>)]) -> Vec<(String, String)> {
    let mut pairs = good_pairs();
    for (name, value) in changes {
        pairs.retain(|(own, _)| own != name);
        pairs.extend(value.map(|value| ((*name).to_owned(), value.to_owned())));
    }
    pairs
}

pub(crate) fn check(client: &Client, changes: &[(&str, Option<&str>)]) -> Result<AuthorizeRequest, AuthorizeError> {
    AuthorizeQuery::from_pairs(pairs_with(changes)).check(Some(client), &issuer())
}

pub(crate) fn good_request() -> AuthorizeRequest {
    check(&dashboard(), &[]).unwrap()
}

/// The record of [`good_request`], for Ada, who signed in ten minutes ago.
pub(crate) fn record() -> CodeRecord {
    CodeRecord::issue(&good_request(), "person-ada".to_owned(), NOW - 600, NOW)
}

pub(crate) fn ada() -> Person {
    Person {
        subject: "person-ada".to_owned(),
        name: "Ada Moreau".to_owned(),
        given_name: Some("Ada".to_owned()),
        family_name: None,
        email: Some("ada@example.com".to_owned()),
        email_verified: Some(true),
    }
}

pub(crate) struct Key {
    pub(crate) pkcs8: SecretSlice<u8>,
    pub(crate) signing: SigningKey,
}

/// The key the issuer signs with; made once per run, since that takes a moment.
pub(crate) fn own_key() -> &'static Key {
    static KEY: OnceLock<Key> = OnceLock::new();
    KEY.get_or_init(new_key)
}

/// A key the issuer has never heard of.
pub(crate) fn foreign_key() -> &'static Key {
    static KEY: OnceLock<Key> = OnceLock::new();
    KEY.get_or_init(new_key)
}

fn new_key() -> Key {
    let pkcs8 = generate().unwrap().pkcs8;
    let signing = SigningKey::from_pkcs8(&pkcs8).unwrap();
    Key { pkcs8, signing }
}

impl Key {
    pub(crate) fn pair(&self) -> aws_lc_rs::rsa::KeyPair {
        aws_lc_rs::rsa::KeyPair::from_pkcs8(self.pkcs8.expose_secret()).unwrap()
    }
}

pub(crate) fn jwks() -> Jwks {
    [own_key().signing.jwk().clone()].into_iter().collect()
}

pub(crate) fn keys() -> VerifyingKeys {
    VerifyingKeys::new(&jwks())
}

pub(crate) fn tokens() -> TokenResponse {
    tokens_for(&record())
}

pub(crate) fn id_token() -> String {
    tokens().id_token.unwrap()
}

pub(crate) fn tokens_for(record: &CodeRecord) -> TokenResponse {
    let ids = TokenIds { access_token: [1; 16], id_token: [2; 16] };
    let made = TokenIssuer { issuer: &issuer(), key: &own_key().signing, lifetimes: Lifetimes::default() };
    made.issue(record, &ada(), ids, NOW).unwrap()
}
