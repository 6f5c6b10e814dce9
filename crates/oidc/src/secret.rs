//! Secrets of at least 256 bits: made from random bytes that are handed in, kept only as a SHA-256, compared in
//! constant time. Passwords are not handled here; a fast hash would be wrong for them.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// SHA-256 of a client secret; a fast hash is enough from 112 bits of entropy on (security.md §3f).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SecretHash([u8; 32]);

impl SecretHash {
    pub fn of(secret: &SecretString) -> Self {
        Self(sha256(secret.expose_secret().as_bytes()))
    }

    /// Reads 64 lower-case hex digits as stored.
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        // A hash has one spelling.
        (hex::encode(bytes) == text).then_some(Self(bytes))
    }

    /// Whether `presented` is the secret; takes the same time wherever the two differ.
    pub fn verify(&self, presented: &SecretString) -> bool {
        self.0.ct_eq(&sha256(presented.expose_secret().as_bytes())).into()
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretHash(…)")
    }
}

/// A client secret of 43 base64url characters. It is shown once; only its [`SecretHash`] is stored (§4.8).
pub fn new_client_secret(random: &[u8; 32]) -> SecretString {
    base64url(random).into()
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Refuses padding, the other alphabet and stray trailing bits, so that every value has one spelling.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_secret_itself_verifies() {
        let secret = new_client_secret(&[7; 32]);
        let hash = SecretHash::of(&secret);
        assert!(hash.verify(&secret));
        for wrong in ["", "BwcH", &secret.expose_secret()[1..], &format!("{} ", secret.expose_secret())] {
            assert!(!hash.verify(&SecretString::from(wrong)), "{wrong:?}");
        }
    }

    #[test]
    fn the_stored_form_reads_back_and_nothing_else_does() {
        let hash = SecretHash::of(&SecretString::from("abc"));
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(SecretHash::from_hex(hex), Some(hash));
        for wrong in
            [&hex[1..], &hex.to_uppercase(), &format!("{hex}0"), &hex.replace('b', "g"), "é".repeat(32).as_str()]
        {
            assert_eq!(SecretHash::from_hex(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_hash_does_not_show_itself() {
        assert_eq!(format!("{:?}", SecretHash([1; 32])), "SecretHash(…)");
    }
}
