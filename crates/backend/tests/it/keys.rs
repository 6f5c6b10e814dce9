//! The signing keys take turns, and nobody who keeps the published ones for an hour ever fails to check a token.

use std::collections::BTreeMap;
use std::time::Duration;

use slipway_backend::{EmbeddedIssuer, Proof, Turn};
use slipway_domain::event::EventKind;
use slipway_domain::moment::Moment;
use slipway_oidc::authorize::AuthorizeQuery;
use slipway_oidc::issue::TokenResponse;
use slipway_oidc::keys::Jwks;
use slipway_oidc::token::TokenRequest;
use slipway_oidc::verify::VerifyingKeys;

use crate::support::{ADA, House};

const ORIGIN: &str = "https://console.example.com";
const CALLBACK: &str = "https://console.example.com/login/callback";
/// The example of RFC 7636.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const DAY: Duration = Duration::from_hours(24);
/// Ninety days.
const EVERY: Duration = Duration::from_hours(90 * 24);

async fn issuer(house: &House) -> EmbeddedIssuer {
    EmbeddedIssuer::open(house.backend.clone(), ORIGIN, CALLBACK, Vec::new()).await.unwrap()
}

/// What a client gets for somebody who signs in now.
async fn tokens(house: &House, issuer: &EmbeddedIssuer) -> TokenResponse {
    let fields = [
        ("response_type", "code"),
        ("client_id", "slipway-console"),
        ("scope", "openid"),
        ("redirect_uri", CALLBACK),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let request = issuer.check(&AuthorizeQuery::from_pairs(fields)).await.unwrap();
    let proof = Proof { at: house.clock.now(), session: None };
    let to = issuer.grant(&request, house.person(ADA).await.id, proof).await.unwrap();
    let to = url::Url::parse(&to).unwrap();
    let code = to.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let body = format!(
        "grant_type=authorization_code&client_id=slipway-console&code={code}&code_verifier={VERIFIER}\
         &redirect_uri={CALLBACK}"
    );
    issuer.token(&TokenRequest::parse(&body, None).unwrap()).await.unwrap()
}

async fn reads(issuer: &EmbeddedIssuer, tokens: &TokenResponse) -> bool {
    issuer.userinfo(Some(&format!("Bearer {}", tokens.access_token)), None).await.is_ok()
}

fn names(jwks: &Jwks) -> Vec<String> {
    jwks.keys.iter().map(|key| key.kid.clone()).collect()
}

/// Whoever checks tokens elsewhere: keeps the published keys for an hour.
struct Client {
    keys: VerifyingKeys,
    read_at: Moment,
}

impl Client {
    async fn checks(&mut self, house: &House, issuer: &EmbeddedIssuer, tokens: &TokenResponse) {
        let now = house.clock.now();
        if now.since(self.read_at) >= Duration::from_hours(1) {
            *self = Self { keys: VerifyingKeys::new(&issuer.jwks().await), read_at: now };
        }
        let checked = self.keys.access_token(&tokens.access_token, issuer.issuer(), now.millis() / 1000);
        assert!(checked.is_ok(), "{checked:?} at {}", now.rfc3339());
        let subject = self.keys.hinted_subject(tokens.id_token.as_ref().unwrap(), issuer.issuer(), "slipway-console");
        assert!(subject.is_ok(), "{subject:?} at {}", now.rfc3339());
    }
}

#[tokio::test]
async fn over_two_turns_no_token_fails_at_a_client_that_keeps_the_keys_for_an_hour() {
    let house = House::open().await;
    let issuer = issuer(&house).await;
    let mut client = Client { keys: VerifyingKeys::new(&issuer.jwks().await), read_at: house.clock.now() };
    let (mut published, mut signed) = (BTreeMap::new(), BTreeMap::new());
    for _ in 0..2 {
        house.clock.advance(88 * DAY);
        // Three days in steps of half an hour, in the middle of which the keys change.
        for _ in 0..144 {
            house.backend.turn_signing_keys(Turn::Due { after: EVERY }).await.unwrap();
            house.backend.forget_expired().await.unwrap();
            let now = house.clock.now();
            for kid in names(&issuer.jwks().await) {
                published.entry(kid).or_insert(now);
            }
            let tokens = tokens(&house, &issuer).await;
            client.checks(&house, &issuer, &tokens).await;
            signed.entry(kid_of(&tokens.access_token)).or_insert(now);
            house.clock.advance(Duration::from_mins(30));
        }
    }
    assert_eq!(signed.len(), 3, "the keys have taken turns twice");
    let first = signed.values().min().copied();
    for (kid, at) in signed.iter().filter(|(_, at)| Some(**at) != first) {
        assert!(at.since(published[kid]) >= DAY, "{kid} was published in time");
    }
    assert_eq!(issuer.jwks().await.keys.len(), 1, "the old ones are gone");
}

#[tokio::test]
async fn a_token_of_a_retired_key_is_good_until_it_expires_and_not_after() {
    let house = House::open().await;
    let issuer = issuer(&house).await;
    let next = house.backend.turn_signing_keys(Turn::Next).await.unwrap().unwrap();
    assert_eq!(next.signs_from, house.clock.now().plus(DAY));
    assert_eq!(house.backend.turn_signing_keys(Turn::Next).await.unwrap(), None, "the next one is announced already");

    house.clock.advance(Duration::from_secs(24 * 60 * 60 - 1));
    assert_eq!(names(&issuer.jwks().await).len(), 2);
    let last = tokens(&house, &issuer).await;
    let old = kid_of(&last.access_token);
    assert_ne!(old, next.kid);
    house.clock.advance(Duration::from_secs(1));
    assert_eq!(kid_of(&tokens(&house, &issuer).await.access_token), next.kid);

    // A quarter of an hour and a minute of leeway, from one second before.
    house.clock.advance(Duration::from_secs(16 * 60 - 2));
    assert!(reads(&issuer, &last).await, "one second before its end");
    assert!(names(&issuer.jwks().await).contains(&old));
    house.clock.advance(Duration::from_secs(1));
    assert!(!reads(&issuer, &last).await, "expired");
    house.clock.advance(Duration::from_secs(1));
    assert_eq!(names(&issuer.jwks().await), std::slice::from_ref(&next.kid), "nothing of its lives any more");
    house.backend.forget_expired().await.unwrap();
    assert_eq!(house.backend.key_entries().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_key_that_got_out_is_worth_nothing_a_minute_later() {
    let house = House::open().await;
    let issuer = issuer(&house).await;
    let before = tokens(&house, &issuer).await;
    assert!(reads(&issuer, &before).await);
    house.backend.turn_signing_keys(Turn::Next).await.unwrap().unwrap();
    let new = house.backend.turn_signing_keys(Turn::AtOnce).await.unwrap().unwrap();
    house.clock.advance(Duration::from_mins(1));
    assert!(!reads(&issuer, &before).await);
    assert_eq!(names(&issuer.jwks().await), std::slice::from_ref(&new.kid));
    let after = tokens(&house, &issuer).await;
    assert_eq!(kid_of(&after.access_token), new.kid);
    assert!(reads(&issuer, &after).await);
    let told: Vec<_> = house.events().await.iter().map(|event| event.kind).collect();
    assert!(told.contains(&EventKind::SigningKeyAdded) && told.contains(&EventKind::SigningKeysWithdrawn));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_that_find_a_key_due_one_makes_the_next() {
    let house = House::open().await;
    issuer(&house).await;
    house.clock.advance(EVERY);
    let turns: Vec<_> = (0..8)
        .map(|_| {
            let backend = house.backend.clone();
            tokio::spawn(async move { backend.turn_signing_keys(Turn::Due { after: EVERY }).await.unwrap() })
        })
        .collect();
    let mut made = 0;
    for turn in turns {
        made += usize::from(turn.await.unwrap().is_some());
    }
    assert_eq!((made, house.backend.key_entries().await.unwrap().len()), (1, 2));
}

fn kid_of(token: &str) -> String {
    use base64::Engine as _;
    let header = token.split('.').next().unwrap();
    let header = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(header).unwrap();
    let header: serde_json::Value = serde_json::from_slice(&header).unwrap();
    header["kid"].as_str().unwrap().to_owned()
}
