//! A broker whose certificate comes from an authority of its own: it is trusted once its form says so, and that
//! authority alone. Whoever names another one gets nobody's password.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use secrecy::SecretString;
use slipway_backend::demo::OFFERING;
use slipway_domain::broker::{BrokerDraft, BrokerRecord, BrokerState};
use slipway_domain::dry_run::Found;
use slipway_domain::field::Field;
use slipway_domain::rejection::{Rejection, Remote};
use slipway_domain::rule::{RuleId, deployment as rule};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::support::{House, KIM, OTTO, rejection};

/// Looks like a certificate, and is none.
const FORGED: &str = "-----BEGIN CERTIFICATE-----\nMIIBAAAA\n-----END CERTIFICATE-----\n";

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Answers every call with `body` over TLS, with a certificate for `localhost` of that authority. Returns the URL.
async fn serve(issuer: &Authority, body: String) -> String {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, issuer).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(socket).await else { continue };
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") && stream.read_buf(&mut head).await.is_ok_and(|read| read > 0) {}
            let kind = "content-type: application/json\r\nconnection: close";
            let answer = format!("HTTP/1.1 200 OK\r\n{kind}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    url
}

async fn broker(house: &House) -> BrokerRecord {
    house.acting(KIM).await.offering(OFFERING).await.unwrap().offering.brokers[0].clone()
}

/// A house whose broker answers with the definitions, behind a certificate of that authority.
async fn behind(authority: &Authority) -> House {
    let house = House::open().await;
    house.mend_listing().await;
    let kim = house.acting(KIM).await;
    let catalog = slipway_domain::export::definitions(&kim.offering(OFFERING).await.unwrap().offering);
    let url = serve(authority, serde_json::to_string(&catalog).unwrap()).await;
    let record = broker(&house).await;
    let draft = BrokerDraft { url, ..record.draft };
    kim.save_broker(OFFERING, record.id, record.revision, &draft, &SecretString::from("word")).await.unwrap();
    house
}

/// Saves the form with that certificate authority.
async fn trust(house: &House, ca_pem: &str, password: &str) -> BrokerRecord {
    let record = broker(house).await;
    let draft = BrokerDraft { ca_pem: ca_pem.to_owned(), ..record.draft };
    let kim = house.acting(KIM).await;
    kim.save_broker(OFFERING, record.id, record.revision, &draft, &SecretString::from(password)).await.unwrap();
    broker(house).await
}

/// What comes of registering it.
async fn registered(house: &House) -> (BrokerState, Option<Remote>) {
    let id = broker(house).await.id;
    house.acting(KIM).await.register_broker(OFFERING, id).await.unwrap();
    let record = broker(house).await;
    (record.state, record.last_fetch.unwrap().failure)
}

fn cause(failure: Option<Remote>) -> (String, String) {
    let remote = failure.unwrap();
    (remote.code, remote.detail)
}

#[tokio::test]
async fn a_broker_is_trusted_by_the_authority_in_its_form_and_by_no_other() {
    let own = authority();
    let house = behind(&own).await;
    let (state, failure) = registered(&house).await;
    let unknown = ("tls".to_owned(), "unknown_issuer".to_owned());
    assert_eq!((state, cause(failure)), (BrokerState::Unregistered, unknown), "without it");

    let saved = trust(&house, &own.pem(), "word").await;
    assert_eq!(saved.draft.ca_pem, own.pem().trim_end(), "it is shown again");
    assert_eq!(registered(&house).await, (BrokerState::Registered, None), "with it");

    trust(&house, &authority().pem(), "word").await;
    let (state, failure) = registered(&house).await;
    assert_eq!((state, cause(failure).0.as_str()), (BrokerState::Unregistered, "tls"), "with another");
    // An old and a new one, as browsers end lines.
    let both = format!("{}{}", authority().pem(), own.pem()).replace('\n', "\r\n");
    trust(&house, &both, "word").await;
    assert_eq!(registered(&house).await, (BrokerState::Registered, None), "with both");
}

#[tokio::test]
async fn a_dry_run_trusts_the_authority_that_is_typed() {
    let own = authority();
    let house = behind(&own).await;
    let kim = house.acting(KIM).await;
    let record = broker(&house).await;
    for (ca_pem, is_trusted) in [(String::new(), false), (own.pem(), true)] {
        let draft = BrokerDraft { ca_pem, ..record.draft.clone() };
        kim.try_broker(OFFERING, record.id, &draft, &SecretString::from("word")).await.unwrap();
        let run = kim.broker(OFFERING, record.id).await.unwrap().dry_run.unwrap();
        assert_eq!(matches!(run.found, Found::Consequences(_)), is_trusted, "{run:?}");
    }
    assert_eq!(broker(&house).await, record, "nothing was taken over");
}

#[tokio::test]
async fn another_authority_drops_the_password_and_none_keeps_it() {
    let house = House::open().await;
    let (first, second) = (authority().pem(), authority().pem());
    assert!(broker(&house).await.has_password);
    assert!(!trust(&house, &first, "").await.has_password, "somebody else may answer from now on");
    assert!(trust(&house, &first, "word").await.has_password);
    assert!(trust(&house, &first.replace('\n', "\r\n"), "").await.has_password, "it is the same");
    assert!(!trust(&house, &second, "").await.has_password);
    assert!(trust(&house, &second, "word").await.has_password);
    assert!(trust(&house, "", "").await.has_password, "nobody new may answer");

    let record = broker(&house).await;
    let draft = BrokerDraft { ca_pem: first, ..record.draft };
    let tried = house.acting(KIM).await.try_broker(OFFERING, record.id, &draft, &SecretString::default()).await;
    assert!(matches!(rejection(tried), Rejection::Invalid(_)), "nor does a dry run send it");
    assert!(house.broker.log().is_empty());
}

#[tokio::test]
async fn a_new_password_beside_the_same_authority_leaves_an_approval_in_force() {
    const PASSWORD: &str = "broker-password";
    let house = House::open().await;
    let own = authority().pem();
    trust(&house, &own, PASSWORD).await;
    house.publish_limited().await;
    house.request_review().await;
    house.approve().await;

    let approved = broker(&house).await;
    let rotated = trust(&house, &own.replace('\n', "\r\n"), PASSWORD).await;
    assert_eq!(rotated.draft, approved.draft, "browsers end lines in their own way");
    house.acting(KIM).await.register_broker(OFFERING, rotated.id).await.unwrap();
    house.acting(OTTO).await.release(OFFERING).await.unwrap();
}

#[tokio::test]
async fn a_private_key_is_turned_down_and_nothing_of_it_kept_not_even_where_input_waits() {
    const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMIIBcanary\n-----END PRIVATE KEY-----\n";
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let record = broker(&house).await;
    let draft = BrokerDraft { name: "other".to_owned(), ca_pem: format!("{FORGED}{KEY}"), ..record.draft.clone() };
    let word = SecretString::from("word");
    let events = house.events().await.len();
    let results = [
        kim.add_broker(OFFERING, &draft, &word).await.map(drop),
        kim.save_broker(OFFERING, record.id, record.revision, &draft, &word).await.map(drop),
        // Too late: other input would be parked now.
        kim.save_broker(OFFERING, record.id, record.revision + 7, &draft, &word).await.map(drop),
        kim.try_broker(OFFERING, record.id, &draft, &word).await,
    ];
    for result in results {
        let Rejection::Invalid(findings) = rejection(result) else { panic!("it is refused for what was typed") };
        let found: Vec<_> = findings.iter().map(|finding| (finding.field, finding.rule)).collect();
        assert_eq!(found, [(Field::BrokerCa, rule::CA_PRIVATE_KEY)]);
    }
    assert_eq!(broker(&house).await, record);
    assert_eq!(house.events().await.len(), events);
}

#[tokio::test]
async fn what_is_no_certificate_is_saved_told_beside_the_field_and_the_outcome_of_every_call() {
    let house = behind(&authority()).await;
    let kim = house.acting(KIM).await;
    let record = trust(&house, FORGED, "word").await;
    let told = async || -> Vec<RuleId> {
        let findings = kim.broker(OFFERING, record.id).await.unwrap().findings;
        findings.at(Field::BrokerCa).map(|finding| finding.rule).collect()
    };
    assert_eq!(told().await, [rule::CA_UNREADABLE]);
    let (state, failure) = registered(&house).await;
    assert_eq!((state, cause(failure).0.as_str()), (BrokerState::Unregistered, "bad_authority"));
    let tried = kim.try_broker(OFFERING, record.id, &record.draft, &SecretString::from("word")).await;
    let Rejection::Invalid(findings) = rejection(tried) else { panic!("there is nothing to try it with") };
    assert!(findings.iter().any(|finding| finding.rule == rule::CA_UNREADABLE));
    trust(&house, &authority().pem(), "word").await;
    assert_eq!(told().await, []);
}
