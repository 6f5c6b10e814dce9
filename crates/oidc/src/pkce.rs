//! Proof key for code exchange (RFC 7636), method S256 alone. Whether a client must use it is decided elsewhere.

use std::fmt;

use subtle::ConstantTimeEq as _;

use crate::secret::{base64url, from_base64url, sha256};

/// The one `code_challenge_method`; `plain` is never accepted.
pub const METHOD: &str = "S256";

/// BASE64URL(SHA256(verifier)): 43 characters, kept beside the code.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Challenge(String);

impl Challenge {
    /// Accepts exactly 43 base64url characters that spell 32 bytes in the one canonical way.
    pub fn parse(text: &str) -> Option<Self> {
        let digest = from_base64url(text)?;
        (digest.len() == 32).then(|| Self(text.to_owned()))
    }

    pub fn of(verifier: &str) -> Self {
        Self(base64url(&sha256(verifier.as_bytes())))
    }

    /// Whether `verifier` is 43 to 128 unreserved characters (RFC 7636 §4.1) whose hash is this challenge.
    pub fn accepts(&self, verifier: &str) -> bool {
        is_verifier(verifier) && self.0.as_bytes().ct_eq(Self::of(verifier).0.as_bytes()).into()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636 appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_example_of_the_standard_holds() {
        let challenge = Challenge::parse(CHALLENGE).unwrap();
        assert_eq!(Challenge::of(VERIFIER), challenge);
        assert!(challenge.accepts(VERIFIER));
    }

    #[test]
    fn other_verifiers_do_not_fit() {
        let challenge = Challenge::parse(CHALLENGE).unwrap();
        for wrong in ["", CHALLENGE, &VERIFIER[1..], &format!("{VERIFIER}k"), &VERIFIER.to_lowercase()] {
            assert!(!challenge.accepts(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn a_matching_hash_does_not_excuse_a_malformed_verifier() {
        let short = "a".repeat(42);
        let long = "a".repeat(129);
        let spaced = format!("{} ", "a".repeat(50));
        for verifier in [short, long, spaced, "é".repeat(30)] {
            assert!(!Challenge::of(&verifier).accepts(&verifier), "{verifier:?}");
        }
        for verifier in ["~".repeat(43), "-._~".repeat(32)] {
            assert!(Challenge::of(&verifier).accepts(&verifier), "{verifier:?}");
        }
    }

    #[test]
    fn a_challenge_has_one_spelling_of_43_characters() {
        let padded = format!("{CHALLENGE}=");
        let standard_alphabet = CHALLENGE.replace('-', "+");
        let stray_bits = format!("{}N", &CHALLENGE[..42]);
        let hex = "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3";
        for wrong in ["", VERIFIER, &CHALLENGE[1..], &padded, &standard_alphabet, &stray_bits, hex] {
            let accepted = Challenge::parse(wrong).is_some();
            assert_eq!(accepted, wrong == VERIFIER, "{wrong:?}");
        }
    }
}
