//! The form that a broker's URL must have (§4.13, security.md §3e) and how endpoints are appended to it. Pure text
//! work: whether the host may be called is decided by `address` when the connection is made.

use std::net::IpAddr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use url::{Host, Url};

const ALL_BUT_UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const LONGEST_URL: usize = 2_048;
const STANDARD_PORTS: [u16; 2] = [443, 8443];

/// Which URLs are acceptable. Outside lab mode: https on 443, 8443 and the listed ports.
#[derive(Debug, Clone, Default)]
pub struct UrlPolicy {
    /// Also accepts `http` and every port.
    pub lab: bool,
    /// Further ports that the operator allows.
    pub ports: Vec<u16>,
}

/// What is wrong with a broker's URL; a stable code each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[error("{self:?}")]
pub enum UrlProblem {
    Empty,
    /// More than 2,048 bytes.
    TooLong,
    /// White space, a control character or a backslash, which browsers and clients read differently.
    ForbiddenCharacter,
    Malformed,
    SchemeNotAllowed,
    UserInfo,
    Query,
    Fragment,
    PortNotAllowed,
}

/// A checked base URL: `https://host[:port]/base/path`, without `/v2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    base: Url,
}

impl UrlPolicy {
    /// Checks the whole form of a URL. A trailing dot of the host name is dropped.
    pub fn parse(&self, text: &str) -> Result<Target, UrlProblem> {
        if text.is_empty() {
            return Err(UrlProblem::Empty);
        }
        if text.len() > LONGEST_URL {
            return Err(UrlProblem::TooLong);
        }
        if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err(UrlProblem::ForbiddenCharacter);
        }
        let mut base = Url::parse(text).map_err(|_| UrlProblem::Malformed)?;
        if !(base.scheme() == "https" || self.lab && base.scheme() == "http") {
            return Err(UrlProblem::SchemeNotAllowed);
        }
        if has_userinfo(text) || !base.username().is_empty() || base.password().is_some() {
            return Err(UrlProblem::UserInfo);
        }
        if base.query().is_some() {
            return Err(UrlProblem::Query);
        }
        if base.fragment().is_some() {
            return Err(UrlProblem::Fragment);
        }
        let port = base.port_or_known_default().unwrap_or_default();
        if port == 0 || !(self.lab || STANDARD_PORTS.contains(&port) || self.ports.contains(&port)) {
            return Err(UrlProblem::PortNotAllowed);
        }
        if let Some(Host::Domain(name)) = base.host()
            && let Some(name) = name.strip_suffix('.').map(str::to_owned)
        {
            base.set_host(Some(&name)).map_err(|_| UrlProblem::Malformed)?;
        }
        let path = base.path().trim_end_matches('/').to_owned();
        base.set_path(&path);
        Ok(Target { base })
    }

    /// The same for a page that anybody may read, which may have a query and a fragment: where it is, and what to ask for.
    pub(crate) fn parse_page(&self, text: &str) -> Result<(Target, Url), UrlProblem> {
        let text = text.split('#').next().unwrap_or_default();
        let (page, query) = text.split_once('?').map_or((text, None), |(page, query)| (page, Some(query)));
        let target = self.parse(page)?;
        if query.is_some_and(|query| query.len() > LONGEST_URL) {
            return Err(UrlProblem::TooLong);
        }
        let mut url = Url::parse(page).map_err(|_| UrlProblem::Malformed)?;
        url.set_query(query);
        Ok((target, url))
    }
}

/// An `@` before the first slash after the scheme, even when both parts around it are empty.
fn has_userinfo(text: &str) -> bool {
    let rest = text.split_once(':').map_or(text, |(_, rest)| rest).trim_start_matches('/');
    rest.split(['/', '?', '#']).next().is_some_and(|authority| authority.contains('@'))
}

impl Target {
    /// The URL of an endpoint below the base path. Every character is encoded that RFC 3986 does not call unreserved, in
    /// segments and query alike: an id that is a CRN arrives byte for byte (§6.1, BRK-PRV-10).
    pub(crate) fn endpoint(&self, segments: &[String], query: &[(&'static str, String)]) -> Url {
        let mut url = self.base.clone();
        let path = format!("{}{}", url.path().trim_end_matches('/'), encoded_path(segments));
        url.set_path(&path);
        if !query.is_empty() {
            url.set_query(Some(&encoded_query(query)));
        }
        url
    }

    /// The host as written in the URL, an IPv6 address in brackets.
    pub fn host(&self) -> &str {
        self.base.host_str().unwrap_or_default()
    }

    /// The host's address, if the URL names one in any notation. Such hosts never reach the resolver.
    pub fn literal(&self) -> Option<IpAddr> {
        match self.base.host()? {
            Host::Ipv4(ip) => Some(ip.into()),
            Host::Ipv6(ip) => Some(ip.into()),
            Host::Domain(_) => None,
        }
    }

    pub fn port(&self) -> u16 {
        self.base.port_or_known_default().unwrap_or_default()
    }

    pub fn is_https(&self) -> bool {
        self.base.scheme() == "https"
    }

    /// The base path already names the API, a common mistake (§4.13): `…/v2` or `…/v2/catalog`.
    pub fn names_the_api(&self) -> bool {
        let path = self.base.path();
        path.ends_with("/v2") || path.ends_with("/v2/catalog")
    }
}

/// The part of an endpoint's URL that follows the base path; begins with a slash.
pub(crate) fn encoded_path(segments: &[String]) -> String {
    let mut path = String::new();
    for segment in segments {
        path.push('/');
        path.extend(utf8_percent_encode(segment, ALL_BUT_UNRESERVED));
    }
    path
}

/// The query of an endpoint, without the question mark.
pub(crate) fn encoded_query(query: &[(&'static str, String)]) -> String {
    let pairs = query.iter().map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, ALL_BUT_UNRESERVED)));
    pairs.collect::<Vec<_>>().join("&")
}

impl core::fmt::Display for Target {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.base.as_str())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn strict(text: &str) -> Result<String, UrlProblem> {
        let target = UrlPolicy { lab: false, ports: vec![9443] }.parse(text)?;
        Ok(target.endpoint(&["v2".into(), "catalog".into()], &[]).into())
    }

    #[test]
    fn the_catalog_is_appended_to_the_base_path_however_it_ends() {
        for (url, catalog) in [
            ("https://b.example", "https://b.example/v2/catalog"),
            ("https://b.example/", "https://b.example/v2/catalog"),
            ("https://b.example:443/osb", "https://b.example/osb/v2/catalog"),
            ("https://b.example:8443/osb//", "https://b.example:8443/osb/v2/catalog"),
            ("https://b.example:9443/a/b/../c%2Fd", "https://b.example:9443/a/c%2Fd/v2/catalog"),
            ("https://B.Example./x", "https://b.example/x/v2/catalog"),
            ("https://bröker.example", "https://xn--brker-kua.example/v2/catalog"),
            ("https://[2606:4700::1]/x", "https://[2606:4700::1]/x/v2/catalog"),
        ] {
            assert_eq!(strict(url).as_deref(), Ok(catalog), "{url}");
        }
    }

    #[test]
    fn instance_ids_become_one_segment() {
        let target = UrlPolicy::default().parse("https://b.example/osb").unwrap();
        assert_eq!(
            target.endpoint(&["v2".into(), "a/b%2F".into()], &[]).as_str(),
            "https://b.example/osb/v2/a%2Fb%252F"
        );
    }

    #[test]
    fn a_crn_is_encoded_whole_and_once() {
        let target = UrlPolicy::default().parse("https://b.example/osb/").unwrap();
        let id = "crn:v1:c:public:s:eu-de:a/1:i::".to_owned();
        let url = target.endpoint(&["v2".into(), id], &[("operation", "a b/+&=".into())]);
        assert_eq!(
            url.as_str(),
            "https://b.example/osb/v2/crn%3Av1%3Ac%3Apublic%3As%3Aeu-de%3Aa%2F1%3Ai%3A%3A?operation=a%20b%2F%2B%26%3D"
        );
    }

    #[test]
    fn every_other_form_is_refused_with_its_reason() {
        let long = format!("https://b.example/{}", "a".repeat(LONGEST_URL));
        for (url, problem) in [
            ("", UrlProblem::Empty),
            (long.as_str(), UrlProblem::TooLong),
            (" https://b.example", UrlProblem::ForbiddenCharacter),
            ("https://b.exa\nmple", UrlProblem::ForbiddenCharacter),
            ("https://b.example\\@evil.example", UrlProblem::ForbiddenCharacter),
            ("https://b.example/\u{7f}", UrlProblem::ForbiddenCharacter),
            ("b.example", UrlProblem::Malformed),
            ("https://", UrlProblem::Malformed),
            ("https://1.2.3.4.5", UrlProblem::Malformed),
            ("https://[fe80::1%25eth0]/", UrlProblem::Malformed),
            ("http://b.example", UrlProblem::SchemeNotAllowed),
            ("ftp://b.example", UrlProblem::SchemeNotAllowed),
            ("file:///etc/passwd", UrlProblem::SchemeNotAllowed),
            ("unix:/run/docker.sock", UrlProblem::SchemeNotAllowed),
            ("https://user@b.example", UrlProblem::UserInfo),
            ("https://user:secret@b.example", UrlProblem::UserInfo),
            ("https://@b.example", UrlProblem::UserInfo),
            ("https://:@b.example", UrlProblem::UserInfo),
            ("https:@b.example", UrlProblem::UserInfo),
            ("https://b.example?", UrlProblem::Query),
            ("https://b.example/?a=b", UrlProblem::Query),
            ("https://b.example/#", UrlProblem::Fragment),
            ("https://b.example:80", UrlProblem::PortNotAllowed),
            ("https://b.example:0", UrlProblem::PortNotAllowed),
            ("https://b.example:22", UrlProblem::PortNotAllowed),
        ] {
            assert_eq!(strict(url), Err(problem), "{url}");
        }
    }

    #[test]
    fn lab_mode_accepts_http_and_every_port_but_no_other_scheme() {
        let lab = UrlPolicy { lab: true, ports: vec![] };
        assert_eq!(lab.parse("http://127.0.0.1:4000").unwrap().port(), 4000);
        assert_eq!(lab.parse("http://broker.lab").unwrap().port(), 80);
        assert_eq!(lab.parse("gopher://broker.lab"), Err(UrlProblem::SchemeNotAllowed));
        assert_eq!(lab.parse("http://u@broker.lab"), Err(UrlProblem::UserInfo));
    }

    #[test]
    fn a_base_path_that_names_the_api_is_recognised() {
        let at = |path: &str| UrlPolicy::default().parse(&format!("https://b.example{path}")).unwrap().names_the_api();
        assert!(at("/v2") && at("/osb/v2/") && at("/v2/catalog"));
        assert!(!at("") && !at("/v2x") && !at("/v2/osb"));
    }
    /// Texts that are nearly URLs.
    fn urls() -> impl Strategy<Value = String> {
        let parts =
            "/ // : @ ? # . .. \\ [ ] %40 %2f b.example 127.0.0.1 0x7f.1 [::1] ü :443 :9443 :0 :80 v2 user https://";
        let parts: Vec<&str> = parts.split(' ').chain([" ", "\t"]).collect();
        let rest = prop::collection::vec(prop::sample::select(parts), 0..8).prop_map(|parts| parts.concat());
        let scheme = prop::sample::select(vec!["https://", "https://b.example", "HTTPS:", "http://", "file://", ""]);
        (scheme, rest).prop_map(|(scheme, rest)| format!("{scheme}{rest}"))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_accepted_is_called_below_its_path_with_nothing_else_in_the_address(
            text in prop_oneof![urls(), any::<String>()],
        ) {
            let Ok(target) = (UrlPolicy { lab: false, ports: vec![9443] }).parse(&text) else { return Ok(()) };
            let url = target.endpoint(&["v2".into(), "catalog".into()], &[]);
            prop_assert_eq!(url.scheme(), "https");
            prop_assert!(url.has_host() && url.username().is_empty() && url.password().is_none());
            prop_assert!(url.query().is_none() && url.fragment().is_none());
            prop_assert!(url.path().ends_with("/v2/catalog"));
            prop_assert!([443, 8443, 9443].contains(&url.port_or_known_default().unwrap_or_default()));
        }
    }
}
