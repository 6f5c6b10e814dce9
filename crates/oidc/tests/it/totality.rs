//! Whatever bytes arrive, nothing panics, nothing is redirected elsewhere, and no token is accepted by accident.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::collection::vec;
use proptest::prelude::*;
use slipway_oidc::authorize::{AuthorizeError, AuthorizeQuery};
use slipway_oidc::discovery::Issuer;
use slipway_oidc::error::OAuthError;
use slipway_oidc::pkce::Challenge;
use slipway_oidc::redirect::{LoopbackHttp, RedirectUri};
use slipway_oidc::scope::Scope;
use slipway_oidc::secret::SecretHash;
use slipway_oidc::sign_in::Prompt;
use slipway_oidc::token::TokenRequest;
use slipway_oidc::userinfo::{authorize, bearer_token};

use crate::fixture::{CALLBACK, CHALLENGE, NOW, dashboard, good_pairs, issuer, keys, tokens};

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "state", "nonce", "scope", "prompt", "max_age", "response_type", "response_mode", "code_challenge",
            "code_challenge_method", "request", "request_uri", "registration", "client_id", "redirect_uri",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        prop::sample::select(vec!["code", "openid", "none", "login", "0", "S256", CHALLENGE, CALLBACK, "ledger", ""])
            .prop_map(str::to_owned),
    ]
}

/// RFC 6749 §5.2: printable ASCII without quotation mark and backslash.
fn is_plain(error: &OAuthError) -> bool {
    error.description.bytes().all(|b| matches!(b, 0x20 | 0x21 | 0x23..=0x5B | 0x5D..=0x7E))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_changed_request_ends_at_the_registered_address_or_on_a_page(changes in vec((name(), value()), 0..4)) {
        let mut pairs = good_pairs();
        for (name, value) in changes {
            pairs.retain(|(own, _)| *own != name);
            pairs.push((name, value));
        }
        match AuthorizeQuery::from_pairs(pairs).check(Some(&dashboard()), &issuer()) {
            Ok(request) => {
                prop_assert_eq!(request.redirect_uri.as_str(), CALLBACK);
                prop_assert!(request.scope.contains("openid") && request.challenge.is_some());
                let address = request.success_url(&issuer(), "c");
                prop_assert!(address.starts_with("https://dash.example.com/oauth/callback?code=c&"));
                prop_assert!(address.bytes().all(|b| b.is_ascii_graphic()), "{}", address);
            }
            Err(AuthorizeError::Redirect(address)) => {
                prop_assert!(address.starts_with("https://dash.example.com/oauth/callback?error="), "{}", address);
                prop_assert!(address.bytes().all(|b| b.is_ascii_graphic()), "{}", address);
            }
            Err(AuthorizeError::Page(_)) => {}
        }
    }

    #[test]
    fn any_text_can_be_parsed_as_anything(text in any::<String>()) {
        let query = AuthorizeQuery::parse(&text);
        let _ = (query.client_id(), query.check(Some(&dashboard()), &issuer()));
        let _ = (Challenge::parse(&text), Scope::parse(&text), SecretHash::from_hex(&text));
        let _ = (Prompt::parse(&text), Challenge::of(&text).accepts(&text));
        let _ = (Issuer::parse(&text, LoopbackHttp::Allowed), bearer_token(Some(&text), Some(&text)));
        prop_assert!(authorize(&text, &keys(), &issuer(), NOW).is_err());
        prop_assert!(keys().hinted_subject(&text, &issuer(), "ledger").is_err());
        prop_assert!(keys().access_token(&text, &issuer(), NOW).is_err());
        prop_assert!(keys().service_token(&text, &issuer(), NOW).is_err());
    }

    #[test]
    fn a_token_request_never_panics_and_its_error_is_plain(
        pairs in vec((any::<String>(), any::<String>()), 0..6), header in vec(any::<u8>(), 0..64), text in any::<String>(),
    ) {
        let basic = format!("Basic {}", STANDARD.encode(header));
        for authorization in [None, Some(basic.as_str()), Some(text.as_str())] {
            if let Err(error) = TokenRequest::from_pairs(pairs.clone(), authorization) {
                prop_assert!(is_plain(&error) && serde_json::from_str::<serde_json::Value>(&error.json()).is_ok());
            }
            let _ = TokenRequest::parse(&text, authorization);
        }
    }

    #[test]
    fn an_address_that_can_be_registered_is_safe_to_redirect_to(
        text in "https:[/\\\\]{2}[a-z]{1,3}[a-z@:.%*\\[\\]]{0,3}([/?#][!-~ \\té]{0,8})?",
    ) {
        if let Ok(registered) = RedirectUri::register(&text, LoopbackHttp::Refused) {
            let parsed = url::Url::parse(&registered.with_params(&[("code", "c")])).unwrap();
            prop_assert_eq!(parsed.scheme(), "https");
            prop_assert!(parsed.fragment().is_none() && parsed.username().is_empty() && parsed.password().is_none());
            prop_assert_eq!(parsed.query_pairs().filter(|(name, _)| name == "code").count(), 1);
            prop_assert_eq!(parsed.origin().ascii_serialization(), registered.origin());
        }
    }

    #[test]
    fn a_token_with_one_byte_changed_is_refused(at in 0..600usize, byte in any::<prop::sample::Index>()) {
        static GOOD: LazyLock<String> = LazyLock::new(|| tokens().access_token);
        let good = GOOD.as_str();
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
        let mut changed = good.as_bytes().to_vec();
        let at = at % changed.len();
        changed[at] = alphabet[byte.index(alphabet.len())];
        let changed = String::from_utf8(changed).unwrap();
        prop_assert_eq!(keys().access_token(&changed, &issuer(), NOW).is_ok(), changed == good);
    }
}
