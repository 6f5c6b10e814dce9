//! What an issuer's description says is gone by as far as it is safe: how ID tokens are signed, and how the console
//! proves itself (security.md §3b).

use std::fs::{self, File};
use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize, PublicKeyComponents};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
    Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512,
    RsaEncoding,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hyper::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{attempt, invited};
use crate::support::idp::{CLIENT_ID, CLIENT_SECRET, Idp, Mint};
use crate::support::{Browser, Process, VERA};

const KID: &str = "the-one-key";

/// A key that is not for RS256: the algorithm, the public part, and tokens that it signs.
type Signer = (&'static str, Value, Mint);

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn signer(algorithm: &'static str, mut jwk: Value, sign: impl Fn(&[u8]) -> Vec<u8> + Send + 'static) -> Signer {
    jwk["kid"] = json!(KID);
    jwk["use"] = json!("sig");
    let mint: Mint = Box::new(move |_, claims| {
        let header = json!({ "alg": algorithm, "kid": KID }).to_string();
        let message = format!("{}.{}", encoded(header), encoded(Value::Object(claims).to_string()));
        format!("{message}.{}", encoded(sign(message.as_bytes())))
    });
    (algorithm, jwk, mint)
}

fn elliptic(algorithm: &'static str, curve: &str, of: &'static EcdsaSigningAlgorithm) -> Signer {
    let pair = EcdsaKeyPair::generate(of).unwrap();
    // A point without compression (SEC 1 §2.3.3).
    let point = pair.public_key().as_ref()[1..].to_vec();
    let (x, y) = point.split_at(point.len() / 2);
    let jwk = json!({ "kty": "EC", "crv": curve, "x": encoded(x), "y": encoded(y) });
    signer(algorithm, jwk, move |message| pair.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec())
}

fn edwards() -> Signer {
    let pair = Ed25519KeyPair::generate().unwrap();
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": encoded(pair.public_key()) });
    signer("EdDSA", jwk, move |message| pair.sign(message).as_ref().to_vec())
}

fn rsa(algorithm: &'static str, pair: &Arc<RsaKeyPair>, encoding: &'static dyn RsaEncoding) -> Signer {
    let public = PublicKeyComponents::<Vec<u8>>::from(pair.public_key());
    let jwk = json!({ "kty": "RSA", "n": encoded(&public.n), "e": encoded(&public.e) });
    let pair = Arc::clone(pair);
    signer(algorithm, jwk, move |message| {
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(encoding, &SystemRandom::new(), message, &mut signature).unwrap();
        signature
    })
}

fn signers() -> Vec<Signer> {
    let pair = Arc::new(RsaKeyPair::generate(KeySize::Rsa2048).unwrap());
    vec![
        rsa("RS384", &pair, &RSA_PKCS1_SHA384),
        rsa("RS512", &pair, &RSA_PKCS1_SHA512),
        rsa("PS256", &pair, &RSA_PSS_SHA256),
        rsa("PS384", &pair, &RSA_PSS_SHA384),
        rsa("PS512", &pair, &RSA_PSS_SHA512),
        elliptic("ES256", "P-256", &ECDSA_P256_SHA256_FIXED_SIGNING),
        elliptic("ES384", "P-384", &ECDSA_P384_SHA384_FIXED_SIGNING),
        edwards(),
    ]
}

#[tokio::test]
async fn an_issuer_may_sign_in_every_way_that_is_checked_with_its_own_key_alone() {
    for ((algorithm, jwk, honest), (_, _, foreign)) in signers().into_iter().zip(signers()) {
        let idp = Idp::start().await;
        let server = idp.console().await;
        invited(&server).await;
        {
            let mut behaviour = idp.behaviour();
            behaviour.email = Some((VERA.email.to_owned(), true));
            behaviour.algorithms = vec![algorithm, "HS256", "none"];
            behaviour.further_keys = vec![jwk];
            behaviour.mint = foreign;
        }
        assert_eq!(attempt(&idp, &server).await.0, StatusCode::BAD_REQUEST, "{algorithm}: a key of somebody else");
        idp.behaviour().mint = honest;
        assert_eq!(attempt(&idp, &server).await.0, StatusCode::SEE_OTHER, "{algorithm}");
    }
}

/// The key for RS256 is published, and the signature is right.
#[tokio::test]
async fn a_token_that_is_signed_otherwise_than_the_issuer_says_is_not_believed() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    invited(&server).await;
    {
        let mut behaviour = idp.behaviour();
        behaviour.email = Some((VERA.email.to_owned(), true));
        behaviour.algorithms = vec!["ES256", "PS256"];
    }
    assert_eq!(attempt(&idp, &server).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_console_proves_itself_as_the_issuer_takes_it() {
    let (basic, post) = ("client_secret_basic", "client_secret_post");
    for (said, takes, secret) in [
        (None, basic, Some(CLIENT_SECRET)),
        (Some(vec![post, basic]), basic, Some(CLIENT_SECRET)),
        (Some(vec!["private_key_jwt", post]), post, Some(CLIENT_SECRET)),
        (Some(vec!["none"]), "none", None),
        (Some(vec![basic]), "none", None),
    ] {
        let idp = Idp::start().await;
        let server = idp.console_with(secret).await;
        invited(&server).await;
        {
            let mut behaviour = idp.behaviour();
            behaviour.email = Some((VERA.email.to_owned(), true));
            behaviour.auth_methods.clone_from(&said);
            behaviour.takes = takes;
        }
        assert_eq!(attempt(&idp, &server).await.0, StatusCode::SEE_OTHER, "{said:?}: {takes}");
    }
}

#[tokio::test]
async fn an_issuer_with_which_nothing_safe_is_in_common_is_refused_by_name_before_anybody_is_sent_there() {
    let idp = Idp::start().await;
    let dir = TempDir::new().unwrap();
    let log = dir.path().join("log.txt");
    let process = Process::serve_with(dir.path(), |command| {
        command
            .env("SLIPWAY__OIDC__ISSUER", format!("http://{}", idp.address))
            .env("SLIPWAY__OIDC__CLIENT_ID", CLIENT_ID)
            .env("SLIPWAY__OIDC__CLIENT_SECRET", CLIENT_SECRET)
            .stderr(File::create(&log).unwrap());
    });
    let browser = Browser::new(process.address);
    for (algorithms, methods, reason) in [
        (vec!["HS256", "none"], None, "signs ID tokens with HS256, none; Slipway checks RS256, RS384, RS512, PS256"),
        (vec!["ES256"], Some(vec!["private_key_jwt"]), "wants private_key_jwt at its token endpoint; Slipway sends"),
    ] {
        {
            let mut behaviour = idp.behaviour();
            behaviour.algorithms = algorithms;
            behaviour.auth_methods = methods;
        }
        let answer = browser.get("/login").await;
        assert_eq!((answer.status, answer.location()), (StatusCode::BAD_GATEWAY, None));
        assert!(answer.body.contains("no way in common"), "{}", answer.body);
        let said = fs::read_to_string(&log).unwrap();
        assert!(said.contains(reason), "{said}");
    }
    // What is wrong at the issuer can be mended there: nothing of it was kept.
    idp.behaviour().auth_methods = None;
    assert_eq!(browser.get("/login").await.status, StatusCode::SEE_OTHER);
}
