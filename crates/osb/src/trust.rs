//! Which certificates are trusted: the machine's roots, and a broker's own certificate authority beside them. There is
//! no way to trust everything.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;

use crate::call_error::CallError;

/// The machine's roots, read once. An empty store is possible (a bare container): then every https call fails with
/// an unknown issuer, unless the broker brings its own authority.
pub(crate) fn machine_roots() -> RootCertStore {
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::warn!(%error, "a root certificate of this machine could not be read");
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        tracing::warn!("this machine has no root certificates: brokers with public certificates will not be trusted");
    }
    roots
}

/// TLS 1.2 and 1.3, HTTP/1.1, the given roots and the certificates in `extra_pem`.
pub(crate) fn client_config(roots: &RootCertStore, extra_pem: Option<&str>) -> Result<ClientConfig, CallError> {
    let mut roots = roots.clone();
    if let Some(pem) = extra_pem {
        add_authority(&mut roots, pem)?;
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13, &TLS12])
        .expect("the provider supports TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// Whether a text can be a broker's own certificate authority: it holds certificates, and each of them can be read. A
/// call with any other ends as [`CallError::BadAuthority`], before anything is sent.
pub fn is_authority(pem: &str) -> bool {
    add_authority(&mut RootCertStore::empty(), pem).is_ok()
}

fn add_authority(roots: &mut RootCertStore, pem: &str) -> Result<(), CallError> {
    let mut any = false;
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        roots.add(certificate.map_err(|_| CallError::BadAuthority)?).map_err(|_| CallError::BadAuthority)?;
        any = true;
    }
    if any { Ok(()) } else { Err(CallError::BadAuthority) }
}
