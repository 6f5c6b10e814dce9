//! Brokers that ask for a token: for the one that was typed, or for one that a stored API key earns at each call.

use secrecy::SecretString;
use serde_json::json;
use slipway_backend::demo::OFFERING;
use slipway_domain::broker::{BrokerDraft, BrokerRecord};
use slipway_domain::export;

use crate::held_broker::HeldBroker;
use crate::support::{ADA, House, KIM};
use crate::usage::{issuer, new_key};

async fn broker(house: &House) -> BrokerRecord {
    house.acting(KIM).await.offering(OFFERING).await.unwrap().offering.brokers[0].clone()
}

/// The form with `bearer` and that user name, for a broker that is held.
async fn form(house: &House, held: &HeldBroker, username: &str) -> BrokerDraft {
    BrokerDraft {
        url: held.url.clone(),
        auth_scheme: "bearer".to_owned(),
        username: username.to_owned(),
        ..broker(house).await.draft
    }
}

async fn save(house: &House, held: &HeldBroker, username: &str, secret: &str) {
    let (record, draft) = (broker(house).await, form(house, held, username).await);
    let kim = house.acting(KIM).await;
    kim.save_broker(OFFERING, record.id, record.revision, &draft, &SecretString::from(secret)).await.unwrap();
}

async fn register(house: &House) -> BrokerRecord {
    let id = broker(house).await.id;
    house.acting(KIM).await.register_broker(OFFERING, id).await.unwrap();
    broker(house).await
}

/// What a call was signed in with.
async fn authorization(held: &mut HeldBroker) -> String {
    let request = held.called().await;
    request.lines().find_map(|line| line.strip_prefix("authorization: ")).unwrap_or_default().to_owned()
}

/// What the last call failed with.
fn failure(record: &BrokerRecord) -> Option<(&str, &str)> {
    let failure = record.last_fetch.as_ref()?.failure.as_ref()?;
    Some((&failure.code, &failure.detail))
}

#[tokio::test]
async fn a_token_is_sent_as_it_is() {
    let house = House::open().await;
    let mut held = HeldBroker::start().await;
    save(&house, &held, "", "a-token").await;
    held.answer(json!({ "services": [] }));
    assert_eq!(failure(&register(&house).await), None);
    assert_eq!(authorization(&mut held).await, "Bearer a-token");
}

#[tokio::test]
async fn an_api_key_earns_a_token_of_its_service_and_is_sent_nowhere_itself() {
    let house = House::open().await;
    let mut held = HeldBroker::start().await;
    let key = new_key(&house).await;
    save(&house, &held, "apikey", &key).await;
    let no_token = Some(("bad_credentials", "no_token"));
    assert_eq!(failure(&register(&house).await), no_token, "people sign in elsewhere, where no key is known");

    let issuer = issuer(&house).await;
    held.answer(json!({ "services": [] }));
    assert_eq!(failure(&register(&house).await), None);
    let sent = authorization(&mut held).await;
    assert!(sent.starts_with("Bearer ") && !sent.contains(&key), "{sent}");
    let service = issuer.service(Some(&sent)).await.unwrap();
    assert_eq!(service.name, OFFERING);

    // A dry run gets one for the key that is typed, and for the one that is kept.
    let kim = house.acting(KIM).await;
    let draft = form(&house, &held, "apikey").await;
    for typed in [key.as_str(), ""] {
        held.answer(json!({ "services": [] }));
        kim.try_broker(OFFERING, broker(&house).await.id, &draft, &SecretString::from(typed)).await.unwrap();
        assert!(issuer.service(Some(&authorization(&mut held).await)).await.is_ok(), "{typed}");
    }

    house.acting(ADA).await.revoke_api_key(OFFERING, service.key).await.unwrap();
    assert_eq!(failure(&register(&house).await), no_token, "a key that is revoked earns nothing");
}

#[tokio::test]
async fn a_test_run_signs_in_with_what_the_key_earns() {
    let house = House::open().await;
    house.mend_listing().await;
    let mut held = HeldBroker::start().await;
    let key = new_key(&house).await;
    save(&house, &held, "apikey", &key).await;
    let issuer = issuer(&house).await;
    let kim = house.acting(KIM).await;
    let definitions = export::definitions(&kim.offering(OFFERING).await.unwrap().offering);
    held.answer(serde_json::to_value(definitions).unwrap());
    assert_eq!(failure(&register(&house).await), None);
    authorization(&mut held).await;
    house.deploy().await;
    let deployment = kim.offering(OFFERING).await.unwrap().offering.deployments[0].id;
    kim.request_test_run(OFFERING, deployment).await.unwrap();

    // A catalog without services ends the run.
    let mut sent = Vec::new();
    let answers = async {
        while sent.len() < 100 {
            sent.push(authorization(&mut held).await);
            held.answer(json!({ "services": [] }));
        }
    };
    tokio::select! {
        () = house.backend.make_due_test_runs() => {}
        () = answers => panic!("the run goes on and on"),
    }
    assert_eq!(issuer.service(sent.first().map(String::as_str)).await.unwrap().name, OFFERING);
    assert!(sent.iter().all(|sent| !sent.contains(&key)), "{sent:?}");
}

#[tokio::test]
async fn a_key_that_is_kept_is_never_sent_as_a_password_or_a_token() {
    let house = House::open().await;
    let held = HeldBroker::start().await;
    save(&house, &held, "apikey", "slw_000000000000_secret").await;
    let saved = broker(&house).await;
    let kim = house.acting(KIM).await;
    let (as_token, as_password) = (
        BrokerDraft { username: String::new(), ..saved.draft.clone() },
        BrokerDraft { auth_scheme: "basic".to_owned(), ..saved.draft.clone() },
    );
    for draft in [&as_token, &as_password] {
        let tried = kim.try_broker(OFFERING, saved.id, draft, &SecretString::default()).await;
        assert!(tried.is_err(), "{draft:?}");
    }
    kim.save_broker(OFFERING, saved.id, saved.revision, &as_token, &SecretString::default()).await.unwrap();
    assert!(!broker(&house).await.has_password);
}
