//! RSA keys for RS256: generation, signing and the public key set (§7.2). Private operations happen inside aws-lc-rs
//! only; how keys are stored and when they rotate is decided elsewhere.

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize, PublicKeyComponents};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use secrecy::{ExposeSecret as _, SecretSlice};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::secret::{base64url, sha256};

/// The one signature algorithm.
pub const ALGORITHM: &str = "RS256";

/// A fresh key: the private part to be encrypted and stored, the public part to be published.
#[derive(Debug)]
pub struct GeneratedKey {
    /// PKCS#8 version 1, DER, unencrypted. Wiped on drop.
    pub pkcs8: SecretSlice<u8>,
    pub jwk: PublicJwk,
}

/// A loaded private key. Parsed and checked once; signing does not touch the encoded form again.
#[derive(Debug)]
pub struct SigningKey {
    pair: KeyPair,
    jwk: PublicJwk,
}

/// An RSA public key as RFC 7517 writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicJwk {
    pub kty: String,
    #[serde(rename = "use")]
    pub usage: String,
    pub alg: String,
    /// RFC 7638 thumbprint, SHA-256, base64url.
    pub kid: String,
    pub n: String,
    pub e: String,
}

/// What `<issuer>/keys` answers: the signing key, the next one, and old ones until their last token is dead.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwks {
    pub keys: Vec<PublicJwk>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyError {
    #[error("no key could be generated")]
    Generation,
    #[error("the stored key is not an RSA key of 2048 to 8192 bits in PKCS#8")]
    Malformed,
    #[error("the token could not be signed")]
    Signing,
}

/// Makes an RSA key of 2048 bits. The one place in this crate that is not a function of its arguments: aws-lc-rs takes
/// the randomness for keys from its own generator and accepts no other.
pub fn generate() -> Result<GeneratedKey, KeyError> {
    let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyError::Generation)?;
    let der = pair.as_der().map_err(|_| KeyError::Generation)?;
    Ok(GeneratedKey { pkcs8: der.as_ref().to_vec().into(), jwk: PublicJwk::of(&pair) })
}

impl SigningKey {
    pub fn from_pkcs8(pkcs8: &SecretSlice<u8>) -> Result<Self, KeyError> {
        let pair = KeyPair::from_pkcs8(pkcs8.expose_secret()).map_err(|_| KeyError::Malformed)?;
        let jwk = PublicJwk::of(&pair);
        Ok(Self { pair, jwk })
    }

    pub const fn jwk(&self) -> &PublicJwk {
        &self.jwk
    }

    pub fn kid(&self) -> &str {
        &self.jwk.kid
    }

    /// A signed token in compact form with the header `{alg, typ, kid}`. jsonwebtoken would need PKCS#1 here and would
    /// parse and check the key again for every signature, so the few lines of RFC 7515 §7.1 stand here instead.
    pub fn sign(&self, typ: &str, claims: &impl Serialize) -> Result<String, KeyError> {
        let header = serde_json::json!({ "alg": ALGORITHM, "typ": typ, "kid": self.jwk.kid }).to_string();
        let payload = serde_json::to_vec(claims).map_err(|_| KeyError::Signing)?;
        let message = format!("{}.{}", base64url(header.as_bytes()), base64url(&payload));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature)
            .map_err(|_| KeyError::Signing)?;
        Ok(format!("{message}.{}", base64url(&signature)))
    }
}

impl PublicJwk {
    /// The key `n`, `e` (big-endian, base64url) for checking signatures, named by its thumbprint.
    pub fn new(n: String, e: String) -> Self {
        let kid = base64url(&sha256(format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#).as_bytes()));
        Self { kty: "RSA".to_owned(), usage: "sig".to_owned(), alg: ALGORITHM.to_owned(), kid, n, e }
    }

    /// Whether it says what keys of this issuer say, and is named by its own thumbprint.
    pub(crate) fn is_sound(&self) -> bool {
        *self == Self::new(self.n.clone(), self.e.clone())
    }

    fn of(pair: &KeyPair) -> Self {
        let public = PublicKeyComponents::from(pair.public_key());
        Self::new(base64url(&public.n), base64url(&public.e))
    }
}

impl FromIterator<PublicJwk> for Jwks {
    fn from_iter<I: IntoIterator<Item = PublicJwk>>(keys: I) -> Self {
        Self { keys: keys.into_iter().collect() }
    }
}
