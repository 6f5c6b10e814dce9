//! What programs present: `<family>_<public>_<secret><checksum>`. By the public part it is found; of all of it only the
//! SHA-256 is kept. The checksum is there for whoever searches texts for credentials that were let out, and for telling
//! what was mistyped without a look at the database. It knows neither people nor services.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;
use sha2::{Digest as _, Sha256};
use slipway_oidc::secret::SecretHash;
use slipway_oidc::token::public_beginning as beginning;
use slipway_store::StoredSecret;

use crate::{Ids, Report};

/// The characters of a checksum: 32 bits.
const CHECKSUM: usize = 6;

/// What a credential is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// An API key of a service id.
    ServiceKey,
    PersonalToken,
}

impl Family {
    const ALL: [Self; 2] = [Self::ServiceKey, Self::PersonalToken];

    /// What it begins with.
    const fn mark(self) -> &'static str {
        match self {
            Self::ServiceKey => "slw_",
            Self::PersonalToken => "slp_",
        }
    }

    /// What `presented` is, and its public beginning; `None`: nothing that was made here.
    pub(crate) fn of(presented: &str) -> Option<(Self, &str)> {
        Self::ALL.into_iter().find_map(|family| Some((family, beginning(family.mark(), presented)?)))
    }
}

/// The public beginning of a credential that was made here; empty for anything else. It opens nothing, and is what
/// attempts are counted by.
pub fn public_beginning(presented: &str) -> &str {
    Family::of(presented).map_or("", |(_, beginning)| beginning)
}

/// A credential that was just made.
pub(crate) struct NewCredential {
    /// Its public beginning.
    pub(crate) prefix: String,
    /// All of it.
    pub(crate) value: String,
}

impl NewCredential {
    /// With 256 random bits.
    pub(crate) fn new(ids: &Ids, family: Family) -> Self {
        let prefix = format!("{}{}", family.mark(), hex::encode(ids.bytes::<6>()));
        let mut value = format!("{prefix}_{}", ids.token());
        value.push_str(&checksum(&value));
        Self { prefix, value }
    }

    /// What is kept of it.
    pub(crate) fn hash(&self) -> StoredSecret {
        StoredSecret(secret_hash(&self.value))
    }
}

/// SHA-256 in hex. Secrets made here hold at least 160 random bits, for which a fast hash is enough.
pub(crate) fn secret_hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// Whether it ends with its checksum. API keys that were made before there were any do not.
pub(crate) fn is_whole(presented: &str) -> bool {
    let parts = presented.len().checked_sub(CHECKSUM).and_then(|at| presented.split_at_checked(at));
    parts.is_some_and(|(value, sum)| checksum(value) == sum)
}

/// Whether `presented` is what was kept; takes the same time wherever the two differ.
pub(crate) fn proves(kept: &StoredSecret, presented: &SecretString) -> Result<bool, Report> {
    let kept = SecretHash::from_hex(&kept.0).ok_or_else(|| Report::new("a credential", "its hash is malformed"))?;
    Ok(kept.verify(presented))
}

/// The first 32 bits of the SHA-256 of everything before it.
fn checksum(value: &str) -> String {
    let digest = Sha256::digest(value.as_bytes());
    URL_SAFE_NO_PAD.encode(&digest[..4])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_is_found_by_its_beginning_and_whole() {
        let ids = Ids::seeded(1);
        for family in Family::ALL {
            let made = NewCredential::new(&ids, family);
            assert_eq!(Family::of(&made.value), Some((family, made.prefix.as_str())));
            assert_eq!(public_beginning(&made.value), made.prefix);
            assert!(is_whole(&made.value));
            assert_eq!(made.value.len(), "slp_0123456789ab_".len() + 43 + CHECKSUM);
            assert!(proves(&made.hash(), &SecretString::from(made.value.as_str())).unwrap());
        }
    }

    #[test]
    fn every_change_of_one_character_breaks_the_checksum() {
        let made = NewCredential::new(&Ids::seeded(2), Family::PersonalToken).value;
        for at in 0..made.len() {
            let other = if made.as_bytes()[at] == b'x' { "y" } else { "x" };
            let changed = format!("{}{other}{}", &made[..at], &made[at + 1..]);
            assert!(!is_whole(&changed), "{at}");
        }
    }

    #[test]
    fn nothing_else_is_a_credential() {
        for other in ["", "slp_", "slp_0123456789ab", "slx_0123456789ab_secret", "Bearer slp_0123456789ab_x", "é"] {
            assert_eq!((Family::of(other), public_beginning(other)), (None, ""), "{other}");
            assert!(!is_whole(other), "{other}");
        }
        assert!(!is_whole("ééé") && !is_whole("aaéaaaaa"), "a checksum is cut at a character");
    }
}
