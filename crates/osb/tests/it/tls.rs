//! Certificates: a broker's own authority is trusted for that broker, and nothing else gets through.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use slipway_osb::{CallError, FetchedCatalog, TlsProblem, is_authority};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::support::{broker, lab, target};

pub(crate) type Authority = CertifiedIssuer<'static, KeyPair>;

pub(crate) fn authority() -> Authority {
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

pub(crate) fn valid_for(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2099, 1, 1);
    params
}

/// Serves an empty catalog over TLS; returns the port and whether a request ever got through is the client's result.
pub(crate) async fn serve(params: CertificateParams, issuer: Option<&Authority>) -> u16 {
    listen(params, issuer, false).await
}

/// The same, but a greeting that offers TLS 1.1 at most is answered with it.
pub(crate) async fn serve_old(params: CertificateParams, issuer: &Authority) -> u16 {
    listen(params, Some(issuer), true).await
}

async fn listen(params: CertificateParams, issuer: Option<&Authority>, old: bool) -> u16 {
    let key = KeyPair::generate().unwrap();
    let certificate = match issuer {
        Some(issuer) => params.signed_by(&key, issuer).unwrap(),
        None => params.self_signed(&key).unwrap(),
    };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut head = [0; 11];
            if old && socket.peek(&mut head).await.is_ok_and(|seen| seen == 11) && head[9..] == [3, 2] {
                let _ = socket.write_all(&[22, 3, 2, 0, 50, 2, 0, 0, 46, 3, 2]).await;
                continue;
            }
            let Ok(mut stream) = acceptor.accept(socket).await else { continue };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").await;
            let _ = stream.shutdown().await;
        }
    });
    port
}

async fn call(port: u16, ca_pem: Option<String>) -> Result<FetchedCatalog, CallError> {
    let mut target = target(format!("https://localhost:{port}"));
    target.broker.ca_pem = ca_pem;
    lab().catalog(&target).await
}

#[tokio::test]
async fn a_certificate_of_the_brokers_own_authority_is_trusted() {
    let authority = authority();
    let port = serve(valid_for("localhost"), Some(&authority)).await;
    assert_eq!(call(port, Some(authority.pem())).await.unwrap().raw, "{}");
}

#[tokio::test]
async fn the_same_certificate_without_that_authority_is_not() {
    let port = serve(valid_for("localhost"), Some(&authority())).await;
    let unknown = Err(CallError::Tls(TlsProblem::UnknownIssuer));
    assert_eq!(call(port, None).await, unknown);
    assert_eq!(call(port, Some(authority().pem())).await.unwrap_err().code(), "tls");
}

#[tokio::test]
async fn a_self_signed_certificate_is_refused() {
    let port = serve(valid_for("localhost"), None).await;
    assert_eq!(call(port, None).await, Err(CallError::Tls(TlsProblem::UnknownIssuer)));
}

#[tokio::test]
async fn an_expired_certificate_is_refused() {
    let authority = authority();
    let mut params = valid_for("localhost");
    params.not_after = date_time_ymd(2021, 1, 1);
    let port = serve(params, Some(&authority)).await;
    assert_eq!(call(port, Some(authority.pem())).await, Err(CallError::Tls(TlsProblem::Expired)));
}

#[tokio::test]
async fn a_certificate_of_the_future_is_refused() {
    let authority = authority();
    let mut params = valid_for("localhost");
    params.not_before = date_time_ymd(2098, 1, 1);
    let port = serve(params, Some(&authority)).await;
    assert_eq!(call(port, Some(authority.pem())).await, Err(CallError::Tls(TlsProblem::NotYetValid)));
}

#[tokio::test]
async fn a_certificate_for_another_host_is_refused() {
    let authority = authority();
    let port = serve(valid_for("broker.example"), Some(&authority)).await;
    assert_eq!(call(port, Some(authority.pem())).await, Err(CallError::Tls(TlsProblem::WrongHost)));
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_recognised() {
    let broker = broker().await;
    assert_eq!(call(broker.addr().port(), None).await, Err(CallError::Tls(TlsProblem::NotTls)));
}

#[tokio::test]
async fn an_authority_that_is_no_certificate_is_refused_before_the_call() {
    let port = serve(valid_for("localhost"), None).await;
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for pem in ["", "not a certificate", broken] {
        assert_eq!(call(port, Some(pem.into())).await, Err(CallError::BadAuthority), "{pem:?}");
        assert!(!is_authority(pem), "and can be told without a call: {pem:?}");
    }
    let several = format!("The old one\n{}\nand the new one\n{}", authority().pem(), authority().pem());
    assert!(is_authority(&several));
    assert!(!is_authority(&format!("{several}{broken}")), "all of it, or nothing");
}
