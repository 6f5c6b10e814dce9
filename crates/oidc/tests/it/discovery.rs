//! The discovery document and the key set, as clients read them.

use jsonwebtoken::jwk::{JwkSet, ThumbprintHash};
use secrecy::SecretSlice;
use slipway_oidc::discovery::Discovery;
use slipway_oidc::keys::{Jwks, KeyError, PublicJwk, SigningKey};

use crate::fixture::{foreign_key, issuer, own_key};

#[test]
fn the_document_says_what_is_supported_and_no_more() {
    let document = serde_json::to_string_pretty(&Discovery::new(&issuer())).unwrap();
    insta::assert_snapshot!(document, @r#"
    {
      "issuer": "https://console.example.com/oidc",
      "authorization_endpoint": "https://console.example.com/oidc/authorize",
      "token_endpoint": "https://console.example.com/oidc/token",
      "userinfo_endpoint": "https://console.example.com/oidc/userinfo",
      "revocation_endpoint": "https://console.example.com/oidc/revoke",
      "jwks_uri": "https://console.example.com/oidc/keys",
      "scopes_supported": [
        "openid",
        "profile",
        "email"
      ],
      "response_types_supported": [
        "code"
      ],
      "response_modes_supported": [
        "query"
      ],
      "grant_types_supported": [
        "authorization_code",
        "urn:slipway:params:oauth:grant-type:apikey"
      ],
      "subject_types_supported": [
        "public"
      ],
      "id_token_signing_alg_values_supported": [
        "RS256"
      ],
      "token_endpoint_auth_methods_supported": [
        "client_secret_basic",
        "client_secret_post",
        "none"
      ],
      "revocation_endpoint_auth_methods_supported": [
        "client_secret_basic",
        "client_secret_post",
        "none"
      ],
      "code_challenge_methods_supported": [
        "S256"
      ],
      "claims_supported": [
        "iss",
        "sub",
        "aud",
        "exp",
        "iat",
        "auth_time",
        "nonce",
        "jti",
        "at_hash",
        "name",
        "email",
        "email_verified"
      ],
      "claim_types_supported": [
        "normal"
      ],
      "prompt_values_supported": [
        "none",
        "login",
        "consent",
        "select_account"
      ],
      "authorization_response_iss_parameter_supported": true,
      "claims_parameter_supported": false,
      "request_parameter_supported": false,
      "request_uri_parameter_supported": false
    }
    "#);
}

#[test]
fn another_reader_understands_the_key_set() {
    let published: Jwks = [own_key(), foreign_key()].map(|key| key.signing.jwk().clone()).into_iter().collect();
    let text = serde_json::to_string(&published).unwrap();
    let read: JwkSet = serde_json::from_str(&text).unwrap();
    assert_eq!(read.keys.len(), 2);
    for (jwk, key) in read.keys.iter().zip([own_key(), foreign_key()]) {
        assert_eq!(jwk.thumbprint(ThumbprintHash::SHA256), key.signing.kid());
        assert_eq!(jwk.common.key_id.as_deref(), Some(key.signing.kid()));
    }
    assert_eq!(serde_json::from_str::<Jwks>(&text).unwrap(), published);
    assert!(!text.contains("\"d\""), "no private part is published");
}

#[test]
fn a_key_is_named_by_its_thumbprint() {
    // The example of RFC 7638 §3.1.
    let modulus = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZC\
                   iFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZg\
                   nYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIq\
                   bw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
    let jwk = PublicJwk::new(modulus.to_owned(), "AQAB".to_owned());
    assert_eq!(jwk.kid, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

#[test]
fn a_stored_key_loads_again_under_the_same_name() {
    let again = SigningKey::from_pkcs8(&own_key().pkcs8).unwrap();
    assert_eq!(again.jwk(), own_key().signing.jwk());
    assert_eq!(again.jwk().n.len(), 342, "2048 bits");
    assert_eq!(again.jwk().e, "AQAB");
}

#[test]
fn what_is_no_key_does_not_load() {
    for bytes in [Vec::new(), vec![0; 32], b"-----BEGIN PRIVATE KEY-----".to_vec()] {
        let loaded = SigningKey::from_pkcs8(&SecretSlice::from(bytes));
        assert_eq!(loaded.err(), Some(KeyError::Malformed));
    }
}

#[test]
fn a_generated_key_does_not_show_its_private_part() {
    let shown = format!("{:?} {:?}", slipway_oidc::keys::generate().unwrap(), own_key().signing);
    assert!(shown.contains("REDACTED"), "{shown}");
}
