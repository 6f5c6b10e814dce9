//! What the console and an issuer have in common, by the issuer's description: with which algorithms ID tokens are signed,
//! and how the console proves itself at the token endpoint (OIDC Discovery §3, OIDC Core §9).

use openidconnect::AuthType;
use openidconnect::core::{CoreClientAuthMethod, CoreJwsSigningAlgorithm};
use serde::Serialize;

use super::provider::Metadata;

/// All that is ever checked, each with a public key of the issuer: no `none`, and no HMAC, whose key would be known to
/// whoever knows the client's secret, or takes a public key for one (security.md §3b).
const CHECKED: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What both sides can do.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    /// Of ID tokens; never empty.
    pub(super) algorithms: Vec<CoreJwsSigningAlgorithm>,
    /// At the token endpoint.
    pub(super) authentication: AuthType,
}

/// Why nobody can sign in at an issuer, for whoever configured it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unfit {
    #[error("the issuer signs ID tokens with {0}; Slipway checks {checked}", checked = named(&CHECKED))]
    Algorithms(String),
    #[error(
        "the issuer wants {0} at its token endpoint; Slipway sends its secret as client_secret_basic or \
         client_secret_post, and none at all as a public client, without oidc.client_secret"
    )]
    Authentication(String),
}

impl Terms {
    pub(super) fn of(metadata: &Metadata, has_secret: bool) -> Result<Self, Unfit> {
        let taken = metadata.token_endpoint_auth_methods_supported().map(Vec::as_slice);
        Ok(Self {
            algorithms: algorithms(metadata.id_token_signing_alg_values_supported())?,
            authentication: authentication(taken, has_secret)?,
        })
    }
}

fn algorithms(offered: &[CoreJwsSigningAlgorithm]) -> Result<Vec<CoreJwsSigningAlgorithm>, Unfit> {
    let common: Vec<_> = CHECKED.into_iter().filter(|algorithm| offered.contains(algorithm)).collect();
    if common.is_empty() { Err(Unfit::Algorithms(named(offered))) } else { Ok(common) }
}

/// `taken` is what the token endpoint takes; an issuer that does not say takes `client_secret_basic`. Without a secret the
/// client id goes alone, whatever is said: many issuers have public clients and do not list `none`.
fn authentication(taken: Option<&[CoreClientAuthMethod]>, has_secret: bool) -> Result<AuthType, Unfit> {
    if !has_secret {
        return Ok(AuthType::RequestBody);
    }
    match taken {
        None => Ok(AuthType::BasicAuth),
        Some(taken) if taken.contains(&CoreClientAuthMethod::ClientSecretBasic) => Ok(AuthType::BasicAuth),
        Some(taken) if taken.contains(&CoreClientAuthMethod::ClientSecretPost) => Ok(AuthType::RequestBody),
        Some(taken) => Err(Unfit::Authentication(named(taken))),
    }
}

/// As the description spells them.
fn named<T: Serialize>(values: &[T]) -> String {
    let name = |value: &T| serde_json::to_value(value).ok()?.as_str().map(str::to_owned);
    let names: Vec<String> = values.iter().filter_map(name).collect();
    if names.is_empty() { "nothing that is known here".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_description_makes_us_check_anything_but_signatures_with_public_keys() {
        let all = ["none", "HS256", "HS384", "HS512", "ES512", "RS256", "PS384", "ES256", "EdDSA"];
        let offered: Vec<CoreJwsSigningAlgorithm> = serde_json::from_value(serde_json::json!(all)).unwrap();
        assert_eq!(named(&algorithms(&offered).unwrap()), "RS256, PS384, ES256, EdDSA");
        let refused = algorithms(&offered[..5]).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the issuer signs ID tokens with none, HS256, HS384, HS512, ES512; Slipway checks RS256, RS384, RS512, \
             PS256, PS384, PS512, ES256, ES384, EdDSA"
        );
        assert_eq!(algorithms(&[]), Err(Unfit::Algorithms("nothing that is known here".to_owned())));
    }

    #[test]
    fn a_secret_goes_where_the_issuer_takes_it_and_into_the_header_if_it_does_not_say() {
        use CoreClientAuthMethod::{ClientSecretBasic, ClientSecretPost, None as Nothing, PrivateKeyJwt};
        let basic =
            |taken: Option<&[CoreClientAuthMethod]>| matches!(authentication(taken, true), Ok(AuthType::BasicAuth));
        assert!(basic(None) && basic(Some(&[ClientSecretPost, ClientSecretBasic])));
        let post = authentication(Some(&[PrivateKeyJwt, ClientSecretPost]), true);
        assert!(matches!(post, Ok(AuthType::RequestBody)), "{post:?}");
        let refused = authentication(Some(&[PrivateKeyJwt, Nothing]), true).unwrap_err();
        assert_eq!(refused, Unfit::Authentication("private_key_jwt, none".to_owned()));
    }

    #[test]
    fn without_a_secret_the_client_id_goes_alone() {
        let listed = [CoreClientAuthMethod::None, CoreClientAuthMethod::ClientSecretBasic];
        for taken in [None, Some(&listed[..1]), Some(&listed[1..])] {
            let chosen = authentication(taken, false);
            assert!(matches!(chosen, Ok(AuthType::RequestBody)), "{taken:?}: {chosen:?}");
        }
    }
}
