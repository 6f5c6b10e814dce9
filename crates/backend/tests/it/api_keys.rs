//! API keys with an end: what they open until then, what becomes of their tokens, and who is told.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_domain::access::KeyLife;
use slipway_domain::event::EventKind;
use slipway_domain::rejection::Rejection;
use slipway_oidc::userinfo::BearerError;

use crate::support::{ADA, House, rejection};
use crate::usage::{issuer, key_for, service, token};

#[tokio::test]
async fn a_key_with_an_end_opens_nothing_from_then_on_and_no_token_outlives_it() {
    let house = House::open().await;
    let issuer = issuer(&house).await;
    let key = key_for(&house, "30").await;
    let kept = async || house.acting(ADA).await.offering(OFFERING).await.unwrap().offering.access_facts.api_keys;
    let life = async || kept().await.into_iter().find(|key| key.expires_at.is_some()).unwrap().life;
    assert_eq!(life().await, KeyLife::Valid);
    house.clock.advance(Duration::from_hours(16 * 24));
    assert_eq!(life().await, KeyLife::Ending);
    house.clock.advance(Duration::from_hours(14 * 24) - Duration::from_mins(30));
    let got = token(&issuer, &key).await.unwrap();
    assert_eq!(got.expires_in, 1800, "as long as the key");
    house.clock.advance(Duration::from_mins(30) - Duration::from_millis(1));
    assert!(service(&issuer, &got).await.is_ok());
    house.clock.advance(Duration::from_millis(1));
    assert_eq!(service(&issuer, &got).await, Err(BearerError::Revoked));
    assert_eq!(token(&issuer, &key).await.err(), Some("invalid_grant"));
    assert_eq!(life().await, KeyLife::Ended);
    let events = house.events().await;
    let made = events.iter().filter(|event| event.kind == EventKind::ApiKeyCreated);
    assert_eq!(made.map(|event| event.detail.code.as_deref()).collect::<Vec<_>>(), [Some("30")]);
}

#[tokio::test]
async fn a_key_lives_as_long_as_one_of_the_choices_says() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    let before = ada.offering(OFFERING).await.unwrap().offering.access_facts.api_keys.len();
    for wrong in ["31", "-1", "forever"] {
        let refused = rejection(ada.create_api_key(OFFERING, wrong).await);
        assert!(matches!(refused, Rejection::Invalid(_)), "{wrong}: {refused:?}");
    }
    assert_eq!(ada.offering(OFFERING).await.unwrap().offering.access_facts.api_keys.len(), before);
}
