//! Signatures of things that are no tokens, written down beside them: a JWS with its payload taken out (RFC 7515,
//! appendix F). What is signed is a SHA-256; whoever checks the signature makes it of what they have.

use serde::{Deserialize, Serialize};

use crate::keys::{KeyError, SigningKey};
use crate::secret::base64url;
use crate::verify::{TokenFault, VerifyingKeys};

/// `typ` of the header: no token is taken for such a signature, and no such signature for a token.
const TYPE: &str = "dossier+jws";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signed {
    sha256: String,
}

/// `header..signature` for what has this hash, in lower-case hexadecimal digits.
pub fn sign(key: &SigningKey, sha256: &str) -> Result<String, KeyError> {
    let whole = key.sign(TYPE, &Signed { sha256: sha256.to_owned() })?;
    let (message, signature) = whole.rsplit_once('.').ok_or(KeyError::Signing)?;
    let (header, _) = message.split_once('.').ok_or(KeyError::Signing)?;
    Ok(format!("{header}..{signature}"))
}

/// Refuses unless one of the keys has signed that hash.
pub fn verify(keys: &VerifyingKeys, signature: &str, sha256: &str) -> Result<(), TokenFault> {
    let (header, signature) = signature.trim().split_once("..").ok_or(TokenFault::Malformed)?;
    let payload = serde_json::to_vec(&Signed { sha256: sha256.to_owned() }).map_err(|_| TokenFault::Malformed)?;
    let Signed { .. } = keys.signed_claims(&format!("{header}.{}.{signature}", base64url(&payload)), TYPE)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{Jwks, generate};

    #[test]
    fn a_signature_holds_for_what_was_signed_by_a_key_that_is_known() {
        let (made, other) = (generate().unwrap(), generate().unwrap());
        let key = SigningKey::from_pkcs8(&made.pkcs8).unwrap();
        let keys = VerifyingKeys::new(&Jwks { keys: vec![made.jwk] });
        let others = VerifyingKeys::new(&Jwks { keys: vec![other.jwk] });
        let (hash, another) = ("a".repeat(64), "b".repeat(64));
        let signature = sign(&key, &hash).unwrap();
        assert_eq!(verify(&keys, &signature, &hash), Ok(()));
        assert_eq!(verify(&keys, &signature, &another), Err(TokenFault::Signature));
        assert_eq!(verify(&others, &signature, &hash), Err(TokenFault::UnknownKey));
        assert_eq!(verify(&keys, &signature.replace("..", ".x."), &hash), Err(TokenFault::Malformed));
        let bearer = key.sign("at+jwt", &Signed { sha256: hash.clone() }).unwrap();
        let (header, rest) = bearer.split_once('.').unwrap();
        let taken = format!("{header}..{}", rest.split_once('.').unwrap().1);
        assert_eq!(verify(&keys, &taken, &hash), Err(TokenFault::Type), "no token is such a signature");
        assert_eq!(sign(&key, &hash).unwrap(), signature, "the same signature of the same thing");
    }
}
