//! Encryption of what must be readable again: broker passwords, signing keys, the sign-in cookie. A sealed value is
//! bound to the place it was sealed for, so that it cannot be moved to another row or tenant (security.md §3f).
//! Where the key comes from is not known here.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret as _, SecretBox, SecretSlice, SecretString};
use sha2::{Digest as _, Sha256};

use crate::Ids;

/// 32 random bytes.
#[derive(Debug)]
pub struct SealingKey(SecretBox<[u8; 32]>);

/// Where a sealed value lives. All four are authenticated together with the value.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub table: &'a str,
    pub row: &'a str,
    pub column: &'a str,
    /// The account that owns the row; empty for what belongs to the platform.
    pub tenant: &'a str,
}

/// Seals and opens with one key. Cheap enough to build once, shared by reference.
pub struct Sealer {
    cipher: XChaCha20Poly1305,
    key_id: String,
    ids: Ids,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("the secrets key is not 32 bytes in base64")]
    MalformedKey,
    #[error("the value was sealed with the secrets key {0}, which is not the configured one")]
    OtherKey(String),
    #[error("the sealed value was altered or belongs to another place")]
    Broken,
}

const FORMAT: u8 = 1;
const KEY_ID: usize = 8;
const NONCE: usize = 24;
const HEAD: usize = 1 + KEY_ID + NONCE;

impl SealingKey {
    pub fn generate(ids: &Ids) -> Self {
        Self(SecretBox::init_with_mut(|bytes: &mut [u8; 32]| ids.fill(bytes)))
    }

    /// Reads the standard base64 form; blanks and line ends around it do not matter.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        let bytes: SecretSlice<u8> = STANDARD.decode(text.trim()).map_err(|_| SealError::MalformedKey)?.into();
        if bytes.expose_secret().len() != 32 {
            return Err(SealError::MalformedKey);
        }
        Ok(Self(SecretBox::init_with_mut(|key: &mut [u8; 32]| key.copy_from_slice(bytes.expose_secret()))))
    }

    /// The form that [`SealingKey::parse`] reads.
    pub fn to_base64(&self) -> SecretString {
        STANDARD.encode(self.0.expose_secret()).into()
    }
}

impl Sealer {
    pub fn new(key: &SealingKey, ids: Ids) -> Self {
        let digest =
            Sha256::new().chain_update("slipway secrets key id").chain_update(key.0.expose_secret()).finalize();
        let key_id = hex::encode(&digest[..KEY_ID / 2]);
        Self { cipher: XChaCha20Poly1305::new(key.0.expose_secret().into()), key_id, ids }
    }

    /// Names the key without telling anything about it: eight hexadecimal digits.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Format byte, key id, nonce, ciphertext with tag.
    ///
    /// # Panics
    ///
    /// For more than 256 GiB.
    pub fn seal(&self, place: Place<'_>, plain: &[u8]) -> Vec<u8> {
        let nonce = self.ids.bytes::<NONCE>();
        let aad = place.bytes();
        let payload = Payload { msg: plain, aad: &aad };
        let sealed = self
            .cipher
            .encrypt(XNonce::from_slice(&nonce), payload)
            .expect("the cipher refuses only messages of more than 256 GiB");
        [&[FORMAT], self.key_id.as_bytes(), &nonce, &sealed].concat()
    }

    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<SecretSlice<u8>, SealError> {
        let (head, body) = sealed.split_at_checked(HEAD).ok_or(SealError::Broken)?;
        let (format_and_id, nonce) = head.split_at(1 + KEY_ID);
        if format_and_id[0] != FORMAT {
            return Err(SealError::Broken);
        }
        let key_id = String::from_utf8_lossy(&format_and_id[1..]);
        if key_id != self.key_id {
            return Err(SealError::OtherKey(key_id.into_owned()));
        }
        let payload = Payload { msg: body, aad: &place.bytes() };
        let plain = self.cipher.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| SealError::Broken)?;
        Ok(plain.into())
    }
}

impl core::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Sealer").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

impl Place<'_> {
    /// Each part with its length in front, so that no two places have the same bytes.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for part in [self.table, self.row, self.column, self.tenant] {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Place<'_> = Place { table: "broker", row: "1", column: "password", tenant: "acme" };

    fn sealer(seed: u64) -> Sealer {
        Sealer::new(&SealingKey::generate(&Ids::seeded(seed)), Ids::seeded(seed + 1))
    }

    #[test]
    fn what_was_sealed_opens_in_its_own_place_only() {
        let sealer = sealer(1);
        let bytes = sealer.seal(HERE, b"hunter2");
        assert_eq!(sealer.open(HERE, &bytes).unwrap().expose_secret(), b"hunter2");
        for elsewhere in [
            Place { table: "other", ..HERE },
            Place { row: "2", ..HERE },
            Place { column: "username", ..HERE },
            Place { tenant: "globex", ..HERE },
            Place { row: "1pass", column: "word", ..HERE },
        ] {
            assert_eq!(sealer.open(elsewhere, &bytes).unwrap_err(), SealError::Broken);
        }
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let sealer = sealer(1);
        let bytes = sealer.seal(HERE, b"hunter2");
        for byte in 0..bytes.len() {
            for bit in 0..8 {
                let mut altered = bytes.clone();
                altered[byte] ^= 1 << bit;
                assert!(sealer.open(HERE, &altered).is_err(), "byte {byte}, bit {bit}");
            }
        }
        for length in 0..bytes.len() {
            assert!(sealer.open(HERE, &bytes[..length]).is_err(), "cut to {length}");
        }
    }

    #[test]
    fn another_key_is_named_and_opens_nothing() {
        let bytes = sealer(1).seal(HERE, b"hunter2");
        assert!(matches!(sealer(7).open(HERE, &bytes), Err(SealError::OtherKey(_))));
    }

    #[test]
    fn sealing_twice_gives_different_bytes() {
        let sealer = sealer(1);
        assert_ne!(sealer.seal(HERE, b"hunter2"), sealer.seal(HERE, b"hunter2"));
    }

    #[test]
    fn a_key_survives_its_text_form_and_nothing_else_is_a_key() {
        let key = SealingKey::generate(&Ids::seeded(1));
        let text = key.to_base64();
        let again = SealingKey::parse(&format!("  {}\n", text.expose_secret())).unwrap();
        assert_eq!(Sealer::new(&key, Ids::System).key_id(), Sealer::new(&again, Ids::System).key_id());
        for wrong in ["", "AAAA", "not base64 at all!", &"A".repeat(88)] {
            assert!(matches!(SealingKey::parse(wrong), Err(SealError::MalformedKey)), "{wrong}");
        }
    }
}
