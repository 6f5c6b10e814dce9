//! argon2id behind a door that lets few through at a time, since each hash takes 19 MiB and tens of milliseconds. What
//! makes a good password is the domain's rule; who may sign in is not known here.

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Semaphore;

use crate::{Ids, Report};

/// How many hashes are computed at the same time in this process; further ones wait.
const AT_ONCE: usize = 2;

static DOOR: Semaphore = Semaphore::const_new(AT_ONCE);

/// The hash of nothing anybody knows (salt and digest are plain random bytes). It is verified where there is no
/// account, so that an unknown address takes as long as a wrong password.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$48ScCmfyQ8+5CyQpmN9UyQ$BNfPPALAz+jtEtBHmMF6ZhhThIqUab9pB2KOOWu9HAo";

/// The PHC form with a fresh salt.
pub(crate) async fn hash(password: SecretString, ids: &Ids) -> Result<String, Report> {
    let salt = ids.bytes();
    behind_the_door(move || hash_now(&password, &salt)).await?
}

/// Takes the same work whether there is a hash or not; without one the answer is no.
pub(crate) async fn verify(password: SecretString, hash: Option<String>) -> Result<bool, Report> {
    let known = hash.is_some();
    let matches = behind_the_door(move || verify_now(&password, hash.as_deref().unwrap_or(DECOY))).await??;
    Ok(known && matches)
}

async fn behind_the_door<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Report> {
    let _permit = DOOR.acquire().await.map_err(|error| Report::new("the door to argon2", error))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| Report::new("argon2", error))
}

/// 19 MiB, two passes, one lane: OWASP's first recommendation for argon2id.
fn argon2id() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("these parameters are in range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_now(password: &SecretString, salt: &[u8; 16]) -> Result<String, Report> {
    let salt =
        SaltString::encode_b64(salt).map_err(|error| Report::new("the salt of a password", error.to_string()))?;
    let hash = argon2id().hash_password(password.expose_secret().as_bytes(), &salt);
    hash.map(|hash| hash.to_string()).map_err(|error| Report::new("hashing a password", error.to_string()))
}

fn verify_now(password: &SecretString, hash: &str) -> Result<bool, Report> {
    let parsed = PasswordHash::new(hash).map_err(|error| Report::new("a stored password hash", error.to_string()))?;
    Ok(argon2id().verify_password(password.expose_secret().as_bytes(), &parsed).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_verifies_against_its_own_hash_only() {
        let hash = hash("correct horse battery".to_owned().into(), &Ids::System).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("correct horse battery".to_owned().into(), Some(hash.clone())).await.unwrap());
        assert!(!verify("correct horse".to_owned().into(), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn without_a_hash_nothing_verifies_but_the_work_is_done() {
        assert!(!verify("anything".to_owned().into(), None).await.unwrap());
        assert!(!verify_now(&"anything".to_owned().into(), DECOY).unwrap(), "the decoy is a well-formed hash");
    }
}
