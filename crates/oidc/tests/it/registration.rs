//! What may be registered as a redirect URI (§4.8) or configured as an issuer.

use slipway_oidc::discovery::{Issuer, IssuerFault};
use slipway_oidc::redirect::LoopbackHttp::{Allowed, Refused};
use slipway_oidc::redirect::{RedirectFault as Fault, RedirectUri};

fn fault(text: &str) -> Option<Fault> {
    RedirectUri::register(text, Allowed).err()
}

#[test]
fn ordinary_callbacks_can_be_registered() {
    for good in [
        "https://dash.example.com",
        "https://dash.example.com/",
        "https://dash.example.com/oauth/callback",
        "https://dash.example.com:8443/cb",
        "https://dash.example.com/cb?tenant=7&mode=a%20b",
        "https://xn--bcher-kva.example/cb",
        "https://203.0.113.9/cb",
        "https://dash.example.com/a%2Fb/(c);d=1,2",
    ] {
        assert_eq!(RedirectUri::register(good, Refused).map(|uri| uri.to_string()).as_deref(), Ok(good));
    }
}

#[test]
fn plain_http_is_for_loopback_hosts_of_developers() {
    for local in ["http://localhost:3000/cb", "http://127.0.0.1:9/cb", "http://[::1]:9/cb", "http://localhost/cb"] {
        assert!(RedirectUri::register(local, Allowed).is_ok(), "{local}");
        assert_eq!(RedirectUri::register(local, Refused).err(), Some(Fault::Scheme), "{local}");
    }
    for remote in ["http://dash.example.com/cb", "http://localhost.evil.example/cb", "http://10.0.0.1/cb"] {
        assert_eq!(fault(remote), Some(Fault::Scheme), "{remote}");
    }
}

#[test]
fn other_addresses_are_refused_with_their_reason() {
    let normal = |normal: &str| Fault::NotNormal { normal: normal.to_owned() };
    for (text, expected) in [
        ("", Fault::NotAbsolute),
        ("/oauth/callback", Fault::NotAbsolute),
        ("dash.example.com/cb", Fault::NotAbsolute),
        ("https://", Fault::NotAbsolute),
        ("https://a.example:99999/cb", Fault::NotAbsolute),
        ("javascript:alert(1)", Fault::Scheme),
        ("data:text/html,x", Fault::Scheme),
        ("com.example.app:/cb", Fault::Scheme),
        ("ftp://a.example/cb", Fault::Scheme),
        ("https://*.example.com/cb", Fault::Wildcard),
        ("https://a.example/*", Fault::Wildcard),
        ("https://user@a.example/cb", Fault::UserInfo),
        ("https://user:pass@a.example/cb", Fault::UserInfo),
        ("https://@a.example/cb", Fault::UserInfo),
        ("https://:@a.example/cb", Fault::UserInfo),
        ("https://a.example/cb#", Fault::Fragment),
        ("https://a.example/cb#x", Fault::Fragment),
        ("https://a.example./cb", Fault::TrailingDot),
        ("https://a;frame-ancestors/cb", Fault::Host),
        ("https://a,b.example/cb", Fault::Host),
        ("https://a'b.example/cb", Fault::Host),
        ("https://a.example$/cb", Fault::Host),
        ("https://a.example/c b", Fault::Character),
        ("https://a.example\\cb", Fault::Character),
        ("https://a.example/cb\n", Fault::Character),
        ("https://bücher.example/cb", Fault::Character),
        ("https://a.example/<cb>", Fault::Character),
        ("https://a.example/%0d%0a", Fault::Character),
        ("https://a.example/%00", Fault::Character),
        ("https://a.example/%7F", Fault::Character),
        ("https://a.example/cb?code=x", Fault::ReservedParameter("code".to_owned())),
        ("https://a.example/cb?a=b&st%61te=x", Fault::ReservedParameter("state".to_owned())),
        ("https://a.example/cb?iss", Fault::ReservedParameter("iss".to_owned())),
        ("https://A.example/cb", normal("https://a.example/cb")),
        ("HTTPS://a.example/cb", normal("https://a.example/cb")),
        ("https:a.example/cb", normal("https://a.example/cb")),
        ("https:///a.example/cb", normal("https://a.example/cb")),
        ("https://a.example:443/cb", normal("https://a.example/cb")),
        ("https://a.example:/cb", normal("https://a.example/cb")),
        ("https://a.example/x/../cb", normal("https://a.example/cb")),
        ("https://a.example/x/%2e%2e/cb", normal("https://a.example/cb")),
        ("https://a.example/./cb", normal("https://a.example/cb")),
        ("https://a.example?x=1", normal("https://a.example/?x=1")),
        ("https://0x7f.1/cb", normal("https://127.0.0.1/cb")),
        ("https://a%2eexample/cb", normal("https://a.example/cb")),
    ] {
        assert_eq!(fault(text), Some(expected), "{text:?}");
    }
}

#[test]
fn an_address_may_have_2048_bytes() {
    let base = "https://a.example/";
    let longest = format!("{base}{}", "x".repeat(2048 - base.len()));
    assert_eq!(fault(&longest), None);
    assert_eq!(fault(&format!("{longest}x")), Some(Fault::TooLong));
}

#[test]
fn an_issuer_is_an_origin_with_a_path() {
    for good in ["https://console.example.com", "https://console.example.com/oidc", "https://c.example:8443/a/b"] {
        assert_eq!(Issuer::parse(good, Refused).map(|issuer| issuer.to_string()).as_deref(), Ok(good));
    }
    assert!(Issuer::parse("http://127.0.0.1:3000/oidc", Allowed).is_ok());
    for (wrong, expected) in [
        ("console.example.com", IssuerFault::NotNormal),
        ("https://Console.example.com", IssuerFault::NotNormal),
        ("https://c.example/a/../b", IssuerFault::NotNormal),
        ("https://c.example:443", IssuerFault::NotNormal),
        ("http://c.example", IssuerFault::Scheme),
        ("http://127.0.0.1:3000", IssuerFault::Scheme),
        ("https://c.example/", IssuerFault::Extra),
        ("https://c.example/a/", IssuerFault::Extra),
        ("https://c.example?x", IssuerFault::Extra),
        ("https://c.example#x", IssuerFault::Extra),
        ("https://u@c.example", IssuerFault::Extra),
    ] {
        assert_eq!(Issuer::parse(wrong, Refused), Err(expected), "{wrong}");
    }
}
