//! What every client here keeps to, whomever it calls (security.md §3e). Whom it may call is decided elsewhere.

use reqwest::ClientBuilder;
use reqwest::redirect::Policy;
use rustls::ClientConfig;

use crate::outbound::Limits;

/// HTTP/1.1 alone, with certificates as `tls` has them: no redirect, no proxy that the machine names, no word of where
/// a call comes from, and nothing that is answered is unpacked.
pub(crate) fn builder(tls: ClientConfig, limits: &Limits) -> ClientBuilder {
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .http1_only()
        .redirect(Policy::none())
        .no_proxy()
        .referer(false)
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .connect_timeout(limits.connect)
}
